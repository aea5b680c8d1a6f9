from datetime import UTC, datetime, timedelta

import pytest

from eventsapp.agendas.conflicts import (
    Overlap,
    Slot,
    out_of_order,
    overlaps,
    too_early,
    too_late,
)

NINE = datetime(2025, 1, 22, 9, 0, tzinfo=UTC)


def slot(title, after=0, minutes=None):
    start_at = NINE + timedelta(minutes=after)
    return Slot(title, start_at, None if minutes is None else start_at + timedelta(minutes=minutes))


UNTIMED = Slot("Whenever", None, None)


@pytest.mark.parametrize(
    ("first", "second", "minutes"),
    [
        (slot("Opening", 0, 60), slot("Draft", 30, 60), 30),
        (slot("Opening", 0, 90), slot("Draft", 30, 30), 30),
        (slot("Opening", 0, 60), slot("Draft", 0, 60), 60),
        (slot("Opening", 0, 60), slot("Draft", 30), 0),
    ],
)
def test_items_that_share_time_overlap(first, second, minutes):
    assert overlaps([second, UNTIMED, first]) == [Overlap(*sorted_by_start(first, second), minutes)]


def sorted_by_start(first, second):
    # Of two that start together, the one that stood first comes first.
    return (second, first) if first.start_at == second.start_at else (first, second)


@pytest.mark.parametrize(
    "slots",
    [
        [slot("Opening", 0, 60), slot("Draft", 60, 60)],
        [slot("Opening", 0), slot("Draft", 0)],
        [UNTIMED, slot("Draft", 0, 60), UNTIMED],
        [],
    ],
)
def test_items_that_touch_or_are_nowhere_do_not_overlap(slots):
    assert overlaps(slots) == []


def test_a_long_item_overlaps_all_that_begin_in_it():
    lunch, draft, rooms = slot("Lunch", 0, 120), slot("Draft", 10, 20), slot("Rooms", 60, 120)

    assert overlaps([lunch, draft, rooms]) == [Overlap(lunch, draft, 20), Overlap(lunch, rooms, 60)]


def test_items_outside_the_hours_of_the_day_are_found():
    early, late, fits = slot("Coffee", -30, 20), slot("Closing", 50, 20), slot("Draft", 0, 60)

    assert too_early([early, fits, UNTIMED], NINE) == [early]
    assert too_late([late, fits, UNTIMED], NINE + timedelta(minutes=60)) == [late]
    assert too_early([early], None) == []
    assert too_late([late], None) == []


def test_an_item_that_begins_before_the_one_above_it_is_found():
    closing, opening = slot("Closing", 60), slot("Opening", 0)

    assert out_of_order([closing, UNTIMED, opening]) == [(closing, opening)]
    assert out_of_order([opening, closing]) == []
