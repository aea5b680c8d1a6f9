"""Lists, badges and name plates as PDF, set with typst in the fonts of the product. Pure.

The facts reach the templates as JSON and are never pasted into their source. The same facts give
the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from eventsapp import resources
from eventsapp.letters.pdf import fonts
from eventsapp.lists.cards import Card, printable
from eventsapp.lists.content import Content, Group, details
from eventsapp.lists.scripts import isolated


def list_pdf(content: Content, *, today: date) -> bytes:
    """Return a list of participants on A4."""
    return _compiled("list", _facts_of(content), today)


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
    return _compiled(kind, facts, today)


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


def _compiled(template: str, facts: dict[str, Any], today: date) -> bytes:
    # Loaded here: a start must not pay for papers.
    import typst

    folder = resources.folder("templates") / "lists" / "pdf"
    compiler = typst.Compiler(
        folder / f"{template}.typ", font_paths=fonts(), ignore_system_fonts=True, root=folder
    )
    facts = {**facts, "day": [today.year, today.month, today.day]}
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)},
        timestamp=datetime(today.year, today.month, today.day, tzinfo=UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst made no single file of {template}")
    return pdf
