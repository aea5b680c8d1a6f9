from datetime import date

import pytest

from eventsapp.reports.windows import Window, months_later, opening_zoom, window_of, zoomed

PLAN = (date(2024, 9, 26), date(2025, 2, 28))


@pytest.mark.parametrize(
    ("zoom", "first", "last"),
    [
        ("weeks", date(2024, 11, 18), date(2025, 1, 12)),
        ("months", date(2024, 11, 1), date(2025, 4, 30)),
        ("quarters", date(2024, 10, 1), date(2026, 9, 30)),
        ("years", date(2024, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_zoom_begins_with_the_part_of_the_calendar_in_which_a_day_is(zoom, first, last):
    assert zoomed(zoom, date(2024, 11, 20)) == Window(first, last, zoom)


@pytest.mark.parametrize("zoom", ["weeks", "months", "quarters", "years"])
def test_earlier_and_later_windows_leave_out_no_day(zoom):
    window = zoomed(zoom, date(2024, 11, 20))

    assert zoomed(zoom, window.earlier).last.toordinal() + 1 == window.first.toordinal()
    assert zoomed(zoom, window.later).earlier == window.first


@pytest.mark.parametrize(
    ("zoom", "first", "last", "today", "shown"),
    [
        (None, None, None, "2024-10-01", ("2024-09-26", "2025-02-28")),
        (None, "2024-12-01", None, "2024-10-01", ("2024-12-01", "2025-02-28")),
        (None, None, "2024-12-01", "2024-10-01", ("2024-09-26", "2024-12-01")),
        (None, "2026-01-01", None, "2024-10-01", ("2026-01-01", "2026-01-01")),
        ("years", "2024-12-01", "2024-12-31", "2024-10-01", ("2024-12-01", "2024-12-31")),
        ("months", None, None, "2024-11-20", ("2024-11-01", "2025-04-30")),
        ("months", None, None, "2030-11-20", ("2024-09-01", "2025-02-28")),
        ("months", "2025-01-22", None, "2024-11-20", ("2025-01-01", "2025-06-30")),
    ],
)
def test_chosen_days_count_before_a_zoom_and_a_zoom_before_the_whole_plan(
    zoom, first, last, today, shown
):
    days = [date.fromisoformat(day) if day else None for day in (first, last)]

    window = window_of(zoom, *days, plan=PLAN, today=date.fromisoformat(today))

    assert (str(window.first), str(window.last)) == shown


def test_a_month_without_that_day_has_its_last():
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert months_later(date(2024, 2, 29), -12) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("things", "zoom"), [(0, None), (80, None), (81, "months"), (160, "months"), (161, "weeks")]
)
def test_a_plan_of_a_year_opens_where_its_dates_can_be_drawn(things, zoom):
    year = (date(2024, 1, 1), date(2024, 12, 31))
    assert opening_zoom(year, things, most=80) == zoom
