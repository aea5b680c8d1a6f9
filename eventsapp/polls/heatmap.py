"""The map of zones against hours, as numbers to draw. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from eventsapp.polls.fairness import NIGHT, cost

CELL_WIDTH, CELL_HEIGHT, GAP = 31, 30, 2
LABEL_WIDTH, HEAD, FOOT = 170, 44, 34
HOUR = timedelta(hours=1)
MOST_STRETCHES = 3
NO_WEEKEND: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cell:
    """One hour of one zone: where it stands, the time there, what it costs, and whether another
    date begins with it."""

    x: int
    text: str
    level: int
    is_new_date: bool


@dataclass(frozen=True)
class Row:
    """One zone with its 24 hours."""

    tz: str
    people: int
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Head:
    """One hour on the clock of the poll, and how many people it finds at night."""

    x: int
    text: str
    at_night: int


@dataclass(frozen=True)
class HeatMap:
    """The map of the days from `first` to `last`, on which all clocks stand alike."""

    first: date
    last: date
    noon: datetime
    width: int
    height: int
    label_x: int
    is_rtl: bool
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]


def heat_maps(
    first: date, last: date, tz: str, zones: Sequence[tuple[str, int]], *, is_rtl: bool = False
) -> list[HeatMap]:
    """Return one map for each stretch of days in which no clock changes, three at most.

    `zones` are the zones with how many people are there. Each cell is the hour that begins then on
    the clock of `tz`, on a working day; the zones stand from west to east.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    names = [tz, *(name for name, _people in zones)]
    stretches = [list(some) for _key, some in groupby(days, key=lambda day: _offsets(day, names))]
    return [
        _map(some[0], some[-1], tz, zones, is_rtl) for some in stretches[:MOST_STRETCHES] if zones
    ]


def _offsets(day: date, names: Sequence[str]) -> tuple[timedelta, ...]:
    noon = datetime.combine(day, time(12), UTC)
    return tuple(noon.astimezone(ZoneInfo(name)).utcoffset() or timedelta() for name in names)


def _map(
    first: date, last: date, tz: str, zones: Sequence[tuple[str, int]], is_rtl: bool
) -> HeatMap:
    width = LABEL_WIDTH + 24 * CELL_WIDTH
    # The last day: on the day of a change itself, the hours of the night are not yet the new ones.
    noon = datetime.combine(last, time(12), ZoneInfo(tz)).astimezone(UTC)
    hours = [noon + (hour - 12) * HOUR for hour in range(24)]
    xs = [_x(hour, width, is_rtl) for hour in range(24)]
    ordered = sorted(zones, key=lambda one: (_offsets(last, [one[0]]), one[0]))
    rows = tuple(
        Row(name, people, HEAD + index * CELL_HEIGHT, _cells(hours, xs, name))
        for index, (name, people) in enumerate(ordered)
    )
    heads = tuple(
        Head(x, f"{hour:02}", sum(row.people for row in rows if row.cells[hour].level == NIGHT))
        for hour, x in enumerate(xs)
    )
    return HeatMap(
        first=first,
        last=last,
        noon=noon,
        width=width,
        height=HEAD + len(rows) * CELL_HEIGHT + FOOT,
        label_x=width if is_rtl else 0,
        is_rtl=is_rtl,
        heads=heads,
        rows=rows,
    )


def _x(hour: int, width: int, is_rtl: bool) -> int:
    start = LABEL_WIDTH + hour * CELL_WIDTH
    return width - start - CELL_WIDTH if is_rtl else start


def _cells(hours: Sequence[datetime], xs: Sequence[int], tz: str) -> tuple[Cell, ...]:
    zone, cells = ZoneInfo(tz), []
    before = hours[0].astimezone(zone).date()
    for moment, x in zip(hours, xs, strict=True):
        there = moment.astimezone(zone)
        level = cost(moment, moment + HOUR, tz, NO_WEEKEND)
        text = f"{there:%H}" if there.minute == 0 else f"{there:%H:%M}"
        cells.append(Cell(x, text, level, there.date() != before))
        before = there.date()
    return tuple(cells)
