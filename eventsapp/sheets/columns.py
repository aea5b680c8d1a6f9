"""Which column of a table holds what about a person: by the words above it, then by what is in it.

Source of the fields: the registry of people. A person can correct every guess.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from eventsapp.sheets.headings import (
    FIELDS,
    HEADINGS,
    LAQAB,
    NAME_WORDS,
    SALUTATIONS,
    TITLE_WORDS,
)
from eventsapp.sheets.table import Cell, Row

__all__ = ["FIELDS", "fold_heading", "guess_columns", "heading_field", "known_headings"]

_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_PARTS = re.compile(r"\s*[/／|·•\n\r]\s*|\s+[–—-]\s+")
_FILLER = re.compile(r"^(?:n|no|nr)?\s*\d+\s+|^(?:the|your|votre|su|ihr|ihre)\s+")
_AMBIGUOUS = {"name": NAME_WORDS, "title": TITLE_WORDS, "laqab": LAQAB}
_MOST_LOOKED_AT = 200


def guess_columns(header: Sequence[str], rows: Sequence[Row]) -> dict[int, str]:
    """Return the field of each column that could be told, by its index from 0.

    Each field comes once; of two columns that claim one, the first has it, and a second e-mail
    address becomes `email_2`. A column headed just “Name” is the family or the given name beside
    a column for the other, and the whole name otherwise. Columns without a known heading that
    hold e-mail addresses are known by them.
    """
    found: dict[int, str] = {}
    open_words: dict[int, str] = {}
    for index, heading in enumerate(header):
        word = heading_field(heading)
        if word in _AMBIGUOUS:
            open_words[index] = word
        elif word:
            _claim(found, index, word)
    for index in (i for i, word in open_words.items() if word != "name"):
        otherwise = "function" if open_words[index] == "title" else "family_name"
        _claim(found, index, _salutation_or(otherwise, index, rows, found))
    _settle_names(found, [i for i, word in open_words.items() if word == "name"], rows)
    _find_addresses(found, len(header), rows)
    return dict(sorted(found.items()))


def known_headings(field: str) -> tuple[str, ...]:
    """Return the headings that are known for a field, as people write them, English first."""
    words = HEADINGS[field].split("|")
    if field == "printed_name":
        words = [*NAME_WORDS.split("|"), *words]
    return tuple(dict.fromkeys(words))


@cache
def heading_field(heading: str) -> str | None:
    """Return the field that a heading names, `name` or `title` where it depends, or None.

    Letter case, accents, punctuation, numbers and words in brackets do not matter; of a heading
    in several languages (“Name / Nom”) one known part is enough.
    """
    known = _known()
    bare = _BRACKETS.sub(" ", heading)
    for part in (heading, bare, *_PARTS.split(bare), *_PARTS.split(heading)):
        folded = fold_heading(part)
        for attempt in (folded, _FILLER.sub("", folded)):
            if attempt in known:
                return known[attempt]
    return None


@cache
def fold_heading(heading: str) -> str:
    """Return a heading as it is compared: without case, marks, punctuation and double spaces."""
    apart = unicodedata.normalize("NFKD", heading.replace("ـ", "")).casefold()
    letters = "".join(x for x in apart if not unicodedata.combining(x))
    letters = letters.replace("ى", "ي").replace("ة", "ه")
    return " ".join(re.findall(r"[^\W_]+", letters))


@cache
def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for word, words in _AMBIGUOUS.items():
        known |= {fold_heading(heading): word for heading in words.split("|")}
    for field, words in HEADINGS.items():
        for heading in words.split("|"):
            known.setdefault(fold_heading(heading), field)
        known.setdefault(fold_heading(field), field)
    return known


def _claim(found: dict[int, str], index: int, field: str) -> None:
    taken = set(found.values())
    if field == "email" and "email" in taken:
        field = "email_2"
    if field not in taken:
        found[index] = field


def _settle_names(found: dict[int, str], indexes: list[int], rows: Sequence[Row]) -> None:
    taken = set(found.values())
    for index in indexes:
        field = "printed_name"
        if "family_name" in taken and "given_name" not in taken:
            family = next(i for i, field in found.items() if field == "family_name")
            field = "printed_name" if _holds(index, family, rows) else "given_name"
        elif "given_name" in taken and "family_name" not in taken:
            given = next(i for i, field in found.items() if field == "given_name")
            field = "printed_name" if _holds(index, given, rows) else "family_name"
        _claim(found, index, field)
        taken = set(found.values())


def _holds(whole: int, half: int, rows: Sequence[Row]) -> bool:
    """Tell whether one column repeats another within longer texts: the whole name beside a half."""
    pairs = [
        (str(row.cells[whole]).casefold(), str(row.cells[half]).casefold())
        for row in rows[:_MOST_LOOKED_AT]
        if row.cells[whole] and row.cells[half]
    ]
    return bool(pairs) and sum(part in text for text, part in pairs) > len(pairs) / 2


def _salutation_or(otherwise: str, index: int, rows: Sequence[Row], found: dict[int, str]) -> str:
    """Return what a column headed “Title” holds: honorifics, or posts (family names: اللقب)."""
    texts = _texts(index, rows)
    honorifics = sum(fold_heading(text) in _folded_salutations() for text in texts)
    if not texts or honorifics > len(texts) / 2 or otherwise in found.values():
        return "salutation"
    return otherwise


@cache
def _folded_salutations() -> frozenset[str]:
    return frozenset(fold_heading(word) for word in SALUTATIONS.split("|"))


def _find_addresses(found: dict[int, str], width: int, rows: Sequence[Row]) -> None:
    for index in range(width):
        texts = _texts(index, rows) if index not in found else []
        if texts and sum(is_address(text) for text in texts) > len(texts) / 2:
            _claim(found, index, "email")


def _texts(index: int, rows: Sequence[Row]) -> list[str]:
    cells: list[Cell] = [row.cells[index] for row in rows[:_MOST_LOOKED_AT]]
    return [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]


def is_address(text: str) -> bool:
    """Tell whether a text looks like one e-mail address, bare or in `<>` behind a name."""
    return _ADDRESS.search(text) is not None
