"""The verbs of an invitation: invite, remind, withdraw, and answer it."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from eventsapp.accounts.models import User
from eventsapp.accounts.services import hash_of
from eventsapp.accounts.tokens import token_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.history.services import record
from eventsapp.invitations.choosing import (
    why_no_mail,
    why_not_invite,
    why_not_remind,
    why_not_withdraw,
)
from eventsapp.invitations.emails import Wording, queue_invitation_mails, refers_to
from eventsapp.invitations.models import ANSWERS, NO, YES, Invitation
from eventsapp.invitations.queries import (
    invitations_of,
    last_answer_at,
    last_written_at,
    standings,
    unsent_mails,
)
from eventsapp.mail.services import skip_message
from eventsapp.meetings.models import DRAFT, Meeting, Participation
from eventsapp.people.services import key_of

LONG_AGO = datetime.min.replace(tzinfo=UTC)
STOPPED = "The secretariat stopped it before it was sent."


def check_mail_wanted(meeting: Meeting, now: datetime) -> None:
    """Raise RuleBroken if nobody can be invited or reminded yet, or any more."""
    if meeting.state == DRAFT:
        raise RuleBroken(
            f"{meeting.short_name} is a draft that only staff see. Announce it before you invite."
        )
    why = why_no_mail(
        meeting.short_name,
        ends_on=meeting.ends_on,
        today=in_zone(now, meeting.tz).date(),
        is_cancelled=meeting.cancelled_at is not None,
    )
    if why is not None:
        raise RuleBroken(why)


def invite(
    meeting: Meeting,
    parts: Collection[Participation],
    *,
    wording: Wording,
    by: User,
    now: datetime,
    registered: Collection[int] = (),
    zones: Mapping[int, str | None] | None = None,
) -> list[Invitation]:
    """Invite those of these people who can be invited, by mail; return their invitations. Flushes.

    Who holds an invitation gets no second one, so that sent twice is sent once. `zones` are those
    that people told us elsewhere, by person: their mail says the hours there. Raises RuleBroken
    for a meeting that is cancelled or over.
    """
    check_mail_wanted(meeting, now)
    earlier = invitations_of([part.id for part in parts])
    standing = standings(parts, registered, earlier)
    chosen = {one.participation_id for one in standing if why_not_invite(one) is None}
    able = [part for part in parts if part.id in chosen]
    made = [_invited(part, earlier.get(part.id), by=by, now=now) for part in able]
    db.session.flush()
    for one in made:
        record("invited", one, now=now, user_id=by.id)
    queue_invitation_mails(meeting, made, name="invitation", wording=wording, now=now, zones=zones)
    return made


def _invited(
    part: Participation, earlier: Invitation | None, *, by: User, now: datetime
) -> Invitation:
    invitation = earlier or Invitation(participation_id=part.id, meeting_id=part.meeting_id)
    invitation.participation = part
    invitation.address = part.person.email
    invitation.token_hash = None
    invitation.invited_at, invitation.invited_by_id = now, by.id
    invitation.answer = invitation.answered_at = invitation.answered_from = None
    invitation.note = invitation.reminded_at = invitation.withdrawn_at = None
    part.left_at = None
    db.session.add(invitation)
    return invitation


def remind(
    meeting: Meeting,
    parts: Collection[Participation],
    *,
    wording: Wording,
    by: User,
    now: datetime,
    registered: Collection[int] = (),
) -> list[Invitation]:
    """Remind those of these people who have not answered; return their invitations. Flushes.

    Nobody is reminded twice within a day. Raises RuleBroken for a meeting that is cancelled or
    over.
    """
    check_mail_wanted(meeting, now)
    invitations = invitations_of([part.id for part in parts])
    people = {part.id: part.person for part in parts}
    reminded = []
    for one in standings(parts, registered, invitations):
        if why_not_remind(one, now) is None:
            invitation = invitations[one.participation_id]
            invitation.reminded_at, invitation.address = now, people[one.participation_id].email
            record("reminded", invitation, now=now, user_id=by.id)
            reminded.append(invitation)
    db.session.flush()
    queue_invitation_mails(meeting, reminded, name="reminder", wording=wording, now=now)
    return reminded


def withdraw(parts: Collection[Participation], *, by: User, now: datetime) -> list[Invitation]:
    """Take their invitations from these people; return those taken. Flushes.

    Their links stop working and mails that have not left are skipped; whom a mail had reached
    already is told in another. Who came by invitation only takes part no more.
    """
    invitations = invitations_of([part.id for part in parts])
    by_id = {part.id: part for part in parts}
    taken = []
    for one in standings(parts, invitations=invitations):
        if why_not_withdraw(one) is None:
            invitation = invitations[one.participation_id]
            _take(invitation, by_id[one.participation_id], by=by, now=now)
            taken.append(invitation)
    _skip_mails(taken, "The invitation was withdrawn.")
    db.session.flush()
    last = last_written_at(taken)
    _tell([one for one in taken if last.get(one.id, LONG_AGO) >= one.invited_at], "withdrawn", now)
    return taken


def _tell(invitations: Collection[Invitation], name: str, now: datetime) -> None:
    """Tell those who had a mail of us already; what was never sent needs no second mail."""
    if invitations:
        meeting = next(iter(invitations)).participation.meeting
        queue_invitation_mails(meeting, invitations, name=name, wording=Wording(), now=now)


def _take(invitation: Invitation, part: Participation, *, by: User, now: datetime) -> None:
    invitation.withdrawn_at = now
    if part.route == "invitation" and part.left_at is None:
        part.left_at = now
    record("withdrawn", invitation, now=now, user_id=by.id)


def give_back(invitations: Collection[Invitation], *, by: User, now: datetime) -> int:
    """Undo a withdrawal: the invitations hold again, with the links that were sent; return how
    many. Who was told of the withdrawal is told of this too. Mails that were skipped stay so.
    Flushes."""
    taken = [(one, one.withdrawn_at) for one in invitations if one.withdrawn_at is not None]
    held = [one for one, _withdrawn_at in taken]
    _skip_mails(held, "The invitation holds again.")
    db.session.flush()
    last = last_written_at(held)
    for invitation, withdrawn_at in taken:
        part = invitation.participation
        if part.left_at == withdrawn_at:
            part.left_at = None
        invitation.withdrawn_at = None
        record("given back", invitation, now=now, user_id=by.id)
    db.session.flush()
    told = [one for one, withdrawn_at in taken if last.get(one.id, LONG_AGO) >= withdrawn_at]
    _tell(told, "restored", now)
    return len(held)


def stop_unsent(invitations: Collection[Invitation], *, by: User, now: datetime) -> int:
    """Undo inviting where the mail has not left: skip it and withdraw the invitation; return how
    many. Flushes."""
    stopped = _skip_mails(invitations, STOPPED)
    count = 0
    for invitation in invitations:
        if refers_to(invitation) in stopped and invitation.withdrawn_at is None:
            _take(invitation, invitation.participation, by=by, now=now)
            count += 1
    db.session.flush()
    return count


def stop_unsent_reminders(invitations: Collection[Invitation]) -> int:
    """Undo reminding where the mail has not left; return how many mails were stopped. Flushes."""
    stopped = _skip_mails(invitations, STOPPED)
    for invitation in invitations:
        if refers_to(invitation) in stopped:
            invitation.reminded_at = None
    db.session.flush()
    return len(stopped)


def _skip_mails(invitations: Collection[Invitation], reason: str) -> set[str]:
    """Skip the mails of these that have not left; return which they refer to."""
    stopped = set()
    for message in unsent_mails([refers_to(one) for one in invitations]):
        try:
            skip_message(message, reason)
        except RuleBroken:  # a worker was faster: it is leaving
            continue
        stopped.add(str(message.refers_to))
    return stopped


def give_token(invitation: Invitation, key: str) -> str:
    """Return the secret of an invitation and keep its hash. Flushes."""
    token = token_of(key, "invitation", invitation.id, invitation.invited_at)
    invitation.token_hash = hash_of(token)
    db.session.flush()
    return token


def answer_invitation(
    invitation: Invitation,
    answer: str,
    *,
    now: datetime,
    note: str | None = None,
    address: str | None = None,
    user_id: int | None = None,
) -> bool:
    """Keep what somebody answers until the meeting starts; return whether anything changed.

    Who declines takes part no more, and comes back with another answer. `address` is kept where
    it is none of the person's. Flushes. Raises RuleBroken where it is too late, the meeting is
    cancelled, or the secretariat has noted that they left.
    """
    if answer not in ANSWERS:
        raise RuleBroken("Choose yes, no or perhaps.")
    _check_answerable(invitation, now)
    part = invitation.participation
    said = (answer, note or None, _other_address(invitation, address))
    if said == (invitation.answer, invitation.note, invitation.answered_from):
        return False
    if answer == NO:
        part.left_at = part.left_at or now
    elif invitation.answer == NO:
        part.left_at = None
    invitation.answer, invitation.note, invitation.answered_from = said
    invitation.answered_at = now
    db.session.flush()
    record("answered", invitation, now=now, user_id=user_id, answer=answer)
    return True


def _check_answerable(invitation: Invitation, now: datetime) -> None:
    part = invitation.participation
    meeting = part.meeting
    if meeting.cancelled_at is not None:
        raise RuleBroken(f"{meeting.short_name} is cancelled, so there is nothing to answer.")
    if now >= last_answer_at(meeting):
        raise RuleBroken(
            f"{meeting.short_name} has begun. Write to the secretariat if your answer changes."
        )
    if part.left_at is not None and invitation.answer != NO:
        raise RuleBroken(
            "The secretariat has noted that you do not take part. Write to them if you do."
        )


def _other_address(invitation: Invitation, address: str | None) -> str | None:
    """Return the address if it is none of the person's, else what was known before."""
    if not address:
        return invitation.answered_from
    known = {one.address_key for one in invitation.participation.person.addresses}
    return None if key_of(address) in known else address.strip()


def accept_by_registration(invitation: Invitation, address: str, *, now: datetime) -> None:
    """Take a registration as the answer to an invitation, from whatever address it came, so that
    no invitation hangs. Flushes."""
    if invitation.withdrawn_at is not None:
        return
    part = invitation.participation
    other = _other_address(invitation, address)
    if (invitation.answer, invitation.answered_from) == (YES, other):
        return
    if invitation.answer == NO:
        part.left_at = None
    invitation.answer, invitation.answered_at = YES, now
    invitation.answered_from = other
    db.session.flush()
    record("answered", invitation, now=now, answer=YES)


def take_answer_back(invitation: Invitation, *, now: datetime) -> None:
    """Let an invitation wait for its answer again: who answered was somebody else. Flushes."""
    invitation.answer = invitation.answered_at = invitation.answered_from = None
    db.session.flush()
    record("answer taken back", invitation, now=now)
