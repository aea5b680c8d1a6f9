"""The table of matrices that were handed back."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes
from eventsapp.comments.models import CommentRound
from eventsapp.extensions import db


class MatrixUpload(db.Model):
    """One matrix that somebody handed back; nothing of it counts before `kept_at`.

    Its bytes are deleted once its edits were taken.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("comment_round.id", ondelete="CASCADE"), index=True
    )
    file_name: Mapped[str] = mapped_column(String(300))
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edits: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[CommentRound] = relationship()
