"""Which comments of a round are listed: the address is the filter. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from eventsapp.numbers import row_number

OPEN, NO_ORGANIZATION = "open", "none"
NAMES = ("q", "decision", "organization", "kind", "source")


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see; empty is everything.

    `decision` is one of them, or `open`: not decided yet. `organization` is a number, or `none`.
    """

    q: str = ""
    decision: str = ""
    organization: str = ""
    kind: str = ""
    source: str = ""

    @property
    def arguments(self) -> dict[str, str]:
        """The filters that are on, as they stand in the address."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    def without(self, name: str) -> dict[str, str]:
        """Return the other filters."""
        return {key: value for key, value in self.arguments.items() if key != name}


def wanted_from(args: Mapping[str, str], decisions: tuple[str, ...], kinds: tuple[str, ...],
                sources: tuple[str, ...]) -> Wanted:  # fmt: skip
    """Return what an address asks for; what is no filter is no filter."""
    organization = args.get("organization", "")
    is_known = organization == NO_ORGANIZATION or row_number(organization)
    return Wanted(
        q=args.get("q", "").strip()[:200],
        decision=_one_of(args.get("decision", ""), (*decisions, OPEN)),
        organization=organization if is_known else "",
        kind=_one_of(args.get("kind", ""), kinds),
        source=_one_of(args.get("source", ""), sources),
    )


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""
