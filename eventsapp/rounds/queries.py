"""Reads of the rounds of a meeting as the secretariat makes them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from eventsapp.breakouts.models import BreakoutRoom, Placement, Round, Seat
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay

Place = tuple[int, int, str]


@dataclass(frozen=True)
class RoundLine:
    """One round in the list of them: `placed` people sit in its working copy, or were told their
    room where there is none. `is_changed`: the working copy of a published round is another."""

    id: int
    number: int
    title: str | None
    day_number: int | None
    on_date: date | None
    item: str | None
    rooms: int
    closed: int
    placed: int
    is_published: bool
    is_changed: bool


def lines_of(meeting: Meeting) -> list[RoundLine]:
    """Return all rounds of a meeting by number, also those without rooms, in four queries."""
    told, seats, on_board = _places(meeting)
    counts = _rooms_counted(meeting)
    rows = db.session.execute(
        select(Round, MeetingDay.number, MeetingDay.on_date, AgendaItem.title)
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .outerjoin(AgendaItem, Round.agenda_item_id == AgendaItem.id)
        .where(Round.meeting_id == meeting.id)
        .order_by(Round.number)
    )
    return [
        RoundLine(
            id=round_.id,
            number=round_.number,
            title=round_.title,
            day_number=day_number,
            on_date=on_date,
            item=item,
            rooms=counts[round_.id][0],
            closed=counts[round_.id][1],
            placed=len((seats if round_.id in on_board else told)[round_.id]),
            is_published=round_.published_at is not None,
            is_changed=round_.published_at is not None
            and round_.id in on_board
            and seats[round_.id] != told[round_.id],
        )
        for round_, day_number, on_date, item in rows
    ]


def _places(
    meeting: Meeting,
) -> tuple[dict[int, set[Place]], dict[int, set[Place]], set[int]]:
    """Return by round who was told which room and role, who sits where, and what has a board."""
    told: dict[int, set[Place]] = defaultdict(set)
    seats: dict[int, set[Place]] = defaultdict(set)
    on_board = set()
    for round_id, *place in db.session.execute(
        select(BreakoutRoom.round_id, Placement.person_id, Placement.room_id, Placement.role)
        .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
    ):
        told[round_id].add((place[0], place[1], place[2]))
    for round_id, *place in db.session.execute(
        select(Seat.round_id, Seat.person_id, Seat.room_id, Seat.role)
        .join(Round, Seat.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
    ):
        on_board.add(round_id)
        if place[1] is not None:
            seats[round_id].add((place[0], place[1], place[2]))
    return told, seats, on_board


def _rooms_counted(meeting: Meeting) -> dict[int, tuple[int, int]]:
    """Return by round how many rooms it has, and how many of them are closed."""
    counts: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for round_id, closed_at in db.session.execute(
        select(BreakoutRoom.round_id, BreakoutRoom.closed_at)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
    ):
        rooms, closed = counts[round_id]
        counts[round_id] = (rooms + 1, closed + (closed_at is not None))
    return counts
