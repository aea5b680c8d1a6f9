"""The roster of one room: for who leads it or writes its notes, and for its members."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.accounts.models import User
from eventsapp.asking.forms import say_answer
from eventsapp.attendance.forms import offered_states
from eventsapp.attendance.notes import PRESENT, write_states
from eventsapp.attendance.queries import Line, roll_of, room_place
from eventsapp.attendance.services import is_coming
from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.breakouts.queries import earlier_seats, has_earlier_round, item_of_round, room_with
from eventsapp.breakouts.roster import EarlierMeeting, by_meeting
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.meetings.models import Meeting
from eventsapp.meetings.schedule import standing
from eventsapp.record.queries import sections_of_room
from eventsapp.rosters import queries
from eventsapp.rosters.forms import NotesForm, RoomMailForm
from eventsapp.rosters.models import RoomNotes
from eventsapp.rosters.people import Member, Said
from eventsapp.rosters.services import check_writing, readers_of, save_notes, write_to_members
from eventsapp.versioned import Difference

bp = Blueprint("rosters", __name__)
ROOM = "/meetings/<code>/breakouts/<int:number>/rooms/<label>"
HELD = "held"


@dataclass(frozen=True)
class Told:
    """What a reader is told of the people of a room; `lines` are those who can be noted."""

    meeting: Meeting
    is_leader: bool
    members: tuple[Member, ...] = ()
    lines: dict[int, Line] = field(default_factory=dict)
    earlier: dict[int, list[EarlierMeeting]] = field(default_factory=dict)
    has_earlier_round: bool = False
    wishes: dict[int, int] = field(default_factory=dict)
    said: dict[int, list[Said]] = field(default_factory=dict)


@bp.get(ROOM)
def room(code: str, number: int, label: str) -> Any:
    """Show one room to its people: who is in it, what it covers, what was noted."""
    found = _room(code, number, label)
    round_, meeting = found.round, found.round.meeting
    leads = access.takes_attendance(found, current_user)
    sees_people = leads or access.sees_people_of(found, current_user)
    told = _told(found, is_leader=leads) if sees_people else Told(meeting, is_leader=False)
    is_held = _is_held(meeting)
    is_copy = leads and "kept" in request.args
    item = item_of_round(round_)
    taps = _taps(found, told) if leads and told.lines and (is_copy or not is_held) else {}
    may_join = not is_held and access.may_join(meeting, current_user)
    return render_template(
        "rosters/kept.html" if is_copy and taps else "rosters/room.html",
        meeting=meeting,
        round=round_,
        room=found,
        told=told,
        sees_people=sees_people,
        start=item.starts_at_time if item else None,
        end=in_zone(item.end_at, meeting.tz).time() if item and item.end_at else None,
        join_url=found.join_url if may_join else None,
        sections=sections_of_room(found),
        typed=queries.notes_of(found) if leads else None,
        is_held=is_held,
        **taps,
    )


@bp.route(f"{ROOM}/notes", methods=["GET", "POST"])
def notes(code: str, number: int, label: str) -> Any:
    """Write the notes of a room: who leads it or writes, and staff. An older form saves nothing."""
    found = _led_room(code, number, label)
    typed = queries.notes_of(found)
    form = NotesForm(typed)
    if not form.is_submitted():
        form.open_at(_version(typed))
        return _notes_page(found, form, 200)
    _begin_where_typed(form)
    if form.is_older_than(_version(typed)):
        return _stale(found, form)
    if not form.validate():
        return _notes_page(found, form, 422)
    by = current_user._get_current_object()
    try:
        save_notes(found, form.text.data or "", seen=_version(typed), by=by, now=utcnow())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(_led_room(code, number, label), form)
    # The device may now forget what was typed, which it is told once.
    session["saved_notes"] = found.id
    flash(_("The notes of room %(label)s are saved.", label=found.label), "ok")
    return redirect(url_for("rosters.notes", code=code, number=number, label=found.label))


def _version(typed: RoomNotes | None) -> int:
    return typed.version if typed else 0


def _begin_where_typed(form: NotesForm) -> None:
    """Count a form that a device brought back as opened when it was typed, and not when it was
    loaded: what was saved in between would else be written over."""
    opened = request.form.get("opened", form.version.data)
    if opened != form.version.data:
        form.version.data, form.opened_with.data = opened, '{"text": ""}'


def _stale(room: BreakoutRoom, form: NotesForm) -> Any:
    typed = queries.notes_of(room)
    differences = form.meet(NotesForm(typed, formdata=None), _version(typed))
    return _notes_page(room, form, 409, differences)


def _notes_page(
    room: BreakoutRoom,
    form: NotesForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    page = render_template(
        "rosters/notes.html",
        meeting=room.round.meeting,
        round=room.round,
        room=room,
        form=form,
        notes=queries.notes_of(room),
        differences=differences,
        key=f"room-notes:{current_user.id}:{room.id}",
        saved=session.pop("saved_notes", None) == room.id,
    )
    return page, status


@bp.route(f"{ROOM}/mail", methods=["GET", "POST"])
def write(code: str, number: int, label: str) -> Any:
    """Write to the members of a room without seeing their addresses: a preview, then one mail to
    each. Who leads the room or writes its notes, and staff."""
    found = _led_room(code, number, label)
    form, now = RoomMailForm(), utcnow()
    by = current_user._get_current_object()
    refusal, is_checked = None, form.validate_on_submit()
    try:
        if is_checked and request.form.get("act") == "send":
            return _send(found, form, by, now)
        check_writing(found, by=by, now=now)
    except RuleBroken as broken:
        db.session.rollback()
        refusal = str(broken)
    if not form.client_key.data:
        form.begin()
    reached, others = readers_of(found, by.person)
    return render_template(
        "rosters/write.html",
        meeting=found.round.meeting,
        round=found.round,
        room=found,
        form=form,
        is_preview=is_checked and refusal is None,
        refusal=refusal,
        reached=reached,
        others=others,
        may_answer=by.person.email is not None,
        mails=queries.mails_of(found),
    ), 422 if form.is_submitted() and (refusal or form.errors) else 200


def _send(room: BreakoutRoom, form: RoomMailForm, by: User, now: datetime) -> Any:
    """Send what was previewed; the same form twice is one note."""
    count = write_to_members(
        room,
        subject=form.subject.data or "",
        text=form.text.data or "",
        replies_to_writer=form.replies_to_writer.data,
        client_key=form.client_key.data or "",
        by=by,
        now=now,
    )
    db.session.commit()
    if count:
        said = ngettext(
            "Your note goes to %(num)s person, who sees no address but their own.",
            "Your note goes to %(num)s people, each of whom sees no address but their own.",
            count,
        )
        flash(said, "ok")
    else:
        flash(_("This note was sent already. Nobody gets it twice."), "ok")
    return redirect(_address_of(room))


def _address_of(room: BreakoutRoom) -> str:
    code, number = room.round.meeting.code, room.round.number
    return url_for("rosters.room", code=code, number=number, label=room.label)


def _led_room(code: str, number: int, label: str) -> BreakoutRoom:
    found = _room(code, number, label)
    return found if access.takes_attendance(found, current_user) else abort(404)


def _told(room: BreakoutRoom, *, is_leader: bool) -> Told:
    """Return what is told of the people of a room: to its members no more than name, function and
    organisation."""
    round_, meeting = room.round, room.round.meeting
    members = queries.members_of(round_, room_id=room.id).get(room.id, ())
    if not is_leader or not members:
        return Told(meeting, is_leader, members)
    people = [one.person_id for one in members]
    earlier = earlier_seats(round_, people)
    return Told(
        meeting,
        is_leader,
        members,
        lines={line.person_id: line for line in roll_of(room_place(room))},
        earlier={person_id: by_meeting(places) for person_id, places in earlier.items()},
        has_earlier_round=has_earlier_round(round_),
        wishes=queries.wishes_of(room, people),
        said=_said(meeting, people),
    )


def _said(meeting: Meeting, people: Collection[int]) -> dict[int, list[Said]]:
    """Return what people answered to the questions that moderators read."""
    questions = queries.questions_for_moderators(meeting.id)
    if not questions:
        return {}
    answers = queries.answers_of(meeting.id, people)
    return {
        person_id: [
            Said(one.label, text)
            for one in questions
            if (text := say_answer(one, given.get(str(one.id))))
        ]
        for person_id, given in answers.items()
    }


def _taps(room: BreakoutRoom, told: Told) -> dict[str, Any]:
    """Return what the page needs so that who is here can be noted on it, also without a line."""
    place, lines = room_place(room), told.lines.values()
    code, number = told.meeting.code, room.round.number
    return {
        "place": place,
        "here": _address_of(room),
        "sync": url_for("attendance.sync_room", code=code, number=number, label=room.label),
        "states": offered_states(is_coming=is_coming(place, utcnow())),
        "opened": write_states({line.participation_id: line.state for line in lines}),
        "present": sum(line.state == PRESENT for line in lines),
    }


def _room(code: str, number: int, label: str) -> BreakoutRoom:
    key = room_with(code, number, label)
    found: BreakoutRoom = access.find(BreakoutRoom, key, current_user) or abort(404)
    return found


def _is_held(meeting: Meeting) -> bool:
    today = in_zone(utcnow(), meeting.tz).date()
    is_cancelled = meeting.cancelled_at is not None
    return standing(meeting.starts_on, meeting.ends_on, today, is_cancelled=is_cancelled) == HELD
