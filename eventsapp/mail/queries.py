"""Reads of the outbox: what is in it, how it stands, and whether a worker is alive."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import defer

from eventsapp.extensions import db
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
    Message,
    WorkerBeat,
)
from eventsapp.mail.smtp import file_name

ROWS_PER_PAGE = 50
SILENT_AFTER = timedelta(minutes=3)
IS_DEFERRED = and_(Message.state == PENDING, Message.reason.is_not(None))
# How the outbox page sorts messages: the words of its filter.
GROUPS = {
    "due": and_(Message.state == PENDING, Message.reason.is_(None)),
    "deferred": IS_DEFERRED,
    "leaving": Message.state.in_((CLAIMED, SENDING)),
    "held": Message.state == HELD,
    "sent": Message.state == SENT,
    "twice": and_(Message.state == SENT, Message.unknown_at.is_not(None)),
    "unknown": Message.state == UNKNOWN,
    "failed": Message.state == FAILED,
    "bounced": Message.state == BOUNCED,
    "skipped": Message.state == SKIPPED,
}


@dataclass(frozen=True)
class WorkerState:
    """The last sign of life of any worker, in real time; `is_silent`: too long ago, or never."""

    seen_at: datetime | None
    is_silent: bool


def messages_page(page: int, *, q: str = "", group: str = "") -> Pagination:
    """Return one page of the outbox, newest first: by a word in recipient or subject, by group."""
    rows = select(Message).options(defer(Message.text), defer(Message.html))
    rows = rows.order_by(Message.id.desc())
    if q:
        wanted = (Message.recipient_name, Message.recipient, Message.subject)
        rows = rows.where(or_(*(column.icontains(q, autoescape=True) for column in wanted)))
    if group in GROUPS:
        rows = rows.where(GROUPS[group])
    return db.paginate(rows, page=page, per_page=ROWS_PER_PAGE, error_out=False)


def goes_to(person_id: int, address_keys: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a mail goes to a person, by number or by one of their addresses,
    which are in lower case."""
    return or_(Message.person_id == person_id, func.lower(Message.recipient).in_(address_keys))


def counts_by_state() -> dict[str, int]:
    """Return how many messages there are in each state that has any."""
    rows = select(Message.state, func.count().label("messages")).group_by(Message.state)
    return {row.state: row.messages for row in db.session.execute(rows)}


def worker_state(real_now: datetime) -> WorkerState:
    """Return when a worker last gave a sign of life."""
    seen_at = db.session.scalar(select(func.max(WorkerBeat.seen_at)))
    return WorkerState(seen_at, seen_at is None or real_now - seen_at > SILENT_AFTER)


def delivered_mail(message: Message, mail_url: str) -> EmailMessage | None:
    """Return the mail as it lies in the folder, links and all, or None if it lies in none."""
    if not mail_url.startswith("file:"):
        return None
    path = Path(mail_url.removeprefix("file:")) / file_name(message.id, message.message_id)
    if not path.is_file():
        return None
    return BytesParser(policy=policy.default).parsebytes(path.read_bytes())
