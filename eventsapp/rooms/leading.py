"""Who leads and who writes in the rooms of a round, and the moves that make it so. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eventsapp.boards.places import DEPUTY, MEMBER, MODERATOR, NOTE_TAKER, Board, Move

# As many deputies as a form has fields for; the board takes more.
DEPUTIES = 2


@dataclass(frozen=True)
class Leaders:
    """Who moderates a room, who steps in, and who takes notes; None for nobody."""

    moderator: int | None = None
    deputies: tuple[int, ...] = ()
    note_taker: int | None = None

    @property
    def roles(self) -> list[tuple[int, str]]:
        """Each of them with the role."""
        found = [(self.moderator, MODERATOR), *((one, DEPUTY) for one in self.deputies)]
        found.append((self.note_taker, NOTE_TAKER))
        return [(one, role) for one, role in found if one is not None]


def leaders_of(board: Board, room_ids: Iterable[int]) -> dict[int, Leaders]:
    """Return who leads each of these rooms on a board; of several, who stands first."""
    roles: dict[tuple[int | None, str], list[int]] = {}
    for person_id, place in sorted(board.items(), key=lambda one: (one[1].position, one[0])):
        roles.setdefault((place.room_id, place.role), []).append(person_id)
    return {
        room_id: Leaders(
            next(iter(roles.get((room_id, MODERATOR), ())), None),
            tuple(roles.get((room_id, DEPUTY), ())),
            next(iter(roles.get((room_id, NOTE_TAKER), ())), None),
        )
        for room_id in room_ids
    }


def moves_to(
    before: Mapping[int, Leaders], after: Mapping[int, Leaders], board: Board
) -> dict[int, Move]:
    """Return the moves that give the rooms these leaders; who led before stays as a member.

    Deputies beyond those of a form stay what they are.
    """
    moves: dict[int, Move] = {}
    for room_id in after:
        for person_id, _role in before[room_id].roles:
            moves[person_id] = Move(room_id, MEMBER)
    for room_id, wanted in after.items():
        kept = (*wanted.deputies, *before[room_id].deputies[DEPUTIES:])
        for person_id, role in Leaders(wanted.moderator, kept, wanted.note_taker).roles:
            moves[person_id] = Move(room_id, role)
    return {
        person_id: move
        for person_id, move in moves.items()
        if person_id not in board
        or (board[person_id].room_id, board[person_id].role) != (move.room_id, move.role)
    }


def named_twice(after: Mapping[int, Leaders]) -> set[int]:
    """Return who is named in more than one place: a person has one room and one role in a round."""
    seen: set[int] = set()
    twice: set[int] = set()
    for leaders in after.values():
        for person_id, _role in leaders.roles:
            (twice if person_id in seen else seen).add(person_id)
    return twice
