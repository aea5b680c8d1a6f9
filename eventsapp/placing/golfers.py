"""Rounds in which people meet as few twice as possible (format `golf/1`; fewer is better).

First what is built by rule (`schedules`) or kept (`recipes`). Then two threads search symmetric
schedules without any repeat (`symmetry`), each shape for a moment and then for longer; what is
left of the time, or all of it where some must meet again, goes into plain annealing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from operator import itemgetter
from typing import Any

import numpy as np

from eventsapp.placing.dice import Array, new_dice
from eventsapp.placing.meeting import anneal
from eventsapp.placing.outcome import THREADS, Limit, Outcome, Report, run_threads
from eventsapp.placing.recipes import kept
from eventsapp.placing.schedules import (
    Round,
    built,
    count_repeats,
    fewest_repeats,
    is_round,
    most_rounds,
)
from eventsapp.placing.symmetry import Shape, plain, shapes

# In repeated meetings, found by trial; from a schedule that is good already.
WARMTH, COOL = np.array([1.0, 0.15]), np.array([0.35, 0.12])
SHORT, LONG = 250_000, 4_000_000  # steps of the first look at a shape, and of the longest
SHARE_OF_SYMMETRY = 0.7
SHAPES_AT_MOST = 40
SHARE_OF_PREFIX = 0.4


@dataclass(frozen=True)
class Golf:
    """So many rounds of so many groups of one size."""

    groups: int
    size: int
    rounds: int


def read_golf(instance: Mapping[str, Any]) -> Golf:
    """Return what an instance in the format `golf/1` asks for."""
    golf = Golf(int(instance["groups"]), int(instance["group_size"]), int(instance["rounds"]))
    if golf.groups < 1 or golf.size < 1 or golf.rounds < 0:
        raise ValueError("A schedule needs at least one group of at least one person.")
    return golf


def solve_golfers(
    golf: Golf,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    report: Report | None = None,
) -> Outcome:
    """Return the rounds with the fewest repeats found; the same for the same seed and steps.

    `report(fewest repeats so far, seconds)` is called about twice a second; False ends the search.
    """
    limit = Limit(seconds, iterations)
    search = _Search(golf, limit, seed)
    first = limit.passed
    if search.winner[0] > search.bound:
        with limit.uncounted():
            _load()
        search.run(report)
    repeats, rounds = search.winner
    return Outcome(
        assignment={"rounds": [_row(each, golf.groups * golf.size) for each in rounds]},
        total=repeats,
        bound=search.bound,
        seconds=limit.passed,
        first_plan_seconds=first,
        iterations=sum(search.steps),
    )


def best_built(groups: int, size: int, wanted: int) -> list[Round]:
    """Return rounds without a repeat, at most as many as wanted, from rules and recipes."""
    rounds = built(groups, size)
    if len(rounds) < wanted:
        rounds = max(rounds, kept(groups, size), key=len)
    if size == 1:
        rounds = rounds[:1] * wanted
    return _checked(rounds[:wanted], groups, size)


def _checked(rounds: list[Round], groups: int, size: int) -> list[Round]:
    """Return the rounds, once it is seen that they are rounds and that nobody meets twice."""
    if not all(is_round(each, groups * size, size) for each in rounds) or count_repeats(rounds):
        raise AssertionError(f"The schedule of {groups} groups of {size} repeats a meeting.")
    return rounds


def _row(groups: Round, people: int) -> list[int]:
    """Return the group of each person."""
    group_of = {person: number for number, group in enumerate(groups) for person in group}
    return [group_of[person] for person in range(people)]


class _Search:
    """The best schedule so far, and the two threads that look for a better one."""

    def __init__(self, golf: Golf, limit: Limit, seed: int) -> None:
        self.groups, self.size, self.wanted = golf.groups, golf.size, golf.rounds
        self.limit, self.seed = limit, seed
        self.bound = fewest_repeats(golf.groups, golf.size, golf.rounds)
        self.steps = [0] * THREADS
        self.perfect_at: list[tuple[int, int, list[Round]]] = []
        self.prefix = best_built(golf.groups, golf.size, golf.rounds)
        # A first plan, whatever comes: the rounds without a repeat, again and again.
        self.best = [self._again(self.prefix)] * THREADS

    def _again(self, rounds: list[Round]) -> tuple[int, list[Round]]:
        filled = [rounds[number % len(rounds)] for number in range(self.wanted)]
        return count_repeats(filled), filled

    @property
    def winner(self) -> tuple[int, list[Round]]:
        """Repeats and rounds of the best thread; of equals the first."""
        return min(self.best, key=lambda found: found[0])

    def run(self, report: Report | None) -> None:
        def watch(work: Callable[[int], None]) -> None:
            run_threads(work, self.limit, report, lambda: float(self.winner[0]))

        most = most_rounds(self.groups, self.size)
        reachable = self.wanted if most is None else min(self.wanted, most)
        if len(self.prefix) < reachable:
            share = SHARE_OF_SYMMETRY if self.bound == 0 else SHARE_OF_PREFIX
            watch(partial(self._search_shapes, reachable, share))
            if self.perfect_at:
                self.prefix = _checked(min(self.perfect_at)[2][:reachable], self.groups, self.size)
                self.best[0] = min(self.best[0], self._again(self.prefix), key=itemgetter(0))
                # So much is the same in every run with this limit in steps.
                self.steps = [min(self.perfect_at)[0]] * THREADS
                self.limit.bell[0] = 0
        if self.winner[0] > self.bound:
            watch(self._anneal_all)

    def _search_shapes(self, wanted: int, share: float, thread: int) -> None:
        """Look for a symmetric schedule without a repeat, every other shape in each thread."""
        ahead = islice(shapes(self.groups, self.size, wanted), thread, SHAPES_AT_MOST, THREADS)
        found = []
        for shape in ahead:
            if self._is_over(thread, share):
                return
            if shape.has_room:
                found.append(shape)
                self._try(shape, SHORT, len(found), thread)
        for attempt in count(1) if found else ():
            for number, shape in enumerate(found):
                if self._is_over(thread, share):
                    return
                steps = min(LONG, SHORT << attempt)
                self._try(shape, steps, attempt * SHAPES_AT_MOST + number, thread)

    def _is_over(self, thread: int, share: float) -> bool:
        """Say whether the time for symmetry is over, or another thread was faster, in steps."""
        is_beaten = any(self.steps[thread] >= at for at, _, _ in self.perfect_at)
        return is_beaten or self.limit.share(self.steps[thread]) >= share

    def _try(self, shape: Shape, steps: int, number: int, thread: int) -> None:
        """Anneal a schedule of this shape, and keep it if nobody meets twice."""
        dice = new_dice(self.seed, number * THREADS + thread)
        base = shape.start(np.random.default_rng(int(dice[0])))
        if self._anneal(base, shape, WARMTH, steps, dice, thread) == 0:
            found = self.steps[thread], thread, shape.develop(base.tolist())
            self.perfect_at.append(found)
            if self.limit.steps is None:
                self.limit.bell[0] = 1  # the other thread need not finish its attempt

    def _anneal(
        self, base: Array, shape: Shape, warmth: Array, steps: int, dice: Array, thread: int
    ) -> int:
        classes, used = shape.classes
        steps = self.limit.allowed(steps, self.steps[thread])
        least, made = anneal(
            base,
            shape.size,
            shape.shifts,
            classes,
            used.copy(),
            steps,
            warmth,
            self.limit.bell,
            dice,
        )
        self.steps[thread] += made
        return int(least)

    def _anneal_all(self, thread: int) -> None:
        """Anneal without symmetry, in turn from chance and after the rounds without a repeat."""
        for attempt in count():
            dice = new_dice(self.seed, 10_000 + attempt * THREADS + thread)
            steps = SHORT << min(attempt + 2, 6)
            is_from_chance = (attempt + thread) % 2 == 0 or len(self.prefix) >= self.wanted
            fixed = () if is_from_chance else tuple(self.prefix)
            shape = plain(self.groups, self.size, self.wanted, fixed)
            base = shape.start(np.random.default_rng(int(dice[0])))
            self._anneal(base, shape, WARMTH, steps, dice, thread)
            self._keep(shape.develop(base.tolist()), thread)
            if fixed:
                whole = plain(self.groups, self.size, self.wanted)
                base = np.array([np.concatenate(each) for each in shape.develop(base.tolist())])
                self._anneal(base, whole, COOL, steps, dice, thread)
                self._keep(whole.develop(base.tolist()), thread)
            is_done = self.best[thread][0] <= self.bound
            if is_done and self.limit.steps is None:
                self.limit.end()
            if is_done or self.limit.share(self.steps[thread]) >= 1:
                return

    def _keep(self, rounds: list[Round], thread: int) -> None:
        found = count_repeats(rounds), rounds
        self.best[thread] = min(self.best[thread], found, key=itemgetter(0))


def _load() -> None:
    """Compile or load the inner loop, which is not part of the search."""
    shape = plain(2, 2, 2)
    classes, used = shape.classes
    base = shape.start(np.random.default_rng(0))
    bell = np.zeros(1, dtype=np.int64)
    anneal(base, 2, shape.shifts, classes, used.copy(), 1, WARMTH, bell, new_dice(0))
