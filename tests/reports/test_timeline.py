from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.planning.planned import Bar
from eventsapp.reports.svg import text_width
from eventsapp.reports.timeline import WIDTH, Words, layout

TODAY = date(2024, 9, 28)
WORDS = Words(
    month=lambda day, has_year: f"{day:%b} {day.year}" if has_year else f"{day:%b}",
    label=lambda bar, title: title if bar.style == "firm" else f"{title}, {bar.certainty}",
    mark=lambda numbers, is_certain: f"Clash {', '.join(map(str, numbers))}",
    today=lambda day: f"today, {day.day} {day:%b}",
    week=lambda monday: f"{monday.day} {monday:%b}",
)
TITLES = st.sampled_from(
    [
        "EGM 3",
        "اجتماع فريق الخبراء الثالث في باكو",
        "第三次专家组会议",
        "Consultation régionale pour l’Afrique de l’Ouest et du Centre, en présence et en ligne",
        "Regional consultations",
    ]
)


def bar(title, start, end=None, **changes):
    start = date.fromisoformat(start)
    end = date.fromisoformat(end) if end else start
    return Bar(changes.pop("key", title), "consultation", title, start, end, **changes)


@st.composite
def some_bars(draw):
    count = draw(st.integers(1, 60))
    bars = []
    for index in range(count):
        start = date(2024, 9, 1) + timedelta(days=draw(st.integers(0, 730)))
        end = start + timedelta(days=draw(st.integers(0, 400)))
        certainty = draw(st.sampled_from(["firm", "proposed", "tentative"]))
        title = draw(TITLES)
        bars.append(Bar(f"b{index}", "meeting", title, start, end, certainty=certainty))
    return bars


def reach(label, is_rtl):
    """Where a label begins and ends, from left to right."""
    width = text_width(label.text)
    goes_left = label.is_end != is_rtl
    return (label.x - width, label.x) if goes_left else (label.x, label.x + width)


def test_bars_stand_in_the_order_of_their_days():
    bars = [
        bar("Later", "2024-10-07"),
        bar("Long", "2024-10-01", "2024-10-09"),
        bar("Short", "2024-10-01"),
    ]

    drawing = layout(bars, TODAY, words=WORDS)

    assert [row.bar.title for row in drawing.rows] == ["Short", "Long", "Later"]


def test_a_bar_begins_with_its_first_day_and_includes_its_last():
    eight_weeks = [bar("First", "2024-10-07"), bar("Last", "2024-11-17", "2024-11-24")]

    drawing = layout(eight_weeks, date(2024, 10, 7), words=WORDS)

    a_day = (WIDTH - 24) / 63
    first, last = drawing.rows
    assert first.x == round(12 + 7 * a_day, 1)
    assert (last.x, last.width) == (round(12 + 48 * a_day, 1), round(8 * a_day, 1))


def test_a_bar_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before its start"):
        bar("Backwards", "2024-10-02", "2024-10-01")


def test_nothing_cannot_be_drawn():
    with pytest.raises(ValueError, match="nothing to draw"):
        layout([], TODAY, words=WORDS)


@pytest.mark.parametrize(
    ("changes", "style"),
    [
        ({"certainty": "firm"}, "firm"),
        ({"certainty": "proposed"}, "prop"),
        ({"certainty": "intended"}, "prop"),
        ({"certainty": "tentative"}, "tent"),
        ({"certainty": "ask"}, "tent"),
        ({"certainty": "firm", "is_projected": True}, "prop"),
    ],
)
def test_certainty_is_shown_by_line_style(changes, style):
    assert bar("Call", "2024-10-31", **changes).style == style


def test_months_are_labelled_with_the_year_where_it_is_new():
    bars = [bar("First", "2024-10-07"), bar("Last", "2025-02-12")]

    drawing = layout(bars, TODAY, words=WORDS)

    labels = [month.label.text for month in drawing.months if month.label]
    assert labels == ["Oct 2024", "Nov", "Dec", "Jan 2025", "Feb"]


def test_over_two_years_every_third_month_is_labelled_and_every_month_has_a_line():
    bars = [bar("First", "2024-10-07"), bar("Last", "2026-09-12")]

    drawing = layout(bars, TODAY, words=WORDS)

    labels = [month.label.text for month in drawing.months if month.label]
    assert labels == ["Oct 2024", "Jan 2025", "Apr", "Jul", "Oct", "Jan 2026", "Apr", "Jul"]
    assert len(drawing.months) == 24


def test_a_week_has_its_tick_each_monday():
    bars = [bar("First", "2024-10-07"), bar("Last", "2024-11-30")]

    drawing = layout(bars, date(2024, 10, 7), words=WORDS)

    a_day = (WIDTH - 24) / 69
    assert drawing.weeks == tuple(round(12 + 7 * week * a_day, 1) for week in range(10))


def test_over_many_years_weeks_have_no_ticks():
    bars = [bar("First", "2024-10-07"), bar("Last", "2029-11-30")]

    assert layout(bars, TODAY, words=WORDS).weeks == ()


def test_today_is_drawn_in_the_middle_of_its_day():
    bars = [bar("First", "2024-10-07"), bar("Last", "2024-11-30")]

    drawing = layout(bars, date(2024, 10, 10), words=WORDS)

    assert drawing.today_x == round(12 + 10.5 * (WIDTH - 24) / 69, 1)
    assert drawing.today.text == "today, 10 Oct"


def test_a_today_long_after_the_last_date_is_not_drawn():
    drawing = layout([bar("Long ago", "2024-10-07")], date(2026, 11, 25), words=WORDS)

    assert (drawing.today_x, drawing.today) == (None, None)


def test_a_label_stands_after_its_bar_and_before_it_near_the_end():
    bars = [bar("Early", "2024-10-01"), bar("A title of some length", "2025-02-12")]

    early, late = layout(bars, TODAY, words=WORDS).rows

    assert (early.label.is_end, early.label.x) == (False, early.x + early.width + 8)
    assert (late.label.is_end, late.label.x) == (True, round(late.x - 8, 1))


def test_a_label_with_no_room_beside_its_bar_stands_above_it():
    title = "Open online consultation on the whole draft of the guidelines"

    [row] = layout([bar(title, "2024-09-01", "2025-02-12")], TODAY, words=WORDS).rows

    assert row.label.text == title
    assert row.label.y < row.y
    assert row.label.x == row.x


def test_a_title_that_is_too_long_is_shortened_and_its_state_still_said():
    title = "Regional consultation with every municipality of the region " * 4

    [row] = layout([bar(title, "2024-10-01", certainty="proposed")], TODAY, words=WORDS).rows

    assert row.label.text.startswith("Regional consultation with every municipality")
    assert row.label.text.endswith("…, proposed")
    assert row.bar.title == title


def test_a_clash_is_marked_with_a_shape_and_a_word():
    bars = [bar("One", "2024-10-01"), bar("Two", "2024-10-01"), bar("Three", "2024-10-05")]

    drawing = layout(bars, TODAY, words=WORDS, marks={"One": ((1,), True), "Two": ((1, 2), False)})

    one, two, three = drawing.rows[0], drawing.rows[1], drawing.rows[2]
    assert (one.label.text, one.mark.is_certain) == ("Clash 1 · One", True)
    assert (two.label.text, two.mark.is_certain) == ("Clash 1, 2 · Two", False)
    assert (three.label.text, three.mark) == ("Three", None)


def test_from_right_to_left_everything_is_mirrored():
    bars = [bar("One", "2024-10-01"), bar("Two", "2024-10-05", "2025-02-01")]

    usual = layout(bars, TODAY, words=WORDS)
    mirrored = layout(bars, TODAY, words=WORDS, is_rtl=True)

    for row, other in zip(usual.rows, mirrored.rows, strict=True):
        assert other.x == pytest.approx(WIDTH - row.x - row.width, abs=0.11)
        assert other.label.x == pytest.approx(WIDTH - row.label.x, abs=0.11)
        assert other.label.is_end == row.label.is_end
    assert mirrored.today_x == pytest.approx(WIDTH - usual.today_x, abs=0.11)


def test_a_long_list_repeats_the_months_at_its_foot():
    bars = [bar("Call", "2024-10-01", key=f"call {index}") for index in range(26)]

    drawing = layout(bars, TODAY, words=WORDS)

    heads = [month.label.text for month in drawing.months if month.label]
    assert [label.text for label in drawing.foot_labels] == heads
    assert layout(bars[:25], TODAY, words=WORDS).foot_labels == ()


@given(some_bars(), st.booleans())
def test_nothing_leaves_the_box_and_no_two_rows_touch(bars, is_rtl):
    drawing = layout(bars, TODAY, words=WORDS, is_rtl=is_rtl)

    for row in drawing.rows:
        start, end = reach(row.label, is_rtl)
        assert 0 <= start < end <= WIDTH
        assert 0 <= row.x < row.x + row.width <= WIDTH
        if row.label.y > row.y:
            assert end <= row.x or start >= row.x + row.width
    tops = [min(row.y, row.label.y - 14) for row in drawing.rows]
    bottoms = [row.y + row.height for row in drawing.rows]
    assert all(below >= above for above, below in zip(bottoms[:-1], tops[1:], strict=True))
    assert bottoms[-1] <= drawing.bottom < drawing.height


@given(some_bars())
def test_no_two_months_are_written_over_each_other(bars):
    drawing = layout(bars, TODAY, words=WORDS)

    spans = [reach(month.label, False) for month in drawing.months if month.label]
    assert all(before[1] < after[0] for before, after in pairwise(spans))
