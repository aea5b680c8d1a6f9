"""What the address of the page asks for: which copy, which round, in what order. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

from eventsapp.numbers import row_number
from eventsapp.people.countries import REGION_SYSTEMS

BOARD, TOLD = "board", "told"
BY_REGION, BY_NAME = "region", "name"


@dataclass(frozen=True)
class Asked:
    """What is shown. `copy` is the board or what was told, `round` the number of one round or empty
    for all, `system` one of the systems of regions, `order` that of the people in the picture, and
    `person` the number of one person whose meetings are listed, or empty."""

    copy: str = BOARD
    round: str = ""
    system: str = REGION_SYSTEMS[0]
    order: str = BY_REGION
    person: str = ""

    @property
    def round_number(self) -> int | None:
        """The round that is asked for."""
        return int(self.round) if self.round else None

    @property
    def person_id(self) -> int | None:
        """The person who is asked for."""
        return row_number(self.person) or None

    @property
    def arguments(self) -> dict[str, str]:
        """What stands in the address of the page: what differs from the usual."""
        usual = Asked()
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in named.items() if value != getattr(usual, name)}

    def but(self, **changes: str) -> dict[str, str]:
        """Return the same address with something else in it."""
        return replace(self, **changes).arguments


def asked_from(arguments: Mapping[str, str], rounds: Collection[int]) -> Asked:
    """Return what an address asks for; what it does not know is left out."""
    known = {
        "copy": (BOARD, TOLD),
        "round": [str(number) for number in rounds],
        "system": REGION_SYSTEMS,
        "order": (BY_REGION, BY_NAME),
    }
    given = {name: arguments.get(name, "") for name in known}
    found = {name: value for name, value in given.items() if value in known[name]}
    person = arguments.get("person", "")
    if row_number(person):
        found["person"] = person
    return replace(Asked(), **found)
