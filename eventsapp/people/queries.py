"""Reads of the registry."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.categories import CATEGORIES
from eventsapp.people.countries import countries, country_label, country_named, sort_countries
from eventsapp.people.finding import countries_found
from eventsapp.people.models import (
    LISTED,
    Consent,
    EmailAddress,
    Label,
    NameWord,
    Organization,
    OrganizationWord,
    Person,
    PersonNeeds,
)
from eventsapp.people.names import name_words, searched_words, words_typed
from eventsapp.people.reaching import said_left, said_no_address

# The first sign after z, in the order of plain letters.
AFTER_LETTERS = "{"
AFTER_ALL_SIGNS = "\U0010ffff"
# Where a category of the staff stands that has no position: before the secretariat.
LAST_BUT_ONE = (len(CATEGORIES) - 1) * 10 - 1


def found_by(typed: str) -> list[ColumnElement[bool]]:
    """Return the conditions on `Person` for what was typed into a search box; none for nothing.

    Each word must begin a word of one of the person's spellings or of a name of their organisation,
    in any order and without marks, or an address, or mean their country, in whatever language. The
    whole of what was typed may be the name of a country too (`South Korea`).
    """
    words = words_typed(typed)
    fitting: list[ColumnElement[bool]] = [Person.id.in_(_people_by(word)) for word in words]
    country = country_named(typed) if len(words) > 1 else None
    if country is None:
        return fitting
    from_there = select(Person.id).where(Person.country == country.code)
    return [or_(and_(*fitting), Person.id.in_(from_there))]


def _people_by(word: str) -> Any:
    """Return the query of who fits one typed word."""
    by_address = select(EmailAddress.person_id).where(
        starts_with(EmailAddress.address_key, word.casefold())
    )
    if "@" in word:
        return by_address
    ways = [way for ways in searched_words(word) for way in ways]
    found = [_named(way) for way in ways] + [_of_organization(way) for way in ways]
    if any(sign in word for sign in "._-") or any(sign.isdigit() for sign in word):
        found.append(by_address)
    countries = countries_found(word)
    if countries:
        found.append(select(Person.id).where(Person.country.in_(countries)))
    return union(*found) if found else select(Person.id).where(false())


def _named(parts: list[str]) -> Select[int | None]:
    """Return who has a spelling in which each of these parts begins a word."""
    first, *rest = parts
    named = select(NameWord.person_id).where(_begins(NameWord.word, first))
    for part in rest:
        also = select(NameWord.spelling_id).where(_begins(NameWord.word, part))
        named = named.where(NameWord.spelling_id.in_(also))
    return named


def _of_organization(parts: list[str]) -> Select[int]:
    """Return whose organization has a name in which each of these parts begins a word."""
    return select(Person.id).where(Person.organization_id.in_(_organizations_by(parts)))


def organizations_found(typed: str) -> list[ColumnElement[bool]]:
    """Return the conditions on `Organization` for what was typed, each word beginning one of a
    name of it, in any language."""
    return [
        or_(*(Organization.id.in_(_organizations_by(way)) for way in ways))
        for ways in searched_words(typed)
    ] or ([false()] if typed.strip() else [])


def _organizations_by(parts: list[str]) -> Select[int]:
    first, *rest = parts
    named = select(OrganizationWord.organization_id).where(_begins(OrganizationWord.word, first))
    for part in rest:
        also = select(OrganizationWord.name_id).where(_begins(OrganizationWord.word, part))
        named = named.where(OrganizationWord.name_id.in_(also))
    return named


def _begins(column: ColumnElement[str] | Any, part: str) -> ColumnElement[bool]:
    return and_(column >= part, column < part + AFTER_LETTERS)


def starts_with(column: ColumnElement[str] | Any, typed: str) -> ColumnElement[bool]:
    """Return the condition that a column of any signs starts as typed, found by its index."""
    if db.engine.dialect.name == "postgresql":
        return column.startswith(typed, autoescape=True)
    # SQLite has no index for LIKE, but the order of plain signs.
    return and_(column >= typed, column < typed + AFTER_ALL_SIGNS)


def ids_near(name: str, addresses: Collection[str], most: int = 500) -> list[int]:
    """Return who has an address of these, or shares a whole word of the name: whom to compare with
    somebody who is to be entered."""
    keys = [address.strip().casefold() for address in addresses]
    by_address = select(EmailAddress.person_id).where(EmailAddress.address_key.in_(keys))
    words = sorted(name_words(name), key=len, reverse=True)
    by_name = select(NameWord.person_id).where(NameWord.word.in_(words)).distinct().limit(most)
    found = [*db.session.scalars(by_address), *db.session.scalars(by_name)]
    return [number for number in dict.fromkeys(found) if number is not None]


def may_be_listed(person_ids: Collection[int], meeting_id: int | None) -> set[int]:
    """Return who of these people agreed to stand in the published list of a meeting, or of all."""
    agreed = select(Consent.person_id).where(
        Consent.person_id.in_(person_ids),
        Consent.purpose == LISTED,
        Consent.withdrawn_at.is_(None),
        or_(Consent.meeting_id.is_(None), Consent.meeting_id == meeting_id),
    )
    return set(db.session.scalars(agreed))


def category_choices(lang: str) -> list[tuple[str, str]]:
    """Return codes and names of the stakeholder categories, in the order of UN lists.

    Words of the staff go before ours. A category of the staff stands at its position, before the
    secretariat where it has none.
    """
    stated = select(Label).where(Label.kind == "category").order_by(Label.id)
    labels = list(db.session.scalars(stated))
    named = dict(_our_categories(lang))
    for label in labels:
        place = named.get(label.code, (label.position or LAST_BUT_ONE, ""))[0]
        if label.position is not None:
            place = label.position
        if label.language == lang or label.code not in named:
            named[label.code] = (place, label.text)
        else:
            named[label.code] = (place, named[label.code][1])
    ordered = sorted(named.items(), key=lambda one: one[1][0])
    return [(code, name) for code, (_place, name) in ordered]


@cache
def _our_categories(lang: str) -> dict[str, tuple[int, str]]:
    with force_locale(lang):
        return {one.code: (number * 10, gettext(one.name)) for number, one in enumerate(CATEGORIES)}


def category_names(lang: str) -> dict[str, str]:
    """Return the names of the stakeholder categories by their codes, in the order of UN lists."""
    return dict(category_choices(lang))


def country_names(lang: str) -> dict[str, str]:
    """Return how countries are printed, by code and in the order of the language: as staff say,
    else the UN short name."""
    stated = select(Label.code, Label.text).where(Label.kind == "country", Label.language == lang)
    labels = {code: text for code, text in db.session.execute(stated)}  # noqa: C416
    return {**_by_short_name(lang), **labels}


@cache
def _by_short_name(lang: str) -> dict[str, str]:
    return {code: country_label(code, lang) for code in sort_countries(countries(), lang)}


def country_name(code: str, lang: str) -> str:
    """Return how one country is printed; for many, ask for `country_names` once."""
    said = select(Label.text).where(
        Label.kind == "country", Label.language == lang, Label.code == code
    )
    return db.session.scalar(said) or country_label(code, lang)


def address_keys(person: Person) -> set[str]:
    """Return the addresses of a person as they are compared."""
    return {one.address_key for one in person.addresses}


def folded_names(person: Person) -> set[str]:
    """Return the names of a person as they are compared."""
    return {person.folded, *(one.folded for one in person.spellings)}


def needs_of(person: Person) -> PersonNeeds | None:
    """Return what a person needs to take part, as it is kept; no look is written down here."""
    return db.session.scalar(select(PersonNeeds).where(PersonNeeds.person_id == person.id))


def said_needs_since(person: Person, moment: datetime) -> bool:
    """Return whether the needs of a person were written down, or taken back, after a moment."""
    kept = needs_of(person)
    if kept is not None and kept.changed_at > moment:
        return True
    changed = select(Entry.id).where(
        Entry.subject_table == Person.__tablename__,
        Entry.subject_id == person.id,
        Entry.verb == "changed needs",
        Entry.at > moment,
    )
    return db.session.scalar(changed.limit(1)) is not None


def is_reached_at(person: Person, address: str) -> bool:
    """Return whether this is still an address of a person, from which no mail came back."""
    return any(one.address == address and one.bounced_at is None for one in person.addresses)


def why_not_reached(person: Person, address: str) -> str | None:
    """Return why a mail to this address must not go to a person any more, or None: they have left,
    or it is no address of theirs."""
    if person.left_at is not None:
        return said_left(person.printed_name)
    if not is_reached_at(person, address):
        return said_no_address(person.printed_name, address)
    return None
