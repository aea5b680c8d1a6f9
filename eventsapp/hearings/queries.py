"""Reads of hearings: whose it is, who may still be asked, whether a mail is still wanted."""

from collections.abc import Collection, Iterable
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.services import hash_of
from eventsapp.consultations.models import Consultation, Hearing
from eventsapp.consultations.queries import state_of
from eventsapp.consultations.window import State
from eventsapp.extensions import db
from eventsapp.mail.models import CLAIMED, HELD, PENDING, Message
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import Organization, OrganizationName, Person
from eventsapp.people.names import fold_name
from eventsapp.people.queries import why_not_reached
from eventsapp.people.reaching import said_no_address

MOST_CANDIDATES = 1_000
ROWS_PER_PAGE = 100
MAIL = "hearing"
_WHOLE = select(Hearing).options(
    joinedload(Hearing.person),
    joinedload(Hearing.organization),
    joinedload(Hearing.submission),
    joinedload(Hearing.consultation),
)


def refers_to(hearing: Hearing) -> str:
    """Return what the mails of this hearing refer to."""
    return f"hearing:{hearing.id}"


def hearing_with(token: str) -> Hearing | None:
    """Return the hearing of this token, or None where it is unknown or was withdrawn."""
    found = db.session.scalar(_WHOLE.where(Hearing.token_hash == hash_of(token)))
    if found is None or found.withdrawn_at is not None:
        return None
    return None if found.person is not None and found.person.left_at is not None else found


def hearings_page(consultation_id: int, page: int) -> Pagination:
    """Return one page of who is heard, by name; a hundred people a page."""
    rows = (
        _WHOLE.outerjoin(Person, Person.id == Hearing.person_id)
        .where(Hearing.consultation_id == consultation_id)
        .order_by(Hearing.withdrawn_at.is_not(None), Person.sort_key, Hearing.name, Hearing.id)
    )
    return db.paginate(rows, page=page, per_page=ROWS_PER_PAGE, error_out=False)


def hearings_held(consultation_id: int) -> list[Hearing]:
    """Return everybody who is heard in a consultation and still is to be."""
    rows = _WHOLE.where(Hearing.consultation_id == consultation_id, Hearing.withdrawn_at.is_(None))
    return [
        one
        for one in db.session.scalars(rows.order_by(Hearing.id))
        if one.person is None or one.person.left_at is None
    ]


def hearings_of(consultation_id: int, people: Collection[int]) -> dict[int, Hearing]:
    """Return the hearings of these people, also those withdrawn, by person."""
    rows = _WHOLE.where(
        Hearing.consultation_id == consultation_id, Hearing.person_id.in_(list(people))
    )
    return {one.person_id: one for one in db.session.scalars(rows) if one.person_id is not None}


def hearing_at(consultation_id: int, address_key: str) -> Hearing | None:
    """Return the hearing that is written to at this address, the first where there are several."""
    rows = _WHOLE.where(
        Hearing.consultation_id == consultation_id,
        Hearing.address_key == address_key,
        Hearing.withdrawn_at.is_(None),
    )
    return db.session.scalar(rows.order_by(Hearing.id).limit(1))


def candidates(
    consultation: Consultation, conditions: Iterable[ColumnElement[bool]]
) -> list[Person]:
    """Return people of the registry who fit and are not asked yet, by name."""
    asked = select(Hearing.person_id).where(
        Hearing.consultation_id == consultation.id,
        Hearing.person_id.is_not(None),
        Hearing.withdrawn_at.is_(None),
    )
    found = (
        select(Person)
        .where(*conditions, Person.left_at.is_(None), Person.id.not_in(asked))
        .order_by(Person.sort_key, Person.id)
        .limit(MOST_CANDIDATES)
    )
    return list(db.session.scalars(found))


def of_meeting(code: str) -> ColumnElement[bool]:
    """Return the condition for who takes part in the meeting of this code and has not left it."""
    return Person.id.in_(
        select(Participation.person_id)
        .join(Meeting, Meeting.id == Participation.meeting_id)
        .where(Meeting.code == code, Participation.left_at.is_(None))
    )


def meetings_to_ask() -> list[Meeting]:
    """Return the meetings whose people may be asked, the last first."""
    rows = select(Meeting).where(Meeting.cancelled_at.is_(None))
    return list(db.session.scalars(rows.order_by(Meeting.starts_on.desc(), Meeting.id.desc())))


def people_known(ids: Collection[int]) -> list[Person]:
    """Return these people of the registry, by name."""
    found: list[Person] = []
    numbers = list(ids)
    for start in range(0, len(numbers), MOST_CANDIDATES):
        some = numbers[start : start + MOST_CANDIDATES]
        found += db.session.scalars(select(Person).where(Person.id.in_(some)))
    return sorted(found, key=lambda person: (person.sort_key, person.id))


def organization_of(name: str) -> Organization | None:
    """Return the only organisation of the registry that has this name, in whatever letters."""
    named = select(OrganizationName.organization_id).where(
        OrganizationName.folded == fold_name(name)
    )
    found = db.session.scalars(select(Organization).where(Organization.id.in_(named)).limit(2))
    known = found.all()
    return known[0] if len(known) == 1 else None


def unsent_mails(hearings: Collection[Hearing], name: str | None = None) -> list[Message]:
    """Return the mails about these hearings that can still be stopped, of one name or of all."""
    named = [refers_to(one) for one in hearings]
    rows: Select[Message] = select(Message).where(
        Message.kind == MAIL,
        Message.refers_to.in_(named),
        Message.state.in_((HELD, PENDING, CLAIMED)),
    )
    found = db.session.scalars(rows.order_by(Message.id))
    return [one for one in found if name is None or one.dedupe_key.split(":")[2] == name]


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about a hearing must not go out any more, or None while it is wanted."""
    number = int((message.refers_to or "").partition(":")[2])
    found = db.session.scalar(_WHOLE.where(Hearing.id == number))
    if found is None:
        return "It is not there any more."
    return why_not(found, message, now)


def why_not(hearing: Hearing, message: Message, now: datetime) -> str | None:
    """Return why a mail to somebody who is heard must not go out any more, or None."""
    name = message.dedupe_key.split(":")[2]
    consultation, is_withdrawn = hearing.consultation, hearing.withdrawn_at is not None
    tells_end, asks = name == "withdrawn", name in {"asked", "link"}
    state = state_of(consultation, now)
    reasons = (
        (is_withdrawn and not tells_end, "They are not asked any more."),
        (tells_end and not is_withdrawn, "They are asked again."),
        (
            state == State.CANCELLED and name != "cancelled",
            f"“{consultation.title}” is cancelled.",
        ),
        (asks and state in {State.CLOSED, State.REPORTED}, f"“{consultation.title}” has closed."),
    )
    why = next((reason for holds, reason in reasons if holds), None)
    return why or _why_not_reached(hearing, message.recipient)


def _why_not_reached(hearing: Hearing, address: str) -> str | None:
    """Return why the mail does not reach who is heard; a body outside the registry has one
    address."""
    if hearing.person is not None:
        return why_not_reached(hearing.person, address)
    is_theirs = hearing.address == address
    return None if is_theirs else said_no_address(hearing.printed_name, address)
