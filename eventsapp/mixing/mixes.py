"""How regions, genders and sectors are mixed in the rooms, beside an even mix. Pure.

The even share of a room is what it would have if those of the round whose value is known were
spread by the sizes of its rooms. Who is not known has a column of their own and no share: they
count for no mix.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventsapp.figures.counts import NOT_STATED, OBSERVERS, OTHERWISE
from eventsapp.mixing.sittings import Room, Round, Sitter, Sitting
from eventsapp.people.countries import countries, region_of

REGION, GENDER, SECTOR = "region", "gender", "sector"
ATTRIBUTES = (REGION, GENDER, SECTOR)
# The rarest values together, where there are more than a chart has columns.
OTHERS = "others"


@dataclass(frozen=True)
class RoomMix:
    """How many people of each value sit in a room, and how many an even mix would give it (None for
    those who are not known, and where nobody is)."""

    room: Room
    counts: tuple[int, ...]
    even: tuple[float | None, ...]

    @property
    def total(self) -> int:
        """Everybody in the room."""
        return sum(self.counts)


@dataclass(frozen=True)
class RoundMix:
    """One round, room by room."""

    round: Round
    rooms: tuple[RoomMix, ...]


@dataclass(frozen=True)
class Mix:
    """One attribute in all rounds; `keys` are the values that anybody has, `NOT_STATED` last."""

    attribute: str
    keys: tuple[str, ...]
    rounds: tuple[RoundMix, ...]


@dataclass(frozen=True)
class Spread:
    """How many values the rooms of a round have at least and at most, of how many in the round, and
    of how many people the value is not known."""

    fewest: int
    most: int
    of: int
    unknown: int


def value_of(sitter: Sitter, attribute: str, system: str) -> str:
    """Return the value of a person, or `NOT_STATED`."""
    if attribute == GENDER:
        return sitter.gender or NOT_STATED
    if attribute == SECTOR:
        return sitter.category or NOT_STATED
    return _region(sitter, system)


def _region(sitter: Sitter, system: str) -> str:
    if sitter.country is None or sitter.country not in countries():
        return OTHERWISE if sitter.country or sitter.has_country else NOT_STATED
    return region_of(sitter.country, system) or OBSERVERS


def with_others(values: Iterable[str], most: int) -> dict[str, str]:
    """Return what stands for each value so that there are no more than `most` beside those who are
    not known: itself, or `OTHERS` for the rarest."""
    counted = Counter(value for value in values if value != NOT_STATED)
    if len(counted) <= most:
        return {}
    usual = {value for value, _count in counted.most_common(most - 1)}
    return {value: value if value in usual else OTHERS for value in counted}


def mix(
    attribute: str,
    rounds: Sequence[Round],
    sittings: Iterable[Sitting],
    value: Callable[[int], str],
    order: Sequence[str],
) -> Mix:
    """Return the mix of one attribute; `value` gives that of a person, `order` the columns."""
    counted: dict[int | None, Counter[str]] = defaultdict(Counter)
    for one in sittings:
        counted[one.room_id][value(one.person_id)] += 1
    rooms = [room for one in rounds for room in one.rooms]
    had = {key for room in rooms for key in counted[room.room_id]}
    keys = tuple([key for key in (*order, *sorted(had - {*order, NOT_STATED})) if key in had])
    keys = (*(key for key in keys if key != NOT_STATED), *({NOT_STATED} & had))
    return Mix(attribute, keys, tuple(_round_mix(one, counted, keys) for one in rounds))


def _round_mix(
    one: Round, counted: Mapping[int | None, Counter[str]], keys: tuple[str, ...]
) -> RoundMix:
    whole = sum((counted[room.room_id] for room in one.rooms), Counter[str]())
    known = sum(whole.values()) - whole[NOT_STATED]
    found = []
    for room in one.rooms:
        own = counted[room.room_id]
        size = sum(own.values()) - own[NOT_STATED]
        even = (size * whole[key] / known if size and key != NOT_STATED else None for key in keys)
        found.append(RoomMix(room, tuple(own[key] for key in keys), tuple(even)))
    return RoundMix(one, tuple(found))


def spread(one: RoundMix, keys: Sequence[str]) -> Spread | None:
    """Return how many values the rooms with people have; None where nobody's value is known."""
    known = [number for number, key in enumerate(keys) if key != NOT_STATED]
    unknown = sum(sum(room.counts) for room in one.rooms) - sum(
        room.counts[number] for room in one.rooms for number in known
    )
    kinds = [sum(room.counts[number] > 0 for number in known) for room in one.rooms if room.total]
    had = sum(any(room.counts[number] for room in one.rooms) for number in known)
    return Spread(min(kinds), max(kinds), had, unknown) if had else None
