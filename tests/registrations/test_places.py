"""Whether there is a place."""

import pytest

from eventsapp.registrations.places import Full, Limits, Taken, full


@pytest.mark.parametrize(
    ("limits", "taken", "expected"),
    [
        (Limits(), Taken(9999, 9, 9), None),
        (Limits(in_all=31), Taken(30), None),
        (Limits(in_all=31), Taken(31), Full.IN_ALL),
        (Limits(per_country=2), Taken(9, of_country=1), None),
        (Limits(per_country=2), Taken(9, of_country=2), Full.COUNTRY),
        (Limits(per_category={"youth": 1}), Taken(9, of_category=1), Full.CATEGORY),
        (Limits(per_category={"media": 1}), Taken(9, of_category=1), None),
        (Limits(in_all=9, per_country=2), Taken(9, of_country=2), Full.IN_ALL),
    ],
)
def test_a_place_is_free_until_the_first_limit_is_met(limits, taken, expected):
    assert full(limits, taken, "KE", "youth") == expected


def test_whose_country_is_not_stated_counts_in_all_only():
    assert full(Limits(per_country=2), Taken(9, of_country=2), None, None) is None
