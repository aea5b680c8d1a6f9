"""Tables of meetings, their days, agendas and participants."""

from datetime import date, datetime, time

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import FromRecord, InCalendars
from eventsapp.extensions import db
from eventsapp.people.models import Person

CHAIR, CO_CHAIR, RAPPORTEUR, SPEAKER = "chair", "co-chair", "rapporteur", "speaker"
SECRETARIAT, INTERPRETER = "secretariat", "interpreter"
HEAD_OF_DELEGATION = "head of delegation"
MEETING_ROLES = (
    CHAIR,
    CO_CHAIR,
    RAPPORTEUR,
    SPEAKER,
    HEAD_OF_DELEGATION,
    SECRETARIAT,
    INTERPRETER,
)
EGM, FORUM, CONSULTATION, WORKING_SESSION = "egm", "forum", "consultation", "working session"
KINDS = (EGM, CONSULTATION, WORKING_SESSION, FORUM)
DRAFT, ANNOUNCED, CONFIRMED = "draft", "announced", "confirmed"
STATES = (DRAFT, ANNOUNCED, CONFIRMED)


PLENARY, PRESENTATION, QUESTIONS = "plenary", "presentation", "questions"
BREAKOUT, BREAK, CLOSING = "breakout", "break", "closing"
ITEM_KINDS = (PLENARY, PRESENTATION, QUESTIONS, BREAKOUT, BREAK, CLOSING)


def _is_timed(context: DefaultExecutionContext) -> bool:
    return context.get_current_parameters().get("starts_at_time") is not None


def _first_state(context: DefaultExecutionContext) -> str:
    # What a record says with less than certainty is announced, until somebody confirms it.
    is_firm = context.get_current_parameters().get("certainty") in {None, "firm"}
    return CONFIRMED if is_firm else ANNOUNCED


class Process(db.Model):
    """An expert process, such as drafting one set of guidelines; `code` numbers its letters.

    `most_per_country` is how many people one country may nominate; empty means no cap.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str | None] = mapped_column(String(300))
    most_per_country: Mapped[int | None]


class Meeting(FromRecord, db.Model):
    """A meeting of one of `KINDS`; the agenda of a forum is kept elsewhere, at `agenda_url`.

    `code` stands in addresses (`egm-2`). `starts_on` and `ends_on` are days in `tz`. A draft
    (`state`) is seen by staff only; that it is held follows from its days, that it is cancelled
    from `cancelled_at`. A public meeting has a page and a feed without names or rooms. `join_url`
    is shown to those who take part. `languages` (BCP 47) are those in which it is held and its
    papers are expected. `takes_letter_requests`: experts may ask for a letter to it.
    `announced_by_id` is the meeting whose record names it, `follows_id` the one of its series from
    which it was made.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default=EGM)
    state: Mapped[str] = mapped_column(String(20), default=_first_state)
    series: Mapped[str] = mapped_column(String(60))
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    tz: Mapped[str] = mapped_column(String(64))
    place: Mapped[str | None] = mapped_column(String(300))
    venue: Mapped[str | None] = mapped_column(String(300))
    rooms: Mapped[list[str]] = mapped_column(JSON, default=list)
    join_url: Mapped[str | None] = mapped_column(String(1000))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    mode: Mapped[str | None] = mapped_column(String(40))
    description: Mapped[str | None] = mapped_column(Text)
    agenda_url: Mapped[str | None] = mapped_column(String(1000))
    audience: Mapped[str | None] = mapped_column(String(200))
    is_public: Mapped[bool] = mapped_column(default=False)
    takes_letter_requests: Mapped[bool] = mapped_column(default=False)
    announced_by_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    process: Mapped[Process] = relationship(lazy="joined")
    days: Mapped[list["MeetingDay"]] = relationship(
        back_populates="meeting", order_by="MeetingDay.number", cascade="all, delete-orphan"
    )
    participations: Mapped[list["Participation"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan"
    )

    def touch(self, now: datetime, *, moved: bool, with_items: bool = True) -> None:
        """Note a change that calendars show for all its days and items, such as another place."""
        for day in self.days:
            day.touch(now, moved=moved)
            for item in day.agenda if with_items else ():
                item.touch(now, moved=moved)

    @property
    def short_name(self) -> str:
        """The name people say: `EGM 2`, or the title where there is no number."""
        return f"{self.series} {self.number}" if self.number is not None else self.title


class MeetingDay(InCalendars, db.Model):
    """One day of a meeting; its hours are in the meeting's zone, empty where nobody stated them."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        UniqueConstraint("meeting_id", "on_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    on_date: Mapped[date]
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="days")
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="day", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )


class AgendaItem(InCalendars, db.Model):
    """One item of a day's agenda; its wall time and length are empty where the record states none.

    `is_pinned`: the time was stated and stays; every other time follows from the items before it.
    `start_at` and `end_at` are the moments as last worked out from the day, the time and the zone.
    `kind` is one of `ITEM_KINDS`, or empty where nobody said it. `track` is the room or strand in
    which it runs beside others; empty means that it is for everybody.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_day.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str | None] = mapped_column(String(20))
    starts_at_time: Mapped[time | None]
    is_pinned: Mapped[bool] = mapped_column(default=_is_timed)
    duration_minutes: Mapped[int | None]
    track: Mapped[str | None] = mapped_column(String(120))
    annotation: Mapped[str | None] = mapped_column(Text)
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    day: Mapped[MeetingDay] = relationship(back_populates="agenda")


class Participation(db.Model):
    """One person takes part in one meeting.

    `is_expert`: counts as an expert of the process, so owes what experts owe. `is_observer`: may
    see the meeting, is placed in no room. Roles in rooms follow from the placements. `role` is one
    of `MEETING_ROLES`, or empty. `country` and `category` are what they stand for at this meeting
    where that is another than the registry says. `route` is how they came: record, by hand,
    import, invitation, registration, nomination, series (they took part in the last meeting).
    """

    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        # Who takes part is counted on every page of a meeting.
        Index("ix_participation_meeting_id_left_at", "meeting_id", "left_at"),
        # SQLite must not give the number of somebody who went to who comes next.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_expert: Mapped[bool] = mapped_column(default=False)
    is_observer: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str | None] = mapped_column(String(40))
    country: Mapped[str | None] = mapped_column(String(2))
    category: Mapped[str | None] = mapped_column(String(40))
    route: Mapped[str | None] = mapped_column(String(20))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship(back_populates="participations")
    person: Mapped[Person] = relationship()
