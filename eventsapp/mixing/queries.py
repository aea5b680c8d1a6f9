"""Who sits where in all rounds of a meeting: six reads, whatever the number of people."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from eventsapp.breakouts.models import BreakoutRoom, Placement, Seat, ThemeWish
from eventsapp.breakouts.models import Round as RoundRow
from eventsapp.columns import numbers_named, one_of
from eventsapp.extensions import db
from eventsapp.meetings.models import MeetingDay, Participation
from eventsapp.mixing.choices import Wish
from eventsapp.mixing.sittings import Room, Round, Sitter, Sitting
from eventsapp.people.models import Person


@dataclass(frozen=True)
class Sittings:
    """Both copies of all rounds: the seats of the boards, and what was placed."""

    seats: list[Sitting]
    told: list[Sitting]


def rounds_with_rooms(meeting_id: int) -> list[Round]:
    """Return the rounds of a meeting by number, each with its rooms in order."""
    rooms: dict[int, list[Room]] = defaultdict(list)
    for row in db.session.scalars(
        select(BreakoutRoom)
        .join(RoundRow, RoundRow.id == BreakoutRoom.round_id)
        .where(RoundRow.meeting_id == meeting_id)
        .order_by(BreakoutRoom.position, BreakoutRoom.id)
    ):
        rooms[row.round_id].append(_room(row))
    rows = db.session.execute(
        select(RoundRow, MeetingDay.number)
        .outerjoin(MeetingDay, MeetingDay.id == RoundRow.day_id)
        .where(RoundRow.meeting_id == meeting_id)
        .order_by(RoundRow.number)
    )
    return [
        Round(
            one.id,
            one.number,
            one.published_at is not None,
            tuple(rooms[one.id]),
            day_number,
            one.title,
        )
        for one, day_number in rows
    ]


def _room(row: BreakoutRoom) -> Room:
    return Room(
        row.id,
        row.round_id,
        row.label,
        row.title,
        row.theme,
        tuple(row.principles or ()),
        tuple(row.languages or ()),
        row.closed_at is not None,
    )


def sittings_of(meeting_id: int) -> Sittings:
    """Return who sits in which room of which round, on the boards and as it was placed."""
    seats = (
        select(Seat.round_id, Seat.room_id, Seat.person_id, Seat.role)
        .join(RoundRow, RoundRow.id == Seat.round_id)
        .where(RoundRow.meeting_id == meeting_id)
        .order_by(Seat.position, Seat.id)
    )
    told = (
        select(BreakoutRoom.round_id, Placement.room_id, Placement.person_id, Placement.role)
        .join(BreakoutRoom, BreakoutRoom.id == Placement.room_id)
        .join(RoundRow, RoundRow.id == BreakoutRoom.round_id)
        .where(RoundRow.meeting_id == meeting_id)
        .order_by(Placement.position, Placement.id)
    )
    return Sittings(
        [Sitting(*row) for row in db.session.execute(seats)],
        [Sitting(*row) for row in db.session.execute(told)],
    )


def sitters_of(meeting_id: int, people: Collection[int]) -> dict[int, Sitter]:
    """Return what is known of these people, in the order of lists: what they stand for at this
    meeting comes before what the registry holds."""
    country = func.coalesce(Participation.country, Person.country)
    category = func.coalesce(Participation.category, Person.category)
    rows = db.session.execute(
        select(
            Person.id,
            Person.printed_name,
            country,
            Person.country_as_stated.is_not(None),
            category,
            Person.gender,
            Person.languages,
        )
        .outerjoin(
            Participation,
            (Participation.person_id == Person.id) & (Participation.meeting_id == meeting_id),
        )
        .where(one_of(Person.id, numbers_named("people")))
        .order_by(Person.sort_key, Person.id),
        {"people": list(people)},
    )
    return {row[0]: Sitter(*row[:6], tuple(row[6]) if row[6] else None) for row in rows}


def wishes_of(meeting_id: int) -> list[Wish]:
    """Return what people said they want to work on, in the order of lists."""
    rows = db.session.execute(
        select(ThemeWish.person_id, ThemeWish.theme, ThemeWish.rank)
        .join(Person, Person.id == ThemeWish.person_id)
        .where(ThemeWish.meeting_id == meeting_id)
        .order_by(Person.sort_key, Person.id, ThemeWish.id)
    )
    return [Wish(*row) for row in rows]
