"""What the page shows, ready to be written down. Pure."""

from dataclasses import dataclass

from eventsapp.figures.drawing import Drawing
from eventsapp.mixing.grids import Grid, Line
from eventsapp.mixing.triangle import Triangle


@dataclass(frozen=True)
class ShownMix:
    """One chart of bars with its table: `heads` are the columns, `lines` the rooms by round."""

    key: str
    title: str
    hint: str
    heads: list[str]
    lines: list[Line]
    drawing: Grid | None
    sentence: str


@dataclass(frozen=True)
class Placed:
    """One person of the list: how many others they met, how many of them again, and in how many of
    the rounds with themes they had their first choice (None where they said none)."""

    person_id: int
    name: str
    rounds: int
    met: int
    again: int
    got: int | None = None
    of: int = 0
    wanted: tuple[str, ...] = ()
    is_offered: bool = True

    @property
    def is_unlucky(self) -> bool:
        """Whether they sat in rooms with themes and never in that of their first choice."""
        return self.got == 0 and self.of > 0


@dataclass(frozen=True)
class ShownMeetings:
    """Who met whom: the picture for a few, the numbers of pairs for all."""

    triangle: Triangle | None
    bars: Drawing | None
    counted: list[tuple[str, int]]
    heads: list[str]
    groups: list[tuple[str, list[str]]]
