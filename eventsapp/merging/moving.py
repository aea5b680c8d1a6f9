"""Move everything that points at one row to another, and write down each step. Works on rows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, or_

from eventsapp.merging.combining import (
    BOTH_STAY,
    ENDINGS,
    WORKED_OUT,
    Raw,
    both_said,
    combined,
    stays_open,
)
from eventsapp.merging.journal import Changed, Removed, Step
from eventsapp.merging.rows import (
    RawRow,
    change_all,
    change_row,
    key_of,
    keys_where,
    may_collide,
    moment_in_words,
    opened,
    references,
    remove_row,
    rival,
    row_with,
    rows_that_say,
    rows_where,
    sealed,
    table_named,
)


@dataclass
class Moving:
    """What one merge has done so far, in order."""

    now: datetime
    steps: list[Step] = field(default_factory=list)

    def change(self, table: Table, row: RawRow, values: RawRow) -> None:
        """Write these values into a row, and into `row` as the database then has them."""
        before = {name: row[name] for name in values}
        change_row(table, key_of(table, row), values)
        row.update(values)
        row.update(row_with(table, key_of(table, row)) or {})
        after = {name: row[name] for name in values}
        self.steps.append(Changed(table.name, key_of(table, row), before, after))

    def remove(self, table: Table, row: RawRow) -> None:
        """Delete a row that nothing points at any more."""
        remove_row(table, key_of(table, row))
        self.steps.append(Removed(table.name, row))

    def repoint(self, table: Table, old: int, new: int) -> None:
        """Let everything that points at one row of a table point at another, history too."""
        for column in references(table):
            if not may_collide(column):
                self._repoint_all(column, column == old, old, new)
                continue
            for key in keys_where(column.table, column == old):
                # Settling two rows may have settled this one too.
                row = row_with(column.table, key)
                if row is not None and row[column.name] == old:
                    self._move(column.table, row, column.name, new)
        entries = table_named("entry")
        about = (entries.c.subject_table == table.name) & (entries.c.subject_id == old)
        self._repoint_all(entries.c.subject_id, about, old, new)

    def _repoint_all(
        self, column: Column[Any], condition: ColumnElement[bool], old: int, new: int
    ) -> None:
        keys = keys_where(column.table, condition)
        change_all(column, condition, new)
        self.steps += [
            Changed(column.table.name, key, {column.name: old}, {column.name: new}) for key in keys
        ]

    def _move(self, table: Table, row: RawRow, column: str, new: int) -> None:
        """Let one row point elsewhere; where a row stands in the way, settle the two."""
        other = rival(table, row, column, new)
        while other is not None:
            if table.name not in ENDINGS:
                self.combine(table, stays=other, goes=row, column=column)
                return
            self._end(table, other if stays_open(table.name, row, other) is row else row)
            other = rival(table, row, column, new)
        self.change(table, row, {column: new})

    def _end(self, table: Table, row: RawRow) -> None:
        """End a row that has a life of its own, so that another may be the open one."""
        ending = ENDINGS[table.name]
        value = moment_in_words(self.now) if ending.value is None else ending.value
        values: RawRow = {ending.column: value}
        if "reason" in table.c:
            values["reason"] = ending.reason
        self.change(table, row, values)

    def combine(self, table: Table, *, stays: RawRow, goes: RawRow, column: str) -> None:
        """Make two rows one: what belongs to the one that goes moves over, then it is deleted.

        `column` is the one that says whose the rows are.
        """
        if "id" in table.c:
            self._hand_over(table, old=_number(goes), new=_number(stays))
        self.remove(table, goes)
        values: RawRow = {}
        for cell in table.columns:
            name, own, other = cell.name, stays[cell.name], goes[cell.name]
            if name == column or own == other:
                continue
            value = (
                _both(table, name, own, other)
                if f"{table.name}.{name}" in BOTH_STAY
                else combined(table.name, name, own, other)
            )
            if value != own:
                values[name] = value
        if values:
            self.change(table, stays, values)

    def _hand_over(self, table: Table, *, old: int, new: int) -> None:
        for cell in references(table):
            if cell.table.name in WORKED_OUT:
                for row in rows_that_say(cell, old):
                    self.remove(cell.table, row)
        self.repoint(table, old, new)

    def settle_apart(self, kept_id: int, gone_id: int) -> None:
        """Move who was said to be another: the lower number stays first, and nobody is said to be
        another than themselves."""
        table = table_named("not_same")
        either = or_(table.c.a_id == gone_id, table.c.b_id == gone_id)
        for row in rows_where(table, either):
            third = row["b_id"] if row["a_id"] == gone_id else row["a_id"]
            low, high = sorted((kept_id, int(third or 0)))
            pair = (table.c.a_id == low) & (table.c.b_id == high)
            if third == kept_id or rows_where(table, pair):
                self.remove(table, row)
            else:
                self.change(table, row, {"a_id": low, "b_id": high})


def _number(row: RawRow) -> int:
    return int(row["id"] or 0)


def _both(table: Table, name: str, own: Raw, other: Raw) -> Raw:
    """Return an encrypted text that holds what two encrypted texts say."""
    column = table.c[name]
    return sealed(column, both_said(opened(column, own), opened(column, other)))
