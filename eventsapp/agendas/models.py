"""Tables of who speaks, of what was done to an agenda, and of the agendas that were announced."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem
from eventsapp.people.models import Person


class AgendaSpeaker(db.Model):
    """Somebody speaks in an item: a person of the registry, or a name as it was typed.

    `role` is one of `content.SPEAKER_ROLES`.
    """

    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (name IS NULL)", name="person_or_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]

    item: Mapped[AgendaItem] = relationship()
    person: Mapped[Person | None] = relationship()


class AgendaChange(db.Model):
    """One act on the agenda of a meeting, for those who edit it at the same time.

    The largest `id` of a meeting is the state of its agenda. `detail` holds no names of people.
    `taken_off` is the item that was deleted with what pointed at it, until it is put back.
    """

    __table_args__ = (
        Index("ix_agenda_change_meeting_id_id", "meeting_id", "id"),
        # The number of what went must not come again: open pages ask for what came after it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    verb: Mapped[str] = mapped_column(String(20))
    item_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str | None] = mapped_column(String(500))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    taken_off: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class AgendaVersion(db.Model):
    """The agenda of a meeting as it was announced; people in it stand by their number."""

    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
