"""What a plan is worth and which rules it breaks, whole or for one move. Plain Python, no numpy.

The values are those of the benchmark's checker, which says: a pair that meets m times counts
m(m-1)/2 repeats; balance counts seats above or below an equal share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from eventsapp.placing.problem import PARTS, PersonSpec, Plan, Problem, RoomSpec


@dataclass(frozen=True)
class Violation:
    """One broken rule: its id, and the facts that a sentence about it needs."""

    id: str
    kind: str
    round: int | None = None
    room: str | None = None
    people: tuple[str, ...] = ()
    have: int | None = None
    need: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same fault, however bad it is."""
        return self.id, self.kind, self.round, self.room, self.people

    def is_worse_than(self, other: "Violation | None") -> bool:
        """Whether this is new, or further from what is needed than the same fault was."""
        if other is None:
            return True
        return abs((self.have or 0) - (self.need or 0)) > abs((other.have or 0) - (other.need or 0))


@dataclass(frozen=True)
class Effect:
    """What a move changes: each part, the weighted sum, and the rules it breaks and mends."""

    delta: dict[str, int]
    total: int
    broken: tuple[Violation, ...]
    mended: tuple[Violation, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether the move breaks no rule that was kept before."""
        return not self.broken


class Standing:
    """A plan, laid out by room: asks once, answers many questions."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.unread: list[Violation] = []
        self.rows: dict[str, list[str | None]] = {}
        self.members: list[dict[str, dict[str, None]]] = [
            {room.id: {} for room in one.rooms} for one in problem.rounds
        ]
        for who in plan:
            if who not in problem.person_of:
                self.unread.append(Violation("unknown-person", "unknown-person", people=(who,)))
        for person in problem.people:
            self._seat(person, plan.get(person.id, ()))
        self.rules = _rules_by_person(problem)

    def _seat(self, person: PersonSpec, asked: Iterable[str | None]) -> None:
        rounds = len(self.problem.rounds)
        row = list(asked)
        if len(row) > rounds:
            self.unread.append(Violation(f"rounds:{person.id}", "rounds", people=(person.id,)))
        row = (row + [None] * rounds)[:rounds]
        for number, room in enumerate(row):
            if room is not None and room not in self.members[number]:
                self.unread.append(
                    Violation("unknown-room", "unknown-room", number, room, (person.id,))
                )
                row[number] = room = None
            can = number in person.available
            if room is not None and not can:
                self.unread.append(
                    Violation(f"avail:{person.id}", "avail", number, room, (person.id,))
                )
                row[number] = None
            elif room is not None:
                self.members[number][room][person.id] = None
        self.rows[person.id] = row

    def move(self, who: str, number: int, room: str | None) -> None:
        """Seat a person elsewhere, or nowhere, in one round."""
        old = self.rows[who][number]
        if old is not None:
            self.members[number][old].pop(who)
        if room is not None:
            self.members[number][room][who] = None
        self.rows[who][number] = room

    def effect_of_move(self, who: str, number: int, room: str | None) -> Effect:
        """Return what seating a person elsewhere would change; nothing is changed."""
        person = self.problem.person_of[who]
        old = self.rows[who][number]
        touched = tuple(dict.fromkeys(one for one in (old, room) if one is not None))
        before = self._state_around(person, number, touched)
        self.move(who, number, room)
        after = self._state_around(person, number, touched)
        self.move(who, number, old)
        delta = {name: after[0][name] - before[0][name] for name in PARTS}
        faults = [*_absent(person, number, room), *after[1]]
        was, is_now = ({one.key: one for one in some} for some in (before[1], faults))
        return Effect(
            delta,
            _weighted(self.problem, delta),
            tuple(one for key, one in is_now.items() if one.is_worse_than(was.get(key))),
            tuple(one for key, one in was.items() if key not in is_now),
        )

    def _state_around(
        self, person: PersonSpec, number: int, rooms: tuple[str, ...]
    ) -> tuple[dict[str, int], list[Violation]]:
        parts = dict.fromkeys(PARTS, 0)
        parts["balance"] = self._balance(number)
        parts["moved"] = self._moved(person)
        if person.is_expert:
            parts["theme"], parts["no_top"], parts["switches"] = self._wishes(person)
            parts["diversity"] = sum(self._alike(number, room) for room in rooms)
            parts["repeats"] = self._repeats_with(person)
        broken = [fault for room in rooms for fault in self._faults_of_room(number, room)]
        broken += self._faults_of_person(person, number)
        return parts, broken

    def parts(self) -> dict[str, int]:
        """Return what each wish counts."""
        parts = dict.fromkeys(PARTS, 0)
        for person in self.problem.people:
            parts["moved"] += self._moved(person)
            if person.is_expert:
                for name, value in zip(
                    ("theme", "no_top", "switches"), self._wishes(person), strict=True
                ):
                    parts[name] += value
        for number, one in enumerate(self.problem.rounds):
            parts["balance"] += self._balance(number)
            parts["diversity"] += sum(self._alike(number, room.id) for room in one.rooms)
        parts["repeats"] = self._repeats()
        return parts

    def violations(self) -> list[Violation]:
        """Return every broken rule."""
        broken = list(self.unread)
        for number, one in enumerate(self.problem.rounds):
            for room in one.rooms:
                broken += self._faults_of_room(number, room.id)
            for person in self.problem.people:
                broken += self._faults_of_person(person, number)
        return list(dict.fromkeys(broken))

    def _experts(self, number: int, room: str) -> list[PersonSpec]:
        people = self.problem.person_of
        return [people[who] for who in self.members[number][room] if people[who].is_expert]

    def _balance(self, number: int) -> int:
        seats = [len(members) for members in self.members[number].values()]
        if not seats:
            return 0
        low, high = sum(seats) // len(seats), -(-sum(seats) // len(seats))
        return sum(max(0, taken - high) + max(0, low - taken) for taken in seats)

    def _alike(self, number: int, room: str) -> int:
        experts = self._experts(number, room)
        pairs = 0
        for attribute in self.problem.attributes:
            counts = Counter(person.values.get(attribute) for person in experts)
            counts.pop(None, None)
            pairs += sum(_pairs(count) for count in counts.values())
        return pairs

    def _wishes(self, person: PersonSpec) -> tuple[int, int, int]:
        room_of = self.problem.room_of
        themes = [
            room_of[number][room].theme if room is not None else None
            for number, room in enumerate(self.rows[person.id])
        ]
        attends = any(room is not None for room in self.rows[person.id])
        costs = [person.theme_cost.get(theme) for theme in themes if theme is not None]
        cost = sum(one for one in costs if one is not None)
        no_top = bool(person.theme_cost) and attends and 0 not in costs
        switches = sum(
            first is not None and second is not None and first != second
            for first, second in pairwise(themes)
        )
        return cost, int(no_top), switches

    def _moved(self, person: PersonSpec) -> int:
        old = (self.problem.baseline or {}).get(person.id)
        if old is None:
            return 0
        return sum(
            old[number] is not None and old[number] != self.rows[person.id][number]
            for number in person.available
            if number < len(old)
        )

    def _repeats_with(self, person: PersonSpec) -> int:
        times: Counter[str] = Counter()
        for number, room in enumerate(self.rows[person.id]):
            if room is not None:
                times.update(one.id for one in self._experts(number, room))
        times.pop(person.id, None)
        return sum(_pairs(count) for count in times.values())

    def _repeats(self) -> int:
        repeats = 0
        experts = [person.id for person in self.problem.people if person.is_expert]
        for first, second in combinations(range(len(self.problem.rounds)), 2):
            both = Counter((self.rows[who][first], self.rows[who][second]) for who in experts)
            repeats += sum(_pairs(count) for pair, count in both.items() if None not in pair)
        return repeats

    def _faults_of_room(self, number: int, name: str) -> Iterator[Violation]:
        room = self.problem.room_of[number][name]
        members = self.members[number][name]
        have = len(members)
        if room.most is not None and have > room.most:
            yield Violation(f"max:{name}", "max", number, name, (), have, room.most)
        if have < room.least:
            yield Violation(f"min:{name}", "min", number, name, (), have, room.least)
        if members and room.languages and not self._share_a_language(room, members):
            yield Violation(f"lang:{name}", "lang", number, name)
        for quota in self.problem.quotas:
            if not quota.covers(number):
                continue
            with_value = sum(
                person.values.get(quota.attribute) == quota.value
                for person in self._experts(number, name)
            )
            if with_value < quota.least:
                yield Violation(quota.id, "quota", number, name, (), with_value, quota.least)

    def _share_a_language(self, room: RoomSpec, members: Iterable[str]) -> bool:
        spoken = [self.problem.person_of[who].languages for who in members]
        return any(
            all(languages is None or language in languages for languages in spoken)
            for language in room.languages
        )

    def _faults_of_person(self, person: PersonSpec, number: int) -> Iterator[Violation]:
        room = self.rows[person.id][number]
        can = number in person.available
        if room is None and can:
            yield Violation(f"place:{person.id}", "place", number, None, (person.id,))
        for kind, rule in self.rules[person.id]:
            if kind in {"moderator", "note_taker"}:
                at, wanted = rule
                if at == number and can and room != wanted:
                    yield Violation(f"{kind}:{wanted}", kind, number, wanted, (person.id,))
            elif kind == "lock":
                if rule.round == number and room != rule.room:
                    yield Violation(rule.id, kind, number, rule.room, (person.id,))
            elif room is not None:
                first, second = (self.rows[who][number] for who in rule.people)
                apart = first is not None and second is not None and first != second
                if (kind == "apart" and first == second) or (kind == "together" and apart):
                    yield Violation(rule.id, kind, number, first, rule.people)


def _rules_by_person(problem: Problem) -> Mapping[str, list[tuple[str, Any]]]:
    """Return the rules that name each person; one that names somebody who is gone says nothing."""
    rules: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for kind, pairs in (("apart", problem.apart), ("together", problem.together)):
        for pair in pairs:
            if all(who in problem.person_of for who in pair.people):
                for who in pair.people:
                    rules[who].append((kind, pair))
    for lock in problem.locks:
        rules[lock.person].append(("lock", lock))
    for number, one in enumerate(problem.rounds):
        for room in one.rooms:
            if room.moderator:
                rules[room.moderator].append(("moderator", (number, room.id)))
            if room.note_taker:
                rules[room.note_taker].append(("note_taker", (number, room.id)))
    return rules


def _absent(person: PersonSpec, number: int, room: str | None) -> tuple[Violation, ...]:
    if room is None or number in person.available:
        return ()
    return (Violation(f"avail:{person.id}", "avail", number, room, (person.id,)),)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _weighted(problem: Problem, parts: Mapping[str, int]) -> int:
    return sum(problem.weights.get(name, 0) * value for name, value in parts.items())


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every rule that the plan breaks; an empty list is a plan that can be used."""
    return Standing(problem, plan).violations()


def parts(problem: Problem, plan: Plan) -> dict[str, int]:
    """Return what each wish counts in the plan, before weights."""
    return Standing(problem, plan).parts()


def total(problem: Problem, plan: Plan) -> int:
    """Return the weighted sum of the wishes: the lower, the better."""
    return _weighted(problem, parts(problem, plan))


def effect_of_move(problem: Problem, plan: Plan, who: str, number: int, room: str | None) -> Effect:
    """Return what one move would change. For many moves of one plan make one `Standing`."""
    return Standing(problem, plan).effect_of_move(who, number, room)
