from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from eventsapp.mixing.encounters import Between, between_groups, encounters
from eventsapp.mixing.sittings import Sitting


def sat(round_id, room_id, *people):
    return [Sitting(round_id, room_id, person) for person in people]


# 1 meets 2 twice; 4 meets only 3; 5 waits for a room.
FOUND = encounters(
    [*sat(1, 10, 2, 1), *sat(1, 11, 3, 4), *sat(2, 20, 1, 2, 3), *sat(2, None, 4, 5)]
)


def test_a_pair_meets_once_for_each_round_in_which_it_shares_a_room():
    assert FOUND.people == (1, 2, 3, 4)
    assert FOUND.times == {(1, 2): 2, (1, 3): 1, (2, 3): 1, (3, 4): 1}
    assert (FOUND.between(2, 1), FOUND.between(4, 1), FOUND.between(1, 4)) == (2, 0, 0)


def test_pairs_are_counted_by_how_often_they_met():
    assert (FOUND.pairs, FOUND.histogram) == (6, (2, 3, 1))
    assert encounters([]).histogram == (0,)


def test_each_person_knows_whom_they_never_met_and_met_again():
    assert {person: FOUND.never(person) for person in FOUND.people} == {
        1: [4],
        2: [4],
        3: [],
        4: [1, 2],
    }
    assert [FOUND.again(person) for person in FOUND.people] == [1, 1, 0, 0]


def test_who_met_most_comes_first():
    assert FOUND.most() == [((1, 2), 2)]
    assert FOUND.most(1) == [((1, 2), 2), ((1, 3), 1), ((2, 3), 1), ((3, 4), 1)]


def test_pairs_of_two_groups_are_set_against_those_that_could_meet():
    found = between_groups(FOUND, {1: "A", 2: "A", 3: "B", 4: "B"}, ["A", "B"])

    assert found == {
        ("A", "A"): Between(1, 1),
        ("A", "B"): Between(2, 4),
        ("B", "B"): Between(1, 1),
    }


plans = st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), max_size=4)


@given(plans)
def test_it_is_what_one_finds_by_asking_every_pair(plan):
    sittings = [
        Sitting(number, 10 * number + room, person)
        for number, rooms in enumerate(plan)
        for person, room in enumerate(rooms)
    ]

    found = encounters(sittings)

    asked = {
        pair: sum(rooms[pair[0]] == rooms[pair[1]] for rooms in plan)
        for pair in combinations(range(6), 2)
    }
    assert {pair: found.between(*pair) for pair in asked} == asked
    assert sum(found.histogram) == (15 if plan else 0)
