"""Which people of a meeting pass the filters of its table: the conditions of statements.

They are asked of participations, joined with people and invitations where a filter looks at these.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, select

from eventsapp.attendance.models import PRESENT, Attendance
from eventsapp.breakouts.models import MODERATOR, NOTE_TAKER, BreakoutRoom, Placement, Round
from eventsapp.invitations.models import ANSWERS, Invitation
from eventsapp.meetings.facts import MOST_DAYS
from eventsapp.meetings.models import Meeting, MeetingDay, Participation
from eventsapp.numbers import row_number
from eventsapp.participants.filters import Wanted
from eventsapp.people.countries import REGION_SYSTEMS, countries, country_named, region_of
from eventsapp.people.models import EmailAddress, Person
from eventsapp.people.queries import found_by
from eventsapp.registrations.models import Registration, RegistrationForm

COUNTRY = func.coalesce(Participation.country, Person.country)
_CATEGORY = func.coalesce(Participation.category, Person.category)
_IS_HELD = and_(Invitation.id.is_not(None), Invitation.withdrawn_at.is_(None))
_HAS_ADDRESS = exists().where(
    EmailAddress.person_id == Participation.person_id, EmailAddress.bounced_at.is_(None)
)
ABOUT_THE_PERSON = {"q", "region", "country", "category", "gender"}
ABOUT_THE_INVITATION = {"answer", "by"}
_ANSWERS = {
    "none": and_(_IS_HELD, Invitation.answer.is_(None)),
    "invited": _IS_HELD,
    "not-invited": Invitation.id.is_(None),
    "withdrawn": Invitation.withdrawn_at.is_not(None),
    **{answer: and_(_IS_HELD, Invitation.answer == answer) for answer in ANSWERS},
}
_MAIL = {"reachable": _HAS_ADDRESS, "unreachable": ~_HAS_ADDRESS}


def conditions(meeting: Meeting, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what rows of participations must fulfil, for the filters that are on."""
    asked = {
        "answer": lambda value: _ANSWERS.get(value, false()),
        "registration": lambda value: _has_registration(meeting, value),
        "region": lambda value: COUNTRY.in_(_countries_of(value)),
        "country": _is_country,
        "category": lambda value: _is_stated(_CATEGORY, value),
        "gender": lambda value: _is_stated(Person.gender, value),
        "role": lambda value: _has_role(meeting, value),
        "by": lambda value: Invitation.invited_by_id == row_number(value),
        "attended": _attended_day,
        "mail": lambda value: _MAIL.get(value, false()),
    }
    on = [asked[name](value) for name, value in wanted.filters.items() if name != "q"]
    return [*found_by(wanted.q), *on]


def _is_stated(column: Any, value: str) -> ColumnElement[bool]:
    return column.is_(None) if value == "none" else column == value


def _is_country(typed: str) -> ColumnElement[bool]:
    found = country_named(typed)
    return false() if found is None else COUNTRY.in_([found.code])


def _countries_of(region: str) -> list[str]:
    system, _, name = region.partition(":")
    known = countries() if system in REGION_SYSTEMS else ()
    return [code for code in known if region_of(code, system) == name]


def _has_registration(meeting: Meeting, state: str) -> ColumnElement[bool]:
    found = (
        select(Registration.id)
        .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
        .where(
            RegistrationForm.meeting_id == meeting.id,
            Registration.person_id == Participation.person_id,
        )
        .correlate(Participation)
    )
    if state == "none":
        return ~found.exists()
    # Whoever registers anew leaves an older registration behind: the last one counts.
    last = found.order_by(Registration.id.desc()).limit(1).scalar_subquery()
    return exists().where(Registration.id == last, Registration.state == state)


def _has_role(meeting: Meeting, role: str) -> ColumnElement[bool]:
    if role == "leading":
        leading = (
            select(Placement.person_id)
            .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
            .join(Round, BreakoutRoom.round_id == Round.id)
            .where(Round.meeting_id == meeting.id, Placement.role.in_((MODERATOR, NOTE_TAKER)))
        )
        return Participation.person_id.in_(leading)
    as_what = {
        "expert": Participation.is_expert.is_(True),
        "observer": Participation.is_observer.is_(True),
        "left": Participation.left_at.is_not(None),
        "none": Participation.role.is_(None),
    }
    return as_what.get(role, Participation.role == role)


def _attended_day(day: str) -> ColumnElement[bool]:
    there = (
        select(Attendance.id)
        .join(MeetingDay, MeetingDay.id == Attendance.day_id)
        .where(Attendance.participation_id == Participation.id, Attendance.state == PRESENT)
        .correlate(Participation)
    )
    if 0 < (number := row_number(day)) <= MOST_DAYS:
        there = there.where(MeetingDay.number == number)
    elif day not in {"any", "none"}:
        return false()
    return ~there.exists() if day == "none" else there.exists()
