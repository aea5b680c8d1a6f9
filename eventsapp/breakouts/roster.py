"""Who sits in a room, in the order a moderator reads them, and where they sat before. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

LEADING = ("moderator", "deputy", "note_taker")


@dataclass(frozen=True)
class Seat:
    """One person's place in a room. What is not known of them is empty."""

    person_id: int
    name: str
    role: str
    organization: str | None = None
    languages: tuple[str, ...] = ()
    function: str | None = None


@dataclass(frozen=True)
class RoomOfRound:
    """One room with its people; `is_named`: whether the reader is told who they are."""

    room_id: int
    label: str
    title: str | None
    principles: tuple[str, ...]
    seats: tuple[Seat, ...]
    is_named: bool = True


@dataclass(frozen=True)
class EarlierSeat:
    """Where somebody sat in an earlier round."""

    meeting: str
    day_number: int | None
    label: str


@dataclass(frozen=True)
class EarlierMeeting:
    """In which rooms somebody was at one meeting: `rooms` are pairs of a room and its days."""

    meeting: str
    rooms: tuple[tuple[str, tuple[int, ...]], ...]


def in_reading_order(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Return moderators, deputies, note-takers, then everybody else as the record has them."""
    order = {role: index for index, role in enumerate(LEADING)}
    return tuple(sorted(seats, key=lambda seat: order.get(seat.role, len(LEADING))))


def by_meeting(seats: Iterable[EarlierSeat]) -> list[EarlierMeeting]:
    """Return where somebody sat, one entry a meeting, the same room on several days said once."""
    meetings: dict[str, dict[str, list[int]]] = {}
    for seat in seats:
        days = meetings.setdefault(seat.meeting, {}).setdefault(seat.label, [])
        if seat.day_number is not None and seat.day_number not in days:
            days.append(seat.day_number)
    return [
        EarlierMeeting(meeting, tuple((label, tuple(days)) for label, days in rooms.items()))
        for meeting, rooms in meetings.items()
    ]
