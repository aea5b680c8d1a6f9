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
    """Return a kept plan as the engine speaks of it; in other rounds people are where they are
    held."""
    held = {(lock.person, lock.round): lock.room for lock in problem.locks}
    return {
        person.id: tuple(
            _text(kept[one.id].get(person.id)) if one.id in kept else held.get((person.id, place))
            for place, one in enumerate(problem.rounds)
        )
        for person in problem.people
    }


def _room(name: str | None) -> int | None:
    return None if name is None else int(name)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
