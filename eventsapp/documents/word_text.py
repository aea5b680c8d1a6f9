"""The words of one paragraph of a Word file, with who put them in or took them out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from eventsapp.documents.found import DELETE, INSERT
from eventsapp.documents.word_parts import moment_of
from eventsapp.reading.wordfile import qn

START, END, REFERENCE = "start", "end", "reference"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = qn("w:txbxContent")
_SAID = {qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ",
         qn("w:sym"): ""}  # fmt: skip
_PLAIN = {qn("w:t"), _MATH}
_LEFT_OUT = {qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:delInstrText"), BOX, _FALLBACK,
             qn("w:sdtPr"), qn("w:sdtEndPr")}  # fmt: skip
_CHANGES = {qn("w:ins"): INSERT, qn("w:moveTo"): INSERT, qn("w:del"): DELETE,
            qn("w:moveFrom"): DELETE}  # fmt: skip
_MARKS = {qn("w:commentRangeStart"): START, qn("w:commentRangeEnd"): END,
          qn("w:commentReference"): REFERENCE}  # fmt: skip


class Change(NamedTuple):
    """Who changed something, when, and whether it was put in or taken out."""

    kind: str
    author: str
    date: datetime | None


class Words(NamedTuple):
    """Words of a paragraph, with the change by which they came or went, if one did."""

    text: str
    change: Change | None


class Mark(NamedTuple):
    """The start or end of the words that a comment is about, or the place of its number."""

    kind: str
    comment: str


def pieces_of(element: Any, change: Change | None = None) -> Iterator[Words | Mark]:
    """Yield the words of a paragraph in order, and the marks of comments among them.

    Deleted words are yielded too, with their change. What stands in text boxes is left out.
    """
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag in _PLAIN:
            if child.text:
                yield Words(child.text, change)
        elif tag == qn("w:delText"):
            if child.text:
                yield Words(child.text, _taken_out(change))
        elif tag in _SAID:
            if _SAID[tag] and element.tag == qn("w:r"):
                yield Words(_SAID[tag], change)
        elif tag in _MARKS:
            yield Mark(_MARKS[tag], child.get(qn("w:id"), ""))
        elif tag in _CHANGES:
            own = change_of(child, _CHANGES[tag])
            # What one put in and another took out again is out.
            yield from pieces_of(child, change if change and change.kind == DELETE else own)
        else:
            yield from pieces_of(child, change)


def change_of(element: Any, kind: str) -> Change:
    """Return who made the change that an element notes."""
    author = " ".join(element.get(qn("w:author"), "").split())[:200]
    return Change(kind, author, moment_of(element.get(qn("w:date"))))


def mark_change(paragraph: Any) -> Change | None:
    """Return the change of a paragraph's end: taken out, it is joined with the next one."""
    properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    for name, kind in (("w:del", DELETE), ("w:moveFrom", DELETE), ("w:ins", INSERT)):
        found = properties.find(qn(name)) if properties is not None else None
        if found is not None:
            return change_of(found, kind)
    return None


def changes_in(element: Any) -> int:
    """Return how many tracked changes of words an element holds."""
    return sum(1 for _ in element.iter(*_CHANGES))


def boxes_in(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph, not those within a box, nor their older copies."""
    for box in paragraph.iter(BOX):
        for above in box.iterancestors():
            if above is paragraph:
                yield box
            if above is paragraph or above.tag in (BOX, _FALLBACK):
                break


def _taken_out(change: Change | None) -> Change:
    return change if change and change.kind == DELETE else Change(DELETE, "", None)
