"""The pages that put a meeting together for the person who reads."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.agendas.queries import told_to_others
from eventsapp.breakouts.queries import RoundOfMeeting, rounds_of
from eventsapp.clock import utcnow
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.meetings.forms import kind_names
from eventsapp.meetings.models import Meeting
from eventsapp.meetings.queries import people_counted
from eventsapp.meetings.schedule import standing
from eventsapp.minutes.models import OpenQuestion
from eventsapp.record.queries import (
    days_of,
    open_questions,
    room_note_counts,
    undated_promises,
    what_followed,
    whole_record,
)
from eventsapp.record.services import answer_question, reopen_question

bp = Blueprint("record", __name__)


@bp.get("/meetings/<code>")
def meeting(code: str) -> Any:
    """Show a meeting: days, agenda with notes, rooms, what is left open, what followed."""
    found = _find(code)
    sees_record = access.sees_record(found, current_user)
    rounds = _rounds(found) if sees_record else []
    # What was announced is the agenda for all but those who work on the next one.
    told = None if current_user.is_staff else told_to_others(found)
    return render_template(
        "record/meeting.html",
        meeting=found,
        sees_record=sees_record,
        may_join=access.may_join(found, current_user),
        kinds=kind_names(),
        standing=_standing(found),
        days=days_of(found, with_notes=sees_record, told=told),
        rounds=rounds,
        rounds_by_item={round_.item_id: round_ for round_ in rounds if round_.item_id},
        room_notes=room_note_counts([room.room_id for one in rounds for room in one.rooms]),
        people=people_counted([found.id]).get(found.id, 0),
        questions=open_questions(found) if current_user.is_staff else [],
        followed=_followed(found) if sees_record else [],
        promises=undated_promises(found) if sees_record else [],
    )


@bp.get("/meetings/<code>/minutes")
def minutes(code: str) -> Any:
    """Show the whole record of a meeting as it was written, as far as the reader may see it."""
    found = _find(code)
    if not access.sees_record(found, current_user):
        abort(404)
    rounds = _rounds(found)
    rooms = {room.room_id: room for one in rounds for room in one.rooms}
    numbers = {room.room_id: one.number for one in rounds for room in one.rooms}
    return render_template(
        "record/minutes.html",
        meeting=found,
        sections=whole_record(found, rooms),
        rooms=rooms,
        numbers=numbers,
        hidden_rooms=sum(one.room_count - len(one.rooms) for one in rounds),
    )


@bp.get("/meetings/<code>/breakouts/<int:number>", endpoint="round")
def show_round(code: str, number: int) -> Any:
    """Show the rooms of one round, as far as the reader may see them."""
    found = _find(code)
    rounds = _rounds(found, number=number)
    if not rounds or not rounds[0].rooms:
        abort(404)
    rooms = rounds[0].rooms
    return render_template(
        "record/round.html",
        meeting=found,
        round=rounds[0],
        room_notes=room_note_counts([room.room_id for room in rooms]),
    )


@bp.post("/meetings/<code>/questions/<int:question_id>/<any(answered, open):state>")
def set_question(code: str, question_id: int, state: str) -> Any:
    """Note that a warning about the record is answered, or open it again."""
    found = _find(code)
    question = access.find(OpenQuestion, question_id, current_user)
    if question is None or question.meeting_id != found.id:
        abort(404)
    act = answer_question if state == "answered" else reopen_question
    act(question, by=current_user, now=utcnow())
    db.session.commit()
    if state == "answered":
        flash(_("Noted as answered: %(question)s", question=question.text), "ok")
    else:
        flash(_("Open again: %(question)s", question=question.text), "ok")
    return redirect(url_for("record.meeting", code=code, _anchor="open"))


def _find(code: str) -> Meeting:
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _rounds(meeting: Meeting, *, number: int | None = None) -> list[RoundOfMeeting]:
    seen = access.visible_room_ids(meeting, current_user)
    named = (
        None
        if current_user.is_staff
        else access.visible_room_ids(meeting, current_user, are_named=True)
    )
    return rounds_of(meeting, seen, number=number, named=named)


def _followed(meeting: Meeting) -> Any:
    return what_followed(meeting, owed_by=None if current_user.is_staff else current_user.person_id)


def _standing(meeting: Meeting) -> str:
    today = in_zone(utcnow(), meeting.tz).date()
    is_cancelled = meeting.cancelled_at is not None
    return standing(meeting.starts_on, meeting.ends_on, today, is_cancelled=is_cancelled)
