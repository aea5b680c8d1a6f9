"""The record as `minutes import --json` prints it: the shape that other programs rely on."""

from collections import Counter
from datetime import date, time
from typing import Any

from eventsapp.reading.labels import MEMBER, MODERATOR, NOTE_TAKER, comparable
from eventsapp.reading.people import SeenPerson, seen_people
from eventsapp.reading.structure import (
    AgendaLine,
    DatedItem,
    Day,
    Doubt,
    MeetingFacts,
    Named,
    Note,
    Record,
    Room,
    Section,
)


def to_understood(record: Record) -> dict[str, Any]:
    """Return the record as a dictionary of the interface; dates are ISO, unstated things None."""
    return {
        "meeting": _meeting(record.meeting),
        "days": [_day(day) for day in record.days],
        "people": {"list": [_person(p) for p in seen_people(record.meeting, record.days)]},
        "dated_items": _dated(record.dated),
        "undated_commitments": [
            {
                "kind": commitment.kind,
                "title": commitment.title,
                "audience": commitment.audience,
                "source_day": commitment.day,
                "source_line": commitment.line,
                "source_sentence": commitment.sentence,
            }
            for commitment in record.undated
        ],
        "consultations_held": [
            {"audience": held.audience, "status": "held", "dates": None, "source_line": held.line}
            for held in record.held
        ],
        "warnings": [_doubt(doubt) for doubt in record.doubts],
        "encoding": record.encoding,
        "source": {str(line.number): line.text for line in record.lines},
    }


def _iso(value: date | time | None) -> str | None:
    if value is None:
        return None
    return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat()


def _meeting(facts: MeetingFacts) -> dict[str, Any]:
    return {
        "organisation": facts.organisation,
        "series": facts.series,
        "number": facts.number,
        "code": facts.code,
        "title": facts.title,
        "start": _iso(facts.starts_on),
        "end": _iso(facts.ends_on),
        "place": facts.place,
        "mode": facts.mode,
        "people": [_named(named) for named in facts.people],
        "preamble": [{"text": text, "line": line} for text, line in facts.preamble],
    }


def _named(named: Named) -> dict[str, Any]:
    return {
        "name": named.name,
        "role": named.role,
        "title": named.title,
        "remark": named.remark,
        "line": named.line,
    }


def _day(day: Day) -> dict[str, Any]:
    seen: Counter[str] = Counter()
    return {
        "number": day.number,
        "date": _iso(day.on_date),
        "header_raw": day.raw,
        "line": day.line,
        "notes_title": day.notes_title,
        "people": [_named(named) for named in day.people],
        "agenda": [
            _agenda_line(order, item, seen) for order, item in enumerate(day.agenda, start=1)
        ],
        "sections": [_section(section) for section in day.sections],
        "rooms": [_room(room) for room in day.rooms],
    }


def _agenda_line(order: int, item: AgendaLine, seen: Counter[str]) -> dict[str, Any]:
    key = comparable(item.title)
    seen[key] += 1
    return {
        "order": order,
        "title": item.title,
        "raw": item.raw,
        "line": item.line,
        "starts_at": _iso(item.starts_at),
        "ends_at": _iso(item.ends_at),
        "key": f"{key}#{seen[key]}",
    }


def _note(note: Note) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": note.text, "line": note.line, "bullet": note.is_item}
    if note.is_cut_off:
        shown["truncated"] = True
    if len(note.lines) > 1:
        shown["joined_lines"] = list(note.lines)
    return shown


def _section(section: Section) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "heading": section.heading,
        "agenda_order": section.agenda_order,
        "line": section.line,
        "kind": "breakouts" if section.is_breakouts else "plenary",
        "notes": [_note(note) for note in section.notes],
    }
    if section.is_link_inferred:
        shown["agenda_link"] = "inferred"
    return shown


def _room(room: Room) -> dict[str, Any]:
    moderators, note_takers = room.named(MODERATOR), room.named(NOTE_TAKER)
    return {
        "number": room.label,
        "title": room.title,
        "title_raw": room.raw,
        "line": room.line,
        "round": room.round,
        "moderator": moderators[0] if moderators else None,
        "co_moderators": moderators[1:],
        "note_taker": note_takers[0] if note_takers else None,
        "co_note_takers": note_takers[1:],
        "members": room.named(MEMBER),
        "people": [_named(named) for named in room.people],
        "principles": list(room.principles),
        "empty": room.is_empty,
        "groups": [
            {
                "heading": group.heading,
                "heading_raw": group.raw,
                "line": group.line,
                "notes": [_note(note) for note in group.notes],
            }
            for group in room.groups
        ],
    }


def _person(person: SeenPerson) -> dict[str, Any]:
    return {
        "canonical": person.canonical,
        "spellings": list(person.spellings),
        "appearances": [
            {"day": seen.day, "room": seen.room, "role": seen.role} for seen in person.appearances
        ],
        "line": person.line,
        "title": person.title,
        "remark": person.remark,
    }


def _dated(items: tuple[DatedItem, ...]) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    shown = []
    for item in sorted(items, key=lambda item: (item.start, item.end, item.line)):
        key = f"{item.kind}/{comparable(item.as_written)}"
        seen[key] += 1
        shown.append(
            {
                "kind": item.kind,
                "title": item.title,
                "start": _iso(item.start),
                "end": _iso(item.end),
                "audience": item.audience,
                "mode": item.mode,
                "place": item.place,
                "certainty": item.certainty,
                "certainty_words": item.certainty_words,
                "as_written": item.as_written,
                "source_day": item.day,
                "source_line": item.line,
                "source_sentence": item.sentence,
                "year_inferred": item.is_year_inferred,
                "offered_rrule": item.repeats,
                "series": item.series,
                "key": f"{key}#{seen[key]}",
            }
        )
    return shown


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {"code": doubt.code, "text": doubt.text, "line": doubt.line}
