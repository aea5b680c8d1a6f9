"""Who passes the filters can be taken away as a file, and that they were is written down."""

import csv
import io
import zipfile
from io import StringIO

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.registry.columns import COLUMNS
from eventsapp.sheets.reading import read_table
from tests.factories import (
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)
from tests.registry.pages import names, said


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


def lines_of(answer):
    """What a spreadsheet program reads in a CSV file."""
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def cells_of(answer):
    """What a spreadsheet program reads in a workbook, headings first."""
    table = read_table(answer.data, "people.xlsx")
    return [list(table.header), *([cell or "" for cell in row.cells] for row in table.rows)]


ALL = {"format": "csv", "column": list(COLUMNS)}


def test_all_that_is_known_stands_in_the_columns_that_were_chosen(officer):
    amina = make_person(
        "Amina Diallo",
        email="amina@dakar.test",
        family_name="Diallo",
        given_name="Amina",
        salutation="Ms",
        function="Mayor",
        organization="Ville de Dakar",
        country="SN",
        nationality="FR",
        category="lrg",
        gender="own",
        gender_words="femme",
        languages=["fr", "wo"],
        themes=["Water", "Data"],
        tz="Africa/Dakar",
        phone="+221 33 849 05 00",
        addresses=["diallo@post.test"],
    )
    place(amina, make_room(make_round(make_meeting())), "note_taker")

    header, line = lines_of(officer.get("/people/export", query_string={**ALL, "q": "di"}))

    assert dict(zip(header, line, strict=True)) == {
        "Name, as printed": "Amina Diallo",
        "Family name": "Diallo",
        "Given name": "Amina",
        "Name in Latin letters": "",
        "Name in its own script": "",
        "Salutation": "Ms",
        "Function": "Mayor",
        "Organisation": "Ville de Dakar",
        "Country": "Senegal",
        "Nationality": "France",
        "Category": "Local or regional government",
        "Gender": "femme",
        "Languages": "fr, wo",
        "Themes": "Water, Data",
        "Time zone": "Africa/Dakar",
        "E-mail": "amina@dakar.test",
        "Other addresses": "diallo@post.test",
        "Phone": "'+221 33 849 05 00",
        "Roles in rooms": "EGM 2: note-taker",
    }


def test_case_16_a_person_with_one_name_has_no_none_and_no_dash_in_any_file(officer):
    person = make_person("Huiwen", email=None)

    written = lines_of(officer.get("/people/export", query_string={**ALL, "q": "huiwen"}))
    workbook = cells_of(
        officer.get("/people/export", query_string={**ALL, "q": "huiwen", "format": "xlsx"})
    )
    pages = [said(officer.get(path).text) for path in ("/people", f"/people/{person.id}")]

    empty = [""] * (len(COLUMNS) - 1)
    assert written[1:] == [["Huiwen", *empty]]
    assert workbook[1:] == [["Huiwen", *empty]]
    for page in pages:
        assert "Huiwen" in page
        assert "None" not in page.replace("None was asked for.", "").replace("None was given", "")
        assert "Huiwen –" not in page


@pytest.mark.parametrize("name", ["Karen Laßmann", "Çağlar", "李明", "ليلى حداد", "Đorđe"])
def test_case_23_a_file_opens_in_excel_with_all_its_letters(officer, name):
    make_person(name, organization=f"Office of {name}")

    answer = officer.get(
        "/people/export?format=csv&q=office&column=printed_name&column=organization"
    )
    workbook = officer.get(
        "/people/export?format=xlsx&q=office&column=printed_name&column=organization"
    )

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.decode("utf-8-sig") == (
        f'"Name, as printed",Organisation\r\n{name},Office of {name}\r\n'
    )
    assert cells_of(workbook) == [
        ["Name, as printed", "Organisation"],
        [name, f"Office of {name}"],
    ]


@pytest.mark.parametrize(
    "name", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x.test")']
)
def test_case_32_a_name_never_runs_as_a_formula(officer, name):
    make_person(name, organization="Office")

    answer = officer.get(
        "/people/export?format=csv&q=office&column=printed_name&column=organization"
    )
    workbook = officer.get(
        "/people/export?format=xlsx&q=office&column=printed_name&column=organization"
    )

    assert lines_of(answer)[1:] == [[f"'{name}", "Office"]]
    assert cells_of(workbook)[1:] == [[name, "Office"]]
    with zipfile.ZipFile(io.BytesIO(workbook.data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert names(officer.get("/people?q=office")) == [name]


def test_a_file_holds_who_passes_the_filters_in_the_order_of_the_page(officer):
    make_person("Ana Zúñiga", given_name="Ana", family_name="Zúñiga", gender="woman")
    make_person("Zoe Abdi", given_name="Zoe", family_name="Abdi", gender="woman")
    make_person("Bo Ng", gender="man")

    for sort in ("", "given", "newest"):
        address = f"gender=woman&sort={sort}"
        taken = lines_of(officer.get(f"/people/export?format=csv&{address}&column=printed_name"))
        assert [line[0] for line in taken[1:]] == names(officer.get(f"/people?{address}"))
        assert len(taken) == 3


def test_that_a_file_was_taken_is_in_the_log_with_its_filter_and_columns(officer):
    make_person("Amina Diallo", country="SN")

    answer = officer.get("/people/export?format=xlsx&country=SN&column=phone&column=printed_name")

    logged = db.session.scalar(select(Entry).where(Entry.verb == "exported"))
    assert (logged.subject_table, logged.subject_id) == ("person", None)
    assert logged.user_id is not None
    assert logged.detail == {
        "format": "xlsx",
        "rows": 1,
        "columns": ["printed_name", "phone"],
        "filter": {"country": "SN"},
    }
    name = answer.headers["Content-Disposition"]
    assert name.startswith("attachment; filename=people-sn-")
    assert name.endswith(".xlsx")


def test_without_a_choice_no_address_leaves_the_house(officer):
    make_person("Amina Diallo", email="amina@dakar.test", phone="+221 33 849 05 00")

    answer = officer.get("/people/export?format=csv")

    assert lines_of(answer)[0] == [
        "Name, as printed",
        "Function",
        "Organisation",
        "Country",
        "Category",
        "Languages",
    ]
    assert b"dakar.test" not in answer.data


@pytest.mark.parametrize("kind", ["exe", "", "html"])
def test_another_kind_of_file_is_not_known_and_nothing_is_logged(officer, kind):
    assert officer.get(f"/people/export?format={kind}").status_code == 404
    assert db.session.scalar(select(Entry)) is None


def test_the_queries_of_a_file_grow_by_thousands_and_not_by_rows(officer, questions):
    make_person("Bo Ng")
    address = "/people/export?format=csv&column=email&column=seats&column=organization"
    few = questions(lambda: officer.get(address))
    for number in range(40):
        make_person(f"Bo Ng {number}", organization=f"City {number}")

    assert questions(lambda: officer.get(address)) == few
