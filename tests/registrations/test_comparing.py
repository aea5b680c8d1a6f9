"""Where what somebody typed and the registry disagree."""

import pytest

from eventsapp.people.reasons import Known
from eventsapp.registrations.comparing import conflicts, differences, fills, is_one_name, stated

KNOWN = {
    "printed_name": "Karen Laßmann", "function": None, "languages": ("de", "en"), "country": "DE",
}  # fmt: skip


def test_one_letter_is_a_difference_and_white_space_is_none():
    assert conflicts({"printed_name": "Karen  Laßmann "}, KNOWN) == {}
    assert conflicts({"printed_name": "Karen Lassmann"}, KNOWN) == {
        "printed_name": {"registry": "Karen Laßmann", "typed": "Karen Lassmann"}
    }


def test_the_order_of_languages_is_no_difference():
    assert conflicts({"languages": ["en", "de"]}, KNOWN) == {}


def test_what_nobody_stated_conflicts_with_nothing_and_is_filled():
    typed = {"function": "Head of unit", "country": None, "gender": "woman"}

    assert conflicts(typed, KNOWN) == {}
    assert fills(typed, KNOWN) == {"function": "Head of unit", "gender": "woman"}


def test_taking_something_out_is_a_difference_too():
    before, after = {"function": "Head of unit", "themes": ["water"]}, {"themes": ["water"]}

    assert differences(before, after) == {"function": {"before": "Head of unit", "after": None}}


def test_somebody_is_compared_by_every_name_they_gave_and_by_what_else_they_said():
    facts = {
        "script_name": "王芳",
        "latin_name": None,
        "organization": "Tsinghua",
        "phone": "+86 1",
    }

    said = stated("Wang Fang", "fang@example.test", "CN", facts)

    assert said == Known(
        id=0,
        names=("Wang Fang", "王芳"),
        addresses=("fang@example.test",),
        organization_names=("Tsinghua",),
        country="CN",
        phone="+86 1",
    )


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("Huiwen", "Huiwen Li", True),
        ("Jürgen Groß", "juergen gross", True),
        ("Li Wei", "Wei Li", True),
        ("王芳", "王芳", True),
        ("Ana P. Bruno", "Ana Paula Bruno", True),
        ("Amina Diallo", "Aminata Diallo", False),
        ("Amina Diallo", "Yame Nkgowe", False),
        ("…", "Yame", False),
    ],
)
def test_a_name_is_taken_for_another_only_where_all_its_words_stand_there(one, other, may_be):
    assert is_one_name(one, other) is is_one_name(other, one) is may_be
