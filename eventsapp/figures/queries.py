"""How many people count at meetings: added up by the database, in a number of queries that grows
neither with the people nor with the meetings."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select, true

from eventsapp.attendance.models import PRESENT, Attendance
from eventsapp.breakouts.models import MODERATOR, NOTE_TAKER, BreakoutRoom, Placement, Round
from eventsapp.extensions import db
from eventsapp.figures.asked import (
    ATTENDED,
    CHAIRS,
    EVERYBODY,
    LISTED,
    MEMBERS,
    MODERATORS,
    NOTE_TAKERS,
    OBSERVERS,
    ROLES,
    SPEAKERS,
    STAFF,
    Asked,
)
from eventsapp.figures.counts import NOT_STATED, OTHERWISE, Counts, counts_of
from eventsapp.invitations.models import YES, Invitation
from eventsapp.meetings.models import (
    CHAIR,
    CO_CHAIR,
    HEAD_OF_DELEGATION,
    INTERPRETER,
    RAPPORTEUR,
    SECRETARIAT,
    SPEAKER,
    Meeting,
    MeetingDay,
    Participation,
    Process,
)
from eventsapp.people.models import Person
from eventsapp.registrations.models import ACCEPTED, Registration, RegistrationForm

# As many meetings stand beside one another.
MOST_MEETINGS = 6
Numbers = dict[str, Counts]


@dataclass
class Participants:
    """Who counts at one meeting: numbers by country (or `OTHERWISE`, `NOT_STATED`), by category (or
    `NOT_STATED`), by the day on which they were there, and by role, each by gender. The roles are
    not limited by `Asked.among`."""

    by_country: Numbers = field(default_factory=lambda: defaultdict(Counts))
    by_category: Numbers = field(default_factory=lambda: defaultdict(Counts))
    by_day: Numbers = field(default_factory=lambda: defaultdict(Counts))
    by_role: Numbers = field(default_factory=lambda: defaultdict(Counts))

    @property
    def everybody(self) -> Counts:
        """Everybody who counts, in whatever role."""
        return self.by_role[EVERYBODY]


def participants_of(meeting_ids: Collection[int], asked: Asked) -> dict[int, Participants]:
    """Return who counts at each of these meetings, in four queries."""
    placed = _placed(meeting_ids)
    among = _among(placed)
    found = {number: Participants() for number in meeting_ids}
    for number, gender, *counted in db.session.execute(_roles(meeting_ids, asked, placed)):
        for role, count in zip((EVERYBODY, *ROLES), counted, strict=True):
            found[number].by_role[role] += counts_of(gender, int(count or 0))
    limited = [among[asked.among]] if asked.among != EVERYBODY else []
    for column, name in ((_COUNTRY, "by_country"), (_CATEGORY, "by_category")):
        rows = _counted(meeting_ids, asked, placed, column).where(*limited)
        for number, gender, key, count in db.session.execute(rows):
            getattr(found[number], name)[key] += counts_of(gender, count)
    for number, gender, day, count in db.session.execute(
        _with_days(_counted(meeting_ids, asked, placed, MeetingDay.number)).where(*limited)
    ):
        found[number].by_day[str(day)] += counts_of(gender, count)
    return found


def is_anybody_listed(meeting_id: int) -> bool:
    """Return whether anybody is in a meeting, expected or not."""
    return bool(db.session.scalar(select(exists().where(Participation.meeting_id == meeting_id))))


def processes_with_meetings() -> list[Process]:
    """Return the processes of which meetings can be compared, that of the latest meeting first."""
    latest = func.max(Meeting.starts_on)
    rows = (
        select(Process)
        .join(Meeting, Meeting.process_id == Process.id)
        .where(*_IS_COMPARED)
        .group_by(Process.id)
        .order_by(latest.desc(), Process.id)
    )
    return list(db.session.scalars(rows))


def meetings_to_compare(process_id: int) -> tuple[list[Meeting], int]:
    """Return the last meetings of a process in which anybody is listed, the earliest first, and
    how many earlier ones are left out."""
    rows = (
        select(Meeting)
        .where(Meeting.process_id == process_id, *_IS_COMPARED)
        .order_by(Meeting.starts_on, Meeting.id)
    )
    found = list(db.session.scalars(rows))
    return found[-MOST_MEETINGS:], max(len(found) - MOST_MEETINGS, 0)


_IS_COMPARED = (
    Meeting.kind == "egm",
    Meeting.cancelled_at.is_(None),
    exists().where(Participation.meeting_id == Meeting.id),
)
_COUNTRY = func.coalesce(
    Participation.country,
    Person.country,
    case((Person.country_as_stated.is_not(None), OTHERWISE), else_=NOT_STATED),
)
_CATEGORY = func.coalesce(Participation.category, Person.category, NOT_STATED)


def _placed(meeting_ids: Collection[int]) -> Subquery:
    """Return who leads rooms, or writes there, in published rounds: a row a person and meeting."""
    return (
        select(
            Round.meeting_id,
            Placement.person_id,
            func.max(case((Placement.role == MODERATOR, 1), else_=0)).label("leads"),
            func.max(case((Placement.role == NOTE_TAKER, 1), else_=0)).label("writes"),
        )
        .join(BreakoutRoom, BreakoutRoom.id == Placement.room_id)
        .join(Round, Round.id == BreakoutRoom.round_id)
        .where(Round.meeting_id.in_(meeting_ids), Round.published_at.is_not(None))
        .group_by(Round.meeting_id, Placement.person_id)
        .subquery("placed")
    )


def _among(placed: Subquery) -> dict[str, ColumnElement[bool]]:
    leads, writes = func.coalesce(placed.c.leads, 0) == 1, func.coalesce(placed.c.writes, 0) == 1
    return {
        EVERYBODY: true(),
        MEMBERS: and_(
            or_(Participation.role.is_(None), Participation.role == HEAD_OF_DELEGATION),
            Participation.is_observer.is_(False),
            ~leads,
            ~writes,
        ),
        MODERATORS: leads,
        NOTE_TAKERS: writes,
        CHAIRS: Participation.role.in_((CHAIR, CO_CHAIR, RAPPORTEUR)),
        SPEAKERS: Participation.role == SPEAKER,
        OBSERVERS: Participation.is_observer.is_(True),
        STAFF: Participation.role.in_((SECRETARIAT, INTERPRETER)),
    }


def _roles(
    meeting_ids: Collection[int], asked: Asked, placed: Subquery
) -> Select[*tuple[Any, ...]]:
    among = _among(placed)
    columns = [func.sum(case((among[role], 1), else_=0)) for role in ROLES]
    counted = select(Participation.meeting_id, Person.gender, func.count(), *columns)
    counted = counted.select_from(Participation)
    return _who_counts(counted, meeting_ids, asked, placed).group_by(
        Participation.meeting_id, Person.gender
    )


def _counted(
    meeting_ids: Collection[int], asked: Asked, placed: Subquery, column: Any
) -> Select[*tuple[Any, ...]]:
    counted = select(Participation.meeting_id, Person.gender, column.label("key"), func.count())
    counted = counted.select_from(Participation)
    return _who_counts(counted, meeting_ids, asked, placed).group_by(
        Participation.meeting_id, Person.gender, "key"
    )


def _with_days(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    noted = and_(Attendance.participation_id == Participation.id, Attendance.state == PRESENT)
    return rows.join(Attendance, noted).join(MeetingDay, MeetingDay.id == Attendance.day_id)


def _who_counts(
    rows: Select[*tuple[Any, ...]], meeting_ids: Collection[int], asked: Asked, placed: Subquery
) -> Select[*tuple[Any, ...]]:
    is_placed = and_(
        placed.c.person_id == Participation.person_id,
        placed.c.meeting_id == Participation.meeting_id,
    )
    rows = rows.join(Person, Person.id == Participation.person_id)
    rows = rows.outerjoin(placed, is_placed).where(Participation.meeting_id.in_(meeting_ids))
    if asked.who == ATTENDED or asked.day is not None:
        return rows.where(_attended(asked.day))
    rows = rows.where(Participation.left_at.is_(None))
    if asked.who == LISTED:
        return rows
    return rows.outerjoin(Invitation, Invitation.participation_id == Participation.id).where(
        or_(
            Invitation.id.is_(None),
            Invitation.withdrawn_at.is_not(None),
            Invitation.answer == YES,
            _is_accepted(),
        )
    )


def _attended(day: int | None) -> ColumnElement[bool]:
    there = (
        select(Attendance.id)
        .join(MeetingDay, MeetingDay.id == Attendance.day_id)
        .where(Attendance.participation_id == Participation.id, Attendance.state == PRESENT)
        .correlate(Participation)
    )
    if day is not None:
        there = there.where(MeetingDay.number == day)
    return there.exists()


def _is_accepted() -> ColumnElement[bool]:
    return (
        select(Registration.id)
        .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
        .where(
            RegistrationForm.meeting_id == Participation.meeting_id,
            Registration.person_id == Participation.person_id,
            Registration.state == ACCEPTED,
        )
        .correlate(Participation)
        .exists()
    )
