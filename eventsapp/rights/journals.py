"""What journals of merges and withdrawn lists may hold no longer, once their time is over. Pure."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

NEEDS = "person_needs"
# Where a step has cells of a row.
CELLS = ("row", "before", "after")


def without_needs(
    steps: Iterable[dict[str, Any]], *, day: date, kept: Collection[int]
) -> list[dict[str, Any]]:
    """Return the steps of a merge without needs whose day is over before `day`.

    A change of needs goes as soon as its row is not among the `kept` ones: it could not be taken
    back any more. The order of the others stays.
    """
    return [step for step in steps if not _is_over(step, day, kept)]


def without_cells(
    steps: Iterable[dict[str, Any]],
    table: str,
    columns: Collection[str],
    is_over: Callable[[dict[str, Any]], bool],
) -> list[dict[str, Any]]:
    """Return the steps of a merge in which these columns of a table say nothing, neither in what
    was deleted nor in what was written.

    `is_over` receives what the journal has of the row: all of it where the merge deleted it, else
    its key.
    """
    return [
        {**step, **{part: _emptied(step[part], columns) for part in CELLS if part in step}}
        if table in (step.get("removed"), step.get("changed"))
        and is_over(step["row"] if "removed" in step else step["key"])
        else step
        for step in steps
    ]


def _emptied(row: dict[str, Any], columns: Collection[str]) -> dict[str, Any]:
    return {name: None if name in columns else value for name, value in row.items()}


def without_names(content: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a list of participants said without the people; None where it names nobody."""
    said = content.get("list") or {}
    if not said.get("sections"):
        return None
    return {**content, "list": {**said, "sections": []}}


def _is_over(step: dict[str, Any], day: date, kept: Collection[int]) -> bool:
    if step.get("removed") == NEEDS:
        until = step["row"].get("delete_on")
        return until is not None and date.fromisoformat(str(until)[:10]) < day
    return step.get("changed") == NEEDS and step["key"].get("id") not in kept
