"""The only place that reads the clock, and the column type that keeps its moments.

In the demonstration the clock of the product runs at an offset to the time of day, kept in one row
of the demonstration's database (see `DemonstrationClock`). Leases, rate limits, sign-in links and
sessions always use the real time: `real_utcnow()`.
"""

import time
from datetime import UTC, datetime, timedelta

from flask import current_app, has_app_context
from sqlalchemy import DateTime, Dialect, TypeDecorator, select
from sqlalchemy.orm import Mapped, mapped_column

from eventsapp.extensions import db


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC and given back aware. SQLite would drop the offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; store UTC (naive on SQLite, aware on PostgreSQL)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment without a time zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DemonstrationClock(db.Model):
    """The demonstration's one row: how far its clock is from the time of day.

    `moving_to` is set by *next day* and *next week*; the worker then walks there, running the jobs
    at each due minute on the way, and clears it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[int] = mapped_column(default=0)
    moving_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


def real_utcnow() -> datetime:
    """Return the time of day, aware, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


def utcnow() -> datetime:
    """Return the product's now, aware, in UTC: the time of day, or the demonstration's clock."""
    if has_app_context() and current_app.config["IS_DEMONSTRATION"]:
        return real_utcnow() + demonstration_offset()
    return real_utcnow()


def demonstration_offset() -> timedelta:
    """Return how far the demonstration's clock is from the time of day."""
    seconds = db.session.scalar(select(DemonstrationClock.offset_seconds))
    return timedelta(seconds=seconds or 0)
