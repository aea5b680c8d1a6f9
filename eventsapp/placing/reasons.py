"""Who moves where and why: what was wrong before, told for each move. Pure."""

from collections.abc import Iterator

from eventsapp.placing.problem import Plan, Problem
from eventsapp.placing.scoring import Standing, Violation
from eventsapp.placing.wording import Move, Reason


def moves_between(problem: Problem, plan: Plan) -> tuple[Move, ...]:
    """Return everybody whose room differs from the baseline, by round, and why."""
    before: Plan = {
        person.id: tuple(
            room if r in person.available else None
            for r, room in enumerate(_old(problem, person.id))
        )
        for person in problem.people
    }
    changes = [
        (r, person.id, before[person.id][r], str(plan[person.id][r]))
        for r in range(len(problem.rounds))
        for person in problem.people
        if r in person.available and before[person.id][r] != plan[person.id][r]
    ]
    wrong = _Wrong(problem, before, changes)
    return tuple(
        Move(who, r, old, new, wrong.why(r, who, old, new)) for r, who, old, new in changes
    )


def _old(problem: Problem, who: str) -> tuple[str | None, ...]:
    row = (problem.baseline or {}).get(who, ())
    return (*row, *(None,) * (len(problem.rounds) - len(row)))[: len(problem.rounds)]


Change = tuple[int, str, str | None, str]


class _Wrong:
    """What was wrong with the plan before."""

    def __init__(self, problem: Problem, before: Plan, changes: list[Change]) -> None:
        self.problem, self.changes = problem, changes
        self.faults = Standing(problem, before).violations()

    def why(self, r: int, who: str, old: str | None, new: str) -> Reason:
        """Return the strongest reason for a move."""
        if old is None:
            return Reason("late")
        if old not in self.problem.room_of[r]:
            return Reason("closed")
        reasons = (*self._own(r, who, new), *self._of_rooms(r, who, old, new))
        return next(iter(reasons), self._in_consequence(r, who, old, new))

    def _own(self, r: int, who: str, new: str) -> Iterator[Reason]:
        for fault in self.faults:
            if fault.round != r or who not in fault.people:
                continue
            if fault.kind in {"moderator", "note_taker", "lock"} and fault.room == new:
                yield Reason(fault.kind)
            elif fault.kind in {"together", "apart"}:
                yield Reason(fault.kind, other=_other(fault.people, who))

    def _of_rooms(self, r: int, who: str, old: str, new: str) -> Iterator[Reason]:
        for fault in self.faults:
            if fault.round == r and fault.room == old and fault.kind == "max":
                yield Reason("too-many", fault.have, fault.need)
            elif fault.round == r and fault.room == old and fault.kind == "lang":
                yield Reason("lang")
            elif fault.round == r and fault.room == new and fault.kind == "min":
                yield Reason("too-few", fault.have, fault.need)
            elif fault.round == r and fault.room == new and fault.kind == "quota":
                yield from self._of_quota(fault, who)

    def _of_quota(self, fault: Violation, who: str) -> Iterator[Reason]:
        person = self.problem.person_of[who]
        for quota in self.problem.quotas:
            if quota.id == fault.id and person.values.get(quota.attribute) == quota.value:
                yield Reason("quota", fault.have, fault.need, None, quota.attribute, quota.value)

    def _in_consequence(self, r: int, who: str, old: str, new: str) -> Reason:
        """Return the reason of somebody who moves because others do."""
        for rule in self.problem.together:
            if who in rule.people:
                other = _other(rule.people, who)
                if any((at, one, to) == (r, other, new) for at, one, _, to in self.changes):
                    return Reason("together", other=other)
        here = [one for one in self.changes if one[0] == r]
        if any(left == new for _, _, left, _ in here):
            return Reason("fills-place")
        if any(to == old for _, _, _, to in here):
            return Reason("makes-place")
        return Reason("better")


def _other(people: tuple[str, ...], who: str) -> str:
    return people[1] if people[0] == who else people[0]
