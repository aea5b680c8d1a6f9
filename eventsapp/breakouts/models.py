"""Tables of break-out rooms."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import InCalendars
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, MeetingDay
from eventsapp.people.models import Person

MODERATOR, DEPUTY, NOTE_TAKER = "moderator", "deputy", "note_taker"
MEMBER, OBSERVER = "member", "observer"
# Who leads a room or writes its notes.
LEADING = (MODERATOR, DEPUTY, NOTE_TAKER)


class Round(db.Model):
    """One set of rooms that meet at the same time; numbered 1, 2, … through the meeting.

    Unpublished, it is a draft that only the secretariat sees. `shows_members` is whether the people
    of a room are told who else is in it. `seats_version` grows with every change of its working
    copy (`Seat`), so that a board, a search and another member of staff see that it moved on.
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
    mode: Mapped[str | None] = mapped_column(String(20))
    shows_members: Mapped[bool] = mapped_column(default=True)
    seats_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

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
    """One room of a round; `label` is its number or letter. `principles` are what it covers.

    `languages` are those in one of which everybody in it can work (BCP 47 tags; none stated asks
    for none), `least` and `most` the seats that may be taken, staff included. `prepare` is what its
    people are asked to prepare. A room that was closed keeps its history and takes nobody.
    """

    __table_args__ = (UniqueConstraint("round_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(String(500))
    principles: Mapped[list[str]] = mapped_column(JSON, default=list)
    theme: Mapped[str | None] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(300))
    join_url: Mapped[str | None] = mapped_column(String(1000))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    least: Mapped[int | None]
    most: Mapped[int | None]
    prepare: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[Round] = relationship(back_populates="rooms")
    placements: Mapped[list["Placement"]] = relationship(
        back_populates="room", order_by="Placement.position", cascade="all, delete-orphan"
    )

    def touch(self, now: datetime, *, moved: bool) -> None:
        """Note a change that the calendars of the room's people show."""
        for placement in self.placements:
            placement.touch(now, moved=moved)


class Placement(InCalendars, db.Model):
    """One person's place in one room as it was told: moderator, deputy, note_taker, member or
    observer. What staff move about on the board is a `Seat`.

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


class Seat(db.Model):
    """One person on the board of a round: in the working copy, which only the secretariat sees.

    Without a room the person waits for one. A locked seat is moved by no search. The working copy
    of a round is made of its placements when the board is first opened, and publishing it writes
    the placements.
    """

    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_room.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default=MEMBER)
    position: Mapped[int] = mapped_column(default=0)
    is_locked: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()


class SeatChange(db.Model):
    """One step on a board, which can be undone: the seats it touched, as they were and became.

    `before` and `after` map the number of a person to room, role, position and lock, or to null
    where there was no seat.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    kind: Mapped[str] = mapped_column(String(20))
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlacingRule(db.Model):
    """One rule for the rooms of a meeting, as an organiser says it.

    `kind` is apart or together (`facts` {"people": [2 numbers]}), or at_least (`facts`
    {"attribute", "value", "least", "rounds": [numbers] or null}).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_on: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class PlacingWishes(db.Model):
    """What a meeting's rooms should be like where the rules leave a choice: how much each wish
    weighs, and by which attributes people should be mixed."""

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True
    )
    weights: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    attributes: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ThemeWish(db.Model):
    """How much one person wants a theme: `rank` 0 is the first choice, 4 not wanted."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id", "theme"),
        Index("ix_theme_wish_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    theme: Mapped[str] = mapped_column(String(200))
    rank: Mapped[int]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)


class Search(db.Model):
    """One search for a better placement of some rounds of a meeting, done by the worker.

    `state` is waiting, running, found, impossible, failed, accepted or dropped. `rounds` are the
    numbers of rows of the rounds, `seats_versions` what their boards were when it began: a board
    that moved on since is never written over, the result is offered. `problem` is what was asked,
    `progress` what it has found so far, `plan` by number of a round and of a person the room,
    `conflict` which rules contradict each other and what would help. A process that works on it
    says so in `alive_at`; one that went silent has lost it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    seconds: Mapped[int]
    iterations: Mapped[int | None]
    seed: Mapped[int]
    rounds: Mapped[list[int]] = mapped_column(JSON)
    seats_versions: Mapped[dict[str, int]] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    progress: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    conflict: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    why: Mapped[str | None] = mapped_column(String(500))
    worker: Mapped[str | None] = mapped_column(String(100))
    tries: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    alive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
