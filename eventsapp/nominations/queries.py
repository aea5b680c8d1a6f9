"""Reads of nominations."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.meetings.models import Process
from eventsapp.people.models import Nomination, Person
from eventsapp.people.queries import found_by

MOST_FOUND = 20


@dataclass(frozen=True)
class OfCountry:
    """What one country has named for one process; `too_many` is how many are above the cap."""

    country: str
    nominations: list[Nomination]
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
    return [OfCountry(code, found[code], too_many(process, found[code])) for code in codes]


def too_many(process: Process, nominations: list[Nomination]) -> int:
    """Return how many of one country's nominations are above the cap of the process."""
    if process.most_per_country is None:
        return 0
    counted = sum(one.withdrawn_at is None for one in nominations)
    return max(counted - process.most_per_country, 0)


def nomination_of(process: Process, person: Person) -> Nomination | None:
    """Return the nomination of a person for a process, withdrawn or not."""
    asked = select(Nomination).where(
        Nomination.process_id == process.id, Nomination.person_id == person.id
    )
    return db.session.scalar(asked)


def people_to_nominate(typed: str) -> list[Person]:
    """Return the first people who fit a search, in the order of lists; nobody for nothing."""
    conditions = found_by(typed)
    if not conditions:
        return []
    found = select(Person).where(*conditions).order_by(Person.sort_key, Person.id)
    return list(db.session.scalars(found.limit(MOST_FOUND)).unique())
