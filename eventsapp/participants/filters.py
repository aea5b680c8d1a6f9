"""What the address of the table asks for: filters that combine, an order, a page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

SORTS = ("name", "country", "answer", "invited")
LONGEST = 300


@dataclass(frozen=True)
class Wanted:
    """Which people of a meeting are asked for; an empty filter lets everybody pass.

    `answer` is yes, no, perhaps, none (invited, no answer), invited, not-invited or withdrawn;
    `registration` a state or none; `region` a system and a region (`group:African States`);
    `country` as it was typed; `role` a role in the meeting, leading (moderators and note-takers),
    expert, observer or left; `by` a user; `attended` the number of a day, any or none; `mail`
    reachable or unreachable. `sort` begins with - where it is turned round.
    """

    q: str = ""
    answer: str = ""
    registration: str = ""
    region: str = ""
    country: str = ""
    category: str = ""
    gender: str = ""
    role: str = ""
    by: str = ""
    attended: str = ""
    mail: str = ""
    sort: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: value for name, value in self.arguments.items() if name != "sort"}

    @property
    def arguments(self) -> dict[str, str]:
        """What stands in the address of the page."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in named.items() if value}

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """By what the table is sorted, and whether it is turned round."""
        name = self.sort.removeprefix("-")
        return (name, self.sort.startswith("-")) if name in SORTS else ("name", False)

    def without(self, name: str) -> dict[str, str]:
        """Return the address without one filter."""
        return {key: value for key, value in self.arguments.items() if key != name}

    def turned(self, name: str) -> dict[str, str]:
        """Return the address sorted by this column, turned round if it is so already."""
        is_now = self.sorted_by == (name, False)
        return replace(self, sort=f"-{name}" if is_now else name).arguments


def wanted_from(arguments: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what it does not know is left out."""
    names = [one.name for one in fields(Wanted)]
    given = {name: arguments.get(name, "").strip()[:LONGEST] for name in names}
    return Wanted(**given)
