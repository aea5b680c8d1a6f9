"""The verbs of a hearing: ask, stop asking, come in by the public page, give the link."""

from collections.abc import Collection
from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.accounts.services import hash_of
from eventsapp.accounts.tokens import token_of
from eventsapp.consultations.models import ASKED, CAME, Consultation, Hearing
from eventsapp.consultations.queries import state_of
from eventsapp.consultations.services import announce
from eventsapp.consultations.window import State
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.hearings.emails import queue_hearing_mails
from eventsapp.hearings.queries import (
    hearing_at,
    hearings_of,
    organization_of,
    unsent_mails,
)
from eventsapp.history.services import record
from eventsapp.mail.services import skip_message
from eventsapp.people.models import Person
from eventsapp.people.services import key_of
from eventsapp.reminders.queries import obligation_of
from eventsapp.reminders.services import owe, release, set_deadline

NOT_ASKED = "They are not asked any more."


def ask(
    consultation: Consultation, people: Collection[Person], *, now: datetime, by: User
) -> list[Hearing]:
    """Ask these people to be heard, by mail, and return the hearings of those newly asked. Flushes.

    It is announced by this. Who is asked already gets no second mail; who has no address is asked
    and gets none. Where submissions are sent here they owe one until it closes. Raises RuleBroken
    where it has no window, or that is over, or it is cancelled.
    """
    _check_open(consultation, now)
    announce(consultation, now=now, by=by)
    known = hearings_of(consultation.id, [person.id for person in people])
    new = [
        _asked(consultation, person, known.get(person.id), now=now, by=by)
        for person in people
        if person.left_at is None and _may_be_asked(known.get(person.id))
    ]
    db.session.flush()
    for hearing in new:
        record("asked to be heard", hearing, now=now, user_id=by.id)
        _owe(consultation, hearing, now=now, by=by)
    queue_hearing_mails(consultation, new, name="asked", now=now)
    return new


def _check_open(consultation: Consultation, now: datetime) -> None:
    title = consultation.title
    if consultation.window is None:
        raise RuleBroken(f"“{title}” has no day yet. Enter one, then ask people.")
    state = state_of(consultation, now)
    if state == State.CANCELLED:
        raise RuleBroken(f"“{title}” is cancelled. Reinstate it, then ask people.")
    if state in {State.CLOSED, State.REPORTED}:
        raise RuleBroken(f"“{title}” has closed. Extend it, then ask people.")


def _may_be_asked(hearing: Hearing | None) -> bool:
    return hearing is None or hearing.withdrawn_at is not None


def _asked(
    consultation: Consultation, person: Person, earlier: Hearing | None, *, now: datetime, by: User
) -> Hearing:
    hearing = earlier or Hearing(consultation_id=consultation.id, person_id=person.id)
    hearing.consultation, hearing.person = consultation, person
    hearing.organization_id = person.organization_id
    hearing.route = ASKED
    hearing.address = person.email
    hearing.address_key = key_of(person.email) if person.email else None
    hearing.token_hash = hearing.withdrawn_at = None
    hearing.asked_at, hearing.asked_by_id = now, by.id
    db.session.add(hearing)
    return hearing


def _owe(consultation: Consultation, hearing: Hearing, *, now: datetime, by: User | None) -> None:
    window = consultation.window
    if not consultation.takes_submissions or window is None or hearing.person_id is None:
        return
    if hearing.submission is not None and hearing.submission.sent_at is not None:
        return
    if consultation.deadline is None:
        consultation.deadline = set_deadline(
            consultation.title,
            window.ends_on,
            window.tz,
            now=now,
            page=("submissions.own", {"consultation_id": consultation.id}),
            audience=consultation.audience,
            at_time=window.ends_at_time,
            is_carried=True,
        )
    owe(consultation.deadline, hearing.person_id, now=now)


def stop_asking(hearings: Collection[Hearing], *, now: datetime, by: User) -> list[Hearing]:
    """Ask these people no more: their links stop working, and what they wrote stays. Flushes.

    Who had the mail already is told; whom it had not reached yet gets none.
    """
    taken = [one for one in hearings if one.withdrawn_at is None]
    unreached = _skip(taken, NOT_ASKED)
    for hearing in taken:
        hearing.withdrawn_at = now
        deadline = hearing.consultation.deadline
        if deadline and hearing.person_id and obligation_of(deadline, hearing.person_id):
            release(deadline, hearing.person_id, now, by=by)
        record("asked no more", hearing, now=now, user_id=by.id)
    db.session.flush()
    told = [one for one in taken if one.id not in unreached]
    if told:
        queue_hearing_mails(told[0].consultation, told, name="withdrawn", now=now)
    return taken


def _skip(hearings: Collection[Hearing], reason: str) -> set[int]:
    """Skip the mails of these that have not left; return whose invitation was among them."""
    stopped = set()
    for message in unsent_mails(hearings):
        try:
            skip_message(message, reason)
        except RuleBroken:  # a worker was faster: it is leaving
            continue
        if message.dedupe_key.split(":")[2] == "asked":
            stopped.add(int(str(message.refers_to).partition(":")[2]))
    return stopped


def ask_anew(
    consultation: Consultation,
    hearings: Collection[Hearing],
    *,
    now: datetime,
    again: str,
    leave_at: datetime | None,
) -> set[int]:
    """Write the mail anew that asks these people, where it has not left, since what it says has
    changed; return the numbers of those for whom it was. Flushes."""
    unsent = unsent_mails(hearings, "asked")
    anew = set()
    for message in unsent:
        try:
            skip_message(message, "It was written anew: the window was moved.")
        except RuleBroken:  # a worker was faster: it is leaving
            continue
        anew.add(int(str(message.refers_to).partition(":")[2]))
    queue_hearing_mails(
        consultation,
        [one for one in hearings if one.id in anew],
        name="asked",
        now=now,
        again=again,
        leave_at=leave_at,
    )
    return anew


def come(
    consultation: Consultation,
    name: str,
    address: str,
    *,
    organization_name: str | None,
    language: str,
    now: datetime,
) -> Hearing:
    """Let somebody in who came by the public page: their private link goes to the address. Flushes.

    Who is heard at that address already gets the link of that again.
    """
    key = key_of(address)
    hearing = hearing_at(consultation.id, key)
    if hearing is None:
        known = organization_of(organization_name) if organization_name else None
        hearing = Hearing(
            consultation_id=consultation.id,
            consultation=consultation,
            route=CAME,
            name=name,
            organization_name=organization_name,
            organization_id=known.id if known else None,
            address=address,
            address_key=key,
            language=language,
            asked_at=now,
        )
        db.session.add(hearing)
        db.session.flush()
        record("came to be heard", hearing, now=now)
    queue_hearing_mails(consultation, [hearing], name="link", now=now)
    return hearing


def give_token(hearing: Hearing, key: str) -> str:
    """Return the secret of a hearing and keep its hash. Flushes."""
    token = token_of(key, "hearing", hearing.id, hearing.asked_at)
    hearing.token_hash = hash_of(token)
    db.session.flush()
    return token
