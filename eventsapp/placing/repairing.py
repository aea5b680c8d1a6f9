"""A plan after something changed: as few people as can be move, and among such plans the best."""

import time
from dataclasses import dataclass

from eventsapp.placing.conflicts import find_conflict
from eventsapp.placing.fewest import fewest_moves
from eventsapp.placing.mending import mend
from eventsapp.placing.problem import Impossible, Plan, Problem
from eventsapp.placing.reasons import moves_between
from eventsapp.placing.scoring import total, violations
from eventsapp.placing.wording import Move

FOR_CONFLICT = 2.0
# Three seconds of one core; the best is nearly always found after a twentieth of them.
MOST_STEPS = 6_000_000


@dataclass(frozen=True)
class Repaired:
    """A plan that keeps every rule, who moves for it, and how few moves are possible.

    `fewest` counts moves as the wishes do: people who were not placed before do not count.
    `is_proven`: fewer cannot do.
    """

    plan: Plan
    moves: tuple[Move, ...]
    fewest: int
    is_proven: bool
    total: int


def repair(
    problem: Problem, *, seconds: float, seed: int = 0, steps: int = MOST_STEPS
) -> Repaired | None:
    """Return the best plan that is found with the fewest moves from the baseline.

    It ends after so many seconds, or so many steps of the search for the best. None if the time
    is too short for any plan. Raises Impossible with the rules that contradict each other when
    there is none.
    """
    until = time.perf_counter() + seconds
    try:
        fewest = fewest_moves(problem, seconds=seconds)
    except Impossible:
        raise Impossible(find_conflict(problem, seconds=max(FOR_CONFLICT, seconds))) from None
    if fewest is None:
        return None
    left = until - time.perf_counter()
    mended = mend(problem, fewest.plan, seconds=left, steps=steps, seed=seed)
    plan = fewest.plan if violations(problem, mended) else mended
    return Repaired(
        plan=plan,
        moves=moves_between(problem, plan),
        fewest=sum(fewest.by_round),
        is_proven=fewest.is_proven,
        total=total(problem, plan),
    )
