"""What a plan would change on a board that may have moved on since the search began. Pure.

A result is never written over what somebody did meanwhile: whoever stands where the search found
them, and may be moved, is moved; everybody else stays, and it is said why.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from eventsapp.boards.places import FIXED, Board, Move, Place, from_step, to_step

# Why somebody stays where they are although the plan has them elsewhere.
MOVED, LOCKED, LEFT, ROLE, CLOSED = "moved", "locked", "left", "role", "closed"
# How a roster differs from that of the search.
CAME, WENT, ELSEWHERE, OTHER_ROLE, OTHER_LOCK = "came", "went", "elsewhere", "role", "lock"


@dataclass(frozen=True)
class Moving:
    """One person who goes from one room to another; None for no room."""

    person_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Staying:
    """One person whom the plan has elsewhere and who stays, and why."""

    person_id: int
    wanted: int | None
    why: str


@dataclass(frozen=True)
class Change:
    """How the board of now differs for one person from the one that was searched."""

    person_id: int
    kind: str


@dataclass(frozen=True)
class Offer:
    """What taking over a plan means for one round."""

    moving: tuple[Moving, ...]
    staying: tuple[Staying, ...]
    changes: tuple[Change, ...]
    waiting: tuple[int, ...]

    @property
    def people(self) -> set[int]:
        """Everybody of whom it speaks."""
        moving = {one.person_id for one in self.moving}
        staying = {one.person_id for one in self.staying}
        return moving | staying | {one.person_id for one in self.changes} | set(self.waiting)

    def moves(self) -> dict[int, Move]:
        """Return the step that takes it over."""
        return {one.person_id: Move(one.after) for one in self.moving}


@dataclass(frozen=True)
class Scene:
    """What there is now: the board, who takes part, which rooms take people."""

    board: Board
    people: Collection[int]
    rooms: Collection[int]


def offer(asked: Board, plan: Mapping[int, int | None], now: Scene) -> Offer:
    """Return what of a plan can be taken over, and what changed since it was asked for.

    `asked` is the board as it was then. `waiting` are people of the board whom neither the plan
    nor anybody else has given a room.
    """
    moving, staying = [], []
    for person_id, wanted in plan.items():
        place = now.board.get(person_id, Place(None))
        if place.room_id == wanted:
            continue
        why = _why_stays(person_id, wanted, asked, now)
        if why is None:
            moving.append(Moving(person_id, place.room_id, wanted))
        else:
            staying.append(Staying(person_id, wanted, why))
    gone = {one.person_id for one in moving}
    waiting = [
        person_id
        for person_id, place in now.board.items()
        if place.room_id is None and not place.is_locked and person_id not in gone
    ]
    return Offer(tuple(moving), tuple(staying), tuple(_changes(asked, now.board)), tuple(waiting))


def _why_stays(person_id: int, wanted: int | None, asked: Board, now: Scene) -> str | None:
    place = now.board.get(person_id, Place(None))
    if person_id not in now.people:
        return LEFT
    if _told(asked.get(person_id)) != _told(now.board.get(person_id)):
        return MOVED
    if place.is_locked:
        return LOCKED
    if place.role in FIXED:
        return ROLE
    return CLOSED if wanted is not None and wanted not in now.rooms else None


def _told(place: Place | None) -> tuple[int | None, str]:
    return (None, "") if place is None or place.room_id is None else (place.room_id, place.role)


def _changes(asked: Board, board: Board) -> list[Change]:
    found = []
    for person_id in [*asked, *(one for one in board if one not in asked)]:
        kind = _change(asked.get(person_id), board.get(person_id))
        if kind is not None:
            found.append(Change(person_id, kind))
    return found


def _change(before: Place | None, after: Place | None) -> str | None:
    if before is None or after is None:
        return None if before is after else CAME if before is None else WENT
    if before.room_id != after.room_id:
        return ELSEWHERE
    if before.role != after.role:
        return OTHER_ROLE
    return OTHER_LOCK if before.is_locked != after.is_locked else None


def to_asked(boards: Mapping[int, Board]) -> dict[str, Any]:
    """Return boards as they are kept with a search; `from_asked` reads them back."""
    return {str(number): to_step(board) for number, board in boards.items()}


def from_asked(kept: Mapping[str, Any], number: int) -> dict[int, Place]:
    """Return the board of a round as it was when the search was asked for."""
    found = from_step(kept.get(str(number), {}))
    return {person_id: place for person_id, place in found.items() if place is not None}
