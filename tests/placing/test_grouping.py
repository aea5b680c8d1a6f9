from itertools import combinations, product

import numpy as np
import pytest

from eventsapp.placing.grouping import fullest_sizes, read_elements, solve_grouping
from eventsapp.placing.problem import Impossible


def make_instance(n, bounds, *, seed=1, least=0, most=100, scale=1):
    numbers = np.random.default_rng(seed).integers(least, most + 1, n * (n - 1) // 2)
    return {
        "format": "mdgp/1",
        "name": "made",
        "n": n,
        "bounds": bounds,
        "scale": scale,
        "d": numbers.tolist(),
    }


def solve(instance, **limits):
    return solve_grouping(read_elements(instance), **limits)


def sum_of(instance, groups):
    """The score from first principles: the distances of all pairs that share a group."""
    pairs = combinations(range(instance["n"]), 2)
    distances = zip(pairs, instance["d"], strict=True)
    return sum(d for (i, j), d in distances if groups[i] == groups[j]) / instance["scale"]


def keeps_bounds(instance, groups):
    sizes = [groups.count(group) for group in range(len(instance["bounds"]))]
    return len(groups) == instance["n"] == sum(sizes) and all(
        least <= size <= most for size, (least, most) in zip(sizes, instance["bounds"], strict=True)
    )


def best_of_all(instance):
    every = product(range(len(instance["bounds"])), repeat=instance["n"])
    return max(sum_of(instance, g) for g in every if keeps_bounds(instance, g))


@pytest.mark.parametrize(
    ("n", "bounds", "least"),
    [
        (8, [[4, 4], [4, 4]], 0),
        (8, [[2, 3], [1, 4], [2, 5]], 0),
        (7, [[0, 7], [0, 7]], 0),
        (8, [[0, 8], [0, 8], [0, 8]], -100),
        (7, [[2, 4], [2, 4]], -90),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_small_groups_are_the_best_of_all_there_are(n, bounds, least, seed):
    instance = make_instance(n, bounds, seed=seed, least=least, scale=10)

    found = solve(instance, iterations=60_000)

    assert found.total == best_of_all(instance) == sum_of(instance, found.assignment["groups"])
    assert found.bound >= found.total
    assert keeps_bounds(instance, found.assignment["groups"])


@pytest.mark.parametrize("bounds", [[[6, 6]] * 5, [[4, 9], [5, 5], [3, 12], [6, 8], [2, 7]]])
def test_the_same_seed_and_steps_give_the_same_groups(bounds):
    instance = make_instance(30, bounds)

    once, again, other = (solve(instance, iterations=90_000, seed=s) for s in (3, 3, 4))

    assert once.assignment == again.assignment
    assert once.iterations == again.iterations == 90_000
    assert once.assignment != other.assignment
    assert keeps_bounds(instance, once.assignment["groups"])
    assert sum_of(instance, once.assignment["groups"]) == once.total <= once.bound


def test_a_search_does_far_better_than_chance():
    instance = make_instance(40, [[8, 8]] * 5)
    shuffled = np.random.default_rng(1).permutation(np.repeat(range(5), 8)).tolist()

    found = solve(instance, iterations=400_000)

    assert found.total > 1.25 * sum_of(instance, shuffled)


def test_the_bound_of_distances_on_a_line_is_close():
    places = np.sort(np.random.default_rng(5).uniform(0, 1000, 12)).astype(int).tolist()
    instance = make_instance(12, [[6, 6], [6, 6]])
    instance["d"] = [abs(a - b) for a, b in combinations(places, 2)]

    found = solve(instance, iterations=100_000)

    assert found.total == best_of_all(instance)
    assert 0 <= found.gap < 0.1


def test_sizes_of_a_start_have_the_most_pairs():
    elements = read_elements(make_instance(11, [[2, 6], [1, 5], [2, 4]], least=5))

    sizes = fullest_sizes(elements, np.random.default_rng(1))

    every = [s for s in product(range(2, 7), range(1, 6), range(2, 5)) if sum(s) == 11]
    assert sum(s * (s - 1) for s in sizes) == max(sum(s * (s - 1) for s in e) for e in every)


@pytest.mark.parametrize(
    ("bounds", "core"),
    [
        ([[3, 4], [3, 4]], ("size:0", "size:1")),
        ([[6, 9], [5, 9]], ("size:0", "size:1")),
        ([[5, 4], [0, 9]], ("size:0",)),
    ],
)
def test_sizes_that_cannot_add_up_are_named(bounds, core):
    with pytest.raises(Impossible) as refused:
        solve(make_instance(10, bounds), iterations=10)

    assert refused.value.conflict.core == core


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_anybody_is_grouped_too(n):
    found = solve(make_instance(n, [[0, 2], [0, 2]], least=1), iterations=100)

    assert keeps_bounds(make_instance(n, [[0, 2], [0, 2]], least=1), found.assignment["groups"])
    assert found.total == found.bound or n == 2


def test_numbers_too_large_for_short_integers_and_fractions_are_summed_exactly():
    large = make_instance(8, [[4, 4], [4, 4]], most=10**12)
    halves = {**large, "d": [number / 2**20 for number in large["d"]]}

    assert solve(large, iterations=20_000).total == best_of_all(large)
    assert solve(halves, iterations=20_000).total == pytest.approx(best_of_all(halves))


def test_who_watches_can_stop_the_search_and_keeps_the_best():
    instance = make_instance(30, [[6, 6]] * 5)
    seen = []

    def stop(total, seconds):
        seen.append(total)
        return False

    found = solve(instance, seconds=60, report=stop)

    assert len(seen) == 1
    assert found.total >= seen[0]
    assert keeps_bounds(instance, found.assignment["groups"])
