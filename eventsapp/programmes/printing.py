"""The paper of an agenda as PDF, set with typst in the fonts of the product. Pure.

The facts reach the template as JSON; the same agenda gives the same bytes on the same day.
"""

from datetime import date
from typing import Any

from eventsapp.letters.pdf import typeset
from eventsapp.lists.scripts import isolated
from eventsapp.programmes.paper import Line, Paper


def agenda_pdf(paper: Paper, *, today: date) -> bytes:
    """Return the paper on A4."""
    words = paper.words
    facts: dict[str, Any] = {
        "language": words.language,
        "title": paper.title,
        "meeting": _text(words.meeting, paper),
        "facts": words.facts,
        "state": words.state,
        "items_word": words.items,
        "annotations_word": words.annotations,
        "work_word": words.work,
        "columns": _columns(paper),
        "items": [_line(line, paper) for line in paper.items],
        "annotated": [_line(line, paper) for line in paper.annotated],
        "days": [
            {"heading": day.heading, "rows": [_row(line, paper) for line in day.lines]}
            for day in paper.days
        ],
        "day": [today.year, today.month, today.day],
    }
    return typeset("programmes/pdf/agenda", facts, day=today)


def _columns(paper: Paper) -> list[str]:
    words = paper.words
    rooms = [words.room] if paper.has_rooms else []
    return [words.time, words.item, *rooms, *([words.who] if paper.has_speakers else [])]


def _row(line: Line, paper: Paper) -> list[str]:
    rooms = [line.track] if paper.has_rooms else []
    speakers = [_speakers(line, paper)] if paper.has_speakers else []
    return [line.hours, *(_text(cell, paper) for cell in (line.numbered, *rooms)), *speakers]


def _speakers(line: Line, paper: Paper) -> str:
    return ", ".join(f"{_text(name, paper)} ({role})" for name, role in line.named)


def _line(line: Line, paper: Paper) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": _text(line.title, paper),
        "about": [
            part for part in (line.hours, _text(line.track, paper), _speakers(line, paper)) if part
        ],
        "annotation": [_text(part, paper) for part in line.annotation],
    }


def _text(text: str, paper: Paper) -> str:
    return isolated(text, direction=paper.direction)[0] if text else ""
