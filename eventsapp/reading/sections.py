"""From marked lines to sections and rooms with their people and notes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from eventsapp.reading.headings import named_people
from eventsapp.reading.labels import (
    CHAIR,
    MODERATOR,
    PEOPLE,
    PRINCIPLES,
    TITLE,
    tells_of_breakouts,
    without_end,
)
from eventsapp.reading.marks import (
    GROUP,
    JOINED,
    MORE,
    NOTE,
    NOTES_TITLE,
    NOTHING,
    ROLE,
    ROOM,
    ROOM_TITLE,
    SECTION,
    Mark,
)
from eventsapp.reading.structure import ITEM, Doubt, Group, Line, Named, Note, Room, Section

_FUNCTION_WORDS_TEXT = """
    a an the and or nor but of to in on at by for from with as than that which who whose such
    through into onto over under between among about is are was were be been being has have had do
    does did not will would should shall may might must can could if when where while because
    especially including their its our this these those
    un une le la les des du de d et ou mais à au aux en par pour avec sur sans sous entre que qui
    dont ne pas est sont ont a leur leurs ce cette ces notamment
    el los las una unos unas y e o u pero a al del con por para sin sobre entre que cual quien no es
    son fue han ha su sus este esta estos especialmente"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_TEXT.split())
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)]*$")
_SENTENCE_GAP = re.compile(r"(?<=[.!?])[\"'”’»)]*\s+(?=[\"'“‘«(]?[A-ZÀ-Þ])")
_SHORT_FORM = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|no|nos|dr|mr|mrs|ms|prof|st|art|para|approx|fig|vol|ed|[a-z])\.)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ReadSections:
    """The sections of a day, people named outside rooms, and how many rounds there are."""

    sections: tuple[Section, ...]
    people: tuple[Named, ...]
    notes_title: str | None
    rounds: int
    doubts: tuple[Doubt, ...]


def sections_of(marks: list[Mark], rounds: int) -> ReadSections:
    """Return the sections that the marked lines of one day make up.

    Rooms under one break-out heading are one round; rounds are numbered on from `rounds`.
    """
    sections: list[Section] = []
    people: list[Named] = []
    doubts: list[Doubt] = []
    titles = [mark.line.text for mark in marks if mark.what == NOTES_TITLE]
    for head, rest in _cut([m for m in marks if m.what != NOTES_TITLE], SECTION):
        plenary, rooms = _first_and_rooms(rest)
        if rooms:
            rounds += 1
        read_rooms = [_room(room_head, room_rest, rounds) for room_head, room_rest in rooms]
        notes, note_doubts = _notes(plenary)
        named, name_doubts = _people(plenary)
        people += named
        doubts += [*note_doubts, *name_doubts, *_plenary_doubts(plenary)]
        doubts += [doubt for _room_read, found in read_rooms for doubt in found]
        if head is None and not notes and not rooms:
            continue
        heading = head.text if head else None
        sections.append(
            Section(
                heading=heading,
                line=head.number if head else None,
                notes=tuple(notes),
                rooms=tuple(room for room, _found in read_rooms),
                is_breakouts=bool(rooms) or tells_of_breakouts(heading or ""),
            )
        )
        doubts += _rooms_twice(sections[-1].rooms)
    title = " / ".join(titles) or None
    return ReadSections(tuple(sections), tuple(people), title, rounds, tuple(doubts))


def _cut(marks: list[Mark], what: str) -> list[tuple[Line | None, list[Mark]]]:
    """Cut the marks before each of one kind; the first piece has no head."""
    pieces: list[tuple[Line | None, list[Mark]]] = [(None, [])]
    for mark in marks:
        if mark.what == what:
            pieces.append((mark.line, []))
        else:
            pieces[-1][1].append(mark)
    return pieces


def _first_and_rooms(marks: list[Mark]) -> tuple[list[Mark], list[tuple[Mark, list[Mark]]]]:
    first: list[Mark] = []
    rooms: list[tuple[Mark, list[Mark]]] = []
    for mark in marks:
        if mark.what == ROOM:
            rooms.append((mark, []))
        else:
            (rooms[-1][1] if rooms else first).append(mark)
    return first, rooms


def _plenary_doubts(marks: list[Mark]) -> list[Doubt]:
    doubts = []
    for mark in marks:
        if mark.what == NOTHING:
            text = f"The line “{mark.line.text}” holds no words and was left out."
            doubts.append(Doubt("line-left-out", text, mark.line.number))
    return doubts


def _room(head: Mark, marks: list[Mark], round_number: int) -> tuple[Room, list[Doubt]]:
    people, doubts = _people(marks)
    people = [replace(p, role=MODERATOR) if p.role == CHAIR else p for p in people]
    groups, group_doubts = _groups(marks)
    titles = [m.line.text for m in marks if m.what == ROOM_TITLE]
    titles += [m.label.value for m in marks if m.what == ROLE and m.label and m.label.role == TITLE]
    raw = head.line.text
    title = head.room.title if head.room else None
    if title is None and titles:
        title, raw = without_end(titles[0]), titles[0]
    elif title is not None:
        # Only the title, with the stop or colon that it has in the text.
        raw = raw[raw.find(title) :].removesuffix(")") if raw.endswith(f"({title})") else raw
        raw = raw[raw.find(title) :] if title in raw else title
    room = Room(
        label=head.room.label if head.room else raw,
        title=title,
        raw=raw,
        line=head.line.number,
        round=round_number,
        people=tuple(people),
        principles=tuple(_principles(marks)),
        groups=tuple(groups),
    )
    doubts += group_doubts
    nothing = [mark.line.text for mark in marks if mark.what == NOTHING]
    if room.is_empty:
        rest = f" and nothing else but “{' '.join(nothing)}”" if nothing else " and nothing else"
        text = f"Room {room.label} has a heading{rest}. Find out whether it met."
        doubts.append(Doubt("empty-room", text, room.line))
    else:
        doubts += _plenary_doubts(marks)
    return room, doubts


def _rooms_twice(rooms: tuple[Room, ...]) -> list[Doubt]:
    seen: set[int | str] = set()
    doubts = []
    for room in rooms:
        if room.label in seen:
            text = (
                f"Two rooms are called {room.label}. Give one of them another number before saving."
            )
            doubts.append(Doubt("room-twice", text, room.line))
        seen.add(room.label)
    return doubts


def _people(marks: list[Mark]) -> tuple[list[Named], list[Doubt]]:
    people: list[Named] = []
    doubts: list[Doubt] = []
    for mark in marks:
        if mark.label is None or mark.label.role not in PEOPLE:
            continue
        value = mark.line.text if mark.what == MORE else mark.label.value
        if mark.what == MORE and "," in value and ";" not in value:
            value = _with_remark(value)
        found, more = named_people(value.rstrip(",; "), mark.line.number, mark.label.role)
        people += found
        doubts += more
    return people, doubts


def _with_remark(line: str) -> str:
    """On a line of one's own, what follows the name is no second name: `Bo Li, City of Turku`."""
    name, _comma, rest = line.partition(",")
    return f"{name.strip()} ({rest.strip()})" if len(name.split()) > 1 and rest.strip() else line


def _principles(marks: Iterable[Mark]) -> list[str]:
    principles: list[str] = []
    for mark in marks:
        if mark.label is None or mark.label.role != PRINCIPLES:
            continue
        value = mark.line.text if mark.what == MORE else mark.label.value
        sign = ";" if ";" in value else ","
        principles += [p for part in value.split(sign) if (p := without_end(part.strip()))]
    return principles


def _groups(marks: list[Mark]) -> tuple[list[Group], list[Doubt]]:
    groups: list[Group] = []
    doubts: list[Doubt] = []
    for head, rest in _cut(marks, GROUP):
        notes, more = _notes(rest)
        doubts += more
        if head is None and not notes:
            continue
        groups.append(
            Group(
                heading=(without_end(head.text) or head.text) if head else None,
                raw=head.text if head else None,
                line=head.number if head else None,
                notes=tuple(notes),
            )
        )
    return groups, doubts


def _notes(marks: Iterable[Mark]) -> tuple[list[Note], list[Doubt]]:
    notes: list[Note] = []
    doubts: list[Doubt] = []
    for mark in marks:
        line = mark.line
        if mark.what == NOTE:
            notes.append(Note(line.text, (line.number,), line.kind == ITEM))
        elif mark.what == JOINED and notes:
            last = notes[-1]
            notes[-1] = replace(
                last, text=f"{last.text} {line.text}", lines=(*last.lines, line.number)
            )
            if line.after_blank:
                text = (
                    f"Line {line.number} was taken to go on from line {last.lines[-1]}, cut in two."
                )
                doubts.append(Doubt("line-joined", text, line.number))
        elif mark.what == JOINED:
            notes.append(Note(line.text, (line.number,), False))
    marked_notes = [replace(note, is_cut_off=is_cut_off(note.text)) for note in notes]
    for note in marked_notes:
        if note.is_cut_off:
            ending = " ".join(note.text.split()[-3:])
            text = f"The note ends in “… {ending}”, as if its end were missing."
            doubts.append(Doubt("sentence-cut-off", text, note.line))
    return marked_notes, doubts


def is_cut_off(text: str) -> bool:
    """Tell whether a note ends, without punctuation, in a function word or a bare day."""
    if _SENTENCE_END.search(text):
        return False
    words = text.split()
    last = words[-1].lower().strip(",") if words else ""
    is_bare_day = re.fullmatch(r"\d{1,2}", last) is not None and len(words) > 1
    return last in _FUNCTION_WORDS or (
        is_bare_day and re.fullmatch(r"the|le|el|on|by|au|al|día", words[-2].lower()) is not None
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of a note; a stop after `e.g.` or an initial ends none."""
    found: list[str] = []
    start = 0
    for gap in _SENTENCE_GAP.finditer(text):
        sentence = text[start : gap.start()]
        if _SHORT_FORM.search(sentence[-12:]):
            continue
        found.append(text[start : gap.end()].strip())
        start = gap.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found
