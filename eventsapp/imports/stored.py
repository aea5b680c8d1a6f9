"""Compared rows as they are kept between the reading and the import, and read again."""

from collections.abc import Iterable
from typing import Any

from eventsapp.imports.comparing import Candidate, Compared, Difference, Twin
from eventsapp.imports.lines import Fault, Line

Stored = dict[str, Any]


def to_stored(row: Compared) -> Stored:
    """Return a row as JSON can hold it; what is empty is left out."""
    line, twin = row.line, row.twin
    stored = {
        "n": line.number,
        "said": dict(line.said),
        "kind": row.kind,
        "cleaned": list(line.cleaned),
        "faults": [[one.field, one.why, one.is_fatal] for one in line.faults],
        "unknown": [list(pair) for pair in line.unknown],
        "candidates": [_candidate(one) for one in row.candidates],
        "twin": [twin.number, twin.why, twin.is_exact] if twin else None,
        "asks": row.asks,
    }
    return {name: value for name, value in stored.items() if value not in ([], None)}


def _candidate(one: Candidate) -> Stored:
    differences = [[d.field, d.held, d.file] for d in one.differences]
    return {**vars(one), "why": list(one.why), "differences": differences}


def from_stored(stored: Stored) -> Compared:
    """Return a row as it was compared."""
    line = Line(
        stored["n"],
        stored["said"],
        tuple(stored.get("cleaned", ())),
        tuple(Fault(*fault) for fault in stored.get("faults", ())),
        tuple((field, word) for field, word in stored.get("unknown", ())),
    )
    candidates = tuple(_compared_with(one) for one in stored.get("candidates", ()))
    twin = Twin(*stored["twin"]) if stored.get("twin") else None
    return Compared(line, stored["kind"], candidates, twin, stored.get("asks"))


def _compared_with(stored: Stored) -> Candidate:
    differences = tuple(Difference(*one) for one in stored["differences"])
    return Candidate(**{**stored, "why": tuple(stored["why"]), "differences": differences})


def all_from_stored(rows: Iterable[Stored]) -> list[Compared]:
    """Return all rows of an import."""
    return [from_stored(one) for one in rows]
