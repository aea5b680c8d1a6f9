"""When people are reminded: 09:00 on their own clock, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.reminders.planning import (
    DueRounds,
    Round,
    due_in_zone,
    due_rounds,
    end_of_day,
    has_passed_everywhere,
    known_zone,
    latest_day,
    next_moment,
    reminder_times,
)
from eventsapp.walltime import moment_at

DUE_ON = date(2024, 11, 4)
ZONES = ["Europe/Berlin", "Africa/Nairobi", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tz", "hours"),
    [
        # Berlin sets its clocks back on 27 October, New York on 3 November, Nairobi never.
        ("Europe/Berlin", [(10, 21, 7), (10, 28, 8), (11, 2, 8), (11, 4, 8)]),
        ("America/New_York", [(10, 21, 13), (10, 28, 13), (11, 2, 13), (11, 4, 14)]),
        ("Africa/Nairobi", [(10, 21, 6), (10, 28, 6), (11, 2, 6), (11, 4, 6)]),
    ],
)
def test_the_utc_hour_moves_with_summer_time_and_nine_o_clock_stays(tz, hours):
    times = reminder_times(DUE_ON, [14, 7, 2, 0], ZoneInfo(tz))

    assert times == [utc(2024, month, day, hour) for month, day, hour in hours]


def test_repeated_days_count_once_and_no_days_mean_no_reminder():
    assert reminder_times(DUE_ON, [2, 0, 2], ZoneInfo("UTC")) == [
        utc(2024, 11, 2, 9),
        utc(2024, 11, 4, 9),
    ]
    assert reminder_times(DUE_ON, [], ZoneInfo("UTC")) == []


def test_nobody_is_reminded_after_the_day():
    with pytest.raises(ValueError, match="1 days after"):
        reminder_times(DUE_ON, [7, -1], ZoneInfo("UTC"))


@given(
    due_on=st.dates(date(1990, 1, 1), date(2037, 12, 31)),
    days=st.lists(st.integers(0, 60), max_size=6),
    tz=st.sampled_from(ZONES),
)
def test_it_is_always_nine_on_the_readers_clock_and_in_order(due_on, days, tz):
    times = reminder_times(due_on, days, ZoneInfo(tz))

    assert times == sorted(times)
    assert len(times) == len(set(days))
    assert {moment.astimezone(ZoneInfo(tz)).time() for moment in times} <= {time(9)}


@pytest.mark.parametrize(
    ("day", "at_time", "tz", "moment"),
    [
        # 02:30 does not exist on 31 March in Berlin: an hour later, 03:30 summer time.
        (date(2024, 3, 31), time(2, 30), "Europe/Berlin", utc(2024, 3, 31, 1, 30)),
        # 02:30 comes twice on 27 October: the first.
        (date(2024, 10, 27), time(2, 30), "Europe/Berlin", utc(2024, 10, 27, 0, 30)),
    ],
)
def test_a_time_that_does_not_exist_or_comes_twice(day, at_time, tz, moment):
    assert moment_at(day, at_time, tz) == moment


def test_a_day_ends_at_midnight_of_its_zone():
    assert end_of_day(date(2024, 10, 1), "Africa/Nairobi") == utc(2024, 10, 1, 21)
    # In Cairo clocks go back from midnight to 23:00 on 31 October: the day has 25 hours.
    assert end_of_day(date(2024, 10, 31), "Africa/Cairo") == utc(2024, 10, 31, 22)


def test_the_day_is_over_everywhere_only_when_it_is_in_the_last_zone():
    day = date(2024, 10, 1)

    assert not has_passed_everywhere(day, time(9), utc(2024, 10, 1, 21))
    assert has_passed_everywhere(day, time(9), utc(2024, 10, 1, 21, 1))
    assert latest_day(utc(2024, 9, 30, 9, 59)) == date(2024, 9, 30)
    assert latest_day(utc(2024, 9, 30, 10)) == day


SEVEN = Round(1, date(2024, 9, 24))
TWO = Round(2, date(2024, 9, 29))
ON_THE_DAY = Round(3, date(2024, 10, 1))
ALL = [ON_THE_DAY, SEVEN, TWO]


@pytest.mark.parametrize(
    ("now", "latest", "missed"),
    [
        (utc(2024, 9, 24, 5, 59), None, ()),
        (utc(2024, 9, 24, 6), SEVEN, ()),
        (utc(2024, 9, 29, 6), TWO, (SEVEN,)),
        (utc(2024, 10, 1, 20), ON_THE_DAY, (SEVEN, TWO)),
    ],
)
def test_of_several_that_are_due_only_the_latest_goes_out(now, latest, missed):
    assert due_rounds(ALL, "Africa/Nairobi", now) == DueRounds(latest, missed)


def test_what_a_reader_got_is_not_due_again():
    now = utc(2024, 9, 29, 7)

    assert due_rounds(ALL, "Africa/Nairobi", now, reminded_on=SEVEN.remind_on) == DueRounds(TWO, ())
    assert due_rounds(ALL, "Africa/Nairobi", now, reminded_on=TWO.remind_on) == DueRounds(None, ())


def test_a_moment_that_had_passed_before_is_not_made_up_for():
    now = utc(2024, 9, 29, 7)
    after_nine = utc(2024, 9, 29, 6, 1)

    late = Round(2, TWO.remind_on, planned_at=after_nine)
    assert due_rounds([late], "Africa/Nairobi", now) == DueRounds(None, ())
    assert due_rounds([TWO], "Africa/Nairobi", now, owed_at=after_nine) == DueRounds(None, ())
    assert due_rounds([late], "Europe/Berlin", now) == DueRounds(late, ())


def test_the_next_moment_is_the_first_of_all_zones():
    rows = [(date(2024, 10, 1), time(9), tz) for tz in ("Europe/Berlin", "Asia/Jakarta")]

    assert next_moment(rows, utc(2024, 9, 30)) == utc(2024, 10, 1, 2)
    assert next_moment(rows, utc(2024, 10, 1, 2)) == utc(2024, 10, 1, 7)
    assert next_moment(rows, utc(2024, 10, 1, 7)) is None


def test_the_end_of_the_day_is_said_in_the_readers_zone_where_it_differs():
    due_on = date(2024, 10, 1)

    there, tz = due_in_zone(due_on, "Africa/Nairobi", "Europe/Berlin")
    assert (f"{there:%d %H:%M}", tz) == ("01 23:00", "Europe/Berlin")
    assert due_in_zone(due_on, "Africa/Nairobi", "Africa/Nairobi") is None
    assert due_in_zone(due_on, "Africa/Nairobi", None) is None


@pytest.mark.parametrize("tz", [None, "", "Mars/Olympus", "../etc/passwd"])
def test_a_zone_that_does_not_exist_counts_as_not_stated(tz):
    assert known_zone(tz) is None
    assert known_zone("Asia/Jakarta") == "Asia/Jakarta"


def test_moments_are_in_utc_whatever_the_zone():
    assert moment_at(date(2024, 10, 1), time(9), "Asia/Kathmandu").utcoffset() == timedelta()
