"""The columns of the file that holds people of the registry. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eventsapp.translation import N_

# What can be exported, in the order of the file; the headings are those that an import understands.
COLUMNS = {
    "printed_name": N_("Name, as printed"),
    "family_name": N_("Family name"),
    "given_name": N_("Given name"),
    "latin_name": N_("Name in Latin letters"),
    "script_name": N_("Name in its own script"),
    "salutation": N_("Salutation"),
    "function": N_("Function"),
    "organization": N_("Organisation"),
    "country": N_("Country"),
    "nationality": N_("Nationality"),
    "category": N_("Category"),
    "gender": N_("Gender"),
    "languages": N_("Languages"),
    "themes": N_("Themes"),
    "tz": N_("Time zone"),
    "email": N_("E-mail"),
    "other_addresses": N_("Other addresses"),
    "phone": N_("Phone"),
    "seats": N_("Roles in rooms"),
}
# What is taken unless somebody chooses otherwise: what a list of people is made from.
USUAL = ("printed_name", "function", "organization", "country", "category", "languages")
# Those that stand in the table of people as they are.
PLAIN_COLUMNS = (
    "printed_name",
    "family_name",
    "given_name",
    "latin_name",
    "script_name",
    "salutation",
    "function",
    "country",
    "country_as_stated",
    "nationality",
    "category",
    "gender",
    "gender_words",
    "languages",
    "themes",
    "tz",
    "phone",
)
# What must be read to write another.
GOES_WITH = {"country": ("country_as_stated",), "gender": ("gender_words",)}


def chosen_columns(names: Iterable[str]) -> list[str]:
    """Return the known ones of these columns in the order of the file, or the usual ones."""
    wanted = set(names)
    return [name for name in COLUMNS if name in wanted] or list(USUAL)


def read_columns(names: Iterable[str]) -> set[str]:
    """Return what must be read to write these columns."""
    chosen = list(names)
    return {*chosen, *(more for name in chosen for more in GOES_WITH.get(name, ()))}


def lines(
    people: Iterable[Mapping[str, Any]],
    names: list[str],
    countries: Mapping[str, str],
    categories: Mapping[str, str],
) -> Iterator[list[str]]:
    """Yield a line for each of these people; an empty cell is not stated."""
    for person in people:
        yield [_cell(name, person, countries, categories) for name in names]


def _cell(
    name: str,
    person: Mapping[str, Any],
    countries: Mapping[str, str],
    categories: Mapping[str, str],
) -> str:
    if name == "email":
        return next(iter(person["addresses"]), "")
    if name == "other_addresses":
        return ", ".join(person["addresses"][1:])
    if name == "seats":
        return ", ".join(
            f"{meeting}: {role.replace('_', '-')}" for meeting, role in person["seats"]
        )
    value = person[name]
    if name == "country":
        return countries.get(value, value) if value else person["country_as_stated"] or ""
    if name == "gender" and value == "own":
        return person["gender_words"] or ""
    if not value:
        return ""
    if name in ("languages", "themes"):
        return ", ".join(value)
    named = {"nationality": countries, "category": categories}.get(name, {})
    return named.get(value, value)
