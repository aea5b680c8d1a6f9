import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.sheets.clean import clean_text


@pytest.mark.parametrize(
    ("text", "cleaned", "taken"),
    [
        ("Karen\u202eLaßmann", "KarenLaßmann", ("a right-to-left override (U+202E)",)),
        (
            "\u2066Bo\u2069",
            "Bo",
            ("a left-to-right isolate (U+2066)", "an end of isolate (U+2069)"),
        ),
        ("Bo\x00 \x07Ek", "Bo Ek", ("a NUL", "control characters")),
        ("Ana\r\nSilva\x0bCosta", "Ana Silva Costa", ("line breaks",)),
        ("Hui\u200bwen", "Huiwen", ("a zero-width space",)),
        ("\ufeffBo", "Bo", ("a byte order mark",)),
        ("Bo\ud800", "Bo", ("signs that are no letters",)),
        ("  Bo Ek\u00a0", "Bo Ek", ()),
        ("می\u200cخواهم", "می\u200cخواهم", ()),
        ("क्\u200dष", "क्\u200dष", ()),
        ("Bo\u200cEk", "BoEk", ("a zero-width non-joiner",)),
    ],
)
def test_what_nobody_sees_is_taken_out_and_told(text, cleaned, taken):
    assert clean_text(text) == (cleaned, taken)


@pytest.mark.parametrize(
    "name", ["Md,, Phd", "McDONALD", "van der berg", "Ångström", "A\u030angström"]
)
def test_a_name_is_never_re_cased_nor_composed_anew(name):
    """Case 22."""
    assert clean_text(name) == (name, ())


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    cleaned, _ = clean_text(text)

    assert clean_text(cleaned) == (cleaned, ())
