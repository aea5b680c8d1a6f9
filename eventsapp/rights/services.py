"""The verbs of a person about their own data, and of staff who answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.erasing.queries import what_stays
from eventsapp.erasing.services import erase_person, why_not_erase
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.held.words import NEEDS_DAYS
from eventsapp.history.services import record
from eventsapp.people.models import Consent, Person
from eventsapp.people.queries import needs_of
from eventsapp.people.services import (
    change_person,
    facts_of,
    give_consent,
    set_needs,
    withdraw_consent,
)
from eventsapp.rights import emails
from eventsapp.rights.models import ASKED, DECLINED, DONE, ERASURE, DataRequest
from eventsapp.rights.queries import next_meeting_of, requests_of

SOURCE = "my data"


def correct_own(
    person: Person, *, phone: str | None, languages: Sequence[str], user_id: int, now: datetime
) -> bool:
    """Write down what a person may correct by themselves; return whether anything changed."""
    facts = replace(facts_of(person), phone=phone, languages=tuple(languages))
    return change_person(person, facts, now=now, user_id=user_id)


def state_own_needs(
    person: Person, details: Mapping[str, str], *, user_id: int, now: datetime
) -> None:
    """Keep what a person says they need, until 30 days after their next meeting. Flushes."""
    kept, meeting = needs_of(person), next_meeting_of(person.id, now.date())
    purpose, until = "To arrange access and meals", now.date() + timedelta(days=365)
    meeting_id = meeting.id if meeting else None
    if meeting is not None:
        purpose = f"To take part in {meeting.short_name}"
        until = meeting.ends_on + timedelta(days=NEEDS_DAYS)
    elif kept is not None and kept.delete_on is not None:
        purpose, until = kept.purpose, kept.delete_on
    set_needs(
        person, dict(details), purpose=purpose, delete_on=until, meeting_id=meeting_id, now=now
    )
    record("changed needs", person, now=now, user_id=user_id)


def agree(
    person: Person, purpose: str, *, wording: str, language: str, user_id: int, now: datetime
) -> None:
    """Keep a consent to all meetings. Given twice it is one. Flushes."""
    given = give_consent(
        person, purpose, wording=wording, language=language, source=SOURCE, now=now
    )
    if given.given_at == now:
        record("gave consent", person, now=now, user_id=user_id, purpose=purpose)


def disagree(person: Person, purpose: str, *, user_id: int, now: datetime) -> int:
    """Let no consent to a purpose hold any more, whether for one meeting or for all; return how
    many held."""
    held = list(
        db.session.scalars(
            select(Consent).where(
                Consent.person_id == person.id,
                Consent.purpose == purpose,
                Consent.withdrawn_at.is_(None),
            )
        )
    )
    for one in held:
        withdraw_consent(one, now=now)
    if held:
        record("withdrew consent", person, now=now, user_id=user_id, purpose=purpose)
    return len(held)


def ask(person: Person, kind: str, words: str, *, user_id: int, now: datetime) -> DataRequest:
    """Ask staff for a correction or for erasure. Asked again before the answer, it is one request
    with the newer words. Flushes."""
    asked = _waiting(person.id, kind)
    if asked is None:
        asked = DataRequest(person_id=person.id, kind=kind, stays=[])
        db.session.add(asked)
    asked.words, asked.asked_at = words or None, now
    db.session.flush()
    record("asked about their data", asked, now=now, user_id=user_id, kind=kind)
    return asked


def carry_out(person: Person, words: str, *, by: User, now: datetime) -> DataRequest:
    """Erase a person, as they asked or had it asked. Flushes.

    They are told by mail what stays; that mail is the last. Raises RuleBroken where this user may
    not erase this person now.
    """
    refusal = why_not_erase(person, by)
    if refusal:
        raise RuleBroken(refusal)
    request = _waiting(person.id, ERASURE)
    if request is None:
        request = DataRequest(person_id=person.id, kind=ERASURE, asked_at=now)
        db.session.add(request)
    request.stays = []
    db.session.flush()
    emails.send_erased(request, person, words, what_stays(person), now=now)
    stays = erase_person(person, by=by, now=now)
    for one in requests_of(person.id):
        one.state = DECLINED if one.state == ASKED else one.state
        one.words = one.answer = None
    request.state, request.decided_at, request.decided_by_id = DONE, now, by.id
    request.stays = [{"name": one.name, "count": one.count} for one in stays]
    db.session.flush()
    return request


def _waiting(person_id: int, kind: str) -> DataRequest | None:
    return db.session.scalar(
        select(DataRequest).where(
            DataRequest.person_id == person_id,
            DataRequest.kind == kind,
            DataRequest.state == ASKED,
        )
    )


def answer(request: DataRequest, *, is_done: bool, words: str, user_id: int, now: datetime) -> None:
    """Answer a request that waits; the person gets the answer by mail. Flushes.

    Raises RuleBroken where it was answered before or declined without a reason, and for an erasure,
    which is more than an answer.
    """
    if request.state != ASKED:
        raise RuleBroken("This request was answered already. Nothing was changed.")
    if is_done and request.kind == ERASURE:
        raise RuleBroken("Erase the person on their own page: it says first what goes and stays.")
    if not is_done and not words:
        raise RuleBroken("Say why in a sentence: the person reads it.")
    request.state = DONE if is_done else DECLINED
    request.answer, request.decided_at, request.decided_by_id = words or None, now, user_id
    db.session.flush()
    record("answered", request, now=now, user_id=user_id, state=request.state)
    emails.send_answer(request, now=now)
