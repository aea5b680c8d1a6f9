"""The rules of a problem by their ids, and the problem with some of them loosened. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from eventsapp.placing.problem import Lock, Problem, Quota, RoomSpec, RoundSpec
from eventsapp.placing.wording import Relaxation, Rule


def rules_of(problem: Problem) -> list[Rule]:
    """Return every rule that somebody could give up, those that people wrote first.

    The rules of rooms with one id in several rounds are one rule, as the checker names them.
    """
    rules = [*_rules_of_people(problem), *_quotas(problem)]
    rooms: dict[str, list[RoomSpec]] = {}
    for one in problem.rounds:
        for room in one.rooms:
            rooms.setdefault(room.id, []).append(room)
    for room_id, same in rooms.items():
        languages = dict.fromkeys(language for room in same for language in room.languages)
        if languages:
            rules.append(Rule(f"lang:{room_id}", "lang", room=room_id, languages=tuple(languages)))
    for room_id, same in rooms.items():
        sizes = [room.most for room in same if room.most is not None]
        if sizes:
            rules.append(Rule(f"max:{room_id}", "max", room=room_id, number=min(sizes)))
        least = max(room.least for room in same)
        if least > 0:
            rules.append(Rule(f"min:{room_id}", "min", room=room_id, number=least))
    return list({rule.id: rule for rule in rules}.values())


def _rules_of_people(problem: Problem) -> Iterator[Rule]:
    known = problem.person_of
    for kind, pairs in (("together", problem.together), ("apart", problem.apart)):
        for pair in pairs:
            if all(who in known for who in pair.people):
                yield Rule(pair.id, kind, people=pair.people)
    for lock in problem.locks:
        if lock.person in known:
            yield Rule(lock.id, _kind(lock), (lock.person,), lock.room, lock.round)
    for one in problem.rounds:
        for room in one.rooms:
            if room.moderator in known:
                yield Rule(f"moderator:{room.id}", "moderator", (str(room.moderator),), room.id)
            if room.note_taker in known:
                yield Rule(f"note_taker:{room.id}", "note_taker", (str(room.note_taker),), room.id)


def _kind(lock: Lock) -> str:
    return "past" if lock.id.startswith("past:") else "lock"


def _quotas(problem: Problem) -> Iterator[Rule]:
    for quota in problem.quotas:
        yield Rule(
            quota.id,
            "quota",
            rounds=quota.rounds,
            attribute=quota.attribute,
            value=quota.value,
            number=quota.least,
        )


def loosened(problem: Problem, relaxation: Relaxation) -> Problem:
    """Return the problem after this change and everything that goes with it."""
    for other in relaxation.also:
        problem = loosened(problem, other)
    name, to = relaxation.id, relaxation.to
    if relaxation.kind == "quota":
        return replace(problem, quotas=tuple(_lower(quota, name, to) for quota in problem.quotas))
    if relaxation.kind in {"apart", "together", "lock"}:
        return replace(
            problem,
            apart=tuple(rule for rule in problem.apart if rule.id != name),
            together=tuple(rule for rule in problem.together if rule.id != name),
            locks=tuple(rule for rule in problem.locks if rule.id != name),
        )
    room_id = name.partition(":")[2]
    rounds = (_rooms_of(one, relaxation.kind, room_id, to) for one in problem.rounds)
    return replace(problem, rounds=tuple(rounds))


def _lower(quota: Quota, name: str, to: int | None) -> Quota:
    return replace(quota, least=min(quota.least, to or 0)) if quota.id == name else quota


def _rooms_of(one: RoundSpec, kind: str, room_id: str, to: int | None) -> RoundSpec:
    rooms = (_loosened_room(room, kind, to) if room.id == room_id else room for room in one.rooms)
    return replace(one, rooms=tuple(rooms))


def _loosened_room(room: RoomSpec, kind: str, to: int | None) -> RoomSpec:
    if kind == "max":
        most = None if to is None or room.most is None else max(room.most, to)
        return replace(room, most=most)
    if kind == "min":
        return replace(room, least=min(room.least, to or 0))
    if kind == "lang":
        return replace(room, languages=())
    return replace(room, moderator=None) if kind == "moderator" else replace(room, note_taker=None)
