"""The best plan among those with the fewest moves: who moves is exchanged, one for another.

Compiled, with the prices and checks of `annealing`: no step breaks a rule or adds a move. A kept
compilation does not notice when `annealing` changes: touch this file then.
"""

import math
import time

import numpy as np

from eventsapp.placing.annealing import (
    _below,
    _compiled,
    _is_well,
    _meets,
    _price,
    _price_of_seats,
    _shift,
)
from eventsapp.placing.encoding import Array, Layout, Tables, lay_out, places_of, plan_of
from eventsapp.placing.fewest import old_rooms
from eventsapp.placing.problem import Plan, Problem
from eventsapp.placing.seating import State, new_state

STEPS = 5_000  # between two looks at the clock
HOT, COLD = 8.0, 0.3
COOLINGS = 3


def mend(problem: Problem, plan: Plan, *, seconds: float, steps: int, seed: int) -> Plan:
    """Return the best plan that is found with as few moves in each round as this one has.

    It begins from the plan, and ends after so many seconds or steps.
    """
    until = time.perf_counter() + seconds
    layout = lay_out(problem)
    old = _old_places(layout)
    state = new_state(layout.tables, places_of(layout, plan), seed)
    free, others = _who_may_move(layout, old, state.places)
    if not len(free):
        return plan
    best, worth = state.places.copy(), int(state.facts[0])
    for number in range(COOLINGS):
        left = (until - time.perf_counter()) / (COOLINGS - number)
        state = new_state(layout.tables, best, seed * COOLINGS + number)
        _cool(layout.tables, state, free, old, others, left, steps // COOLINGS)
        if state.facts[1] < worth:
            best, worth = state.best.copy(), int(state.facts[1])
        free, others = _who_may_move(layout, old, best)
    return plan_of(layout, best)


def _old_places(layout: Layout) -> Array:
    """Return where everybody was, -1 where they have no room any more or had none."""
    problem = layout.problem
    old = np.full((len(problem.people), len(problem.rounds)), -1, np.int32)
    for r in range(len(problem.rounds)):
        for who, k in old_rooms(problem, r).items():
            if who in layout.rows:
                old[layout.rows[who], r] = k
    return old


def _who_may_move(layout: Layout, old: Array, places: Array) -> tuple[Array, Array]:
    """Return whose room is open, and who could move instead: persons and rounds."""
    alone = [(int(p), int(r)) for p, r in layout.tables.singles]
    free = [(p, r) for p, r in alone if places[p, r] != old[p, r]]
    stay = [(p, r) for p, r in alone if places[p, r] == old[p, r]]
    rounds = {r for p, r in free if old[p, r] >= 0}
    stay = [(p, r) for p, r in stay if r in rounds]
    return _pairs(free), _pairs(stay)


def _pairs(pairs: list[tuple[int, int]]) -> Array:
    return np.array(pairs, np.int32).reshape(-1, 2)


def _cool(
    tables: Tables, state: State, free: Array, old: Array, others: Array, seconds: float, steps: int
) -> None:
    begun, done = time.perf_counter(), 0
    gone = 0.0
    while gone < 1:
        heat = HOT * math.pow(COLD / HOT, gone)
        _exchange(
            tables.weights, tables.rooms, tables.shares, tables.who, tables.apart, tables.offers,
            tables.mixes, tables.marks, tables.facts, tables.languages, tables.needs,
            state.places, state.tally, state.met, state.tops, state.members, state.counts,
            state.at, state.best, state.facts, state.dice, free, old, others, STEPS, heat,
        )  # fmt: skip
        done += STEPS
        gone = max((time.perf_counter() - begun) / max(seconds, 1e-9), done / max(steps, 1))


@_compiled
def _exchange(
    weights: Array, rooms: Array, shares: Array, who: Array, apart: Array, offers: Array,
    mixes: Array, marks: Array, facts: Array, languages: Array, needs: Array,
    places: Array, tally: Array, met: Array, tops: Array, members: Array, counts: Array, at: Array,
    best: Array, costs: Array, dice: Array,
    free: Array, old: Array, others: Array, steps: int, heat: float,
) -> None:  # fmt: skip
    """Try so many exchanges at one temperature.

    One whose room is open goes elsewhere; or two of them change places; or one goes back to the
    old room and somebody else of the round moves instead.
    """
    person, come = np.empty(2, np.int64), np.empty(2, np.int64)
    leave = np.empty(2, np.int64)
    for _ in range(steps):
        i = _below(dice, len(free))
        p, r = np.int64(free[i, 0]), np.int64(free[i, 1])
        a, die, other, count = np.int64(places[p, r]), _below(dice, 8), np.int64(-1), 1
        person[0], come[0] = p, _below(dice, rooms[r])
        if old[p, r] >= 0 and die < 5 and len(others) > 0:
            other = np.int64(_below(dice, len(others)))
            if others[other, 1] != r:
                continue
            come[0], count = old[p, r], 2
            person[1] = others[other, 0]
            come[1] = a if die < 3 else _below(dice, rooms[r])
        elif die == 7:
            j = _below(dice, len(free))
            if free[j, 1] != r or i == j:
                continue
            person[1], count = free[j, 0], 2
            come[0], come[1] = places[person[1], r], a
            if come[1] == old[person[1], r]:
                continue
        if other < 0 and come[0] == old[p, r]:
            continue
        limit = -heat * np.log((_below(dice, 4096) + 0.5) / 4096)
        d, done, is_kept = np.int64(0), 0, True
        for n in range(count):
            q, b = person[n], come[n]
            leave[n] = places[q, r]
            if leave[n] == b:
                is_kept = False
                break
            d += _price(weights, who, offers, mixes, facts, places, tally, met, tops,
                        q, r, leave[n], b)  # fmt: skip
            d += _price_of_seats(weights, shares, tally, r, leave[n], b)
            _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
                   q, r, leave[n], b)  # fmt: skip
            done += 1
        is_kept = is_kept and d <= limit
        for n in range(count):
            if is_kept:
                is_kept = (
                    _is_well(facts, languages, needs, tally, r, come[n])
                    and _is_well(facts, languages, needs, tally, r, leave[n])
                    and not _meets(who, apart, places, person[n], r, come[n])
                )
        if not is_kept:
            for n in range(done - 1, -1, -1):
                _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
                       person[n], r, come[n], leave[n])  # fmt: skip
            continue
        if other >= 0:
            free[i, 0], others[other, 0] = person[1], p
        costs[0] += d
        if costs[0] < costs[1]:
            costs[1] = costs[0]
            best[:] = places
