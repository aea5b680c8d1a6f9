"""The lower bound never says more than what a plan costs, and comes near it."""

from dataclasses import replace
from itertools import product

import pytest

from eventsapp.placing.bounds import _groups_of_rounds, lower_bound
from eventsapp.placing.problem import Problem, RoundSpec, read_egm
from eventsapp.placing.scoring import total, violations
from tests.placing.problems import best_plan, random_source, stored_problem

LONG = 600


def cheapest(problem: Problem) -> int:
    """Return what the best of all plans costs, by trying each."""
    ways = [
        list(product(*(
            [room.id for room in one.rooms] if r in person.available else [None]
            for r, one in enumerate(problem.rounds)
        )))
        for person in problem.people
    ]  # fmt: skip
    names = [person.id for person in problem.people]
    plans = (dict(zip(names, rows, strict=True)) for rows in product(*ways))
    return min(total(problem, plan) for plan in plans if not violations(problem, plan))


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_costs_less_than_the_bound(seed):
    problem = read_egm(random_source(seed, people=5, rooms=2, rounds=2))
    best = cheapest(problem)

    bound = lower_bound(problem, seconds=LONG, steps=500)

    assert bound == int(bound)
    assert bound <= best
    assert bound >= best - 12


@pytest.mark.parametrize("seed", range(20, 60))
def test_the_hidden_plan_of_a_random_problem_does_not_cost_less(seed):
    source = random_source(seed)
    problem = read_egm(source)
    hidden = {who: tuple(row) for who, row in source["hidden"].items()}
    assert violations(problem, hidden) == []

    assert lower_bound(problem, seconds=LONG, steps=200) <= total(problem, hidden)


@pytest.mark.parametrize(
    ("name", "steps", "least"),
    [
        ("egm-030-mix", 5_000, 449),
        ("egm-060-continuity", 3_000, 898),
        ("egm-060-online", 5_000, 1_275),
        ("egm-120-mix", 3_000, 4_524),
    ],
)
def test_the_best_plans_known_are_shown_to_be_nearly_the_best(name, steps, least):
    problem = stored_problem(name)

    bound = lower_bound(problem, seconds=LONG, steps=steps)

    assert least <= bound <= total(problem, best_plan(name))


def test_the_same_number_of_steps_gives_the_same_bound():
    problem = stored_problem("egm-030-mix")

    bounds = {lower_bound(problem, seconds=LONG, steps=50) for _ in range(2)}

    assert len(bounds) == 1


def test_the_search_ends_when_enough_is_proven():
    problem = stored_problem("egm-060-continuity")

    bound = lower_bound(problem, seconds=LONG, steps=3_000, known=880)

    assert 880 <= bound < 898


def test_the_search_ends_when_nobody_wants_to_know_any_more():
    problem = stored_problem("egm-120-mix")
    heard = []

    def stop(bound):
        heard.append(bound)
        return False

    bound = lower_bound(problem, seconds=LONG, steps=10**9, report=stop)

    assert heard == [bound]


def test_many_rounds_are_taken_in_groups_and_the_bound_still_holds():
    source = random_source(7, people=8, rooms=3, rounds=2)
    once = read_egm(source)
    names = [person.id for person in once.people]
    many = replace(
        once,
        rounds=tuple(RoundSpec(f"r{r}", once.rounds[r % 2].rooms) for r in range(12)),
        people=tuple(replace(person, available=tuple(range(12))) for person in once.people),
        locks=(),
        together=(),
        apart=(),
    )
    some_room = many.rounds[0].rooms
    row = {who: tuple(some_room[n % 3].id for _ in range(12)) for n, who in enumerate(names)}
    many = replace(
        many,
        rounds=tuple(
            RoundSpec(one.id, tuple(replace(room, least=0) for room in one.rooms))
            for one in many.rounds
        ),
    )
    assert violations(many, row) == []

    assert [len(group) for group in _groups_of_rounds(many)] == [6, 6]
    assert 0 < lower_bound(many, seconds=LONG, steps=200) <= total(many, row)


def test_a_meeting_without_people_or_rounds_costs_nothing():
    assert lower_bound(Problem(rounds=(), people=()), seconds=1) == 0
