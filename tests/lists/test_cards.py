import pytest

from eventsapp.lists.cards import Card, cards_of, chosen, not_printable, printable
from tests.lists.people import listed

COUNTRIES = {"JO": "Jordan", "CN": "China"}


def test_a_card_says_what_is_stated_and_nothing_for_what_is_not():
    # cases.md 16: no "None", no dash for one name.
    people = [
        listed(1, "Huiwen"),
        listed(2, "ليلى حداد", "حداد", other_name="Layla Haddad", country="JO", role="speaker",
               organization="بلدية عمان"),
    ]  # fmt: skip

    assert cards_of(people, language="fr", countries=COUNTRIES) == [
        Card("Huiwen", None, None, None, None),
        Card("ليلى حداد", "Layla Haddad", "بلدية عمان", "Jordan", "Intervenant(e)"),
    ]


@pytest.mark.parametrize(
    ("name", "other", "printed"),
    [
        ("ليلى حداد", "Layla Haddad", "ليلى حداد"),
        ("አበበ በቀለ", "Abebe Bekele", "Abebe Bekele"),
        ("አበበ በቀለ", None, "አበበ በቀለ"),
    ],
)
def test_where_our_fonts_lack_letters_the_name_in_another_script_is_printed(name, other, printed):
    assert printable(name, other) == printed


def test_a_name_is_not_printed_twice_nor_in_letters_that_would_be_boxes():
    people = [
        listed(1, "አበበ በቀለ", other_name="Abebe Bekele"),
        listed(2, "Abebe Bekele", other_name="አበበ በቀለ"),
    ]

    assert [
        (one.name, one.other_name) for one in cards_of(people, language="en", countries={})
    ] == [
        ("Abebe Bekele", None),
        ("Abebe Bekele", None),
    ]
    assert not_printable([*people, listed(3, "ሰላም")]) == [("ሰላም", "ሰላም")]


def test_cards_are_printed_of_all_of_a_role_or_of_those_who_are_ticked():
    people = [
        listed(1, "Huiwen", role="expert"),
        listed(2, "李明", role="observer"),
        listed(3, "Bo"),
    ]

    assert chosen(people) == people
    assert [one.name for one in chosen(people, role="observer")] == ["李明"]
    assert [one.name for one in chosen(people, person_ids=[3, 1])] == ["Huiwen", "Bo"]
    assert chosen(people, role="observer", person_ids=[1]) == []
