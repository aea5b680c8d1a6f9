"""Reads of the registry."""

from collections.abc import Collection

from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, Select, and_, or_, select, union

from eventsapp.extensions import db
from eventsapp.people.categories import CATEGORIES
from eventsapp.people.models import (
    LISTED,
    Consent,
    EmailAddress,
    Label,
    NameWord,
    Organization,
    Person,
    Spelling,
)
from eventsapp.people.names import searched_words

# The first sign after z, in the order of plain letters.
AFTER_LETTERS = "{"
# Where a category of the staff stands that has no position: before the secretariat.
LAST_BUT_ONE = (len(CATEGORIES) - 1) * 10 - 1


def found_by(typed: str) -> list[ColumnElement[bool]]:
    """Return the conditions on `Person` for what was typed into a search box; none for nothing.

    Each word must begin a word of one of the person's spellings, in any order and without marks,
    or stand in the name of the organisation. A word with @ must begin one of the addresses.
    """
    return [_fits(word) for word in typed.split()]


def _fits(word: str) -> ColumnElement[bool]:
    if "@" in word:
        key = EmailAddress.address_key.startswith(word.casefold(), autoescape=True)
        return Person.id.in_(select(EmailAddress.person_id).where(key))
    organizations = select(Organization.id).where(
        Organization.name.icontains(word, autoescape=True)
    )
    of_organization = select(Person.id).where(Person.organization_id.in_(organizations))
    ways = [way for ways in searched_words(word) for way in ways]
    by_name = [_named(way) for way in ways]
    return Person.id.in_(union(of_organization, *by_name))


def _named(parts: list[str]) -> Select[int]:
    """Return who has a spelling in which each of these parts begins a word."""
    return select(Spelling.person_id).where(
        and_(
            *(Spelling.id.in_(select(NameWord.spelling_id).where(_begins(part))) for part in parts)
        )
    )


def _begins(part: str) -> ColumnElement[bool]:
    return and_(NameWord.word >= part, NameWord.word < part + AFTER_LETTERS)


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
    ours = {one.code: (number * 10, one.name) for number, one in enumerate(CATEGORIES)}
    stated = select(Label).where(Label.kind == "category").order_by(Label.id)
    labels = list(db.session.scalars(stated))
    with force_locale(lang):
        named = {code: (place, gettext(name)) for code, (place, name) in ours.items()}
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


def category_names(lang: str) -> dict[str, str]:
    """Return the names of the stakeholder categories by their codes, in the order of UN lists."""
    return dict(category_choices(lang))
