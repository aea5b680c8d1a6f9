"""The dates of a series in three zones, and what a single date that is otherwise changes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventsapp.sessions.dates import (
    Part,
    cut_before,
    last_day,
    moments_of,
    occurrences,
)
from eventsapp.walltime import SKIPPED, TWICE, clock_doubt

LAST_THURSDAY = "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20260326"
THURSDAYS = [
    "2024-10-31", "2024-11-28", "2024-12-26",
    "2025-01-30", "2025-02-27", "2025-03-27", "2025-04-24", "2025-05-29", "2025-06-26",
    "2025-07-31", "2025-08-28", "2025-09-25", "2025-10-30", "2025-11-27", "2025-12-25",
    "2026-01-29", "2026-02-26", "2026-03-26",
]  # fmt: skip
FAR = date(2030, 1, 1)


@dataclass
class Single:
    original_on: date
    on_date: date
    starts_at_time: Any = None
    ends_at_time: Any = None
    is_added: bool = False
    cancelled_at: Any = None
    reason: str | None = None


def part(**changes):
    values = {"starts_on": date(2024, 10, 31), "rrule": LAST_THURSDAY}
    return Part(**{**values, "starts_at_time": time(15), "ends_at_time": time(16, 30), **changes})


# When clocks change: New York on 3 November 2024, 9 March and 2 November 2025, 8 March 2026;
# Auckland on 6 April and 28 September 2025; Nairobi never.
@pytest.mark.parametrize(
    ("tz", "hours_in_utc"),
    [
        ("Africa/Nairobi", [12] * 18),
        ("Pacific/Auckland", [2] * 6 + [3] * 5 + [3] + [2] * 6),
        ("America/New_York", [19, 20, 20, 20, 20] + [19] * 8 + [20] * 4 + [19]),
    ],
)
def test_the_last_thursday_keeps_its_hour_on_the_wall_through_changes_of_the_clock(
    tz, hours_in_utc
):
    dates = occurrences([part()], [], tz, FAR)

    assert [one.on_date.isoformat() for one in dates] == THURSDAYS
    assert {(one.starts_at_time, one.ends_at_time) for one in dates} == {(time(15), time(16, 30))}
    assert [one.start_at.hour for one in dates] == hours_in_utc
    for one in dates:
        there = one.start_at.astimezone(ZoneInfo(tz))
        assert (there.date(), there.time()) == (one.on_date, time(15))
        assert (one.end_at - one.start_at).total_seconds() == 90 * 60


def test_moving_the_one_of_26_december_moves_only_it():
    moved = Single(date(2024, 12, 26), date(2024, 12, 19), time(9), time(10))

    before = occurrences([part()], [], "Pacific/Auckland", FAR)
    after = occurrences([part()], [moved], "Pacific/Auckland", FAR)

    assert [one for one in after if one not in before] == [after[2]]
    assert len(after) == len(before)
    assert (after[2].original_on, after[2].on_date) == (date(2024, 12, 26), date(2024, 12, 19))
    assert after[2].start_at == datetime(2024, 12, 18, 20, tzinfo=UTC)
    assert (after[2].is_moved, after[2].is_cancelled) == (True, False)


def test_a_date_moved_to_another_day_keeps_the_hours_of_the_series():
    dates = occurrences(
        [part()], [Single(date(2024, 12, 26), date(2025, 1, 2))], "Africa/Nairobi", FAR
    )

    assert dates[2].start_at == datetime(2025, 1, 2, 12, tzinfo=UTC)
    assert dates[2].starts_at_time == time(15)


def test_a_date_moved_past_a_neighbour_stands_where_it_is_held():
    moved = Single(date(2024, 12, 26), date(2025, 2, 6))

    dates = occurrences([part()], [moved], "Africa/Nairobi", date(2025, 2, 28))

    assert [one.original_on.isoformat() for one in dates] == [
        "2024-10-31", "2024-11-28", "2025-01-30", "2024-12-26", "2025-02-27",
    ]  # fmt: skip


def test_a_date_called_off_is_marked_and_one_added_stands_in_order():
    singles = [
        Single(
            date(2024, 11, 28), date(2024, 11, 28), cancelled_at=datetime(2024, 11, 1, tzinfo=UTC)
        ),
        Single(date(2024, 11, 14), date(2024, 11, 14), is_added=True),
        Single(date(2030, 1, 31), date(2030, 1, 31), is_added=True),
    ]

    dates = occurrences([part()], singles, "Africa/Nairobi", date(2024, 12, 31))

    assert [(one.on_date.day, one.is_cancelled, one.is_added) for one in dates] == [
        (31, False, False),
        (14, False, True),
        (28, True, False),
        (26, False, False),
    ]
    assert dates[1].starts_at_time == time(15)


def test_a_move_of_a_day_that_the_rule_gives_no_more_waits():
    moved = Single(date(2024, 12, 26), date(2024, 12, 19))
    first_tuesday = part(starts_on=date(2024, 11, 5), rrule="FREQ=MONTHLY;BYDAY=1TU;COUNT=3")

    dates = occurrences([first_tuesday], [moved], "Africa/Nairobi", FAR)

    assert [one.on_date for one in dates] == [
        date(2024, 11, 5), date(2024, 12, 3), date(2025, 1, 7),
    ]  # fmt: skip


def test_an_added_date_stands_instead_of_the_one_that_a_rule_gives_on_its_day():
    added = Single(date(2024, 12, 26), date(2024, 12, 27), is_added=True)

    dates = occurrences([part()], [added], "Africa/Nairobi", date(2024, 12, 31))

    assert [one.on_date.day for one in dates] == [31, 28, 27]


def test_a_later_rule_begins_where_the_one_before_ends():
    weekly = part(starts_on=date(2024, 12, 5), rrule="FREQ=WEEKLY;COUNT=2", starts_at_time=time(9))

    dates = occurrences([part(), weekly], [], "Africa/Nairobi", FAR)

    assert [(one.on_date.day, one.starts_at_time.hour, one.part) for one in dates] == [
        (31, 15, 0),
        (28, 15, 0),
        (5, 9, 1),
        (12, 9, 1),
    ]
    assert last_day([part(), weekly]) == date(2024, 12, 12)
    assert cut_before(LAST_THURSDAY, date(2024, 10, 31), date(2024, 12, 5)) == (
        "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20241204"
    )
    assert cut_before("FREQ=DAILY;COUNT=2", date(2024, 10, 31), date(2024, 12, 5)) == (
        "FREQ=DAILY;COUNT=2"
    )


@pytest.mark.parametrize(
    ("day", "at", "tz", "doubt", "taken"),
    [
        # The last Friday of April: clocks in Cairo go forward at midnight.
        (date(2025, 4, 25), time(0, 30), "Africa/Cairo", SKIPPED, "2025-04-24T22:30:00+00:00"),
        (date(2025, 3, 9), time(2, 30), "America/New_York", SKIPPED, "2025-03-09T07:30:00+00:00"),
        (date(2025, 11, 2), time(1, 30), "America/New_York", TWICE, "2025-11-02T05:30:00+00:00"),
        (date(2025, 4, 6), time(2, 30), "Pacific/Auckland", TWICE, "2025-04-05T13:30:00+00:00"),
        (date(2025, 11, 2), time(3, 30), "America/New_York", None, "2025-11-02T08:30:00+00:00"),
        (date(2025, 11, 2), time(1, 30), "Africa/Nairobi", None, "2025-11-01T22:30:00+00:00"),
    ],
)
def test_an_hour_that_clocks_skip_or_show_twice_is_said_and_what_is_taken(
    day, at, tz, doubt, taken
):
    assert clock_doubt(day, at, tz) == doubt
    assert moments_of(day, at, None, tz)[0].isoformat() == taken


def test_an_end_after_midnight_is_on_the_next_day():
    start_at, end_at = moments_of(date(2025, 1, 30), time(23), time(0, 30), "Africa/Nairobi")

    assert (start_at.hour, end_at.hour, (end_at - start_at).seconds) == (20, 21, 90 * 60)


def test_hours_that_a_change_of_the_clock_would_swallow_keep_their_length():
    start_at, end_at = moments_of(date(2025, 3, 9), time(2, 30), time(3, 15), "America/New_York")

    assert (end_at - start_at).seconds == 45 * 60


def test_a_series_without_hours_has_days_and_no_moments():
    (one,) = occurrences(
        [part(rrule=None, starts_at_time=None, ends_at_time=None)], [], "Africa/Nairobi", FAR
    )

    assert (one.on_date, one.start_at, one.end_at, one.doubt) == (
        date(2024, 10, 31), None, None, None,
    )  # fmt: skip
