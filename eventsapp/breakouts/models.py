"""Tables of break-out rooms."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime
from eventsapp.columns import InCalendars
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, MeetingDay
from eventsapp.people.models import Person

MODERATOR, NOTE_TAKER, MEMBER, OBSERVER = "moderator", "note_taker", "member", "observer"


class Round(db.Model):
    """One set of rooms that meet at the same time; numbered 1, 2, … through the meeting.

    Unpublished, it is a draft that only the secretariat sees.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    day_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_day.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL")
    )
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(500))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship()
    day: Mapped[MeetingDay | None] = relationship()
    rooms: Mapped[list["BreakoutRoom"]] = relationship(
        back_populates="round", order_by="BreakoutRoom.position", cascade="all, delete-orphan"
    )

    def touch(self, now: datetime, *, moved: bool) -> None:
        """Note a change that the calendars of the people in all its rooms show."""
        for room in self.rooms:
            room.touch(now, moved=moved)


class BreakoutRoom(db.Model):
    """One room of a round; `label` is its number or letter. `principles` are what it covers."""

    __table_args__ = (UniqueConstraint("round_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(String(500))
    principles: Mapped[list[str]] = mapped_column(JSON, default=list)

    round: Mapped[Round] = relationship(back_populates="rooms")
    placements: Mapped[list["Placement"]] = relationship(
        back_populates="room", order_by="Placement.position", cascade="all, delete-orphan"
    )

    def touch(self, now: datetime, *, moved: bool) -> None:
        """Note a change that the calendars of the room's people show."""
        for placement in self.placements:
            placement.touch(now, moved=moved)


class Placement(InCalendars, db.Model):
    """One person's place in one room: moderator, note_taker, member or observer.

    It stands in that person's calendar: another room, or another title of it, is a change there.
    """

    __table_args__ = (UniqueConstraint("room_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("breakout_room.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default=MEMBER)
    position: Mapped[int] = mapped_column(default=0)

    room: Mapped[BreakoutRoom] = relationship(back_populates="placements")
    person: Mapped[Person] = relationship()
