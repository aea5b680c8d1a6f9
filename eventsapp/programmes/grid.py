"""Lay the items of a day out as a table: time downwards, rooms and strands side by side. Pure.

What is for everybody goes through all columns. Where two things of one column share time, the
column is divided, so that nothing hides anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from eventsapp.agendas.content import Item, tracks

MOMENT = 15  # minutes that an item without an end takes in the table, where nothing follows it


@dataclass(frozen=True)
class Cell:
    """One place of the table: an item, or nothing."""

    item: Item | None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Row:
    """What begins at one time; `minutes` is how long it is until the next row."""

    at: time
    minutes: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A room or strand, or what is for everybody (no name), and into how many it is divided."""

    track: str | None
    lanes: int


@dataclass(frozen=True)
class Grid:
    """A day as a table, and what has no time and so no place in it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    untimed: tuple[Item, ...]


@dataclass(frozen=True)
class _Box:
    item: Item
    start: int
    end: int

    def meets(self, other: "_Box") -> bool:
        return self.start < other.end and other.start < self.end


def lay_out(items: Sequence[Item]) -> Grid:
    """Return the items of a day as a table; one without a known end reaches to the next."""
    starts = sorted({_minute(item.starts) for item in items if item.starts is not None})
    boxes = [_box(item, item.starts, starts) for item in items if item.starts is not None]
    beside = [box for box in boxes if box.item.track]
    common = [box for box in boxes if not box.item.track]
    through = [box for box in common if not _meets_any(box, [*beside, *common])]
    lanes = {
        track: _lanes(box for box in beside if box.item.track == track) for track in tracks(items)
    }
    divided = [box for box in common if box not in through]
    columns = [Column(track, len(some)) for track, some in lanes.items() if some]
    order = [lane for some in lanes.values() for lane in some]
    if divided or not columns:
        own = _lanes(divided) or [[]]
        columns.append(Column(None, len(own)))
        order += own
    untimed = tuple(item for item in items if item.starts is None)
    return Grid(tuple(columns), tuple(_rows(order, through)), untimed)


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _box(item: Item, starts: time, all_starts: Sequence[int]) -> _Box:
    start = _minute(starts)
    if item.minutes is not None:
        return _Box(item, start, start + item.minutes)
    return _Box(item, start, next((at for at in all_starts if at > start), start + MOMENT))


def _meets_any(box: _Box, others: Iterable[_Box]) -> bool:
    return any(box is not other and box.meets(other) for other in others)


def _lanes(boxes: Iterable[_Box]) -> list[list[_Box]]:
    """Put each box into the first lane in which it meets none."""
    lanes: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda one: one.start):
        free = next((lane for lane in lanes if not _meets_any(box, lane)), None)
        if free is None:
            lanes.append([box])
        else:
            free.append(box)
    return lanes


def _rows(lanes: Sequence[Sequence[_Box]], through: Sequence[_Box]) -> Iterable[Row]:
    everything = [*through, *(box for lane in lanes for box in lane)]
    times = sorted({at for box in everything for at in (box.start, box.end)})
    taken: set[tuple[int, int]] = set()  # places into which a cell above reaches
    for number, (at, until) in enumerate(pairwise(times)):
        cells: list[Cell] = []
        if not any(box.start <= at < box.end for box in everything):
            yield Row(_clock(at), until - at, (Cell(None, 1, len(lanes)),))
            continue
        whole = next((box for box in through if box.start == at), None)
        if whole is not None:
            rows = _count(times, whole)
            cells.append(Cell(whole.item, rows, len(lanes)))
            taken |= {(number + row, lane) for row in range(rows) for lane in range(len(lanes))}
        for lane, boxes in enumerate(lanes):
            if (number, lane) in taken:
                continue
            box = next((one for one in boxes if one.start == at), None)
            rows = _count(times, box) if box else 1
            cells.append(Cell(box.item if box else None, rows))
            taken |= {(number + row, lane) for row in range(rows)}
        yield Row(_clock(at), until - at, tuple(cells))


def _count(times: Sequence[int], box: _Box) -> int:
    return sum(box.start <= at < box.end for at in times)
