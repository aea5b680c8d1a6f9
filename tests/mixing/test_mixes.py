import pytest

from eventsapp.figures.counts import NOT_STATED, OBSERVERS, OTHERWISE
from eventsapp.mixing.mixes import (
    GENDER,
    OTHERS,
    REGION,
    SECTOR,
    Spread,
    mix,
    spread,
    value_of,
    with_others,
)
from eventsapp.mixing.sittings import Room, Round, Sitter, Sitting

FIRST, SECOND, EMPTY = (Room(number, 1, str(number)) for number in (1, 2, 3))
ROUND = Round(1, 1, True, (FIRST, SECOND, EMPTY))
ORDER = ["woman", "man", NOT_STATED]


def mixed(*rooms):
    """The mix of a round whose rooms have people of these values."""
    values = [value for room in rooms for value in room]
    sittings, person = [], 0
    for number, room in enumerate(rooms, 1):
        for _value in room:
            sittings.append(Sitting(1, number, person))
            person += 1
    return mix(GENDER, [ROUND], sittings, values.__getitem__, ORDER)


@pytest.mark.parametrize(
    ("facts", "attribute", "expected"),
    [
        ({"country": "KE"}, REGION, "African States"),
        ({"country": "PS"}, REGION, OBSERVERS),
        ({"has_country": True}, REGION, OTHERWISE),
        ({}, REGION, NOT_STATED),
        ({"gender": "own"}, GENDER, "own"),
        ({}, GENDER, NOT_STATED),
        ({"category": "lrg"}, SECTOR, "lrg"),
        ({}, SECTOR, NOT_STATED),
    ],
)
def test_what_is_known_of_a_person(facts, attribute, expected):
    assert value_of(Sitter(1, "Amina Diallo", **facts), attribute, "group") == expected


def test_a_room_stands_beside_what_an_even_mix_would_give_it():
    found = mixed(["woman", "woman", "man"], ["man", "man", "man"])

    first, second, empty = found.rounds[0].rooms
    assert found.keys == ("woman", "man")
    assert (first.counts, first.even) == ((2, 1), (1, 2))
    assert (second.counts, second.even) == ((0, 3), (1, 2))
    assert (empty.counts, empty.even, empty.total) == ((0, 0), (None, None), 0)


def test_who_is_not_known_counts_for_no_mix_and_stands_last():
    found = mixed(["man", NOT_STATED, NOT_STATED], ["woman"])

    first, second, _empty = found.rounds[0].rooms
    assert found.keys == ("woman", "man", NOT_STATED)
    assert (first.counts, first.even) == ((0, 1, 2), (0.5, 0.5, None))
    assert second.even == (0.5, 0.5, None)


def test_where_nobody_is_known_nothing_is_guessed():
    found = mixed([NOT_STATED], [NOT_STATED])

    assert (found.keys, spread(found.rounds[0], found.keys)) == ((NOT_STATED,), None)
    assert found.rounds[0].rooms[0].even == (None,)


def test_the_spread_says_the_fewest_and_the_most_of_rooms_with_people():
    found = mixed(["woman", "man", NOT_STATED], ["man"])

    assert spread(found.rounds[0], found.keys) == Spread(1, 2, 2, 1)


def test_the_rarest_values_stand_together_where_there_are_too_many():
    values = ["a", "a", "a", "b", "b", "c", "d", NOT_STATED]

    assert with_others(values, 3) == {"a": "a", "b": "b", "c": OTHERS, "d": OTHERS}
    assert with_others(values, 4) == {}
