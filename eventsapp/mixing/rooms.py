"""The rooms of one copy, with what the page asks of them. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eventsapp.breakouts.coverage import CoveringRoom
from eventsapp.mixing.asked import TOLD, Asked
from eventsapp.mixing.choices import Luck
from eventsapp.mixing.encounters import Encounters, encounters
from eventsapp.mixing.mixes import ATTRIBUTES, Mix, Spread, mix, spread, value_of, with_others
from eventsapp.mixing.shown import Placed
from eventsapp.mixing.sittings import Round, Sitter, Sitting, counting, on_the_board, published
from eventsapp.mixing.tongues import Tongues, tongues

# With more rooms than these, the charts show one round at a time.
MOST_ROOMS = 24
MOST_COLUMNS = 8
# Longer lists say how many they leave out; one person's whole list is a choice away.
MOST_NEVER, MOST_LISTED = 400, 60


@dataclass(frozen=True)
class Rooms:
    """The rounds that are shown, who counts in them, and what is known of everybody, in the order
    of lists."""

    rounds: Sequence[Round]
    sittings: Sequence[Sitting]
    sitters: Mapping[int, Sitter]
    asked: Asked

    @cached_property
    def met(self) -> Encounters:
        """Who met whom."""
        return encounters(self.sittings)

    @cached_property
    def people(self) -> list[int]:
        """Everybody who sits in a room, in the order of lists."""
        known = set(self.met.people)
        return [number for number in self.sitters if number in known]

    @property
    def drawn(self) -> Sequence[Round]:
        """The rounds of which charts are drawn: the one that is asked for, else all, or the first
        where they are too many for one picture."""
        wanted = [one for one in self.rounds if one.number == self.asked.round_number]
        if wanted:
            return wanted
        is_much = sum(len(one.rooms) for one in self.rounds) > MOST_ROOMS
        return self.rounds[:1] if is_much else self.rounds

    @property
    def covering(self) -> list[CoveringRoom]:
        """All rooms with what they cover and how many people they have."""
        people = Counter(one.room_id for one in self.sittings)
        return [
            CoveringRoom(
                one.number,
                room.label,
                room.title,
                room.principles,
                people[room.room_id],
                room.is_closed,
                room.theme,
            )
            for one in self.rounds
            for room in one.rooms
        ]

    def name(self, person_id: int) -> str:
        """How somebody is printed."""
        return self.sitters[person_id].name

    def value(self, person_id: int, attribute: str) -> str:
        """The region, gender or sector of somebody, or that it is not stated."""
        return value_of(self.sitters[person_id], attribute, self.asked.system)


def rooms_of(
    rounds: Sequence[Round],
    seats: Sequence[Sitting],
    told: Sequence[Sitting],
    sitters: Mapping[int, Sitter],
    asked: Asked,
) -> Rooms:
    """Return the copy that is asked for."""
    if asked.copy == TOLD:
        known = [one for one in rounds if one.is_published]
        return Rooms(known, counting(published(rounds, told)), sitters, asked)
    return Rooms(rounds, counting(on_the_board(seats, told)), sitters, asked)


def mix_of(rooms: Rooms, attribute: str, shown: Sequence[Round], order: Sequence[str]) -> Mix:
    """Return the mix of one attribute in these rounds, the rarest values together."""
    numbers = {one.round_id for one in shown}
    sittings = [one for one in rooms.sittings if one.round_id in numbers]
    values = {one.person_id: rooms.value(one.person_id, attribute) for one in sittings}
    known = with_others([values[one.person_id] for one in sittings], MOST_COLUMNS)
    named = {number: known.get(value, value) for number, value in values.items()}
    return mix(attribute, shown, sittings, named.__getitem__, order)


def spreads_of(rooms: Rooms) -> list[tuple[Round, list[Spread | None]]]:
    """Return for each round with people how many values of each attribute its rooms have."""
    seated = {one.round_id for one in rooms.sittings}
    shown = [one for one in rooms.rounds if one.round_id in seated]
    found: dict[int, list[Spread | None]] = {one.round_id: [] for one in shown}
    for attribute in ATTRIBUTES:
        value = {number: rooms.value(number, attribute) for number in rooms.people}
        whole = mix(attribute, shown, rooms.sittings, value.__getitem__, ())
        for one in whole.rounds:
            found[one.round.round_id].append(spread(one, whole.keys))
    return [(one, found[one.round_id]) for one in shown]


def tongues_of(rooms: Rooms) -> list[tuple[Round, list[Tongues]]]:
    """Return what is spoken in each room of each round."""
    return [
        (one, [tongues(room, _of_round(rooms.sittings, one), rooms.sitters) for room in one.rooms])
        for one in rooms.rounds
    ]


def _of_round(sittings: Iterable[Sitting], round_: Round) -> list[Sitting]:
    return [one for one in sittings if one.round_id == round_.round_id]


def never_met(rooms: Rooms) -> list[tuple[str, list[str]]]:
    """Return who never met whom, each pair once, by the first in the order of lists; nothing where
    they are too many to be read."""
    if rooms.met.histogram[0] > MOST_NEVER:
        return []
    lists = [
        (
            rooms.name(one),
            [
                rooms.name(other)
                for other in rooms.people[place:]
                if not rooms.met.between(one, other)
            ],
        )
        for place, one in enumerate(rooms.people, 1)
    ]
    return [(name, others) for name, others in lists if others]


def one_person(rooms: Rooms) -> tuple[str, dict[int, list[str]]] | None:
    """Return the person who is asked for, and whom they met how often, the rarest first."""
    chosen = rooms.asked.person_id
    if chosen is None or chosen not in rooms.people:
        return None
    times = {one: rooms.met.between(chosen, one) for one in rooms.people if one != chosen}
    by_times = {
        number: [rooms.name(one) for one, often in times.items() if often == number]
        for number in sorted(set(times.values()))
    }
    return rooms.name(chosen), by_times


def everybody(rooms: Rooms, lucks: Mapping[int, Luck]) -> list[Placed]:
    """Return how each person fared, in the order of lists; of many, those who never got their first
    choice, then those who met the most people again."""
    rounds = Counter(one.person_id for one in rooms.sittings)
    listed = [_placed(number, rounds[number], rooms, lucks.get(number)) for number in rooms.people]
    if len(listed) <= MOST_LISTED:
        return listed
    return sorted(listed, key=lambda one: (not one.is_unlucky, -one.again, one.met))[:MOST_LISTED]


def _placed(number: int, rounds: int, rooms: Rooms, its: Luck | None) -> Placed:
    own = (its.got, its.of, its.wanted, its.is_offered) if its else (None, 0, (), True)
    met = rooms.met
    name = rooms.name(number)
    return Placed(number, name, rounds, len(met.partners[number]), met.again(number), *own)
