"""The agenda of a day, and which of its items a heading of the notes belongs to."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import time

from rapidfuzz import fuzz

from eventsapp.reading.labels import (
    comparable,
    is_agenda_label,
    labelled,
    room_heading,
    without_end,
)
from eventsapp.reading.structure import ITEM, AgendaLine, Doubt, Line, Section

NEARLY_SAME = 88
_LEAST_LETTERS = 8
_TIME = r"(?P<{0}_h>\d{{1,2}})\s?[:h.]\s?(?P<{0}_m>\d{{2}})\s?(?P<{0}_half>[ap]\.?m\.?)?"
_HOURS = re.compile(
    rf"^\(?{_TIME.format('a')}(?:\s?(?:hrs?|h|uhr))?"
    rf"(?:\s*(?:-|–|—|to|à|a)\s*{_TIME.format('b')}(?:\s?(?:hrs?|h))?)?\)?\s*(?:[:|–—-]\s*)?",
    re.IGNORECASE,
)
_ITEM_PREFIX = re.compile(
    r"^(?:agenda\s+)?(?:item|point|punto|tema)\s*(?:n[°º]\s*)?\d{1,2}\s*[:.)–-]?\s+|^\d{1,2}[.)]\s+",
    re.IGNORECASE,
)


def split_agenda(lines: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the lines of a day before its agenda, those of the agenda without its label, the rest.

    An agenda is the list after its label; without bullets, the lines up to the first that repeats
    one of them, or up to a blank line.
    """
    for index, line in enumerate(lines):
        if line.kind != ITEM and is_agenda_label(line.text):
            rest = lines[index + 1 :]
            count = _agenda_length(rest)
            return lines[:index], rest[:count], rest[count:]
    return [], [], lines


def _agenda_length(lines: list[Line]) -> int:
    if lines and lines[0].kind == ITEM:
        return _length_of_list(lines)
    stop = next((i for i, line in enumerate(lines) if _ends_agenda(line)), len(lines))
    keys = Counter(comparable(line.text) for line in lines)
    for index, line in enumerate(lines[:stop]):
        if comparable(line.text) in {comparable(earlier.text) for earlier in lines[:index]}:
            while index > 1 and keys[comparable(lines[index - 1].text)] == 1:
                index -= 1
            return index
    blocks = (i for i in range(1, stop) if lines[i].after_blank and not lines[i - 1].after_blank)
    return next(blocks, stop)


def _length_of_list(lines: list[Line]) -> int:
    """Return how many lines the list has; numbered headings that repeat its items end it."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        key = comparable(line.text)
        if line.kind != ITEM or (line.is_numbered and key in seen):
            return index
        seen.add(key)
    return len(lines)


def _ends_agenda(line: Line) -> bool:
    is_text = line.kind == ITEM or re.search(r"[.!?]$", line.text) is not None
    return is_text or room_heading(line.text) is not None or labelled(line.text) is not None


def agenda_lines(lines: Iterable[Line]) -> tuple[AgendaLine, ...]:
    """Return the items of an agenda; hours at the beginning are kept apart from the title."""
    return tuple(_agenda_line(line) for line in lines)


def _agenda_line(line: Line) -> AgendaLine:
    found = _HOURS.match(line.text)
    title = line.text[found.end() :] if found else line.text
    raw = f"{line.text} ({', '.join(line.cells)})" if line.cells else line.text
    item = AgendaLine(without_end(title) or title.strip() or line.text, raw, line.number)
    if not found or not title.strip():
        return replace(item, title=without_end(line.text) or line.text)
    return replace(item, starts_at=_clock(found, "a"), ends_at=_clock(found, "b"))


def _clock(found: re.Match[str], which: str) -> time | None:
    if found[f"{which}_h"] is None:
        return None
    hour, minute = int(found[f"{which}_h"]), int(found[f"{which}_m"])
    half = (found[f"{which}_half"] or "").lower().replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def matching_item(heading: str, agenda: tuple[AgendaLine, ...], *, after: int = 0) -> int | None:
    """Return the order (from 1) of the item that a heading names, among those later than `after`.

    Equal but for case, `&`, punctuation and a number in front comes first; then nearly equal.
    """
    key = _key(heading)
    if not key:
        return None
    candidates = [(n, _key(item.title)) for n, item in enumerate(agenda, start=1) if n > after]
    exact = [number for number, title in candidates if title == key]
    if exact:
        return exact[0]
    near = [
        (fuzz.ratio(key, title), -number)
        for number, title in candidates
        if min(len(key), len(title)) >= _LEAST_LETTERS and _is_near(key, title)
    ]
    return -max(near)[1] if near else None


def _key(text: str) -> str:
    return comparable(_bare(text))


def _bare(text: str) -> str:
    """Return a title without its number and hours, and without brackets at its end.

    A speaker or a short form in brackets stands in one place and not in the other.
    """
    bare = _ITEM_PREFIX.sub("", _HOURS.sub("", text))
    return re.sub(r"\s*\([^()]*\)\s*$", "", bare) or bare


def _is_near(a: str, b: str) -> bool:
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False  # `Session 1` and `Session 2` are nearly equal and not the same
    shorter, longer = sorted((a, b), key=len)
    is_beginning = longer.startswith(shorter + " ") and len(shorter.split()) >= 2
    return is_beginning or fuzz.ratio(a, b) >= NEARLY_SAME


def with_links(
    sections: list[Section], agenda: tuple[AgendaLine, ...]
) -> tuple[tuple[Section, ...], list[Doubt]]:
    """Return the sections, each linked to its item of the agenda, and what does not fit.

    A heading that is not on the agenda belongs, by its place, to the item between its neighbours
    that has no heading of its own, if there is one.
    """
    orders = _orders(sections, agenda)
    taken = {order for order in orders if order is not None}
    linked: list[Section] = []
    doubts: list[Doubt] = []
    for index, (section, order) in enumerate(zip(sections, orders, strict=True)):
        if order is not None:
            linked.append(replace(section, agenda_order=order))
            doubts += _differing_heading(section, agenda[order - 1])
            continue
        guess = _guess(index, orders, taken, len(agenda)) if section.heading else None
        if guess is not None:
            taken.add(guess)
        linked.append(replace(section, agenda_order=guess, is_link_inferred=guess is not None))
        if agenda and section.heading:
            doubts.append(_not_on_agenda(section, agenda[guess - 1] if guess else None))
    return tuple(linked), doubts + _without_notes(linked, agenda)


def _orders(sections: list[Section], agenda: tuple[AgendaLine, ...]) -> list[int | None]:
    orders: list[int | None] = []
    for section in sections:
        used = {order for order in orders if order is not None}
        last = max(used, default=0)
        order = None
        if section.heading:
            order = matching_item(section.heading, agenda, after=last)
            if order is None:
                order = matching_item(section.heading, agenda)
        orders.append(order if order not in used else None)
    return orders


def _guess(index: int, orders: list[int | None], taken: set[int], length: int) -> int | None:
    before = max((order for order in orders[:index] if order), default=0)
    after = min((order for order in orders[index:] if order and order > before), default=length + 1)
    free = [order for order in range(before + 1, after) if order not in taken]
    return free[0] if free and before else None


def _differing_heading(section: Section, item: AgendaLine) -> list[Doubt]:
    heading, title = (
        _bare(without_end(text)).casefold().split() for text in (section.heading or "", item.title)
    )
    if heading == title:
        return []
    text = f"The heading “{section.heading}” was taken for the agenda item “{item.title}”."
    return [Doubt("heading-differs", text, section.line)]


def _not_on_agenda(section: Section, item: AgendaLine | None) -> Doubt:
    text = f"The heading “{section.heading}” is not on the agenda."
    if item:
        text += f" By its place it may belong to “{item.title}”."
    return Doubt("heading-not-on-agenda", text, section.line)


def _without_notes(sections: list[Section], agenda: tuple[AgendaLine, ...]) -> list[Doubt]:
    filled = {s.agenda_order for s in sections if s.notes or s.rooms}
    return [
        Doubt("agenda-without-notes", f"The agenda item “{item.title}” has no notes.", item.line)
        for number, item in enumerate(agenda, start=1)
        if number not in filled
    ]
