"""What the address of the registry asks for: filters that combine, an order. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from eventsapp.paging import Paged

BY_FAMILY_NAME, BY_GIVEN_NAME, NEWEST = "family", "given", "newest"
SORTS = (BY_FAMILY_NAME, BY_GIVEN_NAME, NEWEST)
# In a filter: those of whom nothing is stated.
NOT_STATED = "none"
REACHABLE, UNREACHABLE, BOUNCED = "reachable", "unreachable", "bounced"
LONGEST = 300
# The system of regions that has parts of regions too.
M49 = "m49"


@dataclass(frozen=True)
class Filters:
    """Which people are asked for; an empty filter lets everybody pass.

    `role` is one in a room or in a meeting; `country`, `gender`, `category` may be `none`;
    `region` is a system and a region (`group:African States`); `organization` is a number; `reach`
    is reachable, unreachable or bounced.
    """

    q: str = ""
    meeting: str = ""
    role: str = ""
    country: str = ""
    region: str = ""
    category: str = ""
    gender: str = ""
    language: str = ""
    theme: str = ""
    organization: str = ""
    reach: str = ""
    sort: str = ""

    @property
    def arguments(self) -> dict[str, str]:
        """What stands in the address of the page."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in named.items() if value}

    @property
    def on(self) -> dict[str, str]:
        """The filters that are on."""
        return replace(self, sort="").arguments

    @property
    def order(self) -> str:
        """By what the list is sorted."""
        return self.sort if self.sort in SORTS else BY_FAMILY_NAME

    def without(self, name: str) -> dict[str, str]:
        """Return the address without one filter."""
        return {key: value for key, value in self.arguments.items() if key != name}


def filters_from(arguments: Mapping[str, str]) -> Filters:
    """Return what an address asks for; what it does not know is left out."""
    names = [one.name for one in fields(Filters)]
    return Filters(**{name: arguments.get(name, "").strip()[:LONGEST] for name in names})


@dataclass(frozen=True, kw_only=True)
class Page(Paged):
    """One page of a list: which ids stand on it."""

    items: list[int]
