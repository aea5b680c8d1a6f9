"""What a plan is worth, and which rules it breaks."""

import json
import random
from itertools import combinations

import pytest

from eventsapp.placing.problem import (
    PersonSpec,
    Problem,
    RoomSpec,
    RoundSpec,
    problem_from_json,
    problem_to_json,
    read_egm,
)
from eventsapp.placing.scoring import Standing, effect_of_move, parts, total, violations
from tests.placing.problems import best_plan, random_source, stored_problem

TOTALS = {
    "egm-030-mix": 455, "egm-060-online": 1301, "egm-060-continuity": 898, "egm-120-mix": 4762,
    "egm-300-mix": 22535, "egm-1000-mix": 189209, "egm-120-noshow": 4916, "egm-300-noshow": 21981,
}  # fmt: skip


@pytest.mark.parametrize("name", TOTALS)
def test_the_kept_plans_break_no_rule_and_are_worth_what_was_said(name):
    problem, plan = stored_problem(name), best_plan(name)

    assert violations(problem, plan) == []
    assert total(problem, plan) <= TOTALS[name]


def naive_parts(source, plan):
    """The wishes as the benchmark says them, pair by pair."""
    experts = [one for one in source["people"] if one["kind"] == "expert"]
    theme = {room["id"]: room["theme"] for room in source["rooms"]}
    found = dict.fromkeys(
        ("theme", "diversity", "repeats", "balance", "switches", "no_top", "moved"), 0
    )
    rounds = range(len(source["rounds"]))
    for one in experts:
        row = plan[one["id"]]
        costs = [one["theme_cost"][theme[room]] for room in row if room]
        found["theme"] += sum(costs)
        found["no_top"] += bool(costs) and 0 not in costs
        found["switches"] += sum(
            bool(row[r] and row[r + 1]) and theme[row[r]] != theme[row[r + 1]]
            for r in list(rounds)[:-1]
        )
    for one, other in combinations(experts, 2):
        mine, theirs = plan[one["id"]], plan[other["id"]]
        meets = sum(mine[r] is not None and mine[r] == theirs[r] for r in rounds)
        found["repeats"] += meets * (meets - 1) // 2
        alike = sum(
            one[attribute] is not None and one[attribute] == other[attribute]
            for attribute in source["diversity_attributes"]
        )
        found["diversity"] += meets * alike
    for r in rounds:
        seats = [sum(row[r] == name for row in plan.values()) for name in theme]
        low, high = sum(seats) // len(seats), -(-sum(seats) // len(seats))
        found["balance"] += sum(max(0, n - high) + max(0, low - n) for n in seats)
    return found


def random_plan(rng, source):
    names = [room["id"] for room in source["rooms"]]
    return {
        one["id"]: tuple(
            rng.choice([*names, None]) if r in one["available"] else None
            for r in range(len(source["rounds"]))
        )
        for one in source["people"]
    }


@pytest.mark.parametrize("seed", range(12))
def test_wishes_count_what_a_count_of_pairs_counts(seed):
    source = random_source(seed)
    plan = random_plan(random.Random(seed), source)

    assert parts(read_egm(source), plan) == naive_parts(source, plan)


@pytest.mark.parametrize("seed", range(12))
def test_the_effect_of_a_move_is_the_difference_of_the_plans(seed):
    source, rng = random_source(seed), random.Random(seed)
    problem, plan = read_egm(source), random_plan(rng, source)
    for _ in range(20):
        person = rng.choice(problem.people)
        number = rng.choice(person.available)
        room = rng.choice([None, *(room.id for room in problem.rounds[number].rooms)])
        row = list(plan[person.id])
        row[number] = room
        moved = {**plan, person.id: tuple(row)}
        effect = effect_of_move(problem, plan, person.id, number, room)

        assert effect.total == total(problem, moved) - total(problem, plan)
        before, after = ({one.key for one in violations(problem, some)} for some in (plan, moved))
        assert {one.key for one in effect.broken} >= after - before
        assert {one.key for one in effect.mended} == before - after
        assert effect.is_allowed or effect.broken
        plan = moved


def test_a_plan_with_a_hidden_solution_breaks_nothing():
    source = random_source(3)
    plan = {who: tuple(row) for who, row in source["hidden"].items()}

    assert violations(read_egm(source), plan) == []


def small(**changes):
    facts = {
        "rounds": (
            RoundSpec("r1", (RoomSpec("a", languages=("fr",), least=1, most=1), RoomSpec("b"))),
            RoundSpec("r2", (RoomSpec("c"),)),
        ),
        "people": (
            PersonSpec("ana", languages=frozenset({"en"}), available=(0, 1)),
            PersonSpec("bo", available=(0,), values={"gender": None}),
        ),
    }
    return Problem(**{**facts, **changes})


def test_each_fault_names_the_rule_it_breaks():
    problem = small()

    def ids(plan):
        return {one.id for one in violations(problem, plan)}

    assert ids({"ana": ("b", "c"), "bo": ("a",)}) == set()
    assert ids({"ana": ("a", "c"), "bo": ("a",)}) == {"max:a", "lang:a"}
    assert ids({"ana": ("b", None), "bo": ("b", "c")}) == {"min:a", "place:ana", "avail:bo"}
    assert ids({"ana": ("b", "c", "c"), "bo": ("x",), "eve": ()}) == {
        "rounds:ana", "unknown-room", "place:bo", "unknown-person", "min:a",
    }  # fmt: skip


def test_who_speaks_what_is_not_known_fits_everywhere_and_counts_for_no_mix():
    problem = small(attributes=("gender",), weights={"diversity": 1})

    assert violations(problem, {"ana": ("b", "c"), "bo": ("a",)}) == []
    assert parts(problem, {"ana": ("b", "c"), "bo": ("b",)})["diversity"] == 0


def test_a_rule_that_names_somebody_who_is_gone_is_silent():
    source = random_source(1)
    source["apart"] = [{"id": "apart:x", "people": ["p0", "gone"]}]
    plan = {who: tuple(row) for who, row in source["hidden"].items()}

    assert violations(read_egm(source), plan) == []


def test_a_board_can_be_asked_many_times_and_stays_as_it_was():
    problem, plan = stored_problem("egm-060-online"), best_plan("egm-060-online")
    standing = Standing(problem, plan)
    for person in problem.people:
        for room in problem.rounds[0].rooms:
            standing.effect_of_move(person.id, 0, room.id)

    assert standing.parts() == parts(problem, plan)


@pytest.mark.parametrize("name", ["egm-120-noshow", "egm-060-infeasible-quota"])
def test_a_stored_problem_is_read_back_unchanged(name):
    problem = stored_problem(name)

    assert problem_from_json(json.loads(json.dumps(problem_to_json(problem)))) == problem
