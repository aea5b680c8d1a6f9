import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.reports.svg import shorten, text_width


def test_a_text_that_fits_is_left_alone():
    assert shorten("Consultation régionale", 400) == "Consultation régionale"


def test_a_long_text_is_cut_after_a_word():
    text = "Regional consultations with the municipalities"

    assert (
        shorten(text, text_width("Regional consultations with…")) == "Regional consultations with…"
    )


def test_a_comma_does_not_stay_before_the_dots():
    assert shorten("Online, in person", text_width("Online, …")) == "Online…"


def test_one_long_word_is_cut_inside():
    text = "Llanfairpwllgwyngyllgogerychwyrndrobwll"

    assert shorten(text, text_width("Llanfairpwll…")) == "Llanfairpwll…"


def test_accents_written_as_marks_take_no_room():
    assert text_width("e\u0301galite\u0301") == text_width("égalité")


@pytest.mark.parametrize(("wider", "narrower"), [("第三次", "egm"), ("ABC", "abc"), ("www", "iii")])
def test_letters_have_their_own_widths(wider, narrower):
    assert text_width(wider) > text_width(narrower)


@given(st.text(min_size=1), st.floats(20, 600))
def test_a_shortened_text_fits_its_room(text, room):
    assert text_width(shorten(text, room)) <= room
