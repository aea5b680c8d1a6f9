"""How people cite the blocks of a draft, so that a matrix of comments can say where.

The rule: a heading is cited by the number that stands before it. Where no heading of the text has
one, headings are numbered by their levels (1, 1.1, 1.2, 2); where only some have one, the others
are cited by their words. A paragraph with a number of its own is "para. 17", with the heading
before it where that number comes twice. Other paragraphs and list items are counted within
their heading: "3.2 para. 4". A lettered item is cited behind its paragraph: "para. 17 (b)". A row
of a table is "3.2 table 1 row 2".
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from eventsapp.documents.found import CELL, HEADING, LIST_ITEM, FoundBlock

LONGEST = 60
_LONGEST_WORDS = 40
TITLE = "Title"
# A number typed before the words: "17. ", "3.2 Scope", "(b) ", "iv) ", "一、".
_TYPED = re.compile(
    r"(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,5})[.)]?\s+(?=[^\W\d_])(?![a-zß-ÿ])"
    r"|(?P<number>\d{1,3})[.)]\s+(?=\S)"
    r"|(?P<letter>\((?:[a-z]{1,2}|[ivxlc]{1,6}|\d{1,3}|[\u0621-\u064a])\)|(?:[a-z]|[ivxlc]{1,6})\))\s+(?=\S)"
    r"|(?P<han>[一二三四五六七八九十]{1,3})、\s*"
)
_BULLET = re.compile(r"(?:[-–—•‣◦·*●○▪■□➢►✓]\s+|[•‣◦●○▪■□➢►✓])(?=\S)")
_NUMBER = re.compile(r"\(?(\d+(?:\.\d+)*)[.):]?")


def typed_mark(text: str) -> tuple[str, str]:
    """Return the number that was typed before a text, and the text without it."""
    found = _TYPED.match(text)
    if found is None:
        return "", text
    mark = found["dotted"] or found["number"] or found["letter"] or found["han"]
    return mark, text[found.end() :]


def without_bullet(text: str) -> str | None:
    """Return the words behind a typed bullet, or None where there is none."""
    found = _BULLET.match(text)
    return text[found.end() :] if found else None


def number_of(mark: str) -> str | None:
    """Return "3.2" of "3.2." and None of what is no number in digits, such as "(b)" or "(2)"."""
    found = _NUMBER.fullmatch(mark)
    return found[1] if found and not mark.startswith("(") else None


def depth_of(mark: str) -> int:
    """Return how deep a number lies: 2 for "3.2"; 0 where it is none in digits."""
    number = number_of(mark)
    return number.count(".") + 1 if number else 0


@dataclass
class _Place:
    """Where the text has arrived: the heading, and what was counted since."""

    heading: str = ""
    paragraphs: int = 0
    tables: int = 0
    rows: int = 0
    parents: list[tuple[int, str]] = field(default_factory=list)

    def begin(self, heading: str) -> None:
        """Count from nothing under the next heading."""
        self.heading, self.paragraphs, self.tables, self.rows = heading, 0, 0, 0
        self.parents = []


def labelled(blocks: Sequence[FoundBlock]) -> tuple[FoundBlock, ...]:
    """Return the blocks with their labels, by the rule at the head of this module."""
    headings = [one for one in blocks if one.kind == HEADING and one.level != 0]
    outline = None if any(one.mark for one in headings) else _outline(headings)
    often = Counter(
        number_of(one.mark) for one in blocks if one.kind not in (HEADING, CELL) and one.mark
    )
    place, before, done = _Place(), "", []
    for block in blocks:
        label = _label(block, place, outline, often, before)
        done.append(replace(block, label=_short(label, LONGEST)))
        before = block.kind
    return tuple(done)


def _label(
    block: FoundBlock,
    place: _Place,
    outline: dict[int, str] | None,
    often: Counter[str | None],
    before: str,
) -> str:
    if block.kind == HEADING:
        label = _of_heading(block, outline)
        place.begin("" if block.level == 0 else label)
        return label
    if block.kind == CELL:
        is_further = before == CELL
        place.tables += not is_further
        place.rows = place.rows + 1 if is_further else 1
        return _under(place, f"table {place.tables} row {place.rows}")
    number = number_of(block.mark)
    level = block.level or 0
    if block.kind == LIST_ITEM and block.mark and number is None:
        while place.parents and place.parents[-1][0] >= level:
            place.parents.pop()
        above = place.parents[-1][1] if place.parents else place.heading
        place.parents.append((level, f"{above} {block.mark}".strip()))
        return place.parents[-1][1]
    place.paragraphs += 1
    own = f"para. {number or place.paragraphs}"
    label = own if number and often[number] == 1 else _under(place, own)
    place.parents = [(-1, label)]
    return label


def _of_heading(block: FoundBlock, outline: dict[int, str] | None) -> str:
    if block.level == 0:
        return TITLE
    if outline is not None:
        return outline[block.position]
    mark = block.mark.rstrip(".):")
    return mark or _short(block.text, _LONGEST_WORDS)


def _outline(headings: Iterable[FoundBlock]) -> dict[int, str]:
    """Return the numbers of headings by their levels; a level that was left out is no step."""
    numbers: dict[int, str] = {}
    steps: list[list[int]] = []
    for heading in headings:
        level = heading.level or 1
        while steps and steps[-1][0] > level and len(steps) > 1 and steps[-2][0] >= level:
            steps.pop()
        if steps and steps[-1][0] >= level:
            steps[-1] = [level, steps[-1][1] + 1]
        else:
            steps.append([level, 1])
        numbers[heading.position] = ".".join(str(count) for _, count in steps)
    return numbers


def _under(place: _Place, label: str) -> str:
    return f"{place.heading} {label}" if place.heading else label


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
