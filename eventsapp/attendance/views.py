"""Noting who was there, by day and by room: on a phone, on a screen, from paper."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from eventsapp import access
from eventsapp.attendance import forms, notes, queries
from eventsapp.attendance.queries import Line, Place
from eventsapp.attendance.services import Outcome, is_coming, note_attendance
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, MeetingDay

bp = Blueprint("attendance", __name__)


@bp.route("/meetings/<code>/attendance/<int:number>", methods=["GET", "POST"])
def day(code: str, number: int) -> Any:
    """Note who is there on one day: everybody of the meeting, or who fits `?q=`. Staff only."""
    found = _day(code, number)
    here = url_for("attendance.day", code=code, number=number)
    place = queries.day_place(found)
    return _roll("attendance/day.html", place, here, meeting=found.meeting, day=found)


def _roll(page: str, place: Place, here: str, **context: Any) -> Any:
    """Show the people of a place, or save what was changed of them since the page was opened."""
    refusal, answers = None, {}
    if request.method == "POST":
        answers = forms.answers_in(request.form)
        try:
            return _save(place, answers, here)
        except RuleBroken as broken:
            refusal = str(broken)
    lines = queries.roll_of(place)
    shown = _shown(place, lines)
    seen = notes.write_states({line.participation_id: line.state for line in shown})
    return render_template(
        page,
        place=place,
        here=here,
        typed=_typed(),
        lines=shown,
        everybody=len(lines),
        counts=queries.counts_of(lines),
        answers=answers,
        opened=request.form.get("opened", seen),
        refusal=refusal,
        states=_offered(place),
        is_coming=is_coming(place, utcnow()),
        **context,
    ), 422 if refusal else 200


def _save(place: Place, answers: dict[int, str], here: str) -> Any:
    opened, now = notes.read_states(request.form.get("opened", "")), utcnow()
    changed = notes.changed_notes(answers, opened, now=now)
    outcome = note_attendance(
        place, changed, source=notes.SCREEN, by=current_user._get_current_object(), now=now
    )
    said = _said(outcome, place)
    db.session.commit()
    flash(forms.said_saved(outcome), "ok")
    for sentence in said:
        flash(sentence, "warn")
    return redirect(f"{here}{_search()}")


def _said(outcome: Outcome, place: Place) -> list[str]:
    """Return the sentences about notes that met others, or that nobody here belongs to."""
    noted_by = [one.by_id for both in outcome.differing for one in (both.held, both.other)]
    names = queries.names_of_users(noted_by) if noted_by else {}
    differences = forms.said_differences(outcome, names, place.tz, utcnow())
    return differences + forms.said_strangers(outcome)


def _typed() -> str:
    return request.args.get("q", "").strip()


def _search() -> str:
    query = request.query_string.decode()
    return f"?{query}" if query else ""


def _shown(place: Place, lines: list[Line]) -> list[Line]:
    if not _typed():
        return lines
    fitting = queries.searched(place.meeting_id, _typed())
    return [line for line in lines if line.participation_id in fitting]


def _offered(place: Place) -> dict[str, str]:
    """Return the states that can be noted now: who is there shows only on the day itself."""
    names = forms.state_names()
    if is_coming(place, utcnow()):
        return {state: names[state] for state in (notes.EXCUSED, notes.NOT_NOTED)}
    return names


def _find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _day(code: str, number: int) -> MeetingDay:
    meeting = _find(code)
    return next((day for day in meeting.days if day.number == number), None) or abort(404)
