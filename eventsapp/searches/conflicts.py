"""Rules that contradict each other, each in a sentence with names, and what would help. Pure.

Sentences are patterns for the translator and the facts that fill them in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventsapp.placing.problem import Problem, Quota, RoomSpec
from eventsapp.translation import N_

APART = N_("%(first)s and %(second)s are not to be in one room.")
TOGETHER = N_("%(first)s and %(second)s are to be in one room.")
AT_LEAST = N_("Every room has at least %(least)s with %(attribute)s “%(value)s”.")
AT_LEAST_IN = N_("Every room of %(rounds)s has at least %(least)s with %(attribute)s “%(value)s”.")
MOST = N_("%(room)s takes at most %(most)s people.")
LEAST = N_("%(room)s needs at least %(least)s people.")
LANGUAGE = N_("In %(room)s everybody can work in one of its languages: %(languages)s.")
MODERATOR = N_("%(first)s moderates %(room)s.")
NOTE_TAKER = N_("%(first)s takes the notes in %(room)s.")
LOCK = N_("%(first)s is locked to %(room)s.")
PLACE = N_("%(first)s needs a room in every round that they attend.")
AWAY = N_("%(first)s attends only some of the rounds.")
OTHER = N_("A rule of the rounds: %(id)s.")

SWITCH_OFF = N_("Switch this rule off and search again: %(rule)s")
LOWER = N_("Ask for %(to)s instead of %(least)s, and search again: %(rule)s")
RAISE_MOST = N_("Let %(room)s take %(to)s people instead of %(most)s, and search again")
LOWER_LEAST = N_("Let %(room)s begin with %(to)s people instead of %(least)s, and search again")
ANY_LANGUAGE = N_("Ask for no common language in %(room)s, and search again")
UNLOCK = N_("Unlock %(first)s from %(room)s, and search again")
# The kinds of change that a button can make.
OFF, LESS, MORE_SEATS, FEWER_SEATS, LANGUAGES, UNLOCKED = (
    "off", "lower", "raise", "least", "languages", "unlock",
)  # fmt: skip
ATTRIBUTES = {
    "gender": N_("gender"),
    "region": N_("region"),
    "sector": N_("category"),
    "category": N_("category"),
}

Words = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Names:
    """How people, rooms and rounds are called, by the texts by which the engine knows them."""

    people: Mapping[str, str]
    rooms: Mapping[str, str]
    rounds: Mapping[str, str]

    def person(self, name: str) -> str:
        """Return how somebody is called."""
        return self.people.get(name, name)

    def room(self, name: str) -> str:
        """Return how a room is called."""
        return self.rooms.get(name, name)


@dataclass(frozen=True)
class Change:
    """One change that would make a plan possible: what a button does to which rule, its words."""

    kind: str
    id: str
    to: int | None
    words: Words


def to_kept_conflict(conflict: Any) -> dict[str, Any]:
    """Return what the engine says of a contradiction as it is kept with a search."""
    if conflict is None:
        return {"core": [], "changes": []}
    return {
        "core": list(conflict.core),
        "changes": [
            {"kind": one.kind, "id": one.id, "facts": dict(one.facts)}
            for one in conflict.relaxations
        ],
    }


def rules_in_words(problem: Problem, core: list[str], names: Names) -> list[Words]:
    """Return a sentence for each rule of a contradiction."""
    return [rule_in_words(problem, one, names) for one in core]


def rule_in_words(problem: Problem, name: str, names: Names) -> Words:
    """Return the sentence of one rule, found by its id."""
    kind, _, about = name.partition(":")
    for pattern, pairs in ((APART, problem.apart), (TOGETHER, problem.together)):
        for pair in pairs:
            if pair.id == name:
                first, second = map(names.person, pair.people)
                return pattern, {"first": first, "second": second}
    for quota in problem.quotas:
        if quota.id == name:
            return _quota_in_words(problem, quota, names)
    for lock in problem.locks:
        if lock.id == name:
            return LOCK, {"first": names.person(lock.person), "room": names.room(lock.room)}
    room = _room(problem, about)
    if room is not None and kind in {"max", "min", "lang", "moderator", "note_taker"}:
        return _room_in_words(kind, room, names)
    if kind in {"place", "avail"}:
        return (PLACE if kind == "place" else AWAY), {"first": names.person(about)}
    return OTHER, {"id": name}


def _quota_in_words(problem: Problem, quota: Quota, names: Names) -> Words:
    facts = {
        "least": quota.least,
        "attribute": ATTRIBUTES.get(quota.attribute, quota.attribute),
        "value": quota.value,
    }
    if quota.rounds is None:
        return AT_LEAST, facts
    rounds = [problem.rounds[number].id for number in quota.rounds]
    return AT_LEAST_IN, {**facts, "rounds": ", ".join(names.rounds.get(one, one) for one in rounds)}


def _room_in_words(kind: str, room: RoomSpec, names: Names) -> Words:
    called = names.room(room.id)
    if kind == "max":
        return MOST, {"room": called, "most": room.most}
    if kind == "min":
        return LEAST, {"room": called, "least": room.least}
    if kind == "lang":
        return LANGUAGE, {"room": called, "languages": ", ".join(room.languages)}
    person = room.moderator if kind == "moderator" else room.note_taker
    pattern = MODERATOR if kind == "moderator" else NOTE_TAKER
    return pattern, {"first": names.person(person or ""), "room": called}


def _room(problem: Problem, name: str) -> RoomSpec | None:
    return next((one[name] for one in problem.room_of if name in one), None)


def changes_in_words(
    problem: Problem, kept: Sequence[Mapping[str, Any]], names: Names
) -> list[Change]:
    """Return the changes that a button can make, each with its sentence."""
    found = []
    for one in kept:
        name, to = str(one["id"]), one.get("facts", {}).get("to")
        kind = name.partition(":")[0]
        rule = rule_in_words(problem, name, names)
        if kind == "max":
            found.append(Change(MORE_SEATS, name, to, (RAISE_MOST, {**rule[1], "to": to})))
        elif kind == "min":
            found.append(Change(FEWER_SEATS, name, to, (LOWER_LEAST, {**rule[1], "to": to})))
        elif kind == "lang":
            found.append(Change(LANGUAGES, name, None, (ANY_LANGUAGE, rule[1])))
        elif kind == "lock":
            found.append(Change(UNLOCKED, name, None, (UNLOCK, rule[1])))
        elif kind == "quota" and to:
            facts = {"to": to, "least": rule[1].get("least"), "rule": rule}
            found.append(Change(LESS, name, to, (LOWER, facts)))
        elif kind in {"quota", "apart", "together"}:
            found.append(Change(OFF, name, None, (SWITCH_OFF, {"rule": rule})))
    return found
