import pytest

from eventsapp.mixing.grids import LEAST_WIDTH, Line, grid

HEADS = ["Women", "Men", "Not stated"]
LINES = [
    Line("Round 1"),
    Line("Room 1", (4, 2, 1), (3.0, 3.0, None)),
    Line("Room 2", (2, 0, 0), (3.0, 1.0, None)),
]


def cells(drawing, row):
    return drawing.rows[row].cells


def test_every_bar_begins_in_its_column_and_is_as_long_as_its_number():
    drawing = grid(HEADS, LINES, unknown=2)

    first, second = cells(drawing, 1), cells(drawing, 2)
    assert first[1].width == pytest.approx(first[0].width / 2, abs=0.2)
    assert [one.x for one in first] == [one.x for one in second] == list(drawing.axes)
    assert [one.number.text for one in (*first, *second)] == ["4", "2", "1", "2", "0", "0"]
    assert [one.is_unknown for one in first] == [False, False, True]


def test_the_mark_stands_where_the_bar_of_an_even_mix_would_end():
    first, second = (cells(grid(HEADS, LINES), row) for row in (1, 2))

    assert first[0].mark - first[0].x == pytest.approx(first[0].width * 3 / 4, abs=0.2)
    assert second[0].mark == pytest.approx(first[0].mark)
    assert first[2].mark is None


def test_a_number_never_stands_on_its_mark():
    drawing = grid(HEADS, [Line("Room", (4, 3, 0), (4.1, 3.4, 0.2))])

    for cell in cells(drawing, 0):
        assert cell.number.x > cell.mark or cell.mark - cell.number.x > 8


def test_from_right_to_left_columns_begin_at_the_right():
    usual, turned = grid(HEADS, LINES), grid(HEADS, LINES, is_rtl=True)

    for one, other in zip(cells(usual, 1), cells(turned, 1), strict=True):
        assert other.x == pytest.approx(usual.width - one.x - one.width, abs=0.11)
        assert other.number.x == pytest.approx(usual.width - one.number.x, abs=0.11)
    assert turned.axes[0] > turned.axes[-1]


def test_many_columns_make_the_picture_wider_and_long_heads_are_broken():
    few, many = grid(HEADS, LINES), grid(["Latin American and Caribbean States"] * 9, [])

    assert few.width == LEAST_WIDTH < many.width
    assert [one.text for one in many.heads[:3]] == ["Latin", "American and", "Caribbean…"]
    assert len({one.y for one in many.heads}) == 3


def test_without_anybody_nothing_is_longer_than_nothing():
    assert [one.width for one in cells(grid(HEADS, [Line("Room", (0, 0, 0))]), 0)] == [0, 0, 0]
