"""Rules that contradict each other, what would help, and moves: the facts, and their sentences.

Pure and light, so that pages may use it. The sentences are patterns for the translator; `Say`
has the words of a reader.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eventsapp.translation import N_

APART = N_("%(first)s and %(second)s apart")
TOGETHER = N_("%(first)s and %(second)s together")
LOCK = N_("%(first)s in %(room)s in %(round)s")
PAST = N_("%(first)s was in %(room)s in %(round)s")
QUOTA = N_("At least %(number)s %(value)s in every room")
QUOTA_OF_ROUNDS = N_("At least %(number)s %(value)s in every room of %(rounds)s")
LEAST = N_("%(room)s needs at least %(number)s")
MOST = N_("%(room)s takes at most %(number)s")
LANGUAGE = N_("One language for everybody in %(room)s (%(languages)s)")
MODERATOR = N_("%(first)s moderates in %(room)s")
NOTE_TAKER = N_("%(first)s takes notes in %(room)s")
RULES = {
    "apart": APART, "together": TOGETHER, "lock": LOCK, "past": PAST, "quota": QUOTA,
    "min": LEAST, "max": MOST, "lang": LANGUAGE, "moderator": MODERATOR, "note_taker": NOTE_TAKER,
}  # fmt: skip

QUOTED = N_("“%(rule)s”")
AND = N_("%(some)s and %(last)s")
ONE_CANNOT_HOLD = N_("%(rules)s cannot hold: there is no placement that keeps it.")
TWO_CANNOT_HOLD = N_("%(rules)s cannot both hold.")
CANNOT_ALL_HOLD = N_("%(rules)s cannot all hold.")
NO_ROOM = N_("There is a round without a room for the people who attend it. Add a room.")

LET_MEET = N_("Let %(first)s and %(second)s be in one room.")
LET_PART = N_("Let %(first)s and %(second)s be in different rooms.")
UNLOCK = N_("Let %(first)s go to another room in %(round)s.")
LOWER_QUOTA = N_("Ask for at least %(to)s %(value)s in every room instead of %(number)s.")
DROP_QUOTA = N_("Do without a smallest number of %(value)s in every room.")
LOWER_LEAST = N_("Let %(room)s begin with %(to)s people instead of %(number)s.")
RAISE_MOST = N_("Let %(room)s take %(to)s people instead of %(number)s.")
ANY_LANGUAGE = N_("Let people without a common language share %(room)s.")
OTHER_MODERATOR = N_("Choose another moderator for %(room)s.")
OTHER_NOTE_TAKER = N_("Choose another note-taker for %(room)s.")
HELP = {
    "apart": LET_MEET, "together": LET_PART, "lock": UNLOCK, "quota": LOWER_QUOTA,
    "min": LOWER_LEAST, "max": RAISE_MOST, "lang": ANY_LANGUAGE, "moderator": OTHER_MODERATOR,
    "note_taker": OTHER_NOTE_TAKER,
}  # fmt: skip

MOVES = N_("%(first)s moves from %(old)s to %(room)s in %(round)s: %(why)s.")
TAKES_SEAT = N_("%(first)s joins %(room)s in %(round)s: %(why)s.")
WHY = {
    "late": N_("they were not placed before"),
    "closed": N_("%(old)s is closed"),
    "too-few": N_("%(room)s had %(have)s people and needs %(need)s"),
    "too-many": N_("%(old)s had %(have)s people and takes %(need)s"),
    "quota": N_("%(room)s had %(have)s %(value)s and needs %(need)s"),
    "lock": N_("they are to be in %(room)s"),
    "moderator": N_("they moderate in %(room)s"),
    "note_taker": N_("they take notes in %(room)s"),
    "together": N_("they are to be together with %(other)s"),
    "apart": N_("they are not to be in one room with %(other)s"),
    "lang": N_("they do not speak the language of %(old)s"),
    "makes-place": N_("this makes a place in %(old)s"),
    "fills-place": N_("this fills the place that others leave in %(room)s"),
    "better": N_("the rooms are better mixed so"),
}


def _id(name: str) -> str:
    return name


def _round(number: int) -> str:
    return f"round {number + 1}"


def _value(_attribute: str, value: str) -> str:
    return value


@dataclass(frozen=True)
class Say:
    """How a reader hears of things. `translate(pattern, **facts)` fills a pattern in.

    `round` names a round by its place ("round 2"), `value` says several with it ("women").
    """

    translate: Callable[..., str] = lambda pattern, **facts: pattern % facts
    person: Callable[[str], str] = _id
    room: Callable[[str], str] = _id
    round: Callable[[int], str] = _round
    value: Callable[[str, str], str] = _value
    language: Callable[[str], str] = _id

    def row(self, words: Iterable[str]) -> str:
        """Return words as a row: a, b and c."""
        *some, last = words
        if not some:
            return last
        return self.translate(AND, some=", ".join(some), last=last)


@dataclass(frozen=True)
class Rule:
    """One rule of a problem, by the id that the checker gives it, and what it is about."""

    id: str
    kind: str
    people: tuple[str, ...] = ()
    room: str | None = None
    round: int | None = None
    rounds: tuple[int, ...] | None = None
    attribute: str | None = None
    value: str | None = None
    number: int | None = None
    languages: tuple[str, ...] = ()

    def facts(self, say: Say) -> dict[str, Any]:
        """Return what a pattern says of the rule."""
        facts: dict[str, Any] = {"number": self.number}
        facts |= dict(zip(("first", "second"), map(say.person, self.people), strict=False))
        if self.room is not None:
            facts["room"] = say.room(self.room)
        if self.round is not None:
            facts["round"] = say.round(self.round)
        if self.rounds:
            facts["rounds"] = say.row(map(say.round, self.rounds))
        if self.attribute is not None and self.value is not None:
            facts["value"] = say.value(self.attribute, self.value)
        if self.languages:
            facts["languages"] = ", ".join(map(say.language, self.languages))
        return facts

    def worded(self, say: Say) -> str:
        """Return the rule in words, without quotation marks and full stop."""
        pattern = QUOTA_OF_ROUNDS if self.kind == "quota" and self.rounds else RULES[self.kind]
        return say.translate(pattern, **self.facts(say))


@dataclass(frozen=True)
class Relaxation:
    """A change after which there is a plan; with everything in `also`, where one is not enough.

    `kind` and `id` are those of the rule that gives way; `to` is its new number, None: it goes.
    `cost` says how much is given up, to put the smallest first.
    """

    kind: str
    id: str
    facts: Rule
    to: int | None = None
    cost: int = 1
    also: tuple["Relaxation", ...] = ()

    def worded(self, say: Say) -> str:
        """Return the change as sentences for the button."""
        pattern = DROP_QUOTA if self.kind == "quota" and not self.to else HELP[self.kind]
        own = say.translate(pattern, to=self.to, **self.facts.facts(say))
        return " ".join([own, *(other.worded(say) for other in self.also)])


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot all hold, though any of them may be left out, and what would help.

    Not minimal: time ran out before all that is beside the point was left out. `relaxations` are
    each enough by themselves, the smallest first.
    """

    core: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    is_minimal: bool = True

    def worded(self, say: Say) -> str:
        """Return the sentence that names the rules."""
        if not self.rules:
            return say.translate(NO_ROOM)
        quoted = [say.translate(QUOTED, rule=rule.worded(say)) for rule in self.rules]
        pattern = {1: ONE_CANNOT_HOLD, 2: TWO_CANNOT_HOLD}.get(len(quoted), CANNOT_ALL_HOLD)
        return say.translate(pattern, rules=say.row(quoted))


@dataclass(frozen=True)
class Reason:
    """Why somebody moves: what is wrong where, as numbers and ids."""

    kind: str
    have: int | None = None
    need: int | None = None
    other: str | None = None
    attribute: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Move:
    """A person who is in another room than before in one round; `old` None: in none before."""

    person: str
    round: int
    old: str | None
    new: str
    why: Reason

    def worded(self, say: Say) -> str:
        """Return who moves where and why."""
        why, facts = self.why, {"first": say.person(self.person), "room": say.room(self.new)}
        facts["round"] = say.round(self.round)
        if self.old is not None:
            facts["old"] = say.room(self.old)
        if why.other is not None:
            facts["other"] = say.person(why.other)
        if why.attribute is not None and why.value is not None:
            facts["value"] = say.value(why.attribute, why.value)
        reason = say.translate(WHY[why.kind], have=why.have, need=why.need, **facts)
        pattern = TAKES_SEAT if self.old is None else MOVES
        return say.translate(pattern, why=reason, **facts)


def conflict_from_json(stored: Mapping[str, Any]) -> Conflict:
    """Return the conflict that `dataclasses.asdict` and JSON stored."""
    return Conflict(
        tuple(stored["core"]),
        tuple(_rule(one) for one in stored["rules"]),
        tuple(relaxation_from_json(one) for one in stored["relaxations"]),
        stored["is_minimal"],
    )


def relaxation_from_json(stored: Mapping[str, Any]) -> Relaxation:
    """Return the relaxation that `dataclasses.asdict` and JSON stored."""
    also = tuple(relaxation_from_json(one) for one in stored["also"])
    return Relaxation(**{**stored, "facts": _rule(stored["facts"]), "also": also})


def move_from_json(stored: Mapping[str, Any]) -> Move:
    """Return the move that `dataclasses.asdict` and JSON stored."""
    return Move(**{**stored, "why": Reason(**stored["why"])})


def _rule(stored: Mapping[str, Any]) -> Rule:
    lists = {name: tuple(stored[name]) for name in ("people", "languages")}
    rounds = None if stored["rounds"] is None else tuple(stored["rounds"])
    return Rule(**{**stored, **lists, "rounds": rounds})
