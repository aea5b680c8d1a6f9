"""The verbs of registration: send, confirm, place, decide, take back, withdraw.

Whoever takes or frees a place holds the row of the form locked, so that the last place is given
once.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventsapp.accounts.services import hash_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.invitations.models import YES, Invitation
from eventsapp.invitations.queries import last_answer_at
from eventsapp.invitations.services import (
    accept_by_registration,
    answer_invitation,
    take_answer_back,
)
from eventsapp.people.models import Person
from eventsapp.people.services import key_of
from eventsapp.registrations import queries
from eventsapp.registrations.comparing import is_one_name
from eventsapp.registrations.emails import send
from eventsapp.registrations.models import (
    ACCEPTED,
    DECLINED,
    PENDING,
    RECEIVED,
    WAITING,
    WITHDRAWN,
    Registration,
    RegistrationForm,
)
from eventsapp.registrations.opened import Opened, token_of
from eventsapp.registrations.places import NO_PLACE, Full, full, no_place
from eventsapp.registrations.saving import (
    agree,
    as_file,
    check_is_only_one,
    delete_on,
    forget_registrations,
    keep_as_correction,
    keep_form,
    person_for,
    recognize,
    skip_mails,
    take_part,
    why_staff,
)
from eventsapp.registrations.sent import Sent
from eventsapp.registrations.states import DECIDED, can_move
from eventsapp.registrations.window import Phase


def receive(
    form: RegistrationForm,
    sent: Sent,
    opened: Opened,
    *,
    key: str,
    now: datetime,
    is_quiet: bool = False,
) -> Registration:
    """Keep what was sent and ask for the address to be confirmed; sent twice it is kept once.

    Sent after the window, from a form that was opened in time, it is kept as late; `is_quiet`
    leaves out the mail. Flushes. Raises RuleBroken where nobody can register.
    """
    found = queries.sent_before(opened.client_key)
    if found is not None:
        return found
    check_open(form, opened.opened_at, now=now)
    made = Registration(
        form=form,
        client_key=opened.client_key,
        token_hash=hash_of(token_of(key, opened.client_key)),
        email=sent.email,
        printed_name=sent.printed_name,
        country=sent.facts.get("country"),
        category=sent.facts.get("category"),
        facts={**sent.facts, "printed_name": sent.printed_name},
        answers=dict(sent.answers),
        language=sent.language,
        invitation_id=opened.invitation_id,
        was_late=queries.window_of(form).phase(now) == Phase.CLOSED,
        received_at=now,
        delete_on=delete_on(form),
        files=[as_file(one) for one in sent.files],
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # the same form was sent twice at the same moment
        return db.session.scalars(
            select(Registration).where(Registration.client_key == opened.client_key)
        ).one()
    if not is_quiet:
        send("confirm", made, now=now)
    record("registered", made, now=now, route=queries.route_of(form, made))
    return made


def check_open(form: RegistrationForm, opened_at: datetime, *, now: datetime) -> None:
    """Raise RuleBroken if nobody can register with a form that was opened then."""
    meeting = form.meeting
    if meeting.cancelled_at is not None:
        raise RuleBroken(f"{meeting.short_name} is cancelled, so nobody can register for it.")
    if not queries.window_of(form).takes(now, opened_at):
        raise RuleBroken(
            f"Registration for {meeting.short_name} is not open. Write to the secretariat."
        )


def confirm(registration: Registration, *, now: datetime) -> Registration:
    """Take the address as confirmed and find out whose it is; return the registration that counts.

    Who had registered already keeps that one, and what was sent now becomes what they ask to have
    corrected. Under another name it is somebody who shares the address, and staff look at it. Twice
    is once. Flushes.
    """
    if registration.state != RECEIVED:
        return registration
    _lock(registration.form)
    # Only the address that was confirmed says who it is: an invitation may have been forwarded.
    person = queries.person_at(registration.email)
    others, name = queries.earlier_ones(registration, person), registration.printed_name
    earlier = next((one for one in others if is_one_name(one.printed_name, name)), None)
    if earlier is not None:
        keep_as_correction(earlier, registration, now=now)
        return earlier
    unconfirmed = queries.others_unconfirmed(registration)
    forget_registrations([one.id for one in unconfirmed if is_one_name(one.printed_name, name)])
    registration.confirmed_at = now
    if person is not None and person.id not in {one.person_id for one in others}:
        recognize(registration, person)
    db.session.flush()
    record("confirmed", registration, now=now)
    _settle(registration, now=now)
    return registration


def _settle(registration: Registration, *, now: datetime) -> None:
    """Decide what follows from a confirmed address: staff look at it, or it is placed at once."""
    form = registration.form
    _answer_invitation(registration, now=now)
    if form.is_decided_by_staff or why_staff(registration):
        _move(registration, PENDING, now=now)
        send("pending", registration, now=now)
        return
    why = _full(registration)
    if why is None:
        _give_place(registration, mail="accepted", now=now)
    elif form.has_waiting_list:
        _wait(registration, by_id=None, now=now)
    else:
        registration.reason = NO_PLACE
        _decide(registration, DECLINED, by_id=None, now=now)
        send("declined", registration, now=now)


def accept(
    registration: Registration,
    *,
    by_id: int,
    now: datetime,
    whose: str | None = None,
    take: Collection[str] = (),
) -> None:
    """Accept a registration: it gets a place, a person and a participation. Twice is once.

    `whose` is `new` for somebody who is not in the registry yet, the number of a person, or None
    for whom the address belongs to. `take` names the fields in which what was typed replaces what
    the registry says; all other conflicts keep the registry. Flushes. Raises RuleBroken where no
    place is left.
    """
    if registration.state == ACCEPTED:
        return
    _check_move(registration, ACCEPTED)
    _lock(registration.form)
    why = _full(registration)
    if why is not None:
        place = (registration.country, registration.category)
        raise RuleBroken(no_place(why, *place, registration.printed_name))
    person = person_for(registration, whose, now=now, take=take, by_id=by_id)
    registration.conflicts = None
    _accept(registration, person, by_id=by_id, now=now)


def put_on_waiting_list(registration: Registration, *, by_id: int, now: datetime) -> None:
    """Let a registration wait until a place is free. Twice is once. Flushes."""
    if registration.state == WAITING:
        return
    _check_move(registration, WAITING)
    _wait(registration, by_id=by_id, now=now)


def decline(registration: Registration, reason: str, *, by_id: int, now: datetime) -> None:
    """Decline a registration; the person reads the reason on their page. Twice is once. Flushes."""
    if registration.state == DECLINED:
        return
    _check_move(registration, DECLINED)
    had_place = registration.state == ACCEPTED
    _leave(registration, now=now)
    registration.reason = reason
    _decide(registration, DECLINED, by_id=by_id, now=now)
    send("declined", registration, now=now)
    if had_place:
        move_up(registration.form, now=now)


def undo(registration: Registration, *, by_id: int, now: datetime) -> bool:
    """Take a decision back: the registration is with the secretariat again; return whether the
    person had not been told yet. The place stays free until the next decision. Flushes."""
    if registration.state not in DECIDED:
        raise RuleBroken("Nothing was decided about this registration that could be undone.")
    check_is_only_one(registration, registration.person)
    stopped = skip_mails(registration, "The secretariat took the decision back.")
    _leave(registration, now=now)
    registration.reason = None
    _decide(registration, PENDING, by_id=by_id, now=now)
    if not stopped:
        send("pending", registration, now=now)
    return bool(stopped)


def withdraw(registration: Registration, *, now: datetime, by_id: int | None = None) -> None:
    """Withdraw a registration; its place goes to who waits. Twice is once. Flushes.

    Where the address was never confirmed nobody is told: perhaps its holder never registered.
    """
    if registration.state == WITHDRAWN:
        return
    _check_move(registration, WITHDRAWN)
    before = registration.state
    skip_mails(registration, "The registration was withdrawn.")
    _leave(registration, now=now)
    _move(registration, WITHDRAWN, now=now, by_id=by_id)
    invitation = _invitation_of(registration)
    can_answer = before != RECEIVED and now < last_answer_at(registration.form.meeting)
    if invitation is not None and can_answer and _speaks_for(registration, invitation):
        answer_invitation(invitation, "no", now=now)
    if before != RECEIVED:
        send("withdrawn", registration, now=now)
    if before == ACCEPTED:
        move_up(registration.form, now=now)


def change_form(
    form: RegistrationForm, settings: Mapping[str, Any], *, by_id: int, now: datetime
) -> list[Registration]:
    """Keep how people register for a meeting; return who moves up because there are more places.
    Flushes."""
    keep_form(form, settings, by_id=by_id, now=now)
    return move_up(form, now=now)


def move_up(form: RegistrationForm, *, now: datetime) -> list[Registration]:
    """Give places that are free to who waits, the first to come first; return who moved up."""
    _lock(form)
    moved = []
    for one in queries.waiting_ones(form.id):
        why = _full(one)
        if why == Full.IN_ALL:
            break
        if why is None and _give_place(one, mail="moved_up", now=now):
            moved.append(one)
    return moved


def _give_place(registration: Registration, *, mail: str, now: datetime) -> bool:
    """Accept somebody without staff; whom the registry does not let in so is left to them.

    Whoever confirmed, withdrew or raised a limit did their own part and hears nothing of it.
    """
    try:
        with db.session.begin_nested():
            person = person_for(registration, None, now=now)
            _accept(registration, person, by_id=None, now=now, mail=mail)
    except RuleBroken:
        _move(registration, PENDING, now=now)
        send("pending", registration, now=now)
        return False
    return True


def _accept(
    registration: Registration,
    person: Person,
    *,
    by_id: int | None,
    now: datetime,
    mail: str = "accepted",
) -> None:
    registration.person = person
    # Staff may have said only now who it is, and that one may have been invited elsewhere.
    _let_go_of_invitation(registration, now=now)
    _answer_invitation(registration, now=now)
    registration.participation = take_part(registration, person)
    registration.reason = None
    agree(registration, person, now=now)
    _decide(registration, ACCEPTED, by_id=by_id, now=now)
    send(mail, registration, now=now)


def _wait(registration: Registration, *, by_id: int | None, now: datetime) -> None:
    _leave(registration, now=now)
    _decide(registration, WAITING, by_id=by_id, now=now)
    send("waiting", registration, now=now, number=queries.waiting_number(registration))


def _leave(registration: Registration, *, now: datetime) -> None:
    """Let an accepted person take part no more."""
    part = registration.participation
    if registration.state == ACCEPTED and part is not None and part.left_at is None:
        part.left_at = now


def _decide(registration: Registration, state: str, *, by_id: int | None, now: datetime) -> None:
    registration.decided_at, registration.decided_by_id = now, by_id
    _move(registration, state, now=now, by_id=by_id)


def _move(
    registration: Registration, state: str, *, now: datetime, by_id: int | None = None
) -> None:
    before, registration.state = registration.state, state
    db.session.flush()
    record(state, registration, now=now, user_id=by_id, before=before)


def _check_move(registration: Registration, state: str) -> None:
    if not can_move(registration.state, state):
        raise RuleBroken(
            f"The registration of {registration.printed_name} is {registration.state}, so it "
            f"cannot become {state}. Load the page to see what happened."
        )


def _lock(form: RegistrationForm) -> None:
    """Wait for whoever gives out places now, and see what they gave."""
    wanted = select(RegistrationForm.id).where(RegistrationForm.id == form.id)
    db.session.execute(wanted.with_for_update())


def _full(registration: Registration) -> Full | None:
    limits = queries.limits_of(registration.form)
    if not limits.has_any:
        return None
    country, category = registration.country, registration.category
    taken = queries.taken_places(registration.form_id, country, category)
    return full(limits, taken, country, category)


def _answer_invitation(registration: Registration, *, now: datetime) -> None:
    invitation = _invitation_of(registration)
    if invitation is None:
        return
    registration.invitation_id = invitation.id
    if invitation.answer is None or _speaks_for(registration, invitation):
        accept_by_registration(invitation, registration.email, now=now)


def _let_go_of_invitation(registration: Registration, *, now: datetime) -> None:
    """Leave an invitation to whom it is for, where somebody else came by its link."""
    invitation = _invitation_of(registration)
    if invitation is None or _is_for(invitation, registration.person):
        return
    if _speaks_for(registration, invitation):
        take_answer_back(invitation, now=now)
    registration.invitation_id = None
    db.session.flush()


def _speaks_for(registration: Registration, invitation: Invitation) -> bool:
    """Return whether this registration is by whom the invitation is for, or its only answer."""
    answered_from = invitation.answered_from or ""
    return _is_for(invitation, registration.person) or (
        invitation.answer == YES and key_of(answered_from) == key_of(registration.email)
    )


def _is_for(invitation: Invitation, person: Person | None) -> bool:
    return person is not None and invitation.participation.person_id == person.id


def _invitation_of(registration: Registration) -> Invitation | None:
    """Return the invitation that led here, else the one its person has, also where they registered
    from another address."""
    if registration.invitation_id is not None:
        return db.session.get(Invitation, registration.invitation_id)
    if registration.person is None:
        return None
    return queries.invitation_for(registration.form, registration.person.id)
