"""What follows from a move, in figures. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol


class Reached(Protocol):
    """Somebody who gets a mail."""

    @property
    def tz(self) -> str | None:
        """Their zone, where it is known."""

    @property
    def hearing(self) -> object | None:
        """How they are heard, where they are."""


@dataclass(frozen=True)
class Preview:
    """How many people get one mail, in how many zones, who of them is asked, and who gets none."""

    people: int
    asked: int
    zones: int
    unreached: tuple[str, ...]


def preview_of(to: Collection[Reached], unreached: Sequence[str]) -> Preview:
    """Return what follows for people, of those who are reached and those who are not."""
    return Preview(
        people=len(to),
        asked=sum(1 for one in to if one.hearing is not None),
        zones=len({one.tz for one in to}),
        unreached=tuple(unreached),
    )
