"""Find one person in files and texts, and take one person out of them. Pure."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from eventsapp.people.names import kept_words, searched_words, without_titles

Stored = dict[str, Any]
# A word alone names somebody from so many letters: “An” and “Bo” stand in every text.
SHORTEST_ALONE = 4


def names_anyone(text: str, names: Iterable[str], addresses: Iterable[str]) -> bool:
    """Return whether a text holds all words of one of these names, in whatever order and spelling,
    or one of the addresses, which are in lower case.

    A name of one word counts from four letters.
    """
    plain = text.casefold()
    if any(address in plain for address in addresses):
        return True
    words = kept_words(text)
    return any(_is_in(name, words) for name in names)


def _is_in(name: str, words: Collection[str]) -> bool:
    ways = searched_words(without_titles(name))
    if not ways or (len(ways) == 1 and len(ways[0][0][0]) < SHORTEST_ALONE):
        return False
    return all(any(set(way) <= set(words) for way in ways_of_word) for ways_of_word in ways)


def any_line_names(
    lines: Collection[str], names: Collection[str], addresses: Collection[str]
) -> bool:
    """Return whether one line of many names somebody (see `names_anyone`)."""
    if not names_anyone("\n".join(lines), names, addresses):
        return False
    return any(names_anyone(line, names, addresses) for line in lines)


def replaced(text: str, names: Iterable[str], by: str) -> str:
    """Return a text with other words in place of names and addresses as they stand."""
    for name in sorted(names, key=len, reverse=True):
        whole = rf"(?<!\w){re.escape(name)}(?!\w)"
        text = re.sub(whole, lambda _found: by, text, flags=re.IGNORECASE)
    return text


def without_people(content: Stored, ids: Collection[int]) -> tuple[Stored, int]:
    """Return a published list without the lines of these people, and how many lines went."""
    return _without(content, ids)


def _without(value: Any, ids: Collection[int]) -> tuple[Any, int]:
    if isinstance(value, dict):
        pairs = {key: _without(one, ids) for key, one in value.items()}
        return {key: one for key, (one, _n) in pairs.items()}, sum(n for _one, n in pairs.values())
    if isinstance(value, list):
        kept = [one for one in value if not _names(one, ids)]
        cleaned = [_without(one, ids) for one in kept]
        gone = len(value) - len(kept) + sum(count for _one, count in cleaned)
        return [one for one, _count in cleaned], gone
    return value, 0


def _names(one: Any, ids: Collection[int]) -> bool:
    return isinstance(one, dict) and one.get("person_id") in ids
