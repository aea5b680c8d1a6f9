"""What each line below the agenda is: a heading, a room, a role, a note, or a part of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eventsapp.reading.agenda import matching_item
from eventsapp.reading.labels import (
    PEOPLE,
    PRINCIPLES,
    TITLE,
    Labelled,
    RoomHeading,
    comparable,
    labelled,
    returns_to_plenary,
    room_heading,
    tells_of_breakouts,
)
from eventsapp.reading.names import looks_like_name
from eventsapp.reading.structure import HEADING, ITEM, PLAIN, AgendaLine, Line

SECTION, ROOM, ROLE, MORE, GROUP = "section", "room", "role", "more", "group"
NOTE, JOINED, NOTHING, ROOM_TITLE, NOTES_TITLE = "note", "joined", "nothing", "room title", "notes"

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*$")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|should|shall|may|might|must|can|could|does|did"
    r"|went|began|gave|took|made|said|spoke|thanked|noted|opened|closed|welcomed|presented|discussed"
    r"|explained|reported|asked|agreed|proposed|est|sont|était|étaient|été|ont|sera|seront|fut"
    r"|es|son|fue|fueron|ha|han|será|serán|se)\b",
    re.IGNORECASE,
)
_STARTS_SENTENCE = re.compile(r"^(?:the|it|they|we|he|she|there|this|these)\s", re.IGNORECASE)
# A sentence that leads in to a list is a note and no heading.
_LEAD_IN = re.compile(
    r"[.!?]\s+\S|\b(?:following|suivante?s?|siguientes?)\b.*:$"
    r"|^(?:the|it|they|we|he|she|there)\s.*\b(?:is|are|was|were|has|have|had|that)\b",
    re.IGNORECASE,
)
_LONGEST_SUBHEADING_WORDS, _LONGEST_HEADING = 18, 300
_LONGEST_PRINCIPLE_WORDS = 12


@dataclass(frozen=True)
class Mark:
    """A line and what it is; `label` for a role, `room` for a room, `order` for an agenda item."""

    what: str
    line: Line
    label: Labelled | None = None
    room: RoomHeading | None = None


@dataclass(frozen=True)
class _Place:
    """Where the reading is: in which room, at which item, under an open label, after a cut note."""

    room: Line | None = None
    order: int = 0
    open_label: Labelled | None = None
    is_titleless: bool = False
    last_note: str | None = None
    has_started: bool = False


def marked(lines: list[Line], agenda: tuple[AgendaLine, ...]) -> Iterator[Mark]:
    """Say what each line is, in order. Every line comes out exactly once."""
    place = _Place()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        mark = _mark(line, following, place, agenda)
        yield mark
        place = _moved(place, mark, agenda)


def _mark(
    line: Line, following: Line | None, place: _Place, agenda: tuple[AgendaLine, ...]
) -> Mark:
    if not re.search(r"\w", line.text):
        return Mark(NOTHING, line)
    room = room_heading(line.text)
    if room and _heads_rooms(line, following, agenda):
        return Mark(SECTION, line)
    if room and (line.kind != ITEM or _has_role(following)):
        return Mark(ROOM, line, room=room)
    label = labelled(line.text)
    if label and _is_role(label, line, following, place):
        return Mark(ROLE, line, label)
    if _continues_list(line, following, place):
        return Mark(MORE, line, place.open_label)
    if line.kind == ITEM and not (line.is_numbered and _is_numbered_heading(line, following)):
        return Mark(NOTE, line)
    if _is_plenary(line, following, place, agenda):
        return Mark(SECTION, line)
    if line.kind == ITEM:
        return Mark(NOTE, line)
    return _mark_plain(line, following, place)


def _mark_plain(line: Line, following: Line | None, place: _Place) -> Mark:
    if _continues_note(line, place):
        return Mark(JOINED, line)
    if place.is_titleless and place.room and _may_be_title(line, following):
        return Mark(ROOM_TITLE, line)
    if not _is_subheading(line, following):
        return Mark(NOTE, line)
    if place.room is None:
        is_first = not place.has_started and following is not None and following.kind != ITEM
        return Mark(NOTES_TITLE if is_first and not _reads_as_text(following) else SECTION, line)
    if line.kind == HEADING and place.room.kind == HEADING and line.level < place.room.level:
        return Mark(SECTION, line)
    return Mark(GROUP, line)


def _heads_rooms(line: Line, following: Line | None, agenda: tuple[AgendaLine, ...]) -> bool:
    """`Break-out 1` may be a room, or the agenda item under which the rooms follow."""
    if following is None or room_heading(following.text) is None or line.kind == ITEM:
        return False
    return comparable(line.text) in {comparable(item.title) for item in agenda}


def _may_be_title(line: Line, following: Line | None) -> bool:
    return line.kind != HEADING and not _has_item(following) and not _reads_as_text(line)


def _has_role(line: Line | None) -> bool:
    return line is not None and labelled(line.text) is not None


def _has_item(line: Line | None) -> bool:
    return line is not None and line.kind == ITEM


def _is_role(label: Labelled, line: Line, following: Line | None, place: _Place) -> bool:
    if label.role == TITLE:
        return place.is_titleless and bool(label.value)
    if label.role not in PEOPLE | {PRINCIPLES}:
        return False
    if label.value:
        # `Participants: raised concerns about …` is a note with a speaker.
        return line.kind != ITEM or not _SENTENCE_END.search(label.value)
    if line.kind == ITEM or following is None:
        return place.room is not None and line.kind != ITEM
    return label.role == PRINCIPLES or looks_like_name(following.text)


def _continues_list(line: Line, following: Line | None, place: _Place) -> bool:
    if place.open_label is None:
        return False
    if line.kind != ITEM and _has_item(following):
        return False
    if place.open_label.role == PRINCIPLES:
        is_short = len(line.text.split()) <= _LONGEST_PRINCIPLE_WORDS
        return line.kind == ITEM and is_short and not _is_sentence(line.text)
    return line.kind != HEADING and looks_like_name(line.text)


def _is_numbered_heading(line: Line, following: Line | None) -> bool:
    """Tell whether `1. Opening` may be a heading: what follows is no further number."""
    return following is not None and not following.is_numbered


def _is_plenary(
    line: Line, following: Line | None, place: _Place, agenda: tuple[AgendaLine, ...]
) -> bool:
    after = place.order if place.room else 0
    order = matching_item(line.text, agenda, after=after)
    if order is not None:
        is_whole = comparable(agenda[order - 1].title) == comparable(line.text)
        return is_whole or line.kind == HEADING or _is_subheading(line, following)
    if line.kind == ITEM:
        return False
    if tells_of_breakouts(line.text) and following is not None and room_heading(following.text):
        return True
    return (
        place.room is not None and returns_to_plenary(line.text) and _is_subheading(line, following)
    )


def _continues_note(line: Line, place: _Place) -> bool:
    """Tell whether a line goes on from a note that has no end: in lower case, or indented."""
    if place.last_note is None or line.kind == HEADING:
        return False
    if _SENTENCE_END.search(place.last_note) or place.last_note.endswith(":"):
        return False
    return line.text[:1].islower() or (line.is_indented and not line.after_blank)


def _is_subheading(line: Line, following: Line | None) -> bool:
    """Tell a heading from a note that is no list item, by what follows and by how it is written."""
    if line.kind == HEADING:
        return len(line.text) <= _LONGEST_HEADING
    if following is not None and following.kind == PLAIN and following.text[:1].islower():
        return False  # a line that is cut, and goes on in the next
    words = len(line.text.split())
    if words > _LONGEST_SUBHEADING_WORDS or following is None:
        return False
    if line.text.endswith(":"):
        return _LEAD_IN.search(line.text) is None
    if _is_sentence(line.text):
        return False
    return _has_item(following) or not _SENTENCE_END.search(line.text)


def _is_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text) is not None and (
        _FINITE.search(text) is not None or _STARTS_SENTENCE.match(text) is not None
    )


def _reads_as_text(line: Line | None) -> bool:
    return line is not None and (line.kind == ITEM or _SENTENCE_END.search(line.text) is not None)


def _moved(place: _Place, mark: Mark, agenda: tuple[AgendaLine, ...]) -> _Place:
    """Return where the reading is after a line."""
    line, what = mark.line, mark.what
    order, room, is_titleless = place.order, place.room, place.is_titleless
    if what == SECTION:
        found = matching_item(line.text, agenda, after=order) or matching_item(line.text, agenda)
        order, room, is_titleless = found or order, None, False
    elif what == ROOM and mark.room is not None:
        room, is_titleless = line, mark.room.title is None
    elif what not in (ROLE, MORE, NOTHING) or (mark.label and mark.label.role == TITLE):
        is_titleless = False
    open_label = None
    if what == ROLE and mark.label and (not mark.label.value or mark.label.value[-1] in ",;"):
        open_label = mark.label
    elif what == MORE:
        open_label = place.open_label
    last_note = None
    if what in (NOTE, JOINED):
        last_note = line.text
    has_started = place.has_started or what not in (ROLE, MORE, NOTHING)
    return _Place(room, order, open_label, is_titleless, last_note, has_started)
