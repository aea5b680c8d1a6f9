"""Column types and sets of columns that several packages' tables share. A leaf."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import Dialect, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column

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
