"""Submissions as the rows of a table for a file. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from eventsapp.translation import N_

HEADER = (
    N_("Name"),
    N_("For"),
    N_("E-mail"),
    N_("State"),
    N_("Sent (UTC)"),
    N_("Late"),
    N_("Text"),
    N_("File"),
)
# More a cell of a spreadsheet does not hold.
LONGEST_CELL = 32_000


def lines_of(rows: Iterable[Any], words: Mapping[str, str]) -> list[list[Any]]:
    """Return a line for each submission; a text that no cell holds is cut, which the cell says."""
    return [_line(one, words) for one in rows]


def _line(one: Any, words: Mapping[str, str]) -> list[Any]:
    hearing = one.hearing
    return [
        hearing.printed_name,
        (hearing.speaks_for or "") if one.is_for_organization else "",
        (hearing.person.email if hearing.person else hearing.address) or "",
        words.get(one.state, one.state),
        f"{one.sent_at:%Y-%m-%d %H:%M}" if one.sent_at else "",
        "yes" if one.was_late else "no",
        _cell(one.text),
        one.file_name or "",
    ]


def _cell(text: str) -> str:
    if len(text) <= LONGEST_CELL:
        return text
    return text[:LONGEST_CELL] + " […] cut here: the whole text stands on its page"
