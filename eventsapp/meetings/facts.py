"""What is known of a meeting apart from its agenda, and the codes it may have. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

KEEP_CLOCK, KEEP_INSTANT = "clock", "instant"
RESERVED = {"new"}  # /meetings/new is the form of a new meeting


@dataclass(frozen=True)
class Facts:
    """What is known of a meeting. `keep` says what a new zone leaves as it was: the time on the
    `clock` or the `instant`."""

    title: str
    starts_on: date
    ends_on: date
    tz: str
    place: str | None = None
    mode: str | None = None
    description: str | None = None
    is_public: bool = False
    takes_letter_requests: bool = False
    keep: str = KEEP_CLOCK


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
