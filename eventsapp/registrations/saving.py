"""Write a registration into the registry: the person, how they take part, what they agreed to."""

import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from eventsapp.accounts.models import User
from eventsapp.accounts.queries import may_change_addresses
from eventsapp.accounts.services import person_with
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.invitations.models import Invitation
from eventsapp.mail.services import skip_message
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.meetings.queries import participation_of
from eventsapp.people.models import Consent, Person
from eventsapp.people.queries import needs_of, said_needs_since
from eventsapp.people.services import (
    add_address,
    add_person,
    change_person,
    facts_of,
    give_consent,
    set_needs,
)
from eventsapp.registrations import comparing, queries
from eventsapp.registrations.asked import DEFAULT, to_fields
from eventsapp.registrations.models import (
    INVITED,
    NOMINATED,
    OPEN,
    Correction,
    Registration,
    RegistrationFile,
    RegistrationForm,
)
from eventsapp.registrations.sent import SentFile
from eventsapp.registrations.states import OPEN as UNDER_WAY

NEW = "new"
NEEDS_KEPT_FOR = timedelta(days=30)


def recognize(registration: Registration, person: Person) -> None:
    """Take a registration for this person's, and note where the registry says otherwise."""
    registration.person = person
    typed = comparing.about_person(registration.facts or {})
    registration.conflicts = comparing.conflicts(typed, vars(facts_of(person))) or None


def why_staff(registration: Registration) -> list[str]:
    """Return why nobody but staff can decide about this one: `late`, `name`, `held`,
    `shared`, `other address`, `not invited`, `not nominated`."""
    form, found = registration.form, []
    person_id = registration.person_id or 0
    if registration.was_late:
        found.append("late")
    if "printed_name" in (registration.conflicts or {}):
        found.append("name")
    if holder_instead(registration) is not None:
        found.append("held")
    if queries.earlier_ones(registration, None):
        found.append("shared")
    if invited_instead(registration) is not None:
        found.append("other address")
    if form.kind == INVITED and registration.invitation_id is None:
        found.append("not invited")
    if form.kind == NOMINATED and not queries.is_nominated(form, person_id):
        found.append("not nominated")
    return found


def invited_instead(registration: Registration) -> Person | None:
    """Return the person by whose invitation somebody registered who is not known to be them."""
    if registration.invitation_id is None:
        return None
    invited = db.session.get_one(Invitation, registration.invitation_id).participation.person
    is_own = registration.person is not None and registration.person.id == invited.id
    return None if is_own else invited


def others_invited(registrations: Collection[Registration]) -> dict[int, Person]:
    """Return for those who came by somebody else's invitation for whom that was."""
    found = {one.id: invited_instead(one) for one in registrations}
    return {number: invited for number, invited in found.items() if invited is not None}


def person_for(
    registration: Registration,
    whose: str | None,
    *,
    now: datetime,
    take: Collection[str] = (),
    by_id: int | None = None,
) -> Person:
    """Return the person who registered, entered where the registry does not have them.

    Raises RuleBroken where only somebody of the secretariat can say who it is.
    """
    typed = comparing.about_person(queries.facts_known(registration))
    if whose == NEW:
        person = None
    elif whose is not None:
        person = db.session.get(Person, int(whose))
    else:
        person = _without_doubt(registration)
    if person is None:
        free = person_with(registration.email) is None
        person = add_person(now=now, email=registration.email if free else None, **typed)
        record("registered", person, now=now, user_id=by_id)
    else:
        check_is_only_one(registration, person)
        state(person, registration, typed, take=take, by_id=by_id, now=now)
    return person


def _without_doubt(registration: Registration) -> Person | None:
    """Return who registered, or None for somebody new. The registry may have learnt of them after
    they had confirmed their address. Raises RuleBroken if they may be another one."""
    invited, name = invited_instead(registration), registration.printed_name
    if invited is not None:
        raise RuleBroken(
            f"The invitation went to {invited.printed_name}, and {name} registered from an "
            "address that is not theirs. Open that registration and choose who it is."
        )
    holder = holder_instead(registration)
    if holder is None:
        return registration.person
    names = ({"printed_name": name}, {"printed_name": holder.printed_name})
    if holder.left_at is not None or comparing.conflicts(*names):
        raise RuleBroken(
            f"{registration.email} belongs to {holder.printed_name}, and {name} registered from "
            "it. Open that registration and choose who it is."
        )
    return holder


def holder_instead(registration: Registration) -> Person | None:
    """Return who has the address from which somebody registered of whom nobody is known."""
    return person_with(registration.email) if registration.person is None else None


def check_is_only_one(registration: Registration, person: Person | None) -> None:
    """Raise RuleBroken if this person has another registration for the meeting under way."""
    if person is None:
        return
    other = select(Registration.id).where(
        Registration.form_id == registration.form_id,
        Registration.person_id == person.id,
        Registration.id != registration.id,
        Registration.state.in_(UNDER_WAY),
    )
    if db.session.scalar(other.limit(1)) is not None:
        meeting = registration.form.meeting.short_name
        raise RuleBroken(
            f"{person.printed_name} has another registration for {meeting} already. Decide about "
            "that one, and decline this one."
        )


def take_part(registration: Registration, person: Person) -> Participation:
    """Let the person take part in the meeting, also where they had left it. Flushes."""
    form = registration.form
    part = participation_of(form.meeting, person.id)
    if part is None:
        is_expert = form.kind in {INVITED, NOMINATED}
        part = Participation(
            meeting_id=form.meeting_id,
            person_id=person.id,
            is_expert=is_expert,
            route="nomination" if form.kind == NOMINATED else "registration",
        )
        db.session.add(part)
    part.left_at = None
    part.route = part.route or "registration"
    part.country = _other(registration.country, person.country) or part.country
    part.category = _other(registration.category, person.category) or part.category
    db.session.flush()
    return part


def _other(said: str | None, known: str | None) -> str | None:
    return said if said and said != known else None


def state(
    person: Person,
    registration: Registration,
    typed: Mapping[str, Any],
    *,
    take: Collection[str],
    by_id: int | None,
    now: datetime,
) -> None:
    """Write into the registry what it does not know yet, and what somebody chose to replace."""
    known = facts_of(person)
    new = comparing.fills(comparing.about_person(typed), vars(known))
    new |= {name: typed[name] for name in take if name in typed}
    change_person(person, replace(known, **new), now=now, user_id=by_id)
    if by_id is not None:
        _give_address(person, registration.email, by_id)


def _give_address(person: Person, address: str, by_id: int) -> None:
    """Give a person the address from which they registered, as far as whoever decides may.

    Whoever reads its mail can sign in as that person from then on. So this never follows from a
    registration by itself.
    """
    if person_with(address) is None and may_change_addresses(
        person.id, db.session.get_one(User, by_id)
    ):
        add_address(person, address)


def keep_needs(
    person: Person,
    registration: Registration,
    needs: Mapping[str, str],
    *,
    before: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep what differs from what this registration said before; what was said elsewhere stays."""
    names = {*before, *needs}
    changed = {one: needs.get(one) or "" for one in names if needs.get(one) != before.get(one)}
    if not changed:
        return
    meeting, kept = registration.form.meeting, needs_of(person)
    # Needs are arranged for one meeting; the rest of what was sent is kept for longer.
    until = min(meeting.ends_on + NEEDS_KEPT_FOR, delete_on(registration.form))
    why: dict[str, Any] = {"delete_on": until, "meeting_id": meeting.id}
    why["purpose"] = f"To take part in {meeting.short_name}"
    if kept is not None:
        changed = {**kept.details, **changed}
        if kept.delete_on is not None and kept.delete_on > until:  # another meeting comes later
            why = {name: getattr(kept, name) for name in why}
    set_needs(person, changed, now=now, **why)
    record("changed needs", person, now=now)


def agree(registration: Registration, person: Person, *, now: datetime) -> None:
    """Keep what the person agreed to, in the words they read, and what they need.

    Accepted again, a registration does not bring back what the person took back meanwhile.
    """
    facts = registration.facts or {}
    source = f"registration:{registration.id}"
    for one in facts.get("consents") or ():
        if _had_its_say(registration, person, one["purpose"], source):
            continue
        give_consent(
            person,
            one["purpose"],
            wording=one["wording"],
            language=registration.language,
            source=source,
            now=registration.received_at,
            meeting_id=registration.form.meeting_id,
        )
    needs = queries.facts_known(registration).get("needs") or {}
    if not said_needs_since(person, registration.received_at):
        keep_needs(person, registration, needs, before={}, now=now)


def _had_its_say(registration: Registration, person: Person, purpose: str, source: str) -> bool:
    """Return whether this consent was kept already, or the person withdrew one to the same use
    after they had sent this."""
    known = select(Consent.id).where(
        Consent.person_id == person.id,
        Consent.purpose == purpose,
        or_(Consent.source == source, Consent.withdrawn_at > registration.received_at),
    )
    return db.session.scalar(known.limit(1)) is not None


def as_file(sent: SentFile) -> RegistrationFile:
    """Return the row for a file that was sent."""
    return RegistrationFile(**vars(sent))


def keep_as_correction(earlier: Registration, later: Registration, *, now: datetime) -> None:
    """Make of what was sent a second time what its sender asks to have corrected. Flushes."""
    fields = comparing.differences(queries.texts_of(earlier), queries.texts_of(later))
    if fields:
        _ask_too(earlier, fields, now=now)
    forget_registrations([later.id])
    record("registered again", earlier, now=now)


def _ask_too(registration: Registration, fields: Mapping[str, Any], *, now: datetime) -> None:
    """Ask this with what is asked already. What contradicts that is asked beside it, so that
    nothing typed is lost."""
    for asked in _free_corrections(registration.id):
        known = asked.wanted.get("fields") or {}
        if all(known.get(name, both) == both for name, both in fields.items()):
            asked.wanted = {**asked.wanted, "fields": {**known, **fields}}
            asked.asked_at = now
            return
    wanted = {"fields": fields, "note": ""}
    db.session.add(Correction(registration_id=registration.id, wanted=wanted, asked_at=now))


def _free_corrections(registration_id: int) -> list[Correction]:
    """Return what is asked to be corrected and not decided, the latest first, and keep staff from
    deciding it; without what they decide at this moment."""
    found = select(Correction).where(
        Correction.registration_id == registration_id, Correction.state == "asked"
    )
    # Whoever asks may hold the form, for which who decides waits: wait for neither.
    found = found.order_by(Correction.id.desc()).with_for_update(skip_locked=True)
    return list(db.session.scalars(found))


def new_form(meeting: Meeting, purpose: str) -> RegistrationForm:
    """Return the form with which staff begin for a meeting; nothing of it is kept yet."""
    return RegistrationForm(
        meeting_id=meeting.id,
        token=secrets.token_urlsafe(24),
        tz=meeting.tz,
        kind=OPEN,
        fields=to_fields(DEFAULT),
        most_per_category={},
        has_waiting_list=True,
        is_decided_by_staff=True,
        delete_after_days=730,
        purpose=purpose,
    )


def keep_form(
    form: RegistrationForm, settings: Mapping[str, Any], *, by_id: int, now: datetime
) -> None:
    """Keep how people register for a meeting. Flushes."""
    is_new = form.id is None
    for name, value in settings.items():
        setattr(form, name, value)
    db.session.add(form)
    db.session.flush()
    keep_until(form, delete_on(form))
    record("created" if is_new else "changed", form, now=now, user_id=by_id)


def delete_on(form: RegistrationForm) -> date:
    """Return the day on which what people send is deleted."""
    return form.meeting.ends_on + timedelta(days=form.delete_after_days)


def keep_until(form: RegistrationForm, day: date) -> None:
    """Delete what was sent with a form on this day, and on no other."""
    changed = update(Registration).where(Registration.form_id == form.id)
    changed = changed.where(Registration.delete_on != day).values(delete_on=day)
    db.session.execute(changed)


def skip_mails(registration: Registration, reason: str) -> int:
    """Keep mails from leaving that have not left; return how many."""
    return _skip([registration.id], reason)


def _skip(ids: Collection[int], reason: str) -> int:
    skipped = 0
    for message in queries.unsent_mails(ids):
        with suppress(RuleBroken):  # a worker was faster: it is leaving
            skip_message(message, reason)
            skipped += 1
    return skipped


def forget_registrations(ids: Collection[int]) -> None:
    """Delete registrations with all that was sent; no mail about them leaves any more."""
    _skip(ids, "The registration is not there any more.")
    for one in db.session.scalars(select(Registration).where(Registration.id.in_(ids))):
        db.session.delete(one)
    db.session.flush()
