"""What one line of plain text is: a heading, an item of a list, a row of a table, or just text."""

import re

from eventsapp.reading.structure import HEADING, ITEM, PLAIN, ROW, Line

_BULLET = re.compile(r"^(?:[-–—•‣◦·*●○▪■□➢►✓]\s+(?=\S)|[•‣◦●○▪■□➢►✓](?=\S)|[-–—](?=[^\W\d_]))")
# Word's second-level bullet comes out of a copy as the letter o and a tab.
_LETTER_BULLET = re.compile(r"^\s*o(\t|\s{2,})")
_NUMBERED = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(?[a-z]\)|\(\d{1,2}\)|\d{1,2}(?:\.\d)+)\s+(?=\S)"
)
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_TABLE_ROW = re.compile(r"^\|.*\|$")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]*-[\s:|-]*\|?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_LONG_GAP = re.compile(r"\s{9,}")


def clean(text: str) -> str:
    """Return the text without control characters, long gaps and white space at its ends."""
    return _LONG_GAP.sub(" ", _CONTROL.sub(" ", text)).strip()


def line_from_text(raw: str, number: int, after_blank: bool) -> Line | None:
    """Return the line that a piece of plain text is, or None for a blank one or a table's rule."""
    text = clean(raw)
    if not text or _TABLE_RULE.match(text):
        return None
    if _TABLE_ROW.match(text) and text.count("|") > 2:
        cells = tuple(cell.strip() for cell in text.strip("|").split("|"))
        return Line(number, " | ".join(cells), ROW, cells=cells, after_blank=after_blank)
    if _LETTER_BULLET.match(raw):
        return Line(number, text[2:], ITEM, after_blank=after_blank)
    heading = _MARKDOWN_HEADING.match(text)
    if heading and heading[2]:
        level = len(heading[1])
        return Line(number, _unstarred(heading[2]), HEADING, level, after_blank=after_blank)
    for pattern, is_numbered in ((_BULLET, False), (_NUMBERED, True)):
        bullet = pattern.match(text)
        if bullet:
            rest = _unstarred(text[bullet.end() :])
            return Line(number, rest, ITEM, is_numbered=is_numbered, after_blank=after_blank)
    is_indented = raw[:1].isspace()
    return Line(number, _unstarred(text), PLAIN, after_blank=after_blank, is_indented=is_indented)


def _unstarred(text: str) -> str:
    """Take away the stars of a text that is bold as a whole or whose label is (Markdown)."""
    return re.sub(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
