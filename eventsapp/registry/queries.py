"""Reads of the registry: who passes the filters, and all that is known of a person."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.meetings.models import MEETING_ROLES, Meeting, Participation
from eventsapp.numbers import row_number
from eventsapp.people.countries import REGION_SYSTEMS, countries, region_of
from eventsapp.people.models import (
    LANGUAGE,
    THEME,
    EmailAddress,
    Nomination,
    Organization,
    Person,
    PersonTag,
    Spelling,
)
from eventsapp.people.names import fold_name
from eventsapp.people.queries import found_by, starts_with
from eventsapp.registry.columns import PLAIN_COLUMNS
from eventsapp.registry.filters import (
    BOUNCED,
    BY_GIVEN_NAME,
    M49,
    NEWEST,
    NOT_STATED,
    REACHABLE,
    UNREACHABLE,
    Filters,
    Page,
)
from eventsapp.reminders.models import Deadline, Obligation

T = TypeVar("T")
PEOPLE_PER_PAGE = 100
CHUNK = 1_000


def people_found(filters: Filters, page: int = 1, per_page: int = PEOPLE_PER_PAGE) -> Page:
    """Return one page of the ids of the people who pass the filters, in the order asked for.

    The database looks for them once and counts what it found; where it need not look far to count,
    and finds many, it turns pages by the index of their order instead.
    """
    conditions, order = _conditions(filters), _order(filters, Person)
    page = min(max(page, 1), MOST_PAGES)
    if set(filters.on) <= EASILY_COUNTED and filters.reach in ("", REACHABLE):
        total = _counted(filters, conditions)
        if total > MANY or not filters.on:
            ids = select(Person.id).where(*conditions).order_by(*order)
            ids = ids.limit(per_page).offset((page - 1) * per_page)
            some = list(db.session.scalars(ids))
            return Page(items=some, total=total, number=page, per_page=per_page)
    found = select(Person.id, Person.sort_key, Person.given_key).where(*conditions).cte("found")
    count = select(func.count()).select_from(found).scalar_subquery()
    asked = select(found.c.id, count.label("total")).order_by(*_order(filters, found.c))
    rows = db.session.execute(asked.limit(per_page).offset((page - 1) * per_page)).all()
    total = rows[0].total if rows else (_counted(filters, conditions) if page > 1 else 0)
    some = [row.id for row in rows]
    return Page(items=some, total=total, number=page, per_page=per_page)


def people_to_export(filters: Filters) -> list[int]:
    """Return the ids of everybody who passes the filters, in the order asked for."""
    found = select(Person.id).where(*_conditions(filters)).order_by(*_order(filters, Person))
    return list(db.session.scalars(found))


# No list is longer; a number beyond stands for the last page.
MOST_PAGES = 100_000
# Filters that ask for one value of each person.
EASILY_COUNTED = {"country", "gender", "category", "region", "reach"}
# Fewer people than these are sorted faster than the index of their order is walked through.
MANY = 5_000


def _counted(filters: Filters, conditions: Sequence[ColumnElement[bool]]) -> int:
    if filters.on == {"reach": REACHABLE}:
        # Every address belongs to somebody: nobody needs to be looked at.
        counted = select(func.count(EmailAddress.person_id.distinct()))
        return db.session.scalar(counted.where(EmailAddress.bounced_at.is_(None))) or 0
    found = select(Person.id).where(*conditions).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def _order(filters: Filters, people: Any) -> list[Any]:
    if filters.order == NEWEST:
        return [people.id.desc()]
    key = people.given_key if filters.order == BY_GIVEN_NAME else people.sort_key
    return [key, people.id]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    named = [_CONDITIONS[name](value) for name, value in filters.on.items() if name in _CONDITIONS]
    if filters.role or filters.meeting:
        named.append(Person.id.in_(_taking_part(filters.meeting, filters.role)))
    return found_by(filters.q) + named


def _is(column: InstrumentedAttribute[str | None]) -> Callable[[str], ColumnElement[bool]]:
    return lambda value: column.is_(None) if value == NOT_STATED else column == value


def _in_region(value: str) -> ColumnElement[bool]:
    system, _, region = value.partition(":")
    if system not in REGION_SYSTEMS:
        return false()
    inside = [code for code in countries() if region in _regions_of(code, system)]
    return Person.country.in_(inside)


def _regions_of(code: str, system: str) -> set[str | None]:
    """Return the regions a country stands in: M49 has parts of its regions too."""
    parts = {countries()[code].m49_subregion} if system == M49 else set()
    return {region_of(code, system), *parts}


def _has_tag(kind: str, value: str) -> ColumnElement[bool]:
    tagged = select(PersonTag.person_id).where(PersonTag.kind == kind)
    folded = fold_name(value)
    fits = starts_with(PersonTag.tag, folded) if kind == THEME else PersonTag.tag == folded
    return Person.id.in_(tagged.where(fits))


def _of_organization(value: str) -> ColumnElement[bool]:
    return Person.organization_id == row_number(value)


def _reached(value: str) -> ColumnElement[bool]:
    good = select(EmailAddress.person_id).where(EmailAddress.bounced_at.is_(None))
    came_back = select(EmailAddress.person_id).where(EmailAddress.bounced_at.is_not(None))
    reached = good.where(EmailAddress.person_id == Person.id).exists()
    conditions = {
        REACHABLE: reached,
        UNREACHABLE: ~reached,
        BOUNCED: Person.id.in_(came_back),
    }
    if value == UNREACHABLE and db.engine.dialect.name == "sqlite":
        # It looks everybody up, where PostgreSQL lays two lists side by side. So ask for the lists.
        return Person.id.in_(select(Person.id).except_(good).order_by(literal_column("1")))
    return conditions.get(value, false())


_CONDITIONS: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "country": _is(Person.country),
    "gender": _is(Person.gender),
    "category": _is(Person.category),
    "region": _in_region,
    "language": lambda value: _has_tag(LANGUAGE, value),
    "theme": lambda value: _has_tag(THEME, value),
    "organization": _of_organization,
    "reach": _reached,
}


def _taking_part(meeting_code: str, role: str) -> Select[int]:
    """Return who takes part in a meeting, or in any, in this role in a room or in the meeting."""
    if not role or role in MEETING_ROLES:
        part = select(Participation.person_id)
        if role:
            part = part.where(Participation.role == role)
        if meeting_code:
            part = part.join(Meeting).where(Meeting.code == meeting_code)
        return part
    seats = select(Placement.person_id).where(Placement.role == role)
    if meeting_code:
        seats = seats.join(BreakoutRoom).join(Round).join(Meeting)
        seats = seats.where(Meeting.code == meeting_code)
    return seats


@dataclass(frozen=True)
class PersonLine:
    """One person as a list shows them; `seats` are roles by meeting: ("EGM 2", "member")."""

    id: int
    name: str
    also_written: tuple[str, ...]
    organization: str | None
    function: str | None
    country: str | None
    country_as_stated: str | None
    category: str | None
    address: str | None
    is_invented: bool
    seats: tuple[tuple[str, str], ...]


def person_lines(ids: Sequence[int]) -> list[PersonLine]:
    """Return people as lists show them, in the order of their ids, in four queries."""
    asked = (
        select(
            Person.id,
            Person.printed_name,
            Organization.name.label("organization"),
            Person.function,
            Person.country,
            Person.country_as_stated,
            Person.category,
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
            function=row.function,
            country=row.country,
            country_as_stated=row.country_as_stated,
            category=row.category,
            address=next(iter(addresses.get(row.id, [])), None),
            is_invented=row.is_invented,
            seats=tuple(dict.fromkeys(seats.get(row.id, []))),
        )
        for row in (rows[person_id] for person_id in ids if person_id in rows)
    ]


def exported_lines(ids: Sequence[int], names: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield what is known of each of these people, in their order, a thousand at a time.

    Of the columns of `columns.COLUMNS` those of `names` are read, and no others.
    """
    columns = [getattr(Person, name) for name in PLAIN_COLUMNS if name in names]
    asked = select(Person.id, Organization.name.label("organization"), *columns)
    asked = asked.outerjoin(Organization, Organization.id == Person.organization_id)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        rows = {
            row.id: row._mapping for row in db.session.execute(asked.where(Person.id.in_(some)))
        }
        addresses = _addresses(some) if {"email", "other_addresses"} & set(names) else {}
        meetings = _seats(some) if "seats" in names else {}
        for person_id in some:
            yield {
                **rows[person_id],
                "addresses": addresses.get(person_id, []),
                "seats": dict.fromkeys(meetings.get(person_id, [])),
            }


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


def organization_name(number: str) -> str | None:
    """Return the name of an organization by its number as it stands in an address."""
    named = select(Organization.name).where(Organization.id == row_number(number))
    return db.session.scalar(named)


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


@dataclass(frozen=True)
class Act:
    """Somebody did or saw something: who (None for the program or a stranger), what, when."""

    at: datetime
    by: str | None
    verb: str
    detail: dict[str, Any]


def history_of(person: Person, most: int = 50) -> list[Act]:
    """Return who changed or saw what of a person, the latest first."""
    asked = (
        select(Entry.at, Entry.verb, Entry.detail, Person.printed_name)
        .outerjoin(User, User.id == Entry.user_id)
        .outerjoin(Person, Person.id == User.person_id)
        .where(Entry.subject_table == "person", Entry.subject_id == person.id)
        .order_by(Entry.id.desc())
        .limit(most)
    )
    return [
        Act(one.at, one.printed_name, one.verb, one.detail) for one in db.session.execute(asked)
    ]


def nominations_of(person: Person) -> list[Nomination]:
    """Return which governments named a person for which processes, the latest first."""
    asked = select(Nomination).where(Nomination.person_id == person.id)
    return list(db.session.scalars(asked.order_by(Nomination.id.desc())))


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
