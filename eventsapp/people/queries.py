"""Reads of the registry."""

from sqlalchemy import ColumnElement, Select, and_, select, union

from eventsapp.people.models import EmailAddress, NameWord, Organization, Person, Spelling
from eventsapp.people.names import searched_words

# The first sign after z, in the order of plain letters.
AFTER_LETTERS = "{"


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
