"""What the worker does for imports: read and save large files."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.imports.models import READ, READING, REFUSED, SAVING, SheetImport
from eventsapp.imports.queries import imports_in, prepared
from eventsapp.imports.saving import save_import
from eventsapp.imports.services import CHANGED_MEANWHILE, Checked, check, understand

log = logging.getLogger(__name__)
AGAIN = "Save the table anew as .xlsx or .csv."
NOT_READ = f"The file could not be compared with the registry; nothing was imported. {AGAIN}"
NOT_SAVED = f"The rows could not be written to the registry; nothing was imported. {AGAIN}"


def work_on_imports(now: datetime) -> None:
    """Read and save what waits for the worker. Safe to run twice and in several workers at once."""
    for number in imports_in(READING):
        _read(number)
    for number in imports_in(SAVING):
        _save(number, now)


def _read(number: int) -> None:
    """Compare one file with the registry, and say from time to time how far that is.

    Nothing is held locked while rows are compared. Of two workers the second finds the work done.
    """
    try:
        import_ = db.session.get(SheetImport, number)
        if import_ is None or import_.state != READING:
            return
        for done in understand(import_):
            if import_.state not in (READING, READ):
                break
            import_.rows_done = done
            db.session.commit()
        db.session.rollback()
    except StaleDataError:
        db.session.rollback()
        log.warning("The import %s was changed while it was read", number)
    except RuleBroken as refusal:
        _give_up(number, str(refusal))
    except OperationalError:
        # The database was busy or away: another time.
        raise
    except Exception:
        log.exception("The import %s could not be read", number)
        _give_up(number, NOT_READ)


def _give_up(number: int, why: str) -> None:
    """Let an import wait no longer for the worker, and say why."""
    db.session.rollback()
    import_ = db.session.get(SheetImport, number)
    if import_ is None or import_.state not in (READING, SAVING):
        return
    import_.state, import_.choices = REFUSED, {**(import_.choices or {}), "refused": why}
    db.session.commit()
    log.warning("The import %s was refused", number)


def _save(number: int, now: datetime) -> None:
    """Write one import, whole; if the registry has changed since, compare it anew instead.

    The long comparing is done before anything is locked, so that others wait for the writing only.
    """
    checked = _checked(number)
    import_ = db.session.get(SheetImport, number, with_for_update={"skip_locked": True})
    if import_ is None or import_.state != SAVING:
        db.session.rollback()
        return
    choices = dict(import_.choices or {})
    by = db.session.get(User, choices.get("saved_by_id")) if choices.get("saved_by_id") else None
    try:
        if by is None and choices.get("saved_by_id"):
            raise RuleBroken("Whoever imported this has no account any more. Import it again.")
        save_import(import_, choices["seal"], now=now, by=by, checked=checked)
        db.session.commit()
    except RuleBroken as refusal:
        _compare_anew(number, choices, str(refusal))
    except (StaleDataError, IntegrityError):
        _compare_anew(number, choices, CHANGED_MEANWHILE)
    except OperationalError:
        raise
    except Exception:
        log.exception("The import %s could not be saved", number)
        _give_up(number, NOT_SAVED)


def _compare_anew(number: int, choices: dict[str, Any], why: str) -> None:
    db.session.rollback()
    import_ = db.session.get_one(SheetImport, number)
    import_.state, import_.rows_done = READING, 0
    import_.choices = {**choices, "refused": why}
    db.session.commit()
    _read(number)


def _checked(number: int) -> Checked | None:
    """Return the comparison with the registry of this moment; None where it comes otherwise."""
    import_ = db.session.get(SheetImport, number)
    if import_ is None or import_.state != SAVING:
        return None
    try:
        read = prepared(import_)
        # The lock goes back before the comparing begins.
        db.session.commit()
        return check(read, read.choices["seal"])
    except RuleBroken:
        db.session.rollback()
        return None
