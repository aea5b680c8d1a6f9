"""How what is held is said to people, and how it is written into a file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from eventsapp.formats import language, say_day, say_language, say_moment
from eventsapp.held.words import CODES, KINDS, LABELS, Group, Row
from eventsapp.people.models import CONTACT_SHARED, LISTED, PHOTO_SHOWN
from eventsapp.people.queries import category_names, country_names

# The words of codes, by the part of a row that holds them.
Codes = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Said:
    """One part of a row in words; `parts` stand under it. `is_code`: from left to right always."""

    label: str
    text: str
    is_code: bool = False
    lang: str | None = None
    parts: tuple["Said", ...] = ()


@dataclass(frozen=True)
class Shown:
    """One group as it is read."""

    name: str
    title: str
    purpose: str
    kept: str
    rows: tuple[tuple[Said, ...], ...]
    is_locked: bool


def purpose_names() -> dict[str, str]:
    """Return to what somebody may agree, said to them."""
    return {
        LISTED: gettext("Stand in published lists of participants"),
        CONTACT_SHARED: gettext("Let the other participants know your e-mail address"),
        PHOTO_SHOWN: gettext("Let your photo be shown beside your name"),
    }


def shown(groups: Iterable[Group]) -> list[Shown]:
    """Return the groups in the reader's language."""
    countries = country_names(language())
    codes: Codes = {
        "category": category_names(language()),
        "country": countries,
        "nationality": countries,
        "purpose": purpose_names(),
    }
    return [
        Shown(
            one.name,
            gettext(KINDS[one.name].title),
            gettext(KINDS[one.name].purpose),
            gettext(KINDS[one.name].kept),
            tuple(_said(row, codes) for row in one.rows),
            one.is_locked,
        )
        for one in groups
    ]


def _said(row: Row, codes: Codes) -> tuple[Said, ...]:
    lang = row["language"] if isinstance(row.get("language"), str) else None
    return tuple(
        _part(name, value, codes, lang if name == "wording" else None)
        for name, value in row.items()
    )


def _part(name: str, value: Any, codes: Codes, lang: str | None) -> Said:
    label = gettext(LABELS[name]) if name in LABELS else name
    if isinstance(value, dict):
        return Said(label, "", parts=_said(value, codes))
    if isinstance(value, list | tuple) and any(isinstance(one, dict) for one in value):
        parts = tuple(
            Said(f"{label} {number}", "", parts=_said(one, codes))
            for number, one in enumerate(value, 1)
        )
        return Said(label, "", parts=parts)
    return Said(label, _text(name, value, codes), name in CODES, lang)


def _text(name: str, value: Any, codes: Codes) -> str:
    """Return one value in words."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, date):
        return say_day(value, "plain")
    if name in codes and isinstance(value, str):
        return codes[name].get(value, value)
    if name == "languages" and isinstance(value, list | tuple):
        return ", ".join(say_language(tag) for tag in value)
    if name == "language":
        return say_language(str(value))
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def to_json(groups: Iterable[Group], *, written_at: datetime) -> str:
    """Return all groups as JSON: names as in the program, moments in ISO 8601."""
    held = {
        "written_at": written_at,
        "held": [
            {
                "group": one.name,
                "purpose": KINDS[one.name].purpose,
                "kept": KINDS[one.name].kept,
                "rows": one.rows,
            }
            for one in groups
        ],
    }
    return json.dumps(held, ensure_ascii=False, indent=2, default=_iso)


def _iso(value: Any) -> str:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a file of JSON")
