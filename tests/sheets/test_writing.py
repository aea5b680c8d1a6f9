import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventsapp.sheets.reading import read_table
from eventsapp.sheets.writing import (
    TABLE_TYPES,
    TableNotWritten,
    sheet_name,
    write_csv,
    write_csv_template,
    write_table,
    write_template,
    write_xlsx,
)

HEADER = ("Name", "Organisation", "E-mail")
NAMES = ("Karen Laßmann", "Ayşe Çağlar", "李明", "ليلى حداد")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
AWKWARD = st.text(st.sampled_from("=+-@'\";,\t\r\n|a ＝é"), max_size=8)


def cells(content, name):
    return [row.cells for row in read_table(content, name).rows]


def as_read(rows):
    """Empty cells and rows are not told apart from none."""
    kept = [tuple(cell if cell.strip() else None for cell in row) for row in rows]
    return [row for row in kept if any(row)]


def test_a_file_for_excel_says_that_it_is_utf8_and_keeps_every_letter():
    """Case 23."""
    content = write_csv(["Name"], [[name] for name in NAMES])

    assert content.decode("utf-8") == "\ufeffName\r\n" + "".join(f"{n}\r\n" for n in NAMES)


@pytest.mark.parametrize("kind", TABLE_TYPES)
def test_a_table_is_written_in_the_kind_that_is_asked_for(kind):
    content = write_table(kind, ["Name"], ([name] for name in NAMES), title="List")

    assert cells(content, f"a.{kind}") == [(name,) for name in NAMES]
    assert content.startswith(b"PK") == (kind == "xlsx")


def test_a_name_that_begins_with_an_equals_sign_is_no_formula_in_either_file():
    """Case 32."""
    rows = [["=1+1"], ["@SUM(A1)"], ["+49 221"], ["-2"], ["a;=1+1"]]

    csv_cells = [*csv.reader(io.StringIO(write_csv(["Name"], rows).decode("utf-8-sig")))]
    workbook = write_xlsx(["Name"], rows, title="List")
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")

    assert csv_cells[1:] == [["'=1+1"], ["'@SUM(A1)"], ["'+49 221"], ["'-2"], ["a;'=1+1"]]
    assert b"<f>" not in sheet
    assert cells(workbook, "a.xlsx") == [tuple(row) for row in rows]


def test_days_numbers_and_moments_keep_their_kind_in_a_workbook():
    moment = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
    row = ["Bo", date(2027, 3, 4), 7, 2.5, True, None, moment]

    content = write_xlsx(["Name", "a", "b", "c", "d", "e", "f"], [row], title="List")

    assert cells(content, "a.xlsx") == [
        ("Bo", date(2027, 3, 4), 7, 2.5, True, None, "2027-03-04 12:00+00:00")
    ]


def test_the_template_has_the_mark_of_utf8_and_a_sample_with_marks():
    """Case 26."""
    content = write_csv_template()

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Karen Laßmann" in content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "name"),
    [(write_template(), "template.xlsx"), (write_csv_template(), "template.csv")],
)
def test_the_sample_of_the_template_is_never_read_as_a_person(content, name):
    table = read_table(content, name)

    assert table.rows == ()
    assert table.notes == ("Row 2 is the sample row of the template; it was left out.",)


def test_a_text_that_no_workbook_holds_is_refused_and_not_lost():
    with pytest.raises(TableNotWritten) as refused:
        write_xlsx(HEADER, [["Bo", "", "x" * 32_768]], title="List")

    assert str(refused.value) == (
        "The text in cell C2 has 32,768 letters, and a workbook holds 32,767 in one cell. Choose "
        "CSV, or shorten the text."
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Participants", "Participants"),
        ("EGM 2: people [all]/both", "EGM 2 people all both"),
        ("x" * 40, "x" * 31),
        ("", "Sheet 1"),
        ("History", "Sheet 1"),
    ],
)
def test_any_title_becomes_the_name_of_a_sheet(title, name):
    assert sheet_name(title) == name


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS | AWKWARD, TEXTS | AWKWARD, TEXTS | AWKWARD), max_size=5))
def test_what_is_written_as_csv_is_read_the_same(rows):
    # A row of headings would be taken for the headings coming again.
    content = write_csv(HEADER, rows)

    assert cells(content, "a.csv") == as_read(rows)
