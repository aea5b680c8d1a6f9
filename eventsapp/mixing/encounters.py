"""Who met whom in the rooms, how often, and who met the same people again. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from eventsapp.mixing.sittings import Sitting

Pair = tuple[int, int]


@dataclass(frozen=True)
class Encounters:
    """`people` sat in any room, in the order of their numbers; `times` has the pairs that met, the
    lower number first, with how many rounds they shared a room."""

    people: tuple[int, ...]
    times: Mapping[Pair, int]

    def between(self, one: int, other: int) -> int:
        """How often these two met."""
        return self.times.get((min(one, other), max(one, other)), 0)

    @property
    def pairs(self) -> int:
        """How many pairs there are that could have met."""
        return len(self.people) * (len(self.people) - 1) // 2

    @property
    def histogram(self) -> tuple[int, ...]:
        """How many pairs met 0, 1, 2, … times."""
        counted = Counter(self.times.values())
        most = max(counted, default=0)
        return (self.pairs - len(self.times), *(counted[number] for number in range(1, most + 1)))

    @cached_property
    def partners(self) -> dict[int, dict[int, int]]:
        """Whom each person met, and how often."""
        found: dict[int, dict[int, int]] = {person: {} for person in self.people}
        for (one, other), times in self.times.items():
            found[one][other] = found[other][one] = times
        return found

    def again(self, person: int) -> int:
        """How many people somebody met more than once."""
        return sum(times > 1 for times in self.partners[person].values())

    def never(self, person: int) -> list[int]:
        """Whom somebody never met."""
        met = self.partners[person]
        return [other for other in self.people if other != person and other not in met]

    def most(self, least: int = 2) -> list[tuple[Pair, int]]:
        """The pairs that met so often or more, those who met most first."""
        often = [(pair, times) for pair, times in self.times.items() if times >= least]
        return sorted(often, key=lambda one: (-one[1], one[0]))


def encounters(sittings: Iterable[Sitting]) -> Encounters:
    """Return who met whom. Who sits in no room met nobody, and a person twice in one round's room
    is one person."""
    rooms: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in sittings:
        if one.room_id is not None:
            rooms[one.round_id, one.room_id].add(one.person_id)
    times: Counter[Pair] = Counter()
    for people in rooms.values():
        times.update(combinations(sorted(people), 2))
    everybody = sorted({person for people in rooms.values() for person in people})
    return Encounters(tuple(everybody), times)


@dataclass(frozen=True)
class Between:
    """How many pairs of two groups met, of those that could."""

    met: int
    pairs: int


def between_groups(
    found: Encounters, groups: Mapping[int, str], order: Sequence[str]
) -> dict[tuple[str, str], Between]:
    """Return for each pair of groups, in this order, how many pairs of their people met."""
    sizes = Counter(groups[person] for person in found.people)
    met: Counter[tuple[str, str]] = Counter()
    place = {name: number for number, name in enumerate(order)}
    for one, other in found.times:
        first, second = sorted((groups[one], groups[other]), key=place.__getitem__)
        met[first, second] += 1
    return {
        (one, other): Between(met[one, other], _possible(sizes[one], sizes[other], one == other))
        for number, one in enumerate(order)
        for other in order[number:]
    }


def _possible(size: int, other: int, is_same: bool) -> int:
    return size * (size - 1) // 2 if is_same else size * other
