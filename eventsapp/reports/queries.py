"""Reads that put several packages together: the timeline, and all that is known of a person."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.recurrence import monthly_occurrences, until_of
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import EmailAddress, Organization, Person, Spelling
from eventsapp.people.queries import found_by
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reports.timeline import CONSULTATION, DEADLINE, MEETING, Bar

T = TypeVar("T")
Dated = Meeting | Consultation | Deadline | Release
LEAST_OFFERED = timedelta(days=92)
PEOPLE_PER_PAGE = 100


def dated_rows() -> list[Dated]:
    """Return everything with a day, whoever may see it: meetings, consultations, deadlines,
    releases.

    Deadlines of letters are left out: they are between the secretariat and one person.
    """
    of_a_letter = Deadline.page_endpoint.startswith("letters.", autoescape=True)
    return [
        *db.session.scalars(select(Meeting)),
        *db.session.scalars(select(Consultation).where(Consultation.starts_on.is_not(None))),
        *db.session.scalars(
            select(Deadline).where(or_(Deadline.page_endpoint.is_(None), ~of_a_letter))
        ),
        *db.session.scalars(select(Release)),
    ]


def timeline_bars(rows: Iterable[Dated], *, with_offered: bool) -> list[Bar]:
    """Return the bars of some rows, and of the repetitions of their series, earliest first.

    A series that is only offered is shown up to the end of the month of the last date, and for
    three months at least; one that was accepted up to its own end.
    """
    rows = list(rows)
    bars = [_bar(row) for row in rows]
    horizon = offered_until(bars)
    for row in rows:
        if isinstance(row, Consultation):
            bars.extend(_repetitions(row, horizon, with_offered))
    return sorted(bars, key=lambda bar: bar.order)


def offered_until(bars: Iterable[Bar]) -> date | None:
    """Return the last day up to which an offered series is shown, or None without any bar."""
    entered = [bar for bar in bars if not bar.is_projected]
    if not entered:
        return None
    last = max(bar.starts_on + LEAST_OFFERED if bar.series else bar.ends_on for bar in entered)
    return last.replace(day=calendar.monthrange(last.year, last.month)[1])


def undated_consultations() -> list[Consultation]:
    """Return the consultations that have no day, by title."""
    return list(
        db.session.scalars(
            select(Consultation)
            .where(Consultation.starts_on.is_(None))
            .order_by(Consultation.title, Consultation.id)
        )
    )


def offered_series(rows: Iterable[Dated]) -> list[Consultation]:
    """Return the consultations among some rows whose repetition awaits a decision."""
    return [row for row in rows if isinstance(row, Consultation) and _is_offered(row)]


def _is_offered(row: Consultation) -> bool:
    return bool(row.offered_rrule and not row.rrule and not row.cancelled_at and row.starts_on)


def _bar(row: Dated) -> Bar:
    if isinstance(row, Meeting):
        return _meeting_bar(row)
    if isinstance(row, Deadline):
        return _deadline_bar(row)
    starts_on = row.starts_on or date.min
    has_series = isinstance(row, Consultation) and (row.rrule or _is_offered(row))
    return Bar(
        key=f"{row.__tablename__}-{row.id}",
        kind=CONSULTATION if isinstance(row, Consultation) else row.kind,
        title=row.title,
        starts_on=starts_on,
        ends_on=row.ends_on or starts_on,
        audience=row.audience,
        certainty=row.certainty,
        certainty_words=row.certainty_words,
        is_cancelled=row.cancelled_at is not None,
        series=f"consultation-{row.id}" if has_series else None,
        mode=row.mode,
        place=row.place if isinstance(row, Consultation) else None,
        tz=row.tz,
    )


def _meeting_bar(meeting: Meeting) -> Bar:
    name = f"{meeting.short_name}, {meeting.place}" if meeting.place else meeting.short_name
    return Bar(
        key=f"meeting-{meeting.id}",
        kind=MEETING,
        title=name,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        audience=meeting.audience or ("experts" if meeting.kind == "egm" else None),
        certainty=meeting.certainty,
        certainty_words=meeting.certainty_words,
        is_cancelled=meeting.cancelled_at is not None,
        mode=meeting.mode,
        place=meeting.place,
        tz=meeting.tz,
    )


def _deadline_bar(deadline: Deadline) -> Bar:
    """Return the bar of a deadline; one that was closed binds nobody any more."""
    return Bar(
        key=f"deadline-{deadline.id}",
        kind=DEADLINE,
        title=deadline.title,
        starts_on=deadline.due_on,
        ends_on=deadline.due_on,
        audience=deadline.audience,
        certainty=deadline.certainty,
        certainty_words=deadline.certainty_words,
        is_cancelled=deadline.closed_at is not None,
        mode=deadline.mode,
        tz=deadline.tz,
    )


def _repetitions(row: Consultation, horizon: date | None, with_offered: bool) -> Iterator[Bar]:
    """Yield the repetitions of one consultation: accepted, or offered where those are wanted."""
    is_offered = not row.rrule
    rule = row.rrule or (row.offered_rrule if with_offered and _is_offered(row) else None)
    if not rule or row.starts_on is None or horizon is None:
        return
    until = until_of(rule) or horizon
    for day in monthly_occurrences(row.starts_on, until, rule)[1:]:
        yield Bar(
            key=f"consultation-{row.id}-{day.isoformat()}",
            kind=CONSULTATION,
            title=row.title,
            starts_on=day,
            ends_on=day,
            audience=row.audience,
            certainty=row.certainty,
            is_cancelled=row.cancelled_at is not None,
            is_projected=True,
            is_offered=is_offered,
            series=f"consultation-{row.id}",
            mode=row.mode,
            place=row.place,
            tz=row.tz,
        )


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
