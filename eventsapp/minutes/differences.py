"""What a file says otherwise than the one its meeting was last saved from, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True)
class Difference:
    """What was said and what is said now; None where there was, or is, nothing of the kind."""

    before: str | None
    now: str | None


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Return what differs between two readings of a record, in the order of the record.

    Numbers of lines and the wording of warnings do not count.
    """
    old, new = list(_said(before)), list(_said(now))
    found: list[Difference] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        was: list[str | None] = list(old[old_start:old_end])
        becomes: list[str | None] = list(new[new_start:new_end])
        longest = max(len(was), len(becomes))
        was += [None] * (longest - len(was))
        becomes += [None] * (longest - len(becomes))
        found += [Difference(a, b) for a, b in zip(was, becomes, strict=True)]
    return found


def _said(record: Mapping[str, Any]) -> Iterator[str]:
    meeting = record["meeting"]
    yield " · ".join(str(meeting[key]) for key in ("title", "place", "mode") if meeting[key])
    for day in record["days"]:
        yield f"Day {day['number']}: {day['date']}"
        for item in day["agenda"]:
            yield f"Agenda: {item['title']}"
        for section in day["sections"]:
            yield f"Heading: {section['heading']}"
            yield from (note["text"] for note in section["notes"])
        for room in day["rooms"]:
            yield from _room(room)
    for item in record["dated_items"]:
        yield f"{item['title']}: {item['start']} – {item['end']}"


def _room(room: Mapping[str, Any]) -> Iterator[str]:
    yield f"Room {room['number']}: {room['title']}"
    for named in room["people"]:
        yield f"Room {room['number']}, {named['role'].replace('_', '-')}: {named['name']}"
    yield from (f"Room {room['number']}, principle: {p}" for p in room["principles"])
    for group in room["groups"]:
        if group["heading"]:
            yield f"Heading: {group['heading']}"
        yield from (note["text"] for note in group["notes"])
