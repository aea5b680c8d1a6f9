"""The whole placement problem as one exact model, as one would write it down first."""

from itertools import combinations
from typing import Any

from ortools.sat.python import cp_model

from eventsapp.placing.problem import Plan, Problem, RoomSpec


def exact_plan(problem: Problem, seconds: float) -> Plan | None:
    """Return the best plan that CP-SAT finds in this time from a cold start, or None."""
    model = cp_model.CpModel()
    seats = _seats(model, problem)
    _add_rules(model, problem, seats)
    model.minimize(sum(_costs(model, problem, seats)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen: dict[tuple[str, int], str] = {
        (who, number): room for (who, number, room), seat in seats.items() if solver.value(seat)
    }
    rounds = range(len(problem.rounds))
    return {one.id: tuple(chosen.get((one.id, r)) for r in rounds) for one in problem.people}


Seats = dict[tuple[str, int, str], Any]


def _seats(model: cp_model.CpModel, problem: Problem) -> Seats:
    seats = {}
    for person in problem.people:
        for number in person.available:
            rooms = problem.rounds[number].rooms
            row = {room.id: model.new_bool_var("") for room in rooms}
            model.add_exactly_one(row.values())
            seats.update({(person.id, number, name): seat for name, seat in row.items()})
    return seats


def _add_rules(model: cp_model.CpModel, problem: Problem, seats: Seats) -> None:
    for number, one in enumerate(problem.rounds):
        for room in one.rooms:
            _add_room(model, problem, seats, number, room)
            for pair in problem.apart:
                both = [seats.get((who, number, room.id)) for who in pair.people]
                model.add_at_most_one(seat for seat in both if seat is not None)
            for pair in problem.together:
                first, second = (seats.get((who, number, room.id)) for who in pair.people)
                if first is not None and second is not None:
                    model.add(first == second)
    for lock in problem.locks:
        model.add(seats[lock.person, lock.round, lock.room] == 1)


def _add_room(
    model: cp_model.CpModel, problem: Problem, seats: Seats, number: int, room: RoomSpec
) -> None:
    here = [one for one in problem.people if number in one.available]
    taken = {one.id: seats[one.id, number, room.id] for one in here}
    model.add(sum(taken.values()) >= room.least)
    if room.most is not None:
        model.add(sum(taken.values()) <= room.most)
    spoken = {tag: model.new_bool_var("") for tag in room.languages}
    if spoken:
        model.add_exactly_one(spoken.values())
    for one in here:
        for tag, is_spoken in spoken.items():
            if one.languages is not None and tag not in one.languages:
                model.add_implication(is_spoken, ~taken[one.id])
    for quota in problem.quotas:
        if quota.covers(number):
            able = [one for one in here if one.is_expert]
            have = (taken[p.id] for p in able if p.values.get(quota.attribute) == quota.value)
            model.add(sum(have) >= quota.least)
    for who in (room.moderator, room.note_taker):
        if who in taken:
            model.add(taken[who] == 1)


def _costs(model: cp_model.CpModel, problem: Problem, seats: Seats) -> list[Any]:
    weights = problem.weights
    costs = []
    for person in (one for one in problem.people if one.is_expert):
        tops = []
        for number in person.available:
            for room in problem.rounds[number].rooms:
                cost = person.theme_cost.get(room.theme or "", 0)
                costs.append(weights["theme"] * cost * seats[person.id, number, room.id])
                tops += [seats[person.id, number, room.id]] if cost == 0 else []
        misses = model.new_bool_var("")
        model.add(sum(tops) + misses >= 1)
        costs.append(weights["no_top"] * misses)
    for number, one in enumerate(problem.rounds):
        for room in one.rooms:
            costs += _costs_of_room(model, problem, seats, number, room.id)
    if weights["repeats"]:
        costs += _repeats(model, problem, seats)
    return costs


def _costs_of_room(
    model: cp_model.CpModel, problem: Problem, seats: Seats, number: int, name: str
) -> list[Any]:
    here = [one for one in problem.people if number in one.available]
    rooms = len(problem.rounds[number].rooms)
    taken = sum(seats[one.id, number, name] for one in here)
    off = model.new_int_var(0, len(here), "")
    model.add(off >= taken - -(-len(here) // rooms))
    model.add(off >= len(here) // rooms - taken)
    costs = [problem.weights["balance"] * off]
    for attribute in problem.attributes:
        values = {one.values.get(attribute) for one in here if one.is_expert} - {None}
        for value in sorted(values):
            same = [
                seats[one.id, number, name]
                for one in here
                if one.is_expert and one.values.get(attribute) == value
            ]
            costs.append(problem.weights["diversity"] * _pairs(model, sum(same), len(same)))
    return costs


def _pairs(model: cp_model.CpModel, count: Any, most: int) -> Any:
    """Return how many pairs so many people are: a convex curve, as the highest of its lines."""
    pairs = model.new_int_var(0, most * (most - 1) // 2, "")
    for step in range(1, most):
        model.add(pairs >= step * count - step * (step + 1) // 2)
    return pairs


def _repeats(model: cp_model.CpModel, problem: Problem, seats: Seats) -> list[Any]:
    """Return the price of meeting again, by how many went from one room into another."""
    costs = []
    for first, second in combinations(range(len(problem.rounds)), 2):
        went: dict[tuple[str, str], list[Any]] = {}
        for person in problem.people:
            if not person.is_expert or not {first, second} <= set(person.available):
                continue
            for one in problem.rounds[first].rooms:
                for other in problem.rounds[second].rooms:
                    way = model.new_bool_var("")
                    before = seats[person.id, first, one.id]
                    after = seats[person.id, second, other.id]
                    model.add_bool_or(~before, ~after, way)
                    went.setdefault((one.id, other.id), []).append(way)
        for ways in went.values():
            costs.append(problem.weights["repeats"] * _pairs(model, sum(ways), len(ways)))
    return costs
