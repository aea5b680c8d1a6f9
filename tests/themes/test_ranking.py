"""First, second and third choices among the themes of rooms."""

import pytest

from eventsapp.themes.ranking import (
    ALL_RIGHT,
    FIRST,
    NOT_WANTED,
    SECOND,
    THIRD,
    counted,
    field_of,
    said_twice,
    skips_a_choice,
    to_keep,
)


@pytest.mark.parametrize(
    ("ranks", "twice", "skips"),
    [
        ({"a": FIRST, "b": SECOND, "c": THIRD}, None, False),
        ({"a": FIRST, "b": FIRST}, "b", False),
        ({"a": NOT_WANTED, "b": NOT_WANTED, "c": ALL_RIGHT, "d": ALL_RIGHT}, None, False),
        ({"a": SECOND}, None, True),
        ({"a": FIRST, "b": THIRD}, None, True),
    ],
)
def test_each_of_the_three_is_chosen_once_and_in_order(ranks, twice, skips):
    assert (said_twice(ranks), skips_a_choice(ranks)) == (twice, skips)


def test_nothing_is_kept_of_somebody_to_whom_all_is_right():
    assert to_keep({"a": ALL_RIGHT, "b": ALL_RIGHT}) == {}
    assert to_keep({"a": FIRST, "b": ALL_RIGHT}) == {"a": FIRST, "b": ALL_RIGHT}


def test_choices_are_counted_for_the_themes_that_are_there():
    found = counted([{"a": FIRST, "gone": FIRST}, {"a": FIRST}], ["a", "b"])

    assert (found["a"][FIRST], found["b"][FIRST], list(found)) == (2, 0, ["a", "b"])


def test_a_theme_has_its_own_field_in_any_script():
    assert len({field_of(one) for one in ("Water", "water", "المياه", "水")}) == 4
