import pytest

from eventsapp.numbers import LARGEST, number_in, row_number

THOUSANDS_OF_DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        (str(LARGEST), LARGEST),
        (str(LARGEST + 1), None),
        (THOUSANDS_OF_DIGITS, None),
        ("²", None),
        ("٣", None),
        ("-1", None),
        ("1_0", None),
        (" 1", None),
        ("", None),
    ],
)
def test_only_what_a_row_can_have_is_a_number(text, number):
    assert number_in(text) == number
    assert row_number(text) == (number or 0)
