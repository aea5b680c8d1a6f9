"""Tables of consultations: who is heard when, how that was moved, who is asked, and what they
send."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes, EncryptedJson, FromRecord, InCalendars
from eventsapp.consultations.window import Window
from eventsapp.documents.models import Document
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Organization, Person
from eventsapp.reminders.models import Deadline

FIRM = "firm"
ASKED, CAME = "asked", "came"
DRAFT, SENT, WAITING, JOINED, REPLACED = "draft", "sent", "waiting", "joined", "replaced"


class Consultation(InCalendars, FromRecord, db.Model):
    """One round of hearing one audience: days in `tz`, inclusive; both empty where the record
    dates it nowhere.

    `meeting_id` is the meeting whose record names it. `rrule` repeats it (RFC 5545, 3.3.10);
    `offered_rrule` is a repetition that the record suggests and nobody has accepted.
    `starts_at_time` and `ends_at_time` are wall times in `tz`, empty where nobody stated them: of a
    sitting its hours, of a window of several days its opening and closing moment. `start_at` and
    `end_at` are the first moment and the last as last worked out.

    `announced_at` is when the secretariat announced it here; before that only staff see it, unless
    the record of a meeting names it. `is_one_voice` asks each organisation for one submission.
    `deadline_id` is the day by which those asked are to have sent theirs; it moves with the window.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(300))
    audience: Mapped[str | None] = mapped_column(String(200), index=True)
    kind: Mapped[str | None] = mapped_column(String(20))
    round_number: Mapped[int | None]
    organiser: Mapped[str | None] = mapped_column(String(300))
    starts_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tz: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(300))
    how_to: Mapped[str | None] = mapped_column(Text)
    takes_submissions: Mapped[bool] = mapped_column(default=False)
    is_one_voice: Mapped[bool] = mapped_column(default=False)
    was_held: Mapped[bool] = mapped_column(default=False)
    rrule: Mapped[str | None] = mapped_column(String(200))
    offered_rrule: Mapped[str | None] = mapped_column(String(200))
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    findings: Mapped[str | None] = mapped_column(Text)
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting | None] = relationship()
    deadline: Mapped[Deadline | None] = relationship()
    moves: Mapped[list["WindowMove"]] = relationship(
        back_populates="consultation", order_by="WindowMove.id", cascade="all, delete-orphan"
    )
    documents: Mapped[list[Document]] = relationship(
        secondary="consulted_document", order_by=Document.title
    )

    @property
    def window(self) -> Window | None:
        """Its days and hours, or None where no day is known."""
        if self.starts_on is None:
            return None
        last = self.ends_on or self.starts_on
        return Window(self.starts_on, last, self.tz, self.starts_at_time, self.ends_at_time)

    @property
    def is_known(self) -> bool:
        """Whether others than staff know of it: announced here, or named by a record."""
        return self.announced_at is not None or self.source_sentence is not None

    @property
    def is_announced(self) -> bool:
        """Whether it was announced: here, or as something firm in the record of a meeting."""
        return self.announced_at is not None or (self.is_known and self.certainty == FIRM)


class ConsultedDocument(db.Model):
    """One document on which people are heard in one consultation."""

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class WindowMove(db.Model):
    """One move of a window, with the reason: the days and hours before, and those after.

    A row is never changed: together they are the history that people read.
    """

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    from_starts_on: Mapped[date]
    from_ends_on: Mapped[date]
    from_starts_at_time: Mapped[time | None]
    from_ends_at_time: Mapped[time | None]
    from_tz: Mapped[str] = mapped_column(String(64))
    to_starts_on: Mapped[date]
    to_ends_on: Mapped[date]
    to_starts_at_time: Mapped[time | None]
    to_ends_at_time: Mapped[time | None]
    to_tz: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500))
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)

    consultation: Mapped[Consultation] = relationship(back_populates="moves")
    moved_by: Mapped[User | None] = relationship()

    @property
    def before(self) -> Window:
        """The window as it was."""
        return Window(
            self.from_starts_on,
            self.from_ends_on,
            self.from_tz,
            self.from_starts_at_time,
            self.from_ends_at_time,
        )

    @property
    def after(self) -> Window:
        """The window as it became."""
        return Window(
            self.to_starts_on,
            self.to_ends_on,
            self.to_tz,
            self.to_starts_at_time,
            self.to_ends_at_time,
        )


class Hearing(db.Model):
    """One person heard in one consultation: asked by the secretariat, or come by the public page.

    `person_id` is empty for who came and is not of the registry; then `name`, `address` and
    `organization_name` are what they typed. `organization_id` is the organisation for which they
    speak. Only the hash of the token is kept; the token is made when a mail is sent.
    """

    __table_args__ = (
        UniqueConstraint("consultation_id", "person_id"),
        Index("ix_hearing_consultation_id_address_key", "consultation_id", "address_key"),
        # Its number stands in mails: SQLite must not give it again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    route: Mapped[str] = mapped_column(String(10), default=ASKED)
    name: Mapped[str | None] = mapped_column(String(300))
    organization_name: Mapped[str | None] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(String(320))
    address_key: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[str | None] = mapped_column(String(20))
    tz: Mapped[str | None] = mapped_column(String(64))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    consultation: Mapped[Consultation] = relationship()
    person: Mapped[Person | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
    submission: Mapped["Submission | None"] = relationship(back_populates="hearing")

    @property
    def printed_name(self) -> str:
        """The name as the registry has it, else as it was typed."""
        return self.person.printed_name if self.person else self.name or ""

    @property
    def speaks_for(self) -> str | None:
        """The name of the organisation for which they speak, or None: for themselves."""
        return self.organization.name if self.organization else self.organization_name


class Submission(db.Model):
    """What one person sends in one consultation, from its first draft on.

    `words` holds the `text`; it and the file are encrypted at rest. State: draft; sent; waiting (a
    second one from an organisation asked for one voice, until the secretariat and both agree);
    joined (stands behind the first); replaced (another took its place). `voice_key` is the
    organisation while this is its one voice.
    """

    __table_args__ = (
        UniqueConstraint("consultation_id", "voice_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    hearing_id: Mapped[int] = mapped_column(
        ForeignKey("hearing.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[str] = mapped_column(String(20), default=DRAFT)
    is_for_organization: Mapped[bool] = mapped_column(default=False)
    voice_key: Mapped[str | None] = mapped_column(String(340))
    wish: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[dict[str, str] | None] = mapped_column(EncryptedJson)
    file_name: Mapped[str | None] = mapped_column(String(200))
    content_type: Mapped[str | None] = mapped_column(String(100))
    content: Mapped[bytes | None] = deferred(mapped_column(EncryptedBytes))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    was_late: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    hearing: Mapped[Hearing] = relationship(back_populates="submission")
    decided_by: Mapped[User | None] = relationship()

    @property
    def text(self) -> str:
        """What was typed."""
        return (self.words or {}).get("text", "")
