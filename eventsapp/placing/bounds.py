"""A proven lower bound: no plan that keeps the rules can cost less. See `relaxed` for why."""

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from eventsapp.placing.priced import Floats, Tables, tables_of
from eventsapp.placing.problem import Lock, PersonSpec, Problem, Quota
from eventsapp.placing.relaxed import Prices, price

# Prices are multiples of this, so that all sums are exact: the bound has no rounding error.
FINEST = 2.0**-20
MOST_WAYS = 25_000
MOST_STEPS = 6_000
FIRST_STEP, LAST_STEP = 40.0, 0.005
SHORT_MEMORY, LONG_MEMORY = 0.8, 0.99
LONGEST_PAUSE = 0.5

Report = Callable[[float], bool]


def lower_bound(
    problem: Problem,
    *,
    seconds: float,
    known: float | None = None,
    steps: int = MOST_STEPS,
    report: Report | None = None,
) -> float:
    """Return what every plan that keeps the rules costs at least; a whole number.

    It takes at most `seconds` on one core and at most `steps` steps, and less once it has
    reached `known`, the cost of a plan. `report` hears of the bound about twice a second and
    stops the search with False. Many rounds are taken in groups, which gives a weaker bound.
    The bound of a problem without a plan says nothing.
    """
    groups = _groups_of_rounds(problem)
    total = 0.0
    for number, group in enumerate(groups):
        part = problem if len(groups) == 1 else _only(problem, group)
        ascent = Ascent(tables_of(part), max(map(abs, problem.weights.values()), default=0))
        left = seconds / len(groups)
        last = number == len(groups) - 1
        wanted = None if known is None or not last else known - total
        bound = ascent.climb(left, steps, wanted, _with_others(report, total))
        total += max(0, math.ceil(bound))
    return total


def _with_others(report: Report | None, others: float) -> Report | None:
    if report is None:
        return None
    return lambda bound: report(others + max(0, math.ceil(bound)))


class Ascent:
    """Looks for the prices at which the bound is highest.

    A price rises where more is demanded than supplied. The steps become shorter, each by the
    size of what that price saw lately. Source: Kingma and Ba, Adam (2015), for the steps.
    """

    def __init__(self, tables: Tables, heaviest: float) -> None:
        self.tables = tables
        self.scale = max(1.0, heaviest / 10)
        self.shapes = _shapes(tables)
        self.prices = np.zeros(sum(math.prod(shape) for shape in self.shapes))
        self.excess = np.zeros_like(self.prices)
        self.floor = np.full_like(self.prices, -np.inf)
        for rule in self._named(self.floor)[2:5]:
            rule[:] = 0.0
        self.choice = np.full(tables.many.shape, -1)
        self._first_prices()

    def _named(self, numbers: Floats) -> Prices:
        ends = np.cumsum([math.prod(shape) for shape in self.shapes])
        parts = np.split(numbers, ends[:-1])
        return Prices(*(part.reshape(s) for part, s in zip(parts, self.shapes, strict=True)))

    def _first_prices(self) -> None:
        """Begin with what one more person costs where everybody is spread evenly."""
        tables, prices = self.tables, self._named(self.prices)
        rooms = tables.options.shape[2]
        open_rooms = np.maximum(1, (tables.seats_least <= tables.seats_most).sum(axis=1))
        present = tables.options[:, :, 0] < rooms
        for v, weight in enumerate(tables.value_weight):
            has = (tables.value == v).any(axis=1)
            there_are = (present & has[:, None]).sum(axis=0)
            evenly = np.maximum(0, -(-there_are // open_rooms) - 1)
            prices.value[:, :, v] = weight * evenly[:, None]
        prices.pairs[:] = tables.repeats * (tables.options.shape[0] // rooms**2)

    def climb(
        self, seconds: float, steps: int, wanted: float | None, report: Report | None
    ) -> float:
        """Return the highest bound that was found."""
        begun = told = time.perf_counter()
        lately, size = np.zeros_like(self.prices), np.zeros_like(self.prices)
        prices, excess = self._named(self.prices), self._named(self.excess)
        best = -math.inf
        for step in range(1, steps + 1):
            best = max(best, price(self.tables, prices, excess, self.choice))
            now = time.perf_counter()
            gone = max((now - begun) / max(seconds, 1e-9), step / steps)
            if gone >= 1 or (wanted is not None and math.ceil(best) >= wanted):
                break
            if report is not None and now - told >= LONGEST_PAUSE:
                told = now
                if not report(best):
                    break
            self._step(step, gone, lately, size)
        return best

    def _step(self, step: int, gone: float, lately: Floats, size: Floats) -> None:
        lately += (1 - SHORT_MEMORY) * (self.excess - lately)
        size += (1 - LONG_MEMORY) * (self.excess**2 - size)
        length = self.scale * FIRST_STEP * (LAST_STEP / FIRST_STEP) ** gone
        usual = np.sqrt(size / (1 - LONG_MEMORY**step)) + 0.05
        self.prices += length / (1 - SHORT_MEMORY**step) * lately / usual
        np.maximum(self.prices, self.floor, out=self.prices)
        self.prices[:] = np.rint(self.prices / FINEST) * FINEST


def _shapes(tables: Tables) -> list[tuple[int, ...]]:
    _, rounds, rooms = tables.options.shape
    return [
        (rounds, rooms, len(tables.value_weight)),
        (rounds, rooms),
        (rounds, rounds, rooms, rooms),
        (len(tables.spoken),),
        (len(tables.apart), rounds, rooms),
        (len(tables.together), rooms),
    ]


def _groups_of_rounds(problem: Problem) -> list[range]:
    """Return the rounds in groups of which one person has not too many ways through."""
    rounds = len(problem.rounds)
    if not rounds or not problem.people:
        return []
    rooms = max(2, max(len(one.rooms) for one in problem.rounds))
    longest = max(1, int(math.log(MOST_WAYS) / math.log(rooms)))
    many = -(-rounds // longest)
    return [range(n * rounds // many, (n + 1) * rounds // many) for n in range(many)]


def _only(problem: Problem, group: range) -> Problem:
    """Return the problem of some rounds alone. Their costs add up to no more than all cost."""
    locks = (lock for lock in problem.locks if lock.round in group)
    return replace(
        problem,
        rounds=problem.rounds[group.start : group.stop],
        people=tuple(_person_in(person, group) for person in problem.people),
        locks=tuple(Lock(x.id, x.person, x.round - group.start, x.room) for x in locks),
        quotas=tuple(_quota_in(quota, group) for quota in problem.quotas),
        weights={**problem.weights, "no_top": 0},
        baseline=problem.baseline
        and {who: row[group.start : group.stop] for who, row in problem.baseline.items()},
    )


def _person_in(person: PersonSpec, group: range) -> PersonSpec:
    return replace(person, available=tuple(r - group.start for r in person.available if r in group))


def _quota_in(quota: Quota, group: range) -> Quota:
    if quota.rounds is None:
        return quota
    return replace(quota, rounds=tuple(r - group.start for r in quota.rounds if r in group))
