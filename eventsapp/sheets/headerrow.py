"""Find the headings of a table below its titles, and make rows of what stands under them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from eventsapp.sheets.clean import clean_text
from eventsapp.sheets.columns import fold_heading, heading_field, is_address
from eventsapp.sheets.table import (
    MOST_CELLS,
    MOST_ROWS,
    Area,
    Cell,
    Row,
    SheetRefused,
    Table,
    listed,
)
from eventsapp.sheets.template import SAMPLE

Grid = Sequence[Sequence[Cell]]

_MOST_TITLES = 40
_LONGEST_HEADING = 120


def table_of(grid: Grid, name: str, merged: Sequence[Area] = ()) -> Table | None:
    """Return the table of a grid of cells, or None where the grid holds nothing.

    Rows above the headings are titles. Of the cells merged below them, each row gets what stands
    in the first; headings in two rows, with merged ones above, become one. Raises SheetRefused
    where no row looks like headings, or the table is too long.
    """
    filled = [index for index, row in enumerate(grid) if not _is_empty(row)]
    if not any(_holds_words(grid[index]) for index in filled):
        return None
    refuse_too_large(len(filled), sum(len(grid[index]) for index in filled), name)
    top = header_index(grid)
    if top is None:
        raise SheetRefused(
            f"{name} has no row of headings that could be found. Write above each column what it "
            "holds, such as Name, Organisation, E-mail, and hand it over again."
        )
    # A heading that is merged over two rows begins in the upper one, as wide ones beside it do.
    top = min([top, *(area.top for area in merged if area.top < top <= area.bottom)])
    header, last = _headings(grid, top, merged)
    rows, notes = _rows_below(_with_merged(grid, merged, last), last, filled, header)
    titles = [index + 1 for index in filled if index < top]
    if titles:
        notes.insert(0, _titles_note(titles))
    return _trimmed(Table(rows, header, last + 1, notes=tuple(notes)))


def header_index(grid: Grid) -> int | None:
    """Return the row of headings, from 0: the first with most known words, else the first that
    differs in kind from what stands below it."""
    best, most = None, 0
    seen = 0
    for index, row in enumerate(grid):
        if _is_empty(row):
            continue
        seen += 1
        if seen > _MOST_TITLES:
            break
        known, texts = known_words(row), _texts(row)
        # One known word is a heading where it stands alone, and a sentence's subject elsewhere.
        if known > most and (known > 1 or len(texts) == 1 or known * 2 >= len(texts)):
            best, most = index, known
    return best if best is not None else _unknown_headings(grid)


def known_words(row: Sequence[Cell]) -> int:
    """Return how many different known headings a row holds; none where it holds an address."""
    texts = _texts(row)
    if any(is_address(text) for text in texts):
        return 0
    return len({heading_field(t) for t in texts if len(t) <= _LONGEST_HEADING} - {None})


def refuse_too_large(rows: int, cells: int, name: str) -> None:
    """Raise SheetRefused for more rows or cells than are read."""
    if rows > MOST_ROWS:
        raise SheetRefused(
            f"{name} has more than {MOST_ROWS:,} rows. Hand it over in parts, each with the "
            "headings."
        )
    if cells > MOST_CELLS:
        raise SheetRefused(
            f"{name} has more than {MOST_CELLS:,} cells. Take out the columns that are not about "
            "people, or hand it over in parts."
        )


def _unknown_headings(grid: Grid) -> int | None:
    """Return the first row of short texts above a column of addresses, numbers or days."""
    filled = [index for index, row in enumerate(grid) if not _is_empty(row)][:_MOST_TITLES]
    for position, index in enumerate(filled[:-1]):
        row = grid[index]
        texts = _texts(row)
        if len(texts) < 2 or len(texts) != sum(cell not in (None, "") for cell in row):
            continue
        if any(_is_of_kind(text) or len(text) > _LONGEST_HEADING for text in texts):
            continue
        below = [grid[other] for other in filled[position + 1 :]]
        if any(_column_is_of_kind(below, column) for column, cell in enumerate(row) if cell):
            return index
    return None


def _column_is_of_kind(rows: Grid, column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row) and row[column] not in (None, "")]
    return bool(cells) and sum(_is_of_kind(cell) for cell in cells) > len(cells) / 2


def _is_of_kind(cell: Cell) -> bool:
    """Tell whether a cell is an address, a number or a day, which headings are not."""
    if not isinstance(cell, str):
        return isinstance(cell, int | float | date)
    return is_address(cell) or sum(x.isdigit() for x in cell) > len(cell) / 2


def _headings(grid: Grid, top: int, merged: Sequence[Area]) -> tuple[tuple[str, ...], int]:
    """Return the headings and the last row they take: two where wide ones stand above others."""
    first = [clean_text(_said(cell))[0] for cell in grid[top]]
    wide = [area for area in merged if area.top <= top <= area.bottom and area.last > area.first]
    below = top + 1
    if not wide or below >= len(grid) or known_words(grid[below]) == 0:
        return tuple(first), top
    second = [clean_text(_said(cell))[0] for cell in grid[below]]
    width = max(len(first), len(second))
    first += [""] * (width - len(first))
    second += [""] * (width - len(second))
    return tuple(low or high for high, low in zip(first, second, strict=True)), below


def _with_merged(grid: Grid, merged: Sequence[Area], last: int) -> Grid:
    """Return the grid with what stands in a merged cell in each row that the cell covers."""
    down = [area for area in merged if area.top > last and area.bottom > area.top]
    if not down:
        return grid
    rows = [list(row) for row in grid]
    for area in down:
        if area.top >= len(rows) or area.first >= len(rows[area.top]):
            continue
        value = rows[area.top][area.first]
        for row in rows[area.top + 1 : area.bottom + 1]:
            if area.first < len(row) and row[area.first] in (None, ""):
                row[area.first] = value
    return rows


def _rows_below(
    grid: Grid, last: int, filled: Sequence[int], header: tuple[str, ...]
) -> tuple[tuple[Row, ...], list[str]]:
    width = max([len(header), *(len(grid[index]) for index in filled if index > last)])
    folded = [fold_heading(heading) for heading in header if heading]
    rows, repeated, samples = [], [], []
    for index in filled:
        if index <= last:
            continue
        cells = tuple(_tidy(cell) for cell in grid[index])
        if _is_header_again(cells, folded):
            repeated.append(str(index + 1))
        elif _is_sample(cells):
            samples.append(str(index + 1))
        else:
            rows.append(Row(index + 1, cells + (None,) * (width - len(cells))))
    notes = []
    if samples:
        notes.append(f"Row {listed(samples)} is the sample row of the template; it was left out.")
    if repeated:
        notes.append(f"The headings come again in row {listed(repeated)}; they were left out.")
    return tuple(rows), notes


def _is_header_again(cells: tuple[Cell, ...], folded: list[str]) -> bool:
    texts = _texts(cells)
    return len(folded) > 1 and len(texts) == len(folded) and [*map(fold_heading, texts)] == folded


def _is_sample(cells: tuple[Cell, ...]) -> bool:
    return SAMPLE[0] in cells and SAMPLE[11] in cells and SAMPLE[-1] in cells


def _trimmed(table: Table) -> Table:
    """Return the table without columns at its end that hold nothing."""
    width = max((i + 1 for i, heading in enumerate(table.header) if heading), default=0)
    for row in table.rows:
        for index in range(len(row.cells) - 1, width - 1, -1):
            if row.cells[index] is not None:
                width = index + 1
                break
    header = (*table.header, *[""] * width)[:width]
    return replace(
        table, header=header, rows=tuple(Row(row.number, row.cells[:width]) for row in table.rows)
    )


def _titles_note(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Row {numbers[0]} was taken as a title and not as a person."
    return f"Rows {listed([str(n) for n in numbers])} were taken as titles and not as people."


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]


def _is_empty(row: Sequence[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _holds_words(row: Sequence[Cell]) -> bool:
    return any(
        any(sign.isalnum() for sign in cell) if isinstance(cell, str) else cell is not None
        for cell in row
    )


def _tidy(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and not cell.strip() else cell


def _said(cell: Cell) -> str:
    return "" if cell is None else str(cell)
