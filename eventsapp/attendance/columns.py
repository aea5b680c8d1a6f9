"""The table of attendance as it stands on a page and in a file: a column for each day, and one for
each round of rooms. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Seated:
    """What was noted of somebody in one room of a round."""

    label: str
    state: str


def rounds_in(rooms: Iterable[Any]) -> list[int]:
    """Return the numbers of the rounds to which these rooms belong, in order."""
    return sorted({room.round_number for room in rooms})


def seated(noted: Mapping[int, str], rooms: Iterable[Any]) -> dict[int, list[Seated]]:
    """Return what was noted of one person by round, where `noted` holds states by room."""
    found: dict[int, list[Seated]] = {}
    for room in rooms:
        if room.room_id in noted:
            seat = Seated(room.label, noted[room.room_id])
            found.setdefault(room.round_number, []).append(seat)
    return found


def header(days: Sequence[Any], rounds: Sequence[int]) -> list[str]:
    """Return the headings of the file; a day is said with its date."""
    return [
        "Name",
        "Name in another script",
        "Organisation",
        *(f"Day {day.number} ({day.on_date.isoformat()})" for day in days),
        *(f"Rooms of round {number}" for number in rounds),
        "Left the meeting",
    ]


def lines(
    rows: Iterable[Any], days: Sequence[Any], rooms: Collection[Any]
) -> Iterable[list[str | None]]:
    """Return a line of the file for each person; what was not noted is said."""
    rounds = rounds_in(rooms)
    for row in rows:
        by_round = seated(row.rooms, rooms)
        yield [
            row.line.name,
            row.line.other_name,
            row.line.organization,
            *(row.days.get(day.number, "not noted") for day in days),
            *(_said(by_round.get(number, ())) for number in rounds),
            "left" if row.line.has_left else None,
        ]


def _said(seats: Iterable[Seated]) -> str:
    return ", ".join(f"room {seat.label}: {seat.state}" for seat in seats) or "not noted"
