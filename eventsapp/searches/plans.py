"""A plan as the engine speaks of it, and as it is kept with a search. Pure.

The engine knows rounds, rooms and people by texts; they are the numbers of their rows.
"""

from collections.abc import Mapping

from eventsapp.placing.problem import Plan, Problem

# By round and person the room, null where the person is in none: all keys are texts, as in JSON.
Kept = dict[str, dict[str, int | None]]


def to_kept(problem: Problem, plan: Plan, rounds: list[int]) -> Kept:
    """Return a plan as it is kept: of the rounds that were searched, who attends them."""
    wanted = {str(number) for number in rounds}
    return {
        one.id: {
            person.id: _room(plan[person.id][place])
            for person in problem.people
            if place in person.available and person.id in plan
        }
        for place, one in enumerate(problem.rounds)
        if one.id in wanted
    }


def from_kept(problem: Problem, kept: Mapping[str, Mapping[str, int | None]]) -> Plan:
    """Return a kept plan as the engine speaks of it; rounds that it leaves out are as they were."""
    before = problem.baseline or {}
    found: Plan = {}
    for person in problem.people:
        was = before.get(person.id, ())
        found[person.id] = tuple(
            _text(kept[one.id].get(person.id))
            if one.id in kept
            else (was[place] if place < len(was) else None)
            for place, one in enumerate(problem.rounds)
        )
    return found


def _room(name: str | None) -> int | None:
    return None if name is None else int(name)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
