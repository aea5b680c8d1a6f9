"""What somebody chose for a list: its language, its capitals, who stands in it, with what. Pure.

The choice stands in the address of the page, so that a link to a list is a link to that list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventsapp.people.countries import UN_LANGUAGES
from eventsapp.translation import N_

EXPECTED, ATTENDED = "expected", "attended"
WHO = {EXPECTED: N_("Everybody expected"), ATTENDED: N_("Who attended")}
CAPITALS, AS_SUPPLIED = "capitals", "supplied"
NAMES = {CAPITALS: N_("FAMILY NAMES in capitals"), AS_SUPPLIED: N_("Names as supplied")}
# What stands beside the name. The last three are for tables, or for who agreed to it.
SALUTATION, OTHER_NAME, FUNCTION = "salutation", "other-name", "function"
ORGANIZATION, COUNTRY, ROLE = "organization", "country", "role"
EMAIL, CATEGORY, ROUTE = "email", "category", "route"
COLUMNS = {
    SALUTATION: N_("Title (Ms., Mr., Dr.)"),
    OTHER_NAME: N_("Name in another script"),
    FUNCTION: N_("Function"),
    ORGANIZATION: N_("Organisation"),
    COUNTRY: N_("Country"),
    ROLE: N_("Role in the meeting"),
    EMAIL: N_("E-mail, of those who agreed to share it"),
    CATEGORY: N_("Category (in tables)"),
    ROUTE: N_("Came by (in tables)"),
}
USUAL = (SALUTATION, FUNCTION, ORGANIZATION, CATEGORY, ROUTE)


@dataclass(frozen=True)
class Options:
    """How a list is wanted. `columns` stand in the order of `COLUMNS`."""

    language: str = "en"
    names: str = CAPITALS
    who: str = EXPECTED
    columns: tuple[str, ...] = USUAL

    @property
    def is_in_capitals(self) -> bool:
        """Whether family names stand in capitals."""
        return self.names == CAPITALS

    @property
    def arguments(self) -> dict[str, Any]:
        """The same as arguments of an address; what is usual is left out."""
        usual = Options()
        chosen: dict[str, Any] = {
            name: value
            for name in ("language", "names", "who")
            if (value := getattr(self, name)) != getattr(usual, name)
        }
        if self.columns != usual.columns:
            chosen |= {"chosen": "1", "column": list(self.columns)}
        return chosen


def options_from(
    given: Mapping[str, str], columns: Sequence[str], *, usual_language: str = "en"
) -> Options:
    """Return the options of an address; what is not known counts as not asked.

    A form that was sent says so with `chosen`, since a box without a tick is not sent.
    """
    language = given.get("language", usual_language)
    names, who = given.get("names", CAPITALS), given.get("who", EXPECTED)
    is_chosen = bool(given.get("chosen"))
    return Options(
        language=language if language in UN_LANGUAGES else usual_language,
        names=names if names in NAMES else CAPITALS,
        who=who if who in WHO else EXPECTED,
        columns=tuple(one for one in COLUMNS if one in columns) if is_chosen else USUAL,
    )
