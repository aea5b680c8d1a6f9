"""Reads of nominations."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import User
from eventsapp.consultations.queries import LastSave
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.meetings.models import Process
from eventsapp.people.models import Nomination, Person
from eventsapp.people.queries import found_by

MOST_FOUND = 20
NOMINATED, WITHDREW = "nominated", "withdrew a nomination"


@dataclass(frozen=True)
class OfCountry:
    """What one country has named for one process; `counted` are those that were not withdrawn,
    `too_many` is how many of them are above the cap."""

    country: str
    nominations: list[Nomination]
    counted: int
    too_many: int


def processes() -> list[Process]:
    """Return all processes, by code."""
    return list(db.session.scalars(select(Process).order_by(Process.code)))


def nominations_for(process: Process) -> list[Nomination]:
    """Return all nominations for a process with their people, in the order of lists."""
    asked = (
        select(Nomination)
        .join(Nomination.person)
        .options(joinedload(Nomination.person))
        .where(Nomination.process_id == process.id)
        .order_by(Person.sort_key, Person.id)
    )
    return list(db.session.scalars(asked).unique())


def by_country(process: Process, order: list[str]) -> list[OfCountry]:
    """Return the nominations of a process by country, in this order of their codes.

    Withdrawn ones are shown, but do not count.
    """
    found: dict[str, list[Nomination]] = defaultdict(list)
    for one in nominations_for(process):
        found[one.country].append(one)
    places = {code: place for place, code in enumerate(order)}
    codes = sorted(found, key=lambda code: (places.get(code, len(places)), code))
    return [_of_country(process, code, found[code]) for code in codes]


def _of_country(process: Process, country: str, nominations: list[Nomination]) -> OfCountry:
    counted = sum(one.withdrawn_at is None for one in nominations)
    most = process.most_per_country
    return OfCountry(country, nominations, counted, max(counted - most, 0) if most else 0)


def nomination_of(process: Process, person: Person) -> Nomination | None:
    """Return the nomination of a person for a process, withdrawn or not."""
    asked = select(Nomination).where(
        Nomination.process_id == process.id, Nomination.person_id == person.id
    )
    return db.session.scalar(asked)


def last_change(person: Person) -> LastSave | None:
    """Return who last changed a nomination of a person, and when."""
    asked = (
        select(Entry.at, Person.printed_name)
        .outerjoin(User, User.id == Entry.user_id)
        .outerjoin(Person, Person.id == User.person_id)
        .where(Entry.subject_table == "person", Entry.subject_id == person.id)
        .where(Entry.verb.in_((NOMINATED, WITHDREW)))
        .order_by(Entry.id.desc())
    )
    found = db.session.execute(asked.limit(1)).first()
    return LastSave(found.at, found.printed_name) if found else None


def people_to_nominate(typed: str) -> list[Person]:
    """Return the first people who fit a search, in the order of lists; nobody for nothing."""
    conditions = found_by(typed)
    if not conditions:
        return []
    found = select(Person).where(*conditions).order_by(Person.sort_key, Person.id)
    return list(db.session.scalars(found.limit(MOST_FOUND)).unique())
