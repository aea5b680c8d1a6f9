"""What a plan costs at least when rules that count people are not rules but have prices.

Then every person may be placed alone, and every count chosen alone: both are quick and exact. For
any prices at all the sum is a lower bound on the cost of every plan (Lagrangian relaxation);
`bounds` looks for the prices at which it is highest. Compiled; holds no lock while it runs.

Source: Geoffrion, Lagrangean relaxation for integer programming (1974).
"""

from typing import NamedTuple

import numba
import numpy as np

from eventsapp.placing.priced import Bools, Floats, Ints, Tables

NOTHING_FOUND = 1e300


class Prices(NamedTuple):
    """A number for each thing that is counted: its price, or by how much demand and supply differ.

    The first three are prices of a seat; the others are prices of breaking a rule.
    """

    value: Floats  # r k v: a seat in the room for an expert with the value
    seats: Floats  # r k: a seat in the room
    pairs: Floats  # r q k l: an expert who is in room k in round r and in room l in round q
    spoken: Floats  # j: a person who does not speak the language of the room
    apart: Floats  # j r k: two in the room
    together: Floats  # j k: one of two in the room


@numba.njit(cache=True, nogil=True)
def price(tables: Tables, prices: Prices, excess: Prices, choice: Ints) -> float:
    """Return the bound at these prices; write the demand less the supply into `excess`.

    `choice` holds the cheapest rooms of each person: those of the last call, then of this one.
    """
    cost, bound = _cost_with_prices(tables, prices)
    bound += _place_everybody(tables, cost, prices.pairs, choice)
    _count(tables, choice, excess)
    bound += _supply_values(tables, prices.value, excess.value)
    bound += _supply_seats(tables, prices.seats, excess.seats)
    bound += _supply_pairs(tables, prices.pairs, excess.pairs)
    bound += _supply_languages(tables, prices.spoken, excess.spoken)
    return bound


@numba.njit(cache=True, nogil=True)
def _cost_with_prices(tables: Tables, prices: Prices) -> tuple[Floats, float]:
    cost = tables.cost.copy()
    rooms = cost.shape[2] - 1
    paid = 0.0
    for p in range(cost.shape[0]):
        for r in range(cost.shape[1]):
            for i in range(tables.many[p, r]):
                k = tables.options[p, r, i]
                if k < rooms:
                    cost[p, r, k] += prices.seats[r, k]
                    for g in range(tables.value.shape[1]):
                        if tables.value[p, g] >= 0:
                            cost[p, r, k] += prices.value[r, k, tables.value[p, g]]
    for j in range(tables.spoken.shape[0]):
        cost[tables.spoken[j, 0], tables.spoken[j, 1], tables.spoken[j, 2]] += prices.spoken[j]
    for j in range(tables.apart.shape[0]):
        for r in range(cost.shape[1]):
            for k in range(rooms):
                cost[tables.apart[j, 0], r, k] += prices.apart[j, r, k]
                cost[tables.apart[j, 1], r, k] += prices.apart[j, r, k]
                paid -= prices.apart[j, r, k]
    for j in range(tables.together.shape[0]):
        r = tables.together[j, 2]
        for k in range(rooms):
            cost[tables.together[j, 0], r, k] += prices.together[j, k]
            cost[tables.together[j, 1], r, k] -= prices.together[j, k]
    return cost, paid


@numba.njit(cache=True, nogil=True)
def _place_everybody(tables: Tables, cost: Floats, pairs: Floats, choice: Ints) -> float:
    rounds, rooms = cost.shape[1], cost.shape[2] - 1
    between = np.zeros((rounds, rounds, rooms + 1, rooms + 1))
    for r in range(rounds - 1):
        between[r, r + 1] = tables.switches[r]
    between[:, :, :rooms, :rooms] += pairs
    nothing = np.zeros_like(between)
    least, least_of_nothing = _least_between(between), np.zeros((rounds, rounds))
    order, paid = np.zeros((rounds, rooms), np.int64), np.zeros((rounds, rooms))
    total = 0.0
    for p in range(cost.shape[0]):
        mine, at_least = nothing, least_of_nothing
        if tables.is_expert[p]:
            mine, at_least = between, least
        _sort_options(tables, cost[p], p, order, paid)
        total += _place(tables, cost[p], mine, at_least, p, order, paid, choice[p])
    return total


@numba.njit(cache=True, nogil=True)
def _least_between(between: Floats) -> Floats:
    """Return the least that a person who attends two rounds spends between them."""
    rounds, rooms = between.shape[0], between.shape[2] - 1
    least = np.zeros((rounds, rounds))
    for q in range(rounds):
        for r in range(q + 1, rounds):
            least[q, r] = between[q, r, :rooms, :rooms].min()
    return least


@numba.njit(cache=True, nogil=True)
def _sort_options(tables: Tables, cost: Floats, p: int, order: Ints, paid: Floats) -> None:
    """Write the open rooms of each round, cheapest first, and their costs."""
    for r in range(cost.shape[0]):
        for i in range(tables.many[p, r]):
            k = tables.options[p, r, i]
            j = i
            while j > 0 and paid[r, j - 1] > cost[r, k]:
                paid[r, j] = paid[r, j - 1]
                order[r, j] = order[r, j - 1]
                j -= 1
            paid[r, j] = cost[r, k]
            order[r, j] = k


@numba.njit(cache=True, nogil=True)
def _place(
    tables: Tables,
    cost: Floats,
    between: Floats,
    least: Floats,
    p: int,
    order: Ints,
    paid: Floats,
    choice: Ints,
) -> float:
    """Return the cost of the cheapest rooms of one person over all rounds, by branch and bound.

    The cheapest rooms of the rounds to come, with the least that is spent between two rounds, are
    the bound.
    """
    rounds, rooms = cost.shape[0], cost.shape[1] - 1
    many, is_top = tables.many[p], tables.is_top[p]
    to_come = np.zeros(rounds + 1)
    attends = False
    for r in range(rounds - 1, -1, -1):
        to_come[r] = to_come[r + 1] + paid[r, 0]
        for q in range(r):
            if order[r, 0] < rooms and order[q, 0] < rooms:
                to_come[r] += least[q, r]
        attends = attends or order[r, 0] < rooms
    no_top = tables.no_top[p] if attends else 0.0
    best = _cost_of(cost, between, is_top, no_top, choice)
    at, taken = np.zeros(rounds, np.int64), np.zeros(rounds, np.int64)
    spent, had_top = np.zeros(rounds + 1), np.zeros(rounds + 1, np.bool_)
    r = 0
    while r >= 0:
        if at[r] >= many[r] or spent[r] + paid[r, at[r]] + to_come[r + 1] >= best:
            r -= 1
            continue
        k = order[r, at[r]]
        now = spent[r] + paid[r, at[r]]
        at[r] += 1
        for q in range(r):
            now += between[q, r, taken[q], k]
        top = had_top[r] or is_top[r, k]
        if r == rounds - 1:
            now += 0.0 if top else no_top
            if now < best:
                best = now
                choice[:r] = taken[:r]
                choice[r] = k
        elif now + to_come[r + 1] < best:
            taken[r] = k
            r += 1
            at[r] = 0
            spent[r] = now
            had_top[r] = top
    return best


@numba.njit(cache=True, nogil=True)
def _cost_of(cost: Floats, between: Floats, is_top: Bools, no_top: float, choice: Ints) -> float:
    """Return what the rooms of one person cost; before the first choice nothing is found."""
    if choice[0] < 0:
        return NOTHING_FOUND
    total, top = 0.0, False
    for r in range(choice.size):
        total += cost[r, choice[r]]
        top = top or is_top[r, choice[r]]
        for q in range(r):
            total += between[q, r, choice[q], choice[r]]
    return total if top else total + no_top


@numba.njit(cache=True, nogil=True)
def _count(tables: Tables, choice: Ints, excess: Prices) -> None:
    """Write what the chosen rooms demand."""
    rounds, rooms = choice.shape[1], excess.seats.shape[1]
    excess.value[:] = 0.0
    excess.seats[:] = 0.0
    excess.pairs[:] = 0.0
    for p in range(choice.shape[0]):
        for r in range(rounds):
            k = choice[p, r]
            if k == rooms:
                continue
            excess.seats[r, k] += 1
            for g in range(tables.value.shape[1]):
                if tables.value[p, g] >= 0:
                    excess.value[r, k, tables.value[p, g]] += 1
            if tables.is_expert[p]:
                for q in range(r + 1, rounds):
                    if choice[p, q] < rooms:
                        excess.pairs[r, q, k, choice[p, q]] += 1
    for j in range(tables.spoken.shape[0]):
        p, r, k = tables.spoken[j, 0], tables.spoken[j, 1], tables.spoken[j, 2]
        excess.spoken[j] = choice[p, r] == k
    for j in range(tables.apart.shape[0]):
        first, second = choice[tables.apart[j, 0]], choice[tables.apart[j, 1]]
        for r in range(rounds):
            for k in range(rooms):
                excess.apart[j, r, k] = -1.0 + (first[r] == k) + (second[r] == k)
    for j in range(tables.together.shape[0]):
        r = tables.together[j, 2]
        first, second = choice[tables.together[j, 0], r], choice[tables.together[j, 1], r]
        for k in range(rooms):
            excess.together[j, k] = 1.0 * (first == k) - 1.0 * (second == k)


@numba.njit(cache=True, nogil=True)
def _alike(paid: float, weight: float, least: int, most: int) -> int:
    """Return how many people of a kind to offer seats to: each is paid, each pair costs."""
    if weight > 0:
        return min(most, max(least, int(np.floor(paid / weight)) + 1))
    return most if paid > 0 else least


@numba.njit(cache=True, nogil=True)
def _supply_values(tables: Tables, paid: Floats, excess: Floats) -> float:
    total = 0.0
    for r in range(paid.shape[0]):
        for k in range(paid.shape[1]):
            for v in range(paid.shape[2]):
                weight = tables.value_weight[v]
                n = _alike(paid[r, k, v], weight, tables.least[r, k, v], tables.most[r, k, v])
                total += weight * (n * (n - 1) // 2) - paid[r, k, v] * n
                excess[r, k, v] -= n
    return total


@numba.njit(cache=True, nogil=True)
def _supply_pairs(tables: Tables, paid: Floats, excess: Floats) -> float:
    """Offer places to those who go from one room to another; nobody need take one."""
    rounds, rooms = paid.shape[0], paid.shape[2]
    total = 0.0
    for r in range(rounds):
        for q in range(r + 1, rounds):
            for k in range(rooms):
                for m in range(rooms):
                    n = _alike(paid[r, q, k, m], tables.repeats, 0, tables.options.shape[0])
                    if tables.repeats == 0:
                        n = 0
                        excess[r, q, k, m] = 0.0
                    total += tables.repeats * (n * (n - 1) // 2) - paid[r, q, k, m] * n
                    excess[r, q, k, m] -= n
    return total


@numba.njit(cache=True, nogil=True)
def _supply_seats(tables: Tables, paid: Floats, excess: Floats) -> float:
    total = 0.0
    for r in range(paid.shape[0]):
        for k in range(paid.shape[1]):
            best, seats = NOTHING_FOUND, 0
            for n in range(tables.seats_least[r, k], tables.seats_most[r, k] + 1):
                uneven = max(0, n - tables.share[r, 1]) + max(0, tables.share[r, 0] - n)
                now = tables.balance * uneven - paid[r, k] * n
                if now < best:
                    best, seats = now, n
            if best < NOTHING_FOUND:
                total += best
                excess[r, k] -= seats
    return total


@numba.njit(cache=True, nogil=True)
def _supply_languages(tables: Tables, paid: Floats, excess: Floats) -> float:
    """Choose for each room the language that lets in those who pay most to be let in."""
    rounds, rooms = tables.languages.shape
    income = np.zeros((rounds, rooms, 8))
    for j in range(paid.size):
        r, k = tables.spoken[j, 1], tables.spoken[j, 2]
        for bit in range(tables.languages[r, k]):
            if (tables.spoken[j, 3] >> bit) & 1:
                income[r, k, bit] += paid[j]
    chosen = np.zeros((rounds, rooms), np.int64)
    total = 0.0
    for r in range(rounds):
        for k in range(rooms):
            for bit in range(tables.languages[r, k]):
                if income[r, k, bit] > income[r, k, chosen[r, k]]:
                    chosen[r, k] = bit
            total -= income[r, k, chosen[r, k]]
    for j in range(paid.size):
        bit = chosen[tables.spoken[j, 1], tables.spoken[j, 2]]
        excess[j] -= (tables.spoken[j, 3] >> bit) & 1
    return total
