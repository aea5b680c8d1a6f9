"""When items begin: lengths push what follows, pinned times stay, tracks run side by side."""

from datetime import UTC, date, time
from zoneinfo import ZoneInfo

import pytest

from eventsapp.agendas.timing import Planned, timetable
from eventsapp.walltime import clock_doubt

DAY = date(2024, 9, 26)


def hours(*items, starts=time(9), on_date=DAY, tz="Africa/Nairobi"):
    """Each item as `09:00–10:30`, `09:00–`, or `` where nothing gives it an hour."""
    planned = [Planned(key, *item) for key, item in enumerate(items, start=1)]
    found = timetable(planned, on_date=on_date, starts=starts, tz=tz)
    return [_said(one.start_at, tz) + ("–" if one.start_at else "") + _said(one.end_at, tz)
            for one in found]  # fmt: skip


def _said(moment, tz):
    return f"{moment.astimezone(ZoneInfo(tz)):%H:%M}" if moment else ""


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], []),
        ([(60,), (30,)], ["09:00–10:00", "10:00–10:30"]),
        ([(90,), (30,)], ["09:00–10:30", "10:30–11:00"]),
        ([(60,), (30, time(14)), (15,)], ["09:00–10:00", "14:00–14:30", "14:30–14:45"]),
        ([(60,), (), (30,)], ["09:00–10:00", "", ""]),
        ([(), (30, time(14)), (15,)], ["", "14:00–14:30", "14:30–14:45"]),
        ([(None, time(10)), (30,)], ["10:00–", ""]),
        ([(), (), ()], ["", "", ""]),
    ],
)
def test_items_follow_one_another_and_what_is_pinned_stays(items, said):
    assert hours(*items) == said


def test_a_day_without_hours_gives_none_until_something_is_pinned():
    assert hours((60,), (30,), (20, time(14)), (10,), starts=None) == [
        "", "", "14:00–14:20", "14:20–14:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (
            [(60,), (90, None, "Room 1"), (60, None, "Room 2"), (30,)],
            ["09:00–10:00", "10:00–11:30", "10:00–11:00", "11:30–12:00"],
        ),
        (
            [(30, None, "A"), (45, None, "A"), (20, None, "B"), (10,)],
            ["09:00–09:30", "09:30–10:15", "09:00–09:20", "10:15–10:25"],
        ),
        (
            [(30, time(14), "A"), (20, None, "B"), (20, time(14, 10), "C"), (10,)],
            ["14:00–14:30", "14:00–14:20", "14:10–14:30", "14:30–14:40"],
        ),
        ([(30, None, "A"), (None, None, "B"), (10,)], ["09:00–09:30", "", ""]),
    ],
)
def test_rooms_and_strands_run_side_by_side_and_the_rest_waits_for_the_longest(items, said):
    assert hours(*items) == said


def overruns(*items, starts=time(9)):
    planned = [Planned(key, *item) for key, item in enumerate(items, start=1)]
    found = timetable(planned, on_date=DAY, starts=starts, tz="Africa/Nairobi")
    return {one.key: (one.overruns, one.overrun_minutes) for one in found if one.overruns}


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([(60,), (30, time(9, 45))], {2: (1, 15)}),
        ([(60,), (30, time(10))], {}),
        ([(60,), (30, time(11))], {}),
        ([(60, time(9)), (30, time(9, 30)), (30,)], {2: (1, 30)}),
        ([(60,), (30, time(9, 50), "A"), (30, None, "B")], {2: (1, 10)}),
        ([(30, None, "A"), (90, None, "B"), (30, time(10))], {3: (2, 30)}),
        ([(30, None, "A"), (30, time(9, 20), "A"), (30, time(9, 10), "B")], {2: (1, 10)}),
    ],
)
def test_a_pinned_item_that_begins_too_early_says_by_how_much_and_after_which(items, said):
    assert overruns(*items) == said


def test_what_would_begin_tomorrow_has_no_hour_today():
    found = timetable(
        [Planned(1, 16 * 60), Planned(2, 30), Planned(3, 30)],
        on_date=DAY,
        starts=time(9),
        tz="Africa/Nairobi",
    )

    assert [one.is_past_midnight for one in found] == [False, True, False]
    assert [one.start_at is None for one in found] == [False, True, True]


def test_an_hour_is_an_hour_when_clocks_change_within_it():
    night = date(2024, 10, 27)

    assert hours((180,), (60,), starts=time(1), on_date=night, tz="Europe/Berlin") == [
        "01:00–03:00", "03:00–04:00",
    ]  # fmt: skip
    found = timetable([Planned(1, 150), Planned(2, 30)], on_date=night, starts=time(0, 30),
                      tz="Europe/Berlin")  # fmt: skip
    assert found[1].start_at.astimezone(UTC).hour == 1
    assert found[1].start_at.astimezone(ZoneInfo("Europe/Berlin")).fold == 1


@pytest.mark.parametrize(
    ("on_date", "at", "doubt"),
    [
        (date(2024, 3, 31), time(2, 30), "skipped"),
        (date(2024, 10, 27), time(2, 30), "twice"),
        (date(2024, 10, 27), time(3), None),
        (DAY, time(9), None),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_is_noticed(on_date, at, doubt):
    assert clock_doubt(on_date, at, "Europe/Berlin") == doubt
