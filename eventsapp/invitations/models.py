"""The table of invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db
from eventsapp.meetings.models import Participation

YES, NO, PERHAPS = "yes", "no", "perhaps"
ANSWERS = (YES, NO, PERHAPS)


class Invitation(db.Model):
    """One person is asked to take part in one meeting; `answer` is yes, no, perhaps or empty.

    The token is made when the mail is sent, and only its hash is kept. `answered_from` is the
    address of whoever answered where that is another than the one asked. One that was withdrawn
    keeps its row: taken up again, it is sent anew. `meeting_id` is that of the participation, so
    that answers are counted in one place.
    """

    __table_args__ = (
        Index("ix_invitation_meeting_answers", "meeting_id", "withdrawn_at", "answer"),
        # Its number stands in mails and registrations: SQLite must not give it again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), unique=True
    )
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    address: Mapped[str | None] = mapped_column(String(320))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answer: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_from: Mapped[str | None] = mapped_column(String(320))
    note: Mapped[str | None] = mapped_column(String(1000))
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    participation: Mapped[Participation] = relationship()
    invited_by: Mapped[User | None] = relationship()
