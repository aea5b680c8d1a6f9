"""The verbs of an answer: give it, give it for somebody, take one that came late."""

from collections.abc import Mapping
from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.polls.models import ANSWERS, PollAnswer, PollInvitee
from eventsapp.polls.queries import answers_of
from eventsapp.polls.services import check_undecided
from eventsapp.reminders.queries import obligation_of
from eventsapp.reminders.services import discharge


def answer(
    invitee: PollInvitee,
    answers: Mapping[int, str],
    *,
    comment: str | None,
    tz: str | None,
    now: datetime,
    by: User | None = None,
) -> bool:
    """Keep what somebody answers, by slot; return whether the poll was still open.

    After it closed the answer is kept beside the others, for the secretariat to take. Flushes.
    """
    poll = invitee.poll
    wanted = {slot.id: answers[slot.id] for slot in poll.slots if answers.get(slot.id) in ANSWERS}
    if not poll.is_open(now):
        if (wanted, comment or None) == (answers_of(invitee), invitee.comment):
            return False
        answered = {str(slot_id): one for slot_id, one in wanted.items()}
        invitee.late_at, invitee.late = now, {"answers": answered, "comment": comment or None}
        db.session.flush()
        record("answered late", invitee, now=now, user_id=by.id if by else None)
        return False
    _keep(invitee, wanted, comment, now)
    # What came late before the poll was opened again is older than this.
    invitee.late = invitee.late_at = None
    invitee.tz = tz or invitee.tz
    db.session.flush()
    record("answered", invitee, now=now, user_id=by.id if by else None)
    return True


def _keep(
    invitee: PollInvitee, wanted: Mapping[int, str], comment: str | None, now: datetime
) -> None:
    held = {one.slot_id: one for one in invitee.answers}
    for slot_id, said in wanted.items():
        if slot_id in held:
            held[slot_id].answer = said
        else:
            invitee.answers.append(PollAnswer(slot_id=slot_id, answer=said))
    invitee.comment, invitee.answered_at = comment or None, now
    deadline = invitee.poll.deadline
    if deadline is not None and obligation_of(deadline, invitee.person_id):
        discharge(deadline, invitee.person_id, now)


def take_late(invitee: PollInvitee, *, by: User, now: datetime) -> None:
    """Take what somebody sent after the poll had closed. Twice is once. Flushes."""
    if invitee.late is None:
        return
    check_undecided(invitee.poll)
    sent = {int(number): one for number, one in invitee.late["answers"].items()}
    known = {slot.id for slot in invitee.poll.slots}
    wanted = {number: one for number, one in sent.items() if number in known}
    _keep(invitee, wanted, invitee.late["comment"], now)
    invitee.late = invitee.late_at = None
    db.session.flush()
    record("late answer taken", invitee, now=now, user_id=by.id)


def answer_for(
    invitee: PollInvitee,
    answers: Mapping[int, str],
    *,
    comment: str | None,
    by: User,
    now: datetime,
) -> None:
    """Keep what staff were told, also after the poll has closed. Flushes.

    Raises RuleBroken where a slot was chosen.
    """
    check_undecided(invitee.poll)
    known = {slot.id for slot in invitee.poll.slots}
    wanted = {one: said for one, said in answers.items() if one in known and said in ANSWERS}
    _keep(invitee, wanted, comment, now)
    invitee.late = invitee.late_at = None
    db.session.flush()
    record("answered for them", invitee, now=now, user_id=by.id)
