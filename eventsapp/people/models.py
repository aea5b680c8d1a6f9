"""Tables of the expert registry."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.extensions import db
from eventsapp.people.names import fold_name, name_words

# The order of plain letters, whatever the language of the database: a range of it is a prefix.
Word = String(100).with_variant(String(100, collation="C"), "postgresql")


def _folded_name(context: DefaultExecutionContext) -> str:
    return fold_name(context.get_current_parameters()["printed_name"])


class Organization(db.Model):
    """A ministry, city, university, firm or network that people belong to."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)


class Person(db.Model):
    """One person of the registry, who outlives meetings.

    `printed_name` is kept exactly as given; `folded` is how it is sorted. `tz` (IANA name) and
    `languages` (BCP 47 tags) are empty where they are not known. `is_invented` marks people made
    up for a demonstration.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    printed_name: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(600), index=True, default=_folded_name)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    function: Mapped[str | None] = mapped_column(String(300))
    tz: Mapped[str | None] = mapped_column(String(64))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_invented: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization | None] = relationship(lazy="joined")
    addresses: Mapped[list["EmailAddress"]] = relationship(
        back_populates="person",
        order_by="EmailAddress.is_preferred.desc(), EmailAddress.id",
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    spellings: Mapped[list["Spelling"]] = relationship(
        back_populates="person", order_by="Spelling.id", cascade="all, delete-orphan"
    )

    @validates("printed_name")
    def _keep_folded(self, key: str, printed_name: str) -> str:
        self.folded = fold_name(printed_name)
        return printed_name

    @property
    def email(self) -> str | None:
        """The preferred address that mail still reaches, or None: then nobody can write to them."""
        return next((a.address for a in self.addresses if a.bounced_at is None), None)


class EmailAddress(db.Model):
    """One address of one person. `address_key` is the address as it is compared: lower case."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(320))
    address_key: Mapped[str] = mapped_column(String(320), unique=True)
    is_preferred: Mapped[bool] = mapped_column(default=True)
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="addresses")


class Spelling(db.Model):
    """One way in which a record writes a person's name; `words` are what it is found by."""

    __table_args__ = (UniqueConstraint("person_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(600), index=True)

    person: Mapped[Person] = relationship(back_populates="spellings")
    words: Mapped[list["NameWord"]] = relationship(cascade="all, delete-orphan")

    @validates("text")
    def _keep_words(self, key: str, text: str) -> str:
        self.words = [NameWord(word=word) for word in sorted(name_words(text))]
        return text


class NameWord(db.Model):
    """One word of a spelling, folded, so that people are found by the start of any of them."""

    __table_args__ = (Index("ix_name_word_word", "word", "spelling_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    spelling_id: Mapped[int] = mapped_column(
        ForeignKey("spelling.id", ondelete="CASCADE"), index=True
    )
    word: Mapped[str] = mapped_column(Word)
