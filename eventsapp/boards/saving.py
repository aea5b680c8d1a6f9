"""Publish a board: write what people are told, touch their calendars, and tell those concerned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from eventsapp.accounts.models import User
from eventsapp.boards.emails import queue_room_mails
from eventsapp.boards.places import Difference, Place, differences
from eventsapp.boards.queries import board_of, names_of, rooms_of, taking_part, told_board
from eventsapp.boards.services import Stale, copy_seats
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import DRAFT
from eventsapp.people.models import Person


@dataclass(frozen=True)
class Published:
    """What publishing did: who has another room or role, how many are told, whom no mail
    reaches."""

    changes: list[Difference]
    told: int
    unreached: list[Person]


def changes_to_tell(round_: Round) -> list[Difference]:
    """Return who would hear something if the board were published now."""
    return differences(told_board(round_), board_of(round_).places)


def why_not_publish(round_: Round) -> list[str]:
    """Return, in sentences, what must be put right before a board can be published."""
    meeting = round_.meeting
    if meeting.cancelled_at is not None:
        return [f"{meeting.short_name} is cancelled. Reinstate it first."]
    if meeting.state == DRAFT:
        return [f"{meeting.short_name} is a draft that only staff see. Announce it first."]
    rooms, people = rooms_of(round_), taking_part(meeting.id)
    places = {key: one for key, one in board_of(round_).places.items() if one.room_id}
    if not places:
        return ["Nobody is placed in a room yet. Move people there first."]
    gone = [one for one in places if one not in people]
    closed = [one for one, place in places.items() if _is_closed(rooms, place)]
    names = names_of([*gone, *closed])
    return [
        f"{names.get(one, 'Somebody')} has left {meeting.short_name}. Take them off the board."
        for one in gone
    ] + [
        f"{names.get(one, 'Somebody')} is in room {_label(rooms, places[one])}, which is closed. "
        "Move them to another room."
        for one in closed
        if one not in gone
    ]


def _is_closed(rooms: Mapping[int, BreakoutRoom], place: Place) -> bool:
    room = rooms.get(place.room_id or 0)
    return room is None or room.closed_at is not None


def _label(rooms: Mapping[int, BreakoutRoom], place: Place) -> str:
    room = rooms.get(place.room_id or 0)
    return room.label if room else "?"


def publish(
    round_: Round, *, expected_version: int, by: User, now: datetime, tell: bool = True
) -> Published:
    """Make the board of a round what people are told, and queue a mail to each of those whose room
    or role changed. Flushes. Twice is once.

    Raises `Stale` where the board moved on since it was looked at, and RuleBroken with the
    sentences of `why_not_publish`.
    """
    _claim(round_, expected_version)
    refusals = why_not_publish(round_)
    if refusals:
        raise RuleBroken(" ".join(refusals))
    copy_seats(round_)
    changes = changes_to_tell(round_)
    is_first = round_.published_at is None
    if not changes and not is_first:
        return Published([], 0, [])
    _write_placements(round_, board_of(round_).places, now)
    if is_first:
        round_.published_at = now
    entry = record(
        "rooms published", round_, now=now, user_id=by.id, number=len(changes), told=tell
    )
    db.session.flush()
    if not tell:
        return Published(changes, 0, [])
    told, unreached = queue_room_mails(round_, changes, of=entry.id, now=now)
    return Published(changes, told, unreached)


def take_back(round_: Round, *, by: User, now: datetime) -> bool:
    """Make a published round a draft again, out of the sight and the calendars of its people.

    Nobody is written to: publishing again tells everybody. Returns whether anything changed.
    """
    if round_.published_at is None:
        return False
    copy_seats(round_)
    round_.published_at = None
    record("rooms taken back", round_, now=now, user_id=by.id)
    db.session.flush()
    return True


def _claim(round_: Round, expected: int) -> None:
    """Hold the board still until the transaction ends; its version stays."""
    held = db.session.execute(
        update(Round)
        .where(Round.id == round_.id, Round.seats_version == expected)
        .values(seats_version=Round.seats_version)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(round_)
    if held.rowcount == 0:  # type: ignore[attr-defined]
        raise Stale(round_.seats_version)


def _write_placements(round_: Round, places: Mapping[int, Place], now: datetime) -> None:
    """Write the difference: whoever moves keeps their entry in calendars, which moves too."""
    rows: dict[int, list[Placement]] = {}
    asked = select(Placement).join(BreakoutRoom).where(BreakoutRoom.round_id == round_.id)
    for row in db.session.scalars(asked.order_by(Placement.id)):
        rows.setdefault(row.person_id, []).append(row)
    for person_id, place in places.items():
        if place.room_id is not None:
            _write_placement(rows.pop(person_id, []), person_id, place, now)
    for left in rows.values():
        for row in left:
            db.session.delete(row)
    db.session.flush()
    for room in round_.rooms:
        db.session.expire(room, ["placements"])


def _write_placement(rows: list[Placement], person_id: int, place: Place, now: datetime) -> None:
    own = next((row for row in rows if row.room_id == place.room_id), rows[0] if rows else None)
    for row in rows:
        if row is not own:
            db.session.delete(row)
    if own is None:
        own = Placement(person_id=person_id, room_id=place.room_id, role=place.role)
        own.changed_at = now
        db.session.add(own)
    elif (own.room_id, own.role) != place.told:
        own.touch(now, moved=own.room_id != place.room_id)
        own.room_id, own.role = place.room_id, place.role  # type: ignore[assignment]
    own.position = place.position
