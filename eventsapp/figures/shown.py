"""A table with its words and its chart, ready to be written down. Pure."""

from dataclasses import dataclass

from eventsapp.figures.counts import Line, Table
from eventsapp.figures.drawing import Bar, Drawing


@dataclass(frozen=True)
class Shown:
    """One table: its title, the head of its first column, its rows with their names, the
    same as bars, its chart (None where it would be no picture), and the chart as a sentence."""

    table: Table
    title: str
    head: str
    rows: list[tuple[str, Line]]
    bars: list[Bar]
    drawing: Drawing | None
    sentence: str
