"""The search: never a broken rule, the same again with the same seed, stopped when one says so."""

import pytest

from eventsapp.placing.encoding import lay_out, places_of, plan_of
from eventsapp.placing.problem import (
    Impossible,
    Lock,
    Pair,
    PersonSpec,
    Problem,
    RoomSpec,
    RoundSpec,
    read_egm,
)
from eventsapp.placing.scoring import total, violations
from eventsapp.placing.seating import COST, anneal, new_state
from eventsapp.placing.solving import solve
from tests.placing.problems import best_plan, random_source, stored_problem


@pytest.mark.parametrize("seed", range(15))
def test_whatever_the_rules_a_plan_that_is_found_breaks_none(seed):
    problem = read_egm(random_source(seed, people=8 + seed, rooms=2 + seed % 3))
    found = solve(problem, iterations=4000, seed=seed)

    assert violations(problem, found.plan) == []
    assert found.total == total(problem, found.plan)
    assert found.bound <= found.total


@pytest.mark.parametrize("name", ["egm-120-mix", "egm-300-noshow"])
def test_the_counts_of_the_search_are_the_cost_of_its_plan(name):
    problem = stored_problem(name)
    layout = lay_out(problem)
    state = new_state(layout.tables, places_of(layout, best_plan(name)), 1)

    assert state.facts[COST] == total(problem, best_plan(name))
    anneal(layout.tables, state, 20_000, 30, 30)
    plan = plan_of(layout, state.places)
    assert state.facts[COST] == total(problem, plan)
    assert violations(problem, plan) == []


def test_the_same_seed_and_iterations_give_the_same_plan():
    problem = stored_problem("egm-060-online")
    first, second, other = (solve(problem, iterations=60_000, seed=seed).plan for seed in (5, 5, 6))

    assert first == second
    assert first != other


def test_a_long_enough_search_finds_what_is_best_for_a_small_meeting():
    problem = stored_problem("egm-030-mix")
    found = solve(problem, iterations=600_000, seed=1)

    assert violations(problem, found.plan) == []
    assert found.total <= 465


def test_a_search_that_is_told_to_stop_gives_its_best_plan():
    heard = []

    def report(progress):
        heard.append(progress)
        return progress.plan is None

    problem = stored_problem("egm-120-mix")
    found = solve(problem, seconds=120, report=report)

    assert violations(problem, found.plan) == []
    assert found.seconds < 60
    assert found.total <= heard[-1].total


def test_no_time_at_all_gives_a_plan_without_fault_or_none():
    problem = stored_problem("egm-300-mix")
    found = solve(problem, seconds=0.001)

    assert found.plan is None or violations(problem, found.plan) == []


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("egm-060-infeasible-pairs", "apart:core-1"),
        ("egm-060-infeasible-quota", "quota:women-round-3"),
    ],
)
def test_where_no_plan_exists_the_rules_that_contradict_each_other_are_named(name, core):
    with pytest.raises(Impossible) as raised:
        solve(stored_problem(name), iterations=1000)

    assert core in raised.value.conflict.core


def people(*names, **facts):
    return tuple(PersonSpec(name, available=(0, 1), **facts) for name in names)


def test_rooms_may_differ_from_round_to_round():
    problem = Problem(
        rounds=(
            RoundSpec("1", (RoomSpec("a", "x", most=2), RoomSpec("b", "y"))),
            RoundSpec("2", (RoomSpec("c", "y"), RoomSpec("d", "x", most=1), RoomSpec("e"))),
        ),
        people=people("p", "q", "r", "s", theme_cost={"x": 0, "y": 1}),
        locks=(Lock("lock:1", "p", 1, "e"),),
        together=(Pair("together:1", ("q", "r")),),
        weights={"theme": 3, "balance": 1, "no_top": 10, "switches": 1},
    )
    found = solve(problem, iterations=4000)

    assert violations(problem, found.plan) == []
    assert found.plan["p"][1] == "e"
    assert found.plan["q"] == found.plan["r"]


@pytest.mark.parametrize(
    "problem",
    [
        Problem((RoundSpec("1", (RoomSpec("a"),)),), ()),
        Problem((), (PersonSpec("p"),)),
        Problem((RoundSpec("1", (RoomSpec("a"),)),), (PersonSpec("p"),)),
    ],
)
def test_nobody_to_place_is_no_trouble(problem):
    assert violations(problem, solve(problem, iterations=10).plan) == []


@pytest.mark.parametrize(
    "problem",
    [
        Problem((RoundSpec("1", ()),), (PersonSpec("p", available=(0,)),)),
        Problem((RoundSpec("1", (RoomSpec("a", least=2),)),), (PersonSpec("p", available=(0,)),)),
        Problem(
            (RoundSpec("1", (RoomSpec("a"), RoomSpec("b"))),),
            (PersonSpec("p", available=(0,)),),
            locks=(Lock("lock:1", "p", 0, "a"), Lock("lock:2", "p", 0, "b")),
        ),
    ],
)
def test_a_round_without_rooms_and_rules_that_contradict_are_impossible(problem):
    with pytest.raises(Impossible):
        solve(problem, iterations=10)
