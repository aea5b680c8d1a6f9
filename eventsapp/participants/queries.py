"""What the table of a meeting's people shows, in queries whose number does not grow with it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Date, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from eventsapp.accounts.models import User
from eventsapp.attendance.models import PRESENT, Attendance
from eventsapp.breakouts.models import MODERATOR, NOTE_TAKER
from eventsapp.breakouts.queries import RoomOfPerson, rooms_of_people
from eventsapp.columns import numbers_named, one_of
from eventsapp.extensions import db
from eventsapp.invitations.models import Invitation
from eventsapp.meetings.models import Meeting, MeetingDay, Participation
from eventsapp.paging import nearest
from eventsapp.participants.filters import Wanted
from eventsapp.participants.fitting import (
    ABOUT_THE_INVITATION,
    ABOUT_THE_PERSON,
    COUNTRY,
    conditions,
)
from eventsapp.participants.rows import ROWS_PER_PAGE, Hanging, PageOfPeople, PersonOfMeeting
from eventsapp.people.models import EmailAddress, Organization, Person
from eventsapp.registrations.models import Registration, RegistrationForm

MOST_EARLIER = 2
MANY = 10_000
_PEOPLE = numbers_named("people")
_MEETING_ID: Any = bindparam("meeting_id")
_InvitedBy = aliased(Person)
_COLUMNS = (
    select(
        Participation.id,
        Participation.person_id,
        Participation.is_expert,
        Participation.is_observer,
        Participation.role,
        Participation.country.label("stands_for"),
        Participation.category.label("category_here"),
        Participation.route,
        Participation.left_at,
        Person.printed_name,
        Person.latin_name,
        Person.script_name,
        Person.function,
        Person.country,
        Person.country_as_stated,
        Person.category,
        Person.is_invented,
        Organization.name.label("organization"),
        Invitation.answer,
        Invitation.answered_at,
        Invitation.answered_from,
        Invitation.note,
        Invitation.invited_at,
        Invitation.withdrawn_at,
        Invitation.reminded_at,
        _InvitedBy.printed_name.label("invited_by"),
        exists()
        .where(EmailAddress.person_id == Participation.person_id, EmailAddress.bounced_at.is_(None))
        .label("is_reachable"),
        # Whoever registers anew leaves an older registration behind: the last one counts.
        select(Registration.state)
        .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
        .where(
            RegistrationForm.meeting_id == _MEETING_ID,
            Registration.person_id == Participation.person_id,
        )
        .order_by(Registration.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("registration"),
    )
    .join(Person, Person.id == Participation.person_id)
    .outerjoin(Organization, Organization.id == Person.organization_id)
    .outerjoin(Invitation, Invitation.participation_id == Participation.id)
    .outerjoin(User, User.id == Invitation.invited_by_id)
    .outerjoin(_InvitedBy, _InvitedBy.id == User.person_id)
    .where(Participation.meeting_id == _MEETING_ID, one_of(Participation.person_id, _PEOPLE))
)


def people_page(meeting: Meeting, wanted: Wanted, page: int = 1) -> PageOfPeople:
    """Return one page of the people of a meeting who pass the filters; too high is the last."""
    everybody, left = _asked(_EVERYBODY, {"meeting_id": meeting.id}).one()
    if wanted.q and page <= 1:
        # A name is mostly that of few: whoever was found need not be counted too.
        few = _in_order(_people(meeting, wanted), wanted).limit(ROWS_PER_PAGE + 1)
        people = list(db.session.scalars(few))
        if len(people) <= ROWS_PER_PAGE:
            return _page(meeting, people, 1, len(people), everybody - left)
    total = people_who_fit(meeting, wanted) if wanted.filters else everybody
    page = nearest(page, total, ROWS_PER_PAGE)
    # Of many, the first hundred are found sooner along the order of names than by sorting all.
    is_walked = total > MANY and wanted.sorted_by[0] == "name"
    found = _walked(meeting, wanted) if is_walked else _people(meeting, wanted)
    some = _in_order(found, wanted).limit(ROWS_PER_PAGE).offset((page - 1) * ROWS_PER_PAGE)
    people = list(db.session.scalars(some))
    return _page(meeting, people, page, total, everybody - left)


def _page(
    meeting: Meeting, people: list[int], number: int, total: int, everybody: int
) -> PageOfPeople:
    rows = _rows(meeting, people)
    return PageOfPeople(number=number, total=total, rows=rows, everybody=everybody)


_OF_MEETING = select(func.count()).where(Participation.meeting_id == _MEETING_ID)
# Each is counted along its part of an index: together they would look at every row.
_EVERYBODY = select(
    _OF_MEETING.scalar_subquery(),
    _OF_MEETING.where(Participation.left_at.is_not(None)).scalar_subquery(),
)


def all_people(meeting: Meeting, wanted: Wanted) -> list[PersonOfMeeting]:
    """Return everybody of a meeting who passes the filters, in the order of the table."""
    return _rows(meeting, person_ids_who_fit(meeting, wanted))


def people_who_fit(meeting: Meeting, wanted: Wanted) -> int:
    """Return how many people of a meeting pass the filters."""
    asked = wanted.filters.keys()
    found = select(func.count()).select_from(Participation)
    # Only what a filter looks at: each table joined is a look-up for everybody of the meeting.
    if asked & ABOUT_THE_PERSON:
        found = found.join(Person, Person.id == Participation.person_id)
    if asked & ABOUT_THE_INVITATION:
        found = found.outerjoin(Invitation, Invitation.participation_id == Participation.id)
    found = found.where(Participation.meeting_id == meeting.id, *conditions(meeting, wanted))
    return db.session.scalar(found) or 0


def person_ids_who_fit(meeting: Meeting, wanted: Wanted) -> list[int]:
    """Return the people of a meeting who pass the filters, in the order of the table."""
    return list(db.session.scalars(_in_order(_people(meeting, wanted), wanted)))


def _people(meeting: Meeting, wanted: Wanted) -> Any:
    return (
        select(Participation.person_id)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Invitation, Invitation.participation_id == Participation.id)
        .where(Participation.meeting_id == meeting.id, *conditions(meeting, wanted))
    )


def _walked(meeting: Meeting, wanted: Wanted) -> Any:
    fits = (
        select(Participation.id)
        .outerjoin(Invitation, Invitation.participation_id == Participation.id)
        .where(Participation.meeting_id == meeting.id, Participation.person_id == Person.id)
        .where(*conditions(meeting, wanted))
        .correlate(Person)
    )
    return select(Person.id).where(fits.exists())


def _in_order(found: Any, wanted: Wanted) -> Any:
    by, is_turned = wanted.sorted_by
    columns: dict[str, Any] = {
        "name": Person.sort_key,
        "country": func.coalesce(COUNTRY, "~"),
        "answer": func.coalesce(Invitation.answer, "~"),
        "invited": Invitation.invited_at,
    }
    first = columns[by].desc() if is_turned else columns[by]
    rest = [Person.id] if by == "name" else [Person.sort_key, Person.id]
    return found.order_by(first, *rest)


def _rows(meeting: Meeting, people: list[int]) -> list[PersonOfMeeting]:
    """Return the rows of these people, in their order."""
    facts = {"meeting_id": meeting.id, "people": people, "day": meeting.starts_on}
    known = {row.person_id: row for row in _asked(_COLUMNS, facts)}
    rooms = rooms_of_people(people)
    here, days = _rooms_here(rooms, meeting.id), _attended(facts)
    earlier = _earlier_meetings(facts, rooms)
    return [
        PersonOfMeeting(
            known[number],
            here.get(number, ()),
            (before := earlier.get(number, ()))[:MOST_EARLIER],
            len(before),
            days.get(number, ()),
        )
        for number in people
    ]


def _asked(statement: Any, facts: dict[str, Any]) -> Any:
    """Ask for columns past the session, which costs each statement as much as the database.

    For pages: what a caller has changed and not flushed is not seen.
    """
    return db.session.connection().execute(statement, facts)


def _rooms_here(rooms: list[RoomOfPerson], meeting_id: int) -> dict[int, list[Any]]:
    here: dict[int, list[Any]] = defaultdict(list)
    for one in rooms:
        if one.meeting_id == meeting_id:
            here[one.person_id].append((one.day, one.label, one.role))
    return here


def registration_states(meeting_id: int, people: Collection[int]) -> dict[int, str]:
    """Return the state of the last registration of each of these people for a meeting."""
    rows = db.session.execute(_STATES, {"meeting_id": meeting_id, "people": people})
    return {person_id: state for person_id, state in rows if person_id is not None}


# Statements that every visit needs are made once: making them costs more than asking them.
_STATES = (
    select(Registration.person_id, Registration.state)
    .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
    .where(RegistrationForm.meeting_id == _MEETING_ID, one_of(Registration.person_id, _PEOPLE))
    .order_by(Registration.id)
)
_DAYS = (
    select(Participation.person_id, MeetingDay.number)
    .join(Attendance, Attendance.participation_id == Participation.id)
    .join(MeetingDay, MeetingDay.id == Attendance.day_id)
    .where(Participation.meeting_id == _MEETING_ID, one_of(Participation.person_id, _PEOPLE))
    .where(Attendance.state == PRESENT)
    .order_by(MeetingDay.number)
)
_EARLIER = (
    select(
        Participation.person_id,
        Participation.role,
        Participation.is_observer,
        Meeting.id,
        Meeting.series,
        Meeting.number,
        Meeting.title,
    )
    .join(Meeting, Meeting.id == Participation.meeting_id)
    .where(
        one_of(Participation.person_id, _PEOPLE),
        Participation.left_at.is_(None),
        Meeting.starts_on < bindparam("day", type_=Date),
        Meeting.cancelled_at.is_(None),
    )
    .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
)


def _attended(facts: dict[str, Any]) -> dict[int, list[int]]:
    days: dict[int, list[int]] = defaultdict(list)
    for person_id, number in _asked(_DAYS, facts):
        days[person_id].append(number)
    return days


def _earlier_meetings(
    facts: dict[str, Any], rooms: list[RoomOfPerson]
) -> dict[int, list[tuple[str, str]]]:
    """Return the meetings before this one at which these people took part, the last first, and as
    what: their role there, else the highest they had in a room, else member."""
    led: dict[tuple[int, int], str] = {}
    for one in rooms:
        if one.is_published and one.role in {MODERATOR, NOTE_TAKER}:
            # Whoever moderated a room and wrote in another is told as the moderator.
            was = led.get((one.person_id, one.meeting_id))
            led[one.person_id, one.meeting_id] = MODERATOR if was == MODERATOR else one.role
    earlier: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for person_id, role, is_observer, meeting_id, series, number, title in _asked(_EARLIER, facts):
        name = f"{series} {number}" if number is not None else title
        usual = "observer" if is_observer else "member"
        earlier[person_id].append((name, role or led.get((person_id, meeting_id), usual)))
    return earlier


def parts_of(meeting: Meeting, people: Collection[int]) -> list[Participation]:
    """Return how these people take part in a meeting, by name; who does not is left out."""
    theirs = select(Participation).join(Person, Person.id == Participation.person_id)
    wanted = theirs.where(Participation.meeting_id == _MEETING_ID, one_of(Person.id, _PEOPLE))
    found = db.session.scalars(wanted, {"meeting_id": meeting.id, "people": people})
    return sorted(found, key=lambda part: (part.person.sort_key, part.person_id))


def hanging_answers(meeting: Meeting, people: Collection[int]) -> dict[int, Hanging]:
    """Return registrations for a meeting by people of the same name as these, who were invited
    and did not answer: perhaps the same people from another address."""
    rows = _asked(_HANGING, {"meeting_id": meeting.id, "people": people})
    return {row[0]: Hanging(*row[1:]) for row in rows}


_Invited, _Other = aliased(Person), aliased(Person)
_HANGING = (
    select(
        _Invited.id,
        Registration.id,
        Registration.printed_name,
        Registration.email,
        Registration.received_at,
    )
    .join(_Other, _Other.folded == _Invited.folded)
    .join(Registration, Registration.person_id == _Other.id)
    .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
    .where(
        one_of(_Invited.id, _PEOPLE),
        _Other.id != _Invited.id,
        RegistrationForm.meeting_id == _MEETING_ID,
        Registration.invitation_id.is_(None),
    )
    .order_by(Registration.id)
)
