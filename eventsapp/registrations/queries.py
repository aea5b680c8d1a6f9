"""Reads of registration: the form of a meeting, who sent what, how many places are taken."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from eventsapp.accounts.services import hash_of
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.mail.models import CLAIMED, HELD, PENDING, Message
from eventsapp.meetings.models import DRAFT, Meeting
from eventsapp.merging.queries import likely_for, likely_people
from eventsapp.people.models import EmailAddress, Nomination, Person
from eventsapp.people.names import fold_name
from eventsapp.people.queries import found_by
from eventsapp.people.reasons import Known, Reason
from eventsapp.people.services import key_of
from eventsapp.registrations import comparing
from eventsapp.registrations.filters import Filter, Tally
from eventsapp.registrations.models import (
    ACCEPTED,
    NOMINATED,
    RECEIVED,
    WAITING,
    Correction,
    Registration,
    RegistrationFile,
    RegistrationForm,
)
from eventsapp.registrations.places import Limits, Taken
from eventsapp.registrations.states import OPEN
from eventsapp.registrations.window import Window, window

ROUTES = ("open form", "invitation", "nomination")
_WHOLE_FORM = select(RegistrationForm).options(
    joinedload(RegistrationForm.meeting), joinedload(RegistrationForm.questions)
)
_WHOLE = select(Registration).options(
    joinedload(Registration.form).options(
        joinedload(RegistrationForm.meeting), selectinload(RegistrationForm.questions)
    ),
    joinedload(Registration.person),
    selectinload(Registration.files),
)


def form_with(token: str) -> RegistrationForm | None:
    """Return the form at this address, or None; the form of a draft is there for nobody yet."""
    return db.session.scalars(_FORM_WITH, {"token": token}).unique().one_or_none()


_IS_KNOWN = RegistrationForm.meeting.has(Meeting.state != DRAFT)
_FORM_WITH = _WHOLE_FORM.where(RegistrationForm.token == bindparam("token"), _IS_KNOWN)
_SENT_BEFORE = select(Registration).where(Registration.client_key == bindparam("client_key"))


def form_of(meeting_id: int) -> RegistrationForm | None:
    """Return the form of a meeting with its questions, or None where nobody made one."""
    found = _WHOLE_FORM.where(RegistrationForm.meeting_id == meeting_id)
    return db.session.scalars(found).unique().one_or_none()


def window_of(form: RegistrationForm) -> Window:
    """Return from when until when people can register, in UTC."""
    return window(
        (form.opens_on, form.opens_at_time),
        (form.closes_on, form.closes_at_time),
        tz=form.tz,
        ends_on=form.meeting.ends_on,
        meeting_tz=form.meeting.tz,
    )


def limits_of(form: RegistrationForm) -> Limits:
    """Return how many people the meeting takes."""
    return Limits(form.most_people, form.most_per_country, form.most_per_category or {})


def taken_places(form_id: int, country: str | None, category: str | None) -> Taken:
    """Return how many places are taken in all, by this country and by this category."""
    row = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((Registration.country == country, 1), else_=0)), 0),
            func.coalesce(func.sum(case((Registration.category == category, 1), else_=0)), 0),
        ).where(Registration.form_id == form_id, Registration.state == ACCEPTED)
    ).one()
    return Taken(*row)


def registration_with(token: str) -> Registration | None:
    """Return the registration whose page has this secret, or None."""
    return db.session.scalar(_WHOLE.where(Registration.token_hash == hash_of(token)))


def registration_whole(registration_id: int) -> Registration | None:
    """Return one registration with its form, person and files."""
    return db.session.scalar(_WHOLE.where(Registration.id == registration_id))


def sent_before(client_key: str) -> Registration | None:
    """Return what was sent from this very form before, or None."""
    return db.session.scalar(_SENT_BEFORE, {"client_key": client_key})


def others_unconfirmed(registration: Registration) -> list[Registration]:
    """Return what else was sent from this address for the same form and never confirmed."""
    found = select(Registration).where(
        Registration.form_id == registration.form_id,
        func.lower(Registration.email) == registration.email.lower(),
        Registration.state == RECEIVED,
        Registration.id != registration.id,
    )
    return list(db.session.scalars(found))


def earlier_ones(registration: Registration, person: Person | None) -> list[Registration]:
    """Return the registrations for the form of who has this address, or shares it."""
    same = func.lower(Registration.email) == registration.email.lower()
    if person is not None:
        same = or_(same, Registration.person_id == person.id)
    found = _WHOLE.where(
        Registration.form_id == registration.form_id,
        Registration.state.in_(set(OPEN) - {RECEIVED}),
        Registration.id != registration.id,
        same,
    )
    return list(db.session.scalars(found.order_by(Registration.id)))


def registrations_at(form: RegistrationForm, email: str) -> list[Registration]:
    """Return the registrations from this address for this form that are under way: of several
    people who share it each one, of those never confirmed the three latest."""
    same = func.lower(Registration.email) == email.strip().lower()
    wanted = _WHOLE.where(Registration.form_id == form.id, Registration.state.in_(OPEN), same)
    found = list(db.session.scalars(wanted.order_by(Registration.id.desc())))
    confirmed = [one for one in found if one.state != RECEIVED]
    return confirmed + [one for one in found if one.state == RECEIVED][:3]


def own_registrations(person_id: int) -> list[Registration]:
    """Return one person's registrations for meetings, the next meeting first, with their form."""
    found = (
        select(Registration)
        .join(RegistrationForm)
        .join(Meeting)
        .options(joinedload(Registration.form).joinedload(RegistrationForm.meeting))
        .where(Registration.person_id == person_id, Registration.state != RECEIVED)
        .order_by(Meeting.starts_on.desc(), Registration.id.desc())
    )
    return list(db.session.scalars(found))


def person_at(email: str) -> Person | None:
    """Return the person of the registry who has this address."""
    return db.session.scalar(
        select(Person)
        .join(EmailAddress)
        .where(EmailAddress.address_key == key_of(email), Person.left_at.is_(None))
    )


def bytes_unconfirmed(form_id: int) -> int:
    """Return how much room the files take whose senders have not confirmed their address."""
    size = func.coalesce(func.sum(func.length(RegistrationFile.content, type_=Integer)), 0)
    found = select(size).join(Registration).where(Registration.form_id == form_id)
    return db.session.scalar(found.where(Registration.state == RECEIVED)) or 0


def is_nominated(form: RegistrationForm, person_id: int) -> bool:
    """Return whether a government named this person for the process of the meeting."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Nomination.process_id == form.meeting.process_id,
                    Nomination.person_id == person_id,
                    Nomination.withdrawn_at.is_(None),
                )
            )
        )
    )


def alike(registration: Registration, most: int = 5) -> list[tuple[Person, tuple[Reason, ...]]]:
    """Return who else of the registry may have registered, each with the reasons."""
    found = [(person, match.reasons) for person, match in likely_people(_stated(registration))]
    return [one for one in found if one[0].id != registration.person_id][:most]


def to_look_at(registrations: Sequence[Registration]) -> dict[int, Person]:
    """Return for those of these registrations that cannot be accepted unseen whom they may be: who
    has the address under another name, or somebody like them."""
    new = [one for one in registrations if one.person_id is None]
    found = likely_for([_stated(one) for one in new])
    return {one.id: near[0][0] for one, near in zip(new, found, strict=True) if near} | {
        one.id: one.person
        for one in registrations
        if one.person is not None and "printed_name" in (one.conflicts or {})
    }


def _stated(one: Registration) -> Known:
    return comparing.stated(one.printed_name, one.email, one.country, facts_known(one))


def people_found(typed: str, *, but: Collection[int | None], most: int = 10) -> list[Person]:
    """Return people of the registry whom a search finds, by name, without some of them."""
    wanted = select(Person).where(*found_by(typed), Person.left_at.is_(None))
    wanted = wanted.where(Person.id.not_in([one for one in but if one is not None]))
    return list(db.session.scalars(wanted.order_by(Person.sort_key, Person.id).limit(most)))


def waiting_number(registration: Registration) -> int:
    """Return which number this registration has on the waiting list, from 1."""
    before = select(func.count()).where(
        Registration.form_id == registration.form_id,
        Registration.state == WAITING,
        or_(
            Registration.confirmed_at < registration.confirmed_at,
            (Registration.confirmed_at == registration.confirmed_at)
            & (Registration.id < registration.id),
        ),
    )
    return 1 + (db.session.scalar(before) or 0)


def waiting_ones(form_id: int) -> list[Registration]:
    """Return who waits for a place, the first to come first."""
    found = _WHOLE.where(Registration.form_id == form_id, Registration.state == WAITING)
    return list(db.session.scalars(found.order_by(Registration.confirmed_at, Registration.id)))


def tally(form_id: int) -> Tally:
    """Count the registrations of a form, in one pass through them."""
    named = (Registration.state, Registration.country, Registration.category)
    counted = select(*named, func.count()).where(Registration.form_id == form_id).group_by(*named)
    states: dict[str, int] = {}
    countries, categories = set(), set()
    for state, country, category, number in db.session.execute(counted):
        states[state] = states.get(state, 0) + number
        countries.add(country)
        categories.add(category)
    return Tally(states, sorted(filter(None, countries)), sorted(filter(None, categories)))


_ASKED = exists().where(Correction.registration_id == Registration.id, Correction.state == "asked")
# What may need a second look, by the word in the address of the page.
MARKS: Mapping[str, ColumnElement[bool]] = {
    "late": Registration.was_late.is_(True),
    "differs": Registration.conflicts.is_not(None),
    "correction": _ASKED,
}


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(Registration.state == wanted.state)
    if wanted.country:
        found.append(Registration.country == wanted.country)
    if wanted.category:
        found.append(Registration.category == wanted.category)
    if wanted.mark in MARKS:
        found.append(MARKS[wanted.mark])
    if wanted.typed:
        like = Registration.printed_name.icontains(wanted.typed, autoescape=True)
        found.append(or_(like, Registration.email.icontains(wanted.typed, autoescape=True)))
    return found


def listed(form_id: int, wanted: Filter) -> Select[Registration]:
    """Return the query of the registrations of a form that fit, the latest first."""
    # The latest has the highest number, and by that they are found without sorting.
    return (
        select(Registration)
        .options(joinedload(Registration.person))
        .where(Registration.form_id == form_id, *_conditions(wanted))
        .order_by(Registration.id.desc())
    )


def how_many_fit(form_id: int, wanted: Filter) -> int:
    """Return how many registrations of a form fit."""
    fits = select(func.count()).where(Registration.form_id == form_id, *_conditions(wanted))
    return db.session.scalar(fits) or 0


def exported(form: RegistrationForm, wanted: Filter) -> list[Registration]:
    """Return the registrations that fit with what was typed, in the order of lists."""
    found = (
        select(Registration)
        .options(
            undefer(Registration.facts),
            undefer(Registration.answers),
            joinedload(Registration.person),
        )
        .where(Registration.form_id == form.id, *_conditions(wanted))
    )
    rows = list(db.session.scalars(found))
    return sorted(rows, key=lambda one: (fold_name(one.printed_name), one.id))


def marked(ids: Collection[int]) -> tuple[set[int], set[int]]:
    """Return which of these registrations differ from the registry, and which ask for a
    correction, without decrypting anything."""
    differs = Registration.conflicts.is_not(None)
    rows = db.session.execute(
        select(Registration.id, differs, _ASKED).where(Registration.id.in_(ids), differs | _ASKED)
    ).all()
    return {number for number, yes, _ in rows if yes}, {number for number, _, yes in rows if yes}


def chosen_ones(form: RegistrationForm, ids: Collection[int]) -> list[Registration]:
    """Return these registrations of one form, in the order in which they came."""
    found = _WHOLE.options(undefer(Registration.facts), undefer(Registration.conflicts))
    found = found.where(Registration.form_id == form.id, Registration.id.in_(ids))
    return list(db.session.scalars(found.order_by(Registration.received_at, Registration.id)))


def route_of(form: RegistrationForm, registration: Registration) -> str:
    """Return through which door somebody registered: one of `ROUTES`."""
    if registration.invitation_id is not None:
        return "invitation"
    return "nomination" if form.kind == NOMINATED else "open form"


def corrections_of(registration_id: int) -> list[Correction]:
    """Return what was asked to be corrected, the latest first."""
    found = select(Correction).where(Correction.registration_id == registration_id)
    return list(db.session.scalars(found.order_by(Correction.id.desc())))


def history_of(registration: Registration) -> list[Entry]:
    """Return what was done to a registration, the latest first."""
    found = select(Entry).where(
        Entry.subject_table == Registration.__tablename__, Entry.subject_id == registration.id
    )
    return list(db.session.scalars(found.order_by(Entry.at.desc(), Entry.id.desc()).limit(50)))


def mails_of(registration: Registration) -> list[Message]:
    """Return the mails about a registration, the latest first."""
    found = select(Message).where(Message.refers_to == f"registration:{registration.id}")
    return list(db.session.scalars(found.order_by(Message.id.desc())))


def unsent_mails(ids: Collection[int]) -> list[Message]:
    """Return the mails about these registrations that can still be stopped."""
    found = select(Message).where(Message.refers_to.in_([f"registration:{one}" for one in ids]))
    return list(db.session.scalars(found.where(Message.state.in_((HELD, PENDING, CLAIMED)))))


# After which mail the registration must still be in which state when the mail leaves.
_HOLDS_WHILE: Mapping[str, Collection[str]] = {
    "confirm": (RECEIVED,),
    "pending": ("pending",),
    "accepted": (ACCEPTED,),
    "moved_up": (ACCEPTED,),
    "waiting": (WAITING,),
    "declined": ("declined",),
    "withdrawn": ("withdrawn",),
}


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about a registration must not go out any more, or None."""
    number = int((message.refers_to or "").partition(":")[2])
    found = db.session.scalar(_WHOLE.where(Registration.id == number))
    if found is None:
        return "The registration is not there any more."
    name = message.dedupe_key.split(":")[2]
    states = _HOLDS_WHILE.get(name)
    if states is not None and found.state not in states:
        return f"The registration of {found.printed_name} is {found.state} by now."
    if found.form.meeting.cancelled_at is not None and name != "withdrawn":
        return f"{found.form.meeting.short_name} is cancelled."
    return None


def facts_known(registration: Registration) -> dict[str, Any]:
    """Return the person's fields as they were typed, with those asked after acceptance."""
    later = (registration.later or {}).get("facts") or {}
    return {**(registration.facts or {}), **later}


def answers_known(registration: Registration) -> dict[str, Any]:
    """Return the answers to own questions, with those given after acceptance."""
    later = (registration.later or {}).get("answers") or {}
    return {**(registration.answers or {}), **later}


def texts_of(registration: Registration) -> dict[str, Any]:
    """Return what was sent as it is corrected: facts by name, answers as `q7`."""
    facts, answers = registration.facts or {}, registration.answers or {}
    texts = {name: value for name, value in facts.items() if name not in {"consents", "needs"}}
    return texts | {f"q{key}": value for key, value in answers.items()}
