from datetime import UTC, date, datetime, time

import pytest

from eventsapp.meetings.schedule import day_moments, days_of, item_moments, standing, wall_time


@pytest.mark.parametrize(
    ("on_date", "starts", "minutes", "tz", "expected"),
    [
        (date(2025, 1, 22), time(9), 90, "Asia/Baku", ("05:00", "06:30")),
        (date(2025, 1, 22), time(9), None, "Asia/Baku", ("05:00", None)),
        (date(2025, 1, 22), None, 90, "Asia/Baku", (None, None)),
        (date(2024, 9, 26), time(9), 60, "Asia/Kathmandu", ("03:15", "04:15")),
        # Clocks in Berlin go from 02:00 to 03:00 on 31 March 2024, and back on 27 October.
        (date(2024, 3, 31), time(2, 30), 60, "Europe/Berlin", ("01:30", "02:30")),
        (date(2024, 10, 27), time(2, 30), 60, "Europe/Berlin", ("00:30", "01:30")),
    ],
)
def test_an_item_is_at_the_time_on_the_wall(on_date, starts, minutes, tz, expected):
    found = item_moments(on_date, starts, minutes, tz)

    assert tuple(moment and f"{moment:%H:%M}" for moment in found) == expected


def test_a_day_knows_only_the_hours_that_are_stated():
    assert day_moments(date(2025, 1, 22), time(9), None, "Asia/Baku") == (
        datetime(2025, 1, 22, 5, 0, tzinfo=UTC),
        None,
    )


def test_a_moment_may_fall_on_another_day_elsewhere():
    moment = datetime(2025, 1, 22, 20, 0, tzinfo=UTC)

    assert wall_time(moment, "Asia/Tokyo") == (date(2025, 1, 23), time(5, 0))


def test_the_days_of_a_meeting_include_the_last():
    assert days_of(date(2024, 9, 30), date(2024, 10, 1)) == [date(2024, 9, 30), date(2024, 10, 1)]


@pytest.mark.parametrize(
    ("today", "is_cancelled", "expected"),
    [
        (25, False, "coming"),
        (26, False, "under way"),
        (27, False, "under way"),
        (28, False, "held"),
        (25, True, "cancelled"),
        (28, True, "cancelled"),
    ],
)
def test_a_meeting_is_coming_under_way_held_or_cancelled(today, is_cancelled, expected):
    first, last = date(2024, 9, 26), date(2024, 9, 27)

    assert standing(first, last, date(2024, 9, today), is_cancelled=is_cancelled) == expected
