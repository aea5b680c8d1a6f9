"""Write down who did and who saw what."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import OperationalError

from eventsapp.extensions import db
from eventsapp.history.models import Entry

# Stands in place of the words of a search.
SOMETHING = "…"


def record(
    verb: str, subject: Any, *, now: datetime, user_id: int | None = None, **detail: Any
) -> Entry:
    """Add one act to the history, in the caller's transaction.

    `subject` is a row that has its id, or a model where the act concerns the table as a whole, such
    as an export of the registry.

    `detail` must hold no personal data beyond names. Of a `filter`, that somebody searched is kept
    and not for what: the words name people, and nothing would find them when one is erased.
    """
    entry = Entry(
        at=now,
        user_id=user_id,
        verb=verb,
        subject_table=subject.__tablename__,
        subject_id=None if isinstance(subject, type) else subject.id,
        detail=_without_words(detail),
    )
    db.session.add(entry)
    return entry


def record_view(
    verb: str, subject: Any, *, now: datetime, user_id: int | None = None, **detail: Any
) -> None:
    """Write down that somebody saw something, and commit: the one row that looking may add."""
    entry = record(verb, subject, now=now, user_id=user_id, **detail)
    is_alone = not (db.session.dirty or db.session.deleted) and list(db.session.new) == [entry]
    try:
        db.session.commit()
    except OperationalError:
        db.session.rollback()
        if not is_alone:
            raise
        # SQLite lets nothing be written on top of what was read before somebody else wrote. What
        # was read has been shown; this is written in a transaction that reads nothing.
        db.session.add(entry)
        db.session.commit()


def _without_words(detail: dict[str, Any]) -> dict[str, Any]:
    asked = detail.get("filter")
    if not isinstance(asked, dict) or not asked.get("q"):
        return detail
    return {**detail, "filter": {**asked, "q": SOMETHING}}
