"""Tables of calendar feeds."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db
from eventsapp.people.models import Person


class Feed(db.Model):
    """One secret address of one person's calendar. Only the token's hash is kept; renewing makes a new row."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fetched_with: Mapped[str | None] = mapped_column(String(200))

    person: Mapped[Person] = relationship()
