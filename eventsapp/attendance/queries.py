"""Reads of attendance, in few queries: their number does not grow with the rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select

from eventsapp.accounts.models import User
from eventsapp.attendance.models import Attendance
from eventsapp.attendance.notes import ATTENDANCE_STATES, NOT_NOTED, PRESENT, Counts, count
from eventsapp.breakouts.models import (
    DEPUTY,
    MODERATOR,
    NOTE_TAKER,
    BreakoutRoom,
    Placement,
    Round,
)
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.meetings.models import MeetingDay, Participation
from eventsapp.people.models import Organization, Person
from eventsapp.people.queries import found_by

PER_PAGE = 100
# What the history calls a note.
NOTED = "noted attendance"


@dataclass(frozen=True)
class Place:
    """Where people are noted: one day of a meeting, or one of its rooms.

    `on_date` is the day itself, empty for a room whose day is not known.
    """

    key: str
    meeting_id: int
    tz: str
    on_date: date | None
    day_id: int | None = None
    room_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One person in a roll, with no more than is needed to know them by."""

    participation_id: int
    person_id: int
    name: str
    latin_name: str | None
    script_name: str | None
    organization: str | None
    state: str
    has_left: bool

    @property
    def other_name(self) -> str | None:
        """The name in the other script, where it is known and differs from the printed one."""
        others = (self.latin_name, self.script_name)
        return next((name for name in others if name and name != self.name), None)


@dataclass(frozen=True)
class RoomOfMeeting:
    """One room that people of a meeting were placed in, and how many of them were noted how."""

    room_id: int
    round_number: int
    day_number: int | None
    label: str
    title: str | None
    counts: Counts


@dataclass
class Row:
    """One person in the table of a meeting: states by day number, and by room."""

    line: Line
    days: dict[int, str] = field(default_factory=dict)
    rooms: dict[int, str] = field(default_factory=dict)


def day_place(day: MeetingDay) -> Place:
    """Return a day as a place where people are noted."""
    meeting = day.meeting
    return Place(f"day:{day.id}", meeting.id, meeting.tz, day.on_date, day_id=day.id)


def room_place(room: BreakoutRoom) -> Place:
    """Return a room as a place where people are noted."""
    round_ = room.round
    on_date = round_.day.on_date if round_.day else None
    meeting = round_.meeting
    return Place(f"room:{room.id}", meeting.id, meeting.tz, on_date, room_id=room.id)


def roll_of(place: Place) -> list[Line]:
    """Return everybody who is expected at a place, with what was noted.

    A day has everybody of the meeting in the order of lists; a room has whom it was made for, as
    its roster has them. Who has left the meeting stays where something was noted of them.
    """
    state = func.coalesce(Attendance.state, NOT_NOTED)
    found = _lines(place.meeting_id, state).outerjoin(
        Attendance,
        and_(
            Attendance.participation_id == Participation.id,
            Attendance.place_key == place.key,
        ),
    )
    found = found.where(or_(Participation.left_at.is_(None), state != NOT_NOTED))
    if place.room_id is not None:
        found = _as_seated(found, place.room_id)
    else:
        found = found.order_by(Person.sort_key, Person.id)
    return [Line(*row) for row in db.session.execute(found)]


def _lines(meeting_id: int, state: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Participation.id,
            Person.id,
            Person.printed_name,
            Person.latin_name,
            Person.script_name,
            Organization.name,
            state,
            Participation.left_at.is_not(None),
        )
        .join(Person, Participation.person_id == Person.id)
        .outerjoin(Organization, Person.organization_id == Organization.id)
        .where(Participation.meeting_id == meeting_id)
    )


def _as_seated(found: Select[*tuple[Any, ...]], room_id: int) -> Select[*tuple[Any, ...]]:
    leading = case({MODERATOR: 0, DEPUTY: 1, NOTE_TAKER: 2}, value=Placement.role, else_=3)
    return found.join(
        Placement, and_(Placement.person_id == Person.id, Placement.room_id == room_id)
    ).order_by(leading, Placement.position, Placement.id)


def searched(meeting_id: int, typed: str) -> set[int]:
    """Return the participations of a meeting whose people fit what was typed."""
    found = select(Participation.id).join(Person, Participation.person_id == Person.id)
    return set(
        db.session.scalars(found.where(Participation.meeting_id == meeting_id, *found_by(typed)))
    )


def names_of_users(user_ids: Collection[int | None]) -> dict[int | None, str]:
    """Return the printed names of accounts."""
    found = select(User.id, Person.printed_name).join(Person, User.person_id == Person.id)
    return dict(db.session.execute(found.where(User.id.in_([*user_ids]))).all())


def keys_on_file(participation_ids: Collection[int]) -> set[str]:
    """Return the names of the notes of these people that phones have sent already."""
    sent = select(Entry.detail).where(
        Entry.subject_table == Participation.__tablename__,
        Entry.subject_id.in_(participation_ids),
        Entry.verb == NOTED,
    )
    return {detail["key"] for detail in db.session.scalars(sent) if detail.get("key")}


def notes_made(meeting_id: int, page: int) -> Pagination:
    """Return one page of the history of who noted what at a meeting, the newest first."""
    parts = select(Participation.id).where(Participation.meeting_id == meeting_id)
    made = select(Entry).where(
        Entry.subject_table == Participation.__tablename__,
        Entry.subject_id.in_(parts),
        Entry.verb == NOTED,
    )
    made = made.order_by(Entry.id.desc())
    return db.paginate(made, page=page, per_page=PER_PAGE, error_out=False)


def names_of(participation_ids: Collection[int | None]) -> dict[int | None, str]:
    """Return the printed names of people by their participation."""
    found = select(Participation.id, Person.printed_name).join(Person)
    return dict(db.session.execute(found.where(Participation.id.in_([*participation_ids]))).all())


def namesakes(lines: Iterable[Line]) -> set[str]:
    """Return the names that several people of a roll have: these need more to be told apart."""
    names = Counter(line.name for line in lines)
    return {name for name, number in names.items() if number > 1}


def rooms_of(meeting_id: int) -> dict[str, tuple[int, str]]:
    """Return number of the round and label of each room of a meeting, by the key of its place."""
    found = (
        select(BreakoutRoom.id, Round.number, BreakoutRoom.label)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting_id)
    )
    return {f"room:{key}": (number, label) for key, number, label in db.session.execute(found)}


def attended_days(meeting_id: int) -> dict[int, set[int]]:
    """Return for each person of a meeting the numbers of the days on which they were present.

    Who was noted on no day is left out. This is what the secretariat has a duty to record; whether
    somebody may be named in a list is another thing (`Consent`).
    """
    days: dict[int, set[int]] = defaultdict(set)
    found = (
        select(Participation.person_id, MeetingDay.number)
        .join(Attendance, Attendance.participation_id == Participation.id)
        .join(MeetingDay, Attendance.day_id == MeetingDay.id)
        .where(Participation.meeting_id == meeting_id, Attendance.state == PRESENT)
    )
    for person_id, number in db.session.execute(found):
        days[person_id].add(number)
    return dict(days)


def counts_by_day(meeting_id: int) -> dict[int, Counts]:
    """Return for each day of a meeting, by its number, how many people were noted how."""
    numbers = select(MeetingDay.id, MeetingDay.number).where(MeetingDay.meeting_id == meeting_id)
    noted = _counted(Attendance.day_id, meeting_id)
    people = db.session.scalar(
        select(func.count()).where(
            Participation.meeting_id == meeting_id, Participation.left_at.is_(None)
        )
    )
    return {
        number: _counts(noted.get(day_id, {}), people or 0)
        for day_id, number in db.session.execute(numbers.order_by(MeetingDay.number))
    }


def rooms_counted(meeting_id: int) -> list[RoomOfMeeting]:
    """Return the rooms of a meeting that people are placed in, with how many were noted how."""
    noted = _counted(Attendance.room_id, meeting_id)
    placed = (
        select(Placement.room_id, func.count())
        .join(Participation, Participation.person_id == Placement.person_id)
        .where(Participation.meeting_id == meeting_id, Participation.left_at.is_(None))
        .group_by(Placement.room_id)
    )
    expected = dict(db.session.execute(placed).all())
    rooms = (
        select(
            BreakoutRoom.id,
            Round.number,
            MeetingDay.number,
            BreakoutRoom.label,
            BreakoutRoom.title,
        )
        .join(Round, BreakoutRoom.round_id == Round.id)
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .where(Round.meeting_id == meeting_id)
        .order_by(Round.number, BreakoutRoom.position)
    )
    return [
        RoomOfMeeting(*row, _counts(noted.get(row[0], {}), expected[row[0]]))
        for row in db.session.execute(rooms)
        if expected.get(row[0])
    ]


def _counted(place: Any, meeting_id: int) -> dict[int, dict[str, int]]:
    found = (
        select(place, Attendance.state, func.count())
        .join(Participation, Attendance.participation_id == Participation.id)
        .where(Participation.meeting_id == meeting_id, place.is_not(None))
        .group_by(place, Attendance.state)
    )
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for place_id, state, number in db.session.execute(found):
        counted[place_id][state] = number
    return counted


def _counts(noted: dict[str, int], expected: int) -> Counts:
    present, absent, excused = (noted.get(state, 0) for state in ATTENDANCE_STATES)
    return Counts(present, absent, excused, max(expected, present + absent + excused))


def counts_of(lines: Iterable[Line]) -> Counts:
    """Count the states of a roll."""
    return count([line.state for line in lines])


def table_page(meeting_id: int, typed: str, page: int) -> Pagination:
    """Return one page of the participations that the table of a meeting lists, in its order."""
    return db.paginate(_listed(meeting_id, typed), page=page, per_page=PER_PAGE, error_out=False)


def everybody(meeting_id: int, typed: str = "") -> list[int]:
    """Return all the participations that the table of a meeting lists, in its order."""
    return list(db.session.scalars(_listed(meeting_id, typed)))


def _listed(meeting_id: int, typed: str) -> Select[int]:
    is_noted = exists().where(
        Attendance.participation_id == Participation.id, Attendance.state.in_(ATTENDANCE_STATES)
    )
    return (
        select(Participation.id)
        .join(Person, Participation.person_id == Person.id)
        .where(Participation.meeting_id == meeting_id, *found_by(typed))
        .where(or_(Participation.left_at.is_(None), is_noted))
        .order_by(Person.sort_key, Person.id)
    )


def table_of(meeting_id: int, only: Collection[int]) -> list[Row]:
    """Return these participations of a meeting in the order of lists, with their states by day and
    by room. Two queries, whatever the number of people."""
    state = literal(NOT_NOTED)
    found = _lines(meeting_id, state).where(Participation.id.in_(only))
    rows = {
        line.participation_id: Row(line)
        for line in (
            Line(*row) for row in db.session.execute(found.order_by(Person.sort_key, Person.id))
        )
    }
    noted = (
        select(Attendance.participation_id, MeetingDay.number, Attendance.room_id, Attendance.state)
        .outerjoin(MeetingDay, Attendance.day_id == MeetingDay.id)
        .where(Attendance.participation_id.in_(rows), Attendance.state.in_(ATTENDANCE_STATES))
    )
    for key, number, room_id, was in db.session.execute(noted):
        if number is not None:
            rows[key].days[number] = was
        elif room_id is not None:
            rows[key].rooms[room_id] = was
    return list(rows.values())
