"""People in: hand a sheet over, say how it is read, decide what is unclear, import it, undo it."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_language
from eventsapp.history.services import record_view
from eventsapp.imports import shown
from eventsapp.imports.deciding import WRITTEN, Plan
from eventsapp.imports.forms import (
    FIELD_NAMES,
    ROLE_NAMES,
    PlainForm,
    ReadingForm,
    UploadForm,
    decisions_in,
    opened,
    row_choices,
)
from eventsapp.imports.lines import DAYS
from eventsapp.imports.models import READ, READING, SAVED, SAVING, SheetImport
from eventsapp.imports.queries import imports_by_time, meetings_to_choose, plan_for
from eventsapp.imports.reading import PASTED, columns_of, columns_of_needs, holds_needs
from eventsapp.imports.saving import save_import, undo_import
from eventsapp.imports.services import (
    MOST_AT_ONCE,
    ReadAnew,
    begin_saving,
    decide_all,
    decide_rows,
    discard_import,
    hand_over,
    read_again,
)
from eventsapp.meetings.models import Meeting
from eventsapp.outgoing import as_file
from eventsapp.people.countries import countries, country_label
from eventsapp.people.queries import category_choices
from eventsapp.sheets.writing import write_csv_template, write_template

log = logging.getLogger(__name__)
bp = Blueprint("imports", __name__)
MOST_BYTES = 20_000_000
ANY_FILE = "application/octet-stream"


@bp.get("/people/imports")
def index() -> str:
    """List what was handed over, with what was made of it."""
    access.require_staff(current_user)
    page = imports_by_time(request.args.get("page", 1, type=int))
    return render_template(
        "imports/index.html",
        page=page,
        page_address=lambda number: url_for("imports.index", page=number),
    )


@bp.route("/people/import", methods=["GET", "POST"])
def upload() -> Any:
    """Take a file, or rows that were pasted."""
    access.require_staff(current_user)
    form = UploadForm(meeting=request.args.get("meeting", 0, type=int))
    form.offer(meetings_to_choose())
    if form.validate_on_submit():
        now = utcnow()
        try:
            import_ = _handed_over(form, now)
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            if import_.read_at != now:
                flash(_("This very file was handed over before and still waits. Here it is."))
            db.session.commit()
            return redirect(url_for(_next_page(import_), import_id=import_.id))
    page = render_template("imports/upload.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _handed_over(form: UploadForm, now: datetime) -> SheetImport:
    file = form.file.data
    is_pasted = not (file and file.filename)
    if is_pasted:
        content = form.text.data.encode(errors="replace")
    else:
        content = file.stream.read(MOST_BYTES + 1)
    return hand_over(
        content,
        PASTED if is_pasted else file.filename,
        now=now,
        by=current_user,
        meeting_id=form.meeting.data or None,
        is_pasted=is_pasted,
    )


def _next_page(import_: SheetImport) -> str:
    """Return the page that comes next: what is unclear about the whole file is asked first."""
    read = import_.read or {}
    asks = read.get("asks_day_order") or read.get("words") or read.get("organizations")
    has_choice = len(read.get("sheets", ())) > 1 or not read.get("rows")
    is_read = import_.state == READ
    return "imports.reading" if is_read and (asks or has_choice) else "imports.preview"


@bp.get("/people/import/template.<any(xlsx, csv):kind>")
def template(kind: str) -> Response:
    """Give the empty sheet to fill in, with a sample row."""
    access.require_staff(current_user)
    content = write_template() if kind == "xlsx" else write_csv_template()
    return as_file(content, f"people.{kind}", ANY_FILE)


@bp.route("/people/imports/<int:import_id>/reading", methods=["GET", "POST"])
def reading(import_id: int) -> Any:
    """Show how the file was read, and read it again as corrected."""
    import_ = _found(import_id)
    if import_.state != READ or import_.read is None:
        return redirect(url_for("imports.preview", import_id=import_id))
    read, choices = import_.read, import_.choices or {}
    form = ReadingForm(data=opened(read, choices, import_.meeting_id))
    held = set() if access.sees_needs(current_user) else columns_of_needs(choices)
    form.offer(read, meetings_to_choose(), _known_words(), held)
    if form.validate_on_submit():
        try:
            meeting = access.find(Meeting, form.meeting.data or None, current_user)
            changes = form.changes(read, choices)
            number = meeting.id if meeting else None
            read_again(import_, changes, meeting_id=number, by=current_user)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            return redirect(url_for("imports.preview", import_id=import_id))
    page = render_template(
        "imports/reading.html",
        import_=import_,
        read=read,
        form=form,
        field_names=FIELD_NAMES,
        has_days=bool(set(DAYS) & set(columns_of(choices).values())),
    )
    return page, 422 if form.is_submitted() else 200


def _known_words() -> dict[str, list[tuple[str, str]]]:
    """Return the words that each list knows."""
    language = _language()
    named = sorted((country_label(code, language), code) for code in countries())
    places = [(code, name) for name, code in named]
    categories = list(category_choices(language))
    return {
        **dict.fromkeys(("country", "nationality", "nominated_by"), places),
        **dict.fromkeys(("category", "organization_kind"), categories),
        "role": list(ROLE_NAMES.items()),
        "languages": [(tag, say_language(tag)) for tag in ("en", "fr", "es", "ar", "zh", "ru")],
    }


def _language() -> str:
    return str(get_locale() or "en").split("_")[0]


@bp.route("/people/imports/<int:import_id>", methods=["GET", "POST"])
def preview(import_id: int) -> Any:
    """Show what will become of each row; keep decisions; import when nothing waits."""
    import_ = _found(import_id)
    if import_.state in (READING, SAVING):
        return render_template("imports/working.html", import_=import_)
    if import_.state != READ:
        return _outcome(import_)
    plan, show = plan_for(import_), request.args.get("show", "")
    page = shown.page_of(plan, show, request.args.get("page", 1, type=int))
    form = PlainForm()
    if form.validate_on_submit():
        decide_rows(import_, decisions_in(request.form, page.rows))
        if request.form.get("act") == "import":
            return _imported(import_, plan, request.form.get("seal", ""))
        db.session.commit()
        number = page.number if page.number > 1 else None
        return redirect(
            url_for("imports.preview", import_id=import_id, show=show or None, page=number)
        )
    return _preview(import_, plan, page, show)


def _found(import_id: int) -> SheetImport:
    access.require_staff(current_user)
    return access.find(SheetImport, import_id, current_user) or abort(404)


def _imported(import_: SheetImport, before: Plan, seal: str) -> Any:
    """Import what was looked at, now or by the worker; else say what stands against it."""
    address = url_for("imports.preview", import_id=import_.id)
    if before.seal == seal != plan_for(import_).seal:
        db.session.commit()
        flash(_("Your decisions have changed the numbers. Look at them and import again."), "warn")
        return redirect(address)
    try:
        if import_.rows_total > MOST_AT_ONCE:
            begin_saving(import_, seal, by=current_user)
        else:
            save_import(import_, seal, now=utcnow(), by=current_user)
        db.session.commit()
    except ReadAnew as refusal:
        db.session.rollback()
        read_again(import_, {}, meeting_id=import_.meeting_id)
        db.session.commit()
        flash(str(refusal), "warn")
    except RuleBroken as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    except (StaleDataError, IntegrityError) as error:
        log.warning("Two changes met in an import: %s", type(error).__name__)
        db.session.rollback()
        flash(_("Nothing was imported: somebody changed the same people at this moment."), "warn")
    else:
        if import_.state == SAVED:
            flash(_imported_said(import_), "ok")
    return redirect(address)


def _imported_said(import_: SheetImport) -> str:
    rows = sum(count for word, count in import_.counts.items() if word in WRITTEN)
    return ngettext("%(num)s row was imported.", "%(num)s rows were imported.", rows)


def _preview(import_: SheetImport, plan: Plan, page: shown.Page, show: str) -> str:
    return render_template(
        "imports/preview.html",
        import_=import_,
        plan=plan,
        page=page,
        show=show,
        form=PlainForm(),
        read=import_.read,
        row_choices=row_choices,
        reasons=shown.reasons,
        field_names=FIELD_NAMES,
        say=_saying(),
        earlier=_earlier(import_),
        may_have_file=_may_have_file(import_),
        meeting=_meeting(import_),
        page_address=lambda number: url_for(
            "imports.preview", import_id=import_.id, show=show or None, page=number
        ),
    )


def _saying() -> Callable[[str, Any], str]:
    """Return what says what a field holds as people read it; the categories are read once, where
    one is said."""
    language = _language()
    categories = cache(lambda: dict(category_choices(language)))
    words = {
        **dict.fromkeys(
            ("country", "nationality", "nominated_by"), lambda code: country_label(code, language)
        ),
        "languages": say_language,
        "category": lambda code: str(categories().get(code, code)),
    }
    return lambda field, value: shown.say_value(field, value, words)


def _earlier(import_: SheetImport) -> SheetImport | None:
    same = (import_.choices or {}).get("same_as")
    return db.session.get(SheetImport, same) if same else None


def _meeting(import_: SheetImport) -> Meeting | None:
    return db.session.get(Meeting, import_.meeting_id) if import_.meeting_id else None


def _outcome(import_: SheetImport) -> str:
    return render_template(
        "imports/outcome.html",
        import_=import_,
        meeting=_meeting(import_),
        may_have_file=_may_have_file(import_),
    )


def _may_have_file(import_: SheetImport) -> bool:
    """Return whether this reader may have the file: one with needs is for those who arrange
    them."""
    return not holds_needs(import_.choices or {}) or access.sees_needs(current_user)


@bp.post("/people/imports/<int:import_id>/decide")
def decide(import_id: int) -> Any:
    """Decide all rows of one kind that wait in one way."""
    import_ = _found(import_id)
    kind = shown.SHOWS.get(request.form.get("kind", ""), "")
    count = decide_all(import_, kind, request.form.get("word", ""))
    db.session.commit()
    flash(ngettext("%(num)s row was decided.", "%(num)s rows were decided.", count), "ok")
    return redirect(url_for("imports.preview", import_id=import_id))


@bp.post("/people/imports/<int:import_id>/discard")
def discard(import_id: int) -> Any:
    """Put an import aside that was not saved."""
    import_ = _found(import_id)
    discard_import(import_, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("%(file)s is put aside. Nothing was written.", file=import_.file_name), "ok")
    return redirect(url_for("imports.index"))


@bp.route("/people/imports/<int:import_id>/undo", methods=["GET", "POST"])
def undo(import_id: int) -> Any:
    """Ask once more, then take back everything that the import wrote."""
    import_, form = _found(import_id), PlainForm()
    if form.validate_on_submit():
        try:
            undo_import(import_, now=utcnow(), by=current_user)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            flash(_("The import of %(file)s is undone.", file=import_.file_name), "ok")
            return redirect(url_for("imports.preview", import_id=import_id))
    elif import_.state != SAVED:
        return redirect(url_for("imports.preview", import_id=import_id))
    page = render_template("imports/undo.html", import_=import_, form=form)
    return page, 409 if form.form_errors else 200


@bp.get("/people/imports/<int:import_id>/file")
def original(import_id: int) -> Response:
    """Give the file as it was handed over; who took it is written down."""
    import_ = _found(import_id)
    if not _may_have_file(import_) or import_.content is None:
        abort(404)
    record_view("exported", import_, now=utcnow(), user_id=current_user.id)
    return as_file(import_.content, import_.file_name, ANY_FILE)
