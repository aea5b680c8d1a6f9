"""Take the steps of a merge back, the last one first. Works on rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from eventsapp.merging.journal import Changed, Removed, from_json
from eventsapp.merging.rows import (
    RawRow,
    change_row,
    insert_row,
    missing_targets,
    next_free_id,
    row_with,
    table_named,
)

CHANGED, REMOVED, HOMELESS, RENUMBERED = "changed", "removed", "homeless", "renumbered"


@dataclass(frozen=True)
class Left:
    """What an undoing could not bring back as it was.

    `changed`: a column says something else since, which stays. `removed`: the row was deleted since
    and stays so. `homeless`: what the row belonged to is gone, so it does not come back.
    `renumbered`: it came back under another number, since its own was given anew.
    """

    why: str
    table: str
    column: str | None = None


@dataclass
class Restoring:
    """What one undoing has found so far. `numbers` are the new numbers of rows that got one."""

    left: list[Left] = field(default_factory=list)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def undo(self, steps: Iterable[dict[str, Any]]) -> None:
        """Take back these steps of a journal."""
        for step in reversed(from_json(steps)):
            if isinstance(step, Removed):
                self._bring_back(table_named(step.table), dict(step.row))
            else:
                self._change_back(table_named(step.table), step)

    def _bring_back(self, table: Table, row: RawRow) -> None:
        row = self._renumbered(table, row)
        for name in missing_targets(table, row):
            if not table.c[name].nullable:
                self.left.append(Left(HOMELESS, table.name))
                return
            row[name] = None
            self.left.append(Left(CHANGED, table.name, name))
        if "id" in row and row_with(table, {"id": row["id"]}) is not None:
            new = next_free_id(table)
            self.numbers[table.name, int(row["id"] or 0)] = new
            row["id"] = new
            self.left.append(Left(RENUMBERED, table.name))
        insert_row(table, row)

    def _change_back(self, table: Table, step: Changed) -> None:
        row = row_with(table, self._renumbered(table, step.key))
        if row is None:
            self.left.append(Left(REMOVED, table.name))
            return
        before = self._renumbered(table, step.before)
        if table.name == "entry":
            subject = (str(row["subject_table"]), int(before["subject_id"] or 0))
            before["subject_id"] = self.numbers.get(subject, subject[1])
        after = self._renumbered(table, step.after)
        values = {name: before[name] for name in before if row[name] == after[name]}
        kept = [name for name in before if name not in values]
        kept += missing_targets(table, values)
        self.left += [Left(CHANGED, table.name, name) for name in kept]
        values = {name: value for name, value in values.items() if name not in kept}
        if values:
            change_row(table, self._renumbered(table, step.key), values)

    def _renumbered(self, table: Table, row: RawRow) -> RawRow:
        """Return a row in which what points at a row with a new number says the new one."""
        if not self.numbers:
            return dict(row)
        found = dict(row)
        for column in table.columns:
            targets = [key.column.table.name for key in column.foreign_keys]
            targets += [table.name] if column.name == "id" else []
            value = found.get(column.name)
            for target in targets:
                if isinstance(value, int) and (target, value) in self.numbers:
                    found[column.name] = self.numbers[target, value]
        return found
