"""How good a placement in rooms is: the search, against greedy, random and a plain exact model.

Every row is the total of the wishes (less is better) against the best plan that is known; plans
that break rules, which cannot be used, say how many. Engines make no difference: it runs once.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.exact import exact_plan
from benchmarks.rows import Row
from eventsapp.placing.problem import Plan, Problem, read_egm
from eventsapp.placing.scoring import total, violations
from eventsapp.placing.solving import solve, warm_up

HERE = Path(__file__).resolve().parent
SECONDS = {"egm-030-mix": 10, "egm-060-online": 10, "egm-120-mix": 10, "egm-300-mix": 20}
AIMS = {
    "egm-030-mix": "≤ 1",
    "egm-060-online": "≤ 1",
    "egm-120-mix": "≤ 1.003",
    "egm-300-mix": "≤ 1.005",
}


def placement(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure what the search finds for a meeting of each size, and what others would."""
    if engine != "sqlite":
        return
    warm_up()
    for name, seconds in SECONDS.items():
        problem = read_egm(json.loads((HERE / "instances" / f"{name}.json").read_text()))
        best = _best_known(name, problem)
        found = solve(problem, seconds=seconds, seed=1)
        yield _row(f"{name}: search, {seconds} s", problem, found.plan, best, AIMS[name])
        proven = found.bound or 0
        yield Row(f"{name}: proven bound", proven, "", "", best, "best known")
        first = found.first_plan_seconds or float("nan")
        yield Row(f"{name}: first plan", first, "s", "≤ 3 s" if "300" in name else "≤ 1 s")
        yield _row(f"{name}: greedy", problem, greedy_plan(problem), best)
        yield _row(f"{name}: random", problem, random_plan(problem), best)
        exact = exact_plan(problem, seconds)
        yield _row(f"{name}: CP-SAT, {seconds} s", problem, exact, best)


def _best_known(name: str, problem: Problem) -> int:
    stored = json.loads((HERE / "best" / f"{name}.json").read_text())["assignment"]
    return total(problem, {who: tuple(row) for who, row in stored.items()})


def _row(work: str, problem: Problem, plan: Plan | None, best: int, aim: str = "") -> Row:
    if plan is None:
        return Row(f"{work}: no plan", float("nan"), "", aim)
    broken = len(violations(problem, plan))
    said = f"{work}, {broken} rules broken" if broken else work
    return Row(said, total(problem, plan), "", aim, best, "best known")


def random_plan(problem: Problem, seed: int = 1) -> Plan:
    """Return rooms of even size, drawn by lot, as meeting tools assign them."""
    dice = random.Random(seed)
    return _fill(problem, lambda people: dice.sample(people, len(people)), lambda *_: 0)


def greedy_plan(problem: Problem) -> Plan:
    """Return each in turn, those with few languages first, in the cheapest room with a seat."""

    def cheap_first(people):
        return sorted(people, key=lambda one: (len(one.languages or "") or 99, one.id))

    def price(person, room, members):
        alike = sum(
            person.values.get(name) == other.values.get(name)
            for other in members
            for name in problem.attributes
        )
        is_mute = person.languages is not None and not set(room.languages) & person.languages
        theme = person.theme_cost.get(room.theme, 0)
        return 1000 * is_mute + problem.weights.get("theme", 0) * theme + alike

    return _fill(problem, cheap_first, price)


def _fill(problem: Problem, order, price) -> Plan:
    """Seat people in this order, where it costs least and then where most seats are free."""
    rows: dict[str, list[str | None]] = {
        one.id: [None] * len(problem.rounds) for one in problem.people
    }
    for number, one in enumerate(problem.rounds):
        held = {lock.person: lock.room for lock in problem.locks if lock.round == number}
        for room in one.rooms:
            held.update({who: room.id for who in (room.moderator, room.note_taker) if who})
        here = [person for person in problem.people if number in person.available]
        members = {room.id: [p for p in here if held.get(p.id) == room.id] for room in one.rooms}
        for person in order([person for person in here if person.id not in held]):
            free = [k for k in one.rooms if k.most is None or len(members[k.id]) < k.most]
            chosen = min(
                free or one.rooms,
                key=lambda k: (price(person, k, members[k.id]), len(members[k.id])),
            )
            members[chosen.id].append(person)
        for name, people in members.items():
            for person in people:
                rows[person.id][number] = name
    return {who: tuple(row) for who, row in rows.items()}
