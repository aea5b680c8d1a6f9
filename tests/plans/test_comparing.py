from eventsapp.placing.problem import PersonSpec, Problem, RoomSpec, RoundSpec
from eventsapp.plans.comparing import Part, compared, with_kept

ROOMS = (RoomSpec("10", most=1), RoomSpec("20"))
PEOPLE = tuple(PersonSpec(one, available=(0, 1)) for one in "123")
PROBLEM = Problem(
    (RoundSpec("1", ROOMS), RoundSpec("2", (RoomSpec("30"),))),
    PEOPLE,
    weights={"balance": 5, "repeats": 2},
)
FIRST = {"1": ("10", "30"), "2": ("10", "30"), "3": ("20", "30")}


def test_a_kept_plan_takes_the_place_of_its_rounds_and_leaves_the_others():
    plan = with_kept(FIRST, PROBLEM, {"1": {"1": 20, "2": None}})

    assert plan == {"1": ("20", "30"), "2": (None, "30"), "3": (None, "30")}


def test_who_moves_in_the_round_and_what_each_plan_is_worth():
    second = {**FIRST, "2": (None, "30")}

    result = compared(PROBLEM, FIRST, second, 0)

    assert result.moves == ((2, 10, None),)
    assert Part("repeats", 2, 1, 0) in result.parts
    assert result.totals == (2, 0)
    assert [[one.id for one in some] for some in result.broken] == [["max:10"], ["place:2"]]
