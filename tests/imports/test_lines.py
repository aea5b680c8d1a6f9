from datetime import date

import pytest

from eventsapp.imports.lines import Fault, How, joined, read_line
from eventsapp.sheets.table import Row


def said(cells, columns, **how):
    """What a row says whose columns hold these fields."""
    return line(cells, columns, **how).said


def line(cells, columns, header=None, **how):
    named = How(columns=dict(enumerate(columns)), **how)
    return read_line(Row(7, tuple(cells)), named, tuple(header or columns))


def faults(cells, columns, **how):
    return [fault.why for fault in line(cells, columns, **how).faults]


@pytest.mark.parametrize(
    "name", ["O’Neil", "d'Artagnan", "van der Berg", "MacDonald", "LI Ming", "laßmann", "=1+1"]
)
def test_a_name_is_kept_exactly_as_it_is_written(name):
    """Cases 22 and 32: never re-cased, and what begins with = is a text like any other."""
    assert said([name], ["printed_name"]) == {"printed_name": name}


def test_signs_that_turn_the_direction_are_taken_out_and_said():
    row = line(["Karen\u202e Laßmann"], ["printed_name"], header=["Name"])

    assert row.said == {"printed_name": "Karen Laßmann"}
    assert len(row.cleaned) == 1
    assert row.cleaned[0].startswith("Name: ")


@pytest.mark.parametrize(
    ("columns", "cells", "printed"),
    [
        (("given_name", "family_name"), ("Karen", "Laßmann"), "Karen Laßmann"),
        (("family_name", "given_name"), ("李", "明"), "李明"),
        (("printed_name", "given_name"), ("Laßmann", "Karen"), "Karen Laßmann"),
        (("printed_name", "given_name"), ("Karen Laßmann", "Karen"), "Karen Laßmann"),
        (("family_name",), ("Huiwen",), "Huiwen"),
    ],
)
def test_a_name_in_parts_is_put_together(columns, cells, printed):
    assert said(cells, columns)["printed_name"] == printed


def test_one_name_needs_no_second():
    assert joined("Huiwen", None) == "Huiwen"


@pytest.mark.parametrize(
    ("cells", "columns", "why"),
    [
        (("x" * 301,), ("printed_name",),
         "The cell “printed_name” has 301 signs, and 300 fit. Shorten it in the file, or skip the "
         "row."),
        (("Bo Li", "x" * 32_000), ("printed_name", "function"),
         "The cell “function” has 32,000 signs, and 300 fit. Shorten it in the file, or take the "
         "row without it."),
        (("Bo Li", "32/13/1990"), ("printed_name", "birth_date"),
         "The cell “birth_date” says “32/13/1990”, which is no day. Correct it in the file, or "
         "take the row without it."),
        (("Bo Li", "bo@example.invalid"), ("printed_name", "email"),
         "“bo@example.invalid” is written like an address, but no mail can ever reach it. Correct "
         "it in the file, or take the row without it."),
        (("Bo Li", "Berlin time"), ("printed_name", "tz"),
         "“Berlin time” is no time zone. Write it like Africa/Nairobi, or take the row without "
         "it."),
        (("", "Stadt Köln"), ("printed_name", "organization"),
         "The row has no name. Enter it in the file; one name is enough."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_said_with_the_next_step(cells, columns, why):
    assert faults(cells, columns, day_order="dmy") == [why]


@pytest.mark.parametrize("address", ["bo@localhost", "bo..li@example.test", "bo@example", "bo li"])
def test_an_address_that_cannot_be_one_is_named(address):
    assert [address.split()[0] in why for why in faults(["Bo", address], ["printed_name", "email"])]
    assert len(faults(["Bo", address], ["printed_name", "email"])) == 1


def test_only_a_name_that_is_too_long_makes_the_whole_row_unreadable():
    row = line(["Bo Li", "bo@localhost"], ["printed_name", "email"])

    assert [fault.is_fatal for fault in row.faults] == [False]
    assert row.faults[0] == Fault("email", row.faults[0].why)
    assert row.said == {"printed_name": "Bo Li"}


def test_a_cell_may_hold_several_addresses():
    columns = ["printed_name", "email", "email_2"]
    row = said(["Bo", "Bo Li <bo@example.test>; office@example.test", "bo@example.test"], columns)

    assert row["addresses"] == ["bo@example.test", "office@example.test"]


def test_lists_and_words_become_what_the_registry_holds():
    columns = ["printed_name", "languages", "gender", "themes", "country", "nationality"]
    cells = ["Bo", "English, français (courant) / 中文", "F", "Water; Data", "Ivory Coast", "KE"]

    assert said(cells, columns) == {
        "printed_name": "Bo",
        "languages": ["en", "fr", "zh"],
        "gender": "woman",
        "themes": ["Water", "Data"],
        "country": "CI",
        "nationality": "KE",
    }


def test_gender_is_what_was_stated_and_nothing_else():
    columns = ["salutation", "printed_name", "gender"]

    assert "gender" not in said(["Mrs", "Maria", ""], columns)
    assert "gender" not in said(["Mr", "Bo", "prefer not to say"], columns)
    assert said(["", "Bo", "non-binary"], columns)["gender_words"] == "non-binary"


def test_a_word_that_no_list_knows_is_shown_and_not_dropped():
    """Case 27: an unknown role in row 7."""
    row = line(
        ["Bo", "Keynoter", "Atlantis"], ["printed_name", "role", "country"], has_meeting=True
    )

    assert (row.number, row.unknown) == (7, (("role", "Keynoter"), ("country", "Atlantis")))
    assert row.said == {"printed_name": "Bo"}


def test_an_unknown_word_means_what_staff_said():
    columns = ["printed_name", "role", "country"]
    values = {"role:Keynoter": "as:speaker", "country:Atlantis": "stated"}
    row = line(["Bo", "Keynoter", "Atlantis"], columns, has_meeting=True, values=values)

    assert row.unknown == ()
    assert row.said == {"printed_name": "Bo", "role": "speaker", "country_as_stated": "Atlantis"}


def test_a_day_of_the_file_itself_needs_no_order():
    columns = ["printed_name", "nominated_on"]
    row = said(["Bo", date(2023, 10, 12)], columns, has_meeting=True)

    assert row["nominated_on"] == "2023-10-12"


def test_the_order_of_days_is_that_of_the_column():
    columns = ["printed_name", "nominated_on"]

    for order, day in (("dmy", "2023-10-02"), ("mdy", "2023-02-10")):
        row = said(["Bo", "02/10/2023"], columns, has_meeting=True, day_order=order)
        assert row["nominated_on"] == day
