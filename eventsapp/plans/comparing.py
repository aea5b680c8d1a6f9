"""Two plans of one problem, compared. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from eventsapp.placing.problem import Plan, Problem
from eventsapp.placing.scoring import Violation, parts, violations

# By round and person the room, or None: the keys are texts, as a search keeps its plan.
Kept = Mapping[str, Mapping[str, int | None]]


@dataclass(frozen=True)
class Part:
    """One part of what two plans are worth; of each, less is better. `weight` says how much."""

    name: str
    weight: int
    first: int
    second: int


@dataclass(frozen=True)
class Comparison:
    """What differs between two plans: `moves` are person, room in the first and in the second."""

    moves: tuple[tuple[int, int | None, int | None], ...]
    parts: tuple[Part, ...]
    totals: tuple[int, int]
    broken: tuple[tuple[Violation, ...], tuple[Violation, ...]]


def with_kept(plan: Plan, problem: Problem, kept: Kept) -> Plan:
    """Return a plan with the rounds that are kept put into it; who is not named there is absent."""
    places = {index: kept[one.id] for index, one in enumerate(problem.rounds) if one.id in kept}
    return {
        who: tuple(
            _text(places[index].get(who)) if index in places else room
            for index, room in enumerate(row)
        )
        for who, row in plan.items()
    }


def _text(room: int | None) -> str | None:
    return None if room is None else str(room)


def compared(problem: Problem, first: Plan, second: Plan, index: int) -> Comparison:
    """Compare two plans: who moves in one round, and what each plan is worth over all rounds."""
    worth = parts(problem, first), parts(problem, second)
    weights = problem.weights
    return Comparison(
        moves=tuple(
            (int(person.id), _number(was), _number(becomes))
            for person in problem.people
            if (was := _room(first, person.id, index))
            != (becomes := _room(second, person.id, index))
        ),
        parts=tuple(
            Part(name, weights.get(name, 0), worth[0][name], worth[1][name])
            for name in worth[0]
            if name != "moved"
        ),
        totals=(_total(weights, worth[0]), _total(weights, worth[1])),
        broken=tuple(  # type: ignore[arg-type]
            tuple(one for one in violations(problem, plan) if one.round == index)
            for plan in (first, second)
        ),
    )


def _room(plan: Plan, who: str, index: int) -> str | None:
    return plan[who][index] if who in plan else None


def _number(room: str | None) -> int | None:
    return None if room is None else int(room)


def _total(weights: Mapping[str, int], worth: Mapping[str, int]) -> int:
    return sum(weights.get(name, 0) * value for name, value in worth.items() if name != "moved")
