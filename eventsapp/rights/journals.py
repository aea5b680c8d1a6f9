"""What journals of merges and withdrawn lists may hold no longer, once their time is over. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

NEEDS = "person_needs"


def without_needs(
    steps: Iterable[dict[str, Any]], *, day: date, kept: Collection[int]
) -> list[dict[str, Any]]:
    """Return the steps of a merge without needs whose day is over before `day`.

    A change of needs goes as soon as its row is not among the `kept` ones: it could not be taken
    back any more. The order of the others stays.
    """
    return [step for step in steps if not _is_over(step, day, kept)]


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
