"""A tree of rows that are wanted: what the modules that work out a saving hand each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# In these lists the order says which is which; elsewhere only the label does.
ORDERED = frozenset({"item", "section", "note", "consultation", "release", "deadline", "announced"})
# A change of these is none of the content: they follow from what stands before.
SILENT = frozenset({"position", "source_line"})
# A change of these moves the thing in calendars.
MOVING = frozenset({"starts_on", "ends_on", "due_on", "on_date", "place", "mode"})


@dataclass(frozen=True)
class Wanted:
    """One row: its kind, the label by which it is known among its siblings, its columns.

    `refs` are columns that point at other rows of the tree, by their `name`; `parent` is the column
    that points at the parent, where there is one. Children come after their parent.
    """

    kind: str
    label: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    name: str | None = None
    children: tuple["Wanted", ...] = ()
