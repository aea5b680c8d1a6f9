"""What the address of figures asks for: who counts, among whom, in which regions. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

from eventsapp.numbers import row_number
from eventsapp.people.countries import REGION_SYSTEMS

EXPECTED, ATTENDED, LISTED = "expected", "attended", "listed"
EVERYBODY, MEMBERS, MODERATORS, NOTE_TAKERS = "everybody", "members", "moderators", "note-takers"
CHAIRS, SPEAKERS, OBSERVERS, STAFF = "chairs", "speakers", "observers", "staff"
# The roles that are counted beside everybody, in the order of their table.
ROLES = (MEMBERS, MODERATORS, NOTE_TAKERS, CHAIRS, SPEAKERS, OBSERVERS, STAFF)
AMONG = (EVERYBODY, *ROLES)


@dataclass(frozen=True)
class Asked:
    """Whom the figures count.

    `who` is expected (takes part, and accepted where they were invited), attended (on any day), the
    number of a day, or listed (also who has not answered). `among` is one of `AMONG`, `system` one
    of the three systems of regions.
    """

    who: str = EXPECTED
    among: str = EVERYBODY
    system: str = REGION_SYSTEMS[0]

    @property
    def day(self) -> int | None:
        """The day on which they were there, where one is asked for."""
        return row_number(self.who) if self.who.isdecimal() else None

    @property
    def arguments(self) -> dict[str, str]:
        """What stands in the address of the page: what differs from the usual."""
        usual = Asked()
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in named.items() if value != getattr(usual, name)}

    @property
    def everybody(self) -> "Asked":
        """The same, among everybody."""
        return replace(self, among=EVERYBODY)


def asked_from(arguments: Mapping[str, str], days: Collection[int] = ()) -> Asked:
    """Return what an address asks for; what it does not know, or no day of the meeting, is left
    out."""
    usual = Asked()
    known = {
        "who": (EXPECTED, ATTENDED, LISTED, *(str(day) for day in days)),
        "among": AMONG,
        "system": REGION_SYSTEMS,
    }
    given = {name: arguments.get(name, "") for name in known}
    found = {name: value for name, value in given.items() if value in known[name]}
    return replace(usual, **found)
