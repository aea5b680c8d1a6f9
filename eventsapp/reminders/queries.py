"""Reads of deadlines: who still owes something, whom to remind, what is planned."""

from datetime import date, datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Row, and_, bindparam, case, column, func, or_, select, table
from sqlalchemy.orm import contains_eager

from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.people.models import EmailAddress, Person
from eventsapp.people.reaching import said_left, said_no_address
from eventsapp.reminders.models import Deadline, Obligation, Reminder
from eventsapp.reminders.planning import (
    PlannedReminder,
    Reader,
    Round,
    known_zone,
    latest_day,
    next_moment,
)
from eventsapp.walltime import moment_at

# Two columns of tables above, read without importing their packages.
MEETING = table("meeting", column("id"), column("cancelled_at"), column("state"))
PARTICIPATION = table("participation", column("meeting_id"), column("person_id"), column("left_at"))
IS_OPEN = and_(Obligation.done_at.is_(None), Obligation.released_at.is_(None))
IS_OFF = (
    select(MEETING.c.id)
    .where(MEETING.c.id == Deadline.meeting_id, MEETING.c.cancelled_at.is_not(None))
    .correlate(Deadline)
    .exists()
)
# Of a draft only staff know, so nobody else is told what will be due for it.
IS_DRAFT = (
    select(MEETING.c.id)
    .where(MEETING.c.id == Deadline.meeting_id, MEETING.c.state == "draft")
    .correlate(Deadline)
    .exists()
)
HAS_LEFT = or_(
    Person.left_at.is_not(None),
    select(PARTICIPATION.c.person_id)
    .where(
        PARTICIPATION.c.meeting_id == Deadline.meeting_id,
        PARTICIPATION.c.person_id == Person.id,
        PARTICIPATION.c.left_at.is_not(None),
    )
    .correlate(Deadline, Person)
    .exists(),
)
HAS_ADDRESS = (
    select(EmailAddress.id)
    .where(EmailAddress.person_id == Person.id, EmailAddress.bounced_at.is_(None))
    .correlate(Person)
    .exists()
)
ROWS_PER_PAGE = 100
IS_PLANNED = and_(Reminder.finished_at.is_(None), Reminder.skipped_at.is_(None))


def open_obligations(deadline: Deadline) -> list[Obligation]:
    """Return what is still owed by this deadline, in the order in which it came to be owed."""
    rows = (
        select(Obligation)
        .join(Person)
        .join(Deadline)
        .where(Obligation.deadline_id == deadline.id, IS_OPEN, ~HAS_LEFT)
        .order_by(Obligation.id)
    )
    return list(db.session.scalars(rows))


def obligation_of(deadline: Deadline, person_id: int) -> Obligation | None:
    """Return what this person owes by this deadline, done or not, or None."""
    return db.session.scalar(
        select(Obligation).where(
            Obligation.deadline_id == deadline.id, Obligation.person_id == person_id
        )
    )


def deadlines_by_day() -> list[Deadline]:
    """Return all deadlines, the earliest first."""
    return list(db.session.scalars(select(Deadline).order_by(Deadline.due_on, Deadline.id)))


def obligations_of_person(person_id: int) -> list[Obligation]:
    """Return what this person owes or has done, with its deadlines, the earliest first."""
    rows = (
        select(Obligation)
        .join(Deadline)
        .join(Person)
        .where(Obligation.person_id == person_id, Obligation.released_at.is_(None), ~HAS_LEFT)
        .where(~IS_DRAFT)
        .options(contains_eager(Obligation.deadline))
        .order_by(Deadline.due_on, Deadline.id)
    )
    return list(db.session.scalars(rows))


def counts_by_deadline(deadline_id: int | None = None) -> dict[int, tuple[int, int]]:
    """Return for each deadline how many owe it in all, and how many of them still do."""
    rows = (
        select(
            Obligation.deadline_id,
            func.count(),
            func.sum(case((and_(IS_OPEN, ~HAS_LEFT), 1), else_=0)),
        )
        .join(Person, Person.id == Obligation.person_id)
        .join(Deadline, Deadline.id == Obligation.deadline_id)
        .where(Obligation.released_at.is_(None))
        .group_by(Obligation.deadline_id)
    )
    if deadline_id is not None:
        rows = rows.where(Obligation.deadline_id == deadline_id)
    return {number: (total, still) for number, total, still in db.session.execute(rows)}


def obligations_page(deadline_id: int, page: int) -> Pagination:
    """Return one page of who owes this, by name; a hundred people a page."""
    rows = (
        select(Obligation)
        .join(Person)
        .where(Obligation.deadline_id == deadline_id)
        .options(contains_eager(Obligation.person))
        .order_by(Person.printed_name, Obligation.id)
    )
    return db.paginate(rows, page=page, per_page=ROWS_PER_PAGE, error_out=False)


def people_who_left(deadline_id: int) -> set[int]:
    """Return who of those who owe this have left the registry or the meeting."""
    rows = (
        select(Person.id)
        .join(Obligation, Obligation.person_id == Person.id)
        .join(Deadline, Deadline.id == Obligation.deadline_id)
        .where(Obligation.deadline_id == deadline_id, HAS_LEFT)
    )
    return set(db.session.scalars(rows))


def unreachable_count(deadline_id: int) -> int:
    """Return how many still owe this and have no address that works."""
    rows = (
        select(func.count())
        .select_from(Obligation)
        .join(Person, Person.id == Obligation.person_id)
        .join(Deadline, Deadline.id == Obligation.deadline_id)
        .where(Obligation.deadline_id == deadline_id, IS_OPEN, ~HAS_LEFT, ~HAS_ADDRESS)
    )
    return db.session.scalar(rows) or 0


def message_counts(reminder_ids: list[int]) -> dict[int, dict[str, int]]:
    """Return for each reminder how many mails there are in each state."""
    keys = {number: Message.dedupe_key.like(f"reminder:{number}:%") for number in reminder_ids}
    if not keys:
        return {}
    which = case(*((is_its, number) for number, is_its in keys.items()))
    rows = (
        select(which.label("number"), Message.state, func.count().label("mails"))
        .where(Message.kind == "reminder", or_(*keys.values()))
        .group_by("number", Message.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for row in db.session.execute(rows):
        counts.setdefault(row.number, {})[row.state] = row.mails
    return counts


def readers(deadline_id: int) -> list[Reader]:
    """Return who still owes something by this deadline and has not left, in two queries."""
    rows = (
        select(
            Obligation.id.label("obligation_id"),
            Person.id.label("person_id"),
            Person.printed_name,
            Person.tz,
            Person.languages,
            Obligation.owed_at,
            Obligation.reminded_on,
        )
        .join(Person, Person.id == Obligation.person_id)
        .join(Deadline, Deadline.id == Obligation.deadline_id)
        .where(Obligation.deadline_id == deadline_id, IS_OPEN, ~HAS_LEFT)
        .order_by(Obligation.id)
    )
    addresses = _addresses(deadline_id)
    return [
        Reader(
            obligation_id=row.obligation_id,
            person_id=row.person_id,
            name=row.printed_name,
            tz=known_zone(row.tz),
            languages=tuple(row.languages or ()),
            address=addresses.get(row.person_id),
            owed_at=row.owed_at,
            reminded_on=row.reminded_on,
        )
        for row in db.session.execute(rows)
    ]


def _addresses(deadline_id: int) -> dict[int, str]:
    """Return the address at which each person who owes this is written to."""
    rows = (
        select(EmailAddress.person_id, EmailAddress.address)
        .join(Obligation, Obligation.person_id == EmailAddress.person_id)
        .where(Obligation.deadline_id == deadline_id, EmailAddress.bounced_at.is_(None))
        # The preferred one last, so that it wins.
        .order_by(EmailAddress.is_preferred, EmailAddress.id.desc())
    )
    return {row.person_id: row.address for row in db.session.execute(rows)}


def due_reminders(now: datetime) -> list[int]:
    """Return the deadlines of which a reminder may be due for somebody, anywhere on Earth."""
    rows = (
        select(Deadline.id)
        .join(Reminder)
        .where(IS_PLANNED, Deadline.closed_at.is_(None), Reminder.remind_on <= latest_day(now))
        .where(~IS_OFF, ~IS_DRAFT)
        .distinct()
        .order_by(Deadline.id)
    )
    return list(db.session.scalars(rows))


def planned_rounds(deadline: Deadline) -> list[Round]:
    """Return the reminders of a deadline that are still to go out."""
    return [
        as_round(reminder)
        for reminder in deadline.reminders
        if reminder.finished_at is None and reminder.skipped_at is None
    ]


def as_round(reminder: Reminder) -> Round:
    """Return a reminder as `planning` speaks of it."""
    return Round(reminder.id, reminder.remind_on, reminder.remind_at_time, reminder.planned_at)


def planned_reminders(now: datetime, deadline_id: int | None = None) -> list[PlannedReminder]:
    """Return every reminder that is still to reach somebody, the first to leave first."""
    by_reminder: dict[int, list[Row[Any]]] = {}
    rows = _still_to_reach()
    if deadline_id is not None:
        rows = rows.where(Deadline.id == deadline_id)
    for row in db.session.execute(rows):
        tz = known_zone(row.person_tz) or row.tz
        if moment_at(row.remind_on, row.remind_at_time, tz) > now:
            by_reminder.setdefault(row.reminder_id, []).append(row)
    planned = [_planned(rows) for rows in by_reminder.values()]
    return sorted(planned, key=lambda one: (one.at, one.reminder_id))


def _still_to_reach() -> Any:
    """Group whom each planned reminder will reach by zone, and by whether they have an address."""
    columns = (
        Reminder.id.label("reminder_id"),
        Reminder.days_before,
        Reminder.remind_on,
        Reminder.remind_at_time,
        Deadline.id.label("deadline_id"),
        Deadline.title,
        Deadline.tz,
        Person.tz.label("person_tz"),
        HAS_ADDRESS.label("has_address"),
    )
    return (
        select(*columns, func.count().label("people"))
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Obligation, Obligation.deadline_id == Deadline.id)
        .join(Person, Person.id == Obligation.person_id)
        .where(IS_PLANNED, IS_OPEN, Deadline.closed_at.is_(None), ~IS_OFF, ~IS_DRAFT, ~HAS_LEFT)
        .where(or_(Obligation.reminded_on.is_(None), Obligation.reminded_on < Reminder.remind_on))
        .group_by(*columns)
    )


def _planned(rows: list[Row[Any]]) -> PlannedReminder:
    zones = {known_zone(row.person_tz) or row.tz for row in rows if row.has_address}
    everywhere = zones or {rows[0].tz}
    moments = {tz: moment_at(rows[0].remind_on, rows[0].remind_at_time, tz) for tz in everywhere}
    first_tz = min(moments, key=lambda tz: (moments[tz], tz))
    return PlannedReminder(
        reminder_id=rows[0].reminder_id,
        deadline_id=rows[0].deadline_id,
        title=rows[0].title,
        days_before=rows[0].days_before,
        at=moments[first_tz],
        first_tz=first_tz,
        recipients=sum(row.people for row in rows if row.has_address),
        zones=len(zones),
        unreachable=sum(row.people for row in rows if not row.has_address),
    )


def next_due_after(moment: datetime) -> datetime | None:
    """Return the next moment after `moment` at which somebody is to be reminded, or None."""
    tz = func.coalesce(Person.tz, Deadline.tz)
    rows = (
        select(Reminder.remind_on, Reminder.remind_at_time, tz, Deadline.tz)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Obligation, Obligation.deadline_id == Deadline.id)
        .join(Person, Person.id == Obligation.person_id)
        .where(IS_PLANNED, IS_OPEN, Deadline.closed_at.is_(None), ~IS_OFF, ~IS_DRAFT)
        .distinct()
    )
    return next_moment(
        (
            (day, at_time, known_zone(tz) or deadline_tz)
            for day, at_time, tz, deadline_tz in db.session.execute(rows)
        ),
        moment,
    )


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a reminder must not go out any more at `now`, or None while it is wanted.

    Asked when a worker takes the message and is about to send it.
    """
    obligation_id, reminder_id, remind_on = _parts(message)
    facts = {
        "obligation_id": obligation_id,
        "reminder_id": reminder_id,
        "address": message.recipient,
    }
    row = db.session.connection().execute(_STANDING, facts).one_or_none()
    return "It is not owed any more." if row is None else _why_not(row, message, remind_on, now)


# Put together once: a worker asks this for each of thousands of messages.
_STANDING = (
    select(
        Obligation.done_at,
        Obligation.released_at,
        Person.printed_name,
        HAS_LEFT.label("has_left"),
        IS_OFF.label("is_off"),
        IS_DRAFT.label("is_draft"),
        Deadline.due_on,
        Deadline.due_at,
        Deadline.closed_at,
        Deadline.closed_reason,
        Reminder.days_before,
        Reminder.skipped_at,
        select(EmailAddress.id)
        .where(
            EmailAddress.person_id == Person.id,
            EmailAddress.address == bindparam("address"),
            EmailAddress.bounced_at.is_(None),
        )
        .correlate(Person)
        .exists()
        .label("has_this_address"),
    )
    .join(Person, Person.id == Obligation.person_id)
    .join(Deadline, Deadline.id == Obligation.deadline_id)
    .outerjoin(
        Reminder,
        and_(Reminder.deadline_id == Deadline.id, Reminder.id == bindparam("reminder_id")),
    )
    .where(Obligation.id == bindparam("obligation_id"))
)


def _why_not(row: Any, message: Message, remind_on: date, now: datetime) -> str | None:
    name = row.printed_name
    is_moved = row.days_before is None or (row.due_on - remind_on).days != row.days_before
    reasons = (
        (row.done_at is not None, f"{name} has done it."),
        (row.released_at is not None, f"{name} does not owe it any more."),
        (row.has_left, said_left(name)),
        (row.is_off, "The meeting was cancelled."),
        (row.is_draft, "The meeting is a draft that only staff see."),
        (row.closed_at is not None, row.closed_reason or "The deadline was closed."),
        (is_moved, f"The deadline was moved to {row.due_on:%-d %B %Y}."),
        (row.due_at <= now, f"It was due on {row.due_on:%-d %B %Y}; that has passed."),
        (row.skipped_at is not None, "This reminder was skipped by the secretariat."),
        (not row.has_this_address, said_no_address(name, message.recipient)),
    )
    return next((reason for holds, reason in reasons if holds), None)


def reminder_key(reminder_id: int, person_id: int, remind_on: date) -> str:
    """Return the dedupe key: one reminder reaches one person once."""
    return f"reminder:{reminder_id}:person:{person_id}:{remind_on.isoformat()}"


def _parts(message: Message) -> tuple[int, int, date]:
    """Return obligation, reminder and day of a reminder's message."""
    obligation_id = int((message.refers_to or "").partition(":")[2])
    _word, reminder_id, _word, _person, remind_on = message.dedupe_key.split(":")
    return obligation_id, int(reminder_id), date.fromisoformat(remind_on)
