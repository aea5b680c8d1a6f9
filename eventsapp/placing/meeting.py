"""Annealing of schedules with few repeated meetings: the compiled inner loop.

A schedule may be symmetric: then only its base rounds are searched, each by one group out of
every set of groups that a symmetry turns into one another, and pairs are counted by class. Two
pairs are in one class if a symmetry turns the one into the other.
"""

import math

from numba import njit

from eventsapp.placing.dice import Array, below, chance

UNLIKELY = 14.0
BEAT = 2048  # steps between looks at the clock


@njit(cache=True, nogil=True)
def _leave(
    rounds: Array,
    r: int,
    first: int,
    place: int,
    person: int,
    size: int,
    classes: Array,
    met: Array,
) -> int:
    """Take a person's meetings in the group of a place out of the counts; return how many stay."""
    again = 0
    for other in range(first, first + size):
        if other != place:
            pairs = classes[person, rounds[r, other]]
            met[pairs] -= 1
            again += met[pairs]
    return again


@njit(cache=True, nogil=True)
def _join(
    rounds: Array,
    r: int,
    first: int,
    place: int,
    person: int,
    size: int,
    classes: Array,
    met: Array,
) -> int:
    """Count a person's meetings in the group of a place; return how many were there before."""
    again = 0
    for other in range(first, first + size):
        if other != place:
            pairs = classes[person, rounds[r, other]]
            again += met[pairs]
            met[pairs] += 1
    return again


@njit(cache=True, nogil=True)
def anneal(
    rounds: Array,
    size: int,
    shifts: Array,
    classes: Array,
    met: Array,
    steps: int,
    warmth: Array,
    stop: Array,
    dice: Array,
) -> tuple[int, int]:
    """Cool from warmth[0] to warmth[1] in so many steps; leave the best rounds in `rounds`.

    `rounds[round, place]` are people, `size` places a group; `met[class]` holds the meetings of
    fixed rounds and comes back useless. A step exchanges two people of a round, each replaced by
    one of its images under `shifts`. `stop[0]` ends the search. Returns the least number of
    repeated meetings of classes, and the steps made.
    """
    count, places = rounds.shape
    repeats = 0
    for r in range(count):
        for place in range(places):
            first = place - place % size
            for other in range(first, place):
                pairs = classes[rounds[r, place], rounds[r, other]]
                repeats += met[pairs]
                met[pairs] += 1
    least = repeats
    best = rounds.copy()
    made = 0
    heat = warmth[0]
    factor = (warmth[1] / warmth[0]) ** (BEAT / max(BEAT, steps))
    while made < steps and least > 0 and stop[0] == 0:
        for _ in range(min(BEAT, steps - made)):
            made += 1
            r = below(dice, count)
            p = below(dice, places)
            q = below(dice, places)
            a = rounds[r, p]
            b = rounds[r, q]
            p_first = p - p % size
            q_first = q - q % size
            if p == q:
                new = shifts[below(dice, len(shifts)), a]
                if new == a:
                    continue
                change = -_leave(rounds, r, p_first, p, a, size, classes, met)
                change += _join(rounds, r, p_first, p, new, size, classes, met)
                if change > 0 and not _is_taken(change, heat, dice):
                    _leave(rounds, r, p_first, p, new, size, classes, met)
                    _join(rounds, r, p_first, p, a, size, classes, met)
                    continue
                rounds[r, p] = new
            else:
                if p_first == q_first:
                    continue
                to_q = shifts[below(dice, len(shifts)), a]
                to_p = shifts[below(dice, len(shifts)), b]
                change = -_leave(rounds, r, p_first, p, a, size, classes, met)
                change -= _leave(rounds, r, q_first, q, b, size, classes, met)
                change += _join(rounds, r, p_first, p, to_p, size, classes, met)
                change += _join(rounds, r, q_first, q, to_q, size, classes, met)
                if change > 0 and not _is_taken(change, heat, dice):
                    _leave(rounds, r, q_first, q, to_q, size, classes, met)
                    _leave(rounds, r, p_first, p, to_p, size, classes, met)
                    _join(rounds, r, q_first, q, b, size, classes, met)
                    _join(rounds, r, p_first, p, a, size, classes, met)
                    continue
                rounds[r, p] = to_p
                rounds[r, q] = to_q
            repeats += change
            if repeats < least:
                least = repeats
                best[:] = rounds
                if least == 0:
                    break
        heat *= factor
    rounds[:] = best
    return least, made


@njit(cache=True, nogil=True)
def _is_taken(change: int, heat: float, dice: Array) -> bool:
    """Say whether a change for the worse is made."""
    return change < UNLIKELY * heat and chance(dice) < math.exp(-change / heat)
