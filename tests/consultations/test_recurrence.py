from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.consultations.recurrence import (
    last_weekday_of_month,
    monthly_occurrences,
    monthly_rule,
    place_and_weekday,
    until_of,
    weekday_of_month,
)

THURSDAY = 3
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 10, 31), (2024, 11, 28), (2024, 12, 26), (2025, 1, 30), (2025, 2, 27), (2024, 2, 29)],
)
def test_the_last_thursday_is_the_fourth_or_the_fifth(year, month, day):
    assert last_weekday_of_month(year, month, THURSDAY) == date(year, month, day)


@given(DAYS, st.integers(0, 6))
def test_no_such_weekday_follows_the_last_one_in_its_month(day, weekday):
    last = last_weekday_of_month(day.year, day.month, weekday)

    assert (last.weekday(), last.month) == (weekday, day.month)
    assert (last + timedelta(days=7)).month != day.month


def test_the_first_to_fourth_weekday_are_a_week_apart():
    tuesdays = [weekday_of_month(2024, 10, 1, place) for place in (1, 2, 3, 4)]

    assert tuesdays == [date(2024, 10, day) for day in (1, 8, 15, 22)]


def test_a_month_without_a_fifth_weekday_is_skipped():
    days = monthly_occurrences(date(2024, 10, 31), date(2025, 6, 1), "FREQ=MONTHLY;BYDAY=5TH")

    assert days == [date(2024, 10, 31), date(2025, 1, 30), date(2025, 5, 29)]


def test_a_sixth_weekday_is_refused_because_no_month_has_one():
    with pytest.raises(ValueError, match="not number 6"):
        weekday_of_month(2024, 10, THURSDAY, 6)


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        (date(2024, 10, 31), "FREQ=MONTHLY;BYDAY=-1TH"),
        (date(2024, 11, 28), "FREQ=MONTHLY;BYDAY=-1TH"),
        (date(2024, 10, 1), "FREQ=MONTHLY;BYDAY=1TU"),
        (date(2024, 10, 23), "FREQ=MONTHLY;BYDAY=4WE"),
    ],
)
def test_the_rule_follows_from_the_first_day(start, rule):
    assert monthly_rule(start) == rule


def test_the_last_thursdays_are_those_of_the_calendar():
    days = monthly_occurrences(date(2024, 10, 31), date(2025, 2, 28))

    assert days == [
        date(2024, 10, 31),
        date(2024, 11, 28),
        date(2024, 12, 26),
        date(2025, 1, 30),
        date(2025, 2, 27),
    ]


@given(DAYS, st.integers(0, 800))
def test_a_series_begins_on_its_first_day_and_meets_once_a_month(start, length):
    until = start + timedelta(days=length)

    days = monthly_occurrences(start, until)

    assert days[0] == start
    assert {day.weekday() for day in days} == {start.weekday()}
    assert len({(day.year, day.month) for day in days}) == len(days)
    assert max(days) <= until


def test_the_end_inside_the_rule_holds():
    rule = monthly_rule(date(2024, 10, 31), until=date(2024, 12, 1))

    assert rule == "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20241201"
    assert monthly_occurrences(date(2024, 10, 31), date(2025, 12, 31), rule) == [
        date(2024, 10, 31),
        date(2024, 11, 28),
    ]


def test_a_series_that_ends_before_it_begins_is_empty():
    assert monthly_occurrences(date(2024, 10, 31), date(2024, 10, 30)) == []


def test_a_first_day_outside_its_own_rule_still_counts():
    days = monthly_occurrences(date(2024, 10, 30), date(2024, 11, 30), "FREQ=MONTHLY;BYDAY=-1TH")

    assert days == [date(2024, 10, 30), date(2024, 10, 31), date(2024, 11, 28)]


def test_a_rule_says_its_weekday_and_its_end():
    rule = "FREQ=MONTHLY;BYDAY=2MO;UNTIL=20250331"

    assert (place_and_weekday(rule), until_of(rule)) == ((2, 0), date(2025, 3, 31))


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;BYDAY=TH", "FREQ=MONTHLY;BYDAY=6TH", "last Thursday", ""]
)
def test_another_kind_of_rule_is_refused(rule):
    with pytest.raises(ValueError, match="Only one weekday of each month"):
        place_and_weekday(rule)
