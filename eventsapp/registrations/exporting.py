"""Registrations as the rows of a table for a file. Pure.

What is private stands in no file: gender, nationality, phone, needs, and answers to questions that
are marked as sensitive. Source for route and category: indico/indico #6187.
"""

from collections.abc import Callable, Iterable
from typing import Any

HEADER = (
    "Name",
    "E-mail",
    "Organisation",
    "Function",
    "Country",
    "Category",
    "Route",
    "State",
    "Received",
    "Late",
    "Confirmed",
    "Decided",
    "May be listed",
)


def table_of(
    questions: Iterable[Any],
    rows: Iterable[tuple[Any, str]],
    say: Callable[[str, dict[str, Any]], str | None],
) -> tuple[tuple[str, ...], list[list[Any]]]:
    """Return the header and a line for each registration and the route by which it came.

    `say` puts one fact about a person into words.
    """
    asked = [one for one in questions if not one.is_sensitive and not one.after_acceptance]
    header = (*HEADER, *(one.label for one in asked))
    return header, [_line(one, route, asked, say) for one, route in rows]


def _line(
    one: Any, route: str, asked: list[Any], say: Callable[[str, dict[str, Any]], str | None]
) -> list[Any]:
    facts, answers = one.facts or {}, one.answers or {}
    agreed = any(given["purpose"] == "listed" for given in facts.get("consents") or ())
    return [
        one.printed_name,
        one.email,
        *(say(name, facts) for name in ("organization", "function", "country", "category")),
        route,
        one.state,
        _minute(one.received_at),
        "yes" if one.was_late else "no",
        _minute(one.confirmed_at),
        _minute(one.decided_at),
        "yes" if agreed else "no",
        *(_said(answers.get(str(question.id))) for question in asked),
    ]


def _minute(moment: Any) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else None


def _said(answer: Any) -> Any:
    return ", ".join(answer) if isinstance(answer, list) else answer
