"""Who sits where in the rounds of a meeting, as values. Pure.

There are two copies: `board` is what staff move about, `told` what people were told. A round whose
board was never opened stands on it as it was told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OBSERVER = "observer"


@dataclass(frozen=True)
class Room:
    """One room of a round; `theme` is what people may wish for."""

    room_id: int
    round_id: int
    label: str
    title: str | None = None
    theme: str | None = None
    principles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_closed: bool = False


@dataclass(frozen=True)
class Round:
    """One round with its rooms in order."""

    round_id: int
    number: int
    is_published: bool
    rooms: tuple[Room, ...] = ()
    day_number: int | None = None
    title: str | None = None


@dataclass(frozen=True)
class Sitter:
    """One person and what is known of them; what is not known is None, and is never guessed.

    `has_country` is whether anything was stated, though it may be no State of the list.
    """

    person_id: int
    name: str
    country: str | None = None
    has_country: bool = False
    category: str | None = None
    gender: str | None = None
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Sitting:
    """One person in one room of one round. Without a room, they wait for one."""

    round_id: int
    room_id: int | None
    person_id: int
    role: str = "member"


@dataclass(frozen=True)
class Change:
    """One person who sits elsewhere, or in another role, than they were told."""

    round_id: int
    person_id: int
    told: Sitting | None
    now: Sitting | None


def on_the_board(seats: Sequence[Sitting], told: Iterable[Sitting]) -> list[Sitting]:
    """Return the working copy: the seats, and what was told of rounds that have none."""
    opened = {seat.round_id for seat in seats}
    return [*seats, *(one for one in told if one.round_id not in opened)]


def published(rounds: Iterable[Round], told: Iterable[Sitting]) -> list[Sitting]:
    """Return what people were told: the placements of published rounds."""
    known = {one.round_id for one in rounds if one.is_published}
    return [one for one in told if one.round_id in known]


def counting(sittings: Iterable[Sitting]) -> list[Sitting]:
    """Return who counts: everybody in a room but observers."""
    return [one for one in sittings if one.room_id is not None and one.role != OBSERVER]


def changes(
    rounds: Sequence[Round], seats: Sequence[Sitting], told: Sequence[Sitting]
) -> list[Change]:
    """Return what a published round has on its board and its people do not know yet, by round."""
    opened = {seat.round_id for seat in seats}
    found = []
    for one in rounds:
        if not one.is_published or one.round_id not in opened:
            continue
        before, after = _by_person(one.round_id, told), _by_person(one.round_id, seats)
        for person_id in before | after:
            old, new = before.get(person_id), after.get(person_id)
            if old != new:
                found.append(Change(one.round_id, person_id, old, new))
    return found


def _by_person(round_id: int, sittings: Iterable[Sitting]) -> dict[int, Sitting]:
    return {
        one.person_id: one
        for one in sittings
        if one.round_id == round_id and one.room_id is not None
    }
