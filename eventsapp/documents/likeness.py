"""How alike two texts are, word by word and in their order, whatever their script.

Words are turned into single signs, so that rapidfuzz compares texts of a hundred words in a few
microseconds. Chinese, Japanese and Thai have no spaces: there each letter counts as a word.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

_WORDS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_]+(?:['’][^\W_]+)*"
)
# Vowel signs, which Arabic writes or leaves out, and the line that stretches words.
_UNREAD = re.compile(r"[\u064b-\u065f\u0670\u0640]")
# Signs that stand for words start above the letters that rapidfuzz treats as bytes.
_FIRST_SIGN = 0x10000
_MOST_SIGNS = 0xF0000
MOST_CANDIDATES = 12
_COMMON = 40


def plain(text: str) -> str:
    """Return a text as it is compared: without letter case, vowel signs and doubled spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_UNREAD.sub("", folded).split())


def words_of(text: str) -> list[str]:
    """Return the words of a text that is `plain`; letters, where a script has no spaces."""
    return _WORDS.findall(text)


class Signs:
    """Turns words into signs, the same word always into the same sign."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def of(self, words: Iterable[str]) -> str:
        """Return the words as a text of one sign each."""
        signs = self._signs
        for word in words:
            if word not in signs:
                signs[word] = chr(_FIRST_SIGN + len(signs) % _MOST_SIGNS)
        return "".join(signs[word] for word in words)


def shared(one: str, other: str) -> int:
    """Return how many words two texts in signs have in common, in the same order."""
    return int(LCSseq.similarity(one, other))


def alike(one: str, other: str) -> float:
    """Return how alike two texts in signs are, from 0 to 1: twice what is common of both."""
    total = len(one) + len(other)
    return 2 * shared(one, other) / total if total else 0.0


def within(part: str, whole: str) -> float:
    """Return how much of one text in signs stands in another, from 0 to 1."""
    return shared(part, whole) / len(part) if part else 0.0


class Index:
    """Finds the texts that have rare words in common with one, without comparing all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for pair in set(_pairs(text)):
                self._holders[pair].append(place)

    def near(self, text: str) -> list[int]:
        """Return the places of the texts that have most in common with one, the likeliest first.

        What many texts have in common ("noted that") counts little, and nothing beyond a number.
        """
        found: Counter[int] = Counter()
        for pair in sorted(set(_pairs(text))):
            holders = self._holders.get(pair, ())
            if len(holders) <= _COMMON:
                for place in holders:
                    found[place] += 240 // len(holders)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [place for place, _ in ranked[:MOST_CANDIDATES]]


def _pairs(text: str) -> Iterable[str]:
    """Yield single words and pairs of neighbours: of letters, only pairs tell anything."""
    yield from text
    for first, second in pairwise(text):
        yield first + second
