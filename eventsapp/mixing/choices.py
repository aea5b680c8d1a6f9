"""Who got the theme they wanted most, how often, and who never did. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from eventsapp.mixing.sittings import Room, Sitting
from eventsapp.people.names import fold_name

FIRST = 0


@dataclass(frozen=True)
class Wish:
    """How much one person wants a theme: rank 0 is the first choice."""

    person_id: int
    theme: str
    rank: int


@dataclass(frozen=True)
class Luck:
    """One person with a first choice: in `got` of the `of` rounds in which they sat in a room with
    a theme, it was theirs. `is_offered` is whether any room has it at all."""

    person_id: int
    wanted: tuple[str, ...]
    got: int
    of: int
    is_offered: bool

    @property
    def is_unlucky(self) -> bool:
        """Whether they sat in rooms with themes and never in that of their first choice."""
        return self.of > 0 and not self.got


def luck(wishes: Iterable[Wish], rooms: Iterable[Room], sittings: Iterable[Sitting]) -> list[Luck]:
    """Return how everybody who said a first choice fared, in the order of the wishes."""
    themes = {room.room_id: _key(room.theme) for room in rooms if room.theme}
    offered = set(themes.values())
    sat: dict[int, list[str]] = defaultdict(list)
    for one in sittings:
        if one.room_id in themes:
            sat[one.person_id].append(themes[one.room_id])
    wanted: dict[int, list[str]] = defaultdict(list)
    for wish in wishes:
        if wish.rank == FIRST:
            wanted[wish.person_id].append(wish.theme)
    return [_luck(person, names, sat[person], offered) for person, names in wanted.items()]


def _luck(person: int, wanted: list[str], sat: list[str], offered: set[str]) -> Luck:
    keys = {_key(name) for name in wanted}
    got = sum(theme in keys for theme in sat)
    return Luck(person, tuple(wanted), got, len(sat), bool(keys & offered))


def _key(theme: str) -> str:
    return fold_name(theme)
