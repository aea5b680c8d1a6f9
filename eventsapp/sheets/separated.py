"""Tables in text files: which sign parts the cells, and where a row ends."""

import csv
import io

from eventsapp.sheets.headerrow import header_index, known_words, refuse_too_large, table_of
from eventsapp.sheets.table import SheetRefused, Table
from eventsapp.sheets.writing import as_written

SEPARATORS = (",", ";", "\t", "|")
_SAMPLED = 60
_LONGEST_FIELD = 2_000_000


def table_of_text(text: str, name: str) -> Table | None:
    """Return the table of a text with cells parted by one sign, or None where it holds nothing.

    Line breaks may be CR, LF or CRLF, and stand inside quotation marks. The row numbers count
    rows, as a spreadsheet program shows them, and not lines.
    """
    separator = separator_of(text)
    notes = []
    grid = _grid(text, separator or ",", csv.QUOTE_MINIMAL)
    if _ends_inside_quotes(text, separator or ","):
        grid = _grid(text, separator or ",", csv.QUOTE_NONE)
        notes.append(
            "A quotation mark is opened and never closed; all quotation marks were read as "
            "ordinary signs. Look at the rows that hold one."
        )
    if grid and len(grid[0]) <= 2 and grid[0][0].casefold().startswith("sep="):
        # What some programs write for Excel; it keeps its number, so that the others keep theirs.
        grid[0] = [""]
    refuse_too_large(len(grid), sum(map(len, grid)), name)
    table = table_of([[as_written(cell) for cell in row] for row in grid], name)
    if table is None:
        return None
    return Table(**{**vars(table), "separator": separator}).noting(*notes)


def separator_of(text: str) -> str | None:
    """Return the sign that parts the cells, or None for one column.

    What the file says itself (`sep=;`) is believed; then the sign that yields most known
    headings, then the one that parts most rows into the same number of cells.
    """
    first = text.lstrip("\ufeff")[:6].casefold()
    if first.startswith("sep=") and first[4:5] in SEPARATORS:
        return first[4]
    head = text[:_LONGEST_FIELD]
    scores = {separator: _score(head, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best] > (0, 0.0, 0) else None


def _score(text: str, separator: str) -> tuple[int, float, int]:
    rows = [row for row in _grid(text, separator, csv.QUOTE_MINIMAL, most=_SAMPLED) if any(row)]
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return 0, 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    top = header_index(rows)
    known = known_words(rows[top]) if top is not None and len(rows[top]) > 1 else 0
    return known, widths.count(usual) / len(rows), usual


def _grid(text: str, separator: str, quoting: int, most: int | None = None) -> list[list[str]]:
    old = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
        return [row for row, _ in zip(reader, range(most or 10_000_000), strict=False)]
    except csv.Error as error:
        raise SheetRefused(
            "A cell holds more than two million letters: a quotation mark is probably opened and "
            "never closed. Save the table as .xlsx and hand that over."
        ) from error
    finally:
        csv.field_size_limit(old)


def _ends_inside_quotes(text: str, separator: str) -> bool:
    if text.count('"') % 2 == 0:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
