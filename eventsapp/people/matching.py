"""Who may be entered twice: candidates among many people, and who is meant by a row of a sheet."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from eventsapp.people.likeness import skeleton
from eventsapp.people.reasons import Known, Reason, are_candidates, reasons

__all__ = (
    "Group", "Index", "Known", "Match", "Pair", "Reason", "are_candidates", "build_index",
    "candidates", "groups", "looks_like", "reasons",
)  # fmt: skip

# A name that more people bear says little: then only people of one organisation are compared.
MOST_OF_ONE_NAME = 10
# So many people of one organisation who share a word share nothing else by it.
MOST_OF_ONE_WORD = 200
_SHORTEST_CHANGED = 4


@dataclass(frozen=True)
class Match:
    """Somebody who may be meant, and why."""

    person_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, the lower number first, and why."""

    a_id: int
    b_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Group:
    """People of whom each may be one with another of the group."""

    ids: tuple[int, ...]
    pairs: tuple[Pair, ...]


@dataclass
class Index:
    """People by what they can be found by, so that nobody is laid beside everybody."""

    people: dict[int, Known] = field(default_factory=dict)
    # People by a name, an address or a number that must be the same.
    same: dict[str, list[int]] = field(default_factory=dict)
    # By all words of a name but one: the people by that one.
    but_one: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    of_organization: dict[str, list[int]] = field(default_factory=dict)
    _words_in: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def add(self, person: Known) -> None:
        """Enter one person."""
        self.people[person.id] = person
        for key in _same_keys(person):
            self.same.setdefault(key, []).append(person.id)
        for others, word in _changed_keys(person):
            self.but_one.setdefault(others, {}).setdefault(word, []).append(person.id)
        for organization in person.organizations:
            self.of_organization.setdefault(organization, []).append(person.id)

    def like(self, known: Known) -> list[Match]:
        """Return the people who may be meant by what is known of somebody, with the reasons.

        `known` need not be in the index; whoever has its number in the index is found too.
        """
        near: dict[int, None] = {}
        for key in _same_keys(known):
            near.update(dict.fromkeys(self._few(self.same.get(key, ()), known)))
        for others, word in _changed_keys(known):
            words = self.but_one.get(others, {})
            for other in _slips_of(word, words.keys()) if words else ():
                near.update(dict.fromkeys(self._few(words[other], known)))
        for organization in known.organizations & self.of_organization.keys():
            blocks = self.words_in(organization)
            for key in _weak_keys(known):
                near.update(dict.fromkeys(blocks.get(key, ())))
        found = ((one, reasons(self.people[one], known)) for one in near)
        return [
            Match(one, tuple(why))
            for one, why in found
            if are_candidates(self.people[one], known, why)
        ]

    def words_in(self, organization: str) -> dict[str, list[int]]:
        """Return the people of an organisation by what a weak likeness needs to share."""
        if organization not in self._words_in:
            blocks: dict[str, list[int]] = {}
            for one in self.of_organization[organization]:
                for key in _weak_keys(self.people[one]):
                    blocks.setdefault(key, []).append(one)
            self._words_in[organization] = {
                key: ids for key, ids in blocks.items() if len(ids) <= MOST_OF_ONE_WORD
            }
        return self._words_in[organization]

    def _few(self, ids: Collection[int], known: Known) -> Iterable[int]:
        """Leave out, of people whose name many bear, those of other organisations."""
        if len(ids) <= MOST_OF_ONE_NAME:
            return ids
        return (one for one in ids if self.people[one].organizations & known.organizations)


def build_index(people: Iterable[Known]) -> Index:
    """Return the index of these people."""
    index = Index()
    for person in people:
        index.add(person)
    return index


def looks_like(name: str, email: str | None, organization: str | None, index: Index) -> list[Match]:
    """Return who may be meant by a name, an address and an organisation, as a row states them."""
    known = Known(
        id=0,
        names=(name,),
        addresses=(email,) if email else (),
        organization_names=(organization,) if organization else (),
    )
    return index.like(known)


def _same_keys(person: Known) -> set[str]:
    keys = {f"@{mailbox}" for mailbox in person.mailboxes}
    keys |= {f"+{person.phone_key}"} if person.phone_key else set()
    for shape in person.shapes:
        keys.add(shape.joined)
        if len(shape.words) > 1:
            keys.add(" ".join(sorted(shape.words)))
    return keys


def _changed_keys(person: Known) -> set[tuple[str, str]]:
    """Return each longer word of the names, with the other words beside it."""
    keys = set()
    for shape in person.shapes:
        for at, word in enumerate(shape.words):
            if len(word) >= _SHORTEST_CHANGED:
                others = sorted(shape.words[:at] + shape.words[at + 1 :])
                keys.add((" ".join(others), word))
    return keys


def _weak_keys(person: Known) -> set[str]:
    keys: set[str] = set()
    for shape in person.shapes:
        keys.update(word for word in shape.words if len(word) > 1)
        bones = skeleton(shape.latin)
        # A consonant may be written or not at either end, not at both.
        keys.update((f"={bones[:2]}", f"={bones[-2:]}"))
    return keys


def _slips_of(word: str, words: Collection[str]) -> list[str]:
    return [
        other
        for other, distance, _at in process.extract(
            word, words, scorer=OSA.distance, processor=None, score_cutoff=1, limit=None
        )
        if distance
    ]


def candidates(
    people: Iterable[Known], apart: Collection[tuple[int, int]] = frozenset()
) -> list[Pair]:
    """Return every two people who may be one, in the order of their numbers.

    `apart` are pairs, lower number first, of whom somebody said that they are not one.
    """
    index = build_index(people)
    seen: set[tuple[int, int]] = set(apart)
    found = []
    for a_id, b_id in _beside_each_other(index):
        key = (a_id, b_id) if a_id < b_id else (b_id, a_id)
        if a_id == b_id or key in seen:
            continue
        seen.add(key)
        a, b = index.people[key[0]], index.people[key[1]]
        why = reasons(a, b)
        if are_candidates(a, b, why):
            found.append(Pair(*key, tuple(why)))
    return sorted(found, key=lambda pair: (pair.a_id, pair.b_id))


def _beside_each_other(index: Index) -> Iterator[tuple[int, int]]:
    """Yield every two people who share a key; some of them several times."""
    for ids in index.same.values():
        if len(ids) > 1:
            yield from _pairs_of(index, ids)
    for words in index.but_one.values():
        if len(words) > 1:
            yield from _with_slips(index, words)
    for organization, members in index.of_organization.items():
        if len(members) > 1:
            for ids in index.words_in(organization).values():
                yield from combinations(ids, 2)


def _pairs_of(index: Index, ids: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of people of one name; of many, only those within one organisation."""
    if len(ids) <= MOST_OF_ONE_NAME:
        yield from combinations(ids, 2)
        return
    members: dict[str, list[int]] = {}
    for one in ids:
        for organization in index.people[one].organizations:
            members.setdefault(organization, []).append(one)
    for colleagues in members.values():
        yield from combinations(colleagues, 2)


def _with_slips(index: Index, words: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Yield the people whose names differ by one letter of one word.

    Two words that differ by one letter have a shorter form in common, or one is that form.
    """
    shortened: dict[str, list[str]] = {}
    for word in words:
        for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            shortened.setdefault(form, []).append(word)
    for alike in shortened.values():
        for first, second in combinations(alike, 2):
            yield from _across(index, words[first], words[second])


def _across(index: Index, first: list[int], second: list[int]) -> Iterator[tuple[int, int]]:
    is_common = len(first) > MOST_OF_ONE_NAME or len(second) > MOST_OF_ONE_NAME
    for a in first:
        for b in second:
            if not is_common or index.people[a].organizations & index.people[b].organizations:
                yield a, b


def groups(pairs: Iterable[Pair]) -> list[Group]:
    """Return the people who hang together by pairs, in the order of their lowest numbers."""
    leader: dict[int, int] = {}

    def led_by(one: int) -> int:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    kept = list(pairs)
    for pair in kept:
        a, b = sorted((led_by(pair.a_id), led_by(pair.b_id)))
        leader[b] = a
    together: dict[int, list[Pair]] = {}
    for pair in kept:
        together.setdefault(led_by(pair.a_id), []).append(pair)
    return [
        Group(tuple(sorted({one for p in found for one in (p.a_id, p.b_id)})), tuple(found))
        for _first, found in sorted(together.items())
    ]
