"""A chart of small bars: a line for each room, a column for each value. Pure.

Every bar begins in its own column and says its number, so the chart reads without colour; a mark
shows how long it would be in an even mix. Sides are worked out for the reading direction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsapp.figures.drawing import NAME_GAP, Text, name_lines
from eventsapp.reports.svg import shorten, text_width

LEAST_WIDTH, LEAST_COLUMN, WIDEST_COLUMN = 720, 102, 150
WIDEST_NAME, HEAD_SIZE, HEAD_LINE, MOST_HEAD_LINES = 170, 12, 14, 3
BAR, LINE, HEADING, TEXT_DROP, FOOT = 14, 23, 30, 12, 4
NUMBER_ROOM, NUMBER_GAP, MARK_OVER = 34, 5, 3


@dataclass(frozen=True)
class Line:
    """One line: a room with its numbers and what an even mix would give it, or a heading without
    either."""

    name: str
    counts: tuple[int, ...] = ()
    even: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One bar with its number; `mark` is where the bar of an even mix would end."""

    x: float
    width: float
    number: Text
    mark: float | None
    is_unknown: bool


@dataclass(frozen=True)
class Row:
    """One line of the chart from its upper edge, `is_heading` where it only names a round."""

    y: float
    name: Text
    cells: tuple[Cell, ...]
    is_heading: bool


@dataclass(frozen=True)
class Grid:
    """What a template writes down."""

    width: float
    height: float
    heads: tuple[Text, ...]
    axes: tuple[float, ...]
    top: float
    rows: tuple[Row, ...]
    bar: float = BAR
    over: float = MARK_OVER


@dataclass(frozen=True)
class _Columns:
    """Where columns begin, how wide one is, and how long one person is."""

    start: float
    column: float
    unit: float
    width: float
    is_rtl: bool

    def at(self, x: float, width: float = 0) -> float:
        return round(self.width - x - width if self.is_rtl else x, 1)

    def begin(self, number: int) -> float:
        return self.start + number * self.column


def grid(
    heads: Sequence[str],
    lines: Sequence[Line],
    *,
    unknown: int | None = None,
    is_rtl: bool = False,
) -> Grid:
    """Return where everything stands; `unknown` is the column of those who are not known.

    The longest bar or mark takes the room of its column, all others their share.
    """
    columns = _columns(heads, lines, is_rtl)
    named = [_head_lines(head, columns.column) for head in heads]
    top = HEAD_LINE * max(map(len, named), default=1) + 6
    rows, y = [], top + 4
    for line in lines:
        rows.append(_row(line, y, columns, unknown))
        y += LINE if line.counts else HEADING
    return Grid(
        columns.width,
        y + FOOT,
        tuple(_heads(named, columns, top)),
        tuple(columns.at(columns.begin(number)) for number in range(len(heads))),
        top,
        tuple(rows),
    )


def _columns(heads: Sequence[str], lines: Sequence[Line], is_rtl: bool) -> _Columns:
    names = [text_width(line.name) for line in lines if line.counts]
    start = min(max(names, default=0), WIDEST_NAME) + NAME_GAP
    wanted = (LEAST_WIDTH - start) / (len(heads) or 1)
    column = min(max(wanted, LEAST_COLUMN), WIDEST_COLUMN)
    lengths = [number for line in lines for number in (*line.counts, *line.even) if number]
    unit = (column - NUMBER_ROOM) / (max(lengths, default=0) or 1)
    width = max(start + column * len(heads), LEAST_WIDTH)
    return _Columns(start, column, unit, round(width, 1), is_rtl)


def _head_lines(head: str, column: float) -> tuple[str, ...]:
    """Break a head into lines that fit its column; the last is shortened where it must be."""
    room, line = column - 8, ""
    lines: list[str] = []
    words = head.split()
    while words:
        longer = f"{line} {words[0]}".strip()
        if line and text_width(longer, HEAD_SIZE) > room:
            if len(lines) == MOST_HEAD_LINES - 1:
                break
            lines.append(shorten(line, room, HEAD_SIZE))
            line = ""
            continue
        line = longer
        words.pop(0)
    return (*lines, shorten(" ".join([line, *words]).strip(), room, HEAD_SIZE))


def _heads(named: Sequence[tuple[str, ...]], columns: _Columns, top: float) -> list[Text]:
    return [
        Text(
            line,
            columns.at(columns.begin(number)),
            top - 6 - HEAD_LINE * (len(lines) - 1 - place),
        )
        for number, lines in enumerate(named)
        for place, line in enumerate(lines)
    ]


def _row(line: Line, y: float, columns: _Columns, unknown: int | None) -> Row:
    if not line.counts:
        return Row(y, Text(line.name, columns.at(0), y + HEADING - 10), (), True)
    name = Text(
        name_lines(line.name, WIDEST_NAME, 1)[0],
        columns.at(columns.start - NAME_GAP),
        y + TEXT_DROP,
    )
    marks = line.even or (None,) * len(line.counts)
    cells = tuple(
        _cell(number, count, even, y, columns, number == unknown)
        for number, (count, even) in enumerate(zip(line.counts, marks, strict=True))
    )
    return Row(y, name, cells, False)


def _cell(
    number: int, count: int, even: float | None, y: float, columns: _Columns, is_unknown: bool
) -> Cell:
    begin, length = columns.begin(number), count * columns.unit
    mark = None if even is None else columns.begin(number) + even * columns.unit
    end = begin + length
    # A number that the mark would cut stands behind it.
    if mark is not None and mark > end and mark - end < text_width(str(count)) + NUMBER_GAP + 4:
        end = mark
    return Cell(
        columns.at(begin, length),
        round(length, 1),
        Text(str(count), columns.at(end + NUMBER_GAP), y + TEXT_DROP),
        None if mark is None else columns.at(mark),
        is_unknown,
    )
