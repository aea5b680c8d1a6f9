"""What a plan is worth, in numbers that a person can picture. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from eventsapp.placing.problem import Plan, Problem
from eventsapp.placing.scoring import Standing
from eventsapp.translation import N_

# How the wishes are called, in the order in which they are shown.
WISHES = {
    "theme": N_("Themes that people want"),
    "no_top": N_("People without their first choice"),
    "diversity": N_("Pairs alike in one room"),
    "repeats": N_("Pairs who meet again"),
    "switches": N_("Changes of theme"),
    "balance": N_("Seats above or below an equal share"),
    "moved": N_("Placements that move"),
}
SECOND_CHOICE = 1


@dataclass(frozen=True)
class Worth:
    """A plan in numbers: of the people who said what they want, how many get one of their two
    first choices in every round that counts; how many pairs meet again; sizes of rooms."""

    asked: int
    pleased: int
    again: int
    smallest: int
    largest: int


def worth_of(problem: Problem, plan: Plan, rounds: Collection[str]) -> Worth:
    """Return what a plan is worth; of wishes and sizes, in these rounds only."""
    places = [place for place, one in enumerate(problem.rounds) if one.id in rounds]
    asked = pleased = 0
    for person in problem.people:
        if not (person.is_expert and person.theme_cost):
            continue
        costs = [_cost(problem, plan, person.id, place) for place in places]
        known = [cost for cost in costs if cost is not None]
        if known:
            asked += 1
            pleased += max(known) <= SECOND_CHOICE
    sizes = [size for place in places for size in _sizes(problem, plan, place)]
    return Worth(
        asked, pleased, _again(problem, plan, places), min(sizes, default=0), max(sizes, default=0)
    )


def _cost(problem: Problem, plan: Plan, who: str, place: int) -> int | None:
    room = plan[who][place] if who in plan else None
    spec = problem.room_of[place].get(room) if room is not None else None
    if spec is None or spec.theme is None:
        return None
    return problem.person_of[who].theme_cost.get(spec.theme)


def _sizes(problem: Problem, plan: Plan, place: int) -> list[int]:
    taken = Counter(row[place] for row in plan.values())
    return [taken[room.id] for room in problem.rounds[place].rooms]


def _again(problem: Problem, plan: Plan, places: list[int]) -> int:
    """Return how many pairs share a room more than once, in one of these rounds at least."""
    times: Counter[tuple[str, str]] = Counter()
    fresh: set[tuple[str, str]] = set()
    for place in range(len(problem.rounds)):
        for members in _members(problem, plan, place):
            pairs = list(combinations(sorted(members), 2))
            times.update(pairs)
            if place in places:
                fresh.update(pairs)
    return sum(count > 1 and pair in fresh for pair, count in times.items())


def _members(problem: Problem, plan: Plan, place: int) -> list[list[str]]:
    rooms: dict[str, list[str]] = {room.id: [] for room in problem.rounds[place].rooms}
    for person in problem.people:
        room = plan[person.id][place] if person.id in plan else None
        if person.is_expert and room in rooms:
            rooms[room].append(person.id)
    return list(rooms.values())


@dataclass(frozen=True)
class Part:
    """One wish: what it counts on the board and in the plan, and how much it weighs."""

    name: str
    before: int | None
    after: int
    weight: int


def compared(problem: Problem, before: Plan | None, after: Plan) -> list[Part]:
    """Return the wishes that weigh something, as the board has them and as the plan does."""
    then = Standing(problem, before).parts() if before is not None else {}
    now = Standing(problem, after).parts()
    return [
        Part(name, then.get(name), now[name], problem.weights.get(name, 0))
        for name in WISHES
        if problem.weights.get(name, 0) and (name != "moved" or problem.baseline)
    ]


def points_of(parts: Collection[Part], side: str) -> int | None:
    """Return the weighted sum of one side of a comparison; None where there is none."""
    values: Mapping[str, int | None] = {one.name: getattr(one, side) for one in parts}
    if any(value is None for value in values.values()):
        return None
    return sum(one.weight * (values[one.name] or 0) for one in parts)
