"""Tables of the expert registry."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship, validates

from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedBytes, EncryptedJson
from eventsapp.extensions import db
from eventsapp.people.names import LONGEST_WORD, fold_name, given_key, kept_words, sort_key

# The order of plain letters, whatever the language of the database: a range of it is a prefix.
Word = String(100).with_variant(String(100, collation="C"), "postgresql")
SortKey = String(600).with_variant(String(600, collation="C"), "postgresql")

# The kinds of what people are filtered by.
LANGUAGE, THEME = "language", "theme"
# What stands in place of the name of a person who was erased.
ERASED = "Person erased"
# The purposes of consents.
LISTED, CONTACT_SHARED, PHOTO_SHOWN = "listed", "contact shared", "photo shown"


def _folded_name(context: DefaultExecutionContext) -> str:
    return fold_name(context.get_current_parameters()["printed_name"])


def _sort_key(context: DefaultExecutionContext) -> str:
    given = context.get_current_parameters()
    return sort_key(given["printed_name"], given.get("family_name"), given.get("given_name"))


def _given_key(context: DefaultExecutionContext) -> str:
    given = context.get_current_parameters()
    return given_key(given["printed_name"], given.get("family_name"), given.get("given_name"))


class Organization(db.Model):
    """A ministry, city, university, firm or network that people belong to.

    `name` is the one that is printed; `names` are all by which it is known, in several languages.
    `kind` is a stakeholder category, `country` an ISO 3166 code.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    kind: Mapped[str | None] = mapped_column(String(40))
    country: Mapped[str | None] = mapped_column(String(2))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    names: Mapped[list["OrganizationName"]] = relationship(
        back_populates="organization",
        order_by="OrganizationName.id",
        cascade="all, delete-orphan",
    )


class OrganizationName(db.Model):
    """One more name of an organization, in one language (BCP 47, empty where nobody said)."""

    __table_args__ = (UniqueConstraint("organization_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(String(300))
    language: Mapped[str | None] = mapped_column(String(20))
    folded: Mapped[str] = mapped_column(String(600), index=True)

    organization: Mapped[Organization] = relationship(back_populates="names")
    words: Mapped[list["OrganizationWord"]] = relationship(
        primaryjoin="and_(OrganizationName.id == foreign(OrganizationWord.name_id), "
        "OrganizationName.organization_id == foreign(OrganizationWord.organization_id))",
        cascade="all, delete-orphan",
    )

    @validates("text")
    def _keep_words(self, key: str, text: str) -> str:
        self.folded = fold_name(text)
        self.words = [OrganizationWord(word=word) for word in sorted(kept_words(text))]
        return text


class OrganizationWord(db.Model):
    """One word of a name of an organization, folded, so that it is found by the start of it."""

    __table_args__ = (Index("ix_organization_word_word", "word", "organization_id", "name_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name_id: Mapped[int] = mapped_column(
        ForeignKey("organization_name.id", ondelete="CASCADE"), index=True
    )
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    word: Mapped[str] = mapped_column(Word)


class Person(db.Model):
    """One person of the registry, who outlives meetings.

    `printed_name` is kept exactly as given, and is the only name that is needed: family and given
    name, Latin and script form serve sorting, capitals and letters. `sort_key` is the order of all
    lists, `given_key` that by given name. `country` (represented) and `nationality` are ISO 3166
    codes; what is no country of the UN list is kept in `country_as_stated`. `gender` is woman, man
    or own (then `gender_words`) as the person stated it. `category` is a stakeholder category,
    `languages` are BCP 47 tags, `tz` is an IANA name. Empty is not stated, never guessed.
    `is_invented` marks people made up for a demonstration.
    """

    # The number of a person who went is never given to another: addresses and merges name it.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    printed_name: Mapped[str] = mapped_column(String(300))
    family_name: Mapped[str | None] = mapped_column(String(200))
    given_name: Mapped[str | None] = mapped_column(String(200))
    latin_name: Mapped[str | None] = mapped_column(String(300))
    script_name: Mapped[str | None] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(600), index=True, default=_folded_name)
    sort_key: Mapped[str] = mapped_column(SortKey, index=True, default=_sort_key)
    given_key: Mapped[str] = mapped_column(SortKey, index=True, default=_given_key)
    salutation: Mapped[str | None] = mapped_column(String(60))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    function: Mapped[str | None] = mapped_column(String(300))
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    country_as_stated: Mapped[str | None] = mapped_column(String(100))
    nationality: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(10), index=True)
    gender_words: Mapped[str | None] = mapped_column(String(100))
    category: Mapped[str | None] = mapped_column(String(40), index=True)
    tz: Mapped[str | None] = mapped_column(String(64))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    phone: Mapped[str | None] = mapped_column(String(60))
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
    tags: Mapped[list["PersonTag"]] = relationship(cascade="all, delete-orphan")

    @validates("languages", "themes")
    def _keep_tags(self, key: str, values: list[str]) -> list[str]:
        kind = {"languages": LANGUAGE, "themes": THEME}[key]
        wanted = dict.fromkeys(fold_name(value)[:LONGEST_WORD] for value in values or ())
        held = {one.tag: one for one in self.tags if one.kind == kind}
        for tag in held.keys() - wanted.keys():
            self.tags.remove(held[tag])
        self.tags.extend(PersonTag(kind=kind, tag=tag) for tag in wanted if tag not in held)
        return values

    @validates("printed_name", "family_name", "given_name")
    def _keep_order(self, key: str, value: str | None) -> str | None:
        parts = {
            name: getattr(self, name) for name in ("printed_name", "family_name", "given_name")
        }
        parts[key] = value
        if key == "printed_name":
            self.folded = fold_name(value or "")
        if parts["printed_name"] is not None:
            self.sort_key, self.given_key = sort_key(**parts), given_key(**parts)
        return value

    @property
    def email(self) -> str | None:
        """The preferred address that mail still reaches, or None: then nobody can write to them."""
        return next((a.address for a in self.addresses if a.bounced_at is None), None)


class PersonTag(db.Model):
    """One language or theme of a person as people are filtered by it: folded.

    It follows `Person.languages` and `Person.themes`, in which it stands as it was stated.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "tag"),
        Index("ix_person_tag_tag", "kind", "tag", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    tag: Mapped[str] = mapped_column(Word)


class EmailAddress(db.Model):
    """One address of one person. `address_key` is the address as it is compared: lower case."""

    __table_args__ = (
        # PostgreSQL finds the start of an address only in the order of plain signs.
        Index(
            "ix_email_address_address_key_start",
            "address_key",
            postgresql_ops={"address_key": "varchar_pattern_ops"},
        ),
        # Whom mail reaches is told from the index alone, also for everybody at once.
        Index("ix_email_address_person_id_bounced_at", "person_id", "bounced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(320))
    address_key: Mapped[str] = mapped_column(String(320), unique=True)
    is_preferred: Mapped[bool] = mapped_column(default=True)
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    person: Mapped[Person] = relationship(back_populates="addresses")


class Spelling(db.Model):
    """One way in which a record writes a person's name; `words` are what it is found by."""

    __table_args__ = (UniqueConstraint("person_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(600), index=True)

    person: Mapped[Person] = relationship(back_populates="spellings")
    words: Mapped[list["NameWord"]] = relationship(
        primaryjoin="and_(Spelling.id == foreign(NameWord.spelling_id), "
        "Spelling.person_id == foreign(NameWord.person_id))",
        cascade="all, delete-orphan",
    )

    @validates("text")
    def _keep_words(self, key: str, text: str) -> str:
        self.words = [NameWord(word=word) for word in sorted(kept_words(text))]
        return text


class NameWord(db.Model):
    """One word of a spelling, folded, so that people are found by the start of any of them.

    The person stands here too: a search then reads nothing but the index.
    """

    __table_args__ = (Index("ix_name_word_word_person", "word", "person_id", "spelling_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    spelling_id: Mapped[int] = mapped_column(
        ForeignKey("spelling.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    word: Mapped[str] = mapped_column(Word)


class PersonNeeds(db.Model):
    """What one person needs to take part: `details` holds `access` and `dietary`, in own words.

    Encrypted, shown only to those who arrange it, each view logged, deleted on `delete_on`,
    which follows the meeting for which it was said.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    details: Mapped[dict[str, Any]] = deferred(mapped_column(EncryptedJson, default=dict))
    purpose: Mapped[str] = mapped_column(String(200))
    delete_on: Mapped[date | None] = mapped_column(index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)


class Consent(db.Model):
    """One consent of one person to one use of their data, in the words they read, until withdrawn.

    `meeting_id` is empty where it holds for all meetings. `source` says where it was given
    (`registration:12`, `my details`, `on paper`).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(80))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Nomination(db.Model):
    """One government names one person for one process; `letter` is the signed nomination letter."""

    __table_args__ = (UniqueConstraint("process_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    country: Mapped[str] = mapped_column(String(2))
    nominated_on: Mapped[date | None]
    letter_name: Mapped[str | None] = mapped_column(String(200))
    letter: Mapped[bytes | None] = deferred(mapped_column(EncryptedBytes))
    note: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person] = relationship()


class Label(db.Model):
    """What staff print instead of a label of ours, in one language.

    `kind` is country (`code` an ISO 3166 code) or category; a category with a new code is a new
    category, with `position` in lists and the consultation `audience` it belongs to.
    """

    __table_args__ = (UniqueConstraint("kind", "code", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(20), default="en")
    text: Mapped[str] = mapped_column(String(200))
    position: Mapped[int | None]
    audience: Mapped[str | None] = mapped_column(String(200))
