"""Tables as files that open in any spreadsheet program with all their letters, and run nothing.

A name that begins with `=` must not become a formula (cases of Eventra and Indico). In a workbook a
text is written as a text and marked as one, so that it stays one when somebody edits the cell. CSV
knows no kinds of cells, so there an apostrophe stands before what a program would calculate;
`reading.py` takes it away again.
"""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from eventsapp.mediatypes import XLSX
from eventsapp.sheets.table import cell_name
from eventsapp.sheets.template import ADVICE, HEADER, SAMPLE

# The kinds of files in which a table goes out.
TABLE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
}
LONGEST_CELL = 32_767
# Also behind a semicolon, tab or line break: a program set to another separator starts a new cell
# there. The wide signs are taken for the narrow ones by East Asian settings.
_DANGEROUS = re.compile(r"(^|[;\t\r\n])('*[=+\-@＝＋－＠])")
_DANGEROUS_INSIDE = re.compile(r"[;\t\r\n]'*[=+\-@＝＋－＠]")
_SIGN = re.compile(r"[=+\-@＝＋－＠]")
_NEUTRALISED = re.compile(r"(^|[;\t\r\n])'('*[=+\-@＝＋－＠])")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDEST_COLUMN = 60
_HIGHEST_ROW = 409.0
_AS_IT_IS = (str, int, float, type(None))


@dataclass(frozen=True)
class Column:
    """One column of a sheet to be worked in: heading, width in letters, what may stand in it.

    `is_open`: colleagues are to fill it, and see that. `choices` are offered, and nothing else is
    refused.
    """

    heading: str
    width: int = 12
    is_open: bool = False
    is_hidden: bool = False
    choices: tuple[str, ...] = ()


class TableNotWritten(ValueError):  # noqa: N818 — read as a sentence
    """A table that the kind of file cannot hold; its text says where and what to do."""


def write_table(
    kind: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str
) -> bytes:
    """Return a table as a file of one of the kinds of TABLE_TYPES; CSV has no title."""
    if kind == "csv":
        return write_csv(header, rows)
    return write_xlsx(header, rows, title=title)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV: UTF-8 with its mark, commas, CRLF, as Excel opens it.

    None is an empty cell; moments are written with their offset, days as 2027-03-04.
    """
    memory = io.StringIO()
    writer = csv.writer(memory, lineterminator="\r\n")
    writer.writerow([neutralised(heading) for heading in header])
    writer.writerows(map(_csv_row, rows))
    return memory.getvalue().encode("utf-8-sig", "replace")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """Return a table as a workbook with one sheet: headings fixed and bold, filters, no formula.

    Raises TableNotWritten for a cell of more than 32,767 letters, which no workbook holds.
    """
    return _workbook([(title, header, list(rows))], title)


def write_laid_out(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str
) -> bytes:
    """Return a workbook with one sheet to be worked in and printed: lines wrapped, landscape."""
    memory = io.BytesIO()
    with _book(memory, title) as book:
        sheet = book.add_worksheet(sheet_name(title))
        looks = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#bbbbbb"}
        formats = {
            "text": book.add_format({**looks, "quote_prefix": True}),
            "plain": book.add_format(looks),
            "head": book.add_format({**looks, "bold": True, "bg_color": "#e8e4da"}),
            "open": book.add_format({**looks, "bold": True, "bg_color": "#cfe6e4"}),
        }
        table = list(rows)
        for number, column in enumerate(columns):
            style = formats["open" if column.is_open else "head"]
            _write_text(sheet, 0, number, column.heading, style)
            sheet.set_column(number, number, column.width, None, {"hidden": column.is_hidden})
            if column.choices and table:
                rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
                sheet.data_validation(1, number, len(table), number, rule)
        for number, row in enumerate(table, start=1):
            sheet.set_row(number, _height(columns, row))
            for at, cell in enumerate(row):
                _write_laid_out_cell(sheet, number, at, cell, formats)
        _lay_out(sheet, len(table), len(columns))
    return _with_heights_that_grow(memory.getvalue())


def _height(columns: Sequence[Column], row: Sequence[Any]) -> float:
    """Return about how high a row is, in points, with its lines wrapped."""
    shown = zip(columns, row, strict=True)
    lines = [
        sum(1 + len(line) // column.width for line in str(cell).split("\n"))
        for column, cell in shown
        if isinstance(cell, str) and not column.is_hidden
    ]
    return min(15.0 * max(lines, default=1), _HIGHEST_ROW)


def _with_heights_that_grow(content: bytes) -> bytes:
    """Return a workbook whose rows grow when somebody types into them.

    A height that is not said leaves lines cut off in LibreOffice; one that is marked as set by
    hand, as xlsxwriter marks it, stays when the text grows.
    """
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            inside = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                inside = inside.replace(b' customHeight="1"', b"")
            new.writestr(part, inside)
    return memory.getvalue()


def _write_laid_out_cell(
    sheet: Any, row: int, column: int, cell: Any, formats: dict[str, Any]
) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, formats["plain"])
    elif not cell:
        sheet.write_blank(row, column, None, formats["plain"])
    else:
        style = formats["text" if _DANGEROUS.match(cell) else "plain"]
        _write_text(sheet, row, column, cell, style)


def _lay_out(sheet: Any, rows: int, columns: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if rows:
        sheet.autofilter(0, 0, rows, columns - 1)


def write_template() -> bytes:
    """Return the workbook that people fill in, with a sample row and a sheet of advice."""
    sheets: list[tuple[str, Sequence[str], list[Sequence[Any]]]] = [
        ("People", HEADER, [SAMPLE]),
        ("How to fill it in", ("Column", "What goes there"), [list(row) for row in ADVICE]),
    ]
    return _workbook(sheets, "People")


def write_csv_template() -> bytes:
    """Return the same as CSV, with the mark by which Excel knows that it is UTF-8."""
    return write_csv(HEADER, [SAMPLE])


def neutralised(text: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet program would calculate."""
    # Most cells have none of these signs, and looking for one costs a tenth of replacing it.
    return _DANGEROUS.sub(r"\1'\2", text) if _SIGN.search(text) else text


def as_written(text: str) -> str:
    """Return a text without the apostrophes of `neutralised`."""
    return _NEUTRALISED.sub(r"\1\2", text) if "'" in text else text


def _csv_row(row: Sequence[Any]) -> list[Any]:
    """Return the cells of a line as they are written; the writer itself leaves None empty."""
    cells = [one if isinstance(one, _AS_IT_IS) else _said(one) for one in row]
    texts = [one for one in cells if isinstance(one, str)]
    # Hardly any row has a dangerous cell: one look at the whole row takes a third of one at each.
    if not _DANGEROUS_INSIDE.search("\n" + "\n".join(texts)):
        return cells
    return [neutralised(one) if isinstance(one, str) else one for one in cells]


def _said(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _workbook(
    sheets: list[tuple[str, Sequence[str], list[Sequence[Any]]]],
    title: str,
) -> bytes:
    memory = io.BytesIO()
    with _book(memory, title) as book:
        formats = {
            "head": book.add_format({"bold": True, "quote_prefix": True}),
            "text": book.add_format({"quote_prefix": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for name, header, rows in sheets:
            _write_sheet(book.add_worksheet(sheet_name(name)), header, rows, formats)
    return memory.getvalue()


def _book(memory: io.BytesIO, title: str) -> Any:
    import xlsxwriter  # type: ignore[import-untyped]

    # Texts stay texts: no formulas, links or numbers are made of them.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(memory, options)
    book.set_properties({"title": title[:255]})
    return book


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet: 31 letters at most, without the signs it forbids."""
    name = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", title).split())[:31].strip("' ")
    return "Sheet 1" if not name or name.casefold() == "history" else name


def _write_sheet(
    sheet: Any, header: Sequence[str], rows: list[Sequence[Any]], formats: dict[str, Any]
) -> None:
    widths = [len(heading) for heading in header]
    for column, heading in enumerate(header):
        _write_text(sheet, 0, column, heading, formats["head"])
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, formats)
            if column < len(widths) and isinstance(cell, str) and len(cell) > widths[column]:
                widths[column] = len(cell)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, 8), _WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    if header and rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    if isinstance(cell, str):
        _write_text(sheet, row, column, cell, formats["text"] if _DANGEROUS.match(cell) else None)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float) and math.isfinite(cell) and abs(cell) < 1e15:
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime) and cell.tzinfo is None and cell.year > 1900:
        sheet.write_datetime(row, column, cell, formats["moment"])
    elif isinstance(cell, date) and not isinstance(cell, datetime) and cell.year > 1900:
        sheet.write_datetime(row, column, cell, formats["day"])
    elif cell is not None:
        _write_text(sheet, row, column, _said(cell), None)


def _write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    if text and sheet.write_string(row, column, text, style) != 0:
        raise TableNotWritten(
            f"The text in cell {cell_name(row, column)} has {len(text):,} letters, and a workbook "
            f"holds {LONGEST_CELL:,} in one cell. Choose CSV, or shorten the text."
        )
