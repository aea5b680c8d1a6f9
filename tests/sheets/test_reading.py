from datetime import date
from pathlib import Path

import pytest

from eventsapp.sheets.columns import guess_columns
from eventsapp.sheets.reading import SheetRefused, read_pasted, read_table
from eventsapp.sheets.writing import write_xlsx
from tests.sheets.files import changed, ods, ods_row, packed, workbook, workbook_of

PEOPLE = [("Name", "E-mail"), ("Jürgen Groß", "j@example.test"), ("李明", "li@example.test")]
SHEET = "xl/worksheets/sheet1.xml"
DATA = Path(__file__).parents[1] / "data"


def cells(table):
    return [row.cells for row in table.rows]


def refusal(content, name, sheet=None):
    with pytest.raises(SheetRefused) as refused:
        read_table(content, name, sheet)
    return str(refused.value)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_line_ends_of_any_system_give_the_same_people(end):
    """Case 24."""
    content = end.join(["Name,Organisation", "Ana Silva,Lisboa", "Huiwen,Beijing"]).encode()

    table = read_table(content, "people.csv")

    assert cells(table) == [("Ana Silva", "Lisboa"), ("Huiwen", "Beijing")]
    assert [row.number for row in table.rows] == [2, 3]


def test_a_file_of_excel_in_europe_keeps_its_letters():
    """Case 25."""
    content = "Name;Organisation\r\nJürgen Groß;Stadt Köln".encode("cp1252")

    table = read_table(content, "people.csv")

    assert cells(table) == [("Jürgen Groß", "Stadt Köln")]
    assert (table.separator, table.encoding) == (";", "Windows-1252")
    assert table.notes == (
        "The file does not say how its letters are coded; it was read as Windows-1252. "
        "Look at the accents in the names.",
    )


def test_titles_above_and_merged_cells_below_the_headings_are_understood():
    """Case 30."""

    def fill(sheet, book):
        sheet.merge_range("A1:C1", "Expert Group Meeting: list of participants")
        sheet.write_row("A3", ["Name", "Organisation", "E-mail"])
        sheet.write_column("A4", ["Karen Laßmann", "Ayşe Çağlar", "Huiwen"])
        sheet.merge_range("B4:B5", "Stadt Köln")
        sheet.write("B6", "Peking University")

    table = read_table(workbook(fill), "list.xlsx")

    assert table.header == ("Name", "Organisation", "E-mail")
    assert table.header_row == 3
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("Karen Laßmann", "Stadt Köln", None)),
        (5, ("Ayşe Çağlar", "Stadt Köln", None)),
        (6, ("Huiwen", "Peking University", None)),
    ]
    assert table.notes == ("Row 1 was taken as a title and not as a person.",)


def test_headings_in_two_rows_are_one():
    def fill(sheet, book):
        sheet.merge_range("A1:A2", "Name")
        sheet.merge_range("B1:C1", "Contact")
        sheet.write_row("B2", ["E-mail", "Phone"])
        sheet.write_row("A3", ["Amina Otieno", "a@example.test", "+254 1"])

    table = read_table(workbook(fill), "list.xlsx")

    assert table.header == ("Name", "E-mail", "Phone")
    assert cells(table) == [("Amina Otieno", "a@example.test", "+254 1")]


def test_formulas_are_read_as_what_the_file_holds_for_them():
    def fill(sheet, book):
        sheet.write_row("A1", ["Name", "Notes", "Phone"])
        sheet.write_formula("A2", '="Bo "&"Ek"', None, "Bo Ek")
        sheet.write_formula("B2", "=WEBSERVICE(A9)", None, "")
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")

    table = read_table(workbook(fill), "list.xlsx")

    assert cells(table) == [("Bo Ek", None, None)]
    assert table.notes == (
        "3 formulas were read as the values the file holds for them.",
        "The file holds no value for the formula in B2, which was read as empty. Open the file, "
        "save it and hand it over again to read the values.",
        "An error stands in C2 (#DIV/0!); it was read as empty.",
    )


def test_macros_and_links_are_not_run_and_said():
    content = changed(
        workbook_of(PEOPLE), "", None, xl__vbaProject_bin=b"x", xl__externalLinks__link1=b"<x/>"
    )

    table = read_table(content, "list.xlsm")

    assert len(table.rows) == 2
    assert table.notes == (
        "The file holds macros; they were not run.",
        "The file links to other files; they were not opened.",
    )


def test_an_old_workbook_is_read_with_its_days_and_merged_cells():
    table = read_table((DATA / "people.xls").read_bytes(), "people.xls")

    assert table.header == ("Name", "Organisation", "Date of birth")
    assert cells(table) == [
        ("Ewa Łukasik", "City of Kraków", date(1980, 2, 1)),
        ("李明", "City of Kraków", None),
    ]


def test_an_open_document_is_read_with_its_merged_cells():
    merged = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>Ville de Dakar</text:p></table:table-cell>"
    )
    rows = (
        ods_row("Participants")
        + ods_row("Nom", "Organisme")
        + ods_row("Awa Ndiaye", merged)
        + ods_row("Moussa", "<table:covered-table-cell/>")
    )

    table = read_table(ods(rows), "liste.ods")

    assert table.header == ("Nom", "Organisme")
    assert cells(table) == [("Awa Ndiaye", "Ville de Dakar"), ("Moussa", "Ville de Dakar")]


def test_the_sheet_with_the_people_is_found_behind_a_cover():
    def fill(sheet, book):
        sheet.write("A1", "Read this first")
        people = book.add_worksheet("People")
        people.write_row(0, 0, ["Surname", "First name"])
        people.write_row(1, 0, ["Haddad", "ليلى"])

    table = read_table(workbook(fill), "list.xlsx")

    assert (table.sheet, table.sheets) == ("People", ("List", "People"))
    assert cells(table) == [("Haddad", "ليلى")]


def test_a_sheet_that_is_not_there_is_named_with_the_others():
    assert refusal(workbook_of(PEOPLE), "list.xlsx", "Peeple") == (
        "list.xlsx has no sheet “Peeple”. Choose one of: List."
    )


def test_a_cell_of_32000_letters_is_read_whole():
    table = read_table(write_xlsx(["Name", "Notes"], [["Bo", "x" * 32_000]], title="t"), "a.xlsx")

    assert cells(table) == [("Bo", "x" * 32_000)]


def test_a_break_inside_quotation_marks_does_not_end_a_row():
    content = b'Name,Notes\r\n"Ana\nSilva","says ""yes"""\r\nBo,-\r\n'

    table = read_table(content, "a.csv")

    assert cells(table) == [("Ana\nSilva", 'says "yes"'), ("Bo", "-")]
    assert [row.number for row in table.rows] == [2, 3]


def test_a_quotation_mark_that_is_never_closed_swallows_nobody():
    content = b'Name,Notes\nBo,"open\nAna,\nHuiwen,\n'

    table = read_table(content, "a.csv")

    assert cells(table) == [("Bo", '"open'), ("Ana", None), ("Huiwen", None)]
    assert table.notes == (
        "A quotation mark is opened and never closed; all quotation marks were read as ordinary "
        "signs. Look at the rows that hold one.",
    )


def test_headings_in_a_language_nobody_listed_are_told_by_what_stands_below():
    content = b"Jina,Barua pepe\nAmina,a@example.test\nJuma,j@example.test\n"

    table = read_table(content, "a.csv")

    assert table.header == ("Jina", "Barua pepe")
    assert len(table.rows) == 2


def test_a_table_without_headings_is_not_guessed():
    assert refusal(b"Amina,Nairobi\nJuma,Dodoma\n", "a.csv") == (
        "a.csv has no row of headings that could be found. Write above each column what it holds, "
        "such as Name, Organisation, E-mail, and hand it over again."
    )


def test_headings_that_come_again_on_each_page_are_no_person():
    table = read_table(b"Name,E-mail\nBo,b@x.test\nName,E-mail\nAna,a@x.test\n", "a.csv")

    assert cells(table) == [("Bo", "b@x.test"), ("Ana", "a@x.test")]
    assert table.notes == ("The headings come again in row 3; they were left out.",)


@pytest.mark.parametrize(
    ("content", "name", "start"),
    [
        (b"", "a.csv", "a.csv is empty."),
        (b"\n \n", "a.csv", "a.csv is empty."),
        (b";;\n;", "a.csv", "a.csv holds no words."),
        (bytes(60 * 1024 * 1024) + b"x", "a.xlsx", "a.xlsx is larger than 20 MB."),
        (b"%PDF-1.7", "a.xlsx", "a.xlsx is a PDF and not a table."),
        (b"\x89PNG\r\n", "a.csv", "a.csv is a picture and not a table."),
        (b"<html><table>", "a.xls", "a.xls is a web page and not a table."),
        (b"Name,\x01\x02\x03\x04\x05\x06", "a.csv", "a.csv is not a table"),
        (b"\xd0\xcf\x11\xe0" + bytes(900) + b"x", "a.xls", "a.xls cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx",
         "a.xlsx is protected with a password."),
        (b"PK\x03\x04 half", "a.xlsx", "a.xlsx is damaged or only half there."),
        (packed({"word/document.xml": "x"}), "a.docx", "a.docx is a Word or text document"),
        (packed({"xl/workbook.bin": "x"}), "a.xlsb", "a.xlsb is a binary workbook (.xlsb)"),
        (packed({"a": "x"}), "a.zip", "a.zip is a packed file"),
        (packed({"xl/workbook.xml": "x"}), "a.xlsx", "a.xlsx cannot be read as a workbook"),
        (packed({"xl/workbook.xml": bytes(201 * 1024 * 1024)}), "a.xlsx",
         "a.xlsx unpacks to more than 200 MB."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_name(content, name, start):
    assert refusal(content, name).startswith(start)


def test_a_part_that_lies_about_its_size_is_counted():
    honest = packed({"xl/workbook.xml": bytes(201 * 1024 * 1024)})
    size = (201 * 1024 * 1024).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))

    assert lying != honest
    assert refusal(lying, "a.xlsx").startswith("a.xlsx unpacks to more than 200 MB.")


def test_one_cell_far_below_makes_no_room_for_a_million_rows():
    content = changed(
        workbook_of(PEOPLE),
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    )

    assert refusal(content, "a.xlsx").startswith(
        "Sheet “List” of a.xlsx reaches over more than 1,000,000 cells."
    )


def test_one_long_text_in_many_cells_is_counted_as_often_as_it_is_read():
    long = "<si><t>" + "x" * 32_000 + "</t></si>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(4, 9000))
    content = changed(
        changed(
            workbook_of(PEOPLE),
            "xl/sharedStrings.xml",
            lambda xml: xml.replace(b"<si>", long.encode() + b"<si>", 1),
        ),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>"),
    )

    assert "holds more than 200 million letters" in refusal(content, "a.xlsx")


def test_a_repeated_cell_of_an_open_document_is_counted_as_often_as_it_is_read():
    rows = ods_row("Name", "E-mail") + ods_row(
        "x", "y", more=' table:number-rows-repeated="1048000"'
    )

    assert "reaches over more than 1,000,000 cells" in refusal(ods(rows), "a.ods")


def test_a_document_type_in_a_workbook_is_refused():
    content = changed(
        workbook_of(PEOPLE),
        SHEET,
        lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1),
    )

    assert refusal(content, "a.xlsx").startswith("a.xlsx cannot be read as a workbook")


def test_a_table_of_too_many_rows_is_refused():
    content = b"Name,E-mail\n" + b"Bo,b@x.test\n" * 50_001

    assert refusal(content, "a.csv").startswith("a.csv has more than 50,000 rows.")


@pytest.mark.parametrize("size", [0.1, 0.5, 0.9, 0.99])
def test_half_a_workbook_is_refused_in_a_sentence(size):
    content = workbook_of(PEOPLE)

    assert refusal(content[: int(len(content) * size)], "a.xlsx").startswith("a.xlsx is damaged")


def test_half_an_old_workbook_is_refused_in_a_sentence():
    content = (DATA / "people.xls").read_bytes()

    assert refusal(content[:2000], "a.xls").startswith("a.xls cannot be read as a workbook")


@pytest.mark.parametrize(
    ("paste", "header", "people"),
    [
        ("Name\tE-mail\nBo\tb@x.test", ("Name", "E-mail"), [("Bo", "b@x.test")]),
        ("Bo\tLund\tb@x.test\nAna\tLisboa\ta@x.test", ("", "", ""),
         [("Bo", "Lund", "b@x.test"), ("Ana", "Lisboa", "a@x.test")]),
        ("Name;E-mail\nBo;b@x.test", ("Name", "E-mail"), [("Bo", "b@x.test")]),
        ("To: Bo Ek <b@x.test>; 李明 <li@x.test>,\nليلى حداد <l@x.test>", ("Name", "E-mail"),
         [("Bo Ek", "b@x.test"), ("李明", "li@x.test"), ("ليلى حداد", "l@x.test")]),
        ('"Laßmann, Karen" <k@x.test>, Mwangi, Ann <a@x.test>', ("Name", "E-mail"),
         [("Laßmann, Karen", "k@x.test"), ("Mwangi, Ann", "a@x.test")]),
        ("- Karen Laßmann, Stadt Köln, karen@example.test\n• Huiwen",
         ("Name", "E-mail", "Organisation"),
         [("Karen Laßmann", "karen@example.test", "Stadt Köln"), ("Huiwen", None, None)]),
        ("a@x.test, b@x.test", ("Name", "E-mail"), [(None, "a@x.test"), (None, "b@x.test")]),
    ],
)  # fmt: skip
def test_a_paste_from_a_spreadsheet_or_a_mail_gives_people(paste, header, people):
    table = read_pasted(paste)

    assert (table.header, cells(table)) == (header, people)


@pytest.mark.parametrize("paste", ["", " \n "])
def test_nothing_pasted_is_said(paste):
    with pytest.raises(SheetRefused, match="Nothing was pasted"):
        read_pasted(paste)


def test_ten_thousand_rows_are_read_and_their_columns_known():
    rows = [[f"Person {n}", f"p{n}@example.test", *["x"] * 10] for n in range(10_000)]
    content = write_xlsx(["Name", "E-mail", *"abcdefghij"], rows, title="List")

    table = read_table(content, "a.xlsx")

    assert len(table.rows) == 10_000
    assert guess_columns(table.header, table.rows) == {0: "printed_name", 1: "email"}
