import pytest

from eventsapp.figures.asked import Asked, asked_from


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, Asked()),
        ({"who": "attended"}, Asked(who="attended")),
        ({"who": "2"}, Asked(who="2")),
        ({"who": "3"}, Asked()),
        ({"who": "listed", "among": "moderators"}, Asked(who="listed", among="moderators")),
        ({"system": "habitat"}, Asked(system="habitat")),
        ({"system": "stars", "among": "angels", "who": "'"}, Asked()),
    ],
)
def test_the_address_says_who_counts_and_what_it_does_not_know_is_left_out(given, asked):
    assert asked_from(given, days=[1, 2]) == asked


def test_the_address_holds_only_what_differs_from_the_usual():
    asked = Asked(who="1", among="speakers")

    assert asked.arguments == {"who": "1", "among": "speakers"}
    assert asked_from(asked.arguments, days=[1]) == asked
    assert (asked.day, Asked().day, Asked().arguments) == (1, None, {})
