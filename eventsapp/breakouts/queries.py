"""Reads of break-out rooms, in few queries: their number does not grow with the rows."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from eventsapp.breakouts.coverage import CoveringRoom
from eventsapp.breakouts.models import OBSERVER, BreakoutRoom, Placement, Round
from eventsapp.breakouts.models import Seat as BoardSeat
from eventsapp.breakouts.roster import EarlierSeat, RoomOfRound, Seat, in_reading_order
from eventsapp.columns import numbers_named, one_of
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay
from eventsapp.people.models import Organization, Person


@dataclass(frozen=True)
class RoundOfMeeting:
    """One round with those of its rooms that the reader may see."""

    round_id: int
    number: int
    title: str | None
    day_number: int | None
    on_date: date | None
    shares_day: bool
    item_id: int | None
    is_published: bool
    rooms: tuple[RoomOfRound, ...]
    room_count: int


def rounds_of(
    meeting: Meeting,
    room_ids: Collection[int],
    *,
    number: int | None = None,
    named: Collection[int] | None = None,
) -> list[RoundOfMeeting]:
    """Return the rounds of a meeting, each with those of its rooms that the reader may see.

    `number` asks for one round; `named` are the rooms of which the reader is told who is in them,
    all unless it is said. Left out are rounds without a room, and drafts of which the
    reader sees no room.
    """
    rows = db.session.execute(
        select(Round, MeetingDay.number, MeetingDay.on_date, func.count(BreakoutRoom.id))
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .join(BreakoutRoom, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
        .group_by(Round.id, MeetingDay.number, MeetingDay.on_date)
        .order_by(Round.number)
    ).all()
    days = Counter(round_.day_id for round_, *_rest in rows)
    rooms = _rooms(room_ids, room_ids if named is None else named)
    return [
        RoundOfMeeting(
            round_.id,
            round_.number,
            round_.title,
            day_number,
            on_date,
            days[round_.day_id] > 1,
            round_.agenda_item_id,
            round_.published_at is not None,
            tuple(rooms.get(round_.id, ())),
            room_count,
        )
        for round_, day_number, on_date, room_count in rows
        if number in {None, round_.number}
        and (round_.published_at is not None or round_.id in rooms)
    ]


def _rooms(room_ids: Collection[int], named: Collection[int]) -> dict[int, list[RoomOfRound]]:
    if not room_ids:
        return {}
    seats = _seats(named)
    rooms: dict[int, list[RoomOfRound]] = defaultdict(list)
    for room in db.session.execute(
        select(
            BreakoutRoom.round_id,
            BreakoutRoom.id,
            BreakoutRoom.label,
            BreakoutRoom.title,
            BreakoutRoom.principles,
        )
        .where(BreakoutRoom.id.in_(room_ids))
        .order_by(BreakoutRoom.position, BreakoutRoom.id)
    ):
        rooms[room.round_id].append(
            RoomOfRound(
                room.id,
                room.label,
                room.title,
                tuple(room.principles),
                in_reading_order(seats[room.id]),
                room.id in named,
            )
        )
    return rooms


def room_with(code: str, number: int, label: str) -> int | None:
    """Return the id of a room by its address: meeting, round and label, in any letter case."""
    return db.session.scalar(
        select(BreakoutRoom.id)
        .join(Round)
        .join(Meeting)
        .where(
            Meeting.code == code,
            Round.number == number,
            # SQLite lowers no other letters than those of English.
            or_(BreakoutRoom.label == label, func.lower(BreakoutRoom.label) == label.lower()),
        )
        .limit(1)
    )


def item_of_round(round_: Round) -> AgendaItem | None:
    """Return the agenda item that a round belongs to, where that is known."""
    if round_.agenda_item_id is None:
        return None
    return db.session.get(AgendaItem, round_.agenda_item_id)


def seats_of(room: BreakoutRoom) -> tuple[Seat, ...]:
    """Return who sits in one room: moderator, note-taker, then the others."""
    return in_reading_order(_seats([room.id])[room.id])


def _seats(room_ids: Collection[int]) -> dict[int, list[Seat]]:
    seats: dict[int, list[Seat]] = defaultdict(list)
    for row in db.session.execute(
        select(
            Placement.room_id,
            Placement.person_id,
            Person.printed_name,
            Placement.role,
            Organization.name,
            Person.languages,
            Person.function,
        )
        .join(Person, Placement.person_id == Person.id)
        .outerjoin(Organization, Person.organization_id == Organization.id)
        .where(Placement.room_id.in_(room_ids))
        .order_by(Placement.position, Placement.id)
    ):
        seats[row[0]].append(Seat(*row[1:5], tuple(row[5] or ()), row[6]))
    return seats


def earlier_seats(round_: Round, people: Collection[int]) -> dict[int, list[EarlierSeat]]:
    """Return where these people sat in published rounds before this one, the earliest first."""
    found: dict[int, list[EarlierSeat]] = defaultdict(list)
    for person_id, its_meeting, day_number, label in db.session.execute(
        select(Placement.person_id, Meeting, MeetingDay.number, BreakoutRoom.label)
        .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .join(Meeting, Round.meeting_id == Meeting.id)
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .where(Placement.person_id.in_(people), _is_before(round_))
        .order_by(Meeting.starts_on, Round.number)
    ):
        found[person_id].append(EarlierSeat(its_meeting.short_name, day_number, label))
    return found


def has_earlier_round(round_: Round) -> bool:
    """Return whether any published round came before this one, so that somebody can be new."""
    earlier = select(Round.id).join(Meeting).where(_is_before(round_))
    return db.session.scalar(earlier.limit(1)) is not None


def _is_before(round_: Round) -> ColumnElement[bool]:
    meeting = round_.meeting
    return and_(
        Round.published_at.is_not(None),
        or_(
            Meeting.starts_on < meeting.starts_on,
            and_(Meeting.id == meeting.id, Round.number < round_.number),
        ),
    )


class RoomOfPerson(NamedTuple):
    """One place of one person in a room of any meeting; no day where its round has none."""

    person_id: int
    meeting_id: int
    is_published: bool
    day: int | None
    label: str
    role: str


_ROOMS_OF_PEOPLE = (
    select(
        Placement.person_id,
        Round.meeting_id,
        Round.published_at.is_not(None),
        MeetingDay.number,
        BreakoutRoom.label,
        Placement.role,
    )
    .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
    .join(Round, BreakoutRoom.round_id == Round.id)
    .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
    .where(one_of(Placement.person_id, numbers_named("people")))
    .order_by(Round.number)
)


def rooms_of_people(people: Collection[int]) -> list[RoomOfPerson]:
    """Return the places of these people in the rooms of all meetings, by number of the round."""
    rows = db.session.connection().execute(_ROOMS_OF_PEOPLE, {"people": people})
    return [RoomOfPerson._make(row) for row in rows]


def rooms_with_people(meeting_id: int) -> list[CoveringRoom]:
    """Return all rooms of a meeting with how many people sit in each, observers left out: on the
    board of its round where that was opened, else as it was placed."""
    seated, placed = _counted(BoardSeat), _counted(Placement)
    has_board = select(BoardSeat.id).where(BoardSeat.round_id == Round.id).exists()
    people = case((has_board, seated), else_=placed)
    rows = db.session.execute(
        select(BreakoutRoom, Round.number, people)
        .join(Round, Round.id == BreakoutRoom.round_id)
        .where(Round.meeting_id == meeting_id)
        .order_by(Round.number, BreakoutRoom.position, BreakoutRoom.id)
    )
    return [
        CoveringRoom(
            number,
            room.label,
            room.title,
            tuple(room.principles or ()),
            count,
            room.closed_at is not None,
            room.theme,
        )
        for room, number, count in rows
    ]


def _counted(table: type[BoardSeat] | type[Placement]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(table.room_id == BreakoutRoom.id, table.role != OBSERVER)
        .correlate(BreakoutRoom)
        .scalar_subquery()
    )
