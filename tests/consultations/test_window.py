from datetime import UTC, date, datetime, time

import pytest

from eventsapp.consultations.window import (
    Change,
    State,
    Window,
    change_between,
    state_at,
)
from eventsapp.walltime import comes_twice, is_skipped

NAIROBI, BERLIN = "Africa/Nairobi", "Europe/Berlin"
FIRST, LAST = date(2024, 10, 7), date(2024, 11, 8)
BEFORE = datetime(2024, 10, 1, tzinfo=UTC)
DURING = datetime(2024, 10, 20, tzinfo=UTC)
AFTER = datetime(2024, 11, 20, tzinfo=UTC)


def test_without_hours_a_window_is_open_from_midnight_to_midnight():
    window = Window(FIRST, LAST, NAIROBI)

    assert window.opens_at == datetime(2024, 10, 6, 21, tzinfo=UTC)
    assert window.closes_at == datetime(2024, 11, 8, 21, tzinfo=UTC)
    assert (window.start_at, window.end_at) == (None, None)


def test_a_closing_moment_is_that_of_its_own_zone_after_clocks_changed():
    window = Window(FIRST, LAST, BERLIN, time(9), time(23, 59))

    assert window.opens_at == datetime(2024, 10, 7, 7, tzinfo=UTC)
    assert window.closes_at == datetime(2024, 11, 8, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "skipped", "twice"),
    [
        (date(2025, 3, 30), time(2, 30), True, False),
        (date(2025, 3, 30), time(3, 30), False, False),
        (date(2024, 10, 27), time(2, 30), False, True),
        (date(2024, 10, 27), time(3, 30), False, False),
    ],
)
def test_an_hour_that_clocks_skip_or_show_twice_is_known(day, at, skipped, twice):
    assert (is_skipped(day, at, BERLIN), comes_twice(day, at, BERLIN)) == (skipped, twice)


@pytest.mark.parametrize(
    ("now", "decided", "state"),
    [
        (BEFORE, {"is_announced": False}, State.INTENDED),
        (BEFORE, {"is_announced": True}, State.ANNOUNCED),
        (DURING, {"is_announced": True}, State.OPEN),
        (DURING, {"is_announced": False}, State.INTENDED),
        (AFTER, {"is_announced": True}, State.CLOSED),
        (AFTER, {"is_announced": False}, State.CLOSED),
        (AFTER, {"is_announced": True, "is_reported": True}, State.REPORTED),
        (DURING, {"is_announced": True, "is_reported": True}, State.OPEN),
        (AFTER, {"is_announced": True, "is_cancelled": True}, State.CANCELLED),
    ],
)
def test_the_state_never_contradicts_the_window(now, decided, state):
    window = Window(FIRST, LAST, NAIROBI)

    assert state_at(now, opens_at=window.opens_at, closes_at=window.closes_at, **decided) == state


@pytest.mark.parametrize(
    ("was_held", "is_announced", "state"),
    [
        (True, True, State.CLOSED),
        (False, True, State.ANNOUNCED),
        (False, False, State.INTENDED),
    ],
)
def test_without_a_day_only_what_was_decided_counts(was_held, is_announced, state):
    found = state_at(
        DURING, opens_at=None, closes_at=None, is_announced=is_announced, was_held=was_held
    )

    assert found == state


def test_a_series_without_an_end_stays_open():
    window = Window(FIRST, FIRST, NAIROBI)

    found = state_at(AFTER, opens_at=window.opens_at, closes_at=None, is_announced=True)

    assert found == State.OPEN


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (Window(FIRST, date(2024, 11, 17), NAIROBI), Change.EXTENDED),
        (Window(FIRST, date(2024, 11, 1), NAIROBI), Change.SHORTENED),
        (Window(FIRST, LAST, NAIROBI, None, time(12)), Change.SHORTENED),
        (Window(date(2024, 10, 8), date(2024, 11, 17), NAIROBI), Change.MOVED),
        (Window(FIRST, LAST, BERLIN), Change.MOVED),
    ],
)
def test_what_a_move_does_is_said_in_a_word(after, change):
    assert change_between(Window(FIRST, LAST, NAIROBI), after) == change
