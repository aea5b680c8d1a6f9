"""The table of commented copies of a draft."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes
from eventsapp.extensions import db


class MarkedCopy(db.Model):
    """A copy of the draft that somebody sent back with comments in its margin or with changes.

    It is no draft of its own. The same file handed over twice is kept once (`sha256`).
    """

    __table_args__ = (UniqueConstraint("round_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("comment_round.id", ondelete="CASCADE"))
    file_name: Mapped[str] = mapped_column(String(300))
    content: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
