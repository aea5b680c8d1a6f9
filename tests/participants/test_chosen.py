from hypothesis import given
from hypothesis import strategies as st

from eventsapp.participants.chosen import MOST, from_ranges, to_ranges


def test_people_in_a_row_take_little_room():
    assert to_ranges([9, 3, 5, 4, 4]) == "3-5,9"
    assert len(to_ranges(range(1, 5001))) == 6


@given(st.sets(st.integers(1, 10_000)))
def test_who_was_ticked_comes_back(people):
    assert from_ranges(to_ranges(people)) == sorted(people)


def test_what_is_no_number_is_left_out_and_nobody_asks_for_everybody_on_earth():
    assert from_ranges("3-5,x,,7-,-2,9") == [3, 4, 5, 7, 9]
    assert len(from_ranges("1-2147483647")) == MOST
