"""Annealing of groups whose members should differ: the compiled inner loop.

`near[group, element]` is the sum of the distances of an element to a group, so that a swap of two
elements is priced in six look-ups; only a change that is made costs a pass over all elements.
"""

import math

import numpy as np
from numba import njit

from eventsapp.placing.dice import Array, below, chance

UNLIKELY = -14.0  # e to this power is below one in a million: not worth a throw


@njit(cache=True, nogil=True)
def settle(groups: Array, distances: Array, near: Array, sizes: Array) -> float:
    """Count the sizes, sum the distances to each group, and return the sum inside groups."""
    near[:] = 0
    sizes[:] = 0
    for i in range(len(groups)):
        sizes[groups[i]] += 1
        for k in range(len(groups)):
            near[groups[i], k] += distances[i, k]
    inside = 0.0
    for i in range(len(groups)):
        inside += near[groups[i], i]
    return inside / 2


@njit(cache=True, nogil=True)
def anneal(
    groups: Array,
    distances: Array,
    near: Array,
    sizes: Array,
    bounds: Array,
    values: Array,
    best: Array,
    steps: int,
    warmth: float,
    share_of_moves: float,
    dice: Array,
) -> None:
    """Make `steps` attempts at one temperature. `values`: the sum now, and the best there was.

    An attempt swaps two elements of different groups or, in `share_of_moves` of the cases, moves
    one to another group if both sizes stay within bounds.
    """
    n = len(groups)
    value = values[0]
    for _ in range(steps):
        i = below(dice, n)
        old = groups[i]
        if share_of_moves > 0 and chance(dice) < share_of_moves:
            new = below(dice, len(sizes))
            if new == old or sizes[old] <= bounds[old, 0] or sizes[new] >= bounds[new, 1]:
                continue
            gain = np.float64(near[new, i] - near[old, i])
            if gain < 0 and not _is_taken(gain, warmth, dice):
                continue
            for k in range(n):
                distance = distances[i, k]
                near[old, k] -= distance
                near[new, k] += distance
            groups[i] = new
            sizes[old] -= 1
            sizes[new] += 1
        else:
            j = below(dice, n)
            new = groups[j]
            if new == old:
                continue
            gain = np.float64(
                near[new, i] + near[old, j] - near[old, i] - near[new, j] - 2 * distances[i, j]
            )
            if gain < 0 and not _is_taken(gain, warmth, dice):
                continue
            for k in range(n):
                difference = distances[i, k] - distances[j, k]
                near[old, k] -= difference
                near[new, k] += difference
            groups[i] = new
            groups[j] = old
        value += gain
        if value > values[1]:
            values[1] = value
            best[:] = groups
    values[0] = value


@njit(cache=True, nogil=True)
def _is_taken(gain: float, warmth: float, dice: Array) -> bool:
    """Say whether a change for the worse is made."""
    return gain > UNLIKELY * warmth and chance(dice) < math.exp(gain / warmth)
