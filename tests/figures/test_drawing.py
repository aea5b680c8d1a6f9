from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.figures.drawing import WIDTH, Bar, layout, name_lines, ticks_to
from eventsapp.reports.svg import text_width

BARS = [Bar("African States", (4, 5, 0, 1)), Bar("Asia-Pacific States", (4, 3, 0, 1))]


def test_the_longest_bar_takes_the_room_and_the_others_their_share():
    first, second = layout(BARS).rows

    widths = [sum(one.width for one in row.segments) for row in (first, second)]
    assert widths[1] == pytest.approx(widths[0] * 0.8, abs=0.5)
    assert [one.place for one in first.segments] == [0, 1, 3]  # nobody, no part
    assert [row.total.text for row in (first, second)] == ["10", "8"]


def test_each_part_that_has_room_says_its_number():
    crowded = layout([Bar("All", (200, 1, 0, 0))]).rows[0].segments

    assert [one.number.text for one in layout(BARS).rows[0].segments] == ["4", "5", "1"]
    assert [one.number and one.number.text for one in crowded] == ["200", None]


def test_from_right_to_left_bars_grow_to_the_left():
    usual, turned = layout(BARS), layout(BARS, is_rtl=True)

    for row, mirrored in zip(usual.rows, turned.rows, strict=True):
        for one, other in zip(row.segments, mirrored.segments, strict=True):
            assert other.x == pytest.approx(WIDTH - one.x - one.width, abs=0.11)
        assert mirrored.total.x == pytest.approx(WIDTH - row.total.x, abs=0.11)
    assert turned.ticks[0].x > turned.ticks[-1].x


def test_a_bar_that_is_not_split_shows_its_sum_only():
    row = layout([Bar("Chad", (1, 1, 0, 0), is_split=False)]).rows[0]

    assert [(one.place, one.number) for one in row.segments] == [(None, None)]
    assert row.total.text == "2"


def test_nobody_at_all_is_drawn_as_empty_bars():
    drawing = layout([Bar("African States", (0, 0, 0, 0))])

    assert drawing.rows[0].segments == ()
    assert [tick.text for tick in drawing.ticks] == ["0", "1"]


@pytest.mark.parametrize(
    ("longest", "ticks"),
    [
        (1, [0, 1]),
        (6, [0, 1, 2, 3, 4, 5, 6]),
        (10, [0, 2, 4, 6, 8, 10]),
        (31, [0, 5, 10, 15, 20, 25, 30]),
        (60, [0, 10, 20, 30, 40, 50, 60]),
        (5000, [0, 1000, 2000, 3000, 4000, 5000]),
    ],
)
def test_the_axis_counts_in_round_numbers(longest, ticks):
    assert ticks_to(longest) == ticks


def test_many_bars_are_thin_so_that_forty_fit_on_a_page():
    few, many = layout(BARS * 10), layout(BARS * 20)

    assert (few.bar_height, many.bar_height) == (26, 16)
    assert many.height < 1000
    gaps = [after.total.y - before.total.y for before, after in pairwise(many.rows)]
    assert set(gaps) == {22}


def test_a_long_name_takes_two_lines():
    assert name_lines("Latin American and Caribbean States and observers", 250) == (
        "Latin American and Caribbean",
        "States and observers",
    )
    assert name_lines("Venezuela (Bolivarian Republic of)", 200, 1) == ("Venezuela (Bolivarian…",)


@given(
    st.lists(
        st.builds(Bar, st.text(max_size=80), st.tuples(*[st.integers(0, 6000)] * 4)), max_size=9
    ),
    st.booleans(),
)
def test_nothing_leaves_the_picture_and_parts_follow_one_another(bars, is_rtl):
    drawing = layout(bars, is_rtl=is_rtl)

    for bar, row in zip(bars, drawing.rows, strict=True):
        edge = None
        for one in row.segments:
            assert 0 <= one.x <= one.x + one.width <= WIDTH + 0.2
            here = one.x + one.width if is_rtl else one.x
            assert edge is None or here == pytest.approx(edge, abs=0.2)
            edge = one.x if is_rtl else one.x + one.width
        assert all(text_width(name.text) <= WIDTH / 2 for name in row.names)
        assert row.total.text == str(sum(bar.parts))
        assert row.total.y <= drawing.bottom
