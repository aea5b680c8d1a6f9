"""Which rules count today, and why the others do not."""

import pytest

from eventsapp.rounds.attributes import Facts, count_known, has
from eventsapp.rounds.rules import APART, AT_LEAST, TOGETHER, Rule, Why, standings

AMINA = Facts(1, "Amina Diallo", gender="woman", country="SN", languages=("fr", "en"))
LI = Facts(2, "李明", country="CN")
LAYLA = Facts(3, "ليلى حداد", gender="woman", country="JO")
NOTES = Facts(4, "David Adawo", is_expert=False, gender="man")
TWO_ROOMS = {7: 2, 8: 1, 9: 3}


def why(rule, people=(AMINA, LI, LAYLA, NOTES), rooms=TWO_ROOMS):
    return standings([rule], people, rooms)[0].why


def women(least=1, **changes):
    return Rule(1, AT_LEAST, attribute="gender", value="woman", least=least, **changes)


def test_a_rule_that_names_somebody_who_left_does_not_count_and_says_who():
    (standing,) = standings([Rule(1, APART, (1, 9))], [AMINA, LI], TWO_ROOMS)

    assert (standing.why, standing.gone) == (Why.GONE, (9,))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (women(rounds=(7,)), Why.COUNTS),  # two women, two rooms, of one person it is not known
        (women(), Why.TOO_FEW),  # the largest round has three rooms
        (women(least=2, rounds=(7,)), Why.COUNTS),  # four of three: cannot be, known or not
        (women(rounds=(9,)), Why.TOO_FEW),
        (women(least=2, rounds=(8,)), Why.COUNTS),  # that round has one room
        (women(rounds=(99,)), Why.NO_ROUND),
        (women(is_on=False), Why.SWITCHED_OFF),
        (Rule(1, AT_LEAST, attribute="sector", value="youth"), Why.UNKNOWN),
        (Rule(1, TOGETHER, (1, 2)), Why.COUNTS),
        (Rule(1, TOGETHER, (1, 2), is_on=False), Why.SWITCHED_OFF),
    ],
)
def test_a_rule_counts_where_enough_is_known(rule, expected):
    assert why(rule) is expected


def test_a_rule_that_cannot_be_kept_by_people_who_are_all_known_counts_and_is_a_conflict():
    assert why(women(least=2), people=(AMINA, LAYLA)) is Why.COUNTS


def test_only_experts_count_for_a_rule_about_what_people_are():
    known = count_known([AMINA, LI, LAYLA, NOTES], "gender", "woman")

    assert (known.people, known.known, known.having, known.unknown) == (3, 2, 2, 1)


def test_two_people_wanted_apart_and_together_are_said_at_both_rules():
    rules = [Rule(1, APART, (1, 2)), Rule(2, TOGETHER, (2, 1)), Rule(3, APART, (1, 3))]

    found = standings(rules, [AMINA, LI, LAYLA], TWO_ROOMS)

    assert [one.against for one in found] == [(2,), (1,), ()]


def test_what_is_not_stated_is_never_guessed():
    assert has(AMINA, "language", "fr") is True
    assert has(AMINA, "region", "African States") is True
    assert has(LI, "gender", "man") is None
    assert has(LI, "language", "zh") is None
