"""The table of attendance."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.attendance.notes import PRESENT
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db
from eventsapp.meetings.models import Participation


class Attendance(db.Model):
    """Whether one person was there, on one day or in one break-out room.

    `place_key` is `day:3` or `room:7`, so that a place has one row per person. `noted_at` is when
    somebody noted it (on a phone perhaps before the line came back), `received_at` when it arrived:
    of two notes the later `noted_at` holds. A note that was taken back stays as `not noted`, or an
    older one that arrives afterwards would hold again. `note_key` is what a phone called its note,
    so that one that is sent twice counts once. `source` is screen, phone or paper.
    """

    __table_args__ = (UniqueConstraint("participation_id", "place_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), index=True
    )
    place_key: Mapped[str] = mapped_column(String(40), index=True)
    day_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting_day.id", ondelete="CASCADE"), index=True
    )
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_room.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(10), default=PRESENT)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(String(20), default="screen")
    note_key: Mapped[str | None] = mapped_column(String(40))

    participation: Mapped[Participation] = relationship()
    noted_by: Mapped[User | None] = relationship()
