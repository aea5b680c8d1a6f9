"""The morning after: as few people as can be move, the best plan for that, and why each moves."""

import json
from dataclasses import asdict, replace
from itertools import product

import pytest

from eventsapp.placing.problem import (
    Impossible,
    Lock,
    Pair,
    PersonSpec,
    Problem,
    Quota,
    RoomSpec,
    RoundSpec,
    read_egm,
)
from eventsapp.placing.repairing import repair
from eventsapp.placing.scoring import parts, total, violations
from eventsapp.placing.wording import Say, move_from_json
from tests.placing.problems import random_source, stored_problem

LONG = 600
NAMES = {"amina": "Amina Diallo", "bo": "Bo", "chen": "陈伟", "dina": "دينا حداد"}
ENGLISH = Say(
    person=lambda who: NAMES.get(who, who),
    room=lambda room: f"room {room}",
    value=lambda _, value: {"f": "women"}[value],
)
A, B = RoomSpec("A"), RoomSpec("B")


def morning(before, *, rooms=(A, B), people=None, **rules):
    """Return a problem with one round, and where people were before: {"amina": "A"}."""
    everybody = people or tuple(PersonSpec(who, available=(0,)) for who in NAMES)
    return Problem(
        rounds=(RoundSpec("r1", tuple(rooms)),),
        people=tuple(everybody),
        baseline={who: (room,) for who, room in before.items()},
        **rules,
    )


def told(problem):
    """Return who moves where and why."""
    return [move.worded(ENGLISH) for move in repair(problem, seconds=LONG, steps=10).moves]


@pytest.mark.parametrize(
    ("name", "fewest", "at_most"), [("egm-120-noshow", 4, 4_917), ("egm-300-noshow", 1, 21_981)]
)
def test_after_no_shows_the_fewest_people_move_and_the_past_stays(name, fewest, at_most):
    problem = stored_problem(name)
    past = {lock.person: lock.room for lock in problem.locks if lock.id.startswith("past:")}

    repaired = repair(problem, seconds=LONG, steps=300_000)

    assert violations(problem, repaired.plan) == []
    assert repaired.is_proven
    assert repaired.fewest == parts(problem, repaired.plan)["moved"] == fewest
    assert repaired.total == total(problem, repaired.plan) <= at_most
    assert {who: repaired.plan[who][0] for who in past} == past
    assert sum(move.old is not None for move in repaired.moves) == fewest
    for move in repaired.moves:
        assert repaired.plan[move.person][move.round] == move.new


def test_the_same_seed_and_number_of_steps_give_the_same_plan():
    problem = stored_problem("egm-120-noshow")

    first, second = (repair(problem, seconds=LONG, steps=20_000, seed=3) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_has_fewer_moves(seed):
    source = random_source(seed, people=5, rooms=2, rounds=2)
    problem = read_egm(source)
    other = random_source(seed + 100, people=5, rooms=2, rounds=2)["hidden"]
    problem = replace(problem, baseline={who: tuple(row) for who, row in other.items()})
    ways = [
        list(product(*(
            [room.id for room in one.rooms] if r in person.available else [None]
            for r, one in enumerate(problem.rounds)
        )))
        for person in problem.people
    ]  # fmt: skip
    names = [person.id for person in problem.people]
    plans = (dict(zip(names, rows, strict=True)) for rows in product(*ways))
    good = [plan for plan in plans if not violations(problem, plan)]
    fewest = min(parts(problem, plan)["moved"] for plan in good)

    repaired = repair(problem, seconds=LONG, steps=30_000)

    assert violations(problem, repaired.plan) == []
    assert repaired.fewest == parts(problem, repaired.plan)["moved"] == fewest


def test_where_nothing_is_wrong_nobody_moves():
    problem = morning({"amina": "A", "bo": "A", "chen": "B", "dina": "B"})

    assert told(problem) == []


def test_a_room_that_lost_people_is_filled_from_another():
    rooms = (A, replace(B, least=2))
    problem = morning({"amina": "A", "bo": "A", "chen": "A", "dina": "B"}, rooms=rooms)

    (move,) = repair(problem, seconds=LONG, steps=10).moves

    assert move.worded(ENGLISH) == (
        f"{NAMES[move.person]} moves from room A to room B in round 1: "
        "room B had 1 people and needs 2."
    )
    assert move_from_json(json.loads(json.dumps(asdict(move)))) == move


def test_a_late_arrival_is_seated_and_counts_as_no_move():
    problem = morning(
        {"amina": "A", "bo": "A", "dina": "B"}, locks=(Lock("lock:1", "chen", 0, "B"),)
    )

    repaired = repair(problem, seconds=LONG, steps=10)

    assert repaired.fewest == 0
    assert [move.worded(ENGLISH) for move in repaired.moves] == [
        "陈伟 joins room B in round 1: they were not placed before."
    ]


def test_a_room_that_closes_sends_its_people_elsewhere():
    problem = morning({"amina": "A", "bo": "C", "chen": "B", "dina": "B"}, rooms=(A,), people=(
        PersonSpec("amina", available=(0,)), PersonSpec("bo", available=(0,))))  # fmt: skip

    assert told(problem) == ["Bo moves from room C to room A in round 1: room C is closed."]


def test_a_moderator_who_is_replaced_goes_to_the_room():
    rooms = (replace(A, moderator="chen"), B)
    problem = morning({"amina": "A", "bo": "A", "chen": "B", "dina": "B"}, rooms=rooms)

    assert told(problem) == [
        "陈伟 moves from room B to room A in round 1: they moderate in room A."
    ]


def test_who_is_kept_together_moves_along():
    problem = morning(
        {"amina": "A", "bo": "B", "chen": "B", "dina": "B"},
        together=(Pair("together:1", ("bo", "chen")),),
        locks=(Lock("lock:1", "bo", 0, "A"),),
    )

    assert told(problem) == [
        "Bo moves from room B to room A in round 1: they are to be in room A.",
        "陈伟 moves from room B to room A in round 1: they are to be together with Bo.",
    ]


def test_who_is_kept_apart_and_who_counts_for_a_quota_moves():
    women = (
        PersonSpec("amina", available=(0,), values={"gender": "f"}),
        PersonSpec("bo", available=(0,), values={"gender": "m"}),
        PersonSpec("dina", available=(0,), values={"gender": "f"}),
    )
    quota = (Quota("quota:women", "gender", "f", 1),)
    problem = morning({"amina": "A", "bo": "B", "dina": "A"}, people=women, quotas=quota)
    (move,) = repair(problem, seconds=LONG, steps=10).moves
    assert move.person in {"amina", "dina"}
    assert move.worded(ENGLISH).endswith("room B had 0 women and needs 1.")

    problem = morning(
        {"amina": "A", "bo": "A", "chen": "B", "dina": "B"},
        apart=(Pair("apart:1", ("amina", "bo")),),
        locks=(Lock("lock:1", "bo", 0, "A"),),
    )
    assert told(problem) == [
        "Amina Diallo moves from room A to room B in round 1: "
        "they are not to be in one room with Bo."
    ]


def test_a_room_that_is_too_full_and_a_language_that_is_not_spoken():
    rooms = (replace(A, most=2), B)
    problem = morning({"amina": "A", "bo": "A", "chen": "A", "dina": "B"}, rooms=rooms)
    (move,) = repair(problem, seconds=LONG, steps=10).moves
    assert move.worded(ENGLISH).endswith("room A had 3 people and takes 2.")

    bo = PersonSpec("bo", available=(0,), languages=frozenset({"fr"}))
    people = (PersonSpec("amina", available=(0,)), bo)
    problem = morning(
        {"amina": "A", "bo": "A"}, rooms=(replace(A, languages=("en",)), B), people=people
    )
    assert told(problem) == [
        "Bo moves from room A to room B in round 1: they do not speak the language of room A."
    ]


def test_a_chain_of_moves_is_told_link_by_link():
    rooms = (RoomSpec("A", least=1, most=1), RoomSpec("B", least=1, most=1), RoomSpec("C", most=1))
    people = tuple(PersonSpec(who, available=(0,)) for who in ("amina", "bo"))
    problem = morning(
        {"amina": "A", "bo": "C"},
        rooms=rooms,
        people=people,
        locks=(Lock("lock:1", "amina", 0, "B"),),
    )

    assert told(problem) == [
        "Amina Diallo moves from room A to room B in round 1: they are to be in room B.",
        "Bo moves from room C to room A in round 1: "
        "this fills the place that others leave in room A.",
    ]


def test_what_cannot_be_repaired_is_explained():
    problem = morning({}, locks=(Lock("past:bo", "bo", 0, "A"), Lock("lock:1", "bo", 0, "B")))

    with pytest.raises(Impossible) as refused:
        repair(problem, seconds=LONG)

    assert sorted(refused.value.conflict.core) == ["lock:1", "past:bo"]


def test_without_time_there_is_no_plan():
    assert repair(stored_problem("egm-120-noshow"), seconds=0) is None
