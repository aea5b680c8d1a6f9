"""From the bytes of an edited matrix to its rows, wherever its heading stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsapp.matrices.columns import HEADINGS, NEEDED, plain
from eventsapp.sheets.table import Cell, SheetRefused
from eventsapp.sheets.workbooks import sheets_as_they_stand

MOST_ROWS = 20_000
_ZIP = b"PK\x03\x04"
# A heading is looked for in the first rows: somebody may have put a title above it.
_ROWS_ABOVE = 20


@dataclass(frozen=True)
class FileRow:
    """One row of the file: its number there, and the text of each column by our name for it."""

    number: int
    cells: dict[str, str]


def read_matrix(content: bytes, name: str) -> list[FileRow]:
    """Return the rows of a matrix that have anything in them.

    Raises SheetRefused where it is no workbook, has no heading of a matrix, lacks a column or has
    one twice.
    """
    if not content.startswith(_ZIP):
        raise SheetRefused(
            f"{name} is no workbook. Save the matrix as .xlsx and hand that over; a copy without "
            "its hidden column cannot be read back."
        )
    best: tuple[int, list[list[Cell]], int] | None = None
    for rows in sheets_as_they_stand(content, name).values():
        known, top = _heading(rows)
        if best is None or known > best[0]:
            best = (known, rows, top)
    if best is None or best[0] < 2:
        raise SheetRefused(
            f"{name} has no row with the headings of the matrix, such as “Comment” and “Id”. Hand "
            "over the file that came from here."
        )
    _known, rows, top = best
    places = _places(rows[top], name)
    found = [
        FileRow(number, {key: _cell(row, place) for key, place in places.items()})
        for number, row in enumerate(rows[top + 1 :], start=top + 2)
    ]
    found = [row for row in found if any(row.cells[key] for key in NEEDED)]
    if len(found) > MOST_ROWS:
        raise SheetRefused(f"{name} has more than {MOST_ROWS:,} rows. Hand over the matrix alone.")
    return found


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Return how many headings the best row has, and where it is."""
    keys = {_key(heading) for heading in HEADINGS.values()}
    counted = [
        (len(keys & {_key(plain(cell)) for cell in row}), -number)
        for number, row in enumerate(rows[:_ROWS_ABOVE])
    ]
    count, negative = max(counted, default=(0, 0))
    return count, -negative


def _places(heading: Sequence[Cell], name: str) -> dict[str, int]:
    """Return where each column stands."""
    by_key = {_key(words): key for key, words in HEADINGS.items()}
    places: dict[str, int] = {}
    for place, cell in enumerate(heading):
        key = by_key.get(_key(plain(cell)))
        if key is None:
            continue
        if key in places:
            raise SheetRefused(
                f"The column “{HEADINGS[key]}” stands twice in {name}. Delete the one that is too "
                "many and hand the file over again."
            )
        places[key] = place
    missing = [HEADINGS[key] for key in NEEDED if key not in places]
    if missing:
        words = ", ".join(f"“{one}”" for one in missing)
        raise SheetRefused(
            f"{name} lacks the column {words}. Columns may be moved or hidden, not deleted: undo "
            "that in the file, or export the matrix again and copy the responses into it."
        )
    return places


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _cell(row: Sequence[Cell], place: int) -> str:
    return plain(row[place]) if place < len(row) else ""
