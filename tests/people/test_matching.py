"""Who may be entered twice; cases 11, 19 and 20 of the secretariat's list of real cases."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.people.matching import (
    MOST_OF_ONE_NAME,
    Known,
    are_candidates,
    build_index,
    candidates,
    groups,
    looks_like,
    reasons,
)


def known(number, *names, **facts):
    return Known(number, names, **facts)


def kinds(a, b):
    return [reason.kind for reason in reasons(a, b)]


def sentences(a, b):
    return [reason.text for reason in reasons(a, b)]


def pairs(*people, apart=()):
    return [(pair.a_id, pair.b_id) for pair in candidates(people, set(apart))]


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ("Ana Silva", "Ana  Silva", "Both are written “Ana Silva”."),
        (
            "Karen Laßmann",
            "KAREN LASSMANN",
            "“Karen Laßmann” and “KAREN LASSMANN” differ only in marks, capital letters or signs.",
        ),
        (
            "Ralf Müller",
            "Ralf Mueller",
            "“Ralf Müller” and “Ralf Mueller” differ only in marks, capital letters or signs.",
        ),
        (
            "Anna-Lena Groß",
            "Annalena Gross",
            "“Anna-Lena Groß” and “Annalena Gross” differ only in marks, capital letters or signs.",
        ),
        (
            "Shane O’Neill",
            "Shane O'Neill",
            "“Shane O’Neill” and “Shane O'Neill” differ only in marks, capital letters or signs.",
        ),
        (
            "Ngozi Okonkwo-Bâ",
            "Okonkwo Bâ, Ngozi",
            "“Ngozi Okonkwo-Bâ” and “Okonkwo Bâ, Ngozi” are the same names in another order.",
        ),
        (
            "Juliet Chinemelu",
            "Juliet Chinamelu",
            "One letter differs between “Juliet Chinemelu” and “Juliet Chinamelu”.",
        ),
        (
            "Abdelrahman Nour",
            "Abdlerahman Nour",
            "Two letters changed places between “Abdelrahman Nour” and “Abdlerahman Nour”.",
        ),
        (
            "Lukasz Wisniewski",
            "Łukasz Wiśniewsky",
            "One letter differs between “Lukasz Wisniewski” and “Łukasz Wiśniewsky”.",
        ),
        (
            "Rini Rachmawatti",
            "Rachmawati Rini",
            "“Rini Rachmawatti” has one letter more than “Rachmawati Rini”.",
        ),
        (
            "Prof. Dr. Ralf Müller",
            "Ralf Muller",
            "“Prof. Dr. Ralf Müller” and “Ralf Muller” differ only in marks, capital letters "
            "or signs.",
        ),
        ("Ёлкин Пётр", "Елкин Петр", None),
        ("فاطِمة بناني", "فاطمة بناني", None),
    ],
)
def test_two_ways_to_write_one_name_are_asked_about(one, other, sentence):
    a, b = known(1, one), known(2, other)

    assert pairs(a, b) == [(1, 2)]
    assert sentence is None or sentences(a, b) == [sentence]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wang Fang", "Wang Feng"),
        ("王芳", "王方"),
        ("Ana Lima", "Ada Lima"),
        ("Huiwen", "Huimin"),
        ("Kunal Kumar", "Kumar Sharma"),
        ("José Ortega", "Josefa Ortega"),
        ("– –", "…"),
        ("Dr", "Prof"),
    ],
)
def test_two_names_are_two_people(one, other):
    assert pairs(known(1, one), known(2, other)) == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("K. Laßmann", "Karen Laßmann", "initials"),
        ("Laßmann K", "Karen Laßmann", "initials"),
        ("Ana Bruno", "Ana Paula Bruno", "name-left-out"),
        ("ليلى حداد", "Layla Haddad", "other-script"),
        ("عمر الخطيب", "Omar Al-Khatib", "other-script"),
        ("王芳", "Wáng Fāng", "other-script"),
        ("Наталья Иванова", "Natalia Ivanova", "other-script"),
        ("Mohammed El-Masri", "Muhamad Al Masri", "romanized"),
        ("Wang Fang", "Wang Feng", "one-letter"),
    ],
)
def test_a_weak_likeness_counts_within_one_organisation_only(one, other, kind):
    a, b = known(1, one), known(2, other)
    city = {"organization_names": ("Ville de Dakar",)}

    assert pairs(a, b) == []
    assert pairs(replace(a, **city), replace(b, **city)) == [(1, 2)]
    assert kinds(replace(a, **city), replace(b, **city)) == [kind, "same-organisation"]


def test_a_telephone_supports_a_weak_likeness_and_is_no_reason_alone():
    desk = {"phone": "+221 33 823 10 10"}

    assert pairs(known(1, "K. Laßmann", **desk), known(2, "Bo Svensson", **desk)) == []
    assert pairs(known(1, "K. Laßmann", **desk), known(2, "Karen Laßmann", phone="338231010")) == [
        (1, 2)
    ]


# Case 11: two people called Ana Silva, told apart by the organisation.
def test_two_of_one_name_in_other_organisations_are_not_asked_about():
    lisbon = known(1, "Ana Silva", organization_names=("Câmara Municipal de Lisboa",))
    porto = known(2, "Ana Silva", organization_names=("Universidade do Porto",))

    assert pairs(lisbon, porto) == []


@pytest.mark.parametrize(
    ("both", "is_asked"),
    [
        ({"addresses": ("ana@silva.test",)}, True),
        ({"phone": "+351 21 000 1234"}, True),
        ({"country": "PT"}, True),
        ({}, False),
    ],
)
def test_in_other_organisations_something_else_must_agree(both, is_asked):
    lisbon = known(1, "Ana Silva", organization_names=("Câmara Municipal de Lisboa",), **both)
    porto = known(2, "Ana Silva", organization_names=("Universidade do Porto",), **both)

    assert pairs(lisbon, porto) == ([(1, 2)] if is_asked else [])


def test_one_name_for_two_countries_is_two_people():
    assert pairs(known(1, "Ana Silva", country="PT"), known(2, "Ana Silva", country="BR")) == []


# Case 19: people with two addresses become two people.
def test_one_name_with_two_addresses_is_asked_about():
    one = known(1, "Łucja Żółkiewska", addresses=("lucja@cyfryzacja.test",))
    two = known(2, "Lucja Zolkiewska", addresses=("l.zolkiewska@post.test",))

    assert pairs(one, two) == [(1, 2)]


def test_the_same_mailbox_is_asked_about_whatever_the_names():
    one = known(1, "Huiwen", addresses=("Office@Cities.test",))
    two = known(2, "Kunal Kumar", addresses=("office+egm@cities.test",))

    assert pairs(one, two) == [(1, 2)]
    assert sentences(one, two) == ["Both have the address Office@Cities.test."]


def test_any_spelling_of_a_name_counts():
    one = known(1, "李明", "Li Mingwei")
    two = known(2, "Mingwei Li")

    assert pairs(one, two) == [(1, 2)]


def test_who_was_said_to_be_another_is_not_asked_about_again():
    one, two = known(1, "Ana Silva"), known(2, "Ana Silva")

    assert pairs(one, two, apart=[(1, 2)]) == []


def test_a_name_that_many_bear_counts_within_one_organisation():
    many = [known(n, "Maria Garcia") for n in range(1, MOST_OF_ONE_NAME + 2)]
    city = {"organization_ids": (7,)}

    assert pairs(*many) == []
    assert pairs(*many, known(98, "Maria Garcia", **city), known(99, "Garcia Maria", **city)) == [
        (98, 99)
    ]


def test_several_entries_of_one_person_are_one_group():
    people = [
        known(1, "Karen Laßmann"),
        known(2, "Bo Svensson"),
        known(3, "Karen Lassmann"),
        known(4, "Lassmann Karen"),
        known(5, "Svensson Bo"),
    ]

    assert [group.ids for group in groups(candidates(people))] == [(1, 3, 4), (2, 5)]


def test_a_row_of_a_sheet_finds_who_may_be_meant():
    index = build_index(
        [
            known(1, "Karen Laßmann", organization_names=("BBSR",)),
            known(2, "Layla Haddad", organization_names=("Municipality of Amman",)),
            known(3, "Huiwen", addresses=("huiwen@cities.test",)),
        ]
    )

    assert [m.person_id for m in looks_like("Lassmann, Karen", None, None, index)] == [1]
    assert [m.person_id for m in looks_like("ليلى حداد", None, None, index)] == []
    assert [m.person_id for m in looks_like("ليلى حداد", None, "municipality of amman", index)] == [
        2
    ]
    assert [m.person_id for m in looks_like("Hui Wen Li", "Huiwen@cities.test", None, index)] == [3]


NAMES = st.lists(
    st.sampled_from(
        [
            "Ana Silva", "Anna Silva", "Silva Ana", "A. Silva", "Karen Laßmann", "K. Lassmann",
            "Lassman Karen", "Kraen Laßmann", "Karen Maria Laßmann", "ليلى حداد", "Layla Haddad",
            "Leila Hadad", "Hadda Layla", "عمر حداد", "Omar Haddad", "Huiwen", "Hui Wen", "汇文",
            "Müller", "Mueller", "Ö", "",
        ]
    ),
    min_size=2,
    max_size=8,
)  # fmt: skip


@given(NAMES, st.lists(st.sampled_from([(), (1,), (2,)]), min_size=8, max_size=8))
def test_nobody_is_lost_by_comparing_only_who_shares_a_key(names, organizations):
    people = [
        known(number, name, organization_ids=organizations[number])
        for number, name in enumerate(names)
    ]
    index = build_index(people)
    each_beside_each = {
        (a.id, b.id)
        for a, b in combinations(people, 2)
        if are_candidates(a, b, reasons(a, b)) and are_candidates(b, a, reasons(b, a))
    }

    assert {(pair.a_id, pair.b_id) for pair in candidates(people)} == each_beside_each
    assert {
        (one.id, match.person_id)
        for one in people
        for match in index.like(one)
        if one.id < match.person_id
    } == each_beside_each
