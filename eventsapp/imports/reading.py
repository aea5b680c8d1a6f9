"""How a file is read: what is proposed when it comes, and what staff corrected."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from eventsapp.imports.lines import DAYS, NEEDS, How
from eventsapp.sheets.columns import guess_columns
from eventsapp.sheets.dates import day_order
from eventsapp.sheets.reading import read_pasted, read_table
from eventsapp.sheets.table import Table

PASTED = "pasted.txt"
SAMPLES = 3


def table_of(content: bytes, file_name: str, choices: Mapping[str, Any]) -> Table:
    """Return the table of a file or of a pasted text. Raises SheetRefused with a sentence."""
    if choices.get("is_pasted"):
        return read_pasted(content.decode())
    return read_table(content, file_name, choices.get("sheet"))


def proposed(table: Table) -> dict[str, Any]:
    """Return how a table is read until somebody says otherwise: its columns, its order of days."""
    columns = guess_columns(table.header, table.rows)
    return {
        "sheet": table.sheet,
        "columns": {str(index): field for index, field in sorted(columns.items())},
        "day_order": order_of_days(table, columns),
    }


def order_of_days(table: Table, columns: Mapping[int, str]) -> str | None:
    """Return in which order days are written, if any column of days decides it."""
    for index, field in columns.items():
        if field in DAYS:
            order = day_order(texts_in(table, index))
            if order:
                return order
    return None


def texts_in(table: Table, index: int) -> list[str]:
    """Return the texts of a column; what the file itself holds as a day needs no order."""
    cells = (row.cells[index] for row in table.rows if index < len(row.cells))
    return [cell for cell in cells if isinstance(cell, str) and cell]


def samples(table: Table, hidden: Collection[int]) -> list[str]:
    """Return for each column what stands in it first, so that people see what it holds."""
    shown = []
    for index in range(len(table.header)):
        if index in hidden:
            shown.append("…")
            continue
        cells = (row.cells[index] for row in table.rows if index < len(row.cells))
        first = (str(cell) for cell in cells if cell not in (None, ""))
        shown.append(" · ".join(text[:40] for text in islice(first, SAMPLES)))
    return shown


def asks_day_order(table: Table, choices: Mapping[str, Any]) -> bool:
    """Return whether somebody must say in which order days are written, since no column shows
    it."""
    days = [i for i, field in columns_of(choices).items() if field in DAYS]
    return not choices.get("day_order") and any(texts_in(table, index) for index in days)


def columns_of(choices: Mapping[str, Any]) -> dict[int, str]:
    """Return the field of each column that is read."""
    return {int(index): field for index, field in choices.get("columns", {}).items() if field}


def without_needs(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a file is read, without needs unless somebody reads it who arranges them."""
    marked = marking_needs(choices)
    if choices.get("takes_needs"):
        return marked
    columns = choices.get("columns", {})
    kept = {index: "" if field in NEEDS else field for index, field in columns.items()}
    return {**marked, "columns": kept}


def marking_needs(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same choices with their columns of needs remembered: what was one stays one."""
    sheet, known = choices.get("sheet") or "", choices.get("needs", {})
    found = {index for index, field in columns_of(choices).items() if field in NEEDS}
    if not found:
        return dict(choices)
    return {**choices, "needs": {**known, sheet: sorted(found.union(known.get(sheet, ())))}}


def keeping_needs(choices: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return new choices in which every column of needs is read as it was before."""
    columns = choices.get("columns", {})
    if choices.get("sheet") == before.get("sheet"):
        was = before.get("columns", {})
    else:
        was = {index: field for index, field in columns.items() if field in NEEDS}
    held = {str(index): was.get(str(index), "") for index in columns_of_needs(choices)}
    return {**choices, "columns": {**columns, **held}}


def columns_of_needs(choices: Mapping[str, Any]) -> set[int]:
    """Return the columns of the sheet that say, or once were read as, what people need."""
    return set(choices.get("needs", {}).get(choices.get("sheet") or "", ()))


def holds_needs(choices: Mapping[str, Any]) -> bool:
    """Return whether any sheet of a file says what people need to take part."""
    return any(choices.get("needs", {}).values())


def has_its_needs(choices: Mapping[str, Any]) -> bool:
    """Return whether nothing was left out because whoever handed the file over arranges no
    needs."""
    return bool(choices.get("takes_needs")) or not holds_needs(choices)


def notes_on_needs(choices: Mapping[str, Any]) -> list[str]:
    """Return the sentence about columns that were held back, if there are any."""
    if choices.get("takes_needs") or not columns_of_needs(choices):
        return []
    return [
        "A column with access or dietary needs was left out: only those who arrange them may read "
        "and enter needs. Let one of them hand the file over."
    ]


def how_of(choices: Mapping[str, Any], categories: Mapping[str, str], *, has_meeting: bool) -> How:
    """Return how the rows are read, with all that staff decided."""
    return How(
        columns=columns_of(choices),
        day_order=choices.get("day_order"),
        values=choices.get("values", {}),
        categories=categories,
        organizations=choices.get("organizations", {}),
        has_meeting=has_meeting,
    )
