"""Read XLSX, XLSM, XLS and ODS. Formulas, macros and links are never run or followed."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from eventsapp.sheets.headerrow import header_index, known_words, table_of
from eventsapp.sheets.inside import (
    Facts,
    OddXml,
    facts_of_ods,
    facts_of_xlsx,
    lengths_of_strings,
    local,
    parse,
)
from eventsapp.sheets.packed import kind_of
from eventsapp.sheets.table import (
    MOST_CELLS,
    MOST_UNPACKED,
    Area,
    Cell,
    SheetRefused,
    Table,
    listed,
)

_CANNOT_OPEN = (
    "{name} cannot be read as a workbook: it is damaged, or not what its name says. Open it in a "
    "spreadsheet program, save it as .xlsx and hand that over."
)
_PROTECTED = (
    "{name} is protected with a password. Open it, take the password off and hand it over again."
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(content: bytes, name: str, sheet: str | None, kind: str) -> Table:
    """Return the table of one sheet of a workbook of this kind (`xlsx`, `xls`, `ods`).

    Without `sheet`, of the first one that people see and that has known headings, or else of the
    first with anything in it.
    """
    if _ENCRYPTED in content:
        raise SheetRefused(_PROTECTED.format(name=name))
    try:
        facts = _facts(content, kind)
        book = _opened(content, name)
        with book:
            return _table(book, _Source(content, name, kind, facts), sheet)
    except (OddXml, zipfile.BadZipFile, KeyError, ValueError, zlib.error) as error:
        if isinstance(error, SheetRefused):
            raise
        raise SheetRefused(_CANNOT_OPEN.format(name=name)) from error


def all_rows(content: bytes, name: str, kind: str) -> list[list[Cell]]:
    """Return the rows of all sheets, hidden ones and titles above the headings too."""
    try:
        facts = _facts(content, kind)
        with _opened(content, name) as book:
            source = _Source(content, name, kind, facts)
            names, _shown = _sheet_names(book)
            return [row for sheet in names for row in _grid(book, source, sheet)[0]]
    except (OddXml, zipfile.BadZipFile, KeyError, zlib.error) as error:
        raise SheetRefused(_CANNOT_OPEN.format(name=name)) from error


def sheets_as_they_stand(content: bytes, name: str) -> dict[str, list[list[Cell]]]:
    """Return the rows of each sheet of an XLSX or ODS file from its first row and column on,
    without asking what their headings mean. Raises SheetRefused with the next step."""
    if _ENCRYPTED in content:
        raise SheetRefused(_PROTECTED.format(name=name))
    kind = kind_of(content, name)
    try:
        facts = _facts(content, kind)
        with _opened(content, name) as book:
            source = _Source(content, name, kind, facts)
            return {sheet: _grid(book, source, sheet)[0] for sheet in _sheet_names(book)[0]}
    except (OddXml, zipfile.BadZipFile, KeyError, ValueError, zlib.error) as error:
        if isinstance(error, SheetRefused):
            raise
        raise SheetRefused(_CANNOT_OPEN.format(name=name)) from error


class _Source:
    """The file that is read, and what was counted in it."""

    def __init__(self, content: bytes, name: str, kind: str, facts: dict[str, Facts]) -> None:
        self.content, self.name, self.kind, self.facts = content, name, kind, facts


def _opened(content: bytes, name: str) -> Any:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise SheetRefused(_PROTECTED.format(name=name)) from error
    except BaseException as error:
        raise _refused(error, name) from error


def _refused(error: BaseException, name: str) -> BaseException:
    """Return what to raise: the library panics, which is no Exception, on some broken files."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return SheetRefused(_CANNOT_OPEN.format(name=name))
    return error


def _table(book: Any, source: _Source, sheet: str | None) -> Table:
    names, shown = _sheet_names(book)
    if sheet is not None and sheet not in names:
        raise SheetRefused(
            f"{source.name} has no sheet “{sheet}”. Choose one of: {listed(names, 10)}."
        )
    chosen, grid, merged = _chosen(book, source, [sheet] if sheet else shown or names)
    table = table_of(grid, source.name, merged)
    if table is None:
        raise SheetRefused(f"{source.name} holds no words. Choose the file that holds the table.")
    notes = _notes(source, chosen, [n for n in names if n not in shown])
    return replace(table, sheets=tuple(names), sheet=chosen, notes=(*table.notes, *notes))


def _sheet_names(book: Any) -> tuple[list[str], list[str]]:
    """Return all sheets with cells, and those that people see."""
    cells = [m for m in book.sheets_metadata if m.typ.__repr__().endswith("WorkSheet")]
    visible = [m.name for m in cells if m.visible.__repr__().endswith(".Visible")]
    return [m.name for m in cells], visible


def _chosen(
    book: Any, source: _Source, candidates: Sequence[str]
) -> tuple[str, list[list[Cell]], list[Area]]:
    first = None
    for name in candidates:
        grid, merged = _grid(book, source, name)
        top = header_index(grid) if grid else None
        if top is not None and known_words(grid[top]):
            return name, grid, merged
        if first is None and grid:
            first = (name, grid, merged)
    return first or (candidates[0] if candidates else "", [], [])


def _grid(book: Any, source: _Source, name: str) -> tuple[list[list[Cell]], list[Area]]:
    facts = source.facts.get(name)
    if facts is None and source.kind != "xls":
        raise OddXml(name)
    if facts:
        _refuse_far(facts.rows * facts.columns, facts.letters, source.name, name)
    try:
        sheet = book.get_sheet_by_name(name)
        _refuse_far(sheet.total_height * sheet.total_width, 0, source.name, name)
        rows = sheet.to_python(skip_empty_area=False)
        merged = facts.merged if facts else _merged(sheet)
    except SheetRefused:
        raise
    except BaseException as error:
        raise _refused(error, source.name) from error
    return [[_cell(value) for value in row] for row in rows], merged


def _merged(sheet: Any) -> list[Area]:
    ranges = sheet.merged_cell_ranges or ()
    return [Area(top, first, bottom, last) for (top, first), (bottom, last) in ranges]


def _refuse_far(cells: int, letters: int, name: str, sheet: str) -> None:
    if cells > MOST_CELLS:
        raise SheetRefused(
            f"Sheet “{sheet}” of {name} reaches over more than {MOST_CELLS:,} cells. Delete the "
            "empty rows and columns around the table, or save the table alone as CSV."
        )
    if letters > MOST_UNPACKED:
        raise SheetRefused(
            f"Sheet “{sheet}” of {name} holds more than 200 million letters. Save the table alone "
            "as CSV."
        )


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, date | bool | int):
        return value
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def _facts(content: bytes, kind: str) -> dict[str, Facts]:
    if kind == "xls":
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if kind == "ods":
            return facts_of_ods(archive.read("content.xml"))
        names = set(archive.namelist())
        shared = "xl/sharedStrings.xml"
        lengths = lengths_of_strings(archive.read(shared)) if shared in names else []
        return {
            sheet: facts_of_xlsx(archive.read(part), lengths)
            for sheet, part in _parts(archive).items()
            if part in names
        }


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of an XLSX file that holds each sheet, by the name of the sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, values: dict[str, str]) -> None:
        if local(name) == "Relationship":
            target = values.get("Target", "")
            whole = target if target.startswith("/") else f"/xl/{target}"
            targets[values.get("Id", "")] = posixpath.normpath(whole).lstrip("/")

    def sheet(name: str, values: dict[str, str]) -> None:
        if local(name) == "sheet":
            ids = [value for key, value in values.items() if key.endswith(":id")]
            sheets[values.get("name", "")] = ids[0] if ids else ""

    parse(archive.read("xl/_rels/workbook.xml.rels"), relation)
    parse(archive.read("xl/workbook.xml"), sheet)
    return {name: targets[key] for name, key in sheets.items() if key in targets}


def _notes(source: _Source, sheet: str, hidden: list[str]) -> list[str]:
    facts = source.facts.get(sheet, Facts())
    notes = []
    if facts.formulas == 1:
        notes.append("1 formula was read as the value the file holds for it.")
    elif facts.formulas:
        notes.append(
            f"{facts.formulas:,} formulas were read as the values the file holds for them."
        )
    if facts.unvalued:
        notes.append(
            f"The file holds no value for the formula in {listed(facts.unvalued)}, which was read "
            "as empty. Open the file, save it and hand it over again to read the values."
        )
    if facts.errors:
        notes.append(f"An error stands in {listed(facts.errors)}; it was read as empty.")
    if hidden:
        notes.append(f"The sheet {listed(hidden)} is hidden; it is only read when chosen.")
    return notes + _not_run(source)


def _not_run(source: _Source) -> list[str]:
    if source.kind != "xlsx":
        return []
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        names = archive.namelist()
    notes = []
    if any("vbaProject" in part for part in names):
        notes.append("The file holds macros; they were not run.")
    if any(part.startswith("xl/externalLinks/") for part in names):
        notes.append("The file links to other files; they were not opened.")
    return notes
