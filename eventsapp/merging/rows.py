"""Rows as the database has them: no value is read and written anew, so that each comes back byte
for byte. Encrypted values stay encrypted, and moments stay what was stored.

SQLite gives what it stored. PostgreSQL gives numbers and bytes as they are and all else as the text
that it also reads; moments in UTC (see `read_in_utc`).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    null,
    or_,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from eventsapp.columns import EncryptedJson
from eventsapp.extensions import db
from eventsapp.merging.combining import WORKED_OUT, Raw

RawRow = dict[str, Raw]


class AsItIs(UserDefinedType[Any]):
    """A value that is neither changed on its way in nor on its way out."""

    cache_ok = True

    def get_col_spec(self, **options: Any) -> str:
        """Return the type of a column that keeps what it is given."""
        return "BLOB"


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def read_in_utc() -> None:
    """Let this transaction read and write moments in UTC, so that they can be compared as text."""
    if not _is_sqlite():
        db.session.execute(text("SET LOCAL TIME ZONE 'UTC'"))


def _plain_type(column: Column[Any]) -> TypeEngine[Any]:
    kind = column.type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _read(column: Column[Any]) -> ColumnElement[Any]:
    if _is_sqlite():
        return type_coerce(column, AsItIs())
    kind = _plain_type(column)
    if isinstance(kind, Integer | LargeBinary):
        return type_coerce(column, type(kind)())
    return cast(column, Text)


def _written(column: Column[Any], value: Raw) -> ColumnElement[Any]:
    if value is None:
        return null()
    if _is_sqlite():
        return bindparam(None, value, type_=AsItIs(), unique=True)
    kind = _plain_type(column)
    if isinstance(kind, Integer | LargeBinary):
        return bindparam(None, value, type_=type(kind)(), unique=True)
    words = bindparam(None, value, type_=Text(), unique=True)
    return words if isinstance(kind, String) else cast(words, kind)


def table_named(name: str) -> Table:
    """Return a table by its name."""
    return db.metadata.tables[name]


def key_of(table: Table, row: RawRow) -> RawRow:
    """Return what tells a row from every other of its table."""
    return {column.name: row[column.name] for column in table.primary_key}


def no() -> Raw:
    """Return how the database says no."""
    return 0 if _is_sqlite() else "false"


def moment_in_words(at: datetime) -> str:
    """Return a moment as it is written into a row."""
    plain = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return plain if _is_sqlite() else f"{plain}+00"


def opened(column: Column[Any], value: Raw) -> dict[str, Any]:
    """Return what an encrypted object holds; empty for nothing."""
    kind = column.type
    if not isinstance(kind, EncryptedJson) or not isinstance(value, bytes):
        return {}
    return kind.process_result_value(value, db.engine.dialect) or {}


def sealed(column: Column[Any], value: dict[str, Any]) -> Raw:
    """Return an object encrypted as the column has it."""
    kind = column.type
    return (
        kind.process_bind_param(value, db.engine.dialect)
        if isinstance(kind, EncryptedJson)
        else None
    )


def _is(table: Table, values: RawRow) -> ColumnElement[bool]:
    return and_(
        *(table.c[name] == _written(table.c[name], value) for name, value in values.items())
    )


def rows_where(table: Table, condition: ColumnElement[bool], *, few: int = 0) -> list[RawRow]:
    """Return the rows for which something holds, in the order of their keys."""
    wanted = select(*(_read(column).label(column.name) for column in table.columns))
    wanted = wanted.where(condition).order_by(*table.primary_key.columns)
    found = db.session.execute(wanted.limit(few) if few else wanted).mappings()
    return [dict(row) for row in found]


def row_with(table: Table, key: RawRow, *, is_locked: bool = False) -> RawRow | None:
    """Return the row with this key, locked until the transaction ends where that is asked."""
    if is_locked and not _is_sqlite():
        db.session.execute(select(*table.primary_key).where(_is(table, key)).with_for_update())
    return next(iter(rows_where(table, _is(table, key))), None)


def rows_that_say(column: Column[Any], value: Raw) -> list[RawRow]:
    """Return the rows in which a column has this value."""
    return rows_where(column.table, column == _written(column, value))


def change_row(table: Table, key: RawRow, values: RawRow) -> None:
    """Write these values into the row with this key."""
    written = {name: _written(table.c[name], value) for name, value in values.items()}
    db.session.execute(update(table).where(_is(table, key)).values(written))


def remove_row(table: Table, key: RawRow) -> None:
    """Delete the row with this key."""
    db.session.execute(delete(table).where(_is(table, key)))


def insert_row(table: Table, row: RawRow) -> None:
    """Write a row as it was."""
    written = {name: _written(table.c[name], value) for name, value in row.items()}
    db.session.execute(insert(table).values(written))


def keys_where(table: Table, condition: ColumnElement[bool]) -> list[RawRow]:
    """Return the keys of the rows for which something holds, in their order."""
    keys = [*table.primary_key.columns]
    wanted = select(*(_read(column).label(column.name) for column in keys))
    found = db.session.execute(wanted.where(condition).order_by(*keys)).mappings()
    return [dict(row) for row in found]


def change_all(column: Column[Any], condition: ColumnElement[bool], value: Raw) -> None:
    """Write a value into one column of every row for which something holds."""
    written = {column.name: _written(column, value)}
    db.session.execute(update(column.table).where(condition).values(written))


def may_collide(column: Column[Any]) -> bool:
    """Return whether there is a rule that only one row may say the same in this column."""
    return any(column.name in names for names, _holds in _uniques(column.table))


def missing_targets(table: Table, row: RawRow) -> list[str]:
    """Return the columns of a row that point at rows which are not there."""
    return [
        column.name
        for column in table.columns
        for key in column.foreign_keys
        if row.get(column.name) is not None
        and row_with(key.column.table, {key.column.name: row[column.name]}) is None
    ]


def next_free_id(table: Table) -> int:
    """Return a number that no row of the table has, and PostgreSQL will not give again."""
    if _is_sqlite():
        return (db.session.scalar(select(func.max(table.c.id))) or 0) + 1
    sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
    return int(db.session.scalars(select(func.nextval(sequence))).one())


def references(table: Table) -> list[Column[Any]]:
    """Return every column, of any package, that points at the rows of a table."""
    target = table.c.id if "id" in table.c else None
    return sorted(
        (
            column
            for other in db.metadata.tables.values()
            for column in other.columns
            if any(key.column is target for key in column.foreign_keys)
        ),
        key=lambda column: (column.table.name, column.name),
    )


def counted(table: Table, number: int) -> dict[str, int]:
    """Return how many rows of each table point at a row; those that do twice count once."""
    columns: dict[Table, list[Column[Any]]] = {}
    for column in references(table):
        columns.setdefault(column.table, []).append(column)
    found = {
        other.name: db.session.scalar(
            select(func.count()).select_from(other).where(or_(*(one == number for one in pointing)))
        )
        for other, pointing in columns.items()
    }
    return {name: count for name, count in found.items() if count and name not in WORKED_OUT}


def rival(table: Table, row: RawRow, column: str, value: Raw) -> RawRow | None:
    """Return the row that stands in the way of giving a column of another row this value, because
    only one row may say so."""
    for names, holds in _uniques(table):
        others = {name: row[name] for name in names if name != column}
        if column not in names or None in others.values():
            continue
        key = _is(table, key_of(table, row))
        if holds is not None and not rows_where(table, and_(key, holds), few=1):
            continue
        same = and_(_is(table, {**others, column: value}), ~key)
        found = rows_where(table, same if holds is None else and_(same, holds), few=1)
        if found:
            return found[0]
    return None


def _uniques(table: Table) -> Iterator[tuple[list[str], ColumnElement[bool] | None]]:
    """Yield the sets of columns that may say the same only once, and for which rows that holds."""
    if len(table.primary_key) > 1:
        yield [column.name for column in table.primary_key], None
    for constraint in sorted(table.constraints, key=lambda one: str(one.name)):
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns], None
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        if index.unique:
            holds = index.dialect_options[db.engine.dialect.name].get("where")
            yield [column.name for column in index.columns], holds
