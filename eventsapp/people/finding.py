"""What may be typed to find people by their country: any of its names, whole or begun."""

from bisect import bisect_left
from collections import defaultdict
from functools import cache

from eventsapp.people.countries import countries, country_named
from eventsapp.people.names import name_words

# Shorter beginnings stand for too many countries: "mar" looks for María, not for Morocco.
SHORTEST_BEGINNING = 4
_LESSER = frozenset(["and", "the", "republic", "democratic", "state", "united", "saint", "islands"])


def countries_found(word: str) -> frozenset[str]:
    """Return the codes of the countries that one typed word may mean: the whole name of one in
    whatever language, or the beginning of a word of a name, of four letters or more."""
    found = set()
    named = country_named(word)
    if named is not None and not (len(word) <= 3 and not word.isupper() and word.isascii()):
        found.add(named.code)
    for folded in name_words(word):
        if len(folded) >= SHORTEST_BEGINNING and folded not in _LESSER:
            found |= _beginning_with(folded)
    return frozenset(found)


def _beginning_with(folded: str) -> set[str]:
    words, codes = _by_word()
    found: set[str] = set()
    place = bisect_left(words, folded)
    while place < len(words) and words[place].startswith(folded):
        found |= codes[words[place]]
        place += 1
    return found


@cache
def _by_word() -> tuple[list[str], dict[str, set[str]]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for code, country in countries().items():
        for name in (*country.names.values(), *country.aliases):
            for word in name_words(name):
                codes[word].add(code)
    return sorted(codes), codes
