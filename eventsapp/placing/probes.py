"""Whether the people of one round fit into its rooms under some of the rules. Exact and quick.

No rule links two rounds, so each round is asked alone. People whom no rule tells apart are one
kind, and only their number in each room is decided.
"""

import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from eventsapp.placing.problem import PersonSpec, Problem, RoomSpec

Ids = frozenset[str]


class Probes:
    """Answers for one problem, until a moment of `time.perf_counter`; remembers its answers."""

    def __init__(self, problem: Problem, until: float) -> None:
        self.problem = problem
        self.until = until
        self.relevant = [_relevant(problem, r) for r in range(len(problem.rounds))]
        self.answers: dict[tuple[int, Ids], bool] = {}
        self.order = list(range(len(problem.rounds)))
        self.is_in_time = True

    def are_possible(self, ids: Iterable[str]) -> bool:
        """Return whether there is a plan that keeps these rules.

        After the end of the time it says yes, and `is_in_time` says that it does not know.
        """
        asked = frozenset(ids)
        for r in list(self.order):
            if not self._is_possible(r, asked & self.relevant[r]):
                # What was impossible here is likely to be so again.
                self.order.remove(r)
                self.order.insert(0, r)
                return False
        return True

    def _is_possible(self, r: int, ids: Ids) -> bool:
        if (r, ids) in self.answers:
            return self.answers[r, ids]
        left = self.until - time.perf_counter()
        possible = fits(self.problem, r, ids, left) if left > 0 else None
        if possible is None:
            self.is_in_time = False
            return True
        self.answers[r, ids] = possible
        return possible


def _relevant(problem: Problem, r: int) -> Ids:
    """Return the rules that say something about this round."""
    ids = {pair.id for pair in (*problem.apart, *problem.together)}
    ids |= {lock.id for lock in problem.locks if lock.round == r}
    ids |= {quota.id for quota in problem.quotas if quota.covers(r)}
    kinds = ("min", "max", "lang", "moderator", "note_taker")
    ids |= {f"{kind}:{room.id}" for room in problem.rounds[r].rooms for kind in kinds}
    return frozenset(ids)


def fits(problem: Problem, r: int, ids: Ids, seconds: float) -> bool | None:
    """Return whether everybody can be seated in this round; None if the time was too short."""
    seating = Seating(problem, r, ids)
    if not seating.is_open:
        return False
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    status = solver.solve(seating.model)
    if status == cp_model.UNKNOWN:
        return None
    return status in {cp_model.OPTIMAL, cp_model.FEASIBLE}


@dataclass(frozen=True)
class Kind:
    """People whom no rule tells apart, and how many of them there are in each room."""

    people: tuple[str, ...]
    old: int | None
    values: frozenset[str]
    seats: dict[int, Any]


class Seating:
    """The model of one round. People who had another room before are of another kind."""

    def __init__(
        self, problem: Problem, r: int, ids: Ids, old: Mapping[str, int] | None = None
    ) -> None:
        self.problem, self.r, self.ids, self.old = problem, r, ids, old or {}
        self.rooms = problem.rounds[r].rooms
        self.model = cp_model.CpModel()
        self.is_open = True
        self.spoken = self._languages()
        self.fixed = self._fixed()
        self.pairs = {
            kind: [pair.people for pair in pairs if pair.id in ids]
            for kind, pairs in (("apart", problem.apart), ("together", problem.together))
        }
        self.kinds = self._kinds()
        self._add_pairs()
        self._add_sizes()
        self._add_quotas()

    def _languages(self) -> dict[int, dict[str, Any]]:
        """Return for each room whose language counts the choice between its languages."""
        spoken = {}
        for k, room in enumerate(self.rooms):
            if room.languages and f"lang:{room.id}" in self.ids:
                chosen: dict[str, Any] = {
                    one: self.model.new_bool_var("") for one in room.languages
                }
                self.model.add(sum(chosen.values()) == 1)
                spoken[k] = chosen
        return spoken

    def _fixed(self) -> dict[str, set[str]]:
        """Return the rooms in which people must be."""
        fixed = defaultdict(set)
        for room in self.rooms:
            for kind, who in (("moderator", room.moderator), ("note_taker", room.note_taker)):
                if who is not None and f"{kind}:{room.id}" in self.ids:
                    fixed[who].add(room.id)
        for lock in self.problem.locks:
            if lock.round == self.r and lock.id in self.ids:
                fixed[lock.person].add(lock.room)
                person = self.problem.person_of.get(lock.person)
                if person is not None and self.r not in person.available:
                    self.is_open = False
        return fixed

    def _kinds(self) -> list[Kind]:
        named = {who for pairs in self.pairs.values() for pair in pairs for who in pair}
        self.alone: dict[str, Kind] = {}
        alike: dict[tuple[Hashable, ...], list[str]] = {}
        for person in self.problem.people:
            if self.r not in person.available:
                continue
            key = self._key(person)
            if person.id in named:
                self.alone[person.id] = self._kind(key, [person.id])
            else:
                alike.setdefault(key, []).append(person.id)
        return [*self.alone.values(), *(self._kind(key, people) for key, people in alike.items())]

    def _key(self, person: PersonSpec) -> tuple[Hashable, ...]:
        return (
            frozenset(self._open_to(person)),
            self._languages_of(person),
            self._of(person),
            self.old.get(person.id),
        )

    def _open_to(self, person: PersonSpec) -> list[int]:
        fixed = self.fixed.get(person.id, set())
        return [
            k
            for k, room in enumerate(self.rooms)
            if fixed <= {room.id} and (k not in self.spoken or _speaks(person, room))
        ]

    def _languages_of(self, person: PersonSpec) -> frozenset[str] | None:
        if person.languages is None:
            return None
        counted = {language for chosen in self.spoken.values() for language in chosen}
        return person.languages & counted

    def _of(self, person: PersonSpec) -> frozenset[str]:
        """Return the quotas to which a person counts."""
        if not person.is_expert:
            return frozenset()
        return frozenset(
            quota.id
            for quota in self.problem.quotas
            if quota.id in self.ids and person.values.get(quota.attribute) == quota.value
        )

    def _kind(self, key: tuple, people: list[str]) -> Kind:
        open_to, languages, values, old = key
        many = len(people)
        seats: dict[int, Any] = {}
        for k in sorted(open_to):
            seats[k] = self.model.new_int_var(0, many, "")
            if k in self.spoken and languages is not None:
                understood = [one for name, one in self.spoken[k].items() if name in languages]
                if len(understood) < len(self.spoken[k]):
                    self.model.add(seats[k] <= many * sum(understood))
        if not seats:
            self.is_open = False
        self.model.add(sum(seats.values()) == many)
        return Kind(tuple(people), old, values, seats)

    def _add_pairs(self) -> None:
        for kind, pairs in self.pairs.items():
            for first, second in pairs:
                if first not in self.alone or second not in self.alone:
                    continue
                one, other = self.alone[first].seats, self.alone[second].seats
                for k in range(len(self.rooms)):
                    if kind == "together" and (k in one or k in other):
                        self.model.add(one.get(k, 0) == other.get(k, 0))
                    elif k in one and k in other:
                        self.model.add(one[k] + other[k] <= 1)

    def _add_sizes(self) -> None:
        for k, room in enumerate(self.rooms):
            seats = sum(kind.seats[k] for kind in self.kinds if k in kind.seats)
            if f"min:{room.id}" in self.ids:
                self._at_least(seats, room.least)
            if (
                room.most is not None
                and f"max:{room.id}" in self.ids
                and not isinstance(seats, int)
            ):
                self.model.add(seats <= room.most)

    def _add_quotas(self) -> None:
        for quota in self.problem.quotas:
            if quota.id not in self.ids or not quota.covers(self.r):
                continue
            for k in range(len(self.rooms)):
                counted = (one for one in self.kinds if quota.id in one.values and k in one.seats)
                self._at_least(sum(one.seats[k] for one in counted), quota.least)

    def _at_least(self, seats: Any, least: int) -> None:
        if not isinstance(seats, int):
            self.model.add(seats >= least)
        elif seats < least:
            self.is_open = False


def _speaks(person: PersonSpec, room: RoomSpec) -> bool:
    return person.languages is None or any(one in person.languages for one in room.languages)
