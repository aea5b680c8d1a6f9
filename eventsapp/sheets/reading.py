"""From the bytes of a file, or a paste, to a table, whatever program it comes from."""

import re
from dataclasses import replace

from eventsapp.sheets.encodings import decode
from eventsapp.sheets.headerrow import header_index, known_words, table_of
from eventsapp.sheets.packed import beside_cells, kind_of
from eventsapp.sheets.pasted import table_of_mail
from eventsapp.sheets.separated import separator_of, table_of_text
from eventsapp.sheets.table import MOST_BYTES, Cell, Row, SheetRefused, Table
from eventsapp.sheets.workbooks import all_rows, read_workbook

__all__ = ["Cell", "Row", "SheetRefused", "Table", "read_pasted", "read_table", "words_of"]

_NOT_TABLES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"II*\x00", "a picture"),
    (b"BM", "a picture"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_LONGEST_PASTE = 2_000_000


def read_table(
    content: bytes, file_name: str, sheet: str | None = None, *, encoding: str | None = None
) -> Table:
    """Return the table of a file: XLSX, XLSM, XLS, ODS, or text with separators.

    What the file is is told by its bytes, not by its name. Without `sheet` the first sheet with
    known headings is read. `encoding` (a key of `encodings.NAMES`) overrides a wrong guess.
    Raises SheetRefused with a sentence that names the file and the next step.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise SheetRefused(f"{file_name} is empty. Choose the file that holds the table.")
    if len(content) > MOST_BYTES:
        raise SheetRefused(
            f"{file_name} is larger than 20 MB. Take out pictures and further sheets, or save the "
            "one sheet as CSV."
        )
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook(content, file_name, sheet, kind_of(content, file_name))
    if content.startswith(_OLE):
        return read_workbook(content, file_name, sheet, "xls")
    start = content[:16].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for mark, what in _NOT_TABLES:
        if content.startswith(mark) or start.startswith(mark):
            raise SheetRefused(
                f"{file_name} is {what} and not a table. Open it in the program that made it and "
                "save the table as .xlsx or .csv."
            )
    return _read_text(content, file_name, encoding)


def words_of(content: bytes, file_name: str) -> list[str]:
    """Return all that stands in a file or a paste, row by row: of every sheet, titles, comments and
    authors too.

    Raises SheetRefused for what is neither a workbook nor a text.
    """
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        kind = "xls" if content.startswith(_OLE) else kind_of(content, file_name)
        rows = all_rows(content, file_name, kind)
        lines = [" ".join(str(cell) for cell in row if cell is not None) for row in rows]
        return lines if kind == "xls" else lines + beside_cells(content)
    decoded = decode(content)
    if decoded is None:
        raise SheetRefused(f"{file_name} holds bytes that no text has.")
    return decoded.text.splitlines()


def read_pasted(text: str) -> Table:
    """Return the table of a paste: cells out of a spreadsheet, lines of CSV, or out of a mail."""
    if len(text) > _LONGEST_PASTE:
        raise SheetRefused("The paste is longer than two million letters. Hand over the file.")
    if not text.strip():
        raise SheetRefused(
            "Nothing was pasted. Copy the rows or the addresses and paste them here."
        )
    separator = separator_of(text)
    if separator == "\t":
        return _read_cells(text)
    if separator and _first_known(text, separator) > 1:
        return _named(table_of_text(text, "The paste"), "The paste")
    return table_of_mail(text)


def _read_text(content: bytes, file_name: str, encoding: str | None) -> Table:
    decoded = decode(content, encoding)
    if decoded is None:
        raise SheetRefused(
            f"{file_name} is not a table: it holds bytes that no text has. Open it in the program "
            "that made it and save it as .xlsx or .csv."
        )
    table = replace(
        _named(table_of_text(decoded.text, file_name), file_name), encoding=decoded.encoding
    )
    if not decoded.is_guessed:
        return table
    return table.noting(
        f"The file does not say how its letters are coded; it was read as {decoded.encoding}. "
        "Look at the accents in the names."
    )


def _named(table: Table | None, name: str) -> Table:
    if table is None:
        raise SheetRefused(f"{name} holds no words. Choose the file that holds the table.")
    return table


def _read_cells(text: str) -> Table:
    """Return the table of cells copied out of a spreadsheet, which often lack their headings."""
    try:
        return _named(table_of_text(text, "The paste"), "The paste")
    except SheetRefused:
        lines = [line.split("\t") for line in re.split(r"\r\n|\r|\n", text)]
        if header_index(lines) is not None:
            raise
    width = max(map(len, lines))
    # Headings that say nothing, so that no row is taken for them; they are not handed on.
    table = table_of([["Name", "Organisation", *["-"] * (width - 2)], *lines], "The paste")
    rows = tuple(Row(row.number - 1, row.cells) for row in _named(table, "The paste").rows)
    note = "The paste has no row of headings. Say what each column holds."
    return Table(rows, ("",) * width, 0, separator="\t", notes=(note,))


def _first_known(text: str, separator: str) -> int:
    rows = [line.split(separator) for line in re.split(r"\r\n|\r|\n", text)[:40]]
    top = header_index(rows)
    return 0 if top is None else known_words(rows[top])
