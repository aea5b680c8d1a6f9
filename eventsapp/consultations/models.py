"""Tables of consultations."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import FromRecord, InCalendars
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting


class Consultation(InCalendars, FromRecord, db.Model):
    """One round of hearing one audience: days in `tz`, inclusive; both empty where the record
    dates it nowhere.

    `meeting_id` is the meeting whose record names it. `rrule` repeats it (RFC 5545, 3.3.10);
    `offered_rrule` is a repetition that the record suggests and nobody has accepted.
    `starts_at_time` and `ends_at_time` are wall times in `tz`, empty where nobody stated them: of a
    sitting its hours, of a window of several days its opening and closing moment. `start_at` and
    `end_at` are the first moment and the last as last worked out.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    audience: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tz: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(300))
    was_held: Mapped[bool] = mapped_column(default=False)
    rrule: Mapped[str | None] = mapped_column(String(200))
    offered_rrule: Mapped[str | None] = mapped_column(String(200))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting | None] = relationship()
