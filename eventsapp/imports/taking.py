"""What the file says that is taken over, in the form in which the registry takes it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from eventsapp.imports.comparing import Difference

LISTS = ("languages", "themes", "addresses")
# What is known of a person; the rest of a row is about their part in a meeting.
OF_A_PERSON = (
    "printed_name", "family_name", "given_name", "latin_name", "script_name", "salutation",
    "function", "organization", "country", "country_as_stated", "nationality", "gender",
    "gender_words", "category", "languages", "themes", "tz", "phone", "addresses",
)  # fmt: skip


def facts_of_new(said: Mapping[str, Any], taken_keys: Collection[str]) -> dict[str, Any]:
    """Return the facts of somebody new; addresses that belong to somebody else stay with them."""
    facts = {name: said[name] for name in OF_A_PERSON if name in said}
    free = [one for one in facts.get("addresses", ()) if one.casefold() not in taken_keys]
    return as_facts({**facts, "addresses": free})


def facts_taken(
    held: Mapping[str, Any], differences: Iterable[Difference], taken: Collection[str]
) -> dict[str, Any]:
    """Return the facts of a person that the file changes; its addresses stand behind those held."""
    facts = {
        one.field: one.file
        for one in differences
        if one.field in taken and one.field in OF_A_PERSON
    }
    if "addresses" in facts:
        known = {address.casefold() for address in held["addresses"]}
        new = [one for one in facts["addresses"] if one.casefold() not in known]
        facts["addresses"] = [*held["addresses"], *new]
    if "gender" in facts and facts["gender"] != "own":
        facts["gender_words"] = None
    return as_facts(facts)


def facts_filled(first: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a second row about the same person adds where the first row is silent."""
    filled = {
        name: said[name]
        for name in OF_A_PERSON
        if name in said and not first.get(name) and name != "printed_name"
    }
    return as_facts(filled)


def as_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with tuples for lists, as the registry compares them."""
    return {name: tuple(v) if name in LISTS and v is not None else v for name, v in facts.items()}


def as_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as a journal can hold them."""
    return {name: list(v) if isinstance(v, tuple) else v for name, v in facts.items()}


# The columns of a file of the registry, with headings that an import finds by itself.
EXPORTED = {
    "printed_name": "Printed name",
    "family_name": "Family name",
    "given_name": "Given name",
    "latin_name": "Name in Latin letters",
    "script_name": "Name in original script",
    "salutation": "Salutation",
    "function": "Function",
    "organization": "Organisation",
    "country": "Country",
    "nationality": "Nationality",
    "gender": "Gender",
    "category": "Stakeholder category",
    "languages": "Languages",
    "themes": "Themes",
    "tz": "Time zone",
    "addresses": "E-mail",
    "phone": "Phone",
}


def exported_row(facts: Mapping[str, Any]) -> list[str]:
    """Return one person as a row; several addresses, languages or themes stand in one cell."""
    row = {**facts, "gender": facts.get("gender_words") or facts.get("gender")}
    row["country"] = facts.get("country") or facts.get("country_as_stated")
    cells = (row.get(name) or "" for name in EXPORTED)
    return [", ".join(cell) if isinstance(cell, list) else str(cell) for cell in cells]
