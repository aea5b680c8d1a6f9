from datetime import date

import pytest

from eventsapp.letters.checks import (
    expires_before,
    expires_soon_after,
    findings,
    holds_number,
    is_same_name,
    missing_details,
    urgency,
)
from tests.letters.requests import DETAILS

LAST_DAY = date(2024, 11, 8)


@pytest.mark.parametrize(
    ("days_left", "word"),
    [(-1, "over"), (0, "late"), (20, "late"), (21, "tight"), (41, "tight"), (42, "in time")],
)
def test_a_letter_is_urgent_under_six_weeks_and_late_under_three(days_left, word):
    assert urgency(days_left) == word


def test_a_passport_must_last_to_the_last_day_and_better_six_months_more():
    days = [date(2024, 11, 7), date(2024, 11, 8), date(2025, 5, 7), date(2025, 5, 8)]

    assert [expires_before(day, LAST_DAY) for day in days] == [True, False, False, False]
    assert [expires_soon_after(day, LAST_DAY) for day in days] == [True, True, True, False]


def test_six_months_after_a_long_month_is_a_day_that_exists():
    assert expires_soon_after(date(2025, 2, 27), date(2024, 8, 31)) is True
    assert expires_soon_after(date(2025, 2, 28), date(2024, 8, 31)) is False


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("ŁUCJA ŻÓŁKIEWSKA", "Łucja  Żółkiewska", True),
        ("José", "Jose\u0301", True),
        ("AMINATA DIALLO", "Amina Diallo", False),
        ("LUCJA ZOLKIEWSKA", "Łucja Żółkiewska", False),
    ],
)
def test_a_consulate_compares_letter_by_letter_but_not_capitals(left, right, same):
    assert is_same_name(left, right) is same


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Your passport XK4471902 ends too soon.", True),
        ("Your passport xk 447-1902 ends too soon.", True),
        ("Your passport ends too soon.", False),
    ],
)
def test_a_reason_that_holds_the_passport_number_is_noticed_however_it_is_written(text, holds):
    assert holds_number(text, "XK4471902") is holds


def test_a_request_without_number_finds_it_nowhere():
    assert holds_number("Anything", "") is False


def test_what_is_missing_is_named():
    assert missing_details({**DETAILS, "birth_on": "", "nationality": ""}) == [
        "nationality",
        "birth_on",
    ]
    assert missing_details(DETAILS) == []


def findings_of(**changes):
    facts = {
        "details": DETAILS,
        "registry_name": "Łucja Żółkiewska",
        "ends_on": LAST_DAY,
        "has_earlier_letter": False,
        "has_address": True,
        "letters_without_font": "",
    }
    return findings(**{**facts, **changes})


def test_nothing_stands_out_in_an_ordinary_request():
    assert findings_of() == []


def test_everything_that_stands_out_is_listed_the_weightiest_first():
    assert findings_of(
        details={**DETAILS, "expires_on": "2025-01-01"},
        registry_name="Lucja Zolkiewska",
        has_earlier_letter=True,
        has_address=False,
        letters_without_font="Ա",
    ) == ["no-font", "name-differs", "expires-soon", "letter-before", "no-address"]
