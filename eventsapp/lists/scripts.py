"""The scripts in which a text is written, for files that must be told. Pure."""

import unicodedata
from itertools import groupby

LATIN, ARABIC, EAST_ASIAN, COMPLEX = "latin", "arabic", "east-asian", "complex"
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "BOPOMOFO", "FULLWIDTH")
# Scripts whose letters change their form beside others, and that are set with a font of their own.
_COMPLEX = (
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER",
)  # fmt: skip
# The marks of Unicode around a text that runs another way (UAX 9).
_BEGIN, _END = {"ltr": "\u2066", "rtl": "\u2067"}, "\u2069"


def runs(text: str) -> list[tuple[str, str]]:
    """Return a text in pieces of one script, each with its script; spaces go with what is before.

    Scripts written from right to left count as `arabic`; Latin, Greek, Cyrillic and all others as
    `latin`.
    """
    if not text:
        return []
    scripts: list[str | None] = [_script(sign) for sign in text]
    first = next((one for one in scripts if one), LATIN)
    known, last = [], first
    for one in scripts:
        last = one or last
        known.append(last)
    pieces = groupby(zip(known, text, strict=True), key=lambda pair: pair[0])
    return [(script, "".join(sign for _, sign in pairs)) for script, pairs in pieces]


def _script(sign: str) -> str | None:
    if unicodedata.category(sign)[0] not in "LM":
        return None
    if unicodedata.bidirectional(sign) in ("R", "AL"):
        return ARABIC
    if unicodedata.category(sign) == "Mn" and unicodedata.bidirectional(sign) == "NSM":
        return _mark(sign)
    name = unicodedata.name(sign, "")
    if name.startswith(_EAST_ASIAN):
        return EAST_ASIAN
    return COMPLEX if name.startswith(_COMPLEX) else LATIN


def _mark(sign: str) -> str | None:
    """A mark goes with its letter; those of the complex scripts are of their script anyway."""
    return COMPLEX if unicodedata.name(sign, "").startswith(_COMPLEX) else None


def isolated(*texts: str, direction: str) -> list[str]:
    """Return texts that follow one another, so marked that their signs keep their places in a line
    of the other direction.

    `Ms.` among Arabic would else have its full stop in front (Unicode, UAX 9: isolates). Texts of
    one direction stay together: `Ms. Karen Laßmann`.
    """
    ways = [_way(text) or direction for text in texts]
    marked = []
    for number, (text, way) in enumerate(zip(texts, ways, strict=True)):
        if way == direction:
            marked.append(text)
            continue
        begins = number == 0 or ways[number - 1] != way
        ends = number == len(texts) - 1 or ways[number + 1] != way
        marked.append(f"{_BEGIN[way] if begins else ''}{text}{_END if ends else ''}")
    return marked


def _way(text: str) -> str | None:
    """Return the direction of the first letter that has one."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return None
