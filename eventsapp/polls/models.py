"""Tables of polls about a time."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import new_uid
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
from eventsapp.reminders.models import Deadline

YES, IF_NEED_BE, NO = "yes", "if_need_be", "no"
ANSWERS = (YES, IF_NEED_BE, NO)


class Poll(db.Model):
    """People are asked which of several times suits them, until a moment on the clock of `tz`.

    `meeting_id` is the meeting whose time is sought, empty until one is made of the chosen slot.
    `closes_at` is the moment as last worked out; `closed_at` is when staff closed it before.
    `slots_changed_at`: who answered before that has not answered for all slots as they are now.
    `chosen_at` is when a slot was chosen; then nothing can be answered any more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(String(2000))
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id", ondelete="SET NULL"))
    tz: Mapped[str] = mapped_column(String(64))
    duration_minutes: Mapped[int]
    closes_on: Mapped[date]
    closes_at_time: Mapped[time]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    shows_counts: Mapped[bool] = mapped_column(default=False)
    slots_changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chosen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting | None] = relationship()
    deadline: Mapped[Deadline | None] = relationship()
    slots: Mapped[list["PollSlot"]] = relationship(
        back_populates="poll",
        order_by="PollSlot.start_at, PollSlot.id",
        cascade="all, delete-orphan",
    )
    invitees: Mapped[list["PollInvitee"]] = relationship(
        back_populates="poll", order_by="PollInvitee.id", cascade="all, delete-orphan"
    )

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.closed_at is None and self.chosen_at is None and now < self.closes_at

    @property
    def ended_at(self) -> datetime:
        """When it closed, or will close."""
        return min(self.closed_at or self.closes_at, self.closes_at)

    @property
    def chosen(self) -> "PollSlot | None":
        """The slot that was chosen."""
        return next((slot for slot in self.slots if slot.is_chosen), None)


class PollSlot(db.Model):
    """One time that is asked about: a day and an hour on the clock of the poll, and the moments of
    its start and end as last worked out. No two slots of a poll start at one moment."""

    __table_args__ = (
        UniqueConstraint("poll_id", "start_at"),
        # A form that is open on a phone names it: SQLite must not give its number to another.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    on_date: Mapped[date]
    starts_at_time: Mapped[time]
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_chosen: Mapped[bool] = mapped_column(default=False)

    poll: Mapped[Poll] = relationship(back_populates="slots")


class PollInvitee(db.Model):
    """One person is asked in one poll.

    The token is made when the mail is sent, and only its hash is kept. `tz` is the zone in which
    they last read the slots, if they answered. `late` holds what they sent after the poll had
    closed, until staff take it or leave it: answers by slot, and the comment.
    """

    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        # Its number stands in mails: SQLite must not give it again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(320))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str | None] = mapped_column(String(1000))
    tz: Mapped[str | None] = mapped_column(String(64))
    late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    poll: Mapped[Poll] = relationship(back_populates="invitees")
    person: Mapped[Person] = relationship()
    answers: Mapped[list["PollAnswer"]] = relationship(
        back_populates="invitee", cascade="all, delete-orphan"
    )

    def has_answered(self, poll: Poll) -> bool:
        """Whether they answered for the slots as they are now."""
        return self.answered_at is not None and self.answered_at >= poll.slots_changed_at


class PollAnswer(db.Model):
    """What one person says to one slot: yes, if_need_be or no."""

    __table_args__ = (UniqueConstraint("invitee_id", "slot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitee_id: Mapped[int] = mapped_column(ForeignKey("poll_invitee.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("poll_slot.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(12))

    invitee: Mapped[PollInvitee] = relationship(back_populates="answers")
