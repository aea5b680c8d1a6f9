"""Reads of rights: what was asked and answered, what was deleted."""

from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import Consent, Person, PersonNeeds
from eventsapp.rights.models import ASKED, DataRequest, Purge


def needs_of(person_id: int) -> PersonNeeds | None:
    """Return what somebody needs to take part, or None."""
    return db.session.scalar(select(PersonNeeds).where(PersonNeeds.person_id == person_id))


def next_meeting_of(person_id: int, today: date) -> Meeting | None:
    """Return the next meeting in which somebody takes part, or None."""
    return db.session.scalar(
        select(Meeting)
        .join(Participation)
        .where(
            Participation.person_id == person_id,
            Participation.left_at.is_(None),
            Meeting.ends_on >= today,
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.starts_on, Meeting.id)
        .limit(1)
    )


def purposes_agreed_to(person_id: int) -> dict[str, list[Consent]]:
    """Return the consents that hold, by their purpose."""
    held: dict[str, list[Consent]] = {}
    wanted = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    for one in db.session.scalars(wanted.order_by(Consent.id)):
        held.setdefault(one.purpose, []).append(one)
    return held


def requests_of(person_id: int) -> list[DataRequest]:
    """Return what a person asked about their data, the latest first."""
    wanted = select(DataRequest).where(DataRequest.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(DataRequest.id.desc())))


def waiting_requests() -> list[tuple[DataRequest, Person]]:
    """Return what waits for an answer, the oldest first, with who asked."""
    wanted = (
        select(DataRequest, Person)
        .join(Person, Person.id == DataRequest.person_id)
        .where(DataRequest.state == ASKED)
        .order_by(DataRequest.asked_at, DataRequest.id)
    )
    return [(row.DataRequest, row.Person) for row in db.session.execute(wanted).unique()]


def count_waiting() -> int:
    """Return how many people wait for an answer about their data."""
    people = func.count(func.distinct(DataRequest.person_id))
    return db.session.scalar(select(people).where(DataRequest.state == ASKED)) or 0


def answered_requests(number: int) -> Pagination:
    """Return one page of what was answered, the latest first."""
    wanted = select(DataRequest).where(DataRequest.state != ASKED)
    wanted = wanted.order_by(DataRequest.decided_at.desc(), DataRequest.id.desc())
    return db.paginate(wanted, page=number, per_page=50, error_out=False)


def purges(number: int) -> Pagination:
    """Return one page of the records of deletions, the latest first."""
    wanted = select(Purge).order_by(Purge.at.desc(), Purge.id.desc())
    return db.paginate(wanted, page=number, per_page=50, error_out=False)
