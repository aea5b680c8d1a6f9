"""Which rules contradict each other, in words, and what makes a plan possible again."""

import json
from dataclasses import asdict, replace
from itertools import product

import pytest

from eventsapp.placing.conflicts import find_conflict
from eventsapp.placing.loosening import loosened
from eventsapp.placing.problem import (
    Lock,
    Pair,
    PersonSpec,
    Problem,
    Quota,
    RoomSpec,
    RoundSpec,
    read_egm,
)
from eventsapp.placing.scoring import violations
from eventsapp.placing.wording import Say, conflict_from_json
from tests.placing.problems import random_source, stored, stored_problem

LONG = 600
NAMES = {"amina": "Amina Diallo", "bo": "Bo", "chen": "陈伟", "dina": "دينا حداد"}
ENGLISH = Say(
    person=lambda who: NAMES.get(who, who),
    room=lambda room: f"room {room}",
    value=lambda _, value: {"f": "women"}[value],
    language={"en": "English", "fr": "French"}.get,
)


def meeting(*, rooms=("A", "B"), people=NAMES, **rules):
    """Return a problem with one round."""
    rooms = tuple(one if isinstance(one, RoomSpec) else RoomSpec(one) for one in rooms)
    rounds = (RoundSpec("r1", rooms),)
    everybody = tuple(
        one if isinstance(one, PersonSpec) else PersonSpec(one, available=(0,)) for one in people
    )
    return Problem(rounds=rounds, people=everybody, **rules)


def broken_by_each_plan(problem):
    """Return the rules that each thinkable plan breaks."""
    ways = [
        list(product(*(
            [room.id for room in one.rooms] if r in person.available else [None]
            for r, one in enumerate(problem.rounds)
        )))
        for person in problem.people
    ]  # fmt: skip
    names = [person.id for person in problem.people]
    for rows in product(*ways):
        yield {one.id for one in violations(problem, dict(zip(names, rows, strict=True)))}


@pytest.mark.parametrize("name", ["egm-060-infeasible-pairs", "egm-060-infeasible-quota"])
def test_exactly_the_minimal_conflict_of_a_stored_meeting_is_named(name):
    problem = stored_problem(name)

    conflict = find_conflict(problem, seconds=LONG)

    assert sorted(conflict.core) == sorted(stored(name)["infeasible_core"])
    assert conflict.is_minimal
    assert conflict.relaxations
    for change in conflict.relaxations:
        assert find_conflict(loosened(problem, change), seconds=LONG) is None


@pytest.mark.parametrize("name", ["egm-030-mix", "egm-060-online", "egm-120-noshow"])
def test_where_a_plan_exists_there_is_no_conflict(name):
    assert find_conflict(stored_problem(name), seconds=LONG) is None


@pytest.mark.parametrize("seed", range(30))
def test_a_conflict_cannot_hold_and_would_without_any_one_of_its_rules(seed):
    problem = read_egm(random_source(seed, people=5, rooms=2, rounds=1))
    pairs = [("p0", "p1"), ("p1", "p2"), ("p2", "p3"), ("p3", "p4"), ("p0", "p3")]
    kinds = [[seed >> n & 1, seed * 7 >> n & 1] for n in range(5)]
    problem = replace(
        problem,
        apart=tuple(Pair(f"apart:{n}", pairs[n]) for n in range(5) if kinds[n][0]),
        together=tuple(Pair(f"together:{n}", pairs[n]) for n in range(5) if kinds[n][1]),
        quotas=(Quota("quota:f", "gender", "f", seed % 3),),
        rounds=tuple(
            replace(one, rooms=tuple(replace(room, least=2, most=3) for room in one.rooms))
            for one in problem.rounds
        ),
    )
    broken = list(broken_by_each_plan(problem))

    conflict = find_conflict(problem, seconds=LONG)

    assert (conflict is None) == (set() in broken)
    if conflict is not None:
        core = set(conflict.core)
        assert all(some & core for some in broken)
        for rule in core:
            assert any(not some & (core - {rule}) for some in broken)
        assert conflict.relaxations
        for change in conflict.relaxations:
            assert set() in list(broken_by_each_plan(loosened(problem, change)))


def test_a_chain_of_rules_is_told_as_a_sentence_with_a_button_for_each_way_out():
    problem = meeting(
        together=(Pair("together:1", ("amina", "bo")), Pair("together:2", ("bo", "chen"))),
        apart=(Pair("apart:1", ("chen", "dina")),),
        locks=(Lock("lock:1", "amina", 0, "A"), Lock("lock:2", "dina", 0, "A")),
    )

    conflict = find_conflict(problem, seconds=LONG)

    assert conflict.worded(ENGLISH) == (
        "“Amina Diallo and Bo together”, “Bo and 陈伟 together”, “陈伟 and دينا حداد apart”, "
        "“Amina Diallo in room A in round 1” and “دينا حداد in room A in round 1” cannot all hold."
    )
    assert [change.worded(ENGLISH) for change in conflict.relaxations] == [
        "Let Amina Diallo and Bo be in different rooms.",
        "Let Bo and 陈伟 be in different rooms.",
        "Let 陈伟 and دينا حداد be in one room.",
        "Let Amina Diallo go to another room in round 1.",
        "Let دينا حداد go to another room in round 1.",
    ]


def test_a_smallest_number_is_lowered_only_as_far_as_it_must_be():
    women = [PersonSpec(who, available=(0,), values={"gender": "f"}) for who in NAMES]
    problem = meeting(people=women, quotas=(Quota("quota:women", "gender", "f", 4),))

    conflict = find_conflict(problem, seconds=LONG)

    assert conflict.worded(ENGLISH) == (
        "“At least 4 women in every room” cannot hold: there is no placement that keeps it."
    )
    assert [change.worded(ENGLISH) for change in conflict.relaxations] == [
        "Ask for at least 2 women in every room instead of 4."
    ]


def test_rooms_that_are_too_small_are_made_larger_by_as_much_as_it_takes():
    problem = meeting(rooms=[RoomSpec("A", most=1), RoomSpec("B", most=1)])

    conflict = find_conflict(problem, seconds=LONG)

    assert conflict.core == ("max:A", "max:B")
    assert conflict.worded(ENGLISH) == (
        "“room A takes at most 1” and “room B takes at most 1” cannot both hold."
    )
    assert [change.worded(ENGLISH) for change in conflict.relaxations] == [
        "Let room A take 3 people instead of 1.",
        "Let room B take 3 people instead of 1.",
    ]


def test_rules_that_people_wrote_are_named_rather_than_the_size_of_a_room():
    problem = meeting(
        rooms=[RoomSpec("A", most=1), "B"],
        together=(Pair("together:1", ("amina", "bo")),),
        apart=(Pair("apart:1", ("amina", "bo")),),
        locks=(Lock("lock:1", "amina", 0, "A"),),
    )

    assert find_conflict(problem, seconds=LONG).core == ("together:1", "apart:1")


def test_two_conflicts_at_once_need_two_changes():
    problem = meeting(
        together=(Pair("together:1", ("amina", "bo")), Pair("together:2", ("chen", "dina"))),
        apart=(Pair("apart:1", ("amina", "bo")), Pair("apart:2", ("chen", "dina"))),
    )

    (change,) = find_conflict(problem, seconds=LONG).relaxations

    assert len(change.also) == 1
    assert find_conflict(loosened(problem, change), seconds=LONG) is None


def test_somebody_who_speaks_no_language_of_the_room_cannot_be_held_there():
    chen = PersonSpec("chen", available=(0,), languages=frozenset({"zh"}))
    problem = meeting(
        rooms=[RoomSpec("A", languages=("en", "fr")), "B"],
        people=["amina", chen],
        locks=(Lock("lock:1", "chen", 0, "A"),),
    )

    conflict = find_conflict(problem, seconds=LONG)

    assert conflict.worded(ENGLISH) == (
        "“陈伟 in room A in round 1” and “One language for everybody in room A (English, French)” "
        "cannot both hold."
    )


def test_the_past_can_be_in_a_conflict_but_is_never_offered_for_a_change():
    problem = meeting(
        locks=(Lock("past:bo", "bo", 0, "A"), Lock("lock:1", "bo", 0, "B")),
    )

    conflict = find_conflict(problem, seconds=LONG)

    assert sorted(conflict.core) == ["lock:1", "past:bo"]
    assert [change.id for change in conflict.relaxations] == ["lock:1"]


def test_a_round_without_rooms_is_said():
    conflict = find_conflict(meeting(rooms=()), seconds=LONG)

    assert conflict.core == ()
    assert conflict.worded(ENGLISH) == (
        "There is a round without a room for the people who attend it. Add a room."
    )


def test_a_conflict_comes_back_from_where_it_was_stored():
    conflict = find_conflict(stored_problem("egm-060-infeasible-quota"), seconds=LONG)

    assert conflict_from_json(json.loads(json.dumps(asdict(conflict)))) == conflict


def test_when_the_time_is_over_nothing_is_claimed():
    assert find_conflict(stored_problem("egm-060-infeasible-pairs"), seconds=0) is None
