"""What one row of a sheet says about one person, in the words of the registry."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from eventsapp.imports.addresses import addresses_in, why_unreachable
from eventsapp.imports.languages import languages_in
from eventsapp.imports.words import gender_in, role_in
from eventsapp.people.countries import country_named
from eventsapp.people.names import fold_name
from eventsapp.sheets.clean import clean_text
from eventsapp.sheets.dates import DayOrder, read_day
from eventsapp.sheets.table import Cell, Row, Table

# How many signs the registry keeps of each.
LONGEST = {
    "printed_name": 300, "family_name": 200, "given_name": 200, "latin_name": 300,
    "script_name": 300, "salutation": 60, "function": 300, "organization": 300, "phone": 60,
    "country": 100, "nationality": 100, "category": 200, "organization_kind": 200, "gender": 100,
    "role": 100, "nominated_by": 100, "tz": 64, "email": 1000, "email_2": 1000, "languages": 500,
    "themes": 1000, "access_needs": 1000, "dietary_needs": 1000,
}  # fmt: skip
DAYS = ("birth_date", "nominated_on")
# What only those may read and enter who arrange it.
NEEDS = frozenset({"access_needs", "dietary_needs"})
# Columns that are read and kept nowhere.
NOT_KEPT = frozenset({"notes", "birth_date"})
# What is written about somebody's part in a meeting needs a meeting.
OF_A_MEETING = frozenset({"role", "nominated_by", "nominated_on"})
STATED, LEAVE, AS = "stated", "leave", "as:"
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_BETWEEN_THEMES = re.compile(r"[;,\n،、]")


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be taken over; with `is_fatal` the whole row cannot."""

    field: str
    why: str
    is_fatal: bool = False


@dataclass(frozen=True)
class Line:
    """One row as understood.

    `said` holds what is stated and nothing else, by the names of the registry; lists for languages,
    themes and addresses. `cleaned` says what was taken out of texts, `unknown` are words that no
    list knows, each with its field, `faults` the cells that cannot be taken over.
    """

    number: int
    said: Mapping[str, Any]
    cleaned: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class How:
    """How a sheet is to be read: the field of each column, the order of days, what words mean.

    `values` holds decisions about unknown words by `field:word` (`as:KE`, `stated`, `leave`);
    `categories` the codes by their folded labels. `organizations` are decisions about unknown names
    of organizations, used when rows are compared.
    """

    columns: Mapping[int, str]
    day_order: DayOrder | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    organizations: Mapping[str, str] = field(default_factory=dict)
    has_meeting: bool = False


def read_lines(table: Table, how: How) -> Iterator[Line]:
    """Read each row of a table; one that says nothing in the columns that count is left out."""
    for row in table.rows:
        line = read_line(row, how, table.header)
        if line.said or line.faults or line.unknown:
            yield line


def read_line(row: Row, how: How, header: tuple[str, ...] = ()) -> Line:
    """Read one row. Names are kept as they are written; control signs are taken out and said."""
    reading = _Reading(how, header)
    for index, name in how.columns.items():
        cell = row.cells[index] if index < len(row.cells) else None
        if cell is not None and cell != "" and name not in {"notes", ""}:
            reading.take(index, name, cell)
    reading.name_the_person()
    faults = tuple(reading.faults)
    return Line(row.number, reading.said, tuple(reading.cleaned), faults, tuple(reading.unknown))


class _Reading:
    """One row while it is read."""

    def __init__(self, how: How, header: tuple[str, ...]) -> None:
        self.how = how
        self.header = header
        self.said: dict[str, Any] = {}
        self.cleaned: list[str] = []
        self.faults: list[Fault] = []
        self.unknown: list[tuple[str, str]] = []

    def take(self, index: int, name: str, cell: Cell) -> None:
        """Understand one cell."""
        if name in OF_A_MEETING and not self.how.has_meeting:
            return
        heading = self.header[index] if index < len(self.header) else ""
        if name in DAYS:
            self._day(name, cell, heading or name)
            return
        text, taken_out = clean_text(_text_of(cell))
        self.cleaned += [f"{heading or name}: {what}" for what in taken_out]
        longest = LONGEST.get(name, 300)
        if len(text) > longest:
            self._too_long(name, heading or name, len(text), longest)
        elif text:
            _TAKERS.get(name, _Reading._plain)(self, name, text)

    def _too_long(self, name: str, heading: str, length: int, longest: int) -> None:
        why = (
            f"The cell “{heading}” has {length:,} signs, and {longest} fit. Shorten it in the file"
        )
        is_fatal = name == "printed_name"
        ending = ", or skip the row." if is_fatal else ", or take the row without it."
        self.faults.append(Fault(name, why + ending, is_fatal))

    def _day(self, name: str, cell: Cell, heading: str) -> None:
        try:
            day = cell if isinstance(cell, date) else read_day(_text_of(cell), self.how.day_order)
        except ValueError:
            why = (
                f"The cell “{heading}” says “{_text_of(cell)[:40]}”, which is no day. Correct it "
                "in the file, or take the row without it."
            )
            self.faults.append(Fault(name, why))
            return
        if name not in NOT_KEPT:
            day = day.date() if isinstance(day, datetime) else day
            self.said[name] = day.isoformat()

    def _plain(self, name: str, text: str) -> None:
        self.said[name] = text

    def _addresses(self, name: str, text: str) -> None:
        for address in addresses_in(text):
            why = why_unreachable(address)
            if why:
                self.faults.append(
                    Fault(name, f"{why} Correct it in the file, or take the row without it.")
                )
            elif address not in self.said.setdefault("addresses", []):
                self.said["addresses"].append(address)

    def _gender(self, name: str, text: str) -> None:
        gender, words = gender_in(text)
        self.said.update({"gender": gender} if gender else {})
        self.said.update({"gender_words": words} if words else {})

    def _languages(self, name: str, text: str) -> None:
        tags, unknown = languages_in(text)
        for word in unknown:
            meaning = self._meaning(name, word)
            tags += [meaning] if meaning else []
        if tags:
            self.said[name] = list(dict.fromkeys(tags))

    def _themes(self, name: str, text: str) -> None:
        themes = [part.strip()[:100] for part in _BETWEEN_THEMES.split(text) if part.strip()]
        self.said[name] = list(dict.fromkeys(themes))

    def _tz(self, name: str, text: str) -> None:
        if text in _zones():
            self.said[name] = text
            return
        why = f"“{text}” is no time zone. Write it like Africa/Nairobi, or take the row without it."
        self.faults.append(Fault(name, why))

    def _listed(self, name: str, text: str) -> None:
        """Take a word that must be one of a list: a country, a category, a role."""
        code = _LISTS[name](text, self.how) or self._meaning(name, text)
        if code == STATED:
            self.said["country_as_stated"] = text
        elif code:
            self.said[name] = code

    def _meaning(self, name: str, word: str) -> str | None:
        """Return what staff said an unknown word means; without that, note that it is unknown."""
        decided = self.how.values.get(f"{name}:{word}")
        if decided is None:
            self.unknown.append((name, word))
        if decided is None or decided == LEAVE:
            return None
        return decided.removeprefix(AS)

    def name_the_person(self) -> None:
        """Put the printed name together where only its parts are stated."""
        said = self.said
        name, family, given = (said.get(n) for n in ("printed_name", "family_name", "given_name"))
        if name and given and not family and fold_name(given) not in fold_name(name):
            # “Name; Vorname”: the column called name holds the family name alone.
            said["family_name"], said["printed_name"] = name, joined(given, name)
        elif not name and (family or given):
            said["printed_name"] = joined(given, family)
        if len(said.get("printed_name", "")) > LONGEST["printed_name"]:
            self._too_long("printed_name", "name", len(said.pop("printed_name")), 300)
        is_fatal = any(fault.is_fatal for fault in self.faults)
        if "printed_name" not in said and not is_fatal and (said or self.faults or self.unknown):
            why = "The row has no name. Enter it in the file; one name is enough."
            self.faults.append(Fault("printed_name", why, is_fatal=True))


def joined(given: str | None, family: str | None) -> str:
    """Return a printed name from its parts: `Karen Laßmann`; 李明 begins with the family."""
    if given and family and _HAN.fullmatch(given) and _HAN.fullmatch(family):
        return family + given
    return " ".join(part for part in (given, family) if part)


def _text_of(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _role(text: str, how: How) -> str | None:
    return role_in(text)


def _country(text: str, how: How) -> str | None:
    country = country_named(text)
    return country.code if country else None


def _category(text: str, how: How) -> str | None:
    return how.categories.get(fold_name(text))


_LISTS: dict[str, Callable[[str, How], str | None]] = {
    "country": _country,
    "nationality": _country,
    "nominated_by": _country,
    "category": _category,
    "organization_kind": _category,
    "role": _role,
}
_TAKERS: dict[str, Callable[[_Reading, str, str], None]] = {
    "email": _Reading._addresses,
    "email_2": _Reading._addresses,
    "gender": _Reading._gender,
    "languages": _Reading._languages,
    "themes": _Reading._themes,
    "tz": _Reading._tz,
    **dict.fromkeys(_LISTS, _Reading._listed),
}
