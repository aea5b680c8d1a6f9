"""Rules for rooms as an organiser says them, and which of them count today. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from eventsapp.rounds.attributes import Facts, Known, count_known

APART, TOGETHER, AT_LEAST = "apart", "together", "at_least"
KINDS = (APART, TOGETHER, AT_LEAST)


@dataclass(frozen=True)
class Rule:
    """One rule: two people by number, or at least so many with a value in each room.

    `rounds` are the numbers of the rounds in which it holds; None is all of them.
    """

    id: int
    kind: str
    people: tuple[int, ...] = ()
    attribute: str = ""
    value: str = ""
    least: int = 1
    rounds: tuple[int, ...] | None = None
    is_on: bool = True


class Why(Enum):
    """Why a rule does not count, or that it does."""

    COUNTS = "counts"
    SWITCHED_OFF = "switched off"
    GONE = "somebody left"
    UNKNOWN = "known of nobody"
    TOO_FEW = "known of too few"
    NO_ROUND = "its rounds are gone"


@dataclass(frozen=True)
class Standing:
    """Whether a rule counts today and why not: who left it, and of how many its attribute is
    known. `needed` is how many people with the value its largest round needs."""

    rule: Rule
    why: Why
    gone: tuple[int, ...] = ()
    known: Known | None = None
    needed: int = 0
    against: tuple[int, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the rule is kept by the search and the board."""
        return self.why is Why.COUNTS


def standings(
    rules: Iterable[Rule], people: Collection[Facts], open_rooms: Mapping[int, int]
) -> list[Standing]:
    """Return how each rule stands; `open_rooms` counts the rooms of each round by its number.

    A rule about two people counts while both take part. A rule about an attribute counts only those
    of whom it is known. It is off while that is nobody, and while those who are known to have the
    value are too few for the rooms and enough of the others may have it: then it cannot be kept
    by what is known, and is no reason to place nobody.
    """
    rules = list(rules)
    there = {one.person_id for one in people}
    found = [_standing(rule, people, there, open_rooms) for rule in rules]
    return _with_contradictions(found)


def _standing(
    rule: Rule, people: Collection[Facts], there: set[int], open_rooms: Mapping[int, int]
) -> Standing:
    if rule.kind in (APART, TOGETHER):
        gone = tuple(one for one in rule.people if one not in there)
        why = Why.GONE if gone else Why.COUNTS
        return Standing(rule, why if rule.is_on or gone else Why.SWITCHED_OFF, gone)
    known = count_known(people, rule.attribute, rule.value)
    rounds = [one for one in open_rooms if rule.rounds is None or one in rule.rounds]
    needed = rule.least * max((open_rooms[one] for one in rounds), default=0)
    return Standing(rule, _why(rule, known, needed, bool(rounds)), (), known, needed)


def _why(rule: Rule, known: Known, needed: int, has_round: bool) -> Why:
    if not rule.is_on:
        return Why.SWITCHED_OFF
    if rule.rounds is not None and not has_round:
        return Why.NO_ROUND
    if not known.known:
        return Why.UNKNOWN
    if known.having < needed <= known.having + known.unknown:
        return Why.TOO_FEW
    return Why.COUNTS


def _with_contradictions(found: list[Standing]) -> list[Standing]:
    """Say at each rule that keeps two people apart which rules want the same two together."""
    by_pair: dict[tuple[str, frozenset[int]], list[int]] = {}
    for one in found:
        if one.counts and one.rule.people:
            by_pair.setdefault((one.rule.kind, frozenset(one.rule.people)), []).append(one.rule.id)
    other = {APART: TOGETHER, TOGETHER: APART}
    return [
        Standing(
            one.rule,
            one.why,
            one.gone,
            one.known,
            one.needed,
            tuple(by_pair.get((other[one.rule.kind], frozenset(one.rule.people)), ())),
        )
        if one.counts and one.rule.kind in other
        else one
        for one in found
    ]
