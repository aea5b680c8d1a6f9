import pytest

from eventsapp.sheets.columns import FIELDS, guess_columns, heading_field, known_headings
from eventsapp.sheets.table import Row


def rows(*cells):
    return tuple(Row(number, row) for number, row in enumerate(cells, start=2))


@pytest.mark.parametrize(
    "heading",
    ["Surname", "Nom de famille", "Family name", "Apellidos", "اسم العائلة", "姓", "Фамилия",
     "Nachname", "Sobrenome"],
)  # fmt: skip
def test_a_family_name_is_known_in_many_languages(heading):
    """Case 29."""
    assert guess_columns([heading], ()) == {0: "family_name"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [("E-MAIL *", "email"), ("2. Organisation:", "organization"), ("Country / Pays", "country"),
     ("Name in full (as in passport)", "printed_name"), ("Nom de l’organisation", "organization"),
     ("Ф.И.О.", "printed_name"), ("البريد الالكترونى", "email"), ("City", None), ("", None)],
)  # fmt: skip
def test_a_heading_is_known_whatever_stands_around_it(heading, field):
    assert heading_field(heading) == field


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["Name", "Organisation"], ["printed_name", "organization"]),
        (["Name", "Vorname"], ["family_name", "given_name"]),
        (["Nombre", "Apellidos"], ["given_name", "family_name"]),
        (["Имя", "Фамилия"], ["given_name", "family_name"]),
        (["Name", "Surname", "Given name"], ["printed_name", "family_name", "given_name"]),
        (["E-mail", "E-mail", "E-mail"], ["email", "email_2"]),
    ],
)
def test_a_name_alone_is_the_whole_and_beside_a_half_the_other(header, fields):
    assert list(guess_columns(header, ()).values()) == fields


def test_a_whole_name_beside_its_half_is_told_by_what_it_holds():
    table = rows(("Karen Laßmann", "Laßmann"), ("Bo Ek", "Ek"))

    assert guess_columns(["Name", "Surname"], table) == {0: "printed_name", 1: "family_name"}


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [("Title", "Ms.", "salutation"), ("Title", "Head of Unit", "function"),
     ("اللقب", "السيدة", "salutation"), ("اللقب", "حداد", "family_name")],
)  # fmt: skip
def test_a_title_is_an_honorific_or_a_post_by_what_it_holds(heading, cell, field):
    assert guess_columns([heading], rows((cell,))) == {0: field}


def test_addresses_are_known_without_a_heading():
    table = rows(("Bo", "b@x.test"), ("Ana", "a@x.test"))

    assert guess_columns(["Jina", "?"], table) == {1: "email"}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_headings_that_lead_back_to_it(field):
    found = {heading_field(heading) for heading in known_headings(field)}

    assert field in found or found == {"name"}
    assert found <= {field, "name", "title"}
