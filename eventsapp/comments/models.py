"""Tables of comments: the round in which people are asked, who is asked, what they say, and what
became of it."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.documents.models import Document, Draft, Passage
from eventsapp.extensions import db
from eventsapp.people.models import Organization, Person
from eventsapp.reminders.models import Deadline

GENERAL, SUBSTANTIVE, EDITORIAL = "general", "substantive", "editorial"
KINDS = (GENERAL, SUBSTANTIVE, EDITORIAL)
DRAFT, SENT, WITHDRAWN = "draft", "sent", "withdrawn"
FORM, WORD = "form", "word"
ACCEPTED, PARTLY, NOTED, NOT_ACCEPTED, OUT_OF_SCOPE = (
    "accepted", "partly", "noted", "not accepted", "out of scope"
)  # fmt: skip
DECISIONS = (ACCEPTED, PARTLY, NOTED, NOT_ACCEPTED, OUT_OF_SCOPE)


class CommentRound(db.Model):
    """People are asked for comments on one draft, from a wall time in `tz` to another.

    Without `opens_on` it is open from the day it was made. Without `closes_at_time` it is open
    until the end of `closes_on`. `open_at` and `close_at` are the moments as last worked out.
    `is_per_organization`: colleagues of one organization share one set of comments, which one of
    them sends. `deadline_id` is the closing day, which each of those asked owes.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), index=True
    )
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    words: Mapped[str | None] = mapped_column(String(2000))
    opens_on: Mapped[date | None]
    opens_at_time: Mapped[time | None]
    closes_on: Mapped[date]
    closes_at_time: Mapped[time | None]
    tz: Mapped[str] = mapped_column(String(64))
    open_at: Mapped[datetime] = mapped_column(UtcDateTime)
    close_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    audience: Mapped[str | None] = mapped_column(String(200))
    is_per_organization: Mapped[bool] = mapped_column(default=False)
    deadline_id: Mapped[int | None] = mapped_column(
        ForeignKey("deadline.id", ondelete="SET NULL"), index=True
    )
    client_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    document: Mapped[Document] = relationship()
    draft: Mapped[Draft] = relationship()
    deadline: Mapped[Deadline | None] = relationship()

    def is_open(self, now: datetime) -> bool:
        """Whether comments can be sent now."""
        return self.open_at <= now < self.close_at


class Commenter(db.Model):
    """One person who is asked in one round; `organization_id` is for whom they speak there.

    Of the token only the hash is kept; it is made when the mail is sent. `invited_at` is empty for
    whoever was not asked and whose comments were found in a file. `is_sender`: of the colleagues of
    one organization, the one who sends. `nothing_at` is when they said to have no comment.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        # Its number stands in mails: SQLite must not give it again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("comment_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    is_sender: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str | None] = mapped_column(String(320))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nothing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[CommentRound] = relationship()
    person: Mapped[Person] = relationship()
    organization: Mapped[Organization | None] = relationship()


class CommentGroup(db.Model):
    """One or several comments that get one answer; only those of several have a name.

    `published_at` is when the answer was shown to those who commented.
    """

    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("comment_round.id", ondelete="CASCADE"))
    name: Mapped[str | None] = mapped_column(String(200))
    reply: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(20))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Comment(db.Model):
    """What somebody says about one passage, or about the whole draft (`passage_id` empty).

    `quoted` are the words it was about when it was written. Only once it is sent the secretariat
    sees it, and it has a group, which holds the answer. `source_key` tells a comment found in a
    file apart from all others there, so that the file read twice brings it once; `author_words` is
    how that file names its author.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "source_key"),
        UniqueConstraint("round_id", "client_key"),
        Index("ix_comment_round_id_state", "round_id", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("comment_round.id", ondelete="CASCADE"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    passage_id: Mapped[int | None] = mapped_column(
        ForeignKey("passage.id", ondelete="SET NULL"), index=True
    )
    commenter_id: Mapped[int | None] = mapped_column(
        ForeignKey("commenter.id", ondelete="SET NULL"), index=True
    )
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20), default=SUBSTANTIVE)
    text: Mapped[str] = mapped_column(Text, default="")
    suggested: Mapped[str | None] = mapped_column(Text)
    quoted: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=DRAFT)
    source: Mapped[str] = mapped_column(String(20), default=FORM)
    source_key: Mapped[str | None] = mapped_column(String(64))
    author_words: Mapped[str | None] = mapped_column(String(300))
    client_key: Mapped[str | None] = mapped_column(String(36))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("comment_group.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[CommentRound] = relationship()
    passage: Mapped[Passage | None] = relationship()
    commenter: Mapped[Commenter | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
    group: Mapped[CommentGroup | None] = relationship()
