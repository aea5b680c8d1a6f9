"""What a file says that nobody can know: words no list has, organizations that may be held."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from eventsapp.imports.comparing import Registry
from eventsapp.imports.lines import Line
from eventsapp.people.names import fold_name

# From here on two names of organizations are shown as perhaps one; nobody decides but staff.
LIKE = 88
MOST_CANDIDATES = 5
SHORTEST_WORD = 4
# A word that so many organizations share says nothing.
COMMON = 200


def words_to_ask(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return the words that no list knows, each once with its field and the rows it stands in."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in lines:
        for field, word in line.unknown:
            rows[field, word].append(line.number)
    return [
        {"field": field, "word": word, "rows": numbers} for (field, word), numbers in rows.items()
    ]


def organizations_to_ask(lines: Sequence[Line], registry: Registry) -> list[dict[str, Any]]:
    """Return the organizations of a file that may be held under another name.

    An unknown name is asked where somebody of the row is held with another organization, or where
    it is written nearly like one that is held. All other unknown names are new organizations.
    """
    asked: dict[str, dict[str, Any]] = {}
    unknown: Counter[str] = Counter()
    by_word = _by_word(registry)
    for line in lines:
        name = line.said.get("organization")
        if not name or fold_name(name) in registry.organizations:
            continue
        unknown[name] += 1
        for number, why in _of_the_person(line, registry).items():
            _ask(asked, name)["candidates"].setdefault(number, why)
    for name in unknown:
        for number, why in _written_alike(name, registry, by_word).items():
            _ask(asked, name)["candidates"].setdefault(number, why)
    return [_told(one, unknown[one["name"]], registry) for one in asked.values()]


def _ask(asked: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    return asked.setdefault(name, {"name": name, "candidates": {}})


def _told(one: Mapping[str, Any], rows: int, registry: Registry) -> dict[str, Any]:
    names = dict(registry.organizations.values())
    candidates = [
        {"id": number, "name": names[number], "why": why}
        for number, why in list(one["candidates"].items())[:MOST_CANDIDATES]
    ]
    return {"name": one["name"], "rows": rows, "candidates": candidates}


def _of_the_person(line: Line, registry: Registry) -> dict[int, str]:
    """Return the organizations of the people whom a row may be about by name or address."""
    folded = fold_name(line.said.get("printed_name", ""))
    keys = [address.casefold() for address in line.said.get("addresses", ())]
    ids = [registry.by_address[key] for key in keys if key in registry.by_address]
    ids += registry.by_name.get(folded, []) if folded else []
    held = [registry.people[one] for one in dict.fromkeys(ids)]
    return {
        one.organization_id: f"{one.facts['printed_name']} is held with it."
        for one in held
        if one.organization_id
    }


def _by_word(registry: Registry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for folded in registry.organizations:
        for word in set(folded.split()):
            found[word[:SHORTEST_WORD]].append(folded)
    return found


def _written_alike(
    name: str, registry: Registry, by_word: Mapping[str, list[str]]
) -> dict[int, str]:
    folded = fold_name(name)
    starts = {word[:SHORTEST_WORD] for word in folded.split() if len(word) >= SHORTEST_WORD}
    near = {one for start in starts if len(by_word.get(start, ())) <= COMMON
            for one in by_word.get(start, ())}  # fmt: skip
    found = {}
    for one in sorted(near):
        if fuzz.token_sort_ratio(folded, one) >= LIKE:
            found[registry.organizations[one][0]] = "Written nearly alike."
    return found
