"""Whether two written names may be one name: how, and nothing about whose they are."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from eventsapp.people.names import fold_name, without_titles

FOLDED, ORDER, LETTERS = "alike-after-folding", "word-order", "one-letter"
INITIALS, LEFT_OUT = "initials", "name-left-out"
OTHER_SCRIPT, ROMANIZED = "other-script", "romanized"

# In shorter names another letter is another name: Wang Fang and Wang Feng, Ana and Ada.
SHORTEST_WORD, SHORTEST_NAME = 5, 8
_SHORTEST_SKELETON = 3
_SIGNS_INSIDE = re.compile(r"['’‘`ʼʻ´]")
_BETWEEN = re.compile(r"[\W_]+")
# Letters that several ways of writing a name in Latin letters confuse; the first that fits counts.
_SOUNDS = (
    ("kh", "k"), ("gh", "g"), ("ph", "f"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"),
    ("zh", "s"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("j", "g"),
    ("v", "f"), ("w", ""), ("y", ""),
)  # fmt: skip
# Müller is written Mueller in one country and Muller in another.
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_VOWELS = re.compile(r"[aeiou]")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Shape:
    """A name as it is compared: `words` without marks, signs and titles, in the name's own script.

    `latin` is the same in Latin letters; for a name in Latin letters both are one.
    """

    text: str
    words: tuple[str, ...]
    latin: tuple[str, ...]

    @property
    def is_latin(self) -> bool:
        """Whether the name is written in Latin letters."""
        return self.words == self.latin

    @property
    def joined(self) -> str:
        """The words without spaces: `Anna-Lena` and `Annalena` are one."""
        return "".join(self.words)


def shapes_of(name: str) -> tuple[Shape, ...]:
    """Return the ways in which a name is compared: none for signs alone, two with an umlaut."""
    text = without_titles(name)
    if text.isascii():
        words = _words(text.lower())
        return (Shape(name, words, words),) if words else ()
    composed = unicodedata.normalize("NFKC", text)
    latin = _words(fold_name(composed))
    if not latin:
        return ()
    if not _is_latin(composed):
        return (Shape(name, _native_words(composed) or latin, latin),)
    german = _words(fold_name(composed.translate(_GERMAN)))
    return tuple(Shape(name, words, words) for words in dict.fromkeys((latin, german)))


def _words(folded: str) -> tuple[str, ...]:
    return tuple(_BETWEEN.sub(" ", _SIGNS_INSIDE.sub("", folded)).split())


def _native_words(composed: str) -> tuple[str, ...]:
    # Marks go (Arabic vowels, Greek accents); the letters stay: 王芳 and 王方 are two names.
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", composed.casefold())
        if unicodedata.category(letter) != "Mn"
    )
    return _words(unicodedata.normalize("NFKC", plain))


def _is_latin(composed: str) -> bool:
    return all(
        not letter.isalpha() or letter.isascii() or "LATIN" in unicodedata.name(letter, "")
        for letter in composed
    )


def likeness(a: Shape, b: Shape) -> str | None:
    """Say in which way two names may be one, the strongest way first; None where they are not.

    Names in two scripts are compared by their consonants in Latin letters.
    """
    if a.is_latin != b.is_latin:
        return OTHER_SCRIPT if _sounds_alike(a, b, most=1) else None
    if a.joined == b.joined:
        return FOLDED
    if len(a.words) > 1 and sorted(a.words) == sorted(b.words):
        return ORDER
    if changed_words(a, b):
        return LETTERS
    if _is_left_out(a, b) or _is_left_out(b, a):
        return LEFT_OUT
    if _initials_fit(a.words, b.words):
        return INITIALS
    return ROMANIZED if _sounds_alike(a, b, most=0) else None


def changed_words(a: Shape, b: Shape) -> tuple[str, str] | None:
    """Return the only words in which two names differ, by one letter more, less, another or by two
    that changed places; None where they differ in more."""
    if len(a.words) != len(b.words):
        return None
    only_a, only_b = _differing(a.words, b.words)
    if len(only_a) != 1 or min(len(only_a[0]), len(only_b[0])) < _SHORTEST_SKELETON:
        return None
    if OSA.distance(only_a[0], only_b[0], score_cutoff=1) != 1:
        return None
    return only_a[0], only_b[0]


def is_telling(a: Shape, b: Shape) -> bool:
    """Return whether a letter's difference is likely a slip: the word and the name are long."""
    changed = changed_words(a, b)
    if changed is None or min(len(a.joined), len(b.joined)) < SHORTEST_NAME - 1:
        return False
    return max(map(len, changed)) >= SHORTEST_WORD


def _differing(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[list[str], list[str]]:
    count_a, count_b = Counter(a), Counter(b)
    return list((count_a - count_b).elements()), list((count_b - count_a).elements())


def _is_left_out(a: Shape, b: Shape) -> bool:
    return 1 < len(a.words) < len(b.words) and not Counter(a.words) - Counter(b.words)


def _initials_fit(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Return whether one name has initials where the other has names, and they share a name."""
    only_a, only_b = _differing(a, b)
    if len(a) != len(b) or len(only_a) == len(a) or not only_a:
        return False
    rest = zip(sorted(only_a), sorted(only_b), strict=True)
    return all(x[0] == y[0] and 1 in (len(x), len(y)) for x, y in rest)


def skeleton(words: tuple[str, ...]) -> str:
    """Return the consonants by which a name sounds, the same in most ways of writing it with Latin
    letters: Layla Haddad and ليلى حداد are `lhd`."""
    return "".join(_consonants(word) for word in words if word not in {"al", "el", "ul"})


def _consonants(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    bare = _VOWELS.sub("", word)
    return _TWICE.sub(r"\1", bare[:-1] if len(bare) > 1 and bare.endswith("h") else bare)


def _sounds_alike(a: Shape, b: Shape, *, most: int) -> bool:
    """Return whether two names have the same consonants, up to `most` of them."""
    if len("".join(a.latin)) > 3 and "".join(a.latin) == "".join(b.latin):
        return True
    first, second = skeleton(a.latin), skeleton(b.latin)
    if min(len(first), len(second)) < _SHORTEST_SKELETON:
        return False
    allowed = most if min(len(first), len(second)) > _SHORTEST_SKELETON + 1 else 0
    return OSA.distance(first, second, score_cutoff=allowed) <= allowed
