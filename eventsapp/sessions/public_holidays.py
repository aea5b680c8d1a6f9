"""Public holidays of the places concerned, as a well-kept package knows them. Pure.

Only holidays of a whole country are told, and only of countries that the package knows; nothing is
guessed for the others. The package: `holidays` (its data are revised every few weeks).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any

from babel.core import get_global

NO_COUNTRY = "ZZ"


@dataclass(frozen=True)
class Holiday:
    """A public holiday; `lang` is the language of its name."""

    country: str
    name: str
    lang: str


def country_of_zone(tz: str) -> str | None:
    """Return the country of a zone, an ISO 3166 code; None for UTC and zones of none."""
    code = get_global("zone_territories").get(tz)
    return code if code and code != NO_COUNTRY and code.isalpha() else None


def is_known(country: str) -> bool:
    """Return whether holidays of this country are known."""
    return country in _package().list_supported_countries()


def holidays_on(day: date, countries: Iterable[str], lang: str = "en") -> list[Holiday]:
    """Return the public holidays of a day in some countries, in their order.

    Names are in the language asked for where the package has it, else in English, else as the
    country itself says them.
    """
    found = []
    for country in countries:
        names, spoken = _year(country, day.year, lang.split("-")[0])
        if day in names:
            found.append(Holiday(country, names[day], spoken))
    return found


@lru_cache(maxsize=512)
def _year(country: str, year: int, lang: str) -> tuple[dict[date, str], str]:
    if not is_known(country):
        return {}, lang
    package = _package()
    usual = package.country_holidays(country, years=year)
    spoken = _language(usual, lang)
    if spoken is None:
        return dict(usual.items()), (usual.default_language or "en").replace("_", "-")
    told = package.country_holidays(country, years=year, language=spoken)
    return dict(told.items()), spoken.replace("_", "-")


def _language(usual: Any, lang: str) -> str | None:
    offered = usual.supported_languages
    for wanted in (lang, "en"):
        fitting = sorted(one for one in offered if one.split("_")[0] == wanted)
        if fitting:
            return "en_US" if "en_US" in fitting else fitting[0]
    return None


def _package() -> Any:
    # Loaded with the first question: it takes a quarter of a second that no start should wait for.
    return import_module("holidays")
