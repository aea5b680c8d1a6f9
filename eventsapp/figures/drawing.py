"""A chart of lying bars, each cut into the parts that it is made of. Pure.

`layout` gives every coordinate in user units of the SVG, so that a template only writes them down.
Sides are worked out for the reading direction: from right to left, bars grow to the left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsapp.reports.svg import shorten, text_width

WIDTH = 720
HEAD, FOOT = 8, 26
AXIS_DROP, LINE_HEIGHT, NAME_GAP = 18, 15, 10
# With more bars than these all are thinner, so that the chart stays on one page of paper.
MANY_BARS = 20
SUM_ROOM, SUM_GAP = 48, 8
MOST_TICKS = 6
NUMBER_MARGIN = 6


@dataclass(frozen=True)
class Bar:
    """One bar: its name, and its parts in the order in which they are drawn.

    `is_split` is false where only the sum is shown.
    """

    name: str
    parts: tuple[int, ...]
    is_split: bool = True

    @property
    def total(self) -> int:
        """How long the bar is."""
        return sum(self.parts)


@dataclass(frozen=True)
class Measure:
    """How thick bars are, how far apart, and how much room their names have."""

    bar: float = 26
    row: float = 39
    above: float = 6
    text_drop: float = 18
    widest_name: float = 250
    name_lines: int = 2


USUAL = Measure()
THIN = Measure(bar=16, row=22, above=3, text_drop=12.5, widest_name=300, name_lines=1)


@dataclass(frozen=True)
class Text:
    """A text at a point."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Segment:
    """One part of a bar; `place` is its number, 0 for the first kind, or None for a bar that is not
    split. Its number stands in it where there is room."""

    place: int | None
    x: float
    y: float
    width: float
    number: Text | None


@dataclass(frozen=True)
class Row:
    """One bar with its name in one or two lines and its sum."""

    names: tuple[Text, ...]
    segments: tuple[Segment, ...]
    total: Text


@dataclass(frozen=True)
class Drawing:
    """What a template writes down."""

    width: float
    height: float
    top: float
    bottom: float
    ticks: tuple[Text, ...]
    rows: tuple[Row, ...]
    bar_height: float


def layout(bars: Sequence[Bar], *, top: float = 0, is_rtl: bool = False) -> Drawing:
    """Return where everything stands; `top` is room left free above.

    The longest bar takes all the room; without anybody, every bar is empty and the scale goes to 1.
    """
    measure = THIN if len(bars) > MANY_BARS else USUAL
    longest = max([bar.total for bar in bars], default=0) or 1
    named = max([text_width(bar.name) for bar in bars], default=0)
    start = min(named, measure.widest_name) + NAME_GAP
    unit = (WIDTH - start - SUM_ROOM) / longest
    sides = _Sides(start, unit, is_rtl)
    bottom = top + HEAD + measure.row * len(bars)
    ticks = tuple(
        Text(str(number), sides.at(start + number * unit), bottom + AXIS_DROP)
        for number in ticks_to(longest)
    )
    first = top + HEAD + measure.above
    rows = tuple(_row(bar, first + measure.row * n, sides, measure) for n, bar in enumerate(bars))
    return Drawing(WIDTH, bottom + FOOT, top + HEAD, bottom, ticks, rows, measure.bar)


def ticks_to(longest: int) -> list[int]:
    """Return the numbers below the axis: from 0 in steps of 1, 2 or 5 (or tens of them), at most
    seven, none beyond the longest bar."""
    step, size = 1, 1
    while longest // step > MOST_TICKS:
        following = {1: 2, 2: 5, 5: 10}[step // size]
        step = following * size
        size = step if following == 10 else size
    return list(range(0, longest + 1, step))


@dataclass(frozen=True)
class _Sides:
    """From where bars begin, how long one person is, and where reading begins."""

    start: float
    unit: float
    is_rtl: bool

    def at(self, x: float, width: float = 0) -> float:
        return round(WIDTH - x - width if self.is_rtl else x, 1)


def _row(bar: Bar, y: float, sides: _Sides, measure: Measure) -> Row:
    end = sides.start + bar.total * sides.unit
    names = name_lines(bar.name, measure.widest_name, measure.name_lines)
    drop = y + measure.text_drop
    first = drop - (LINE_HEIGHT / 2 if len(names) > 1 else 0)
    x = sides.at(sides.start - NAME_GAP)
    return Row(
        tuple(
            Text(_apart(line, sides.is_rtl), x, first + LINE_HEIGHT * number)
            for number, line in enumerate(names)
        ),
        tuple(_segments(bar, y, drop, sides)),
        Text(str(bar.total), sides.at(end + SUM_GAP), drop),
    )


def _segments(bar: Bar, y: float, drop: float, sides: _Sides) -> list[Segment]:
    found, x = [], sides.start
    parts = list(enumerate(bar.parts)) if bar.is_split else [(None, bar.total)]
    for place, count in parts:
        width = count * sides.unit
        if count:
            middle = Text(str(count), sides.at(x + width / 2), drop)
            has_room = place is not None and text_width(str(count)) + NUMBER_MARGIN <= width
            left = sides.at(x, width)
            found.append(Segment(place, left, y, round(width, 1), middle if has_room else None))
        x += width
    return found


def name_lines(name: str, room: float, most: int = 2) -> tuple[str, ...]:
    """Return a name in one line, or in two; the last is shortened where it must be."""
    if text_width(name) <= room or most == 1:
        return (shorten(name, room),)
    words, first = name.split(" "), ""
    while words and text_width(f"{first} {words[0]}".strip()) <= room:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return (shorten(name, room),)
    return first, shorten(" ".join(words), room)


def _apart(text: str, is_rtl: bool) -> str:
    """Keep the brackets of a name in another script in their place."""
    return f"\u2068{text}\u2069" if is_rtl else text
