"""How many people there are, by gender as they stated it, in the rows of a table. Pure.

“Not stated” is counted and never guessed: it is a column of every table and the last row of those
by region, country and category. Their rows add up to everybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Union

from eventsapp.people.countries import countries, region_of, regions

REGION, COUNTRY, CATEGORY = "region", "country", "category"
ROLE, DAY, MEETING = "role", "day", "meeting"
# Rows that are no region, country or category.
OBSERVERS, OTHERWISE, NOT_STATED = "observers", "otherwise", "none"


@dataclass(frozen=True)
class Counts:
    """Numbers of people by gender; who described it in own words is counted, never listed."""

    women: int = 0
    men: int = 0
    own: int = 0
    not_stated: int = 0

    def __add__(self, other: Union["Counts", int]) -> "Counts":
        if isinstance(other, int):  # the 0 with which `sum` begins
            return self
        return Counts(*(one + more for one, more in zip(self.parts, other.parts, strict=True)))

    __radd__ = __add__

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """The four numbers in the order of the columns."""
        return self.women, self.men, self.own, self.not_stated

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(self.parts)

    @property
    def stated(self) -> int:
        """How many stated their gender."""
        return self.total - self.not_stated


def counts_of(gender: str | None, number: int) -> Counts:
    """Return so many people of one gender as it is stored (woman, man, own, or None)."""
    if gender is None:
        return Counts(not_stated=number)
    return Counts(**{{"woman": "women", "man": "men"}.get(gender, "own"): number})


@dataclass(frozen=True)
class Line:
    """One row: `key` is the English name of a region, the code of a country or category, a role, or
    one of the rows above. `is_split` is false where the numbers by gender are not passed on."""

    key: str
    counts: Counts
    is_split: bool = True


@dataclass(frozen=True)
class Table:
    """Everybody by one thing. The rows add up to `everybody`, except those by role and by day: one
    person may have several roles, or none, and be there on several days, or none. By meeting,
    `everybody` counts a person once for each meeting."""

    by: str
    lines: tuple[Line, ...]
    everybody: Counts

    @property
    def adds_up(self) -> bool:
        """Whether everybody stands in one row."""
        return self.by not in {ROLE, DAY}

    @property
    def named(self) -> int:
        """How many regions, countries or categories have people."""
        unnamed = {OBSERVERS, OTHERWISE, NOT_STATED}
        return sum(line.counts.total > 0 and line.key not in unnamed for line in self.lines)

    @property
    def not_stated(self) -> int:
        """Of how many people it is not known where they stand."""
        return sum(line.counts.total for line in self.lines if line.key == NOT_STATED)


Found = Mapping[str, Counts]


def by_region(found: Found, system: str) -> Table:
    """Return everybody by the regions of a system, from their numbers by country.

    All regions are there, so that one without people is seen. Observer States belong to no regional
    group; what is no State of the list (`OTHERWISE`) to none at all.
    """
    rows: dict[str, Counts] = {name: Counts() for name in regions(system)}
    rows |= {OBSERVERS: Counts(), OTHERWISE: Counts(), NOT_STATED: Counts()}
    for key, counts in found.items():
        rows[_region(key, system)] += counts
    return _table(REGION, rows, always={*regions(system), NOT_STATED})


def _region(key: str, system: str) -> str:
    if key == NOT_STATED or key not in countries():
        return NOT_STATED if key == NOT_STATED else OTHERWISE
    return region_of(key, system) or OBSERVERS


def by_country(found: Found, order: Iterable[str]) -> Table:
    """Return everybody by country, in this order of the codes; what is no State comes after."""
    return _table(COUNTRY, _in_order(found, order), always={NOT_STATED})


def by_category(found: Found, order: Iterable[str]) -> Table:
    """Return everybody by stakeholder category, in this order of the codes."""
    return _table(CATEGORY, _in_order(found, order), always={NOT_STATED})


def by_role(found: Found, everybody: Counts, order: Iterable[str]) -> Table:
    """Return how many have each role, in this order; roles that nobody has are left out."""
    rows = {key: found.get(key, Counts()) for key in order}
    return Table(ROLE, _lines(rows, always=set()), everybody)


def by_day(found: Found, everybody: Counts) -> Table:
    """Return how many were there on each day; a day of which nobody is noted has no row."""
    rows = {day: found[day] for day in sorted(found, key=int)}
    return Table(DAY, _lines(rows, always=set()), everybody)


def by_meeting(found: Iterable[tuple[str, Counts]]) -> Table:
    """Return meetings beside one another, by their names."""
    lines = tuple(Line(name, counts) for name, counts in found)
    return Table(MEETING, lines, sum((line.counts for line in lines), Counts()))


def _in_order(found: Found, order: Iterable[str]) -> dict[str, Counts]:
    rows = {key: found[key] for key in order if key in found}
    others = sorted(found.keys() - rows.keys() - {OTHERWISE, NOT_STATED})
    for key in (*others, OTHERWISE, NOT_STATED):
        rows[key] = found.get(key, Counts())
    return rows


def _table(by: str, rows: Mapping[str, Counts], *, always: set[str]) -> Table:
    return Table(by, _lines(rows, always), sum(rows.values(), Counts()))


def _lines(rows: Mapping[str, Counts], always: set[str]) -> tuple[Line, ...]:
    return tuple(Line(key, counts) for key, counts in rows.items() if counts.total or key in always)
