"""Tables of what people ask about their data, and of what was deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db
from eventsapp.people.models import Person

CORRECTION, ERASURE = "correction", "erasure"
ASKED, DONE, DECLINED = "asked", "done", "declined"


class DataRequest(db.Model):
    """A person asks that what is held about them be corrected or erased; staff answer.

    `kind` is correction or erasure, `state` asked, done or declined. `stays` names what stayed
    after an erasure, each with the reason; the words of both sides go with the person.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20), default=ERASURE)
    state: Mapped[str] = mapped_column(String(20), default=ASKED, index=True)
    words: Mapped[str | None] = mapped_column(String(1000))
    answer: Mapped[str | None] = mapped_column(String(1000))
    stays: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    person: Mapped[Person | None] = relationship()
    decided_by: Mapped[User | None] = relationship()


class Purge(db.Model):
    """The record of one deletion: what kind of thing, how many, by which rule; never whose."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    what: Mapped[str] = mapped_column(String(80))
    rule: Mapped[str] = mapped_column(String(200))
    count: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
