"""Reads of consents."""

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import Consent, Person


def consents_of(person: Person) -> list[tuple[Consent, str | None]]:
    """Return what a person agreed to, the latest first, with the code of the meeting if for one."""
    asked = (
        select(Consent, Meeting.code)
        .outerjoin(Meeting, Meeting.id == Consent.meeting_id)
        .where(Consent.person_id == person.id)
        .order_by(Consent.id.desc())
    )
    return [(row.Consent, row.code) for row in db.session.execute(asked)]


def meetings_of(person: Person) -> list[Meeting]:
    """Return the meetings of a person, the latest first."""
    part = select(Participation.meeting_id).where(Participation.person_id == person.id)
    asked = select(Meeting).where(Meeting.id.in_(part))
    return list(db.session.scalars(asked.order_by(Meeting.starts_on.desc(), Meeting.id)))
