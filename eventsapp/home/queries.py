"""What somebody's first page shows: what is next, what waits, what is done."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.breakouts.models import MODERATOR, NOTE_TAKER, BreakoutRoom, Placement, Round
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import IS_KNOWN, heard_in
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.mail.models import BOUNCED, FAILED, UNKNOWN, Message
from eventsapp.meetings.models import DRAFT, Meeting, MeetingDay, Participation
from eventsapp.minutes.models import READ, Import, OpenQuestion
from eventsapp.people.models import EmailAddress, Person
from eventsapp.registrations.models import (
    PENDING,
    WITHDRAWN,
    Correction,
    Registration,
    RegistrationForm,
)
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reminders.queries import HAS_LEFT, IS_DRAFT, IS_OPEN
from eventsapp.sessions.queries import Plan, plans_of

OPEN_ONLINE = "open online"
SERIES_AHEAD = timedelta(days=92)
DONE_FOR = timedelta(days=60)
Hours = tuple[time | None, time | None]


@dataclass(frozen=True)
class Ahead:
    """One dated thing that is coming or under way, and the page that tells more."""

    kind: str
    title: str
    starts_on: date
    ends_on: date
    tz: str
    certainty: str
    certainty_words: str | None = None
    place: str | None = None
    mode: str | None = None
    audience: str | None = None
    endpoint: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    meeting_id: int | None = None
    hours: Hours = (None, None)


@dataclass(frozen=True)
class OwnRoom:
    """One room that the reader is in."""

    meeting: str
    code: str
    round_number: int
    day_number: int | None
    on_date: date | None
    label: str
    title: str | None
    role: str

    @property
    def is_led(self) -> bool:
        """Whether the reader moderates the room or takes its notes."""
        return self.role in {MODERATOR, NOTE_TAKER}


@dataclass(frozen=True)
class LateDeadline:
    """A deadline that has passed while some people still owe something by it."""

    deadline_id: int
    title: str
    due_on: date
    owing: int


def meetings_ahead(meetings: Collection[Meeting], today: date) -> list[Ahead]:
    """Return those of these meetings that are not over and not cancelled."""
    return [
        Ahead(
            "meeting",
            one.title,
            one.starts_on,
            one.ends_on,
            one.tz,
            one.certainty,
            one.certainty_words,
            one.place,
            one.mode,
            one.audience,
            "record.meeting",
            {"code": one.code},
            one.id,
        )
        for one in meetings
        if one.ends_on >= today and one.cancelled_at is None
    ]


def consultations_ahead(
    today: date, meeting_ids: Collection[int] | None, person_id: int | None = None
) -> list[Ahead]:
    """Return what is not over: all, or what is of these meetings' records, hears this person, or is
    open to everybody. A series counts with its next day."""
    wanted = select(Consultation).where(
        Consultation.starts_on.is_not(None),
        Consultation.cancelled_at.is_(None),
        or_(Consultation.ends_on >= today, Consultation.rrule.is_not(None)),
    )
    if meeting_ids is not None:
        own = Consultation.meeting_id.in_(meeting_ids)
        heard = Consultation.id.in_(heard_in(person_id))
        wanted = wanted.where(IS_KNOWN, or_(Consultation.audience == OPEN_ONLINE, own, heard))
    found = list(db.session.scalars(wanted))
    plans = plans_of(found)
    return [
        Ahead(
            "consultation",
            one.title,
            first,
            last,
            one.tz,
            one.certainty,
            one.certainty_words,
            one.place,
            one.mode,
            one.audience,
            "consultations.show",
            {"consultation_id": one.id},
            hours=hours,
        )
        for one in found
        for first, last, hours in _next_days(one, plans[one.id], today)
    ]


def _next_days(one: Consultation, plan: Plan, today: date) -> list[tuple[date, date, Hours]]:
    first = one.starts_on
    assert first is not None  # noqa: S101 - the query asks for a start
    if not one.rrule:
        last, hours = one.ends_on or first, (one.starts_at_time, one.ends_at_time)
        return [(first, last, hours if last == first else (None, None))]
    dates = plan.dates(one.tz, max(first, today) + SERIES_AHEAD)
    held = (day for day in dates if not day.is_cancelled and day.on_date >= today)
    return [(day.on_date, day.on_date, (day.starts_at_time, day.ends_at_time)) for day in held][:1]


def releases_ahead(today: date, meeting_ids: Collection[int] | None) -> list[Ahead]:
    """Return what is released or open for edits from today on: all, or of these meetings."""
    wanted = select(Release).where(Release.ends_on >= today, Release.cancelled_at.is_(None))
    if meeting_ids is not None:
        wanted = wanted.where(
            or_(Release.audience == OPEN_ONLINE, Release.meeting_id.in_(meeting_ids))
        )
    return [
        Ahead(
            one.kind,
            one.title,
            one.starts_on,
            one.ends_on,
            one.tz,
            one.certainty,
            one.certainty_words,
            mode=one.mode,
            audience=one.audience,
        )
        for one in db.session.scalars(wanted)
    ]


def deadlines_ahead(today: date) -> list[Ahead]:
    """Return every open deadline from today on."""
    wanted = select(Deadline).where(Deadline.due_on >= today, Deadline.closed_at.is_(None))
    return [
        Ahead(
            "deadline",
            one.title,
            one.due_on,
            one.due_on,
            one.tz,
            one.certainty,
            one.certainty_words,
            mode=one.mode,
            audience=one.audience,
            endpoint="reminders.show",
            arguments={"deadline_id": one.id},
        )
        for one in db.session.scalars(wanted)
    ]


def in_order(things: Collection[Ahead]) -> list[Ahead]:
    """Return what is coming by its first day."""
    return sorted(things, key=lambda one: (one.starts_on, one.ends_on, one.title))


def meetings_of(person_id: int) -> set[int]:
    """Return the meetings this person takes part in; of a draft, staff alone know who will."""
    known = select(Participation.meeting_id).join(Meeting, Meeting.id == Participation.meeting_id)
    own = (Participation.person_id == person_id, Participation.left_at.is_(None))
    return set(db.session.scalars(known.where(*own, Meeting.state != DRAFT)))


def own_rooms(person_id: int, meeting_id: int | None = None) -> list[OwnRoom]:
    """Return the published rooms this person is in, those they lead first.

    Of one meeting, or of the last one that has any.
    """
    if meeting_id is None:
        meeting_id = _last_meeting_with_rooms(person_id)
    rows = db.session.execute(
        select(Placement.role, BreakoutRoom, Round, MeetingDay.on_date, MeetingDay.number, Meeting)
        .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .join(Meeting, Round.meeting_id == Meeting.id)
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .where(
            Placement.person_id == person_id,
            Round.meeting_id == meeting_id,
            Round.published_at.is_not(None),
        )
        .order_by(Round.number)
    )
    rooms = [
        OwnRoom(
            meeting.short_name,
            meeting.code,
            round_.number,
            day_number,
            on_date,
            room.label,
            room.title,
            role,
        )
        for role, room, round_, on_date, day_number, meeting in rows
    ]
    return sorted(rooms, key=lambda room: not room.is_led)


def _last_meeting_with_rooms(person_id: int) -> int | None:
    return db.session.scalar(
        select(Meeting.id)
        .join(Round, Round.meeting_id == Meeting.id)
        .join(BreakoutRoom)
        .join(Placement)
        .join(Participation, Participation.meeting_id == Meeting.id)
        .where(
            Placement.person_id == person_id,
            Participation.person_id == person_id,
            Participation.left_at.is_(None),
            Round.published_at.is_not(None),
            Meeting.state != DRAFT,
        )
        .order_by(Meeting.starts_on.desc())
        .limit(1)
    )


def owed_by(person_id: int) -> list[Obligation]:
    """Return what this person still owes, the earliest deadline first."""
    rows = _obligations(person_id).where(
        Obligation.done_at.is_(None),
        Obligation.released_at.is_(None),
        Deadline.closed_at.is_(None),
    )
    return list(db.session.scalars(rows.order_by(Deadline.due_on, Deadline.id)))


def done_by(person_id: int, now: Any) -> list[Obligation]:
    """Return what this person did in the last two months, the latest first."""
    rows = _obligations(person_id).where(Obligation.done_at >= now - DONE_FOR)
    return list(db.session.scalars(rows.order_by(Obligation.done_at.desc())))


def _obligations(person_id: int) -> Any:
    return (
        select(Obligation)
        .join(Obligation.deadline)
        .join(Obligation.person)
        .options(joinedload(Obligation.deadline))
        .where(Obligation.person_id == person_id, ~HAS_LEFT, ~IS_DRAFT)
    )


def late_deadlines(today: date) -> list[LateDeadline]:
    """Return the open deadlines that have passed while somebody still owes something."""
    rows = db.session.execute(
        select(Deadline.id, Deadline.title, Deadline.due_on, func.count())
        .join(Obligation)
        .join(Person)
        .where(Deadline.due_on < today, Deadline.closed_at.is_(None), IS_OPEN, ~HAS_LEFT)
        .group_by(Deadline.id, Deadline.title, Deadline.due_on)
        .order_by(Deadline.due_on)
    )
    return [LateDeadline(*row) for row in rows]


def unreachable_people() -> int:
    """Return how many people still owe something and have no address that works."""
    reachable = select(EmailAddress.person_id).where(EmailAddress.bounced_at.is_(None))
    counted = (
        select(func.count(func.distinct(Obligation.person_id)))
        .join(Deadline)
        .join(Person, Obligation.person_id == Person.id)
        .where(
            Deadline.closed_at.is_(None),
            IS_OPEN,
            ~HAS_LEFT,
            Obligation.person_id.not_in(reachable),
        )
    )
    return db.session.scalar(counted) or 0


def unsaved_imports() -> list[Import]:
    """Return the minutes that were read and neither saved nor discarded, the newest first."""
    rows = select(Import).where(Import.state == READ).order_by(Import.id.desc())
    return list(db.session.scalars(rows))


def troubled_mail() -> dict[str, int]:
    """Return how many messages failed, came back, or may not have been delivered."""
    rows = db.session.execute(
        select(Message.state, func.count())
        .where(Message.state.in_((FAILED, BOUNCED, UNKNOWN)))
        .group_by(Message.state)
    )
    return dict(rows.all())


@dataclass(frozen=True)
class WaitingRegistrations:
    """How many registrations for a meeting wait for a decision, and how many corrections."""

    meeting: Meeting
    pending: int
    corrections: int


def waiting_registrations(today: date) -> list[WaitingRegistrations]:
    """Return the meetings that are not over and have registrations on which staff must act, the
    next one first."""
    asked = (
        select(RegistrationForm.meeting_id)
        .join(Registration, Registration.form_id == RegistrationForm.id)
        .where(RegistrationForm.meeting_id.in_(_STILL_ON), Registration.state != WITHDRAWN)
    )
    facts = {"today": today}
    pending = _counted(asked.where(Registration.state == PENDING), facts)
    corrections = _counted(asked.join(Correction).where(Correction.state == "asked"), facts)
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(pending.keys() | corrections.keys()))
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return [
        WaitingRegistrations(one, pending.get(one.id, 0), corrections.get(one.id, 0))
        for one in meetings
    ]


_STILL_ON = select(Meeting.id).where(
    Meeting.ends_on >= bindparam("today", type_=Date), Meeting.cancelled_at.is_(None)
)


def _counted(found: Any, facts: dict[str, Any]) -> dict[int, int]:
    rows = found.add_columns(func.count()).group_by(RegistrationForm.meeting_id)
    return dict(db.session.execute(rows, facts).all())


def draft_rounds() -> list[Round]:
    """Return the rounds of rooms that nobody has published yet."""
    rows = select(Round).where(Round.published_at.is_(None)).options(joinedload(Round.meeting))
    return list(db.session.scalars(rows.order_by(Round.meeting_id, Round.number)))


def questions_by_meeting() -> list[tuple[Meeting, list[OpenQuestion]]]:
    """Return the meetings whose record has open questions, the latest meeting first."""
    rows = db.session.execute(
        select(Meeting, OpenQuestion)
        .join(OpenQuestion, OpenQuestion.meeting_id == Meeting.id)
        .where(OpenQuestion.resolved_at.is_(None))
        .order_by(Meeting.starts_on.desc(), OpenQuestion.id)
    )
    found: dict[Meeting, list[OpenQuestion]] = {}
    for meeting, question in rows:
        found.setdefault(meeting, []).append(question)
    return list(found.items())
