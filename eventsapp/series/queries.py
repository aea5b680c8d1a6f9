"""Reads of repeated consultations: whom a change concerns, and whether a mail is still wanted."""

from datetime import datetime

from sqlalchemy import Select, or_, select

from eventsapp.consultations.models import ASKED, Consultation, Hearing
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.mail.models import Message
from eventsapp.people.models import Person
from eventsapp.people.queries import why_not_reached
from eventsapp.sessions.dates import Occurrence
from eventsapp.sessions.models import SessionDate
from eventsapp.sessions.queries import SHOWN_AHEAD, people_of_meeting, plan_of


def people_concerned(consultation: Consultation) -> list[Person]:
    """Return the people who are told when a date of a consultation changes, by name.

    Those of its meeting whom it concerns and those who were asked to be heard, with an address.
    Of what only staff know, nobody is told.
    """
    if not consultation.is_known:
        return []
    found = db.session.scalars(_concerned(consultation).order_by(Person.sort_key, Person.id))
    return [person for person in found if person.email is not None]


def _concerned(consultation: Consultation) -> Select[Person]:
    heard = select(Hearing.person_id).where(
        Hearing.consultation_id == consultation.id,
        Hearing.person_id.is_not(None),
        Hearing.route == ASKED,
        Hearing.withdrawn_at.is_(None),
    )
    is_concerned = or_(Person.id.in_(people_of_meeting(consultation)), Person.id.in_(heard))
    return select(Person).where(is_concerned, Person.left_at.is_(None))


def dates_to_come(consultation: Consultation, now: datetime) -> list[Occurrence]:
    """Return the dates of a series that are not over; of one without end, those of a year."""
    if consultation.rrule is None or consultation.starts_on is None:
        return []
    plan, today = plan_of(consultation), in_zone(now, consultation.tz).date()
    until = plan.ends_on or max(today, consultation.starts_on) + SHOWN_AHEAD
    return [one for one in plan.dates(consultation.tz, until) if one.on_date >= today]


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about a series must not go out any more, or None.

    `refers_to` is `session-date:<number>:<sequence>` or `series:<number>:<sequence>`: what was
    changed again is told by a later mail.
    """
    name, number, sequence = (message.refers_to or "::").split(":")
    single = db.session.get(SessionDate, int(number)) if name == "session-date" else None
    key = single.consultation_id if single else int(number)
    consultation = db.session.get(Consultation, key)
    if consultation is None or (name == "session-date" and single is None):
        return "The consultation is not there any more."
    if consultation.cancelled_at is not None:
        return f"“{consultation.title}” is cancelled."
    if (single or consultation).sequence != int(sequence):
        return "It was changed again since; a later mail tells how it stands."
    return _why_not_to(consultation, message)


def _why_not_to(consultation: Consultation, message: Message) -> str | None:
    """Return why this person is not told any more, or None."""
    concerned = _concerned(consultation).where(Person.id == message.person_id)
    person = db.session.scalar(concerned)
    if person is None:
        return "It does not concern this person any more."
    return why_not_reached(person, message.recipient)
