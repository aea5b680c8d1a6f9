"""Tables of clashes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime
from eventsapp.extensions import db


class AcceptedClash(db.Model):
    """A clash with which the secretariat lives, and why; it stays quiet while its facts do.

    `key` says which things clash and how, `fingerprint` is a hash of the facts that were accepted:
    days, hours and whom it concerns. Neither holds a name.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(300), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(500))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    accepted_by: Mapped[User | None] = relationship()
