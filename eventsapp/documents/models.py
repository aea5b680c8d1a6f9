"""Tables of drafts: for now, when they are released and open for edits."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import FromRecord, InCalendars
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting

RELEASE, EDITING_WINDOW = "release", "editing window"


class Release(InCalendars, FromRecord, db.Model):
    """The day a draft goes live (`kind` release), or the days on which it is open for edits
    (editing window).

    `consultation_id` links a release to the consultation that it opens, so that one opening is
    not told twice.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(
        ForeignKey("consultation.id", ondelete="SET NULL")
    )
    kind: Mapped[str] = mapped_column(String(20), default=RELEASE)
    title: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    tz: Mapped[str] = mapped_column(String(64))
    audience: Mapped[str | None] = mapped_column(String(200))
    mode: Mapped[str | None] = mapped_column(String(40))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship()
