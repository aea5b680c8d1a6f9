"""Names in lists: where one ends and the next begins. A name is never altered."""

import re
from typing import NamedTuple

_TITLES = re.compile(
    r"^(?:(?:Dr|Dra|Prof|Profa|Mr|Mrs|Ms|Mx|Mme|Mlle|Sr|Sra|Srta|Eng|Ing|Arq|Arch|Lic|Hon|Amb)\b\.?|M\.|H\.\s?E\.?"
    r"|S\.\s?E\.?|Doctor|Professor|Professeure?|Ambassador|Madame|Monsieur|Señora?)\s+",
)
_NOBODY = re.compile(
    r"^(?:t\.?b\.?[cda]\.?|n/?a|none|nobody|vacant|to be (?:confirmed|decided|announced|determined)"
    r"|[àa] (?:confirmer|d[ée]terminer)|por (?:confirmar|definir)|aucune?|ningun[oa]|[-–—?.]+)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_DASH_REMARK = re.compile(r"\s+[–—-]\s+")
_LAST_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
# `y` and `e` also stand inside names: José Ortega y Gasset.
_LAST_ET = re.compile(r"(?<=\S)\s+(?:et|y|e)\s+(?=\S+\s+\S)", re.IGNORECASE)
_INITIAL_END = re.compile(r"(?:^|\s)[A-ZÀ-Þ]\.$|\b(?:Jr|Sr|Jnr|Snr)\.$")


class ReadName(NamedTuple):
    """One name of a list: as written, with its honorific and its remark in brackets kept apart."""

    name: str
    title: str | None = None
    remark: str | None = None


class NameList(NamedTuple):
    """The names of a list, and (code, sentence) for what a person has to look at."""

    names: tuple[ReadName, ...]
    doubts: tuple[tuple[str, str], ...] = ()


def read_names(value: str) -> NameList:
    """Return the names of a list written with commas, semicolons and a last `and`.

    Brackets, and what follows a dash, are remarks and may hold commas. `Svensson, Bo; Mwangi, Ann`
    is two people with the family name first; `Svensson, Bo` alone cannot be told from two people
    and is asked.
    """
    pieces = _pieces(value)
    names: list[ReadName] = []
    doubts: list[tuple[str, str]] = []
    for piece in pieces:
        if _NOBODY.match(piece):
            doubts.append(("nobody-named", f"“{piece}” names nobody, so the place was left open."))
            continue
        name = _read_name(piece)
        if name.name:
            names.append(name)
            doubts += _order_doubts(name.name)
    return NameList(tuple(names), tuple(doubts))


def _pieces(value: str) -> list[str]:
    if ";" in value or "\n" in value:
        parts = re.split(r"[;\n]", value)
        return [piece for part in parts for piece in _without_and(part) if piece]
    parts = _split_outside_brackets(value)
    if len(parts) == 2 and all(len(part.split()) == 1 and part[:1].isupper() for part in parts):
        return [", ".join(parts)]
    if len(parts) == 2 and _is_affiliation(parts):
        return [f"{parts[0]} ({parts[1]})"]
    return [piece for part in parts for piece in _without_and(part) if piece]


def _is_affiliation(parts: list[str]) -> bool:
    """Tell whether what follows the only comma is where somebody comes from and no second name."""
    return re.search(
        r"\b(?:of|de|du|for|University|Ministry|Universit[éy]|Universidad|Minist[èe]re|Ministerio"
        r"|Institute|Council|Agency|Department|City)\b",
        parts[1],
    ) is not None and not re.search(r"\b(?:of|for|University|Ministry)\b", parts[0])


def _split_outside_brackets(value: str) -> list[str]:
    parts, depth, current = [], 0, ""
    for letter in value:
        depth += letter in "([" or -(letter in ")]" and depth > 0)
        if letter in ",،、，" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += letter
    return [part.strip() for part in [*parts, current] if part.strip()]


def _without_and(part: str) -> list[str]:
    part = re.sub(r"^(?:and|et|y|&)\s+", "", part.strip(), flags=re.IGNORECASE)
    if "(" in part:
        head, _bracket, tail = part.partition("(")
        inner, close, rest = tail.partition(")")
        more = re.match(r"\s+(?:and|et|y|e|&)\s+", rest, re.IGNORECASE)
        if close and more:
            return [f"{head}({inner})".strip(), *_without_and(rest[more.end() :])]
        return [*_without_and(head)[:-1], f"{_without_and(head)[-1]} ({tail}"] if head else [part]
    for pattern in (_LAST_AND, _LAST_ET):
        pieces = pattern.split(part)
        if len(pieces) > 1 and (pattern is _LAST_AND or len(pieces[0].split()) > 1):
            return [piece.strip() for piece in pieces if piece.strip()]
    return [part] if part else []


def _read_name(piece: str) -> ReadName:
    remarks = [remark.strip() for remark in _BRACKETS.findall(piece) if remark.strip()]
    name = _BRACKETS.sub(" ", piece).strip(" ,;")
    dashed = _DASH_REMARK.split(name, maxsplit=1)
    if len(dashed) == 2:
        name = dashed[0]
        remarks.append(dashed[1].strip())
    title = ""
    while found := _TITLES.match(name):
        title += found[0]
        name = name[found.end() :]
    if name.endswith(".") and not _INITIAL_END.search(name):
        name = name.rstrip(".")
    name = " ".join(name.split())
    return ReadName(name, title.strip() or None, ", ".join(remarks) or None)


def _order_doubts(name: str) -> list[tuple[str, str]]:
    words = name.replace(",", " ").split()
    if "," in name:
        sentence = (
            f"“{name}” was taken as one person with the family name first. Say whether it is, "
            "or two people."
        )
        return [("name-order", sentence)]
    is_capital = len(words) > 1 and len(words[0]) > 1 and words[0].isupper()
    if is_capital and not all(word.isupper() for word in words):
        sentence = f"“{name}” seems to have the family name first. Say how it should be printed."
        return [("name-order", sentence)]
    return []


def looks_like_name(text: str) -> bool:
    """Tell whether a line of its own may be a person: few words, a capital, no sentence."""
    bare = _BRACKETS.sub(" ", text)
    bare = _DASH_REMARK.split(bare, maxsplit=1)[0].split(",")[0].strip()
    while found := _TITLES.match(bare):
        bare = bare[found.end() :]
    words = bare.split()
    if not words or len(words) > 6 or any(letter.isdigit() for letter in bare):
        return False
    if re.search(r"[.!?:;]$", text) and not _INITIAL_END.search(text):
        return False
    return not words[0][0].islower() and not any(word.islower() and len(word) > 4 for word in words)
