import pytest

from eventsapp.figures.asked import MEMBERS, MODERATORS
from eventsapp.figures.counts import (
    NOT_STATED,
    OBSERVERS,
    OTHERWISE,
    Counts,
    by_category,
    by_country,
    by_day,
    by_region,
    by_role,
    counts_of,
)

# Egypt, Azerbaijan, the United States, Palestine, a territory that is no State, and nobody knows.
FOUND = {
    "EG": Counts(women=2, men=1),
    "AZ": Counts(own=1),
    "US": Counts(men=2),
    "PS": Counts(women=1),
    OTHERWISE: Counts(not_stated=1),
    NOT_STATED: Counts(women=1, not_stated=4),
}
EVERYBODY = Counts(women=4, men=3, own=1, not_stated=5)


def rows(table):
    return {line.key: line.counts.total for line in table.lines}


@pytest.mark.parametrize(
    ("gender", "counted"),
    [
        ("woman", Counts(women=3)),
        ("man", Counts(men=3)),
        ("own", Counts(own=3)),
        (None, Counts(not_stated=3)),
    ],
)
def test_people_count_as_the_gender_they_stated(gender, counted):
    assert counts_of(gender, 3) == counted


def test_who_stated_no_gender_is_not_among_those_who_stated_it():
    assert (EVERYBODY.total, EVERYBODY.stated) == (13, 8)


def test_one_country_has_three_regions():
    assert rows(by_region(FOUND, "group")) == {
        "African States": 3,
        "Asia-Pacific States": 0,
        "Eastern European States": 1,
        "Latin American and Caribbean States": 0,
        "Western European and other States": 2,
        OBSERVERS: 1,
        OTHERWISE: 1,
        NOT_STATED: 5,
    }
    assert rows(by_region(FOUND, "m49")) == {
        "Africa": 3,
        "Americas": 2,
        "Asia": 2,
        "Europe": 0,
        "Oceania": 0,
        OTHERWISE: 1,
        NOT_STATED: 5,
    }
    assert rows(by_region(FOUND, "habitat")) == {
        "Africa": 0,
        "Arab States": 4,
        "Asia and the Pacific": 0,
        "Latin America and the Caribbean": 0,
        "Europe and others": 3,
        OTHERWISE: 1,
        NOT_STATED: 5,
    }


@pytest.mark.parametrize("system", ["group", "m49", "habitat"])
def test_the_regions_add_up_to_everybody(system):
    table = by_region(FOUND, system)

    assert sum((line.counts for line in table.lines), Counts()) == EVERYBODY == table.everybody


def test_countries_stand_in_the_order_of_the_document_and_not_stated_comes_last():
    table = by_country(FOUND, ["AZ", "EG", "FR", "PS", "US"])

    assert list(rows(table)) == ["AZ", "EG", "PS", "US", OTHERWISE, NOT_STATED]
    assert sum((line.counts for line in table.lines), Counts()) == EVERYBODY == table.everybody
    assert (table.named, table.not_stated) == (4, 5)


def test_not_stated_stands_in_the_table_even_when_everybody_stated():
    table = by_category({"lrg": Counts(women=1)}, ["member-state", "lrg"])

    assert rows(table) == {"lrg": 1, NOT_STATED: 0}


def test_a_category_that_is_no_longer_offered_is_still_counted():
    table = by_category({"old": Counts(men=2), "lrg": Counts(women=1)}, ["lrg"])

    assert rows(table) == {"lrg": 1, "old": 2, NOT_STATED: 0}


def test_a_code_that_is_no_state_belongs_to_no_region():
    assert rows(by_region({"ZZ": Counts(men=1)}, "m49"))[OTHERWISE] == 1


def test_roles_do_not_add_up_because_one_person_may_have_two():
    found = {MODERATORS: Counts(women=2), "speakers": Counts(women=1)}
    table = by_role(found, Counts(women=2), [MEMBERS, MODERATORS, "speakers"])

    assert rows(table) == {MODERATORS: 2, "speakers": 1}
    assert (table.everybody.total, table.adds_up) == (2, False)


def test_days_stand_in_their_order_and_a_day_without_notes_is_left_out():
    table = by_day({"10": Counts(men=1), "2": Counts(women=1), "3": Counts()}, EVERYBODY)

    assert rows(table) == {"2": 1, "10": 1}
    assert (table.everybody, table.adds_up) == (EVERYBODY, False)


def test_nobody_is_an_empty_table_with_all_regions():
    table = by_region({}, "group")

    assert len(table.lines) == 6
    assert (table.everybody, table.named) == (Counts(), 0)
