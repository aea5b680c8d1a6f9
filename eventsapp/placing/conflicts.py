"""Which rules contradict each other, and the smallest change that makes a plan possible.

Source: Junker, QuickXplain: preferred explanations and relaxations (2004), for the conflict.
"""

import time
from collections.abc import Iterator
from dataclasses import replace

from eventsapp.placing.loosening import loosened, rules_of
from eventsapp.placing.probes import Probes
from eventsapp.placing.problem import Problem
from eventsapp.placing.wording import Conflict, Relaxation, Rule

# What giving up a rule is worth against one seat or one person of a quota.
PRICE = {"apart": 2, "together": 2, "lock": 2, "lang": 6, "moderator": 6, "note_taker": 6}
MOST_CHANGES = 6


def find_conflict(problem: Problem, *, seconds: float) -> Conflict | None:
    """Return rules that cannot all hold and what would help; None where a plan exists.

    The conflict is minimal: without any one of its rules the others can hold. Of several, it is
    one of rules that people wrote rather than of the sizes of rooms. None also if the time was
    too short to tell.
    """
    until = time.perf_counter() + seconds
    probes = Probes(problem, until)
    rules = {rule.id: rule for rule in rules_of(problem)}
    if probes.are_possible(rules):
        return None
    core = _core(probes, list(rules))
    is_minimal = probes.is_in_time
    # The conflict in the order in which its rules hang together reads like a chain.
    named = tuple(rules[one] for one in _as_chain([rules[one] for one in core]))
    return Conflict(
        tuple(rule.id for rule in named), named, _relaxations(problem, named, until), is_minimal
    )


def _core(probes: Probes, ids: list[str]) -> list[str]:
    return _explain(probes, [], False, ids) if probes.are_possible(()) else []


def _explain(probes: Probes, kept: list[str], is_new: bool, ids: list[str]) -> list[str]:
    """Return the smallest part of `ids` that contradicts itself together with `kept`."""
    if is_new and not probes.are_possible(kept):
        return []
    if len(ids) <= 1:
        return ids
    half = len(ids) // 2
    first, second = ids[:half], ids[half:]
    of_second = _explain(probes, kept + first, True, second)
    of_first = _explain(probes, kept + of_second, bool(of_second), first)
    return of_first + of_second


def _as_chain(rules: list[Rule]) -> list[str]:
    """Return the ids so that each shares a person or room with one before, if any does."""
    left, chain = list(rules), list[Rule]()
    about: set[str] = set()
    while left:
        following = next((rule for rule in left if about & _about(rule)), left[0])
        left.remove(following)
        chain.append(following)
        about |= _about(following)
    return [rule.id for rule in chain]


def _about(rule: Rule) -> set[str]:
    return set(rule.people) or ({rule.room} if rule.room else set())


def _relaxations(problem: Problem, core: tuple[Rule, ...], until: float) -> tuple[Relaxation, ...]:
    """Return changes of one rule of the core after which there is a plan, or one of several."""
    enough = [
        change for rule in core if (change := _smallest_change(problem, rule, until)) is not None
    ]
    if not enough:
        several = _changes_one_by_one(problem, core, until)
        return () if several is None else (several,)
    return tuple(sorted(enough, key=lambda change: change.cost))


def _smallest_change(problem: Problem, rule: Rule, until: float) -> Relaxation | None:
    """Return the smallest change of this rule alone that makes a plan possible, if any does."""
    changes = list(_changes(problem, rule))
    if not changes or not _helps(problem, changes[-1], until):
        return None
    low, high = 0, len(changes) - 1
    while low < high:
        middle = (low + high) // 2
        if _helps(problem, changes[middle], until):
            high = middle
        else:
            low = middle + 1
    return changes[high]


def _changes(problem: Problem, rule: Rule) -> Iterator[Relaxation]:
    """Yield what could be done to a rule, the smallest first. The past cannot be changed."""
    number = rule.number or 0
    if rule.kind in {"quota", "min"}:
        for less in range(1, number + 1):
            yield Relaxation(rule.kind, rule.id, rule, number - less, less)
    elif rule.kind == "max":
        for more in range(1, len(problem.people) - number + 1):
            yield Relaxation(rule.kind, rule.id, rule, number + more, more)
    elif rule.kind in PRICE:
        yield Relaxation(rule.kind, rule.id, rule, None, PRICE[rule.kind])


def _helps(problem: Problem, change: Relaxation, until: float) -> bool:
    """Return whether there certainly is a plan after the change."""
    probes = Probes(loosened(problem, change), until)
    return probes.are_possible(rule.id for rule in rules_of(probes.problem)) and probes.is_in_time


def _changes_one_by_one(
    problem: Problem, core: tuple[Rule, ...], until: float
) -> Relaxation | None:
    """Return several changes that are enough together: the smallest for each conflict in turn."""
    made: list[Relaxation] = []
    for _ in range(MOST_CHANGES):
        change = _smallest_for_core(problem, core, until)
        if change is None:
            return None
        made.append(change)
        problem = loosened(problem, change)
        probes = Probes(problem, until)
        rules = {rule.id: rule for rule in rules_of(problem)}
        if probes.are_possible(rules):
            return _together(made) if probes.is_in_time else None
        core = tuple(rules[one] for one in _core(probes, list(rules)))
    return None


def _smallest_for_core(problem: Problem, core: tuple[Rule, ...], until: float) -> Relaxation | None:
    """Return the smallest change after which the rules of this conflict alone can hold."""
    ids = [rule.id for rule in core]
    found = []
    for rule in core:
        for change in _changes(problem, rule):
            if Probes(loosened(problem, change), until).are_possible(ids):
                found.append(change)
                break
    return min(found, key=lambda change: change.cost, default=None)


def _together(made: list[Relaxation]) -> Relaxation:
    latest = {change.id: change for change in made}
    first, *others = latest.values()
    cost = sum(change.cost for change in made)
    return replace(first, also=tuple(others), cost=cost)
