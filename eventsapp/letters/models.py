"""Tables of letters. Passport data, the facts of a letter and its PDF are encrypted at rest."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes, EncryptedJson
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Process
from eventsapp.people.models import Person


class LetterRequest(db.Model):
    """One person's request for a letter to one meeting, from draft to issued.

    `details` holds what was typed for the letter (passport name and data) and is read only by the
    person and, on purpose and logged, by the secretariat. `prepared_by_id` and `approved_by_id` are
    never one person.
    """

    # A double click must not make two requests: one open request per person, meeting and kind.
    __table_args__ = (
        Index(
            "uq_letter_request_open",
            "meeting_id",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("state IN ('draft', 'submitted', 'returned', 'approved')"),
            postgresql_where=text("state IN ('draft', 'submitted', 'returned', 'approved')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30), default="invitation")
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    details: Mapped[dict[str, Any]] = deferred(mapped_column(EncryptedJson, default=dict))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    letter: Mapped["Letter | None"] = relationship(back_populates="request", uselist=False)


class Letter(db.Model):
    """One issued letter. It never changes; a correction is a new letter that replaces it.

    In clear stay number, state, hash and dates, so that it still verifies when the person's data
    are gone.
    """

    __table_args__ = (UniqueConstraint("process_id", "year", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("letter_request.id"), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default="valid")
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    facts: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    pdf: Mapped[bytes | None] = deferred(mapped_column(EncryptedBytes))
    sha256: Mapped[str] = mapped_column(String(64))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_reason: Mapped[str | None] = mapped_column(String(1000))

    request: Mapped[LetterRequest | None] = relationship(back_populates="letter")
    meeting: Mapped[Meeting] = relationship(lazy="joined")
    process: Mapped[Process] = relationship()


class LetterRegister(db.Model):
    """The last number given in a process and year; its row is locked while a letter is numbered."""

    __table_args__ = (UniqueConstraint("process_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    year: Mapped[int]
    last_serial: Mapped[int] = mapped_column(default=0)
