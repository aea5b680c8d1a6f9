"""Figures as the lines of a file: a line for each row of each table, ready to be turned. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eventsapp.figures.counts import Counts
from eventsapp.figures.shown import Shown
from eventsapp.figures.small import FEWEST


@dataclass(frozen=True)
class Words:
    """What stands in a file beside the numbers, in the reader's language. `genders` are the four
    columns, `joined` the last where “in own words” stands together with “not stated”."""

    meeting: str
    table: str
    row: str
    genders: Sequence[str]
    joined: str
    together: str
    everybody: str
    not_shown: str
    about: str


def header(words: Words, *, is_joined: bool) -> list[str]:
    """Return the heads of the columns."""
    genders = [*words.genders[:2], words.joined] if is_joined else list(words.genders)
    return [words.meeting, words.table, words.row, *genders, words.together]


def lines(
    of_meetings: Iterable[tuple[str, Iterable[Shown]]], words: Words, *, is_joined: bool
) -> list[list[Any]]:
    """Return a line for each row, and one for everybody under each table that is split."""
    found: list[list[Any]] = []
    for meeting, tables in of_meetings:
        for shown in tables:
            for name, line in shown.rows:
                numbers = _numbers(line.counts, words, line.is_split, is_joined)
                found.append([meeting, shown.title, name, *numbers])
            if not shown.rows:
                continue
            everybody = shown.table.everybody
            is_split = everybody.total >= FEWEST
            numbers = _numbers(everybody, words, is_split, is_joined)
            found.append([meeting, shown.title, words.everybody, *numbers])
    return found


def _numbers(counts: Counts, words: Words, is_split: bool, is_joined: bool) -> list[Any]:
    parts: list[Any] = list(counts.parts)
    if is_joined:
        parts = [counts.women, counts.men, counts.own + counts.not_stated]
    if not is_split and counts.total:
        parts = [words.not_shown] * len(parts)
    return [*parts, counts.total]


def notes(words: Words, sentences: Iterable[str]) -> list[list[Any]]:
    """Return what the file says about itself, below the numbers."""
    return [[], *([words.about, sentence] for sentence in sentences)]
