"""The verbs of a submission: keep the draft, send it, agree on one voice, take in a late one."""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.consultations.models import (
    DRAFT,
    JOINED,
    REPLACED,
    SENT,
    WAITING,
    Consultation,
    Hearing,
    Submission,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_moment
from eventsapp.hearings.queries import organization_of
from eventsapp.history.services import record
from eventsapp.reminders.queries import obligation_of
from eventsapp.reminders.services import discharge
from eventsapp.submissions.emails import queue_confirmation
from eventsapp.submissions.queries import colleagues, lock, voice_of
from eventsapp.submissions.voices import REPLACE, state_of_second, voice_key

EARLY = "What you typed is kept here; send it then."
KEPT = (
    "What you typed is kept here, and the secretariat sees that; write to them if it is to be "
    "taken in."
)
NOT_KEPT = (
    "What you sent before stands. What you typed since is not kept: copy it, and write to the "
    "secretariat if it is to be taken in."
)


class TooLate(RuleBroken):
    """The window has closed; what was typed is kept as a draft."""


class SentAlready(RuleBroken):
    """What was sent before stands; what was typed since is kept nowhere."""


class SecondVoice(RuleBroken):
    """The organisation has a voice already; what was typed is kept until somebody chooses."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed: the text, for whom, and a file where one was chosen."""

    text: str
    is_for_organization: bool = False
    organization_name: str | None = None
    wish: str | None = None
    file_name: str | None = None
    content_type: str | None = None
    content: bytes | None = None
    is_file_removed: bool = False


def keep_draft(hearing: Hearing, typed: Typed, *, now: datetime) -> Submission:
    """Keep what was typed, as it was typed; what was sent before stays sent. Flushes.

    Raises SentAlready where something else was sent before: that is not written over.
    """
    submission = _submission(hearing)
    if submission.sent_at is not None and not _is_same(hearing, submission, typed):
        raise SentAlready("You have sent this already. Press “Send it again” to send the change.")
    if submission.sent_at is None:
        _write(hearing, submission, typed, now=now)
    db.session.flush()
    return submission


def _submission(hearing: Hearing) -> Submission:
    if hearing.submission is None:
        hearing.submission = Submission(consultation_id=hearing.consultation_id, state=DRAFT)
    return hearing.submission


def _write(hearing: Hearing, submission: Submission, typed: Typed, *, now: datetime) -> None:
    submission.words = {"text": typed.text}
    submission.wish = typed.wish
    submission.is_for_organization = typed.is_for_organization
    if hearing.organization_id is None or hearing.organization_name is not None:
        name = (typed.organization_name or "").strip() or hearing.organization_name
        known = organization_of(name) if name else None
        hearing.organization_name = name
        hearing.organization_id = known.id if known else None
    if typed.content:
        submission.content, submission.content_type = typed.content, typed.content_type
        submission.file_name = typed.file_name
    elif typed.is_file_removed:
        submission.content = submission.content_type = submission.file_name = None
    submission.saved_at = now


def send(hearing: Hearing, typed: Typed, *, now: datetime, by: User | None = None) -> Submission:
    """Send what was typed, with a confirmation by mail; whoever sent owes nothing more. Flushes.

    Where each organisation is asked for one voice, the first is it; who sends another joins it or
    waits until the secretariat and both agree, and those asked for the same organisation are not
    reminded again. The same sent twice is sent once. Raises TooLate and SecondVoice, both after
    what was typed was kept, and RuleBroken where there is nothing to send.
    """
    consultation = hearing.consultation
    lock(consultation)
    submission = _submission(hearing)
    is_change = submission.sent_at is not None
    if is_change and _is_same(hearing, submission, typed):
        return submission
    why = why_closed(consultation, now)
    if why is not None and is_change:
        raise SentAlready(f"{why} {NOT_KEPT}")
    if why is not None:
        keep_draft(hearing, typed, now=now)
        submission.was_late = True
        db.session.flush()
        raise TooLate(f"{why} {_what_is_kept(consultation, now)}".strip())
    if not typed.text.strip() and not _has_file(submission, typed):
        raise RuleBroken("Write something, or choose a file. Then send it.")
    if submission.state == DRAFT or submission.voice_key is not None or not is_change:
        state, key = _voice(hearing, submission, typed, now=now)
    else:
        state, key = submission.state, None
    _write(hearing, submission, typed, now=now)
    submission.state, submission.voice_key = state, key
    submission.sent_at = now
    db.session.flush()
    record(
        "sent again" if is_change else "sent", submission, now=now, user_id=by.id if by else None
    )
    _end_obligations(hearing, submission, now=now)
    queue_confirmation(submission, now=now)
    return submission


def _is_same(hearing: Hearing, submission: Submission, typed: Typed) -> bool:
    return (
        submission.text == typed.text
        and submission.is_for_organization == typed.is_for_organization
        and typed.organization_name in {None, hearing.organization_name}
        and typed.content is None
        and not typed.is_file_removed
    )


def _has_file(submission: Submission, typed: Typed) -> bool:
    return bool(typed.content) or (submission.file_name is not None and not typed.is_file_removed)


def _voice(
    hearing: Hearing, submission: Submission, typed: Typed, *, now: datetime
) -> tuple[str, str | None]:
    """Return the state that a submission gets, and the organisation of which it is the voice."""
    if not (hearing.consultation.is_one_voice and typed.is_for_organization):
        return SENT, None
    if hearing.organization_id is None:
        known = organization_of(typed.organization_name or hearing.organization_name or "")
        key = voice_key(
            known.id if known else None, typed.organization_name or hearing.organization_name
        )
    else:
        key = voice_key(hearing.organization_id, None)
    if key is None:
        raise RuleBroken("Enter the organisation for which you speak.")
    first = voice_of(hearing.consultation_id, key, but=submission.id)
    if first is None:
        return SENT, key
    state = state_of_second(typed.wish)
    if state is None:
        if submission.sent_at is None:
            keep_draft(hearing, typed, now=now)
        raise SecondVoice("Your organisation has sent a submission already. Choose what is to be.")
    return state, None


def _end_obligations(hearing: Hearing, submission: Submission, *, now: datetime) -> None:
    """Whoever sent owes nothing more; nor do those for whom their organisation has spoken, by
    somebody of whom the registry says that they are of it and not only they themselves."""
    deadline = hearing.consultation.deadline
    if deadline is None:
        return
    done = [hearing]
    if submission.voice_key is not None and hearing.organization_name is None:
        done += colleagues(hearing)
    for one in done:
        if one.person_id is not None and obligation_of(deadline, one.person_id) is not None:
            discharge(deadline, one.person_id, now)


def why_closed(consultation: Consultation, now: datetime) -> str | None:
    """Return why nothing can be sent at `now`, as a sentence, or None: then it can."""
    window = consultation.window
    if consultation.cancelled_at is not None:
        return f"“{consultation.title}” is cancelled. Nothing is expected of you any more."
    if window is None or not consultation.takes_submissions:
        return f"“{consultation.title}” takes no submissions here."
    if now < window.opens_at:
        opens = say_moment(window.opens_at, window.tz)
        return f"It opens at {opens}."
    if now >= window.closes_at:
        closed = say_moment(window.closes_at, window.tz)
        return f"It closed at {closed}."
    return None


def _what_is_kept(consultation: Consultation, now: datetime) -> str:
    window = consultation.window
    if consultation.cancelled_at is not None or window is None:
        return ""
    return EARLY if now < window.opens_at else KEPT


def decide_voice(submission: Submission, wish: str, *, now: datetime, by: User) -> None:
    """Write down what the secretariat and both senders agreed: this one joins or replaces the
    first, which is kept. Twice is once. Flushes."""
    if submission.state != WAITING:
        return
    hearing = submission.hearing
    lock(hearing.consultation)
    key = voice_key(hearing.organization_id, hearing.organization_name)
    first = voice_of(submission.consultation_id, key, but=submission.id) if key else None
    if wish == REPLACE:
        if first is not None:
            first.state, first.voice_key = REPLACED, None
            first.decided_at, first.decided_by_id = now, by.id
            db.session.flush()
        submission.state, submission.voice_key = SENT, key
    else:
        submission.state = JOINED
    submission.decided_at, submission.decided_by_id = now, by.id
    db.session.flush()
    record("agreed on one voice", submission, now=now, user_id=by.id, wish=wish)


def take_late(submission: Submission, *, now: datetime, by: User) -> None:
    """Take in what was kept after the closing moment. Twice is once. Flushes.

    Where its organisation has spoken already, it waits for agreement.
    """
    if submission.sent_at is not None:
        return
    hearing = submission.hearing
    lock(hearing.consultation)
    typed = Typed(
        submission.text, submission.is_for_organization, hearing.organization_name, wish=REPLACE
    )
    submission.state, submission.voice_key = _voice(hearing, submission, typed, now=now)
    submission.sent_at, submission.was_late = now, True
    db.session.flush()
    record("taken in late", submission, now=now, user_id=by.id)
    _end_obligations(hearing, submission, now=now)
    queue_confirmation(submission, now=now)
