"""Where people are on a board, one step of it and the way back. Pure.

A board is a table from the number of a person to their `Place`. Who has no place there was never
placed. A place without a room waits for one; locked, it says that the person is not there in this
round, and nothing places them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

MODERATOR, DEPUTY, NOTE_TAKER = "moderator", "deputy", "note_taker"
MEMBER, OBSERVER = "member", "observer"
# In the order in which people read them.
ROLES = (MODERATOR, DEPUTY, NOTE_TAKER, MEMBER, OBSERVER)
# Whom no search and no filling moves.
FIXED = (MODERATOR, DEPUTY, NOTE_TAKER, OBSERVER)


@dataclass(frozen=True)
class Place:
    """Where one person is on the board; without a room they wait for one."""

    room_id: int | None
    role: str = MEMBER
    position: int = 0
    is_locked: bool = False

    @property
    def is_away(self) -> bool:
        """Whether staff said that this person is not there in this round."""
        return self.room_id is None and self.is_locked

    @property
    def told(self) -> tuple[int, str] | None:
        """What the person is told of it: room and role, or None for no room."""
        return None if self.room_id is None else (self.room_id, self.role)


@dataclass(frozen=True)
class Move:
    """What one step asks for one person; what is None stays as it is.

    Who goes to another room stands last in it and keeps their role, but where somebody leads or
    writes there already, they are a member; who goes to none is a member again.
    """

    room_id: int | None
    role: str | None = None
    position: int | None = None
    is_locked: bool | None = None


Board = Mapping[int, Place]
Step = dict[str, Any]


def moved(board: Board, moves: Mapping[int, Move]) -> dict[int, Place]:
    """Return the places of those whose place these moves change, as they become."""
    last: dict[int | None, int] = {}
    for place in board.values():
        last[place.room_id] = max(last.get(place.room_id, 0), place.position)
    changed: dict[int, Place] = {}
    for person_id, move in moves.items():
        before = board.get(person_id, Place(None))
        stays = person_id in board and before.room_id == move.room_id
        position = move.position
        if position is None:
            position = before.position if stays else last.get(move.room_id, 0) + 1
        last[move.room_id] = max(last.get(move.room_id, 0), position)
        after = Place(
            move.room_id,
            _role_after(board, person_id, move),
            position,
            _is_locked_after(before, move),
        )
        if after != board.get(person_id):
            changed[person_id] = after
    return changed


def _role_after(board: Board, person_id: int, move: Move) -> str:
    role = board[person_id].role if person_id in board else MEMBER
    if move.room_id is None:
        return OBSERVER if role == OBSERVER else MEMBER
    if move.role is not None:
        return move.role
    is_taken = any(
        one != person_id and (place.room_id, place.role) == (move.room_id, role)
        for one, place in board.items()
    )
    return MEMBER if role in (MODERATOR, NOTE_TAKER) and is_taken else role


def _is_locked_after(before: Place, move: Move) -> bool:
    if move.is_locked is not None:
        return move.is_locked
    # A lock goes with the person to another room; that somebody is away ends with a room.
    return before.is_locked and (before.room_id is None) == (move.room_id is None)


def to_step(places: Mapping[int, Place | None]) -> Step:
    """Return places as a step keeps them; None where somebody had none."""
    return {
        str(person_id): None
        if place is None
        else {
            "room": place.room_id,
            "role": place.role,
            "position": place.position,
            "locked": place.is_locked,
        }
        for person_id, place in places.items()
    }


def from_step(step: Step) -> dict[int, Place | None]:
    """Return the places that a step keeps."""
    return {
        int(person_id): None
        if place is None
        else Place(place["room"], place["role"], place["position"], place["locked"])
        for person_id, place in step.items()
    }


def in_the_way(board: Board, expected: Mapping[int, Place | None]) -> list[int]:
    """Return who is no longer where a step left them, so that it cannot be taken back.

    In which order people stand in a room is nothing that stands in the way.
    """
    return [
        person_id
        for person_id, place in expected.items()
        if _apart_from_order(board.get(person_id)) != _apart_from_order(place)
    ]


def _apart_from_order(place: Place | None) -> Place | None:
    return None if place is None else replace(place, position=0)


@dataclass(frozen=True)
class Difference:
    """One person whose room or role differs between two boards; None for no room."""

    person_id: int
    before: tuple[int, str] | None
    after: tuple[int, str] | None


def differences(before: Board, after: Board) -> list[Difference]:
    """Return who has another room or another role, those of the first board first."""
    found = []
    for person_id in [*before, *(one for one in after if one not in before)]:
        was = before[person_id].told if person_id in before else None
        becomes = after[person_id].told if person_id in after else None
        if was != becomes:
            found.append(Difference(person_id, was, becomes))
    return found


def first_places(rows: list[tuple[int, Place]]) -> tuple[dict[int, Place], list[int]]:
    """Return the first place of each person, and who has more than one, each once."""
    board: dict[int, Place] = {}
    doubles: dict[int, None] = {}
    for person_id, place in rows:
        if person_id in board:
            doubles[person_id] = None
        else:
            board[person_id] = place
    return board, list(doubles)
