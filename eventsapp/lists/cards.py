"""What stands on a badge or a name plate. Pure.

A name stands as it was supplied. Nothing stands for what nobody stated: no dash, no "None".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from eventsapp.letters.pdf import unprintable_letters
from eventsapp.lists.content import Listed
from eventsapp.lists.terms import role_word


@dataclass(frozen=True)
class Card:
    """One badge or name plate."""

    name: str
    other_name: str | None
    organization: str | None
    country: str | None
    role: str | None


def cards_of(
    people: Iterable[Listed], *, language: str, countries: Mapping[str, str]
) -> list[Card]:
    """Return the cards of these people, with countries and roles in the language of the meeting."""
    return [
        Card(
            name=printable(one.name, one.other_name),
            other_name=one.other_name if _is_printed_as_given(one) else None,
            organization=one.organization,
            country=countries.get(one.country or ""),
            role=role_word(one.role, language),
        )
        for one in people
    ]


def printable(name: str, other_name: str | None) -> str:
    """Return the name as supplied, or the one in another script where our fonts lack letters."""
    if not unprintable_letters(name) or not other_name or unprintable_letters(other_name):
        return name
    return other_name


def _is_printed_as_given(one: Listed) -> bool:
    is_held = one.other_name is not None and not unprintable_letters(one.other_name)
    return is_held and printable(one.name, one.other_name) == one.name


def not_printable(people: Iterable[Listed]) -> list[tuple[str, str]]:
    """Return whose names hold letters that none of our fonts has, and these letters."""
    return [
        (one.name, letters)
        for one in people
        if (letters := unprintable_letters(printable(one.name, one.other_name)))
    ]


def chosen(
    people: Iterable[Listed], *, role: str = "", person_ids: Collection[int] = ()
) -> list[Listed]:
    """Return who has a role, `` for everybody, or those of them who are ticked."""
    with_role = [one for one in people if not role or one.role == role]
    return [one for one in with_role if not person_ids or one.person_id in person_ids]
