"""Tables of registration. What people type is encrypted at rest.

Mails, answers and the history name rows by their number, so no number is ever given again, which
SQLite would do.
"""

import json
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes, EncryptedJson
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import Person

OPEN, INVITED, NOMINATED = "open", "invited", "nominated"
KINDS = (OPEN, INVITED, NOMINATED)
RECEIVED, PENDING, ACCEPTED = "received", "pending", "accepted"
WAITING, DECLINED, WITHDRAWN = "waiting", "declined", "withdrawn"
QUESTION_KINDS = ("text", "one", "several", "yes_no", "date", "file", "photo")
STATES = (RECEIVED, PENDING, ACCEPTED, WAITING, DECLINED, WITHDRAWN)


class RegistrationForm(db.Model):
    """How people register for one meeting: who may, when, what is asked, how many places there are.

    The window is wall time in `tz`. `fields` are the person's fields that are asked, in order, each
    `{"name", "is_required", "after_acceptance"}`. `purpose` is the plain notice before the first
    field. `token` is the address of an open form; who is invited has an address of their own.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[str] = mapped_column(String(20), default=OPEN)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    opens_on: Mapped[date | None]
    opens_at_time: Mapped[time | None]
    closes_on: Mapped[date | None]
    closes_at_time: Mapped[time | None]
    tz: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(Text)
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    most_people: Mapped[int | None]
    most_per_country: Mapped[int | None]
    most_per_category: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    has_waiting_list: Mapped[bool] = mapped_column(default=True)
    is_decided_by_staff: Mapped[bool] = mapped_column(default=True)
    delete_after_days: Mapped[int] = mapped_column(default=730)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="form", order_by="Question.position", cascade="all, delete-orphan"
    )

    @property
    def asks_later(self) -> bool:
        """Whether anything is asked after acceptance."""
        fields = any(one.get("after_acceptance") for one in self.fields)
        return fields or any(one.after_acceptance for one in self.questions)


class Question(db.Model):
    """One question of the secretariat's own; `kind` is one of `QUESTION_KINDS`.

    It is shown where the question `shown_if_id`, which stands before it, was answered with
    `shown_if_value`. What is sensitive is shown to staff on demand only, each view logged, and
    never kept on the device of whoever types it. What `is_for_moderators` is read by who leads the
    break-out room of whoever answered, and the form says so.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(
        ForeignKey("registration_form.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str | None] = mapped_column(String(500))
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    is_for_moderators: Mapped[bool] = mapped_column(default=False)
    after_acceptance: Mapped[bool] = mapped_column(default=False)
    shown_if_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))
    shown_if_value: Mapped[str | None] = mapped_column(String(300))

    form: Mapped[RegistrationForm] = relationship(back_populates="questions")


class Registration(db.Model):
    """What one person sent for one meeting, from received to accepted, declined or withdrawn.

    `person_id` is empty until the address is confirmed, and then while nobody of the registry has
    it. `facts` are the person's fields as typed with `consents` and `needs`, `answers` those to the
    own questions (by question id), `later` what was asked after acceptance (`facts`, `answers`);
    all encrypted. `conflicts` are the fields in which the registry says otherwise, each
    `{"registry", "typed", "wanted"}`, until somebody decides. `client_key` is made in the form, so
    that a form sent twice is one registration; the secret of its page follows from it.
    """

    __table_args__ = (
        Index(
            "uq_registration_person_open",
            "form_id",
            "person_id",
            unique=True,
            sqlite_where=text("person_id IS NOT NULL AND state NOT IN ('withdrawn', 'declined')"),
            postgresql_where=text(
                "person_id IS NOT NULL AND state NOT IN ('withdrawn', 'declined')"
            ),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(
        ForeignKey("registration_form.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    participation_id: Mapped[int | None] = mapped_column(
        ForeignKey("participation.id", ondelete="SET NULL")
    )
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL")
    )
    state: Mapped[str] = mapped_column(String(20), default=RECEIVED, index=True)
    client_key: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(320), index=True)
    printed_name: Mapped[str] = mapped_column(String(300))
    country: Mapped[str | None] = mapped_column(String(2))
    category: Mapped[str | None] = mapped_column(String(40))
    facts: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    answers: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    later: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    conflicts: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    language: Mapped[str] = mapped_column(String(20), default="en")
    was_late: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(String(1000))
    delete_on: Mapped[date | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    form: Mapped[RegistrationForm] = relationship()
    person: Mapped[Person | None] = relationship()
    participation: Mapped[Participation | None] = relationship()
    files: Mapped[list["RegistrationFile"]] = relationship(
        back_populates="registration", cascade="all, delete-orphan"
    )


class RegistrationFile(db.Model):
    """One file sent with a registration, such as a photo; encrypted."""

    __table_args__ = (
        UniqueConstraint("registration_id", "question_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = deferred(mapped_column(EncryptedBytes))

    registration: Mapped[Registration] = relationship(back_populates="files")


class Correction(db.Model):
    """What a registered person asks to have corrected, until staff decide; `wanted` is encrypted.

    `wanted` holds `fields` (each `{"before", "after"}`) and a `note`. `state` is asked, accepted or
    declined.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    wanted: Mapped[dict[str, Any]] = deferred(mapped_column(EncryptedJson))
    state: Mapped[str] = mapped_column(String(20), default="asked", index=True)
    reason: Mapped[str | None] = mapped_column(String(1000))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    registration: Mapped[Registration] = relationship()

    @property
    def digest(self) -> str:
        """What stands for all that is wanted, so that nobody decides about another text than they
        read."""
        return sha256(json.dumps(self.wanted, sort_keys=True).encode()).hexdigest()
