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
# A mark that counts as a Latin letter and is not seen.
_LTR_MARK = "\u200e"
# The marks of Unicode around a text that runs another way (UAX 9).
_BEGIN, _END = {"ltr": "\u2066", "rtl": "\u2067"}, "\u2069"


def plain(text: str) -> str:
    """Return a text without control characters, which no Word file may hold, on one line."""
    shown = (" " if sign in "\n\r\t\v\f" else sign for sign in text)
    return "".join(sign for sign in shown if unicodedata.category(sign) not in ("Cc", "Cs"))


def runs(text: str, direction: str = "ltr") -> list[tuple[str, str]]:
    """Return a text in pieces of one script, each with its script.

    Scripts written from right to left count as `arabic`; Latin, Greek, Cyrillic and all others as
    `latin`. Spaces and signs go with what is before them, but between pieces that run two ways they
    run as the whole line does (UAX 9, N2).
    """
    scripts = [_script(sign) for sign in text]
    known = [
        one or _of_sign(scripts[:place], scripts[place:], direction)
        for place, one in enumerate(scripts)
    ]
    pieces = groupby(zip(known, text, strict=True), key=lambda pair: pair[0])
    return [(script, "".join(sign for _, sign in pairs)) for script, pairs in pieces]


def _of_sign(before: list[str | None], after: list[str | None], direction: str) -> str:
    """Return the script of a sign that is of none, by the letters around it."""
    left = next((one for one in reversed(before) if one), None)
    right = next((one for one in after if one), None)
    if left is None or right is None or left == right:
        return left or right or LATIN
    if ARABIC not in (left, right):
        return left
    if direction == "rtl":
        return ARABIC
    return right if left == ARABIC else left


def _script(sign: str) -> str | None:
    if sign == _LTR_MARK:
        return LATIN
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
    # What has no letters, such as figures, runs from left to right everywhere.
    ways = [direction_of(text) or "ltr" for text in texts]
    marked = []
    for number, (text, way) in enumerate(zip(texts, ways, strict=True)):
        if way == direction:
            marked.append(text)
            continue
        begins = number == 0 or ways[number - 1] != way
        ends = number == len(texts) - 1 or ways[number + 1] != way
        marked.append(f"{_BEGIN[way] if begins else ''}{text}{_END if ends else ''}")
    return marked


def steadied(text: str) -> str:
    """Return a text without Arabic so marked that its outer signs keep their places among Arabic.

    For files whose programs do not know isolates: `Ms.` keeps its full stop behind it.
    """
    if not text or direction_of(text) == "rtl":
        return text
    core = text.rstrip()
    ends = "" if core[-1:].isalnum() else _LTR_MARK
    begins = "" if core[:1].isalpha() else _LTR_MARK
    return f"{begins}{core}{ends}{text[len(core) :]}"


def direction_of(text: str) -> str | None:
    """Return the direction of the first letter that has one: `ltr`, `rtl`, or None."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return None
