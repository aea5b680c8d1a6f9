"""Reads of the state of a meeting: whom a change reaches, and what was done last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select, union

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.invitations.models import Invitation
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.registrations.models import Registration, RegistrationForm
from eventsapp.reminders.models import Deadline, Obligation, Reminder
from eventsapp.reminders.queries import HAS_LEFT, IS_OPEN

STATE_SET = "state set"


@dataclass(frozen=True)
class Planned:
    """The reminders that are still to go out: how many, of how many deadlines, from which day."""

    reminders: int
    deadlines: int
    first_on: date | None


def reminders_to_come(meeting: Meeting, now: datetime) -> Planned:
    """Return the reminders that go out for this meeting while people may hear of it."""
    row = db.session.execute(
        select(
            func.count(func.distinct(Reminder.id)),
            func.count(func.distinct(Deadline.id)),
            func.min(Reminder.remind_on),
        )
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Obligation, Obligation.deadline_id == Deadline.id)
        .join(Obligation.person)
        .where(
            Deadline.meeting_id == meeting.id,
            Deadline.closed_at.is_(None),
            Deadline.due_at > now,
            Reminder.finished_at.is_(None),
            Reminder.skipped_at.is_(None),
            IS_OPEN,
            ~HAS_LEFT,
        )
    ).one()
    return Planned(*row)


def people_told(meeting: Meeting) -> int:
    """Return how many people were invited to a meeting or registered for it."""
    held = and_(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    invited = select(Participation.person_id).join(Invitation).where(held)
    theirs = (
        select(Registration.person_id)
        .join(RegistrationForm)
        .where(RegistrationForm.meeting_id == meeting.id)
    )
    # Whoever was invited and registered is one person; who is not known yet is counted apart.
    known = union(invited, theirs.where(Registration.person_id.is_not(None))).subquery()
    unknown = theirs.where(Registration.person_id.is_(None)).subquery()
    counts = (select(func.count()).select_from(one) for one in (known, unknown))
    return sum(db.session.scalar(one) or 0 for one in counts)


def last_change(meeting: Meeting) -> Entry | None:
    """Return the last change of the state of a meeting that was not taken back."""
    return db.session.scalar(
        select(Entry)
        .where(
            Entry.subject_table == Meeting.__tablename__,
            Entry.subject_id == meeting.id,
            Entry.verb.in_((STATE_SET, "state taken back")),
        )
        .order_by(Entry.id.desc())
        .limit(1)
    )
