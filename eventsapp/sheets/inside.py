"""What a sheet of a workbook holds, counted before it is read: its reach, formulas, merges.

A file of a few bytes can name a cell in row 1,048,576, for which a reader makes room; so the cells
are counted in the XML. No document type is allowed, hence no entities.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from eventsapp.numbers import number_in
from eventsapp.sheets.table import Area, cell_name

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_KEPT = 50

OnStart = Callable[[str, dict[str, str]], None]
OnText = Callable[[str], None]


class OddXml(ValueError):  # noqa: N818 — caught by `workbooks.py`, which knows the name of the file
    """XML that no spreadsheet program writes."""


@dataclass
class Facts:
    """What was seen: how far cells with a value reach, and what a person should hear of."""

    rows: int = 0
    columns: int = 0
    formulas: int = 0
    unvalued: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    letters: int = 0

    def reach(self, row: int, column: int) -> None:
        """Remember that a cell with a value ends here, counted from 0."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


def local(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def parse(
    xml: bytes, on_start: OnStart, on_end: OnText | None = None, on_text: OnText | None = None
) -> None:
    """Read XML by calling the given functions. Raises OddXml for what is broken or has a DTD."""

    def refuse(*_: object) -> None:
        raise OddXml("document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = on_text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise OddXml(str(error)) from error


def lengths_of_strings(xml: bytes) -> list[int]:
    """Return how many letters each shared string of an XLSX file has."""
    lengths: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if local(name) == "si":
            lengths.append(0)

    def text(letters: str) -> None:
        if lengths:
            lengths[-1] += len(letters)

    parse(xml, start, None, text)
    return lengths


class _Xlsx:
    """Counts one sheet of an XLSX file."""

    def __init__(self, lengths: list[int]) -> None:
        self.facts = Facts()
        self._lengths = lengths
        self._row, self._column = -1, -1
        self._kind, self._text = "", ""
        self._is_formula = self._has_value = self._in_value = False

    def start(self, name: str, values: dict[str, str]) -> None:
        match local(name):
            case "c":
                self._begin(values)
            case "row":
                self._row = int(values.get("r") or self._row + 2) - 1
                self._column = -1
            case "f":
                self._is_formula = True
            case "v" | "is":
                self._in_value, self._text = True, ""
            case "mergeCell":
                self._merge(values.get("ref", ""))

    def text(self, letters: str) -> None:
        if self._in_value:
            self._text += letters

    def end(self, name: str) -> None:
        match local(name):
            case "v" | "is":
                self._in_value = False
                self._has_value = bool(self._text)
            case "c":
                self._finish()

    def _begin(self, values: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(values.get("r", ""))
        if found:
            self._column, self._row = _number(found[1]), int(found[2]) - 1
        else:
            self._column += 1
        self._kind, self._text = values.get("t", ""), ""
        self._is_formula = self._has_value = False

    def _finish(self) -> None:
        facts, name = self.facts, ""
        if self._is_formula:
            facts.formulas += 1
        if self._has_value:
            facts.reach(self._row, self._column)
            facts.letters += self._letters()
        if self._kind == "e" and self._has_value and len(facts.errors) < _MOST_KEPT:
            name = cell_name(self._row, self._column)
            facts.errors.append(f"{name} ({self._text})")
        elif self._is_formula and not self._has_value and len(facts.unvalued) < _MOST_KEPT:
            facts.unvalued.append(cell_name(self._row, self._column))

    def _letters(self) -> int:
        if self._kind != "s":
            return len(self._text)
        index = number_in(self._text.strip())
        return self._lengths[index] if index is not None and index < len(self._lengths) else 0

    def _merge(self, reference: str) -> None:
        corners = _REFERENCE.findall(reference)
        if len(corners) == 2:
            (first, top), (last, bottom) = corners
            self.facts.merged.append(
                Area(int(top) - 1, _number(first), int(bottom) - 1, _number(last))
            )


def facts_of_xlsx(xml: bytes, lengths: list[int]) -> Facts:
    """Return what one sheet of an XLSX file holds."""
    counter = _Xlsx(lengths)
    parse(xml, counter.start, counter.end, counter.text)
    return counter.facts


class _Ods:
    """Counts the sheets of an ODS file; rows and cells may say that they are repeated."""

    def __init__(self) -> None:
        self.sheets: dict[str, Facts] = {}
        self._facts = Facts()
        self._row = self._column = 0
        self._row_times = self._times = 1
        self._has_value = False

    def start(self, name: str, given: dict[str, str]) -> None:
        values = {local(key): value for key, value in given.items()}
        match local(name):
            case "table":
                self._facts = self.sheets.setdefault(values.get("name", ""), Facts())
                self._row = 0
            case "table-row":
                self._row_times = int(values.get("number-rows-repeated", "1"))
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._cell(values)
            case "p":
                self._has_value = True

    def text(self, letters: str) -> None:
        # Each repetition is a text of its own once read.
        self._facts.letters += len(letters) * self._times * self._row_times

    def end(self, name: str) -> None:
        match local(name):
            case "table-row":
                self._row += self._row_times
            case "table-cell" | "covered-table-cell":
                if self._has_value:
                    self._facts.reach(
                        self._row + self._row_times - 1, self._column + self._times - 1
                    )
                self._column += self._times

    def _cell(self, values: dict[str, str]) -> None:
        facts = self._facts
        self._times = int(values.get("number-columns-repeated", "1"))
        self._has_value = "value-type" in values
        if "formula" in values:
            facts.formulas += 1
            if not self._has_value and len(facts.unvalued) < _MOST_KEPT:
                facts.unvalued.append(cell_name(self._row, self._column))
        down = int(values.get("number-rows-spanned", "1"))
        across = int(values.get("number-columns-spanned", "1"))
        if down > 1 or across > 1:
            bottom, last = self._row + down - 1, self._column + across - 1
            facts.merged.append(Area(self._row, self._column, bottom, last))


def facts_of_ods(xml: bytes) -> dict[str, Facts]:
    """Return what each sheet of an ODS file holds, by its name."""
    counter = _Ods()
    parse(xml, counter.start, counter.end, counter.text)
    return counter.sheets


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
