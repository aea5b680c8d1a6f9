"""Text in drawings: how wide it is at most, and how it is shortened. Pure.

The server has no fonts, so widths are estimates for 13 px text in the widest of the fonts that
the stylesheet names (Verdana-like, DejaVu Sans); real text is narrower. Better a label that moves
too early than one that is cut.
"""

import unicodedata
from functools import lru_cache

TEXT_SIZE = 13
_NARROW, _USUAL, _CAPITAL, _BROAD, _FULL = 0.42, 0.64, 0.78, 1.0, 1.08
_NARROW_LETTERS = frozenset("iljtfrI.,:;'’!|()[]·-/ ")
_BROAD_LETTERS = frozenset("mwMW@%—…")


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Return how wide a text may become, in the units of `size`."""
    return size * sum(map(_share, text))


def shorten(text: str, room: float, size: float = TEXT_SIZE) -> str:
    """Return a text that fits into `room`: itself, or as much as fits, cut after a word, and “…”.

    A word that alone is too long is cut inside; combining marks stay with their letter. With no
    room for anything, “…” remains.
    """
    if text_width(text, size) <= room:
        return text
    fitting = _longest_start(text, room - text_width("…", size), size)
    at_word = fitting if text[len(fitting)].isspace() else fitting.rpartition(" ")[0]
    kept = at_word if len(at_word) > len(fitting) // 2 else fitting
    return kept.rstrip(" ,;:·–") + "…"


def _longest_start(text: str, room: float, size: float) -> str:
    used = 0.0
    for index, letter in enumerate(text):
        used += size * _share(letter)
        if used > room:
            return text[:index]
    return text


@lru_cache(maxsize=10_000)
def _share(letter: str) -> float:
    """Return the width of a letter as a share of the size of the type."""
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return _FULL
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _BROAD_LETTERS:
        return _BROAD
    return _CAPITAL if category == "Lu" else _USUAL if category[0] in "LNP" else _BROAD
