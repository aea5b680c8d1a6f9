"""Column types and sets of columns that several packages' tables share. A leaf."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    Dialect,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from eventsapp.clock import UtcDateTime, utcnow


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in current_app.config["FIELD_KEYS"]])


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes that are encrypted at rest with `FIELD_KEYS`; the first key writes, all of them
    read."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else _keys().encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Decrypt on the way out. Raises `InvalidToken` where no key fits."""
        return None if value is None else _keys().decrypt(bytes(value))


class EncryptedJson(TypeDecorator[dict[str, Any]]):
    """A JSON object that is encrypted at rest with `FIELD_KEYS`. Replace it whole to change it."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        if value is None:
            return None
        return _keys().encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> dict[str, Any] | None:
        """Decrypt on the way out. Raises `InvalidToken` where no key fits."""
        return None if value is None else json.loads(_keys().decrypt(bytes(value)))


class _Numbers(TypeDecorator[Collection[int]]):
    """Row numbers handed over as one value, however many: an array, or JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Say as what the engine takes them."""
        is_array = dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(Integer) if is_array else Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        """Hand them over."""
        numbers = list(value or ())
        return numbers if dialect.name == "postgresql" else json.dumps(numbers)


def numbers_named(name: str) -> BindParameter[Collection[int]]:
    """Return the place in a statement at which many row numbers are handed over as one value."""
    return bindparam(name, type_=_Numbers())


class one_of(FunctionElement[bool]):  # noqa: N801 - reads as a function: one_of(column, numbers)
    """Whether a column is one of the numbers of `numbers_named`.

    `in_` writes a placeholder for each: a statement of thousands that is put together, read and
    looked up anew, and on SQLite no more than 32,766. This one stays the same.
    """

    name = "one_of"
    type = Boolean()
    inherit_cache = True
    # Otherwise SQLAlchemy writes `… = 1` for SQLite, which then looks at every row.
    _is_implicitly_boolean = True


@compiles(one_of, "sqlite")
def _one_of_json(element: one_of, compiler: Any, **options: Any) -> str:
    column, numbers = (compiler.process(one, **options) for one in element.clauses)
    # What is put in are a column and a placeholder, as SQLAlchemy writes them.
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608


@compiles(one_of, "postgresql")
def _one_of_array(element: one_of, compiler: Any, **options: Any) -> str:
    column, numbers = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({numbers})"


def new_uid() -> str:
    """Return a UID for a calendar component. Source: RFC 7986, 5.3."""
    return str(uuid4())


class InCalendars:
    """What a thing needs to stand in calendars. Source: RFC 5545, 3.8.4.7 and 3.8.7.

    `sequence` grows when start, end, place or status changes; `changed_at` is the moment of the
    last change that a calendar would show, and becomes DTSTAMP and LAST-MODIFIED.
    """

    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)

    def touch(self, now: datetime, *, moved: bool) -> None:
        """Note a change that calendars show; `moved` when start, end, place or status changed."""
        self.changed_at = now
        if moved:
            self.sequence += 1


class FromRecord:
    """What is known of where a dated thing comes from; all empty for what staff entered.

    `certainty` is firm, proposed, intended or tentative; `as_written` the date as the record has
    it.
    """

    certainty: Mapped[str] = mapped_column(String(20), default="firm")
    certainty_words: Mapped[str | None] = mapped_column(String(200))
    as_written: Mapped[str | None] = mapped_column(String(500))
    is_year_inferred: Mapped[bool] = mapped_column(default=False)
    source_line: Mapped[int | None]
    source_sentence: Mapped[str | None] = mapped_column(Text)
