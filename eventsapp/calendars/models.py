"""Tables of calendar feeds."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db
from eventsapp.people.models import Person


class LastGiven:
    """What a feed gave when it was last fetched, so that it can say since when that is so.

    The moment of the last change alone would not do: it stays when something is taken away.
    """

    content_hash: Mapped[str | None] = mapped_column(String(64))
    content_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Feed(LastGiven, db.Model):
    """One secret address of one person's calendar, of which they have one at a time.

    Only the token's hash is kept; renewing makes a new row.
    """

    __table_args__ = (
        Index(
            "uq_feed_person_id_in_use",
            "person_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fetched_with: Mapped[str | None] = mapped_column(String(200))

    person: Mapped[Person] = relationship()


class PublicFeed(LastGiven, db.Model):
    """The open feed of one public meeting, from its first fetch on."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), unique=True
    )
