"""Rounds that are not searched, as history: whom people met there counts, no rule does. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from eventsapp.placing.problem import PersonSpec, Problem, Quota, RoundSpec


def as_history(problem: Problem, fixed: Collection[str]) -> Problem:
    """Return the problem with the rules taken off these rounds.

    What happened there may break a rule of now, and nothing of it can be changed: a room that was
    too full yesterday must not make today impossible. Two people of a rule that was broken there
    are left out of that round.
    """
    places = [place for place, one in enumerate(problem.rounds) if one.id in fixed]
    if not places:
        return problem
    seats = {(lock.person, lock.round): lock.room for lock in problem.locks}
    out = _broken_pairs(problem, places, seats)
    return replace(
        problem,
        rounds=tuple(
            _bare(one) if place in places else one for place, one in enumerate(problem.rounds)
        ),
        people=tuple(_without(person, out) for person in problem.people),
        locks=tuple(lock for lock in problem.locks if (lock.person, lock.round) not in out),
        quotas=tuple(_elsewhere(quota, places, len(problem.rounds)) for quota in problem.quotas),
    )


def _bare(one: RoundSpec) -> RoundSpec:
    rooms = (
        replace(room, languages=(), least=0, most=None, moderator=None, note_taker=None)
        for room in one.rooms
    )
    return replace(one, rooms=tuple(rooms))


def _broken_pairs(
    problem: Problem, places: list[int], seats: Mapping[tuple[str, int], str]
) -> set[tuple[str, int]]:
    out: set[tuple[str, int]] = set()
    for is_apart, pairs in ((True, problem.apart), (False, problem.together)):
        for pair in pairs:
            for place in places:
                rooms = [seats.get((who, place)) for who in pair.people]
                if None not in rooms and (rooms[0] == rooms[1]) == is_apart:
                    out.update((who, place) for who in pair.people)
    return out


def _without(person: PersonSpec, out: set[tuple[str, int]]) -> PersonSpec:
    kept = tuple(place for place in person.available if (person.id, place) not in out)
    return person if kept == person.available else replace(person, available=kept)


def _elsewhere(quota: Quota, places: list[int], rounds: int) -> Quota:
    asked = range(rounds) if quota.rounds is None else quota.rounds
    return replace(quota, rounds=tuple(place for place in asked if place not in places))
