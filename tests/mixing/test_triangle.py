import re

import pytest

from eventsapp.mixing.triangle import LARGE, MOST_PEOPLE, SMALL, triangle

NAMES = ["Amina Diallo", "Huiwen", "ليلى حداد", "Łucja Żółkiewska"]
# Amina met Huiwen once, Layla five times; Łucja met Huiwen twice.
TIMES = {(1, 0): 1, (2, 0): 5, (3, 1): 2}


def drawn(**changes):
    return triangle(NAMES, lambda one, other: TIMES.get((one, other), 0), **changes)


def squares(picture):
    """Column and line of every square, by how dark it is."""
    return {
        level.times: [
            (round((float(x) - picture.origin) / picture.cell), int(float(y) / picture.cell))
            for x, y in re.findall(r"M([\d.]+) ([\d.]+)", level.path)
        ]
        for level in picture.levels
    }


def test_every_pair_that_met_has_its_square_and_the_darkest_are_those_who_met_most():
    assert squares(drawn()) == {1: [(0, 1)], 2: [(1, 3)], 3: [(0, 2)]}


def test_squares_say_their_number_from_twice_on():
    assert [(level, text.text) for level, text in drawn().numbers] == [(3, "5"), (2, "2")]


def test_names_stand_with_their_numbers_and_keep_their_direction():
    assert drawn().names[2].text == "\u2068ليلى حداد\u2069  3"
    assert [one.text for one in drawn().feet] == ["1", "2", "3"]


def test_groups_are_named_where_they_begin_and_set_apart_by_a_line():
    picture = drawn(groups=["African States", "Asia-Pacific States", "Asia-Pacific States", "None"])

    assert [one.text for one in picture.groups] == ["African States", "Asia-Pacific States", "None"]
    assert picture.lines.count("M") == 2
    assert drawn().lines == ""


def test_from_right_to_left_the_picture_is_mirrored():
    usual, turned = drawn(), drawn(is_rtl=True)

    for one, other in zip(usual.names, turned.names, strict=True):
        assert other.x == pytest.approx(usual.width - one.x, abs=0.11)
    assert turned.feet[0].x > turned.feet[-1].x


def test_sixty_people_are_a_few_shapes():
    picture = triangle([f"Person {n}" for n in range(MOST_PEOPLE)], lambda one, other: one > other)

    assert (picture.cell, len(picture.levels), len(picture.numbers)) == (SMALL, 1, 0)
    assert [one.text for one in picture.feet[:3]] == ["1", "5", "10"]
    assert drawn().cell == LARGE


def test_one_person_met_nobody():
    assert triangle(["Huiwen"], lambda one, other: 0).outline == ""
