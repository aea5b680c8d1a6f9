"""The table of published lists."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedJson
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting


class PublishedList(db.Model):
    """A list of participants as it was on the day it was published; `content` is what it said.

    It stays as it was when people change employers, until it is withdrawn.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str] = mapped_column(String(20), default="en")
    is_in_capitals: Mapped[bool] = mapped_column(default=True)
    content: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship()
    published_by: Mapped[User | None] = relationship()
