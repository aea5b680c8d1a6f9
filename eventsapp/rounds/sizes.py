"""Whether the rooms of a round can hold its people at all. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class RoomSize:
    """One open room with the seats that may be taken; None says nothing."""

    label: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Misfit:
    """What cannot add up: `kind` says what, the numbers are for its sentence."""

    kind: str
    label: str = ""
    rooms: int = 0
    seats: int = 0
    people: int = 0


NO_ROOMS, TOO_FEW_SEATS, TOO_MANY_SEATS = "no rooms", "too few seats", "too many seats"
MORE_ROOMS_THAN_PEOPLE, UPSIDE_DOWN = "more rooms than people", "least above most"


def misfits(rooms: Iterable[RoomSize], people: int) -> list[Misfit]:
    """Return what cannot add up, by the people who are to be placed in the rooms of one round.

    Rooms without a largest size take as many as come; without a smallest they may stay empty.
    """
    rooms = list(rooms)
    if not rooms:
        return [Misfit(NO_ROOMS, people=people)]
    found = [
        Misfit(UPSIDE_DOWN, room.label)
        for room in rooms
        if room.least is not None and room.most is not None and room.least > room.most
    ]
    if len(rooms) > people:
        found.append(Misfit(MORE_ROOMS_THAN_PEOPLE, rooms=len(rooms), people=people))
    most = [room.most for room in rooms if room.most is not None]
    if len(most) == len(rooms) and sum(most) < people:
        found.append(Misfit(TOO_FEW_SEATS, "", len(rooms), sum(most), people))
    least = sum(room.least or 0 for room in rooms)
    if least > people:
        found.append(Misfit(TOO_MANY_SEATS, "", len(rooms), least, people))
    return found


def same_size(rooms: Iterable[RoomSize], end: str) -> int | None:
    """Return the smallest (`least`) or largest (`most`) size where all rooms have the same."""
    sizes = Counter(getattr(room, end) for room in rooms)
    return next(iter(sizes)) if len(sizes) == 1 else None
