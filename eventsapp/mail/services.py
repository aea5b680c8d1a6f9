"""What is done to the outbox: queue, claim, settle, hold, skip, send again.

Every change of state is a compare-and-set: of two that want the same message, one gets it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Update, bindparam, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from eventsapp.clock import real_utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.mail.composing import LINK as LINK
from eventsapp.mail.models import (
    BOUNCED,
    CLAIMED,
    FAILED,
    HELD,
    PENDING,
    SENDING,
    SENT,
    SKIPPED,
    UNKNOWN,
    DatabaseNow,
    Message,
    WorkerBeat,
)

# Longer than the slowest message that still arrives (see TIMEOUT_SECONDS in smtp.py), so that a
# slow worker is never taken for a dead one.
LEASE_SECONDS = 600
# Sent twice, these would confuse: after a try that may have arrived they wait for staff.
WAITS_FOR_STAFF = ("letter",)
# A message that was in hand whenever its worker died may be what kills workers.
MOST_REPEATS = 3
# Somebody waits for these: they are queued as if they had been due for a day, and so leave first.
URGENT, HEAD_START = ("sign-in",), timedelta(days=1)
STOPPED = "The worker stopped while sending, so it may have arrived."
REPEATED = "It may arrive twice, under the same Message-ID: {why}"
REASON_LENGTH = 500

# Put together once: a worker makes these changes for each of thousands of messages.
_OF_WORKER = (Message.id == bindparam("number"), Message.claimed_by == bindparam("worker"))
_BEGIN = (
    update(Message)
    .where(*_OF_WORKER, Message.state == CLAIMED)
    .values(state=SENDING, lease_until=DatabaseNow(LEASE_SECONDS), attempts=Message.attempts + 1)
)
# Also where somebody thought this worker dead. What made an earlier try fail is of no interest any
# more, but that the mail may arrive twice is.
_SENT = (
    update(Message)
    .where(*_OF_WORKER, Message.state.in_((SENDING, UNKNOWN, PENDING)))
    .values(
        state=SENT,
        sent_at=bindparam("now"),
        lease_until=None,
        reason=case((Message.unknown_at.is_not(None), Message.reason), else_=None),
    )
)


def queue_message(
    *,
    kind: str,
    dedupe_key: str,
    recipient: str,
    subject: str,
    text: str,
    now: datetime,
    html: str | None = None,
    recipient_name: str | None = None,
    person_id: int | None = None,
    meeting_id: int | None = None,
    secret: str | None = None,
    refers_to: str | None = None,
    language: str = "en",
) -> Message | None:
    """Put one e-mail into the outbox, in the caller's transaction; None if the same one is there
    already.

    A secret link stands in `text` and `html` as `[link]`; `secret` (`sign-in:41`) names what makes
    it at the moment of sending. `refers_to` (`obligation:7`) names what decides then whether it is
    still wanted.
    """
    if db.session.scalar(select(Message.id).where(Message.dedupe_key == dedupe_key)):
        return None
    message = Message(
        kind=kind,
        dedupe_key=dedupe_key,
        message_id=message_id_of(dedupe_key),
        person_id=person_id,
        meeting_id=meeting_id,
        recipient=recipient,
        recipient_name=recipient_name,
        language=language,
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        secret=secret,
        refers_to=refers_to,
        created_at=now,
        state=PENDING,
        next_attempt_at=real_utcnow() - (HEAD_START if kind in URGENT else timedelta()),
    )
    db.session.add(message)
    db.session.flush()
    return message


def queue_messages(rows: list[dict[str, Any]]) -> None:
    """Put many e-mails into the outbox at once; those that are there already stay as they are.

    Each row has the columns of `Message`, without `message_id` and with the same keys as the
    others. The caller's transaction.
    """
    if not rows:
        return
    due_at = real_utcnow()
    filled = [
        {"next_attempt_at": due_at, **row, "message_id": message_id_of(row["dedupe_key"])}
        for row in rows
    ]
    is_postgresql = db.session.get_bind(Message).dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    statement = insert(Message.__table__).on_conflict_do_nothing()
    db.session.connection().execute(statement, filled)


def message_id_of(dedupe_key: str) -> str:
    """Return the part of a Message-ID before the @: the same for the same key."""
    return sha256(dedupe_key.encode()).hexdigest()[:32]


def return_expired(now: datetime) -> None:
    """Take back what a worker left behind when it died.

    What it had only claimed is due again. What it was sending may have arrived: most kinds go out
    again under the same Message-ID; a letter waits for staff, and so does what was in hand when
    several workers died.
    """
    expired = Message.lease_until < DatabaseNow()
    _change(
        _messages(CLAIMED).where(expired).values(state=PENDING, claimed_by=None, lease_until=None)
    )
    was_sending = _messages(SENDING).where(expired)
    waits = or_(Message.kind.in_(WAITS_FOR_STAFF), Message.attempts > MOST_REPEATS)
    _change(
        was_sending.where(waits).values(
            state=UNKNOWN, unknown_at=now, lease_until=None, reason=STOPPED
        )
    )
    _change(
        was_sending.where(~waits).values(
            state=PENDING,
            unknown_at=now,
            lease_until=None,
            next_attempt_at=DatabaseNow(),
            reason=REPEATED.format(why=STOPPED),
        )
    )


def claim_messages(worker: str, limit: int) -> list[Message]:
    """Take up to `limit` due messages for this worker, oldest first; nobody else gets them.

    What is returned are copies: they say what the rows said when they were claimed.
    """
    due = (
        select(Message.id)
        .where(Message.state == PENDING, Message.next_attempt_at <= DatabaseNow())
        .order_by(Message.next_attempt_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    numbers = db.session.scalars(due).all()
    if not numbers:
        return []
    lease = {"lease_until": DatabaseNow(LEASE_SECONDS), "claimed_by": worker, "state": CLAIMED}
    _change(_messages(PENDING).where(Message.id.in_(numbers)).values(**lease))
    rows = (
        select(Message.__table__)
        .where(Message.id.in_(numbers), Message.claimed_by == worker)
        .order_by(Message.next_attempt_at, Message.id)
    )
    return [Message(**row._mapping) for row in db.session.connection().execute(rows)]


def begin_sending(message: Message, worker: str) -> bool:
    """Say that the message is leaving now; False if this worker has it no more."""
    return _change(_BEGIN, {"number": message.id, "worker": worker})


def settle_sent(message: Message, worker: str, now: datetime) -> bool:
    """Write down that the server has it. True even if somebody thought this worker dead."""
    return _change(_SENT, {"number": message.id, "worker": worker, "now": now})


def settle_later(message: Message, worker: str, delay: timedelta, reason: str) -> bool:
    """Put a message back for another try after `delay`; one not yet begun counts as a try too."""
    changes = {
        "state": PENDING,
        "next_attempt_at": DatabaseNow(delay.total_seconds()),
        "lease_until": None,
        "reason": reason[:REASON_LENGTH],
        "attempts": message.attempts + 1,
    }
    return _change(_claimed(message, worker, CLAIMED, SENDING).values(**changes))


def settle_unknown(
    message: Message, worker: str, now: datetime, delay: timedelta | None, why: str
) -> bool:
    """Write down that it may have arrived; after `delay` it goes out again, unless staff decide."""
    changes: dict[str, Any] = {"unknown_at": now, "lease_until": None, "state": UNKNOWN}
    if delay is not None and message.kind not in WAITS_FOR_STAFF:
        why = REPEATED.format(why=why)
        changes |= {"state": PENDING, "next_attempt_at": DatabaseNow(delay.total_seconds())}
    changes["reason"] = why[:REASON_LENGTH]
    return _change(_claimed(message, worker, SENDING).values(**changes))


def settle_ended(message: Message, worker: str, state: str, reason: str) -> bool:
    """Write down that it will not go out: `failed`, `bounced` or `skipped`, and why."""
    ended = {"state": state, "reason": reason[:REASON_LENGTH], "lease_until": None}
    return _change(_claimed(message, worker, CLAIMED, SENDING).values(**ended))


def give_back(
    messages: Iterable[Message],
    worker: str,
    *,
    delay: timedelta = timedelta(),
    reason: str | None = None,
) -> None:
    """Put claimed messages back that were not tried; no try is counted."""
    numbers = [message.id for message in messages]
    _change(
        _messages(CLAIMED)
        .where(Message.id.in_(numbers), Message.claimed_by == worker)
        .values(
            state=PENDING,
            next_attempt_at=DatabaseNow(delay.total_seconds()),
            lease_until=None,
            reason=reason[:REASON_LENGTH] if reason else Message.reason,
        )
    )


def skip_message(message: Message, reason: str) -> None:
    """Keep a message from leaving. Raises RuleBroken if it has left or is leaving."""
    if message.state == SKIPPED:
        return
    if not _change(_one(message, HELD, PENDING, CLAIMED).values(state=SKIPPED, reason=reason)):
        raise RuleBroken(
            f"The mail to {_name(message)} cannot be skipped any more: {_where_it_is(message)}"
        )
    db.session.refresh(message)


def hold_message(message: Message, reason: str) -> None:
    """Keep a message until somebody releases it. Raises RuleBroken if it has left."""
    if message.state == HELD:
        return
    if not _change(_one(message, PENDING, CLAIMED).values(state=HELD, reason=reason)):
        raise RuleBroken(f"The mail to {_name(message)} cannot be held: {_where_it_is(message)}")
    db.session.refresh(message)


def send_now(message: Message) -> None:
    """Let a held or deferred message go out at once; one that is leaving already may go on."""
    _change(
        _one(message, HELD, PENDING).values(
            state=PENDING, next_attempt_at=DatabaseNow(), reason=None
        )
    )
    db.session.refresh(message)
    if message.state in {FAILED, BOUNCED, SKIPPED, UNKNOWN}:
        raise RuleBroken(
            f"The mail to {_name(message)} has ended: {_where_it_is(message)} "
            "Choose “Send again” on its page."
        )


def send_again(message: Message) -> None:
    """Let a message that failed, was skipped or may have arrived go out, under its Message-ID.

    Twice is once. Raises RuleBroken if it has been sent.
    """
    again = _one(message, FAILED, BOUNCED, SKIPPED, UNKNOWN).values(
        state=PENDING, attempts=0, next_attempt_at=DatabaseNow(), reason=None, claimed_by=None
    )
    _change(again)
    db.session.refresh(message)
    if message.state == SENT:
        raise RuleBroken(
            f"The mail to {_name(message)} was sent already. "
            "Write to them directly if they cannot find it."
        )


def beat(name: str, now: datetime) -> None:
    """Write down a sign of life of a worker, and forget workers silent for a day."""
    seen = update(WorkerBeat).where(WorkerBeat.name == name).values(seen_at=now)
    if not _change(seen):
        db.session.add(WorkerBeat(name=name, started_at=now, seen_at=now))
        db.session.flush()
    old = WorkerBeat.seen_at < now - timedelta(days=1)
    db.session.execute(db.delete(WorkerBeat).where(old))


def _messages(*states: str) -> Update:
    return update(Message).where(Message.state.in_(states))


def _one(message: Message, *states: str) -> Update:
    return _messages(*states).where(Message.id == message.id)


def _claimed(message: Message, worker: str, *states: str) -> Update:
    return _one(message, *states).where(Message.claimed_by == worker)


def _change(statement: Update, facts: dict[str, Any] | None = None) -> bool:
    """Make the change and return whether any row was in the state it asks for."""
    return db.session.connection().execute(statement, facts).rowcount > 0


def _name(message: Message) -> str:
    return message.recipient_name or message.recipient


def _where_it_is(message: Message) -> str:
    db.session.refresh(message)
    return {
        SENDING: "it is leaving now.",
        SENT: "it was sent.",
        UNKNOWN: "it may have arrived.",
        FAILED: "it was refused.",
        BOUNCED: "its address does not exist.",
        SKIPPED: "it was skipped.",
    }.get(message.state, f"it is {message.state}.")
