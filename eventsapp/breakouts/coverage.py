"""Which principles and themes the rooms of a meeting cover, and with how many people. Pure.

A room covers the principles and the theme it names. That it has people is another thing: a
principle that only rooms without people name is covered by nobody, and is better seen before the
closing session than after it. Spellings that fold alike are one principle, under the name that came
first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eventsapp.people.names import fold_name


@dataclass(frozen=True)
class CoveringRoom:
    """One room of a round, what it covers, and how many people sit in it, observers left out."""

    round_number: int
    label: str
    title: str | None
    principles: tuple[str, ...]
    people: int
    is_closed: bool = False
    theme: str | None = None


@dataclass(frozen=True)
class Covered:
    """One principle or theme: `rooms` are those that name it, in the order of rounds and rooms."""

    name: str
    rooms: tuple[CoveringRoom, ...]

    @property
    def people(self) -> int:
        """How many seats there are in its rooms, over all rounds."""
        return sum(room.people for room in self.rooms)

    def of_round(self, number: int) -> tuple[CoveringRoom, ...]:
        """The rooms of one round that name it."""
        return tuple(room for room in self.rooms if room.round_number == number)


@dataclass(frozen=True)
class Gaps:
    """What nobody works on: `principles` that no room with people covers, open rooms without people
    in rounds where others sit (`rooms`), and `rounds` in which nobody sits yet."""

    principles: tuple[str, ...] = ()
    rooms: tuple[CoveringRoom, ...] = ()
    rounds: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.principles or self.rooms)


def covered(rooms: Iterable[CoveringRoom]) -> list[Covered]:
    """Return all principles that rooms name, in the order in which they first appear."""
    return _covered((room, room.principles) for room in rooms)


def covered_themes(rooms: Iterable[CoveringRoom], wanted: Iterable[str] = ()) -> list[Covered]:
    """Return all themes that rooms have, then those that people `wanted` and no room has."""
    named = [(room, (room.theme,)) for room in rooms if room.theme]
    found = _covered(named)
    known = {key for one in found for key in _once([one.name])}
    missing = {key: name for key, name in _once(wanted).items() if key not in known}
    return [*found, *(Covered(name, ()) for name in missing.values())]


def _covered(named: Iterable[tuple[CoveringRoom, Iterable[str]]]) -> list[Covered]:
    found: dict[str, tuple[str, list[CoveringRoom]]] = {}
    for room, names in named:
        for key, name in _once(names).items():
            found.setdefault(key, (name, []))[1].append(room)
    return [Covered(name, tuple(its)) for name, its in found.values()]


def gaps(rooms: Sequence[CoveringRoom]) -> Gaps:
    """Return what nobody works on. While nobody sits in any room there is nothing to say yet."""
    seated = {room.round_number for room in rooms if room.people}
    if not seated:
        return Gaps(rounds=tuple(sorted({room.round_number for room in rooms})))
    return Gaps(
        tuple(one.name for one in covered(rooms) if not one.people),
        tuple(
            room
            for room in rooms
            if room.round_number in seated and not room.people and not room.is_closed
        ),
        tuple(sorted({room.round_number for room in rooms} - seated)),
    )


def _once(principles: Iterable[str]) -> dict[str, str]:
    """Return the names by the key under which they are compared, each once."""
    found: dict[str, str] = {}
    for name in principles:
        key = fold_name(name.replace("&", " and ")).rstrip(".:;")
        if key:
            found.setdefault(key, name)
    return found
