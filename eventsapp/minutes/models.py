"""Tables of the record: its sections and notes, what it left open, and the files it came from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db

READ, SAVED, UNDONE, DISCARDED = "read", "saved", "undone", "discarded"


class Section(db.Model):
    """A heading of the record with the notes under it, in the order of the record.

    Plenary where `room_id` is empty; `agenda_item_id` is the item it belongs to, where the record
    says so.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_day.id", ondelete="CASCADE"), index=True
    )
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_room.id", ondelete="CASCADE"), index=True
    )
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    position: Mapped[int]
    heading: Mapped[str | None] = mapped_column(String(500))

    notes: Mapped[list["Note"]] = relationship(
        back_populates="section",
        order_by="Note.position",
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class Note(db.Model):
    """One note of the record, exactly as written. It names no speaker: that is UN practice."""

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(
        ForeignKey("section.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    source_line: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    section: Mapped[Section] = relationship(back_populates="notes")


class ActionPoint(db.Model):
    """A commitment that the record states without a date."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(500))
    audience: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None]
    source_line: Mapped[int | None]
    source_sentence: Mapped[str | None] = mapped_column(Text)


class OpenQuestion(db.Model):
    """A warning of an import that waits for an answer; `code` as in the interface of the import."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    source_line: Mapped[int | None]
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class Import(db.Model):
    """One file of minutes that was handed over: read, then saved or discarded, perhaps undone.

    The original file is kept. `understood` is what was read (the shape of `minutes import --json`),
    `choices` the corrections made in the preview, `journal` what saving changed, so that it can be
    undone.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    understood: Mapped[dict[str, Any]] = mapped_column(JSON)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    journal: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default=READ)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
