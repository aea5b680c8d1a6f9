"""Lists, badges and name plates as PDF, set with typst in the fonts of the product. Pure.

The facts reach the templates as JSON and are never pasted into their source. The same facts give
the same bytes.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from eventsapp.letters.pdf import typeset
from eventsapp.lists.cards import Card, printable
from eventsapp.lists.content import Content, Group, details
from eventsapp.lists.scripts import isolated


def list_pdf(content: Content, *, today: date) -> bytes:
    """Return a list of participants on A4."""
    return _set("list", _facts_of(content), today)


def cards_pdf(
    kind: str, cards: Sequence[Card], *, meeting: str, language: str, today: date
) -> bytes:
    """Return badges (eight on a sheet of A4) or plates (a sheet each, to be folded)."""
    direction = "rtl" if language == "ar" else "ltr"
    facts = {
        "language": language,
        "title": meeting,
        "meeting": isolated(meeting, direction=direction)[0],
        "cards": [_card(card, direction) for card in cards],
    }
    return _set(kind, facts, today)


def _card(card: Card, direction: str) -> dict[str, str | None]:
    return {
        name.replace("_", "-"): value and isolated(value, direction=direction)[0]
        for name, value in asdict(card).items()
    }


def _facts_of(content: Content) -> dict[str, Any]:
    sections = [
        {
            "title": section.title,
            "has_parts": section.has_parts,
            "groups": [_group(group, content.direction) for group in section.groups],
        }
        for section in content.sections
    ]
    return {
        "language": content.language,
        "title": f"{content.title}, {content.meeting}",
        "title_word": content.title,
        "meeting": isolated(content.meeting, direction=content.direction)[0],
        "facts": content.facts,
        "as_at": content.as_at,
        "sections": sections,
        "others": content.others_words,
        "disclaimer": content.disclaimer,
    }


def _group(group: Group, direction: str) -> dict[str, Any]:
    lines = []
    for line in group.lines:
        below = [isolated(text, direction=direction)[0] for text in details(line, group.title)]
        name = printable(line.name, line.other_name)
        who = isolated(
            *(line.salutation, name) if line.salutation else (name,), direction=direction
        )
        lines.append({"salutation": who[:-1], "name": who[-1], "details": below})
    return {"title": group.title, "part": group.part, "lines": lines}


def _set(template: str, facts: dict[str, Any], today: date) -> bytes:
    day = [today.year, today.month, today.day]
    return typeset(f"lists/pdf/{template}", {**facts, "day": day}, day=today)
