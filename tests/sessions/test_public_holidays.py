from datetime import date

import pytest

from eventsapp.sessions.public_holidays import (
    Holiday,
    country_of_zone,
    holidays_on,
    is_known,
)


@pytest.mark.parametrize(
    ("tz", "country"),
    [
        ("Africa/Nairobi", "KE"),
        ("Pacific/Auckland", "NZ"),
        ("America/New_York", "US"),
        ("Asia/Baku", "AZ"),
        ("UTC", None),
        ("Mars/Olympus", None),
    ],
)
def test_a_zone_lies_in_a_country_or_in_none(tz, country):
    assert country_of_zone(tz) == country


def test_26_december_is_a_holiday_in_nairobi_and_auckland_and_none_in_new_york():
    found = holidays_on(date(2024, 12, 26), ["KE", "NZ", "US", "XX"])

    assert found == [Holiday("KE", "Boxing Day", "en-US"), Holiday("NZ", "Boxing Day", "en")]
    assert (is_known("KE"), is_known("XX")) == (True, False)


def test_a_holiday_is_named_in_the_readers_language_else_in_english():
    day = date(2025, 7, 14)

    (french,) = holidays_on(day, ["FR"], "fr")
    (arabic,) = holidays_on(day, ["FR"], "ar")

    assert (french.name, french.lang) == ("Fête nationale", "fr")
    assert (arabic.name, arabic.lang) == ("National Day", "en-US")
