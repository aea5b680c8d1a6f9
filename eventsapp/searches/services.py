"""What can be done with a search: ask for it, take it up, say how far it is, end it.

Whoever works on a search is a process that may die at any moment, and of two that work on one only
the later counts: every change is a comparison with what the process believes it holds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, func, select, update

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import Round, Search
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import Meeting
from eventsapp.searches.queries import can_be_taken, is_lost, open_search
from eventsapp.searches.states import (
    DROPPED,
    FAILED,
    FOUND,
    IMPOSSIBLE,
    MOST_TRIES,
    OFFERED,
    OPEN,
    PLAN,
    RUNNING,
    WAITING,
)

LOST = (
    "The search was cut off three times before it found anything: the machine may be short of "
    "memory. Search again, for fewer rounds or for a shorter time."
)
NO_PROCESS = (
    "The search could not begin: the program that searches does not start on this machine. Whoever "
    "runs the instance finds why in the log of the worker. Until then, move people by hand."
)
Facts = dict[str, Any]


class AlreadySearching(RuleBroken):
    """A search for one of these rounds waits or runs; `search_id` is it."""

    def __init__(self, search: Search) -> None:
        super().__init__(
            "A search for this round is under way. Wait for it, or stop it, before another."
        )
        self.search_id = search.id


def ask_search(
    meeting: Meeting,
    rounds: Sequence[Round],
    problem: Facts,
    *,
    seconds: int,
    by: User,
    now: datetime,
    kind: str = PLAN,
    told: Facts | None = None,
) -> Search:
    """Leave a search of these rounds for the worker.

    `told` is what the asking person said beside the problem. Raises `AlreadySearching` where one
    of the rounds has a search that waits or runs; of two who ask at once the second hears that.
    """
    numbers = [round_.id for round_ in rounds]
    # Both wait here for the same rows, so the second sees the search of the first.
    locked = select(Round.id, Round.seats_version).where(Round.id.in_(numbers)).with_for_update()
    versions = {str(number): version for number, version in db.session.execute(locked)}
    under_way = open_search(meeting.id, numbers)
    if under_way is not None:
        raise AlreadySearching(under_way)
    if len(versions) < len(numbers):
        raise RuleBroken("One of the rounds was deleted meanwhile. Choose the rounds again.")
    search = Search(
        meeting_id=meeting.id,
        asked_by_id=by.id,
        asked_at=now,
        seconds=seconds,
        seed=0,
        rounds=numbers,
        seats_versions=versions,
        problem={"kind": kind, "problem": problem, "told": told or {}},
    )
    db.session.add(search)
    db.session.flush()
    record("asked for a search", search, now=now, user_id=by.id, rounds=len(numbers))
    return search


def claim_search(worker: str, real_now: datetime) -> Search | None:
    """Take up the oldest search that waits or was lost; None where another was faster, or none."""
    waiting = select(Search.id).where(can_be_taken(real_now)).order_by(Search.id)
    for number in db.session.scalars(waiting).all():
        taken = (
            update(Search)
            .where(Search.id == number, can_be_taken(real_now))
            .values(
                state=RUNNING,
                worker=worker,
                alive_at=real_now,
                started_at=real_now,
                tries=Search.tries + 1,
            )
        )
        if _rows(taken):
            return db.session.get(Search, number, populate_existing=True)
    return None


def note_alive(number: int, worker: str, real_now: datetime, **found: Any) -> bool:
    """Say that `worker` still works on a search, and what it has found.

    Returns whether it should go on: not where it lost the search, or was told to stop.
    """
    _rows(update(Search).where(_held(number, worker)).values(alive_at=real_now, **found))
    going_on = select(func.count()).where(_held(number, worker), Search.stop_at.is_(None))
    return bool(db.session.scalar(going_on))


def keep_found(number: int, worker: str, real_now: datetime, *, plan: Facts, **more: Any) -> bool:
    """Offer the plan that `worker` found; False where it had lost the search."""
    values = {"state": FOUND, "plan": plan, "ended_at": real_now, **more}
    return _rows(update(Search).where(_held(number, worker)).values(**values))


def keep_conflict(number: int, worker: str, real_now: datetime, conflict: Facts) -> bool:
    """Write down that nothing can satisfy the rules, and which of them contradict each other."""
    values = {"state": IMPOSSIBLE, "conflict": conflict, "ended_at": real_now}
    return _rows(update(Search).where(_held(number, worker)).values(**values))


def keep_failure(number: int, worker: str, real_now: datetime, why: str) -> bool:
    """Write down why a search came to nothing, in a sentence."""
    values = {"state": FAILED, "why": why[:500], "ended_at": real_now}
    return _rows(update(Search).where(_held(number, worker)).values(**values))


def give_back(number: int, worker: str) -> bool:
    """Leave a search to the next process: this one was told to end. That counts as no try."""
    values = {"state": WAITING, "worker": None, "alive_at": None, "tries": Search.tries - 1}
    return _rows(update(Search).where(_held(number, worker)).values(**values))


def give_up_lost(real_now: datetime) -> None:
    """End the searches that were lost too often; the best plan that one had is offered."""
    lost = select(Search).where(is_lost(real_now), Search.tries >= MOST_TRIES)
    for search in db.session.scalars(lost).all():
        best = search.progress.get("plan")
        ended = {"plan": best, "state": FOUND} if best else {"why": LOST, "state": FAILED}
        still = and_(Search.id == search.id, is_lost(real_now))
        _rows(update(Search).where(still).values(ended_at=real_now, **ended))


def give_up_waiting(real_now: datetime) -> None:
    """End the searches that wait: no process can be started that would take them up."""
    waiting = update(Search).where(Search.state == WAITING)
    _rows(waiting.values(state=FAILED, why=NO_PROCESS, ended_at=real_now))


def stop_search(search: Search, *, now: datetime) -> None:
    """Let a search end with the best it has; one that nobody has taken up yet is dropped."""
    waiting = update(Search).where(Search.id == search.id, Search.state == WAITING)
    if not _rows(waiting.values(state=DROPPED, ended_at=now, stop_at=now)):
        running = update(Search).where(Search.id == search.id, Search.state == RUNNING)
        _rows(running.values(stop_at=func.coalesce(Search.stop_at, now)))
    db.session.refresh(search)


def drop_search(search: Search, *, by: User, now: datetime) -> None:
    """Leave a result alone; the board stays as it is."""
    offered = update(Search).where(Search.id == search.id, Search.state.in_((*OFFERED, *OPEN)))
    if _rows(offered.values(state=DROPPED, ended_at=func.coalesce(Search.ended_at, now))):
        record("left a search alone", search, now=now, user_id=by.id)
    db.session.refresh(search)


def _held(number: int, worker: str) -> ColumnElement[bool]:
    return and_(Search.id == number, Search.state == RUNNING, Search.worker == worker)


def _rows(change: Update) -> bool:
    done = db.session.execute(change, execution_options={"synchronize_session": False})
    return bool(done.rowcount)  # type: ignore[attr-defined]
