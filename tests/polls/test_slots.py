"""Days and hours to slots, and slots on other clocks."""

from datetime import UTC, date, datetime, time

import pytest

from eventsapp.polls.slots import (
    Clock,
    Wall,
    by_day,
    clock_of,
    moments,
    read_times,
    shown,
    wall_of,
    walls,
)


@pytest.mark.parametrize(
    ("tz", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), Clock.NEVER),
        ("Europe/Berlin", date(2026, 3, 29), time(3, 0), Clock.ONCE),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), Clock.TWICE),
        ("Europe/Berlin", date(2026, 10, 25), time(3, 0), Clock.ONCE),
        ("America/New_York", date(2026, 11, 1), time(1, 0), Clock.TWICE),
        ("Africa/Nairobi", date(2026, 10, 25), time(2, 30), Clock.ONCE),
        ("Pacific/Apia", date(2011, 12, 30), time(12, 0), Clock.NEVER),
    ],
)
def test_a_time_on_the_clock_comes_once_twice_or_never(tz, day, at, expected):
    assert clock_of(Wall(day, at), tz) is expected


def test_days_and_hours_are_picked_in_one_go_and_each_comes_once():
    days = [date(2026, 10, 27), date(2026, 10, 26), date(2026, 10, 27)]

    found = walls(days, [time(14), time(9), time(14)])

    assert found == [
        Wall(date(2026, 10, 26), time(9)),
        Wall(date(2026, 10, 26), time(14)),
        Wall(date(2026, 10, 27), time(9)),
        Wall(date(2026, 10, 27), time(14)),
    ]


def test_the_length_of_a_slot_is_real_time_also_when_clocks_change_in_it():
    start_at, end_at = moments(Wall(date(2026, 10, 25), time(1, 30)), 120, "Europe/Berlin")

    assert (start_at, end_at) == (
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert wall_of(end_at, "Europe/Berlin") == Wall(date(2026, 10, 25), time(2, 30))


def test_a_slot_on_another_date_stands_under_the_readers_date_and_stays_the_same_slot():
    # 23:30 in Nairobi is 05:30 of the next day in Tokyo, and Monday 09:00 is Monday 15:00.
    late = moments(Wall(date(2026, 10, 26), time(23, 30)), 60, "Africa/Nairobi")
    early = moments(Wall(date(2026, 10, 26), time(9)), 60, "Africa/Nairobi")

    found = by_day([shown(7, *late, "Asia/Tokyo"), shown(9, *early, "Asia/Tokyo")])

    said = [(day, [(one.number, one.starts, one.ends) for one in slots]) for day, slots in found]
    assert said == [
        (date(2026, 10, 26), [(9, time(15), time(16))]),
        (date(2026, 10, 27), [(7, time(5, 30), time(6, 30))]),
    ]


def test_what_ends_at_midnight_ends_with_its_own_day():
    at_midnight = moments(Wall(date(2026, 10, 26), time(23)), 60, "Africa/Nairobi")
    after = moments(Wall(date(2026, 10, 26), time(23)), 90, "Africa/Nairobi")

    assert [shown(1, *one, "Africa/Nairobi").ends_on.day for one in (at_midnight, after)] == [
        26,
        27,
    ]


def test_times_are_read_as_people_write_them_and_others_are_named():
    assert read_times("9, 9:30; 14.00 25:00 noon 7:5 ²:00") == (
        [time(9), time(9, 30), time(14)],
        ["25:00", "noon", "7:5", "²:00"],
    )
