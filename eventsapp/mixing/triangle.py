"""Who met whom as a picture: a lower triangle, a square for each pair. Pure.

Squares of one kind are one path, so sixty people are a few dozen shapes. A square says its number
from twice on, and darker means more often, so it reads without colour. Names stand at the lines and
their numbers at the columns; sides are worked out for the reading direction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eventsapp.figures.drawing import NAME_GAP, Text
from eventsapp.reports.svg import shorten, text_width

MOST_PEOPLE = 60
WIDEST_NAME, GROUP_ROOM, MARGIN = 190, 130, 6
LARGE, SMALL, FEW = 18, 13, 36
DARKEST = 3


@dataclass(frozen=True)
class Level:
    """All squares of pairs that met `times` times (3: or more often), as one path."""

    times: int
    path: str


@dataclass(frozen=True)
class Triangle:
    """What a template writes down. `lines` are edges between groups; `numbers` stand in squares."""

    width: float
    height: float
    cell: float
    size: float
    origin: float
    outline: str
    levels: tuple[Level, ...]
    names: tuple[Text, ...]
    feet: tuple[Text, ...]
    groups: tuple[Text, ...]
    lines: str
    numbers: tuple[tuple[int, Text], ...]


@dataclass(frozen=True)
class _Squares:
    start: float
    cell: float
    width: float
    is_rtl: bool

    def at(self, x: float, width: float = 0) -> float:
        return round(self.width - x - width if self.is_rtl else x, 1)

    def beyond(self, column: int) -> float:
        """How much room there is from a column to the end of the picture."""
        return self.width - self.start - column * self.cell

    def left(self, column: int) -> float:
        """The edge at which drawing of a square begins, the left on the screen."""
        return self.at(self.start + column * self.cell, self.cell)


def triangle(
    names: Sequence[str],
    times: Callable[[int, int], int],
    groups: Sequence[str] = (),
    *,
    is_rtl: bool = False,
) -> Triangle:
    """Return the picture of these people in this order; `times` gives how often those at two places
    met. `groups` has the group of each; people of a group stand together."""
    cell = LARGE if len(names) <= FEW else SMALL
    size = 12 if cell == LARGE else 10
    numbered = [f"{name}  {place}" for place, name in enumerate(names, 1)]
    start = min(max((text_width(one, size) for one in numbered), default=0), WIDEST_NAME) + NAME_GAP
    width = start + cell * len(names) + (GROUP_ROOM if groups else MARGIN)
    squares = _Squares(start, cell, round(width, 1), is_rtl)
    met = _met(len(names), times)
    return Triangle(
        squares.width,
        cell * (len(names) + 1) + MARGIN,
        cell,
        size,
        squares.at(squares.start),
        _outline(len(names), squares),
        tuple(_levels(met, squares)),
        tuple(_names(names, squares, size)),
        tuple(_feet(len(names), squares)),
        tuple(_groups(groups, squares, size)),
        _edges(groups, squares),
        tuple(_numbers(met, squares, size)),
    )


def _met(count: int, times: Callable[[int, int], int]) -> dict[tuple[int, int], int]:
    found = {(row, column): times(row, column) for row in range(count) for column in range(row)}
    return {place: number for place, number in found.items() if number}


def _outline(count: int, squares: _Squares) -> str:
    """Return the outline of all squares that pairs could fill: a stair with its foot."""
    step = -squares.cell if squares.is_rtl else squares.cell
    stair, edge = f"h{step:g}v{squares.cell:g}" * (count - 1), squares.at(squares.start)
    return f"M{edge:g} {squares.cell:g}{stair}H{edge:g}z" if count > 1 else ""


def _levels(met: dict[tuple[int, int], int], squares: _Squares) -> list[Level]:
    found = []
    for level in range(1, DARKEST + 1):
        path = "".join(
            f"M{squares.left(column):g} {row * squares.cell:g}h{squares.cell:g}v{squares.cell:g}"
            f"h-{squares.cell:g}z"
            for (row, column), number in met.items()
            if min(number, DARKEST) == level
        )
        if path:
            found.append(Level(level, path))
    return found


def _numbers(
    met: dict[tuple[int, int], int], squares: _Squares, size: float
) -> list[tuple[int, Text]]:
    half = squares.cell / 2
    return [
        (
            min(number, DARKEST),
            Text(
                str(number),
                round(squares.left(column) + half, 1),
                round(row * squares.cell + half + size * 0.35, 1),
            ),
        )
        for (row, column), number in met.items()
        if number > 1
    ]


def _names(names: Sequence[str], squares: _Squares, size: float) -> list[Text]:
    x = squares.at(squares.start - NAME_GAP / 2)
    drop = squares.cell / 2 + size * 0.35
    return [
        Text(_numbered(name, place + 1, size), x, round(place * squares.cell + drop, 1))
        for place, name in enumerate(names)
    ]


def _numbered(name: str, number: int, size: float) -> str:
    """Return a name with its number; the number is never cut, and a name in another script keeps
    its own direction."""
    room = WIDEST_NAME - text_width(f"  {number}", size)
    return f"\u2068{shorten(name, room, size)}\u2069  {number}"


def _feet(count: int, squares: _Squares) -> list[Text]:
    """Return the numbers below the columns, every fifth where they are narrow; the person of the
    last line has none."""
    step = 1 if squares.cell == LARGE else 5
    return [
        Text(
            str(column + 1),
            round(squares.left(column) + squares.cell / 2, 1),
            squares.cell * (count + 1) - 2,
        )
        for column in range(count - 1)
        if not column or not (column + 1) % step
    ]


def _starts(groups: Sequence[str]) -> list[int]:
    return [place for place, group in enumerate(groups) if not place or group != groups[place - 1]]


def _groups(groups: Sequence[str], squares: _Squares, size: float) -> list[Text]:
    return [
        Text(
            shorten(groups[place], squares.beyond(place) - 2 * MARGIN, size),
            squares.at(squares.start + place * squares.cell + MARGIN),
            round(place * squares.cell + squares.cell / 2 + size * 0.35, 1),
        )
        for place in _starts(groups)
    ]


def _edges(groups: Sequence[str], squares: _Squares) -> str:
    """Return a line above the first person of each group, and one beside its column."""
    found = []
    for place in _starts(groups)[1:]:
        x, y = squares.at(squares.start + place * squares.cell), place * squares.cell
        found.append(f"M{squares.at(squares.start):g} {y:g}H{x:g}V{squares.cell * len(groups):g}")
    return "".join(found)
