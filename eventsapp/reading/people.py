"""The people of a record: who is certainly one person, who may be, whom to ask about."""

import unicodedata
from dataclasses import dataclass
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import OSA

from eventsapp.reading.structure import Day, Doubt, MeetingFacts, Named

# Beginnings of names that are often mistyped by swapping two letters.
_USUAL_BEGINNINGS = ("abdel", "abdul", "mohamm", "muhamm")
_SHORTEST_FOR_TYPOS = 8
# Each name is laid beside every other; minutes name some dozens.
MOST_COMPARED = 1_000


@dataclass(frozen=True)
class Appearance:
    """Where somebody is named: day and room are None for the meeting as a whole, or the plenary."""

    day: int | None
    room: int | str | None
    role: str
    round: int | None = None


@dataclass(frozen=True)
class SeenPerson:
    """One person: the first spelling, all spellings, every appearance, the line of the first."""

    canonical: str
    spellings: tuple[str, ...]
    appearances: tuple[Appearance, ...]
    line: int
    title: str | None = None
    remark: str | None = None


def same_key(name: str) -> str:
    """Return a name as it is compared: only letter case and white space do not count."""
    return " ".join(unicodedata.normalize("NFC", name).split()).lower()


def seen_people(meeting: MeetingFacts, days: tuple[Day, ...]) -> list[SeenPerson]:
    """Return the people of a record in the order in which they are first named.

    Two spellings are one person only where they differ in nothing but letter case or white space.
    """
    groups: dict[str, list[tuple[Named, Appearance]]] = {}
    for named, appearance in _appearances(meeting, days):
        groups.setdefault(same_key(named.name), []).append((named, appearance))
    return [_person(group) for group in groups.values()]


def _appearances(meeting: MeetingFacts, days: tuple[Day, ...]) -> list[tuple[Named, Appearance]]:
    found = [(named, Appearance(None, None, named.role)) for named in meeting.people]
    for day in days:
        found += [(named, Appearance(day.number, None, named.role)) for named in day.people]
        for room in day.rooms:
            found += [
                (named, Appearance(day.number, room.label, named.role, room.round))
                for named in room.people
            ]
    return found


def _person(group: list[tuple[Named, Appearance]]) -> SeenPerson:
    first = group[0][0]
    return SeenPerson(
        canonical=first.name,
        spellings=tuple(dict.fromkeys(named.name for named, _appearance in group)),
        appearances=tuple(appearance for _named, appearance in group),
        line=first.line,
        title=next((named.title for named, _appearance in group if named.title), None),
        remark=next((named.remark for named, _appearance in group if named.remark), None),
    )


def people_doubts(people: list[SeenPerson]) -> list[Doubt]:
    """Return what has to be asked about people: one name only, look-alikes, likely slips."""
    doubts: list[Doubt] = []
    for person in people:
        doubts += _name_doubts(person)
        doubts += _placed_twice(person)
    if len(people) > MOST_COMPARED:
        text = f"There are {len(people)} names, too many to look for the same person twice."
        return [*doubts, Doubt("not-compared", text)]
    keys = {person.canonical: folded_words(person.canonical) for person in people}
    for first, second in combinations(people, 2):
        why = _likeness(keys[first.canonical], keys[second.canonical])
        if why:
            text = (
                f"“{first.canonical}” and “{second.canonical}” may be the same person: {why}. "
                "They were kept apart."
            )
            doubts.append(Doubt("same-person?", text, second.line))
    return doubts


def _name_doubts(person: SeenPerson) -> list[Doubt]:
    name, doubts = person.canonical, []
    if len(name.split()) == 1 and not _writes_no_spaces(name):
        text = f"“{name}” is one name only. Find out the full name for letters and badges."
        doubts.append(Doubt("one-name-person", text, person.line))
    if any(letter in '<>{}=|\\"@' or letter.isdigit() for letter in name) or len(name) > 100:
        text = f"“{name}” does not look like a name. Correct it or leave it out."
        doubts.append(Doubt("name-unusual", text, person.line))
    meant = _usual_spelling(name)
    if meant:
        text = f"“{name}” may be a slip for “{meant}”. It was kept as written."
        doubts.append(Doubt("possible-misspelling", text, person.line))
    return doubts


def _writes_no_spaces(name: str) -> bool:
    """Chinese, Japanese and Korean names stand without a space between their parts."""
    return len(name) > 1 and all("\u2e80" <= letter <= "\ud7ff" for letter in name)


def _usual_spelling(name: str) -> str | None:
    """Return the name with two letters swapped back, where that begins as names usually do."""
    for word in name.split():
        lower = word.lower()
        if lower.startswith(_USUAL_BEGINNINGS):
            continue
        for at in range(min(len(word) - 1, 5)):
            swapped = lower[:at] + lower[at + 1] + lower[at] + lower[at + 2 :]
            if swapped.startswith(_USUAL_BEGINNINGS):
                return name.replace(
                    word, swapped.capitalize() if word[:1].isupper() else swapped, 1
                )
    return None


def _placed_twice(person: SeenPerson) -> list[Doubt]:
    for first, second in combinations(person.appearances, 2):
        if first.round is None or first.round != second.round:
            continue
        where = (
            f"twice in room {first.room}"
            if first.room == second.room
            else f"in rooms {first.room} and {second.room} at the same time"
        )
        text = f"“{person.canonical}” is named {where}. Decide which place is right."
        return [Doubt("placed-twice", text, person.line)]
    return []


def folded_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain letters and lower case, punctuation gone."""
    plain = anyascii(unicodedata.normalize("NFC", name)).lower()
    kept = "".join(letter if letter.isalnum() else " " for letter in plain.replace("'", ""))
    return tuple(kept.split())


def _likeness(a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
    """Say why two names may belong to one person; None where nothing suggests it."""
    if not a or not b:
        return None
    if a == b:
        return "they differ only in accents or punctuation"
    if sorted(a) == sorted(b):
        return "the same names in another order"
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < len(longer) and set(shorter) <= set(longer):
        return "one is the other with a name left out"
    if len(a) == len(b) > 1 and _initials_fit(a, b):
        return "one has an initial where the other has a name"
    whole_a, whole_b = " ".join(a), " ".join(b)
    if min(len(whole_a), len(whole_b)) >= _SHORTEST_FOR_TYPOS and len(a) == len(b):
        changes = OSA.distance(whole_a, whole_b)
        if changes <= (1 if len(whole_a) < 12 else 2):
            return "they differ by a letter or two"
    return None


def _initials_fit(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return all(
        x == y or (len(x) == 1 and y.startswith(x)) or (len(y) == 1 and x.startswith(y))
        for x, y in zip(a, b, strict=True)
    )
