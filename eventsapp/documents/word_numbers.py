"""The numbers that Word puts before headings and paragraphs by itself ("3.2", "17.", "(b)").

They stand nowhere in the text of the file, yet people cite them.
"""

import re
from typing import Any, NamedTuple

from eventsapp.numbers import number_in
from eventsapp.reading.wordfile import qn

DECIMAL, BULLET = "decimal", "bullet"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = range(9)


class Level(NamedTuple):
    """How one level of a list is numbered; `text` is like `%1.%2`."""

    form: str
    text: str
    start: int
    style: str | None


class Numbers:
    """Counts through a document as Word does: asked in the order of the text."""

    def __init__(self, numbering: Any) -> None:
        """Take the root of `word/numbering.xml`, or None where the file has none."""
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def level_of_style(self, number: str, style: str | None) -> int | None:
        """Return the level of a list that belongs to a paragraph style, if one does."""
        levels = self._levels.get(self._lists.get(number, ""), {})
        return next((at for at, one in levels.items() if style and one.style == style), None)

    def is_numbered(self, number: str, level: int) -> bool:
        """Return whether a level of a list counts in digits, as paragraphs that are cited do."""
        found = self._levels.get(self._lists.get(number, ""), {}).get(level)
        return found is not None and found.form.startswith(DECIMAL)

    def next(self, number: str, level: int) -> str:
        """Count the next paragraph of a list and return what Word prints before it; a bullet is
        nothing."""
        name = self._lists.get(number, "")
        levels = self._levels.get(name, {})
        found = levels.get(level)
        if found is None:
            return ""
        counts = self._counts.setdefault(name, {})
        override = self._starts.get((number, level))
        if override is not None and (number, level) not in self._begun:
            counts[level] = override
        else:
            counts[level] = counts[level] + 1 if level in counts else found.start
        self._begun.add((number, level))
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return "" if found.form in (BULLET, "none") else _printed(found.text, levels, counts)

    def _read(self, numbering: Any) -> None:
        for one in numbering.iter(qn("w:abstractNum")):
            levels = {
                at: level for at, level in map(_level, one.iter(qn("w:lvl"))) if at in _LEVELS
            }
            self._levels[one.get(qn("w:abstractNumId"), "")] = levels
        for one in numbering.iter(qn("w:num")):
            number = one.get(qn("w:numId"), "")
            self._lists[number] = _value(one, "w:abstractNumId")
            for override in one.iter(qn("w:lvlOverride")):
                start = number_in(_value(override, "w:startOverride"))
                at = number_in(override.get(qn("w:ilvl"), ""))
                if start is not None and at is not None:
                    self._starts[number, at] = start


def _level(element: Any) -> tuple[int, Level]:
    at = number_in(element.get(qn("w:ilvl"), ""))
    start = number_in(_value(element, "w:start"))
    return -1 if at is None else at, Level(
        _value(element, "w:numFmt") or DECIMAL,
        _value(element, "w:lvlText"),
        1 if start is None else start,
        _value(element, "w:pStyle") or None,
    )


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return "" if found is None else found.get(qn("w:val"), "")


def _printed(text: str, levels: dict[int, Level], counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at)
        if level is None:
            return ""
        return _in_form(counts.get(at, level.start), level.form)

    return re.sub(r"%([1-9])", number, text).strip()


def _in_form(number: int, form: str) -> str:
    if form.endswith("Roman") and 0 < number < 4000:
        return _cased(_roman(number), form)
    if form.endswith("Letter") and number > 0:
        # After z Word goes on with aa, bb, cc.
        times, letter = divmod(number - 1, 26)
        return _cased(chr(ord("a") + letter) * min(times + 1, 3), form)
    return f"{number:02}" if form == "decimalZero" else str(number)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    letters = ""
    for worth, letter in _ROMAN:
        times, number = divmod(number, worth)
        letters += letter * times
    return letters
