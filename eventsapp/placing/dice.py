"""Random numbers for compiled searches: the same seed gives the same throws on every machine."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]


def new_dice(seed: int, stream: int = 0) -> Array:
    """Return dice for one of the searches that share a seed; each has a stream of its own."""
    words = np.random.SeedSequence([abs(seed), stream]).generate_state(1, dtype=np.uint64)
    return np.array([int(words[0]) or 1], dtype=np.uint64)


@njit(cache=True, nogil=True)
def throw(dice: Array) -> np.uint64:
    """Return the next 64 random bits. Source: Marsaglia, Xorshift RNGs, 2003."""
    bits = dice[0]
    bits ^= bits << np.uint64(13)
    bits ^= bits >> np.uint64(7)
    bits ^= bits << np.uint64(17)
    dice[0] = bits
    return bits


@njit(cache=True, nogil=True)
def below(dice: Array, limit: int) -> int:
    """Return a number from 0 to limit - 1."""
    return int(((throw(dice) >> np.uint64(32)) * np.uint64(limit)) >> np.uint64(32))


@njit(cache=True, nogil=True)
def chance(dice: Array) -> float:
    """Return a number from 0 to below 1."""
    return np.float64(throw(dice) >> np.uint64(11)) / 9007199254740992.0
