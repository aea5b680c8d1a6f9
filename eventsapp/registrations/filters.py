"""Which registrations staff want to see, as it stands in the address of the page, and what there
is to choose from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Which registrations of a form staff want to see; empty means all."""

    state: str = ""
    country: str = ""
    category: str = ""
    mark: str = ""
    typed: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Filter":
        """Return the filter that stands in the address of a page."""
        names = ("state", "country", "category", "mark", "q")
        return cls(*(said.get(name, "").strip()[:100] for name in names))

    def as_arguments(self) -> dict[str, str]:
        """Return the filter as it stands in the address of the page."""
        said = {
            "state": self.state,
            "country": self.country,
            "category": self.category,
            "mark": self.mark,
            "q": self.typed,
        }
        return {name: value for name, value in said.items() if value}

    def without(self, name: str) -> dict[str, str]:
        """Return the address of the page without one of the filters."""
        return {one: value for one, value in self.as_arguments().items() if one != name}


@dataclass(frozen=True)
class Tally:
    """What the registrations of a form are: how many in each state, of which countries and
    categories."""

    states: dict[str, int]
    countries: list[str]
    categories: list[str]

    @property
    def total(self) -> int:
        """How many registrations there are."""
        return sum(self.states.values())
