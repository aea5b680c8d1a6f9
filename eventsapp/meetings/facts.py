"""What is known of a meeting apart from its agenda, and the codes it may have. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from eventsapp.errors import RuleBroken

KEEP_CLOCK, KEEP_INSTANT = "clock", "instant"
MOST_DAYS = 31
RESERVED = {"new"}  # /meetings/new is the form of a new meeting


@dataclass(frozen=True)
class Facts:
    """What is known of a meeting. `keep` says what a new zone leaves as it was: the time on the
    `clock` or the `instant`. `join_url` and `agenda_url` begin with http."""

    title: str
    starts_on: date
    ends_on: date
    tz: str
    place: str | None = None
    mode: str | None = None
    description: str | None = None
    is_public: bool = False
    takes_letter_requests: bool = False
    kind: str = "egm"
    venue: str | None = None
    rooms: tuple[str, ...] = ()
    join_url: str | None = None
    languages: tuple[str, ...] = ()
    agenda_url: str | None = None
    keep: str = KEEP_CLOCK


# What a meeting holds as it was stated; its days and its zone move with the agenda.
PLAIN = (
    "title", "kind", "place", "venue", "join_url", "mode", "description", "agenda_url", "is_public",
    "takes_letter_requests",
)  # fmt: skip


def plain_values(facts: Facts) -> dict[str, Any]:
    """Return what a meeting holds as it was stated, by column."""
    plain = {name: getattr(facts, name) for name in PLAIN}
    return {**plain, "rooms": list(facts.rooms), "languages": list(facts.languages)}


def to_web_address(text: str) -> str | None:
    """Return the address of a page on the web, or None for what no browser opens as one."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return (
        text
        if parts.scheme in {"http", "https"} and parts.hostname and text.isprintable()
        else None
    )


def check_days(starts_on: date, ends_on: date) -> None:
    """Raise RuleBroken for days that make no meeting."""
    if ends_on < starts_on:
        raise RuleBroken("The meeting would end before it starts. Correct one of the two days.")
    if (ends_on - starts_on).days >= MOST_DAYS:
        raise RuleBroken(
            f"A meeting has at most {MOST_DAYS} days. Correct the dates, or make it two meetings."
        )


def possible_codes(series: str, number: int | None, process: str) -> Iterator[str]:
    """Yield the codes that a meeting may have in addresses, the best first, without end.

    `egm-2`, then `egm-2-ig-pcsc`, `egm-2-ig-pcsc-2`, … None of them is the address of a form.
    """
    short = _slug(f"{series} {number}" if number is not None else series)
    longer = _slug(f"{short} {process}")
    if short not in RESERVED:
        yield short
    yield longer
    for index in count(2):
        yield f"{longer}-{index}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "meeting"


@dataclass(frozen=True)
class TakingPart:
    """As what somebody takes part; empty `country` and `category` are as the registry says."""

    is_expert: bool
    is_observer: bool
    has_left: bool = False
    role: str | None = None
    country: str | None = None
    category: str | None = None
