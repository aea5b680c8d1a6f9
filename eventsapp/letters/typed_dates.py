"""Read a date as people type it: the day first, always."""

import re
import unicodedata
from datetime import date
from functools import cache

from babel import Locale

MONTH_LANGUAGES = ("en", "fr", "es", "ru", "ar")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日")
DAY_FIRST = re.compile(r"(\d{1,2})(?:[-/.]| )(\d{1,2})(?:[-/.]| )(\d{4})")
MONTH_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?[ .-]*([^\W\d_]+)[ .,-]*(\d{4})")


def to_date(typed: str) -> date | None:
    """Return the date that somebody typed, or None if it is none or does not exist.

    `04/03/1980`, `4.3.1980`, `4 March 1980`, `4 mars 1980`, `1980-03-04` and `1980年3月4日` are all
    the fourth of March. A year has four figures: two could be of either century.
    """
    text = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    text = re.sub(r"\b(?:de|del|of)\b\s*", "", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part)
        return _date(year, month, day)
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return _date(year, month, day)
    if found := MONTH_IN_WORDS.fullmatch(text):
        month = _months().get(found[2], 0)
        return _date(int(found[3]), month, int(found[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Return the number of every month by its names, long and short, in lower case."""
    names: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        for where in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[where][width].items():
                    names[name.casefold().rstrip(".")] = number
    return {**names, "sept": 9}
