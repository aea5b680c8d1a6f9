"""A first plan that keeps every rule, or the proof that there is none, by CP-SAT.

No rule links two rounds, so each round is asked alone. Most people differ in nothing that a rule
asks: they are counted by kind, and only those named in a rule are placed one by one. That is
exact, and small: a thousand people are a few hundred numbers.
"""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from threading import Event
from time import monotonic
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from eventsapp.placing.encoding import Array, Layout
from eventsapp.placing.problem import Impossible, RoomSpec

EFFORT = 20.0  # of one worker, in the solver's own deterministic time
CORES = 2
MOST_BILINGUAL, MOST_CHOICES = 8, 3
Kind = tuple[frozenset[str], tuple[int, ...]]


@dataclass
class _Model:
    """The model of one round. `shares` say how much of a kind, or which unit, is in each room."""

    model: cp_model.CpModel
    counted: dict[Kind, list[int]] = field(default_factory=dict)
    named: list[tuple[int, ...]] = field(default_factory=list)
    kinds: dict[Kind, list[Any]] = field(default_factory=dict)
    units: list[list[Any]] = field(default_factory=list)
    speaks: dict[tuple[int, str], Any] = field(default_factory=dict)


def first_places(
    layout: Layout, *, seconds: float, seed: int, stop: Event | None = None
) -> Array | None:
    """Return the places of a first plan, or None if the time was too short or somebody said stop.

    Raises Impossible when it is proven that there is none.
    """
    ends = monotonic() + seconds
    if not layout.problem.rounds:
        return np.zeros((len(layout.problem.people), 0), np.int32)

    def place_round(number: int) -> Array | None:
        if stop is not None and stop.is_set():
            return None
        return _place_round(layout, number, ends, seed)

    with ThreadPoolExecutor(CORES) as cores:
        columns = list(cores.map(place_round, range(len(layout.problem.rounds))))
    found = [column for column in columns if column is not None]
    return np.column_stack(found) if len(found) == len(columns) else None


def other_columns(layout: Layout, places: Array, *, seconds: float, seed: int) -> list[list[Array]]:
    """Return for each round the places for each choice of working languages that is as good.

    As good is what as many people speak. The first is that of the given places: a search does
    not change the language of a room by small steps.
    """
    ends = monotonic() + seconds

    def place_round(number: int) -> list[Array]:
        found = [places[:, number]]
        for spoken in _equal_languages(layout, number, places[:, number]):
            try:
                column = _place_round(layout, number, ends, seed, spoken)
            except Impossible:
                continue
            if column is not None:
                found.append(column)
        return found

    with ThreadPoolExecutor(CORES) as cores:
        return list(cores.map(place_round, range(len(layout.problem.rounds))))


def _equal_languages(layout: Layout, number: int, column: Array) -> list[dict[int, str]]:
    """Return the other choices of languages in a round that as many people speak."""
    rooms = layout.problem.rounds[number].rooms
    bilingual = [place for place, room in enumerate(rooms) if len(room.languages) > 1]
    if not bilingual or len(bilingual) > MOST_BILINGUAL:
        return []
    spoken_now = tuple(_language_in(layout, rooms[at], at, column) for at in bilingual)
    speakers = Counter(
        tag
        for person in layout.problem.people
        for tag in (person.languages or ())
        if number in person.available
    )
    worth = sum(speakers[tag] for tag in spoken_now)
    return [
        dict(zip(bilingual, tags, strict=True))
        for tags in product(*(rooms[at].languages for at in bilingual))
        if tags != spoken_now and sum(speakers[tag] for tag in tags) == worth
    ][:MOST_CHOICES]


def _language_in(layout: Layout, room: RoomSpec, place: int, column: Array) -> str:
    inside = [layout.problem.people[at].languages for at in np.flatnonzero(column == place)]
    return next(
        tag for tag in room.languages if all(known is None or tag in known for known in inside)
    )


def _place_round(
    layout: Layout, number: int, ends: float, seed: int, spoken: dict[int, str] | None = None
) -> Array | None:
    if -1 in layout.fixed[number].values():
        raise Impossible
    built = _model_of(layout, number)
    for place, tag in (spoken or {}).items():
        built.model.add(built.speaks[place, tag] == 1)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.max_time_in_seconds = max(0.01, ends - monotonic())
    status = solver.solve(built.model)
    if status == cp_model.UNKNOWN and monotonic() < ends:
        solver.parameters.num_workers = CORES
        solver.parameters.max_deterministic_time = float("inf")
        solver.parameters.max_time_in_seconds = ends - monotonic()
        status = solver.solve(built.model)
    if status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
        raise Impossible
    return None if status == cp_model.UNKNOWN else _column(layout, number, built, solver)


def _model_of(layout: Layout, number: int) -> _Model:
    built = _Model(cp_model.CpModel())
    rooms = layout.problem.rounds[number].rooms
    _sort_people(layout, number, built)
    _add_places(layout, number, built, len(rooms))
    for place, room in enumerate(rooms):
        _add_room(layout, number, built, place, room)
    _add_apart(layout, number, built, len(rooms))
    built.model.maximize(sum(_speakers(built, tag) * one for (_, tag), one in built.speaks.items()))
    return built


def _sort_people(layout: Layout, number: int, built: _Model) -> None:
    """Tell those who are named in a rule from those who are only counted."""
    problem = layout.problem
    apart = {layout.rows.get(who, -1) for pair in problem.apart for who in pair.people}
    for unit in layout.units[number]:
        if len(unit) > 1 or unit[0] in apart or unit[0] in layout.fixed[number]:
            built.named.append(unit)
        else:
            built.counted.setdefault(_kind(layout, number, unit[0]), []).append(unit[0])


def _kind(layout: Layout, number: int, person: int) -> Kind:
    """Return what the rules of a round ask of a person: languages, and quotas they count for."""
    one = layout.problem.people[person]
    tags = {tag for room in layout.problem.rounds[number].rooms for tag in room.languages}
    spoken = tags if one.languages is None else tags & one.languages
    quotas = tuple(
        at
        for at, quota in enumerate(layout.problem.quotas)
        if quota.covers(number) and one.is_expert and one.values.get(quota.attribute) == quota.value
    )
    return frozenset(spoken), quotas


def _add_places(layout: Layout, number: int, built: _Model, rooms: int) -> None:
    model = built.model
    for kind, people in built.counted.items():
        count = len(people)
        built.kinds[kind] = [model.new_int_var(0, count, "") for _ in range(rooms)]
        model.add(sum(built.kinds[kind]) == count)
    for unit in built.named:
        row = [model.new_bool_var("") for _ in range(rooms)]
        built.units.append(row)
        model.add_exactly_one(row)
        held = layout.fixed[number].get(unit[0])
        if held is not None:
            model.add(row[held] == 1)


def _add_room(layout: Layout, number: int, built: _Model, place: int, room: RoomSpec) -> None:
    taken, able = [], defaultdict(list)
    for kind, row in built.kinds.items():
        taken.append(row[place])
        for counts in kind[1]:
            able[counts].append(row[place])
        _add_languages(built, kind, row[place], len(built.counted[kind]), place, room)
    for unit, row in zip(built.named, built.units, strict=True):
        taken.append(len(unit) * row[place])
        for person in unit:
            kind = _kind(layout, number, person)
            for counts in kind[1]:
                able[counts].append(row[place])
            _add_languages(built, kind, row[place], 1, place, room)
    built.model.add(sum(taken) >= room.least)
    if room.most is not None:
        built.model.add(sum(taken) <= room.most)
    for at, quota in enumerate(layout.problem.quotas):
        if quota.covers(number) and quota.least > 0:
            built.model.add(sum(able[at]) >= quota.least)
    if room.languages:
        built.model.add_exactly_one(built.speaks[place, tag] for tag in room.languages)


def _add_languages(
    built: _Model, kind: Kind, share: Any, count: int, place: int, room: RoomSpec
) -> None:
    for tag in room.languages:
        if (place, tag) not in built.speaks:
            built.speaks[place, tag] = built.model.new_bool_var("")
        if tag not in kind[0]:
            built.model.add(share <= count * (1 - built.speaks[place, tag]))


def _speakers(built: _Model, tag: str) -> int:
    return sum(len(people) for kind, people in built.counted.items() if tag in kind[0])


def _add_apart(layout: Layout, number: int, built: _Model, rooms: int) -> None:
    of = {person: at for at, unit in enumerate(built.named) for person in unit}
    for pair in layout.problem.apart:
        first, second = (of.get(layout.rows.get(who, -1)) for who in pair.people)
        if first is None or second is None:
            continue
        for place in range(rooms):
            both = built.units[first][place] + built.units[second][place]
            built.model.add(both <= 1)


def _column(layout: Layout, number: int, built: _Model, solver: cp_model.CpSolver) -> Array:
    """Return the place of each person in the round; of a kind, each where they like it best."""
    column = np.full(len(layout.problem.people), -1, dtype=np.int32)
    for unit, row in zip(built.named, built.units, strict=True):
        at = next(place for place, one in enumerate(row) if solver.boolean_value(one))
        column[list(unit)] = at
    for kind, row in built.kinds.items():
        left = Counter({place: solver.value(one) for place, one in enumerate(row)})
        for person in built.counted[kind]:
            liked = layout.tables.liked[person, number, : len(row)].tolist()
            at = next(place for place in liked if left[place] > 0)
            left[at] -= 1
            column[person] = at
    return column
