"""A placement problem as tables of numbers, for the bound: who may sit where, what is counted.

Rooms and values are numbers here. Room `rooms` (one too many) stands for "absent".
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eventsapp.placing.problem import PersonSpec, Problem, RoomSpec

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MANY_LANGUAGES = 8


class Tables(NamedTuple):
    """What `relaxed.price` reads. p: person, r: round, k: room, v: value, g: attribute."""

    options: Ints  # p r k: the rooms that are open to a person, first ones first
    many: Ints  # p r: how many of them
    cost: Floats  # p r k: theme and move
    is_top: Bools  # p r k: the room has the person's first choice
    no_top: Floats  # p: the price of never getting it
    is_expert: Bools  # p
    value: Ints  # p g: the value of a person, or -1
    value_weight: Floats  # v: what a pair with this value costs
    least: Ints  # r k v: experts with the value in the room
    most: Ints  # r k v
    seats_least: Ints  # r k; more than `seats_most` where the round has no such room
    seats_most: Ints  # r k
    share: Ints  # r: the equal share, rounded down and rounded up
    switches: Floats  # r k k: a change of theme from this round to the next
    spoken: Ints  # j: person, round, room, languages of the room that the person speaks (bits)
    languages: Ints  # r k: how many languages the room has
    apart: Ints  # j: two people
    together: Ints  # j: two people, round
    repeats: float
    balance: float


def tables_of(problem: Problem) -> Tables:
    """Return the problem as tables.

    What contradicts itself is read so that it allows more: the bound of such a problem is
    worth nothing, but it is a number.
    """
    people, rounds = problem.people, len(problem.rounds)
    rooms = max(len(one.rooms) for one in problem.rounds)
    shape = (len(people), rounds, rooms)
    options, many = np.full(shape, rooms), np.ones(shape[:2], np.int64)
    cost = np.zeros((*shape[:2], rooms + 1))
    is_top = np.zeros(cost.shape, np.bool_)
    spoken = []
    fixed = _fixed(problem)
    for p, person in enumerate(people):
        for r in _rounds_of(person, rounds):
            open_to = _open_to(problem, person, r, fixed.get((person.id, r)))
            many[p, r] = len(open_to)
            options[p, r, : len(open_to)] = open_to
            for k in open_to:
                room = problem.rounds[r].rooms[k]
                cost[p, r, k] = _cost(problem, person, r, room)
                is_top[p, r, k] = room.theme is not None and person.theme_cost.get(room.theme) == 0
                bits = _spoken(person, room)
                if bits is not None:
                    spoken.append((p, r, k, bits))
    weight = problem.weights.get
    asks = np.array([one.is_expert and bool(one.theme_cost) for one in people])
    value, value_weight, least, most = _values(problem, rooms)
    seats_least, seats_most, share = _seats(problem, rooms)
    return Tables(
        options=options,
        many=many,
        cost=cost,
        is_top=is_top,
        no_top=np.where(asks, float(weight("no_top", 0)), 0.0),
        is_expert=np.array([one.is_expert for one in people]),
        value=value,
        value_weight=value_weight,
        least=least,
        most=most,
        seats_least=seats_least,
        seats_most=seats_most,
        share=share,
        switches=_switches(problem, rooms),
        spoken=np.array(spoken, np.int64).reshape(-1, 4),
        languages=_languages(problem, rooms),
        apart=np.array(list(_apart(problem)), np.int64).reshape(-1, 2),
        together=np.array(list(_together(problem)), np.int64).reshape(-1, 3),
        repeats=float(weight("repeats", 0)),
        balance=float(weight("balance", 0)),
    )


def _rounds_of(person: PersonSpec, rounds: int) -> list[int]:
    return [r for r in person.available if r < rounds]


def _fixed(problem: Problem) -> dict[tuple[str, int], str]:
    """Return the room in which a person must be in a round, by moderating or by a lock."""
    fixed = {}
    for r, one in enumerate(problem.rounds):
        for room in one.rooms:
            for who in (room.moderator, room.note_taker):
                if who is not None:
                    fixed[who, r] = room.id
    fixed.update({(lock.person, lock.round): lock.room for lock in problem.locks})
    return fixed


def _open_to(problem: Problem, person: PersonSpec, r: int, fixed: str | None) -> list[int]:
    rooms = problem.rounds[r].rooms
    speaks = [k for k, room in enumerate(rooms) if _spoken(person, room) != 0]
    only = [k for k in speaks if rooms[k].id == fixed]
    return only or speaks or list(range(len(rooms)))


def _spoken(person: PersonSpec, room: RoomSpec) -> int | None:
    """Return which languages of the room a person speaks, as bits; None: it restricts nothing."""
    languages = room.languages[:MANY_LANGUAGES]
    if person.languages is None or not room.languages or len(room.languages) > MANY_LANGUAGES:
        return None
    bits = sum((one in person.languages) << bit for bit, one in enumerate(languages))
    return None if bits == 2 ** len(languages) - 1 else bits


def _cost(problem: Problem, person: PersonSpec, r: int, room: RoomSpec) -> float:
    cost = 0
    if person.is_expert and room.theme is not None:
        cost += problem.weights.get("theme", 0) * person.theme_cost.get(room.theme, 0)
    old = (problem.baseline or {}).get(person.id, ())
    if r < len(old) and old[r] is not None and old[r] != room.id:
        cost += problem.weights.get("moved", 0)
    return float(cost)


def _values(problem: Problem, rooms: int) -> tuple[Ints, Floats, Ints, Ints]:
    """Return the value of each person, and the weight and limits of each value in a room."""
    attributes = tuple(dict.fromkeys((*problem.attributes, *(q.attribute for q in problem.quotas))))
    numbers: dict[tuple[str, str], int] = {}
    value = np.full((len(problem.people), len(attributes)), -1)
    for p, person in enumerate(problem.people):
        for g, attribute in enumerate(attributes):
            has = person.values.get(attribute)
            if person.is_expert and has is not None:
                value[p, g] = numbers.setdefault((attribute, has), len(numbers))
    weight = problem.weights.get("diversity", 0)
    value_weight = np.array([weight * (a in problem.attributes) for a, _ in numbers], np.float64)
    shape = (len(problem.rounds), rooms, len(numbers))
    least, most = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for r, one in enumerate(problem.rounds):
        here = np.array([r in person.available for person in problem.people])
        for v in range(len(numbers)):
            there_are = int(((value == v).any(axis=1) & here).sum())
            for k, room in enumerate(one.rooms):
                most[r, k, v] = there_are if room.most is None else min(there_are, room.most)
        for quota in problem.quotas:
            v = numbers.get((quota.attribute, quota.value), -1)
            if v >= 0 and quota.covers(r):
                least[r, : len(one.rooms), v] = np.maximum(
                    least[r, : len(one.rooms), v], quota.least
                )
    return value, value_weight, np.minimum(least, most), most


def _seats(problem: Problem, rooms: int) -> tuple[Ints, Ints, Ints]:
    shape = (len(problem.rounds), rooms)
    least, most = np.ones(shape, np.int64), np.zeros(shape, np.int64)
    share = np.zeros((len(problem.rounds), 2), np.int64)
    for r, one in enumerate(problem.rounds):
        there_are = sum(r in person.available for person in problem.people)
        for k, room in enumerate(one.rooms):
            most[r, k] = there_are if room.most is None else min(there_are, room.most)
            least[r, k] = min(room.least, most[r, k])
        many = max(1, len(one.rooms))
        share[r] = there_are // many, math.ceil(there_are / many)
    return least, most, share


def _switches(problem: Problem, rooms: int) -> Floats:
    weight = problem.weights.get("switches", 0)
    switches = np.zeros((len(problem.rounds), rooms + 1, rooms + 1))
    for r, (one, following) in enumerate(zip(problem.rounds, problem.rounds[1:], strict=False)):
        for k, first in enumerate(one.rooms):
            for n, second in enumerate(following.rooms):
                if first.theme and second.theme and first.theme != second.theme:
                    switches[r, k, n] = weight
    return switches


def _languages(problem: Problem, rooms: int) -> Ints:
    languages = np.zeros((len(problem.rounds), rooms), np.int64)
    for r, one in enumerate(problem.rounds):
        for k, room in enumerate(one.rooms):
            languages[r, k] = min(len(room.languages), MANY_LANGUAGES)
    return languages


def _apart(problem: Problem) -> Iterator[tuple[int, int]]:
    number = {person.id: p for p, person in enumerate(problem.people)}
    for rule in problem.apart:
        first, second = (number.get(who, -1) for who in rule.people)
        if first >= 0 and second >= 0 and first != second:
            yield first, second


def _together(problem: Problem) -> Iterator[tuple[int, int, int]]:
    number = {person.id: p for p, person in enumerate(problem.people)}
    for rule in problem.together:
        if all(who in number for who in rule.people):
            first, second = rule.people
            for r in range(len(problem.rounds)):
                if all(r in problem.person_of[who].available for who in rule.people):
                    yield number[first], number[second], r
