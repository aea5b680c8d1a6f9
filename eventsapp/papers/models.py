"""Tables of the papers of a meeting and of their files."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting

CONCEPT_NOTE, PROVISIONAL_AGENDA = "concept note", "provisional agenda"
ANNOTATED_AGENDA, INFORMATION_NOTE = "annotated agenda", "information note"
PRESENTATION, OTHER = "presentation", "other"
KINDS = (
    CONCEPT_NOTE, PROVISIONAL_AGENDA, ANNOTATED_AGENDA, INFORMATION_NOTE, PRESENTATION, OTHER
)  # fmt: skip
STAFF, PARTICIPANTS, PUBLIC = "staff", "participants", "public"
AUDIENCES = (STAFF, PARTICIPANTS, PUBLIC)


class Paper(db.Model):
    """A paper of a meeting, such as its concept note; without a file it is a place to be filled.

    `title` is empty where the kind says enough. `audience` may read it: staff, those who take
    part, or everybody once the meeting is public. What was removed can be brought back.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str | None] = mapped_column(String(300))
    position: Mapped[int]
    audience: Mapped[str] = mapped_column(String(20), default=PARTICIPANTS)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship()
    files: Mapped[list["PaperFile"]] = relationship(
        back_populates="paper", order_by="PaperFile.id", cascade="all, delete-orphan"
    )


class PaperFile(db.Model):
    """A paper in one language (BCP 47), with its title in it. One is in use in each language;
    earlier ones are kept as removed and can be brought back."""

    __table_args__ = (
        Index(
            "uq_paper_file_in_use",
            "paper_id",
            "language",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    title: Mapped[str | None] = mapped_column(String(300))
    file_name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    paper: Mapped[Paper] = relationship(back_populates="files")
    uploaded_by: Mapped[User | None] = relationship()
