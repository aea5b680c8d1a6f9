"""What is said on the morning of a round, and what it does to the board. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from eventsapp.boards.places import DEPUTY, MEMBER, MODERATOR, NOTE_TAKER, Board, Move, Place
from eventsapp.translation import N_

NOTHING = N_("Tick who is not there or has come, a room that closes, or choose who takes over.")
AWAY_TOO = N_("%(name)s is not there either. Choose somebody else to take over.")
TWICE = N_("%(name)s is to take over in two rooms. Choose one of them.")
ALL_CLOSED = N_("Every room would be closed. Keep one open, or cancel the round.")
IN_CLOSED = N_("%(name)s is to take over in a room that closes. Choose nobody there.")
# Who can be replaced; of them a room has one.
REPLACED = (MODERATOR, NOTE_TAKER)

Wrong = tuple[str, int | None]


@dataclass(frozen=True)
class Said:
    """Who is not there, who came, which rooms close, and who takes over from whom."""

    away: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    instead: Mapping[int, int] = field(default_factory=dict)

    def to_kept(self) -> dict[str, Any]:
        """Return it as it is kept with a search."""
        kept = {name: sorted(value) for name, value in asdict(self).items() if name != "instead"}
        return {**kept, "instead": {str(old): new for old, new in self.instead.items()}}

    @property
    def people(self) -> set[int]:
        """Everybody of whom it speaks."""
        return {*self.away, *self.late, *self.instead, *self.instead.values()}


def from_kept(kept: Mapping[str, Any]) -> Said:
    """Return what was kept with a search."""
    return Said(
        frozenset(kept.get("away", ())),
        frozenset(kept.get("late", ())),
        frozenset(kept.get("closed", ())),
        {int(old): new for old, new in kept.get("instead", {}).items()},
    )


def wrong_in(said: Said, board: Board, rooms: Collection[int]) -> Wrong | None:
    """Return what is wrong in what was said, with the person it is about; None for nothing."""
    if not (said.away or said.late or said.closed or said.instead):
        return NOTHING, None
    if rooms and set(rooms) <= said.closed:
        return ALL_CLOSED, None
    seen: set[int] = set()
    for old, new in said.instead.items():
        if new in said.away:
            return AWAY_TOO, new
        if new in seen:
            return TWICE, new
        if board[old].room_id in said.closed:
            return IN_CLOSED, new
        seen.add(new)
    return None


def moves_of(said: Said, board: Board) -> dict[int, Move]:
    """Return what was said as one step of the board.

    Who is not there is locked to no room. Who came, and whoever was in a room that closes, waits
    for one. Who takes over goes to that room and is what the other was; the other, if there, is a
    member of it.
    """
    moves: dict[int, Move] = {}
    for person_id, place in board.items():
        if place.room_id in said.closed:
            moves[person_id] = Move(None)
    for person_id in said.late:
        moves[person_id] = Move(None, is_locked=False)
    for old, new in said.instead.items():
        room_id, role = board[old].room_id, board[old].role
        moves[old] = Move(room_id, MEMBER)
        moves[new] = Move(room_id, role)
    for person_id in said.away:
        moves[person_id] = Move(None, is_locked=True)
    return moves


def stand_ins(board: Board, person_id: int, people: Sequence[int]) -> list[int]:
    """Return who may take over from somebody: deputies of the room, its members, the others.

    Nobody who leads a room or writes in one already. `people` are all who take part, by name.
    """
    room_id = board[person_id].room_id

    def order(one: int) -> int:
        place = board.get(one, Place(None))
        if place.room_id != room_id:
            return 2
        return 0 if place.role == DEPUTY else 1

    free = [
        one
        for one in people
        if one != person_id
        and board.get(one, Place(None)).role not in REPLACED
        and not board.get(one, Place(None)).is_away
    ]
    return sorted(free, key=order)
