"""Tables of series."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import InCalendars
from eventsapp.extensions import db


class SessionDate(InCalendars, db.Model):
    """One date of a consultation's series that is otherwise: moved, called off, or added.

    `original_on` is the day that the rule gives, and stays what it is known by (RFC 5545,
    RECURRENCE-ID); `on_date` is where it is held now. Hours are wall times in the consultation's
    zone, empty where they are those of the series. An added date has its own UID in calendars; a
    moved one goes by that of the series. `series_sequence` counts how often the date went out of
    the series or came back, the last time at `series_changed_at`: the version of the series
    in calendars grows by it, and nothing else of the series does.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "original_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    original_on: Mapped[date]
    on_date: Mapped[date]
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    is_added: Mapped[bool] = mapped_column(default=False)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(500))
    series_sequence: Mapped[int] = mapped_column(default=0)
    series_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SessionRule(InCalendars, db.Model):
    """Another rule by which a consultation is repeated from `starts_on` on.

    What it was repeated by before, its own `rrule` or an earlier rule here, ends the day before.
    In calendars it is an entry of its own, as programs understand "this and all that follow" badly.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    rrule: Mapped[str] = mapped_column(String(200))
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
