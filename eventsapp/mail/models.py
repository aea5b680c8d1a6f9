"""Tables of the outbox, and the database's own clock, by which leases run."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from eventsapp.clock import UtcDateTime, real_utcnow, utcnow
from eventsapp.extensions import db

HELD, PENDING, CLAIMED, SENDING = "held", "pending", "claimed", "sending"
SENT, UNKNOWN, FAILED, BOUNCED, SKIPPED = "sent", "unknown", "failed", "bounced", "skipped"
STATES = (HELD, PENDING, CLAIMED, SENDING, SENT, UNKNOWN, FAILED, BOUNCED, SKIPPED)


class DatabaseNow(FunctionElement[datetime]):
    """The database's now, plus a number of seconds: one clock for workers on many machines."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, seconds: float = 0) -> None:
        super().__init__(literal(float(seconds)))


@compiles(DatabaseNow, "postgresql")
def _now_of_postgresql(element: DatabaseNow, compiler: Any, **options: Any) -> str:
    return f"(now() + make_interval(secs => {compiler.process(element.clauses, **options)}))"


@compiles(DatabaseNow, "sqlite")
def _now_of_sqlite(element: DatabaseNow, compiler: Any, **options: Any) -> str:
    # SQLite knows milliseconds and we store microseconds as text: the end of this millisecond,
    # so that what was stored a moment ago is not in the future.
    seconds = compiler.process(element.clauses, **options)
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', {seconds} || ' seconds') || '999')"


class Message(db.Model):
    """One e-mail to one person, from the moment it is decided until its end.

    `kind` says what it is (`reminder`, `sign-in`, `letter`); `dedupe_key` makes that it exists
    once; `message_id` is the part of its Message-ID before the @, the same at every try. `secret`
    names what makes the link of the mail when it is sent (`sign-in:41`); the text holds `[link]`
    in its place and the link itself is never stored. `refers_to` names what it is about
    (`obligation:7`), so that whether it is still wanted can be asked at the moment of sending.

    `lease_until` and `next_attempt_at` are by the database's clock. `unknown_at` is when a try
    ended in a way that leaves open whether the mail arrived.
    """

    __table_args__ = (Index("ix_message_state_next_attempt_at", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), index=True)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(320))
    recipient_name: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(20), default="en")
    subject: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    secret: Mapped[str | None] = mapped_column(String(100))
    refers_to: Mapped[str | None] = mapped_column(String(100), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    state: Mapped[str] = mapped_column(String(20), default=PENDING)
    reason: Mapped[str | None] = mapped_column(String(500))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=real_utcnow)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unknown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_deferred(self) -> bool:
        """Whether a try failed in a way that may pass, and another follows (`reason` says why)."""
        return self.state == PENDING and self.reason is not None

    @property
    def may_have_arrived_twice(self) -> bool:
        """Whether it was sent again after a try of which nobody knows how it ended."""
        return self.state == SENT and self.unknown_at is not None


class WorkerBeat(db.Model):
    """The last sign of life of one worker process, in real time."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=real_utcnow)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=real_utcnow, index=True)
