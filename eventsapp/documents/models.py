"""Tables of documents: their drafts, the passages of a draft, and when a draft is open.

A passage is a heading or paragraph with an identity that survives the next draft: comments point
at a `Passage`, and each draft has at most one `Block` for it, which holds the words it has there.
"""

from datetime import date, datetime, time

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes, FromRecord, InCalendars
from eventsapp.documents.found import CELL as CELL
from eventsapp.documents.found import HEADING as HEADING
from eventsapp.documents.found import LIST_ITEM as LIST_ITEM
from eventsapp.documents.found import PARAGRAPH as PARAGRAPH
from eventsapp.documents.matching import JOINED as JOINED
from eventsapp.documents.matching import MOVED as MOVED
from eventsapp.documents.matching import NEW as NEW
from eventsapp.documents.matching import REWORDED as REWORDED
from eventsapp.documents.matching import SAME as SAME
from eventsapp.documents.matching import SPLIT as SPLIT
from eventsapp.documents.matching import UNSURE as UNSURE
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Process

RELEASE, EDITING_WINDOW = "release", "editing window"


class Document(db.Model):
    """A text on which people are heard, such as draft guidelines. `symbol` is its document symbol.

    `language` (BCP 47) is the one it is drafted in. `meeting_id` is the meeting that it serves,
    where it is one meeting's.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(300))
    symbol: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(35), default="en")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    process: Mapped[Process] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    drafts: Mapped[list["Draft"]] = relationship(
        back_populates="document", order_by="Draft.number", cascade="all, delete-orphan"
    )


class Draft(db.Model):
    """One draft of a document, numbered from 1, as a file or as pasted text.

    `page_count` is empty where nobody could count (pasted text). `text_hash` (SHA-256) is that of
    its blocks. `settled_at` is when the last doubtful passage was confirmed; before that, comments
    on doubtful passages still stand with the draft before.
    """

    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    label: Mapped[str | None] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(35), default="en")
    file_name: Mapped[str | None] = mapped_column(String(300))
    media_type: Mapped[str | None] = mapped_column(String(100))
    file: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True)
    page_count: Mapped[int | None]
    word_count: Mapped[int] = mapped_column(default=0)
    text_hash: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    document: Mapped[Document] = relationship(back_populates="drafts")
    blocks: Mapped[list["Block"]] = relationship(
        back_populates="draft", order_by="Block.position", cascade="all, delete-orphan"
    )


class Passage(db.Model):
    """A heading or paragraph of a document through all its drafts; what comments are about."""

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), index=True
    )


class Block(db.Model):
    """The words of one passage in one draft, in the order of the text (`position`, from 1).

    `label` is how people cite it ("3.2", "para. 17"), worked out from the headings, so that a
    matrix of comments can say where. `match` says how it came by its passage. `candidates` are the
    numbers of the passages it may be while that is unsure, the likeliest first; of the lesser part
    of a split passage, that passage; of joined passages, the further ones that it took in.
    """

    __table_args__ = (
        UniqueConstraint("draft_id", "position"),
        Index("ix_block_passage_id_draft_id", "passage_id", "draft_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), default=PARAGRAPH)
    level: Mapped[int | None]
    label: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    match: Mapped[str] = mapped_column(String(20), default=NEW)
    candidates: Mapped[list[int]] = mapped_column(JSON, default=list)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    draft: Mapped[Draft] = relationship(back_populates="blocks")
    passage: Mapped[Passage] = relationship()


class HandedDraft(db.Model):
    """What was handed over as the next draft of a document and waits for somebody to keep it.

    `content` is the file as it came, or the pasted text; it goes when it is kept, and `draft_id`
    says what it became, so that to keep it twice keeps it once.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), index=True
    )
    file_name: Mapped[str | None] = mapped_column(String(300))
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    label: Mapped[str | None] = mapped_column(String(100))
    language: Mapped[str | None] = mapped_column(String(35))
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"))

    document: Mapped[Document] = relationship()


class Release(InCalendars, FromRecord, db.Model):
    """The day a draft goes live (`kind` release), or the days on which it is open for edits
    (editing window).

    `consultation_id` links a release to the consultation that it opens, so that one opening is
    not told twice; `draft_id` is the draft that is released or open. `starts_at_time` is the hour
    on clocks in `tz` from which it may be read, empty for midnight.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(
        ForeignKey("consultation.id", ondelete="SET NULL")
    )
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20), default=RELEASE)
    title: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date] = mapped_column(index=True)
    starts_at_time: Mapped[time | None]
    ends_on: Mapped[date]
    tz: Mapped[str] = mapped_column(String(64))
    audience: Mapped[str | None] = mapped_column(String(200), index=True)
    mode: Mapped[str | None] = mapped_column(String(40))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship()
