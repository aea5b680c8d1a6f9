from itertools import combinations, product

import pytest

from eventsapp.placing.fields import field, prime_powers, ring
from eventsapp.placing.golfers import read_golf, solve_golfers
from eventsapp.placing.recipes import RECIPES, kept
from eventsapp.placing.schedules import built, fewest_repeats, most_rounds
from eventsapp.placing.symmetry import half_and_half, shapes


def make_instance(groups, size, rounds):
    return {
        "format": "golf/1",
        "name": f"golf-{groups}-{size}-{rounds}",
        "groups": groups,
        "group_size": size,
        "rounds": rounds,
    }


def solve(instance, **limits):
    return solve_golfers(read_golf(instance), **limits)


def repeats_of(rows):
    """The score from first principles: for each pair that meets m times, m(m - 1)/2."""
    met = {}
    for row in rows:
        for pair in combinations(range(len(row)), 2):
            if row[pair[0]] == row[pair[1]]:
                met[pair] = met.get(pair, 0) + 1
    return sum(times * (times - 1) // 2 for times in met.values())


def rows_of(rounds, people):
    """Each round as the group of each person; fails where somebody is in none."""
    return [
        [
            next(number for number, group in enumerate(each) if person in group)
            for person in range(people)
        ]
        for each in rounds
    ]


def are_rounds(rows, instance):
    groups, size = instance["groups"], instance["group_size"]
    everybody = sorted(list(range(groups)) * size)
    return len(rows) == instance["rounds"] and all(sorted(row) == everybody for row in rows)


SIZES = [(g, s) for g in range(1, 17) for s in range(1, 17) if g * s <= 90]


def test_nobody_meets_twice_in_any_schedule_that_is_built_by_rule():
    faults = []
    for groups, size in SIZES:
        rounds = built(groups, size)
        rows = rows_of(rounds, groups * size)
        if not are_rounds(rows, make_instance(groups, size, len(rounds))) or repeats_of(rows):
            faults.append((groups, size))
        most = most_rounds(groups, size)
        if most is not None and len(rounds) > most:
            faults.append((groups, size, "more rounds than there can be"))

    assert faults == []


@pytest.mark.parametrize(
    ("groups", "size", "rounds"),
    [(4, 4, 5), (5, 5, 6), (7, 7, 8), (8, 8, 9), (9, 9, 10), (9, 3, 13), (16, 4, 21), (8, 5, 8),
     (6, 6, 3), (12, 3, 16), (6, 2, 11), (8, 4, 9)],
)  # fmt: skip
def test_rules_build_planes_and_spaces_whole(groups, size, rounds):
    assert len(built(groups, size)) == rounds


@pytest.mark.parametrize(("groups", "size"), sorted(RECIPES))
def test_nobody_meets_twice_in_any_schedule_that_is_kept(groups, size):
    rounds = kept(groups, size)

    rows = rows_of(rounds, groups * size)
    assert repeats_of(rows) == 0
    assert are_rounds(rows, make_instance(groups, size, len(rounds)))
    assert len(built(groups, size)) < len(rounds) <= most_rounds(groups, size)


@pytest.mark.parametrize("order", [(2, 1), (2, 3), (3, 2), (5, 1), (2, 4)])
def test_a_field_divides_and_distributes(order):
    plus, times = field(*order)
    everything = range(order[0] ** order[1])

    assert all(sorted(times[a]) == list(everything) for a in everything if a)
    assert all(
        times[a][plus[b][c]] == plus[times[a][b]][times[a][c]]
        for a, b, c in product(everything, repeat=3)
    )


def test_a_ring_begins_with_elements_that_differ_by_units():
    plus, times, units = ring(12)
    minus = {b: next(a for a in range(12) if plus[a][b] == 0) for b in range(12)}

    differences = [plus[a][minus[b]] for a, b in combinations(range(units), 2)]

    assert prime_powers(12) == [(2, 2), (3, 1)]
    assert units == 3
    assert all(sorted(times[d]) == list(range(12)) for d in differences)


@pytest.mark.parametrize(
    ("groups", "size", "rounds"),
    [(4, 4, 5), (5, 3, 7), (5, 4, 5), (6, 4, 7), (7, 3, 10), (8, 4, 7), (8, 4, 10), (6, 3, 8),
     (9, 3, 11), (7, 4, 7), (5, 5, 6), (8, 8, 9), (4, 3, 4), (10, 2, 19), (1, 5, 1), (3, 1, 4)],
)  # fmt: skip
def test_people_meet_no_one_twice_where_that_can_be(groups, size, rounds):
    instance = make_instance(groups, size, rounds)

    found = solve(instance, iterations=4_000_000)

    assert (found.total, found.bound, found.gap) == (0, 0, 0)
    assert repeats_of(found.assignment["rounds"]) == 0
    assert are_rounds(found.assignment["rounds"], instance)


@pytest.mark.parametrize("instance", [(2, 2, 4), (2, 3, 2), (3, 3, 5), (1, 4, 3), (2, 2, 7)])
def test_where_people_must_meet_again_they_do_so_as_little_as_possible(instance):
    found = solve(make_instance(*instance), iterations=2_000_000)

    assert found.total == found.bound == fewest_repeats(*instance) > 0
    assert repeats_of(found.assignment["rounds"]) == found.total
    assert are_rounds(found.assignment["rounds"], make_instance(*instance))


def test_more_rounds_than_any_schedule_allows_start_from_one_without_repeats():
    instance = make_instance(5, 3, 9)

    found = solve(instance, iterations=2_000_000)

    assert repeats_of(found.assignment["rounds"]) == found.total
    assert found.bound == 30 == found.total
    assert are_rounds(found.assignment["rounds"], instance)


@pytest.mark.parametrize("size", [(4, 3, 6), (7, 5, 8), (6, 4, 8)])
def test_the_same_seed_and_steps_give_the_same_schedule(size):
    instance = make_instance(*size)

    once, again, other = (solve(instance, iterations=600_000, seed=s) for s in (3, 3, 4))

    assert once.assignment == again.assignment
    assert once.total == again.total
    assert once.assignment != other.assignment


def test_a_symmetric_schedule_has_the_rounds_its_shape_says():
    found = list(shapes(6, 4, 7))
    developed = [shape.develop([list(row) for row in shape.start(Chance())]) for shape in found]

    assert [len(rounds) for rounds in developed] == [shape.rounds for shape in found]
    assert all(
        are_rounds(rows_of(rounds, 24), make_instance(6, 4, len(rounds))) for rounds in developed
    )


class Chance:
    """Stands where chance is asked, and leaves everybody where they are."""

    def permutation(self, people):
        return people


def test_the_fixed_rounds_of_half_and_half_repeat_no_meeting():
    for groups in (8, 16):
        rows = rows_of(half_and_half(groups, 0).develop([]), groups * 4)

        assert repeats_of(rows) == 0
        assert are_rounds(rows, make_instance(groups, 4, 2))


def test_no_round_and_nobody_need_no_search():
    assert solve(make_instance(3, 3, 0)).assignment == {"rounds": []}
    with pytest.raises(ValueError, match="at least one group"):
        solve(make_instance(0, 3, 1))


def test_who_watches_can_stop_the_search_of_rounds_and_keeps_the_best():
    seen = []

    def stop(total, seconds):
        seen.append(total)
        return False

    instance = make_instance(10, 9, 9)
    found = solve(instance, seconds=60, report=stop)

    assert 0 < len(seen) <= 2
    assert found.total <= seen[0]
    assert are_rounds(found.assignment["rounds"], instance)
