import secrets
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.letters.codes import ALPHABET, new_code, to_code


def test_a_code_is_two_groups_of_four_signs_picked_one_by_one():
    signs = cycle("K7QM3XPD")

    assert new_code(lambda alphabet: next(signs)) == "K7QM-3XPD"


def test_the_alphabet_has_no_letter_that_looks_like_a_figure_or_makes_a_word():
    assert (len(ALPHABET), set("ILOU") & set(ALPHABET)) == (32, set())


def test_a_thousand_codes_are_a_thousand_different_codes():
    codes = {new_code(secrets.choice) for _ in range(1000)}

    assert len(codes) == 1000
    assert {to_code(code) for code in codes} == codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7QM-3XPD", "K7QM-3XPD"),
        ("k7qm-3xpd", "K7QM-3XPD"),
        ("k7qm3xpd", "K7QM-3XPD"),
        (" K7QM – 3XPD ", "K7QM-3XPD"),
        ("K7 QM\t3X PD\n", "K7QM-3XPD"),
        ("K7QM·3XPD", "K7QM-3XPD"),
        ("Ｋ７ＱＭ－３ＸＰＤ", "K7QM-3XPD"),
        ("\u200eK7QM-3XPD\u200f", "K7QM-3XPD"),
        ("0OoI-1lLi", "0001-1111"),
        ("K7QM-3XP", None),
        ("K7QM-3XPDX", None),
        ("K7QM-3XPU", None),
        ("K7QM-3XÞD", None),
        ("", None),
        ("' OR 1=1", None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert to_code(typed) == code


@given(st.text(max_size=40))
def test_what_was_read_once_is_read_the_same_again(typed):
    code = to_code(typed)

    assert code is None or to_code(code) == code
