"""Simulated annealing of a plan that keeps every rule: a move that would break one is not made.

Compiled by Numba and free of the interpreter's lock, so that two threads use two cores. The mix
needs only how many of each value a room has, and repeats how many people were in one room and
then in another, so a move is priced in a few dozen steps whatever the number of people.

The axes of the arrays are said in `encoding.Tables` and `seating.State`. All that is compiled is
in this one file, because a kept compilation is made anew when its own file changes. Arrays are
arguments one by one, because taking them out of a tuple costs more than the work itself.
"""

from typing import Any

import numpy as np
from numba import njit

NEVER = np.int64(1) << np.int64(60)


def _compiled(function: Any) -> Any:
    return njit(cache=True, nogil=True, error_model="numpy")(function)


@_compiled
def _below(dice, limit):
    """Return a number from 0 to limit - 1."""
    x = dice[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    dice[0] = x
    return np.int64(((x >> np.uint64(32)) * np.uint64(limit)) >> np.uint64(32))


@_compiled
def _over(shares, r, taken):
    return max(0, taken - shares[r, 1]) + max(0, shares[r, 0] - taken)


@_compiled
def _turns(near, a, b):
    """Return how many changes of theme are gained beside a round when a becomes b."""
    if near < 0:
        return 0
    return np.int64(b >= 0 and b != near) - np.int64(a >= 0 and a != near)


@_compiled
def _price(weights, who, offers, mixes, facts, places, tally, met, tops, p, r, a, b):
    """Return what the move of a person from a to b changes, but for the balance of seats."""
    d = np.int64(offers[p, r, b, 0]) - offers[p, r, a, 0]
    if who[p, 0] == 0:
        return d
    w = weights[0]
    if w != 0:
        near = 0
        for i in range(mixes.shape[1]):
            v = mixes[p, i]
            if v < 0:
                break
            near += tally[r, b, v] - tally[r, a, v] + 1
        d += w * near
    w = weights[1]
    rounds = places.shape[1]
    if w != 0:
        again = 0
        for o in range(rounds):
            c = places[p, o]
            if o != r and c >= 0:
                again += met[o, c, r, b] - met[o, c, r, a] + 1
        d += w * again
    if who[p, 1] and tops[p] == offers[p, r, a, 1]:
        d += weights[4] * (np.int64(offers[p, r, a, 1]) - offers[p, r, b, 1])
    w = weights[3]
    if w != 0:
        x, y = facts[r, a, 0], facts[r, b, 0]
        if r > 0 and places[p, r - 1] >= 0:
            d += w * _turns(facts[r - 1, places[p, r - 1], 0], x, y)
        if r + 1 < rounds and places[p, r + 1] >= 0:
            d += w * _turns(facts[r + 1, places[p, r + 1], 0], x, y)
    return d


@_compiled
def _shared(weights, who, mixes, places, p, q, r):
    """Return by how much two prices of people who change places with each other are too high."""
    if who[p, 0] == 0 or who[q, 0] == 0:
        return np.int64(0)
    same = 0
    for i in range(mixes.shape[1]):
        if mixes[p, i] < 0:
            break
        for j in range(mixes.shape[1]):
            if mixes[q, j] == mixes[p, i]:
                same += 1
    d = 2 * weights[0] * same
    if weights[1] != 0:
        for o in range(places.shape[1]):
            if o != r and places[p, o] >= 0 and places[p, o] == places[q, o]:
                d += 2 * weights[1]
    return d


@_compiled
def _price_of_seats(weights, shares, tally, r, a, b):
    x, y = tally[r, a, 0], tally[r, b, 0]
    d = _over(shares, r, x - 1) - _over(shares, r, x)
    d += _over(shares, r, y + 1) - _over(shares, r, y)
    return weights[2] * d


@_compiled
def _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at, p, r, a, b):
    """Move a person, whatever it costs or breaks."""
    if who[p, 0]:
        for o in range(places.shape[1]):
            c = places[p, o]
            if o != r and c >= 0:
                met[o, c, r, a] -= 1
                met[r, a, o, c] -= 1
                met[o, c, r, b] += 1
                met[r, b, o, c] += 1
        for i in range(mixes.shape[1]):
            v = mixes[p, i]
            if v < 0:
                break
            tally[r, a, v] -= 1
            tally[r, b, v] += 1
        tops[p] += offers[p, r, b, 1] - offers[p, r, a, 1]
    for i in range(marks.shape[1]):
        v = marks[p, i]
        if v < 0:
            break
        tally[r, a, v] -= 1
        tally[r, b, v] += 1
    places[p, r] = b
    if at[p, r] >= 0:
        counts[r, a] -= 1
        last = members[r, a, counts[r, a]]
        members[r, a, at[p, r]] = last
        at[last, r] = at[p, r]
        members[r, b, counts[r, b]] = p
        at[p, r] = counts[r, b]
        counts[r, b] += 1


@_compiled
def _meets(who, apart, places, p, r, b):
    """Whether a person has somebody in b whom they are kept apart from."""
    for i in range(who[p, 2], who[p, 3]):  # noqa: SIM110 - compiled
        if places[apart[i], r] == b:
            return True
    return False


@_compiled
def _is_well(facts, languages, needs, tally, r, a):
    """Whether size, languages and quotas of a room are kept."""
    seats = tally[r, a, 0]
    if seats < facts[r, a, 1] or seats > facts[r, a, 2]:
        return False
    for i in range(needs.shape[1]):
        if tally[r, a, needs[r, i, 0]] < needs[r, i, 1]:
            return False
    if languages[r, a, 0] < 0 or seats == 0:
        return True
    for i in range(languages.shape[2]):
        if languages[r, a, i] < 0:
            return False
        if tally[r, a, languages[r, a, i]] == 0:
            return True
    return False


@_compiled
def seat_all(
    weights, rooms, shares, who, offers, mixes, marks, facts, singles,
    wanted, places, tally, met, tops, members, counts, at,
):  # fmt: skip
    """Seat everybody where they are wanted, and return what it costs."""
    people, rounds = wanted.shape
    cost = np.int64(0)
    for p in range(people):
        for r in range(rounds):
            a = wanted[p, r]
            if a < 0:
                continue
            cost += offers[p, r, a, 0]
            for i in range(marks.shape[1]):
                if marks[p, i] >= 0:
                    tally[r, a, marks[p, i]] += 1
            if who[p, 0]:
                for i in range(mixes.shape[1]):
                    if mixes[p, i] >= 0:
                        cost += weights[0] * tally[r, a, mixes[p, i]]
                        tally[r, a, mixes[p, i]] += 1
                for o in range(r):
                    c = places[p, o]
                    if c >= 0:
                        cost += weights[1] * met[o, c, r, a]
                        met[o, c, r, a] += 1
                        met[r, a, o, c] += 1
                if r > 0 and places[p, r - 1] >= 0:
                    x, y = facts[r - 1, places[p, r - 1], 0], facts[r, a, 0]
                    cost += weights[3] * np.int64(x >= 0 and y >= 0 and x != y)
                tops[p] += offers[p, r, a, 1]
            places[p, r] = a
        if who[p, 1] and tops[p] == 0:
            cost += weights[4]
    for r in range(rounds):
        for k in range(rooms[r]):
            cost += weights[2] * _over(shares, r, tally[r, k, 0])
    for i in range(len(singles)):
        p, r = singles[i, 0], singles[i, 1]
        a = places[p, r]
        members[r, a, counts[r, a]] = p
        at[p, r] = counts[r, a]
        counts[r, a] += 1
    return cost


@_compiled
def _try_unit(
    weights, shares, who, apart, offers, mixes, marks, facts, languages, needs, people,
    places, tally, met, tops, members, counts, at, given, dice, first, last, r, a, b, trade, limit,
):  # fmt: skip
    """Move people who are kept together as one, for as many others or for nobody.

    Return what it costs, or NEVER when it was not done.
    """
    size = last - first
    if trade and counts[r, b] < size:
        return NEVER
    d = np.int64(0)
    for i in range(first, last):
        p = np.int64(people[i])
        d += _price(weights, who, offers, mixes, facts, places, tally, met, tops, p, r, a, b)
        d += _price_of_seats(weights, shares, tally, r, a, b)
        _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
               p, r, a, b)  # fmt: skip
    others = size if trade else 0
    for i in range(others):
        q = np.int64(members[r, b, _below(dice, counts[r, b])])
        d += _price(weights, who, offers, mixes, facts, places, tally, met, tops, q, r, b, a)
        d += _price_of_seats(weights, shares, tally, r, b, a)
        _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
               q, r, b, a)  # fmt: skip
        given[i] = q
    is_kept = (
        d <= limit
        and _is_well(facts, languages, needs, tally, r, a)
        and _is_well(facts, languages, needs, tally, r, b)
    )
    for i in range(first, last):
        is_kept = is_kept and not _meets(who, apart, places, people[i], r, b)
    for i in range(others):
        is_kept = is_kept and not _meets(who, apart, places, given[i], r, a)
    if is_kept:
        return d
    for i in range(others - 1, -1, -1):
        _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
               np.int64(given[i]), r, a, b)  # fmt: skip
    for i in range(last - 1, first - 1, -1):
        _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
               np.int64(people[i]), r, b, a)  # fmt: skip
    return NEVER


@_compiled
def cool(
    weights, rooms, shares, who, apart, offers, mixes, marks, facts, languages, needs, singles,
    unit_from, unit_round, unit_people, liked, likes,
    places, tally, met, tops, members, counts, at, best, costs, dice,
    steps, hot, cold, logarithms,
):  # fmt: skip
    """Try so many moves, cooling from hot to cold; return how many were made."""
    choices = len(singles) + len(unit_round)
    made, given = 0, np.empty(len(unit_people), np.int32)
    heat, factor = hot, (cold / hot) ** (64.0 / max(64, steps))
    for step in range(steps):
        if step % 64 == 63:
            heat *= factor
        limit = heat * logarithms[_below(dice, 4096)]
        chosen = _below(dice, choices)
        first, last, p = 0, 0, 0
        if chosen < len(singles):
            p, r = singles[chosen, 0], singles[chosen, 1]
        else:
            u = chosen - len(singles)
            first, last, r = unit_from[u], unit_from[u + 1], unit_round[u]
            p = unit_people[first]
        a = places[p, r]
        die = _below(dice, 16)
        if die < 8 and likes[p, r] > 0:
            b = np.int64(liked[p, r, _below(dice, likes[p, r])])
        else:
            b = _below(dice, rooms[r])
        if a == b:
            continue
        alone = die % 8 == 0
        if last > 0:
            if costs[2]:
                best[:] = places
                costs[2] = 0
            d = _try_unit(
                weights, shares, who, apart, offers, mixes, marks, facts, languages, needs,
                unit_people, places, tally, met, tops, members, counts, at, given, dice,
                first, last, r, a, b, not alone, limit,
            )  # fmt: skip
            if d == NEVER:
                continue
        else:
            d = _price(weights, who, offers, mixes, facts, places, tally, met, tops, p, r, a, b)
            if alone or counts[r, b] == 0:
                if tally[r, b, 0] >= facts[r, b, 2] or tally[r, a, 0] <= facts[r, a, 1]:
                    continue
                d += _price_of_seats(weights, shares, tally, r, a, b)
                if d > limit or _meets(who, apart, places, p, r, b):
                    continue
                if d > 0 and costs[2]:
                    best[:] = places
                    costs[2] = 0
                _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
                       p, r, a, b)  # fmt: skip
                if not (_is_well(facts, languages, needs, tally, r, a)
                        and _is_well(facts, languages, needs, tally, r, b)):  # fmt: skip
                    _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts,
                           at, p, r, b, a)  # fmt: skip
                    continue
            else:
                q = np.int64(members[r, b, _below(dice, counts[r, b])])
                d += _price(weights, who, offers, mixes, facts, places, tally, met, tops,
                            q, r, b, a)  # fmt: skip
                d -= _shared(weights, who, mixes, places, p, q, r)
                if (d > limit or _meets(who, apart, places, p, r, b)
                        or _meets(who, apart, places, q, r, a)):  # fmt: skip
                    continue
                if d > 0 and costs[2]:
                    best[:] = places
                    costs[2] = 0
                _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
                       p, r, a, b)  # fmt: skip
                _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts, at,
                       q, r, b, a)  # fmt: skip
                if not (_is_well(facts, languages, needs, tally, r, a)
                        and _is_well(facts, languages, needs, tally, r, b)):  # fmt: skip
                    _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts,
                           at, q, r, a, b)  # fmt: skip
                    _shift(who, offers, mixes, marks, places, tally, met, tops, members, counts,
                           at, p, r, b, a)  # fmt: skip
                    continue
        made += 1
        costs[0] += d
        if costs[0] < costs[1]:
            costs[1] = costs[0]
            costs[2] = 1
    if costs[2]:
        best[:] = places
        costs[2] = 0
    return made
