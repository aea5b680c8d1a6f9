"""A plan in numbers that a person can picture; and earlier rounds as history."""

from eventsapp.placing.problem import Lock, Pair, PersonSpec, Problem, Quota, RoomSpec, RoundSpec
from eventsapp.placing.scoring import violations
from eventsapp.searches.course import chart_of
from eventsapp.searches.history import as_history
from eventsapp.searches.plans import from_kept, to_kept
from eventsapp.searches.working import MOST_POINTS, Course, gap_between
from eventsapp.searches.worth import Worth, compared, points_of, worth_of

WATER, LAND = "water", "land"
COSTS = ({WATER: 0, LAND: 1}, {WATER: 2, LAND: 0}, {WATER: 3}, {})


def rounds(*names):
    return tuple(
        RoundSpec(name, (RoomSpec(f"{name}1", WATER), RoomSpec(f"{name}2", LAND))) for name in names
    )


def people(*available):
    return tuple(
        PersonSpec(str(number), available=available, theme_cost=cost)
        for number, cost in enumerate(COSTS)
    )


def yesterday():
    """Two rounds; in the first all four sat together in a room that was meant for two."""
    [first, second] = rounds("1", "2")
    crowded = RoundSpec("1", (RoomSpec("11", WATER, ("fr",), most=2), first.rooms[1]))
    return Problem(
        (crowded, second),
        people(0, 1),
        apart=(Pair("apart:1", ("0", "1")),),
        locks=tuple(Lock(f"lock:{n}:1", str(n), 0, "11") for n in range(4)),
        quotas=(Quota("quota:1", "gender", "woman", 1),),
        weights={"repeats": 2, "theme": 1, "moved": 50},
    )


def test_choices_pairs_who_meet_again_and_sizes_are_counted():
    problem = Problem(rounds("1", "2"), people(0, 1))
    plan = {"0": ("11", "21"), "1": ("11", "21"), "2": ("11", "22"), "3": ("12", "22")}

    assert worth_of(problem, plan, {"2"}) == Worth(2, 1, 1, 2, 2)


def test_what_broke_a_rule_yesterday_does_not_make_today_impossible():
    problem = as_history(yesterday(), {"1"})
    plan = from_kept(problem, {"2": {"0": 21, "1": 22, "2": 21, "3": 22}})

    today = [one.id for one in violations(problem, plan) if one.round != 1]
    assert today == []
    assert plan["2"] == ("11", "21")
    # The two whom a rule of today keeps apart are left out of yesterday.
    assert [person.available for person in problem.people] == [(1,), (1,), (0, 1), (0, 1)]


def test_a_plan_is_kept_for_the_rounds_that_were_searched():
    problem = as_history(yesterday(), {"1"})
    kept = {"2": {"0": 21, "1": 22, "2": 21, "3": 22}}

    assert to_kept(problem, from_kept(problem, kept), [2]) == kept


def test_a_plan_is_compared_with_the_board_by_what_weighs_something():
    problem = as_history(yesterday(), {"1"})
    before = from_kept(problem, {"2": dict.fromkeys("0123", 21)})
    after = from_kept(problem, {"2": {"0": 22, "1": 22, "2": 21, "3": 22}})

    parts = compared(problem, before, after)

    assert [(one.name, one.before, one.after) for one in parts] == [
        ("theme", 8, 7),
        ("repeats", 1, 0),
    ]
    assert [points_of(parts, side) for side in ("before", "after")] == [10, 7]


def test_the_gap_is_said_only_where_something_is_proven():
    assert gap_between(100, 97) == 0.03
    assert (gap_between(5, 5), gap_between(0, 0)) == (0.0, 0.0)
    assert (gap_between(None, 3), gap_between(3, None)) == (None, None)


def test_a_long_course_is_thinned_out_and_ends_where_it_stands():
    course = Course()
    for second in range(1000):
        course.note(second, 2000 - second, None)

    assert len(course.points) <= MOST_POINTS
    assert course.points[-1] == (999, 1001, None)
    assert [course.is_due(at) for at in (1.0, 1.5, 2.0)] == [True, False, True]


def test_the_chart_has_a_line_for_the_best_and_one_for_the_bound():
    chart = chart_of([[0, 100, None], [5, 60, 20], [10, 50, 40]])

    assert chart.best == "0.0,4.0 300.0,60.0 600.0,74.0"
    assert chart.bound == "300.0,116.0 600.0,88.0"
    assert chart_of([]) is None
    assert chart_of([[1, 5, None]]) is None
