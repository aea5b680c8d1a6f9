"""What a table is, once read, and how much of one is read."""

from dataclasses import dataclass, replace
from datetime import date, datetime

Cell = str | date | datetime | int | float | bool | None

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_CELLS = 1_000_000
MOST_ROWS = 50_000


class SheetRefused(ValueError):  # noqa: N818 — read as a sentence: this sheet is refused
    """A file or a paste that is not read; its text names it and says the next step."""


@dataclass(frozen=True)
class Row:
    """One row below the headings, with its number in the file as a spreadsheet program shows it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one sheet, as given: texts keep their spaces and marks (see `clean.py`).

    `header_row` is 0 where there are no headings (a paste). `notes` are sentences for the person
    who handed the file over: what was guessed, left out or not run.
    """

    rows: tuple[Row, ...]
    header: tuple[str, ...]
    header_row: int
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    notes: tuple[str, ...] = ()

    def noting(self, *notes: str) -> "Table":
        """Return the same table with further notes in front."""
        return replace(self, notes=(*notes, *self.notes))


@dataclass(frozen=True)
class Area:
    """Cells that were merged into one: the first and the last, counted from 0."""

    top: int
    first: int
    bottom: int
    last: int


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as a spreadsheet shows it: (0, 27) is AB1."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 27 is AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def listed(things: list[str], most: int = 5) -> str:
    """Return a list as words, cut after `most`: A1, B2 and 4 more."""
    if len(things) > most:
        return f"{', '.join(things[:most])} and {len(things) - most} more"
    return ", ".join(things[:-1]) + " and " + things[-1] if len(things) > 1 else "".join(things)
