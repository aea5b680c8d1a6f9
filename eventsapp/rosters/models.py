"""Tables of rosters: what was noted in a room, and what was written to its members."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db


class RoomNotes(db.Model):
    """What the note-taker of a room has typed, as it was typed. It is not the record: that is made
    of it by the secretariat."""

    room_id: Mapped[int] = mapped_column(
        ForeignKey("breakout_room.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    saved_by: Mapped[User | None] = relationship()


class RoomMail(db.Model):
    """One note that somebody who leads a room sent to its members, who see no address of others.

    `replies_to_writer`: the writer agreed that answers reach them, and not the secretariat.
    `client_key` is made in the form, so that a note sent twice leaves once.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(
        ForeignKey("breakout_room.id", ondelete="CASCADE"), index=True
    )
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    replies_to_writer: Mapped[bool] = mapped_column(default=False)
    client_key: Mapped[str] = mapped_column(String(64), unique=True)

    room: Mapped[BreakoutRoom] = relationship()
    written_by: Mapped[User | None] = relationship()
