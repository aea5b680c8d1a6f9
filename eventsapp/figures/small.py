"""Figures that are passed on: no number in them may single one person out. Pure.

On the screen the secretariat sees every number, since it sees the people too. A file leaves the
house, and a list of participants with names and countries may be public beside it. So in files

- countries and days are counted without gender, or a region would tell that of its last country,
  and two days that of whoever was there on one of them;
- a row of fewer than `FEWEST` people is not split by gender, and neither is the next smallest
  where the row could be worked out from the sum: what is hidden are two rows and three people, or
  more;
- “in own words” stands together with “not stated” in all tables of a file where one cell of it
  would have fewer than `FEWEST` people, or everybody of its row.

Rows and sums stay, so everything still adds up. That three chairs of three are women is told: the
share of women among chairs is what these figures are for. Files with different filters, taken and
compared, can tell more; each is in the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eventsapp.figures.counts import COUNTRY, DAY, MEETING, Counts, Line, Table

FEWEST = 3


@dataclass(frozen=True)
class ForOthers:
    """Tables as they may be passed on together; `is_joined` where in all of them “in own words”
    stands together with “not stated”."""

    tables: list[Table]
    is_joined: bool


def for_others(tables: Iterable[Table]) -> ForOthers:
    """Return tables as they may be passed on together."""
    hidden = [_hidden(table) for table in tables]
    is_joined = _is_own_small(hidden)
    return ForOthers([_joined(table) if is_joined else table for table in hidden], is_joined)


def _is_own_small(tables: Iterable[Table]) -> bool:
    """Return whether a number of people who used own words is so small that it says who."""
    return any(
        0 < counts.own < FEWEST or 0 < counts.own == counts.total
        for table in tables
        for counts in (
            table.everybody,
            *(line.counts for line in table.lines if line.is_split),
        )
    )


def _hidden(table: Table) -> Table:
    if table.by in {COUNTRY, DAY} or table.everybody.total < FEWEST:
        small = {line.key for line in table.lines}
    else:
        # Meetings have no sum from which one could be worked out.
        small = _few(table.lines) if table.by == MEETING else _covered(table.lines)
    lines = tuple(replace(line, is_split=line.key not in small) for line in table.lines)
    return replace(table, lines=lines)


def _few(lines: Sequence[Line]) -> set[str]:
    return {line.key for line in lines if 0 < line.counts.total < FEWEST}


def _covered(lines: Sequence[Line]) -> set[str]:
    """Return the rows that are too small, with as many more as hide them in the sum."""
    small = _few(lines)
    rising = sorted((line for line in lines if line.counts.total), key=lambda one: one.counts.total)
    hidden = [line for line in rising if line.key in small]
    for line in rising[len(hidden) :] if hidden else ():
        if len(hidden) > 1 and sum(one.counts.total for one in hidden) >= FEWEST:
            break
        hidden.append(line)
    return {line.key for line in hidden}


def _joined(table: Table) -> Table:
    lines = tuple(replace(line, counts=_together(line.counts)) for line in table.lines)
    return replace(table, lines=lines, everybody=_together(table.everybody))


def _together(counts: Counts) -> Counts:
    return Counts(counts.women, counts.men, 0, counts.own + counts.not_stated)
