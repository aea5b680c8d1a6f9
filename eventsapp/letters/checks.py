"""What a person who checks a request should look at: how urgent it is, and what stands out."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

TIGHT_DAYS, LATE_DAYS = 42, 21
MONTHS_AFTER_JOURNEY = 6
NEEDED = ("passport_name", "nationality", "passport_number", "expires_on", "birth_on")


class Urgency(StrEnum):
    """How much time is left before the journey. Source: lead times of ITU, CBD and others."""

    OVER = "over"
    LATE = "late"
    TIGHT = "tight"
    IN_TIME = "in time"


class Finding(StrEnum):
    """One thing that stands out. The page has the sentence; none of them holds passport data."""

    NAME_DIFFERS = "name-differs"
    EXPIRES_SOON = "expires-soon"
    LETTER_BEFORE = "letter-before"
    NO_ADDRESS = "no-address"
    NO_FONT = "no-font"


def urgency(days_left: int) -> Urgency:
    """Return how urgent a letter is, `days_left` days before the first day of the meeting.

    Consulates take up to six weeks; under three weeks few of them manage.
    """
    if days_left < 0:
        return Urgency.OVER
    if days_left < LATE_DAYS:
        return Urgency.LATE
    return Urgency.TIGHT if days_left < TIGHT_DAYS else Urgency.IN_TIME


def missing_details(details: Mapping[str, Any]) -> list[str]:
    """Return the names of the details that a request needs and does not have yet."""
    return [name for name in NEEDED if not details.get(name)]


def expires_before(expires_on: date, ends_on: date) -> bool:
    """Return whether a passport ends before the journey does: nobody travels on it."""
    return expires_on < ends_on


def expires_soon_after(expires_on: date, ends_on: date) -> bool:
    """Return whether a passport ends within six months after the journey, as many hosts forbid."""
    return expires_on < _months_later(ends_on, MONTHS_AFTER_JOURNEY)


def findings(
    details: Mapping[str, Any],
    *,
    registry_name: str,
    ends_on: date,
    has_earlier_letter: bool,
    has_address: bool,
    letters_without_font: str,
) -> list[Finding]:
    """Return what stands out in a request, the weightiest first; an empty list if nothing does."""
    name, expires_on = details.get("passport_name"), details.get("expires_on")
    found = {
        Finding.NO_FONT: bool(letters_without_font),
        Finding.NAME_DIFFERS: bool(name) and not is_same_name(str(name), registry_name),
        Finding.EXPIRES_SOON: bool(expires_on)
        and expires_soon_after(date.fromisoformat(str(expires_on)), ends_on),
        Finding.LETTER_BEFORE: has_earlier_letter,
        Finding.NO_ADDRESS: not has_address,
    }
    return [finding for finding, stands_out in found.items() if stands_out]


def is_same_name(left: str, right: str) -> bool:
    """Return whether two names differ in no more than letter case and white space."""
    return _as_compared(left) == _as_compared(right)


def holds_number(text: str, number: str) -> bool:
    """Return whether a text holds a passport number, also one written with spaces or dashes."""
    return bool(number) and _signs(number) in _signs(text)


def _as_compared(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _signs(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    # The 31st of a short month does not exist; the 28th does in every month.
    return date(day.year + years, month + 1, min(day.day, 28))
