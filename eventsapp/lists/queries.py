"""Reads of lists: who takes part in a meeting, who may be named, what was published."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from eventsapp.attendance.models import Attendance
from eventsapp.attendance.notes import PRESENT
from eventsapp.extensions import db
from eventsapp.invitations.models import YES, Invitation
from eventsapp.lists.content import Content, Heading, Listed, Words, content_of
from eventsapp.lists.models import PublishedList
from eventsapp.lists.options import ATTENDED, EMAIL, Options
from eventsapp.lists.terms import AS_AT, TITLE, days, one_day
from eventsapp.meetings.models import INTERPRETER, SECRETARIAT, Meeting, Participation
from eventsapp.merging.models import Merge
from eventsapp.people.categories import SECRETARIAT as OWN_HOUSE
from eventsapp.people.models import (
    CONTACT_SHARED,
    ERASED,
    LISTED,
    Consent,
    EmailAddress,
    Organization,
    OrganizationName,
    Person,
)
from eventsapp.people.queries import category_names, country_names, may_be_listed
from eventsapp.registrations.models import (
    ACCEPTED,
    DECLINED,
    WITHDRAWN,
    Registration,
    RegistrationForm,
)

# SQLite takes no more than 32,766 values in one statement.
MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Prepared:
    """A list as it would be published now, and what staff should know of it.

    `people` are all who take part, without those who were erased and only count; `interpreters`
    are not listed.
    """

    content: Content
    people: list[Listed]
    interpreters: int


# Whoever registers anew leaves an older registration behind: the last one counts.
_LAST_REGISTRATION = (
    select(Registration.state)
    .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
    .where(
        RegistrationForm.meeting_id == Participation.meeting_id,
        Registration.person_id == Participation.person_id,
    )
    .order_by(Registration.id.desc())
    .limit(1)
    .correlate(Participation)
    .scalar_subquery()
)
_REGISTERED: ColumnElement[str] = func.coalesce(_LAST_REGISTRATION, "")
_IS_EXPECTED = and_(
    Participation.left_at.is_(None),
    _REGISTERED.not_in((DECLINED, WITHDRAWN)),
    or_(
        _REGISTERED == ACCEPTED,
        Invitation.id.is_(None),
        # Whoever came by the invitation left with it; who is still there came another way.
        Invitation.withdrawn_at.is_not(None),
        Invitation.answer == YES,
    ),
)
_HAS_ATTENDED = exists().where(
    Attendance.participation_id == Participation.id, Attendance.state == PRESENT
)


def people_taking_part(meeting: Meeting, who: str, lang: str) -> list[Listed]:
    """Return who is expected at a meeting, or who was noted as present, in the order of names.

    Expected is who takes part: by hand, from a record or a nomination, with an accepted invitation
    or registration. Who declined, was declined, withdrew or left is not.
    """
    found = (
        select(
            Person.id,
            Person.printed_name,
            Person.sort_key,
            Person.family_name,
            Person.latin_name,
            Person.script_name,
            Person.languages,
            Person.salutation,
            Person.function,
            Organization.id.label("organization_id"),
            Organization.name.label("organization"),
            func.coalesce(Participation.country, Person.country).label("country"),
            Participation.category.label("category_here"),
            Person.category,
            Participation.role,
            Participation.is_expert,
            Participation.is_observer,
            Participation.route,
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organization, Organization.id == Person.organization_id)
        .outerjoin(Invitation, Invitation.participation_id == Participation.id)
        .where(Participation.meeting_id == meeting.id)
        .where(_HAS_ATTENDED if who == ATTENDED else _IS_EXPECTED)
        .order_by(Person.sort_key, Person.id)
    )
    rows = db.session.execute(found).all()
    names = _organization_names({row.organization_id for row in rows}, lang)
    return [_listed(row, names) for row in rows]


def _listed(row: Any, names: dict[int, str]) -> Listed:
    others = (row.latin_name, row.script_name)
    return Listed(
        person_id=row.id,
        name=row.printed_name,
        sort_key=row.sort_key,
        family_name=row.family_name,
        other_name=next((name for name in others if name and name != row.printed_name), None),
        languages=tuple(row.languages or ()),
        salutation=row.salutation,
        function=row.function,
        organization=names.get(row.organization_id, row.organization),
        country=row.country,
        category=row.category_here or _category(row),
        role=row.role or ("observer" if row.is_observer else "expert" if row.is_expert else None),
        route=row.route,
    )


def _category(row: Any) -> str | None:
    return OWN_HOUSE if row.role == SECRETARIAT else row.category


def _organization_names(ids: set[int | None], lang: str) -> dict[int, str]:
    """Return the names of organizations in one language, where the registry holds one."""
    found = (
        select(OrganizationName.organization_id, OrganizationName.text)
        .where(or_(OrganizationName.language == lang, OrganizationName.language.like(f"{lang}-%")))
        .order_by(OrganizationName.id.desc())
    )
    names: dict[int, str] = {}
    for some in _in_parts([one for one in ids if one is not None]):
        of_these = found.where(OrganizationName.organization_id.in_(some))
        names.update((one, text) for one, text in db.session.execute(of_these))
    return names


def people_with_cards(meeting: Meeting, who: str, lang: str) -> list[Listed]:
    """Return for whom badges and name plates can be printed."""
    return [one for one in people_taking_part(meeting, who, lang) if one.name != ERASED]


def prepared(meeting: Meeting, options: Options, *, today: date) -> Prepared:
    """Return the list of a meeting as it is today; of who did not agree only the number."""
    taking_part = people_taking_part(meeting, options.who, options.language)
    people = [one for one in taking_part if one.role != INTERPRETER]
    agreed = agreed_to_be_named([one.person_id for one in people], meeting)
    named = [one for one in people if one.person_id in agreed]
    if EMAIL in options.columns:
        addresses = shared_addresses(agreed, meeting)
        named = [replace(one, email=addresses.get(one.person_id)) for one in named]
    content = content_of(
        named,
        others=len(people) - len(named),
        heading=heading_of(meeting, options.language, today),
        options=options,
        words=Words(country_names(options.language), category_names(options.language)),
    )
    known = [one for one in people if one.name != ERASED]
    return Prepared(content, known, len(taking_part) - len(people))


def heading_of(meeting: Meeting, lang: str, today: date) -> Heading:
    """Return what stands over a list: title, meeting, days and place, the day of the list."""
    when = days(meeting.starts_on, meeting.ends_on, lang)
    comma = {"ar": "،", "zh": "，"}.get(lang, ",")
    facts = f"{meeting.place}{comma} {when}" if meeting.place else when
    return Heading(TITLE[lang], title_of(meeting), facts, AS_AT[lang].format(one_day(today, lang)))


def title_of(meeting: Meeting) -> str:
    """Return `EGM 2: Water`, or the title alone where a meeting has no number."""
    own = meeting.short_name
    return own if own == meeting.title else f"{own}: {meeting.title}"


def agreed_to_be_named(person_ids: Collection[int], meeting: Meeting) -> set[int]:
    """Return who of these agreed to stand in the published list of this meeting, or of all."""
    agreed: set[int] = set()
    for some in _in_parts(person_ids):
        agreed |= may_be_listed(some, meeting.id)
    return agreed


def shared_addresses(person_ids: Collection[int], meeting: Meeting) -> dict[int, str]:
    """Return the preferred addresses of those who agreed to share them."""
    agreed = exists().where(
        Consent.person_id == EmailAddress.person_id,
        Consent.purpose == CONTACT_SHARED,
        Consent.withdrawn_at.is_(None),
        or_(Consent.meeting_id.is_(None), Consent.meeting_id == meeting.id),
    )
    found = (
        select(EmailAddress.person_id, EmailAddress.address)
        .where(agreed, EmailAddress.bounced_at.is_(None))
        # The one that is written last into the answer is the preferred one.
        .order_by(EmailAddress.is_preferred, EmailAddress.id.desc())
    )
    addresses: dict[int, str] = {}
    for some in _in_parts(person_ids):
        of_these = found.where(EmailAddress.person_id.in_(some))
        addresses.update((one, text) for one, text in db.session.execute(of_these))
    return addresses


def _in_parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), MOST_AT_ONCE):
        yield ordered[start : start + MOST_AT_ONCE]


def published_lists(meeting: Meeting) -> list[PublishedList]:
    """Return what was published of a meeting, the last first, with what each said."""
    found = (
        select(PublishedList)
        .where(PublishedList.meeting_id == meeting.id)
        .options(undefer(PublishedList.content))
        .order_by(PublishedList.id.desc())
    )
    return list(db.session.scalars(found))


def numbers_now(person_ids: Collection[int]) -> dict[int, int]:
    """Return under which numbers these people are known now; whoever was merged is the person they
    were merged into. Who is gone from the registry keeps a number that nobody else is given."""
    now = {one: one for one in person_ids}
    for some in _in_parts(person_ids):
        merged = select(Merge.gone_id, Merge.kept_id).where(
            Merge.gone_id.in_(some), Merge.undone_at.is_(None)
        )
        now.update((gone, kept) for gone, kept in db.session.execute(merged.order_by(Merge.id)))
    return now


def lists_to_look_at() -> list[PublishedList]:
    """Return what is public while somebody took back a consent since: whether it names them is to
    be looked up in it."""
    taken_back = exists().where(
        Consent.purpose == LISTED,
        Consent.withdrawn_at > PublishedList.published_at,
        or_(Consent.meeting_id.is_(None), Consent.meeting_id == PublishedList.meeting_id),
    )
    found = (
        select(PublishedList)
        .where(PublishedList.withdrawn_at.is_(None), taken_back)
        .options(joinedload(PublishedList.meeting), undefer(PublishedList.content))
        .order_by(PublishedList.meeting_id, PublishedList.id)
    )
    return list(db.session.scalars(found))
