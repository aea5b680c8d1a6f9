"""A problem as tables of numbers, for the compiled search. Needs numpy: only where one searches."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from eventsapp.placing.problem import PersonSpec, Plan, Problem, RoomSpec

NO_LIMIT = 1 << 20
Array = Any


class Tables(NamedTuple):
    """What does not change in a search. Axes: person, round, room (by place).

    A room keeps a tally of the people in it: their number, and how many have each mark. Marks are
    the values that are mixed, the languages that a person does not speak, and the quotas that they
    count for. `units` are people who move as one because they are kept together; who is fixed by
    a lock or by a role is not listed.
    """

    weights: Array  # diversity, repeats, balance, switches, no_top
    rooms: Array  # [round] how many
    shares: Array  # [round, (low, high)] of seats
    who: Array  # [person, (is an expert, counted by no_top, apart from, apart to)]
    apart: Array  # people, from and to
    offers: Array  # [person, round, room, (price by theme and move, is a first choice)]
    mixes: Array  # [person, place] marks that are mixed, -1 at the end
    marks: Array  # [person, place] the other marks, -1 at the end
    facts: Array  # [round, room, (theme or -1, least, most)]
    languages: Array  # [round, room, place] mark of who does not speak it, -1 at the end
    needs: Array  # [round, number, (mark, least)] quotas
    singles: Array  # [number, (person, round)] units of one
    unit_from: Array  # [unit + 1] where its people begin
    unit_round: Array  # [unit]
    unit_people: Array
    liked: Array  # [person, round, place] rooms by price, cheapest first
    likes: Array  # [person, round] how many are below the dearest
    mark_count: int


class Layout(NamedTuple):
    """A problem with what the rules make of it: who is fixed where, and who moves as one."""

    problem: Problem
    rows: dict[str, int]  # the place of each person
    units: tuple[tuple[tuple[int, ...], ...], ...]  # by round: people kept together, or alone
    fixed: tuple[dict[int, int], ...]  # by round: person to room; -1 is a contradiction
    tables: Tables


def lay_out(problem: Problem) -> Layout:
    """Return the problem as tables."""
    index = {person.id: number for number, person in enumerate(problem.people)}
    units = tuple(_units(problem, index, number) for number in range(len(problem.rounds)))
    fixed = tuple(
        _fixed(problem, index, number, units[number]) for number in range(len(problem.rounds))
    )
    return Layout(problem, index, units, fixed, _tables(problem, index, units, fixed))


def _units(problem: Problem, index: dict[str, int], number: int) -> tuple[tuple[int, ...], ...]:
    """Return who has to be in one room in this round: a chain of pairs where both attend."""
    leader = {index[one.id]: index[one.id] for one in problem.people if number in one.available}

    def find(person: int) -> int:
        while leader[person] != person:
            person = leader[person]
        return person

    for pair in problem.together:
        first, second = (index.get(who, -1) for who in pair.people)
        if first in leader and second in leader:
            one, other = sorted((find(first), find(second)))
            leader[other] = one
    units: dict[int, list[int]] = {}
    for person in leader:
        units.setdefault(find(person), []).append(person)
    return tuple(tuple(sorted(unit)) for unit in units.values())


def _fixed(
    problem: Problem, index: dict[str, int], number: int, units: Iterable[tuple[int, ...]]
) -> dict[int, int]:
    rooms = {room.id: place for place, room in enumerate(problem.rounds[number].rooms)}
    wanted: dict[int, set[int]] = {}
    for lock in problem.locks:
        if lock.round == number and lock.person in index:
            wanted.setdefault(index[lock.person], set()).add(rooms.get(lock.room, -1))
    for room in problem.rounds[number].rooms:
        for who in (room.moderator, room.note_taker):
            if who in index and number in problem.people[index[who]].available:
                wanted.setdefault(index[who], set()).add(rooms[room.id])
    fixed = {}
    present = {person for unit in units for person in unit}
    for unit in units:
        places = set().union(*(wanted.get(person, set()) for person in unit))
        if places:
            fixed.update(dict.fromkeys(unit, places.pop() if len(places) == 1 else -1))
    fixed.update({person: -1 for person in wanted if person not in present})
    return fixed


def _tables(problem: Problem, index: dict[str, int], units: Any, fixed: Any) -> Tables:
    most_rooms = max((len(one.rooms) for one in problem.rounds), default=0)
    shape = (len(problem.people), len(problem.rounds), most_rooms)
    offers = _offers(problem, shape)
    liked, likes = _liking(problem, offers[..., 0])
    who, apart = _people(problem, index)
    marked = _Marks(problem)
    free = [
        [unit for unit in some if unit[0] not in held]
        for some, held in zip(units, fixed, strict=True)
    ]
    return Tables(
        weights=_weights(problem),
        rooms=_numbers(len(one.rooms) for one in problem.rounds),
        shares=_shares(problem),
        who=who,
        apart=apart,
        offers=offers,
        mixes=_padded([marked.mixes(one) for one in problem.people]),
        marks=_padded([marked.others(one) for one in problem.people]),
        facts=_facts(problem, shape),
        languages=_languages(problem, marked, shape),
        needs=_needs(problem, marked),
        **_movable(free),
        liked=liked,
        likes=likes,
        mark_count=len(marked.numbers) + 1,
    )


class _Marks:
    """The numbers of the marks; 0 is the number of people."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tags = sorted(
            {tag for one in problem.rounds for k in one.rooms for tag in k.languages}
        )
        self.numbers: dict[tuple[str, ...], int] = {}

    def number(self, *mark: str) -> int:
        return self.numbers.setdefault(mark, len(self.numbers) + 1)

    def mixes(self, person: PersonSpec) -> list[int]:
        if not person.is_expert:
            return []
        values = ((name, person.values.get(name)) for name in self.problem.attributes)
        return [self.number("mix", name, value) for name, value in values if value is not None]

    def others(self, person: PersonSpec) -> list[int]:
        spoken = person.languages
        mute = [] if spoken is None else [tag for tag in self.tags if tag not in spoken]
        quotas = [
            self.number("quota", quota.attribute, quota.value)
            for quota in self.problem.quotas
            if person.is_expert and person.values.get(quota.attribute) == quota.value
        ]
        return [0, *(self.number("mute", tag) for tag in mute), *dict.fromkeys(quotas)]


def _numbers(values: Iterable[Any]) -> Array:
    return np.array([int(value) for value in values], dtype=np.int32)


def _table(rows: Any, shape: tuple[int, ...]) -> Array:
    return np.array(rows, dtype=np.int32).reshape(shape)


def _padded(rows: list[list[int]]) -> Array:
    width = max((len(row) for row in rows), default=0) + 1
    return _table([row + [-1] * (width - len(row)) for row in rows], (len(rows), width))


def _weights(problem: Problem) -> Array:
    names = ("diversity", "repeats", "balance", "switches", "no_top")
    return np.array([problem.weights.get(name, 0) for name in names], dtype=np.int64)


def _shares(problem: Problem) -> Array:
    shares = np.zeros((len(problem.rounds), 2), dtype=np.int32)
    for number, one in enumerate(problem.rounds):
        seats = sum(number in person.available for person in problem.people)
        rooms = max(1, len(one.rooms))
        shares[number] = seats // rooms, -(-seats // rooms)
    return shares


def _facts(problem: Problem, shape: tuple[int, int, int]) -> Array:
    themes = sorted({k.theme for one in problem.rounds for k in one.rooms if k.theme is not None})
    table = np.full((*shape[1:], 3), -1, dtype=np.int32)
    for number, one in enumerate(problem.rounds):
        for place, room in enumerate(one.rooms):
            theme = -1 if room.theme is None else themes.index(room.theme)
            most = NO_LIMIT if room.most is None else room.most
            table[number, place] = theme, room.least, most
    return table


def _offers(problem: Problem, shape: tuple[int, int, int]) -> Array:
    offers = np.zeros((*shape, 2), dtype=np.int32)
    by_theme, by_move = problem.weights.get("theme", 0), problem.weights.get("moved", 0)
    for row, person in enumerate(problem.people):
        before = (problem.baseline or {}).get(person.id, ())
        for number in person.available:
            old = before[number] if number < len(before) else None
            for place, room in enumerate(problem.rounds[number].rooms):
                cost = _cost(person, room)
                moved = old is not None and old != room.id
                price = by_theme * (cost or 0) + by_move * moved
                offers[row, number, place] = price, cost == 0
    return offers


def _cost(person: PersonSpec, room: RoomSpec) -> int | None:
    if not person.is_expert or room.theme is None:
        return None
    return person.theme_cost.get(room.theme)


def _liking(problem: Problem, price: Array) -> tuple[Array, Array]:
    liked = np.zeros_like(price)
    likes = np.zeros(price.shape[:2], dtype=np.int32)
    for number, one in enumerate(problem.rounds):
        some = price[:, number, : len(one.rooms)]
        if some.size:
            liked[:, number, : len(one.rooms)] = np.argsort(some, axis=1, kind="stable")
            likes[:, number] = (some < some.max(axis=1, keepdims=True)).sum(axis=1)
    return liked, likes


def _people(problem: Problem, index: dict[str, int]) -> tuple[Array, Array]:
    apart: list[list[int]] = [[] for _ in problem.people]
    for pair in problem.apart:
        first, second = (index.get(who, -1) for who in pair.people)
        if first >= 0 and second >= 0:
            apart[first].append(second)
            apart[second].append(first)
    table = np.zeros((len(problem.people), 4), dtype=np.int32)
    begins = 0
    for row, (person, others) in enumerate(zip(problem.people, apart, strict=True)):
        counted = person.is_expert and bool(person.theme_cost) and bool(person.available)
        table[row] = person.is_expert, counted, begins, begins + len(others)
        begins += len(others)
    return table, _numbers(who for others in apart for who in others)


def _languages(problem: Problem, marked: _Marks, shape: tuple[int, int, int]) -> Array:
    most = max((len(room.languages) for one in problem.rounds for room in one.rooms), default=0)
    table = np.full((*shape[1:], most + 1), -1, dtype=np.int32)
    for number, one in enumerate(problem.rounds):
        for place, room in enumerate(one.rooms):
            marks = [marked.number("mute", tag) for tag in room.languages]
            table[number, place, : len(marks)] = marks
    return table


def _needs(problem: Problem, marked: _Marks) -> Array:
    rows = [
        [
            (marked.number("quota", quota.attribute, quota.value), quota.least)
            if quota.covers(number)
            else (0, 0)
            for quota in problem.quotas
        ]
        for number in range(len(problem.rounds))
    ]
    return _table(rows, (len(problem.rounds), len(problem.quotas), 2))


def _movable(free: list[list[tuple[int, ...]]]) -> dict[str, Array]:
    singles = [
        (unit[0], number) for number, some in enumerate(free) for unit in some if len(unit) == 1
    ]
    several = [(unit, number) for number, some in enumerate(free) for unit in some if len(unit) > 1]
    begins = np.cumsum([0, *(len(unit) for unit, _ in several)])
    return {
        "singles": _table(singles, (len(singles), 2)),
        "unit_from": begins.astype(np.int32),
        "unit_round": _numbers(number for _, number in several),
        "unit_people": _numbers(person for unit, _ in several for person in unit),
    }


def places_of(layout: Layout, plan: Plan) -> Array:
    """Return a plan as the place of the room for each person and round, -1 absent."""
    problem = layout.problem
    places = [{room.id: at for at, room in enumerate(one.rooms)} for one in problem.rounds]
    table = np.full((len(problem.people), len(problem.rounds)), -1, dtype=np.int32)
    for row, person in enumerate(problem.people):
        for number, room in enumerate(plan.get(person.id, ())):
            if room is not None:
                table[row, number] = places[number][room]
    return table


def plan_of(layout: Layout, places: Array) -> Plan:
    """Return the plan that a table of places says."""
    names = [[*(room.id for room in one.rooms), None] for one in layout.problem.rounds]
    return {
        person.id: tuple(names[number][place] for number, place in enumerate(row))
        for person, row in zip(layout.problem.people, places.tolist(), strict=True)
    }
