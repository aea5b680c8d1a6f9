import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from eventsapp.planning.planned import Bar
from eventsapp.reports.density import density, steps_of
from eventsapp.reports.timeline import WIDTH
from eventsapp.reports.windows import Window

COLUMN = r"M([\d.]+) [\d.]+v-[\d.]+h([\d.]+)v[\d.]+z"


def bar(start, end=None, kind="meeting"):
    first = date.fromisoformat(start)
    last = date.fromisoformat(end) if end else first
    return Bar(key=f"{kind}-1-{start}", kind=kind, title="Any", starts_on=first, ends_on=last)


def drawn(bars, window, **changes):
    return density(bars, window, name=str.upper, say_step=lambda step: f"{step.first}", **changes)


@pytest.mark.parametrize(
    ("last", "count", "second"),
    [
        (date(2025, 2, 25), 9, date(2025, 1, 6)),
        (date(2025, 12, 31), 12, date(2025, 2, 1)),
        (date(2029, 12, 31), 20, date(2025, 4, 1)),
    ],
)
def test_a_short_window_has_weeks_a_longer_one_months_and_a_long_one_quarters(last, count, second):
    steps = steps_of(Window(date(2025, 1, 1), last))

    assert (len(steps), steps[1].first, steps[-1].last) == (count, second, last)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(steps))


def test_what_lasts_longer_counts_in_each_part_that_it_touches():
    bars = [
        bar("2025-01-30", "2025-03-02"),
        bar("2025-02-10"),
        bar("2024-12-30", "2025-01-02", kind="consultation"),
        bar("2026-01-01", kind="deadline"),
    ]

    counted = drawn(bars, Window(date(2025, 1, 1), date(2025, 12, 31)))

    assert [lane.label.text for lane in counted.lanes] == ["MEETING", "CONSULTATION"]
    assert [counts for _, counts in counted.rows][:4] == [(1, 1), (2, 0), (1, 0), (0, 0)]
    numbers = [[number.text for number in lane.numbers] for lane in counted.lanes]
    assert numbers == [["1", "2", "1"], ["1"]]


@pytest.mark.parametrize("is_rtl", [False, True])
def test_columns_stay_in_the_box_and_labels_do_not_meet(is_rtl):
    bars = [bar(f"{year}-0{month}-15") for year in range(2025, 2030) for month in (1, 4, 7)]

    counted = drawn(bars, Window(date(2025, 1, 1), date(2029, 12, 31)), is_rtl=is_rtl)

    [lane] = counted.lanes
    drawn_at = [(float(x), float(width)) for x, width in re.findall(COLUMN, lane.path)]
    assert len(drawn_at) == 15
    assert all(x >= 0 and x + width <= WIDTH for x, width in drawn_at)
    places = sorted(label.x for label in counted.labels)
    assert len(places) > 3
    assert all(two - one > 70 for one, two in pairwise(places))
