from datetime import UTC, datetime
from functools import partial

import pytest

from eventsapp.boards import posing
from eventsapp.boards.places import MODERATOR, NOTE_TAKER, OBSERVER, Place
from eventsapp.boards.posing import PersonFacts, RoomFacts, RoundFacts, plan_of
from eventsapp.placing.problem import STAFF, Lock, Pair, Quota
from eventsapp.placing.scoring import violations
from eventsapp.rounds.rules import Rule

pose = partial(posing.pose, weights={}, attributes=("region", "gender", "sector"))

EVENING = datetime(2024, 9, 26, 14, tzinfo=UTC)
ROOMS = (RoomFacts(10, "water", ("en",), 1, 3), RoomFacts(20))
ROUND = RoundFacts(1, 1, "online", EVENING, EVENING.replace(hour=16), ROOMS)
ON_SITE = RoundFacts(2, 2, "onsite", EVENING, None, (RoomFacts(30),))


def people(*changes):
    return [PersonFacts(number, f"P{number}", **one) for number, one in enumerate(changes, 1)]


@pytest.mark.parametrize(
    ("tz", "rounds"),
    [
        ("Africa/Nairobi", (0, 1)),  # 17:00 to 19:00
        ("America/Los_Angeles", (0, 1)),  # 7:00 to 9:00
        ("Asia/Kolkata", (0, 1)),  # 19:30 to 21:30
        ("Asia/Shanghai", (1,)),  # 22:00 to midnight
        ("Pacific/Honolulu", (1,)),  # 4:00
        (None, (0, 1)),  # nobody stated it
    ],
)
def test_nobody_is_placed_online_in_their_night(tz, rounds):
    problem = pose([ROUND, ON_SITE], people({"tz": tz}), {}, [])

    assert problem.people[0].available == rounds


def test_what_is_not_known_counts_for_nothing():
    (unknown, known) = pose(
        [ROUND],
        people({}, {"country": "KE", "gender": "woman", "languages": ("en", "sw")}),
        {},
        [],
    ).people

    assert (unknown.languages, unknown.values) == (
        None,
        {"region": None, "gender": None, "sector": None},
    )
    assert known.languages == {"en", "sw"}
    assert known.values == {"region": "African States", "gender": "woman", "sector": None}


def test_staff_and_who_is_away_or_observes_are_placed_by_nobody_but_staff():
    board = {
        2: Place(10, NOTE_TAKER),
        3: Place(None, is_locked=True),
        4: Place(10, OBSERVER),
        5: Place(None),
    }
    asked = people({"is_staff": True}, {"is_staff": True}, {}, {}, {}, {})

    problem = pose([ROUND], asked, {1: board}, [])

    assert [one.available for one in problem.people] == [(), (0,), (), (), (0,), (0,)]
    assert problem.people[1].kind == STAFF


def test_who_leads_is_named_by_the_room_and_everybody_fixed_is_locked():
    board = {
        1: Place(10, MODERATOR, 5),
        2: Place(10, MODERATOR, 1),
        3: Place(20, "deputy"),
        4: Place(20, is_locked=True),
        5: Place(20),
        6: Place(99, is_locked=True),  # in a room that was closed
    }

    problem = pose([ROUND], people(*[{}] * 6), {1: board}, [])

    assert [room.moderator for room in problem.rounds[0].rooms] == ["2", None]
    assert problem.locks == (
        Lock("lock:1:1", "1", 0, "10"),
        Lock("lock:3:1", "3", 0, "20"),
        Lock("lock:4:1", "4", 0, "20"),
    )
    assert plan_of(problem, [ROUND], {1: board}) == {
        "1": ("10",),
        "2": ("10",),
        "3": ("20",),
        "4": ("20",),
        "5": ("20",),
        "6": (None,),
    }
    assert [one.id for one in violations(problem, plan_of(problem, [ROUND], {1: board}))] == [
        "place:6"
    ]


def test_of_a_round_that_is_fixed_nobody_moves_and_nobody_is_missing():
    board = {1: Place(10), 2: Place(None)}

    problem = pose([ROUND, ON_SITE], people({}, {}, {}), {1: board}, [], fixed=[1])

    assert [one.available for one in problem.people] == [(0, 1), (1,), (1,)]
    assert problem.locks == (Lock("lock:1:1", "1", 0, "10"),)


def test_rules_that_name_somebody_gone_or_what_is_known_of_nobody_are_left_out():
    women = partial(Rule, kind="at_least", attribute="gender", value="woman", rounds=(2,))
    rules = [
        Rule(1, "apart", (1, 2)),
        Rule(2, "together", (1, 77)),
        Rule(3, "apart", (1, 1)),
        women(4),
        Rule(5, "at_least", attribute="country", value="KE"),
        Rule(6, "at_least", attribute="language", value="fr", least=2),
    ]

    problem = pose([ROUND, ON_SITE], people({"gender": "man", "languages": ("en",)}, {}), {}, rules)

    assert (problem.apart, problem.together) == ((Pair("apart:1", ("1", "2")),), ())
    assert problem.quotas == (
        Quota("quota:4", "gender", "woman", 1, (1,)),
        Quota("quota:6", "language:fr", "fr", 2, None),
    )
    assert [one.values["language:fr"] for one in problem.people] == ["-", None]


def test_somebody_put_into_their_night_breaks_a_rule_and_an_observer_none():
    board = {1: Place(10), 2: Place(10, OBSERVER)}
    problem = pose([ROUND], people({"tz": "Pacific/Honolulu"}, {}), {1: board}, [])

    plan = plan_of(problem, [ROUND], {1: board})

    assert [one.id for one in violations(problem, plan)] == ["avail:1", "min:10"]
