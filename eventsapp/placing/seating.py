"""The state of one annealing: a plan, the counts that price a move of it, and the best so far."""

from typing import NamedTuple

import numpy as np

from eventsapp.placing.annealing import cool, seat_all
from eventsapp.placing.encoding import Array, Tables

COST, BEST = 0, 1
LOGARITHMS = -np.log((np.arange(4096) + 0.5) / 4096)


class State(NamedTuple):
    """A plan and the counts that price a move of it. `facts`: cost, best cost, best not saved."""

    places: Array  # [person, round] room, -1 absent
    tally: Array  # [round, room, mark]
    met: Array  # [round, room, round, room] experts who were in both
    tops: Array  # [person] rounds with the first choice
    members: Array  # [round, room, place] people who may be moved alone
    counts: Array  # [round, room] how many of these
    at: Array  # [person, round] their place there, -1 not listed
    best: Array  # [person, round] the best plan so far
    facts: Array
    dice: Array


def new_state(tables: Tables, places: Array, seed: int) -> State:
    """Return the state of a plan, with its cost."""
    people, rounds = places.shape
    rooms = tables.facts.shape[1]

    def zeros(*shape: int) -> Array:
        return np.zeros(shape, dtype=np.int32)

    dice = (seed * 2685821657736338717 + 88172645463325252) % (1 << 64) or 1
    state = State(
        places=places.astype(np.int32).copy(),
        tally=zeros(rounds, rooms, tables.mark_count),
        met=zeros(rounds, rooms, rounds, rooms),
        tops=zeros(people),
        members=zeros(rounds, rooms, max(1, people)),
        counts=zeros(rounds, rooms),
        at=np.full((people, rounds), -1, dtype=np.int32),
        best=places.astype(np.int32).copy(),
        facts=np.zeros(3, dtype=np.int64),
        dice=np.array([dice], dtype=np.uint64),
    )
    go_to(tables, state, places)
    return state


def go_to(t: Tables, s: State, places: Array) -> None:
    """Begin anew from a plan, which becomes the best so far."""
    s.places[:] = -1
    s.best[:] = places
    for counted in (s.tally, s.met, s.tops, s.counts):
        counted[:] = 0
    s.at[:] = -1
    cost = seat_all(
        t.weights, t.rooms, t.shares, t.who, t.offers, t.mixes, t.marks, t.facts, t.singles,
        places.astype(np.int32), s.places, s.tally, s.met, s.tops, s.members, s.counts, s.at,
    )  # fmt: skip
    s.facts[:] = cost, cost, 0


def anneal(t: Tables, s: State, steps: int, hot: float, cold: float) -> int:
    """Try so many moves, cooling from hot to cold; return how many were made."""
    if len(t.singles) + len(t.unit_round) == 0:
        return 0
    made: int = cool(
        t.weights, t.rooms, t.shares, t.who, t.apart, t.offers, t.mixes, t.marks, t.facts,
        t.languages, t.needs, t.singles, t.unit_from, t.unit_round, t.unit_people, t.liked, t.likes,
        s.places, s.tally, s.met, s.tops, s.members, s.counts, s.at, s.best, s.facts, s.dice,
        steps, float(hot), float(cold), LOGARITHMS,
    )  # fmt: skip
    return made
