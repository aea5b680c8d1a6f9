"""The rows that a record asks for, as a tree, whatever the database holds already."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import Any

from eventsapp.minutes.choices import SKIP, counts_as_expert, person_choice
from eventsapp.minutes.dated_rows import dated_rows, held_row, iso_day, person_name
from eventsapp.minutes.row_tree import Wanted
from eventsapp.reading.labels import MEMBER, MODERATOR, NOTE_TAKER, comparable

_ROLES = {MODERATOR: MODERATOR, NOTE_TAKER: NOTE_TAKER, MEMBER: MEMBER}


def wanted_rows(record: Mapping[str, Any], choices: Mapping[str, Any], tz: str) -> Wanted:
    """Return the tree of a corrected record; people are pointed at as `person:<key>`.

    `tz` is the zone of the meeting and of all its dates.
    """
    meeting = record["meeting"]
    fields = {
        "title": meeting["title"] or meeting["series"],
        "starts_on": iso_day(meeting["start"]),
        "ends_on": iso_day(meeting["end"]),
        "tz": tz,
        "place": meeting["place"],
        "mode": meeting["mode"],
    }
    people = [p for p in record["people"]["list"] if not _is_left_out(p["canonical"], choices)]
    children: list[Wanted] = []
    for day in record["days"]:
        children.append(_day_row(day, choices))
    children += [_participation(person, choices) for person in people]
    children += dated_rows(record, choices, people, tz)
    children += [held_row(held, tz) for held in record["consultations_held"]]
    children += [_action(entry) for entry in record["undated_commitments"]]
    children += _questions(record)
    return Wanted("meeting", "", fields, name="meeting", children=tuple(_distinct(children)))


def _distinct(rows: Iterable[Wanted]) -> Iterator[Wanted]:
    """Give rows of one kind and label a number, so that each label is there once."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        count = seen[row.kind, row.label] = seen.get((row.kind, row.label), 0) + 1
        if count == 1:
            yield row
        else:
            yield Wanted(
                row.kind,
                f"{row.label}#{count}",
                row.fields,
                row.refs,
                row.parent,
                row.name,
                row.children,
            )


def _is_left_out(name: str, choices: Mapping[str, Any]) -> bool:
    return person_choice(choices, name).get("do") == SKIP


def _day_row(day: Mapping[str, Any], choices: Mapping[str, Any]) -> Wanted:
    number = day["number"]
    items = [_item(number, entry) for entry in day["agenda"]]
    rounds = _rounds(day, choices)
    sections = _sections(day)
    fields = {"number": number, "on_date": iso_day(day["date"])}
    children = tuple(_distinct([*items, *rounds, *sections]))
    return Wanted(
        "day", str(number), fields, parent="meeting_id", name=f"day:{number}", children=children
    )


def _item_name(day: int, order: int) -> str:
    return f"item:{day}:{order}"


def _item(day: int, entry: Mapping[str, Any]) -> Wanted:
    starts, minutes = _hours(entry["starts_at"], entry["ends_at"])
    fields = {
        "title": entry["title"],
        "position": entry["order"],
        "starts_at_time": starts,
        "duration_minutes": minutes,
    }
    label = comparable(entry["title"]) or entry["title"]
    return Wanted("item", label, fields, parent="day_id", name=_item_name(day, entry["order"]))


def _hours(starts: str | None, ends: str | None) -> tuple[time | None, int | None]:
    if starts is None:
        return None, None
    first = time.fromisoformat(starts)
    if ends is None:
        return first, None
    last = time.fromisoformat(ends)
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    return first, minutes if minutes > 0 else None


def _rounds(day: Mapping[str, Any], choices: Mapping[str, Any]) -> list[Wanted]:
    rows = []
    for number in sorted({room["round"] for room in day["rooms"]}):
        rooms = [room for room in day["rooms"] if room["round"] == number]
        section = _section_before(day, rooms[0]["line"])
        heading = (section or {}).get("heading") or ""
        title = heading.partition(":")[2].strip() or None
        refs = {"meeting_id": "meeting"}
        if section and section["agenda_order"]:
            refs["agenda_item_id"] = _item_name(day["number"], section["agenda_order"])
        rows.append(
            Wanted(
                "round",
                str(number),
                {"number": number, "title": title},
                refs,
                parent="day_id",
                name=f"round:{number}",
                children=tuple(
                    _room(room, index, choices) for index, room in enumerate(rooms, start=1)
                ),
            )
        )
    return rows


def _section_before(day: Mapping[str, Any], line: int) -> Mapping[str, Any] | None:
    before = [s for s in day["sections"] if s["line"] is not None and s["line"] < line]
    return before[-1] if before else None


def _room_name(room: Mapping[str, Any]) -> str:
    return f"room:{room['round']}:{room['number']}"


def _room(room: Mapping[str, Any], position: int, choices: Mapping[str, Any]) -> Wanted:
    fields = {
        "label": str(room["number"]),
        "title": room["title"],
        "principles": room["principles"],
        "position": position,
    }
    return Wanted(
        "room",
        str(room["number"]),
        fields,
        parent="round_id",
        name=_room_name(room),
        children=tuple(_placements(room, choices)),
    )


def _placements(room: Mapping[str, Any], choices: Mapping[str, Any]) -> Iterator[Wanted]:
    placed: set[str] = set()
    for position, named in enumerate(room["people"], start=1):
        person = person_name(named["name"])
        if person in placed or _is_left_out(named["name"], choices):
            continue
        placed.add(person)
        fields = {"role": _ROLES.get(named["role"], MEMBER), "position": position}
        yield Wanted("placement", person, fields, {"person_id": person}, parent="room_id")


def _sections(day: Mapping[str, Any]) -> list[Wanted]:
    """Return plenary sections and the groups of rooms in the order of the record."""
    found: list[tuple[int, Wanted]] = []
    for section in day["sections"]:
        refs = {}
        if section["agenda_order"]:
            refs["agenda_item_id"] = _item_name(day["number"], section["agenda_order"])
        label = comparable(section["heading"] or "")
        found.append((section["line"] or 0, _section(section, label, refs)))
    for room in day["rooms"]:
        for group in room["groups"]:
            refs = {"room_id": _room_name(room)}
            label = f"{_room_name(room)}/{comparable(group['heading'] or '')}"
            line = group["line"] or room["line"]
            found.append((line, _section(group, label, refs)))
    ordered = [row for _line, row in sorted(found, key=lambda entry: entry[0])]
    return [
        Wanted(
            row.kind,
            row.label,
            {**row.fields, "position": position},
            row.refs,
            row.parent,
            row.name,
            row.children,
        )
        for position, row in enumerate(ordered, start=1)
    ]


def _section(section: Mapping[str, Any], label: str, refs: Mapping[str, str]) -> Wanted:
    notes = tuple(
        _distinct(_note(note, position) for position, note in enumerate(section["notes"], start=1))
    )
    fields = {"heading": section["heading"]}
    return Wanted("section", label, fields, refs, parent="day_id", children=notes)


def _note(note: Mapping[str, Any], position: int) -> Wanted:
    fields = {"text": note["text"], "position": position, "source_line": note["line"]}
    return Wanted("note", note["text"], fields, parent="section_id")


def _participation(person: Mapping[str, Any], choices: Mapping[str, Any]) -> Wanted:
    name = person["canonical"]
    is_expert = person_choice(choices, name).get("is_expert", counts_as_expert(person))
    return Wanted(
        "participation",
        person_name(name),
        {"is_expert": is_expert},
        {"person_id": person_name(name)},
        parent="meeting_id",
    )


def _action(entry: Mapping[str, Any]) -> Wanted:
    fields = {
        "kind": entry["kind"],
        "title": entry["title"],
        "audience": entry["audience"],
        "source_line": entry["source_line"],
        "source_sentence": entry["source_sentence"],
    }
    return Wanted("action", entry["source_sentence"], fields, parent="meeting_id")


def _questions(record: Mapping[str, Any]) -> list[Wanted]:
    is_linked = any(i["kind"] == "release" and i["is_opening"] for i in record["dated_items"])
    return [
        Wanted(
            "question",
            f"{warning['code']}/{warning['text']}",
            {"code": warning["code"], "text": warning["text"], "source_line": warning["line"]},
            parent="meeting_id",
        )
        for warning in record["warnings"]
        if not (is_linked and warning["code"] == "same-event?")
    ]
