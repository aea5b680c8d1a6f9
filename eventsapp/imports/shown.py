"""The rows of one page of a preview: which ones are asked for, and what is beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventsapp.imports.deciding import KINDS, UNREAD, Decision, Plan
from eventsapp.paging import Paged, nearest

ROWS_A_PAGE = 100
WAITING = "waiting"
# The kinds of rows as they stand in addresses.
SHOWS = {kind.replace(" ", "-"): kind for kind in KINDS}


@dataclass(frozen=True, kw_only=True)
class Page(Paged):
    """One page of rows."""

    rows: Sequence[Decision]
    per_page: int = ROWS_A_PAGE


def page_of(plan: Plan, show: str, number: int) -> Page:
    """Return one page of the rows of a kind, of those that wait, or of all."""
    rows: Sequence[Decision] = plan.decisions
    if show == WAITING:
        rows = plan.waiting
    elif show in SHOWS:
        rows = [one for one in plan.decisions if one.kind == SHOWS[show]]
    number = nearest(number, len(rows), ROWS_A_PAGE)
    begin = (number - 1) * ROWS_A_PAGE
    return Page(number=number, total=len(rows), rows=rows[begin : begin + ROWS_A_PAGE])


def reasons(decision: Decision) -> list[str]:
    """Return in sentences why a row stands as it does, beside its differences."""
    row = decision.row
    if decision.kind == UNREAD:
        return [fault.why for fault in row.line.faults]
    said = [row.twin.why] if row.twin else []
    for one in row.candidates if row.kind == "looks like" else ():
        said += [f"{one.name}: {why}" for why in one.why]
    if row.kind != "looks like" and row.candidates and row.candidates[0].beside:
        said.append(f"The spelling is kept beside “{row.candidates[0].beside}”.")
    return [*said, *(f"Taken out: {what}" for what in row.line.cleaned)]


def say_value(field: str, value: Any, words: Mapping[str, Callable[[Any], str]]) -> str:
    """Return what a field holds as people read it: names of countries and languages, not codes."""
    if value in (None, "", [], ()):
        return ""
    say = words.get(field, str)
    return ", ".join(say(one) for one in value) if isinstance(value, list) else say(value)
