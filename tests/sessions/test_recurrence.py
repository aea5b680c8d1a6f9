from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.sessions.recurrence import (
    Rule,
    days_of,
    ending,
    falls_on,
    first_from,
    following,
    is_last_of_month,
    monthly_rule,
    months_without,
    read_rule,
    until_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


LAST_THURSDAY = "FREQ=MONTHLY;BYDAY=-1TH"


@given(DAYS, st.integers(0, 6))
def test_no_such_weekday_follows_the_last_one_in_its_month(day, weekday):
    found = first_from(
        f"FREQ=MONTHLY;BYDAY=-1{['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekday]}", day
    )

    assert found.weekday() == weekday
    assert is_last_of_month(found)
    assert (found + timedelta(days=7)).month != found.month


def test_a_month_without_a_fifth_weekday_is_passed_over_and_named():
    rule, start, until = "FREQ=MONTHLY;BYDAY=5TH", date(2024, 10, 31), date(2025, 6, 1)

    assert days_of(rule, start, until) == (start, date(2025, 1, 30), date(2025, 5, 29))
    assert months_without(rule, start, until) == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 2, 1),
        date(2025, 3, 1),
        date(2025, 4, 1),
    ]


def test_the_31st_is_in_seven_months_of_a_year():
    rule = "FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20251231"
    start = date(2025, 1, 31)

    assert [day.month for day in days_of(rule, start, date.max)] == [1, 3, 5, 7, 8, 10, 12]
    assert [day.month for day in months_without(rule, start, date.max)] == [2, 4, 6, 9, 11]


def test_a_month_that_the_series_leaves_before_its_day_is_not_named_as_one_without():
    rule = "FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20250410"

    assert months_without(rule, date(2025, 1, 31), date.max) == [date(2025, 2, 1)]


@pytest.mark.parametrize(
    ("rule", "start", "days"),
    [
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", (2025, 2, 27), [(2, 27), (3, 1), (3, 3)]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20250109", (2025, 1, 2), [(1, 2), (1, 7), (1, 9)]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3", (2025, 1, 2), [(1, 2), (1, 16), (1, 30)]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", (2025, 1, 31), [(1, 31), (2, 28), (3, 31)]),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO;COUNT=2", (2025, 1, 6), [(1, 6), (4, 7)]),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=4", (2025, 1, 6), [(1, 6), (1, 20), (2, 3), (2, 17)]),
    ],
)
def test_days_weeks_and_months_are_repeated(rule, start, days):
    found = days_of(rule, date(*start), date(2025, 12, 31))

    assert [(day.month, day.day) for day in found] == days
    assert str(read_rule(rule)) == rule


@given(DAYS, st.integers(1, 12), st.integers(2, 30))
def test_a_number_of_times_is_that_many_dates(start, interval, count):
    rule = str(Rule("WEEKLY", interval, count=count))

    days = days_of(rule, start, date.max)

    assert len(days) == count
    assert {(later - day).days for day, later in pairwise(days)} == {7 * interval}
    assert until_of(rule, start) == days[-1]


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
    days = list(days_of(LAST_THURSDAY, date(2024, 10, 31), date(2025, 2, 28)))

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

    days = days_of(monthly_rule(start), start, until)

    assert days[0] == start
    assert {day.weekday() for day in days} == {start.weekday()}
    assert len({(day.year, day.month) for day in days}) == len(days)
    assert max(days) <= until


def test_the_end_inside_the_rule_holds():
    rule = monthly_rule(date(2024, 10, 31), until=date(2024, 12, 1))

    assert rule == "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20241201"
    assert days_of(rule, date(2024, 10, 31), date(2025, 12, 31)) == (
        date(2024, 10, 31),
        date(2024, 11, 28),
    )


def test_a_series_that_ends_before_it_begins_is_empty():
    assert days_of(LAST_THURSDAY, date(2024, 10, 31), date(2024, 10, 30)) == ()


def test_a_first_day_outside_its_own_rule_still_counts():
    days = days_of(LAST_THURSDAY, date(2024, 10, 30), date(2024, 11, 30))

    assert days == (date(2024, 10, 30), date(2024, 10, 31), date(2024, 11, 28))
    assert not falls_on(LAST_THURSDAY, date(2024, 10, 30))


def test_a_first_day_outside_its_own_rule_is_counted():
    days = days_of("FREQ=MONTHLY;BYDAY=-1TH;COUNT=3", date(2024, 10, 30), date.max)

    assert days == (date(2024, 10, 30), date(2024, 10, 31), date(2024, 11, 28))


def test_a_rule_is_read_whole():
    assert read_rule("FREQ=MONTHLY;BYDAY=2MO;UNTIL=20250331T235959Z") == Rule(
        "MONTHLY", weekdays=((2, 0),), until=date(2025, 3, 31)
    )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;BYDAY=6TH",
        "FREQ=MONTHLY;BYDAY=TH",
        "FREQ=WEEKLY;BYDAY=1TH",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=1TH;BYMONTHDAY=3",
        "FREQ=DAILY;COUNT=3;UNTIL=20250101",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=DAILY;FREQ=DAILY",
        "COUNT=3",
        "last Thursday",
        "",
    ],
)
def test_another_kind_of_rule_is_refused(rule):
    with pytest.raises(ValueError, match=r"Only|not|Which|ends"):
        read_rule(rule)


@pytest.mark.parametrize(
    ("rule", "start", "wanted"),
    [
        (LAST_THURSDAY, (2025, 2, 4), "FREQ=MONTHLY;BYDAY=1TU"),
        (LAST_THURSDAY + ";UNTIL=20260326", (2024, 11, 28), LAST_THURSDAY + ";UNTIL=20260326"),
        ("FREQ=WEEKLY;BYDAY=TH;COUNT=5", (2025, 2, 4), "FREQ=WEEKLY;BYDAY=TU;COUNT=5"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", (2025, 2, 5), "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", (2025, 2, 4), "FREQ=MONTHLY;BYMONTHDAY=4"),
        ("FREQ=DAILY;INTERVAL=3", (2025, 2, 4), "FREQ=DAILY;INTERVAL=3"),
    ],
)
def test_a_series_follows_its_first_day(rule, start, wanted):
    assert following(rule, date(*start)) == wanted


def test_the_end_of_a_series_replaces_the_one_it_had():
    assert ending("FREQ=WEEKLY;BYDAY=TH;COUNT=5", date(2025, 3, 1)) == (
        "FREQ=WEEKLY;BYDAY=TH;UNTIL=20250301"
    )


def test_a_rule_that_gives_no_day_gives_none():
    assert first_from("FREQ=MONTHLY;BYMONTHDAY=31", date(2025, 2, 1)) == date(2025, 3, 31)
    assert days_of(
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;COUNT=3", date(2025, 2, 1), date.max
    ) == (date(2025, 2, 1),)
