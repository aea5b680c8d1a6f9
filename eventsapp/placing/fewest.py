"""The fewest people who must change rooms after something changed, and one plan that does it."""

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from eventsapp.placing.loosening import rules_of
from eventsapp.placing.probes import Kind, Seating
from eventsapp.placing.problem import Impossible, Plan, Problem


@dataclass(frozen=True)
class Fewest:
    """How many moves each round needs, a plan with so few, and whether fewer are impossible."""

    by_round: tuple[int, ...]
    plan: Plan
    is_proven: bool


def fewest_moves(problem: Problem, *, seconds: float) -> Fewest | None:
    """Return the smallest number of moves from the baseline; no rule links two rounds.

    None if the time is too short for any plan. Raises Impossible when there is none.
    """
    until = time.perf_counter() + seconds
    ids = frozenset(rule.id for rule in rules_of(problem))
    rows: dict[str, list[str | None]] = {
        person.id: [None] * len(problem.rounds) for person in problem.people
    }
    counts, is_proven = [], True
    for r in range(len(problem.rounds)):
        left = until - time.perf_counter()
        if left <= 0:
            return None
        seating = Seating(problem, r, ids, old_rooms(problem, r))
        solver, status = _fewest_in(seating, left)
        if status == cp_model.INFEASIBLE:
            raise Impossible
        if status == cp_model.UNKNOWN:
            return None
        is_proven = is_proven and status == cp_model.OPTIMAL
        for kind in seating.kinds:
            for who, k in zip(kind.people, _seats_of(kind, solver), strict=True):
                rows[who][r] = seating.rooms[k].id
        counts.append(_moved(problem, r, rows))
    return Fewest(tuple(counts), {who: tuple(row) for who, row in rows.items()}, is_proven)


def old_rooms(problem: Problem, r: int) -> dict[str, int]:
    """Return where people were in this round, by the places of its rooms; -1: in no room of it."""
    place = {room.id: k for k, room in enumerate(problem.rounds[r].rooms)}
    old = {}
    for who, row in (problem.baseline or {}).items():
        room = row[r] if r < len(row) else None
        if room is not None:
            old[who] = place.get(room, -1)
    return old


def _fewest_in(seating: Seating, seconds: float) -> tuple[cp_model.CpSolver, object]:
    solver = cp_model.CpSolver()
    if not seating.is_open:
        return solver, cp_model.INFEASIBLE
    stay = [kind.seats[kind.old] for kind in seating.kinds if kind.old in kind.seats]
    seating.model.maximize(sum(stay))
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    return solver, solver.solve(seating.model)


def _seats_of(kind: Kind, solver: cp_model.CpSolver) -> list[int]:
    return [k for k, seats in kind.seats.items() for _ in range(solver.value(seats))]


def _moved(problem: Problem, r: int, rows: dict[str, list[str | None]]) -> int:
    rooms = problem.rounds[r].rooms
    old = old_rooms(problem, r)
    return sum(
        row[r] is not None and who in old and (old[who] < 0 or rooms[old[who]].id != row[r])
        for who, row in rows.items()
    )
