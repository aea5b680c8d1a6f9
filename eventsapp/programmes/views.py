"""An agenda is announced, compared with the last one, laid out as a schedule, and printed."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.agendas.content import Agenda
from eventsapp.agendas.differences import differences
from eventsapp.agendas.forms import kind_names, role_names, say_differences
from eventsapp.agendas.models import AgendaVersion
from eventsapp.agendas.queries import (
    agenda_of,
    agenda_seen,
    announced,
    names_of,
    revision_of,
    version_numbered,
    versions_of,
)
from eventsapp.agendas.services import announce as keep_announced
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.history.services import record_view
from eventsapp.mediatypes import DOCX, PDF
from eventsapp.meetings.forms import ConfirmForm
from eventsapp.meetings.models import Meeting
from eventsapp.meetings.queries import meeting_with_agenda
from eventsapp.outgoing import as_file
from eventsapp.programmes.forms import mail_text, paper_words, say_state
from eventsapp.programmes.grid import lay_out
from eventsapp.programmes.paper import paper_of
from eventsapp.programmes.printing import agenda_pdf
from eventsapp.programmes.wordfile import write_docx

bp = Blueprint("programmes", __name__)
TYPES = {
    "docx": DOCX,
    "pdf": PDF,
}


@bp.route("/meetings/<code>/agenda/announce", methods=["GET", "POST"])
def announce(code: str) -> Any:
    """Show what changed since the last agenda, then announce this one under the next number."""
    access.require_staff(current_user)
    meeting = _find(code)
    form, refusal = ConfirmForm(), None
    is_older = form.is_submitted() and _is_older_than(meeting)
    if form.validate_on_submit() and not is_older:
        try:
            version = keep_announced(meeting, by=current_user, now=utcnow())
            db.session.commit()
            flash(
                _(
                    "Agenda no. %(number)s is announced. Whoever may see the meeting sees it.",
                    number=version.number,
                ),
                "ok",
            )
            return redirect(url_for("programmes.version", code=code, number=version.number))
        except RuleBroken as broken:
            db.session.rollback()
            meeting, refusal = _find(code), str(broken)
    live, last = agenda_of(meeting), version_numbered(meeting)
    number = last.number if last else 0
    said = _changed(last, live)
    page = render_template(
        "programmes/announce.html",
        meeting=meeting,
        form=form,
        last=last,
        said=said,
        is_same=last is not None and announced(last) == live,
        is_empty=not live.items,
        refusal=refusal,
        is_older=is_older,
        revision=revision_of(meeting.id),
        text=mail_text(meeting, number + 1, said, _link(code)),
    )
    return page, 422 if refusal else 409 if is_older else 200


def _is_older_than(meeting: Meeting) -> bool:
    """Return whether somebody changed the agenda since the page was opened; a second press of the
    button, when the first has announced it already, is no reason to ask again."""
    seen = request.form.get("revision", type=int)
    last = version_numbered(meeting)
    is_told = last is not None and announced(last) == agenda_of(meeting)
    return seen is not None and seen != revision_of(meeting.id) and not is_told


@bp.get("/meetings/<code>/agenda/versions/<int:number>")
def version(code: str, number: int) -> Any:
    """Show an agenda as it was announced, and to staff what it changed."""
    meeting = _find(code)
    found = version_numbered(meeting, number) or abort(404)
    told = announced(found)
    before = version_numbered(meeting, number - 1) if current_user.is_staff else None
    said = _changed(before, told)
    return render_template(
        "programmes/version.html",
        meeting=meeting,
        version=found,
        versions=versions_of(meeting),
        said=said,
        before=before,
        text=mail_text(meeting, number, said, _link(code)),
        **_read(told),
    )


@bp.get("/meetings/<code>/agenda/grid")
def grid(code: str) -> Any:
    """Show the agenda as a schedule: time downwards, rooms and strands side by side."""
    meeting = _find(code)
    seen = agenda_seen(meeting, is_staff=current_user.is_staff)
    return render_template(
        "programmes/grid.html",
        meeting=meeting,
        version=seen.version,
        grids=[(day, lay_out(day.items)) for day in seen.agenda.days],
        **_read(seen.agenda),
    )


@bp.get("/meetings/<code>/agenda.<any(docx, pdf):kind>")
def export(code: str, kind: str) -> Response:
    """Give the provisional agenda as a file: what the reader sees, or `?number=` as announced."""
    meeting = _find(code)
    seen = agenda_seen(meeting, is_staff=current_user.is_staff)
    number = request.args.get("number", type=int)
    told = version_numbered(meeting, number) if number is not None else None
    if number is not None and told is None:
        abort(404)
    shown = announced(told) if told else seen.agenda
    now = utcnow()
    last = told or seen.version
    is_told = last is not None and announced(last) == shown
    at = last.announced_at if last and is_told else now
    state = say_state(last.number if last and is_told else None, at, meeting.tz)
    words = paper_words(meeting, shown, state=state, names=names_of(shown.person_ids))
    paper = paper_of(shown, words)
    written = write_docx(paper) if kind == "docx" else agenda_pdf(paper, today=at.date())
    name = f"agenda-{code}-no-{last.number}" if last and is_told else f"agenda-{code}-draft"
    # It names who speaks.
    record_view("exported", meeting, now=now, user_id=current_user.id, format=kind)
    return as_file(written, f"{name}.{kind}", TYPES[kind])


def _find(code: str) -> Meeting:
    access.find(Meeting, code, current_user) or abort(404)
    found = meeting_with_agenda(code)
    assert found is not None  # noqa: S101 - it was found a line above
    return found


def _changed(before: AgendaVersion | None, after: Agenda) -> list[str]:
    if before is None:
        return []
    old = announced(before)
    return say_differences(differences(old, after), names_of(old.person_ids | after.person_ids))


def _read(agenda: Agenda) -> dict[str, Any]:
    return {
        "agenda": agenda,
        "names": names_of(agenda.person_ids),
        "kinds": kind_names(),
        "roles": role_names(),
    }


def _link(code: str) -> str:
    return link_to("agendas.agenda", code=code)
