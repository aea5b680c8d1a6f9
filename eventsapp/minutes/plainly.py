"""Rows as the journal of an import holds them in JSON, and their values back from there."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from eventsapp.minutes.row_tree import SILENT

# Columns that the product keeps by itself, or that say no more than that something was looked at.
NOT_BY_PEOPLE = SILENT | {
    "version",
    "uid",
    "sequence",
    "changed_at",
    "created_at",
    "start_at",
    "end_at",
    "due_at",
    "owed_at",
    "resolved_at",
    "resolved_by_id",
}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: dates and times in ISO 8601."""
    return value.isoformat() if isinstance(value, date | time | datetime) else value


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a row as JSON holds them."""
    return {name: plain(value) for name, value in values.items()}


def typed(value: Any, python_type: type) -> Any:
    """Return what `plain` made of a value of this type as that type again."""
    if not isinstance(value, str) or python_type not in (date, time, datetime):
        return value
    return python_type.fromisoformat(value)


def created_entry(row: Any) -> dict[str, Any]:
    """Return how the journal notes a new row: enough to see later whether people changed it."""
    names = {column.name for column in row.__table__.columns} - NOT_BY_PEOPLE
    values = plain_values({name: getattr(row, name) for name in sorted(names)})
    return {"table": row.__tablename__, "id": row.id, "values": values}


def written_entry(
    kind: str,
    row_id: int,
    label: str,
    *,
    above: str | None = None,
    values: Mapping[str, Any] | None = None,
    is_ours: bool = True,
) -> dict[str, Any]:
    """Return how the journal notes a row of the record, for the next import of the same meeting."""
    return {
        "kind": kind,
        "id": row_id,
        "label": label,
        "parent": above,
        "fields": plain_values(values or {}),
        "is_ours": is_ours,
    }
