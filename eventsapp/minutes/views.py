"""Minutes in: hand a file over, look at what was understood, correct it, save it, undo it."""

import logging
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.minutes.choices import NEW, SAME, decisions
from eventsapp.minutes.differences import differences
from eventsapp.minutes.forms import PlainForm, PreviewForm, UploadForm, proposed
from eventsapp.minutes.models import READ, SAVED, Import
from eventsapp.minutes.queries import (
    Registered,
    base_rows,
    default_tz,
    imports_by_time,
    known_meeting,
    last_import,
    registered,
)
from eventsapp.minutes.services import (
    discard_import,
    read_minutes,
    save_import,
    undo_import,
)
from eventsapp.people.models import Person
from eventsapp.reading.files import MOST_BYTES
from eventsapp.reading.people import same_key

log = logging.getLogger(__name__)
bp = Blueprint("minutes", __name__)


@bp.route("/minutes/import", methods=["GET", "POST"])
def upload() -> Any:
    """Take a file or a text; list what was handed over before."""
    access.require_staff(current_user)
    form = UploadForm()
    if form.validate_on_submit():
        # Nothing was written yet; the lock goes back, because a long file takes seconds to read.
        db.session.commit()
        try:
            read = _read(form)
        except RuleBroken as refusal:
            form.form_errors.append(str(refusal))
        else:
            db.session.commit()
            return redirect(url_for("minutes.preview", import_id=read.id))
    page = render_template("minutes/upload.html", form=form, imports=imports_by_time())
    return page, 422 if form.is_submitted() else 200


def _read(form: UploadForm) -> Import:
    file = form.file.data
    if file and file.filename:
        content = file.stream.read(MOST_BYTES + 1)
        return read_minutes(content, file.filename, now=utcnow(), by=current_user)
    content = form.text.data.encode(errors="replace")
    return read_minutes(content, "pasted.txt", now=utcnow(), by=current_user)


@bp.route("/minutes/import/<int:import_id>", methods=["GET", "POST"])
def preview(import_id: int) -> Any:
    """Show what was understood, line by line; save it as corrected."""
    access.require_staff(current_user)
    read = access.find(Import, import_id, current_user) or abort(404)
    if read.state != READ:
        return _outcome(read)
    known = known_meeting(read.understood)
    last = last_import(known.id) if known else None
    people = registered(p["canonical"] for p in read.understood["people"]["list"])
    whom = _whom(people, known)
    tz = known.tz if known else default_tz()
    before = last.choices if last else {}
    form = PreviewForm(data=proposed(read.understood, whom, tz=tz, before=before))
    day_numbers = [day["number"] for day in read.understood["days"]]
    form.offer(_people_to_choose(people, known), day_numbers=day_numbers)
    if form.validate_on_submit():
        try:
            choices = decisions(form.choices, read.understood, whom)
            meeting = save_import(read, choices, now=utcnow(), by=current_user)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        except (StaleDataError, IntegrityError) as error:
            # Somebody saved the same record at this very moment.
            log.warning("Two changes met in an import: %s", type(error).__name__)
            db.session.rollback()
            flash(
                _(
                    "This was not saved: somebody changed the same record at this moment. What "
                    "you see is how it stands now."
                )
            )
            return redirect(url_for("minutes.preview", import_id=import_id))
        else:
            flash(
                _("Saved as %(meeting)s: %(what)s.", meeting=meeting.short_name, what=_said(read)),
                "ok",
            )
            return redirect(url_for("record.meeting", code=meeting.code))
    return _page(read, form, people, whom, known, last), 422 if form.errors else 200


def _whom(people: dict[str, Registered], known: Meeting | None) -> dict[str, str]:
    """Return what is proposed for each name: as before, the one with the same letters, or new."""
    before = {
        path.removeprefix("person:"): f"{SAME}:{entry['id']}"
        for path, entry in base_rows(known).items()
        if entry["kind"] == "person"
    }
    same = {
        key: f"{SAME}:{found.same[0].id}" for key, found in people.items() if len(found.same) == 1
    }
    return {**same, **before}


def _people_to_choose(
    people: dict[str, Registered], known: Meeting | None
) -> dict[str, list[tuple[str, str]]]:
    choices = {}
    before = _whom({}, known)
    for key, found in people.items():
        persons = [*found.same, *found.alike]
        if key in before:
            earlier = db.session.get(Person, int(before[key].partition(":")[2]))
            persons += [earlier] if earlier and earlier not in persons else []
        choices[key] = [
            (f"{SAME}:{one.id}", _("The same as %(name)s", name=_described(one))) for one in persons
        ]
    return choices


def _described(person: Person) -> str:
    about = person.organization.name if person.organization else person.email
    return f"{person.printed_name} ({about})" if about else person.printed_name


def _page(
    read: Import,
    form: PreviewForm,
    people: dict[str, Registered],
    whom: dict[str, str],
    known: Meeting | None,
    last: Import | None,
) -> str:
    understood = read.understood
    return render_template(
        "minutes/preview.html",
        read=read,
        form=form,
        understood=understood,
        source=understood["source"],
        standing={
            same_key(person["canonical"]): _standing(person, understood, people, whom)
            for person in understood["people"]["list"]
        },
        known=known,
        differences=differences(last.understood, understood) if last else None,
    )


def _standing(
    person: dict[str, Any],
    understood: dict[str, Any],
    people: dict[str, Registered],
    whom: dict[str, str],
) -> dict[str, Any]:
    """Return how a name stands: new, same or ask, and the sentences to think of."""
    name, key = person["canonical"], same_key(person["canonical"])
    reasons = [w["text"] for w in understood["warnings"] if f"“{name}”" in w["text"]]
    found = people[key]
    if len(found.same) > 1:
        reasons.append(_("Several people of the registry are called so. Choose one."))
    for one in found.alike:
        reasons.append(_("Looks like %(name)s of the registry.", name=one.printed_name))
    state = "ask" if reasons else whom.get(key, NEW).partition(":")[0]
    return {"state": state, "reasons": reasons, "person": person}


def _said(read: Import) -> str:
    journal = read.journal or {}
    created, changed, deleted = (len(journal.get(n, ())) for n in ("created", "changed", "deleted"))
    if not created and not changed and not deleted:
        return _("nothing has changed")
    return ", ".join(
        [
            ngettext("%(num)s new row", "%(num)s new rows", created),
            _("%(num)s corrected", num=changed),
            _("%(num)s taken away", num=deleted),
        ]
    )


def _outcome(read: Import) -> str:
    meeting = db.session.get(Meeting, read.meeting_id) if read.meeting_id else None
    last = last_import(meeting.id) if meeting else None
    return render_template(
        "minutes/outcome.html",
        read=read,
        meeting=meeting,
        said=_said(read),
        can_be_undone=read.state == SAVED and last is not None and last.id == read.id,
    )


@bp.post("/minutes/import/<int:import_id>/discard")
def discard(import_id: int) -> Any:
    """Put an import aside that was not saved."""
    access.require_staff(current_user)
    read = access.find(Import, import_id, current_user) or abort(404)
    discard_import(read, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("%(file)s is put aside. Nothing was written.", file=read.file_name), "ok")
    return redirect(url_for("minutes.upload"))


@bp.route("/minutes/import/<int:import_id>/undo", methods=["GET", "POST"])
def undo(import_id: int) -> Any:
    """Ask once more, then take back everything that the import wrote."""
    access.require_staff(current_user)
    read = access.find(Import, import_id, current_user) or abort(404)
    form = PlainForm()
    if form.validate_on_submit():
        stay = undo_import(read, now=utcnow(), by=current_user)
        db.session.commit()
        flash(_("The import of %(file)s is undone.", file=read.file_name), "ok")
        if stay:
            flash(
                ngettext(
                    "%(num)s person stays in the registry, with an address or more: %(names)s.",
                    "%(num)s people stay in the registry, with an address or more: %(names)s.",
                    len(stay),
                    names=", ".join(stay),
                )
            )
        return redirect(url_for("minutes.upload"))
    if read.state != SAVED:
        return redirect(url_for("minutes.preview", import_id=import_id))
    meeting = db.session.get(Meeting, read.meeting_id) if read.meeting_id else None
    return render_template("minutes/undo.html", read=read, meeting=meeting, form=form)
