"""What is said before anybody searches."""

import pytest

from eventsapp.placing.problem import PersonSpec, Problem, RoomSpec, RoundSpec
from eventsapp.searches.checking import (
    MORE_ROOMS,
    NO_ROOMS,
    NOBODY,
    TOO_FEW_SEATS,
    TOO_MANY_SEATS,
    WITHDREW,
    Leader,
    findings,
    withdrawn,
)


def problem(people, *rooms):
    everybody = tuple(PersonSpec(str(number), available=(0,)) for number in range(people))
    return Problem((RoundSpec("7", rooms),), everybody)


def room(name, least=0, most=None):
    return RoomSpec(name, least=least, most=most)


@pytest.mark.parametrize(
    ("asked", "pattern", "stops"),
    [
        (problem(3), NO_ROOMS, True),
        (problem(0, room("1")), NOBODY, True),
        (problem(1, room("1"), room("2")), MORE_ROOMS, False),
        (problem(5, room("1", most=2), room("2", most=2)), TOO_FEW_SEATS, False),
        (problem(5, room("1", least=3), room("2", least=3)), TOO_MANY_SEATS, False),
    ],
)
def test_what_cannot_add_up_is_said(asked, pattern, stops):
    [found] = findings(asked, {"7": "Round 2"})

    assert (found.pattern, found.stops) == (pattern, stops)
    assert "Round 2" in found.pattern % found.facts


def test_nothing_is_said_of_a_round_that_adds_up_or_is_not_searched():
    assert findings(problem(5, room("1", most=2), room("2")), {"7": "Round 2"}) == []
    assert findings(problem(5), {"8": "Round 3"}) == []


def test_a_moderator_who_withdrew_is_named():
    leaders = [Leader(1, "Huiwen", "moderator", "room 1", "Round 2"),
               Leader(2, "Bo Ek", "note_taker", "room 1", "Round 2")]  # fmt: skip

    [found] = withdrawn(leaders, {2})

    assert found.pattern == WITHDREW
    assert (found.facts["name"], found.facts["role"]) == ("Huiwen", "moderator")
