"""The journal of a merge as it is kept: values of any kind in JSON. Pure."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eventsapp.merging.combining import Raw

RawRow = dict[str, Raw]


@dataclass(frozen=True)
class Changed:
    """Cells of one row: what they said before the merge and what it wrote. `key` finds the row
    after the change."""

    table: str
    key: RawRow
    before: RawRow
    after: RawRow


@dataclass(frozen=True)
class Removed:
    """One row that the merge deleted, whole."""

    table: str
    row: RawRow


Step = Changed | Removed


def to_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return the steps as JSON can hold them; bytes become their base64."""
    return [
        {"removed": step.table, "row": _packed(step.row)}
        if isinstance(step, Removed)
        else {
            "changed": step.table,
            "key": _packed(step.key),
            "before": _packed(step.before),
            "after": _packed(step.after),
        }
        for step in steps
    ]


def from_json(kept: Iterable[dict[str, Any]]) -> list[Step]:
    """Return the steps that `to_json` packed."""
    return [
        Removed(one["removed"], _unpacked(one["row"]))
        if "removed" in one
        else Changed(one["changed"], *(_unpacked(one[part]) for part in PARTS))
        for one in kept
    ]


PARTS = ("key", "before", "after")


def _packed(row: RawRow) -> dict[str, Any]:
    return {
        name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
    }


def _unpacked(row: dict[str, Any]) -> RawRow:
    return {
        name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value
        for name, value in row.items()
    }
