"""Reads of the registry: who fits a search, and all that is known of a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import EmailAddress, Organization, Person, Spelling
from eventsapp.people.queries import found_by
from eventsapp.reminders.models import Deadline, Obligation

T = TypeVar("T")
PEOPLE_PER_PAGE = 100


@dataclass(frozen=True)
class PersonLine:
    """One person as a list shows them; `seats` are roles by meeting: ("EGM 2", "member")."""

    id: int
    name: str
    also_written: tuple[str, ...]
    organization: str | None
    address: str | None
    tz: str | None
    is_invented: bool
    seats: tuple[tuple[str, str], ...]


def people_found(
    typed: str, *, role: str = "", meeting_code: str = "", page: int = 1
) -> Pagination:
    """Return a page of the ids of the people who fit a search and filters, by name.

    Empty filters let everybody pass.
    """
    found = select(Person.id).where(*found_by(typed))
    if role:
        seats = select(Placement.person_id).where(Placement.role == role)
        if meeting_code:
            seats = seats.join(BreakoutRoom).join(Round).join(Meeting)
            seats = seats.where(Meeting.code == meeting_code)
        found = found.where(Person.id.in_(seats))
    if meeting_code:
        part = select(Participation.person_id).join(Meeting).where(Meeting.code == meeting_code)
        found = found.where(Person.id.in_(part))
    found = found.order_by(Person.folded, Person.id)
    return db.paginate(found, page=page, per_page=PEOPLE_PER_PAGE, error_out=False)


def person_lines(ids: Sequence[int]) -> list[PersonLine]:
    """Return people as lists show them, in the order of their ids, in four queries."""
    asked = (
        select(
            Person.id,
            Person.printed_name,
            Organization.name.label("organization"),
            Person.tz,
            Person.is_invented,
        )
        .outerjoin(Organization, Organization.id == Person.organization_id)
        .where(Person.id.in_(ids))
    )
    rows = {row.id: row for row in db.session.execute(asked)}
    spellings, addresses, seats = _spellings(ids), _addresses(ids), _seats(ids)
    return [
        PersonLine(
            id=row.id,
            name=row.printed_name,
            also_written=tuple(s for s in spellings.get(row.id, []) if s != row.printed_name),
            organization=row.organization,
            address=next(iter(addresses.get(row.id, [])), None),
            tz=row.tz,
            is_invented=row.is_invented,
            seats=tuple(dict.fromkeys(seats.get(row.id, []))),
        )
        for row in (rows[person_id] for person_id in ids)
    ]


def _spellings(ids: Sequence[int]) -> dict[int, list[str]]:
    asked = select(Spelling.person_id, Spelling.text).where(Spelling.person_id.in_(ids))
    return _grouped(
        (one.person_id, one.text) for one in db.session.execute(asked.order_by(Spelling.id))
    )


def _addresses(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the addresses that mail still reaches, the preferred one first."""
    asked = (
        select(EmailAddress.person_id, EmailAddress.address)
        .where(EmailAddress.person_id.in_(ids), EmailAddress.bounced_at.is_(None))
        .order_by(EmailAddress.is_preferred.desc(), EmailAddress.id)
    )
    return _grouped((one.person_id, one.address) for one in db.session.execute(asked))


def _seats(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    asked = (
        select(Placement.person_id, Placement.role, Meeting.series, Meeting.number, Meeting.title)
        .join(BreakoutRoom, BreakoutRoom.id == Placement.room_id)
        .join(Round, Round.id == BreakoutRoom.round_id)
        .join(Meeting, Meeting.id == Round.meeting_id)
        .where(Placement.person_id.in_(ids))
        .order_by(Meeting.starts_on.desc(), Round.number, BreakoutRoom.position)
    )
    return _grouped(
        (
            one.person_id,
            (one.title if one.number is None else f"{one.series} {one.number}", one.role),
        )
        for one in db.session.execute(asked)
    )


def meetings_by_day() -> list[Meeting]:
    """Return all meetings, the latest first."""
    return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_on.desc(), Meeting.id)))


def placements_of(person: Person) -> list[Placement]:
    """Return where a person sits or sat, the latest meeting first, with rooms and meetings."""
    loaded = joinedload(Placement.room).joinedload(BreakoutRoom.round).joinedload(Round.meeting)
    return list(
        db.session.scalars(
            select(Placement)
            .join(Placement.room)
            .join(BreakoutRoom.round)
            .join(Round.meeting)
            .options(loaded)
            .where(Placement.person_id == person.id)
            .order_by(Meeting.starts_on.desc(), Round.number, BreakoutRoom.position)
        )
    )


def participations_of(person: Person) -> list[Participation]:
    """Return the meetings a person takes or took part in, the latest first."""
    return list(
        db.session.scalars(
            select(Participation)
            .join(Participation.meeting)
            .options(joinedload(Participation.meeting))
            .where(Participation.person_id == person.id)
            .order_by(Meeting.starts_on.desc(), Meeting.id)
        )
    )


def obligations_of(person: Person) -> list[Obligation]:
    """Return what a person owes or owed, by the day it was due."""
    return list(
        db.session.scalars(
            select(Obligation)
            .join(Obligation.deadline)
            .options(joinedload(Obligation.deadline))
            .where(Obligation.person_id == person.id)
            .order_by(Deadline.due_on, Obligation.id)
        )
    )


def account_of(person: Person) -> User | None:
    """Return the account by which a person signs in, or None."""
    return db.session.scalar(select(User).where(User.person_id == person.id))


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
