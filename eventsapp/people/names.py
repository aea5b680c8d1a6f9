"""Names as they are searched. What is shown and stored is never changed."""

import re
import unicodedata

from anyascii import anyascii

LONGEST_WORD = 100
# Chinese signs and Korean syllables; of a word without spaces so many begin words of their own.
_SYLLABIC = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
MOST_SIGNS = 40
# So many words are looked for, and so many parts of each: a database asked for hundreds is lost.
MOST_WORDS, MOST_PARTS = 8, 4
_TITLES = (
    "mr mrs ms mx miss sir dame dr prof professor eng ing arq lic h.e he hon amb m mme mlle sr sra "
    "srta dipl.-ing phd frau herr"
)
TITLES = frozenset(_TITLES.split())
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def fold_name(name: str) -> str:
    """Return a name as it is compared: no marks, lower case, single spaces (`Karen Laßmann` →
    `karen lassmann`).

    ß, ł, ø, đ and other scripts become their plain Latin letters. Two names that fold alike are not
    therefore one person.
    """
    composed = unicodedata.normalize("NFKC", name)
    return " ".join(anyascii(composed).casefold().split())


def sort_key(printed_name: str, family_name: str | None, given_name: str | None) -> str:
    """Return the key by which a person stands in every list, on screen, in print and in files.

    The family name leads where it is known, then the given name; else the printed name as it is,
    without the titles in front of it (`Prof. Dr. Ralf Müller` stands as `ralf muller`, and under
    M once the family name is known). Source: pretix/pretix #978.
    """
    known = " ".join(part for part in (family_name, given_name) if part)
    return fold_name(known if family_name else without_titles(printed_name))[:600]


def given_key(printed_name: str, family_name: str | None, given_name: str | None) -> str:
    """Return the key of the order by given name: the given name leads where it is known, else the
    printed name without the titles in front of it."""
    known = " ".join(part for part in (given_name, family_name) if part)
    return fold_name(known if given_name else without_titles(printed_name))[:600]


def without_titles(name: str) -> str:
    """Return a name without the titles that stand in front of it; a title alone stays a name."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in TITLES:
        words.pop(0)
    return " ".join(words)


def name_words(name: str) -> set[str]:
    """Return the folded words by which a name is found.

    Parts of a name with hyphens count alone and together; ü is found as u and as ue, since people
    in one country write Mueller for Müller and elsewhere Muller.
    """
    composed = unicodedata.normalize("NFC", name)
    words: set[str] = set()
    for folded in (fold_name(composed), fold_name(composed.translate(_GERMAN))):
        for word in folded.split():
            parts = re.findall(r"[a-z0-9]+", word)
            words.update(parts)
            words.add("".join(parts))
    return {word[:LONGEST_WORD] for word in words if word}


def kept_words(name: str) -> set[str]:
    """Return the words that are kept of a name, so that each of them finds it.

    Chinese and Korean write no spaces, or none inside a given name: there every sign begins a
    word, so that `李明` is found as li ming, as ming and as 明 (`liming` and `ming` are kept).
    """
    composed = unicodedata.normalize("NFKC", name)
    rests = (
        word[place:]
        for word in composed.split()
        for place, sign in enumerate(word[:MOST_SIGNS])
        if place and _SYLLABIC.match(sign)
    )
    return name_words(name).union(*map(name_words, rests))


def searched_words(typed: str) -> list[list[list[str]]]:
    """Return what to look for: for each typed word the ways to read it, each a list of parts.

    A person fits if for every typed word one way fits, and a way if each of its parts begins a
    word of a name. `Müller-Groß` may be read as muller + gross or as mueller + gross.
    """
    return [ways for word in words_typed(typed) if (ways := _ways(word))]


def words_typed(typed: str) -> list[str]:
    """Return the first words that were typed, each once."""
    return list(dict.fromkeys(typed.split()))[:MOST_WORDS]


def _ways(word: str) -> list[list[str]]:
    composed = unicodedata.normalize("NFC", word)
    ways = []
    for folded in (fold_name(composed), fold_name(composed.translate(_GERMAN))):
        parts = [part[:LONGEST_WORD] for part in re.findall(r"[a-z0-9]+", folded)]
        if parts and parts[:MOST_PARTS] not in ways:
            ways.append(parts[:MOST_PARTS])
    return ways
