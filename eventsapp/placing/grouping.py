"""Groups whose members differ as much as possible (format `mdgp/1`; more is better).

Two threads anneal, each from several starts. The sizes of a start are those with the most pairs
(or the fewest, where distances are below zero): where the mean distance is far above its spread,
annealing alone does not find them.

Source of the problem: Gallego, Laguna, Martí and Duarte, Tabu search with strategic oscillation
for the maximally diverse grouping problem, 2013.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from eventsapp.placing.dice import Array, new_dice
from eventsapp.placing.outcome import Limit, Outcome, Report, SizeConflict, run_threads
from eventsapp.placing.problem import Impossible
from eventsapp.placing.swapping import anneal, settle

# In units of the spread of distances, found by trial on random and geometric distances.
HOT, COLD = 1.6, 0.15
SHARE_OF_MOVES = 0.2
CHUNK = 20_000
STEPS_OF_A_START = 16_000  # times the square of the number of elements
STEPS_A_SECOND = 15e6  # of one thread on a busy core; decides how many starts fit in the time


@dataclass(frozen=True)
class Elements:
    """The distances (times `scale`) of elements and the least and most that a group holds."""

    distances: Array
    bounds: Array
    scale: float

    @property
    def count(self) -> int:
        return len(self.distances)

    @property
    def spread(self) -> float:
        """The standard deviation of the distances, never 0."""
        pairs = self.distances[np.triu_indices(self.count, 1)]
        return float(pairs.std()) or 1.0 if len(pairs) else 1.0


def read_elements(instance: Mapping[str, Any]) -> Elements:
    """Return the elements of an instance in the format `mdgp/1`.

    Raises Impossible if the groups hold fewer or need more elements than there are.
    """
    n = int(instance["n"])
    flat = np.array(instance["d"])
    if len(flat) != n * (n - 1) // 2:
        raise ValueError(f"{n} elements have {n * (n - 1) // 2} distances, not {len(flat)}.")
    is_small = not flat.size or np.abs(flat).max() * 4.0 * n < 2**31
    exact = np.float64 if flat.dtype.kind == "f" else np.int32 if is_small else np.int64
    distances = np.zeros((n, n), dtype=exact)
    distances[np.triu_indices(n, 1)] = flat
    distances += distances.T.copy()
    bounds = np.array(instance["bounds"], dtype=np.int64).reshape(-1, 2)
    _check_sizes(n, bounds)
    return Elements(distances, bounds, float(instance.get("scale", 1)))


def _check_sizes(n: int, bounds: Array) -> None:
    crossed = [f"size:{group}" for group, (least, most) in enumerate(bounds) if least > most]
    if crossed:
        raise Impossible(SizeConflict((crossed[0],)))
    if not bounds[:, 0].sum() <= n <= bounds[:, 1].sum():
        raise Impossible(SizeConflict(tuple(f"size:{group}" for group in range(len(bounds)))))


def solve_grouping(
    elements: Elements,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    report: Report | None = None,
) -> Outcome:
    """Return the most diverse groups found; the same for the same seed and `iterations`.

    `report(best total so far, seconds)` is called about twice a second; False ends the search.
    """
    _load(elements)
    limit = Limit(seconds, iterations)
    searches = [_Search(elements, limit, seed, number) for number in range(2)]
    first = limit.passed

    def best() -> float:
        return float(max(search.value for search in searches)) / elements.scale

    run_threads(lambda number: searches[number].run(), limit, report, best)
    winner = max(searches, key=lambda search: search.value)  # of equals the first
    groups = [int(group) for group in winner.groups]
    return Outcome(
        assignment={"groups": groups},
        total=_sum_inside(elements, groups) / elements.scale,
        bound=upper_bound(elements) / elements.scale,
        seconds=limit.passed,
        first_plan_seconds=first,
        iterations=sum(search.steps for search in searches),
    )


class _Search:
    """What one thread does: start after start, each cooled from hot to cold."""

    def __init__(self, elements: Elements, limit: Limit, seed: int, number: int) -> None:
        self.elements, self.limit, self.number = elements, limit, number
        self.random = np.random.default_rng([abs(seed), number])
        self.dice = new_dice(seed, number)
        self.steps = 0
        self.groups = self._start()
        self.value = _sum_inside(elements, self.groups)

    def _start(self) -> Array:
        sizes = fullest_sizes(self.elements, self.random)
        groups = np.repeat(np.arange(len(sizes)), sizes)
        self.random.shuffle(groups)
        return groups

    def run(self) -> None:
        starts = self._number_of_starts()
        if self.elements.count < 2:
            return
        for start in range(starts):
            self._cool(start / starts, (start + 1) / starts)

    def _number_of_starts(self) -> int:
        one = STEPS_OF_A_START * self.elements.count**2
        steps = self.limit.steps or STEPS_A_SECOND * (self.limit.seconds or 0)
        return max(1, round(steps / max(1, one)))

    def _cool(self, begin: float, end: float) -> None:
        """Anneal a new start while the share of the limit that is used goes from begin to end."""
        elements = self.elements
        groups = self._start()
        near = np.zeros((len(elements.bounds), elements.count), dtype=elements.distances.dtype)
        sizes = np.zeros(len(elements.bounds), dtype=np.int64)
        values = np.full(2, settle(groups, elements.distances, near, sizes))
        best = groups.copy()
        moves = SHARE_OF_MOVES if (elements.bounds[:, 0] < elements.bounds[:, 1]).any() else 0.0
        unit = elements.spread

        def attempt(steps: int, warmth: float) -> None:
            anneal(
                groups, elements.distances, near, sizes, elements.bounds, values, best, steps,
                warmth * unit, moves, self.dice,
            )  # fmt: skip
            self.steps += steps
            if values[1] > self.value:
                self.value, self.groups = float(values[1]), best.copy()

        while (used := self.limit.share(self.steps)) < end:
            attempt(self._chunk(), HOT * (COLD / HOT) ** ((used - begin) / (end - begin)))

    def _chunk(self) -> int:
        if self.limit.steps is None:
            return CHUNK
        return max(1, min(CHUNK, self.limit.steps // 200, self.limit.steps - self.steps))


def fullest_sizes(elements: Elements, random: np.random.Generator) -> Array:
    """Return sizes within the bounds with the most pairs in one group; of equal ones any.

    Where the mean distance is below zero: with the fewest pairs.
    """
    sign = -1 if elements.distances.sum() < 0 else 1
    n = elements.count
    order = random.permutation(len(elements.bounds))
    best = np.full(n + 1, -np.inf)
    best[0] = 0
    chosen = np.zeros((len(order), n + 1), dtype=np.int64)
    for row, group in enumerate(order):
        least, most = elements.bounds[group]
        reached = np.full(n + 1, -np.inf)
        for size in random.permutation(np.arange(least, min(most, n) + 1)):
            value = best[: n + 1 - size] + sign * size * (size - 1) / 2
            is_better = value > reached[size:]
            reached[size:][is_better] = value[is_better]
            chosen[row, size:][is_better] = size
        best = reached
    sizes = np.zeros(len(order), dtype=np.int64)
    left = n
    for row in range(len(order) - 1, -1, -1):
        sizes[order[row]] = chosen[row, left]
        left -= chosen[row, left]
    return sizes


def upper_bound(elements: Elements) -> float:
    """Return a proven upper bound of the sum of distances inside groups, times the scale.

    An element meets at most its farthest others. For groups of one size the eigenvalues say
    more where distances are geometric: the groups are a projection that keeps the vector of
    ones. Source: Donath and Hoffman, Lower bounds for the partitioning of graphs, 1973.
    """
    n, most = elements.count, int(elements.bounds[:, 1].max(initial=0))
    if n < 2:
        return 0.0
    others = np.sort(elements.distances + np.diag(np.full(n, -np.inf)), axis=1)[:, :0:-1]
    positive = np.maximum(others, 0) if (elements.bounds[:, 0] < most).any() else others
    bound = float(positive[:, : most - 1].sum() / 2)
    if (elements.bounds == most).all():
        bound = min(bound, _spectral_bound(elements.distances.astype(float), most))
    return bound


def _spectral_bound(distances: Array, size: int) -> float:
    n = len(distances)
    centred = distances - distances.mean(axis=0) - distances.mean(axis=1)[:, None]
    centred += distances.mean()
    # The eigenvalues across the vector of ones; its own, 0, is taken out by a large shift.
    shift = np.abs(centred).sum() + 1
    values = np.linalg.eigvalsh(centred - np.full((n, n), shift / n))[1:]
    groups = n // size
    top = np.sort(values)[::-1][: groups - 1].sum()
    return float(size / 2 * (distances.sum() / n + top)) + 1e-6 * abs(float(distances.sum()))


def _sum_inside(elements: Elements, groups: Any) -> float:
    same = np.equal.outer(np.asarray(groups), np.asarray(groups))
    return float(elements.distances[same].sum(dtype=np.float64) / 2)


def _load(elements: Elements) -> None:
    """Compile or load the inner loop, which is not part of the search."""
    kind = elements.distances.dtype
    groups, distances = np.array([0, 1]), np.zeros((2, 2), dtype=kind)
    near, sizes, bounds = np.zeros((2, 2), dtype=kind), np.zeros(2, dtype=np.int64), np.ones((2, 2))
    values = np.full(2, settle(groups, distances, near, sizes))
    anneal(
        groups, distances, near, sizes, bounds.astype(np.int64), values, groups.copy(), 1, 1.0,
        0.0, new_dice(0),
    )  # fmt: skip
