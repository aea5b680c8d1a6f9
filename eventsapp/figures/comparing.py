"""Meetings of one process beside one another. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventsapp.figures.counts import Counts, Table


@dataclass(frozen=True)
class Row:
    """One role, region or category through the meetings, the earliest first."""

    key: str
    counts: tuple[Counts, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Everybody in this row, at each meeting."""
        return tuple(one.total for one in self.counts)

    @property
    def difference(self) -> int:
        """How many more people there are at the last meeting than at the one before."""
        if len(self.counts) < 2:
            return 0
        return self.counts[-1].total - self.counts[-2].total

    @property
    def has_other_share(self) -> bool:
        """Whether the share of women among those who stated their gender can be compared between
        the last two meetings, and is said with other numbers."""
        if len(self.counts) < 2:
            return False
        before, after = self.counts[-2:]
        numbers = [(one.women, one.stated) for one in (before, after)]
        return all(stated for _women, stated in numbers) and numbers[0] != numbers[1]


def side_by_side(tables: Sequence[Table]) -> list[Row]:
    """Return the rows that any of these tables has, in their order, each with its numbers at all
    meetings; where a table lacks a row, nobody stands in it."""
    found = [{line.key: line.counts for line in table.lines} for table in tables]
    return rows_of(_keys(tables), found)


def rows_of(keys: Iterable[str], found: Sequence[Mapping[str, Counts]]) -> list[Row]:
    """Return rows with these keys, from the numbers of each meeting."""
    return [Row(key, tuple(one.get(key, Counts()) for one in found)) for key in keys]


def _keys(tables: Sequence[Table]) -> list[str]:
    """Put the rows of all tables into one order that keeps that of each, as far as it can."""
    order: list[str] = []
    for table in tables:
        place = 0
        for line in table.lines:
            if line.key in order:
                place = order.index(line.key) + 1
            else:
                order.insert(place, line.key)
                place += 1
    return order
