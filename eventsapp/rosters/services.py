"""The verbs of a room: keep its notes, write to its members."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import Person
from eventsapp.rosters import queries
from eventsapp.rosters.emails import queue_room_mail
from eventsapp.rosters.models import RoomMail, RoomNotes

MOST_A_DAY = 3


def save_notes(room: BreakoutRoom, text: str, *, seen: int, by: User, now: datetime) -> RoomNotes:
    """Keep the notes of a room as typed. Flushes.

    `seen` is the version that the writer had before them, 0 for none. Raises StaleDataError if
    somebody saved others since.
    """
    # Two who begin at once: the second waits here, and then finds the notes of the first.
    db.session.scalar(select(BreakoutRoom.id).where(BreakoutRoom.id == room.id).with_for_update())
    notes = db.session.get(RoomNotes, room.id, populate_existing=True)
    if (notes.version if notes else 0) != seen:
        raise StaleDataError("The notes were saved meanwhile.")
    if notes is None:
        notes = RoomNotes(room_id=room.id, text="", saved_at=now)
        db.session.add(notes)
    if notes.text != text:
        notes.text, notes.saved_at, notes.saved_by_id = text, now, by.id
    db.session.flush()
    record("saved the notes of a room", room, now=now, user_id=by.id)
    return notes


def readers_of(room: BreakoutRoom, writer: Person) -> tuple[list[Person], list[Person]]:
    """Return whom a note of this writer reaches, and who cannot be reached by mail: all who sit in
    the room and take part still, without the writer."""
    members = queries.members_of(room.round, room_id=room.id).get(room.id, ())
    there = {one.person_id for one in members if not one.has_left} - {writer.id}
    people = queries.people_with(there)
    return [one for one in people if one.email], [one for one in people if not one.email]


def write_to_members(
    room: BreakoutRoom,
    *,
    subject: str,
    text: str,
    replies_to_writer: bool,
    client_key: str,
    by: User,
    now: datetime,
) -> int:
    """Send a note to everybody in a room, one mail each; return how many. The same form twice is
    one note. Flushes.

    Raises RuleBroken where nobody can be reached, or too many were sent in a day.
    """
    # One after the other: two notes at once must not both be the last that is allowed.
    db.session.scalar(select(BreakoutRoom.id).where(BreakoutRoom.id == room.id).with_for_update())
    if queries.mail_with(client_key) is not None:
        return 0
    check_writing(room, by=by, now=now)
    mail = RoomMail(
        room_id=room.id,
        written_by_id=by.id,
        at=now,
        subject=subject,
        text=text,
        replies_to_writer=replies_to_writer and by.person.email is not None,
        client_key=client_key,
    )
    db.session.add(mail)
    db.session.flush()
    reached, _others = readers_of(room, by.person)
    count = queue_room_mail(mail, reached, writer=by.person, now=now)
    record("wrote to a room", room, now=now, user_id=by.id, mail=mail.id, readers=count)
    return count


def check_writing(room: BreakoutRoom, *, by: User, now: datetime) -> None:
    """Raise RuleBroken with the reason why nobody can write to the members of this room now."""
    meeting = room.round.meeting
    if room.round.published_at is None:
        raise RuleBroken(
            f"The rooms of round {room.round.number} are a draft. Publish them first: their people "
            "do not know yet that they are in this room."
        )
    if meeting.cancelled_at is not None or room.closed_at is not None:
        what = meeting.short_name if meeting.cancelled_at else f"Room {room.label}"
        raise RuleBroken(f"{what} does not take place, so nobody is written to.")
    if _sent_today(room, now) >= MOST_A_DAY:
        raise RuleBroken(
            f"{MOST_A_DAY} notes went to room {room.label} in the last 24 hours. Wait until "
            "tomorrow, or ask the secretariat to tell them."
        )
    if not readers_of(room, by.person)[0]:
        raise RuleBroken(f"Nobody else in room {room.label} can be reached by mail.")


def _sent_today(room: BreakoutRoom, now: datetime) -> int:
    sent: Any = select(func.count(RoomMail.id)).where(
        RoomMail.room_id == room.id, RoomMail.at > now - queries.A_DAY
    )
    return db.session.scalar(sent) or 0
