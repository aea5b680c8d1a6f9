"""What is known of the people who are placed, as rules and mixes ask for it. Pure.

Nothing is guessed: what nobody stated is None, and counts for no rule and no mix.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from eventsapp.people.countries import region_of

REGION, COUNTRY, GENDER = "region", "country", "gender"
SECTOR, ORGANIZATION, LANGUAGE = "sector", "organization", "language"
ATTRIBUTES = (GENDER, REGION, COUNTRY, SECTOR, ORGANIZATION, LANGUAGE)
GENDERS = ("woman", "man", "own")
REGIONS_BY = "group"  # the regional groups of the United Nations


@dataclass(frozen=True)
class Facts:
    """One person who is placed in rooms, with what they stated; empty is not stated.

    `sector` is a stakeholder category, `country` what they stand for at this meeting. Not an expert
    is who is placed by hand only (the secretariat, interpreters), and counts for no rule about what
    people are.
    """

    person_id: int
    name: str
    is_expert: bool = True
    country: str | None = None
    gender: str | None = None
    sector: str | None = None
    organization_id: int | None = None
    organization: str | None = None
    languages: tuple[str, ...] = ()

    @property
    def region(self) -> str | None:
        """The English name of the regional group of the country."""
        return region_of(self.country, REGIONS_BY) if self.country else None


def values_of(facts: Facts, attribute: str) -> tuple[str, ...]:
    """Return what is known of one attribute: one value, several languages, or nothing."""
    if attribute == LANGUAGE:
        return facts.languages
    if attribute == ORGANIZATION:
        return (str(facts.organization_id),) if facts.organization_id else ()
    value = getattr(facts, attribute) if attribute in ATTRIBUTES else None
    return (value,) if value else ()


def has(facts: Facts, attribute: str, value: str) -> bool | None:
    """Return whether somebody has this value, or None where the attribute is not known of them."""
    known = values_of(facts, attribute)
    return value in known if known else None


@dataclass(frozen=True)
class Known:
    """Of how many of `people` an attribute is known, and how many have the value in question."""

    people: int
    known: int
    having: int

    @property
    def unknown(self) -> int:
        """Of how many it is not known."""
        return self.people - self.known


def count_known(people: Iterable[Facts], attribute: str, value: str = "") -> Known:
    """Count the experts of whom an attribute is known, and those who have the value."""
    answers = [has(one, attribute, value) for one in people if one.is_expert]
    known = [one for one in answers if one is not None]
    return Known(len(answers), len(known), sum(known))


def values_there(people: Iterable[Facts], attribute: str) -> set[str]:
    """Return the values of an attribute that anybody has."""
    return {value for one in people for value in values_of(one, attribute)}
