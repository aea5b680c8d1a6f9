"""How the log is filtered: the address of the page is the filter. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from eventsapp.numbers import row_number

LONGEST = 200
PER_PAGE = 100


@dataclass(frozen=True)
class Filters:
    """Which acts are asked for; what is empty lets all pass.

    `q` are words that name a person, `person` and `by` the numbers of a person and of an account,
    `act` a kind of act, `thing` a table, `since` and `until` days.
    """

    q: str = ""
    person: str = ""
    by: str = ""
    act: str = ""
    thing: str = ""
    since: str = ""
    until: str = ""

    @property
    def on(self) -> dict[str, str]:
        """The filters that are on, as they stand in an address."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def without(self, name: str) -> dict[str, str]:
        """Return the address without one filter."""
        return {key: value for key, value in self.on.items() if key != name}


def filters_from(arguments: Mapping[str, str]) -> Filters:
    """Return what an address asks for."""
    return Filters(**{one.name: arguments.get(one.name, "").strip()[:LONGEST]
                      for one in fields(Filters)})  # fmt: skip


def number_in(text: str) -> int | None:
    """Return the number that a filter holds; 0, which no row has, for what is none."""
    return row_number(text) if text else None


def day_in(text: str) -> date | None:
    """Return the day that a filter holds, or None for none and for what is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The first and the last year have moments that no other time zone can say.
    return day if date.min.year < day.year < date.max.year else None
