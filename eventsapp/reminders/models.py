"""Tables of deadlines and reminders."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import FromRecord, InCalendars
from eventsapp.extensions import db
from eventsapp.people.models import Person

NINE = time(9, 0)


class Deadline(InCalendars, FromRecord, db.Model):
    """A day by the end of which people owe something.

    `due_on` ends at midnight in `tz`, or at `due_at_time` where an hour is stated; `due_at` is that
    moment as last worked out. `is_carried`: it moves with what it belongs to and never by itself.
    `days_before` is when people are reminded. `page_endpoint` and `page_arguments` name the page
    where the thing is done. Closed: nobody is reminded any more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date] = mapped_column(index=True)
    due_at_time: Mapped[time | None]
    tz: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    days_before: Mapped[list[int]] = mapped_column(JSON, default=list)
    audience: Mapped[str | None] = mapped_column(String(200))
    mode: Mapped[str | None] = mapped_column(String(40))
    page_endpoint: Mapped[str | None] = mapped_column(String(100))
    page_arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    is_carried: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_reason: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    obligations: Mapped[list["Obligation"]] = relationship(
        back_populates="deadline", cascade="all, delete-orphan", order_by="Obligation.id"
    )
    reminders: Mapped[list["Reminder"]] = relationship(
        back_populates="deadline",
        cascade="all, delete-orphan",
        order_by="Reminder.remind_on, Reminder.id",
    )


class Obligation(db.Model):
    """One person owes one thing by one deadline. Open while neither done nor released.

    `owed_at` is when they came to owe it: they get no reminder whose moment had passed by then.
    `reminded_on` is the day of the last reminder that was queued for them.
    """

    __table_args__ = (UniqueConstraint("deadline_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    owed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_on: Mapped[date | None]

    deadline: Mapped[Deadline] = relationship(back_populates="obligations")
    person: Mapped[Person] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether this person still owes it."""
        return self.done_at is None and self.released_at is None


class Reminder(db.Model):
    """One planned round of reminders of a deadline: `remind_at_time` on `remind_on`, by each
    reader's own clock.

    `planned_at` is when it was planned: it reaches nobody whose moment had passed by then.
    `queued_at` is when the first mail of it was queued. `finished_at` is set when its moment has
    passed in every zone, so that it is not looked at again.
    """

    __table_args__ = (UniqueConstraint("deadline_id", "days_before", "remind_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"))
    days_before: Mapped[int]
    remind_on: Mapped[date] = mapped_column(index=True)
    remind_at_time: Mapped[time] = mapped_column(default=NINE)
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skipped_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    deadline: Mapped[Deadline] = relationship(back_populates="reminders")
