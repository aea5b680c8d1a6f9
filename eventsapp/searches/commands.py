"""The process that works on searches. It alone loads the libraries of the engine."""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from eventsapp.breakouts.models import Search
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail.jobs import worker_name
from eventsapp.placing.conflicts import find_conflict
from eventsapp.placing.problem import Impossible, Problem, problem_from_json
from eventsapp.placing.repairing import repair
from eventsapp.placing.scoring import violations
from eventsapp.placing.solving import Progress, solve, warm_up
from eventsapp.placing.wording import Conflict
from eventsapp.searches import services
from eventsapp.searches.plans import to_kept
from eventsapp.searches.states import BEAT_EVERY, DAY
from eventsapp.searches.working import Course, progress_of

log = logging.getLogger(__name__)
NICER = 10
LOOK_EVERY = 0.5
# A process that has its libraries loaded waits so long for the next search before it ends.
IDLE_SECONDS = 60
MISTAKE = (
    "The search failed by a mistake of ours; it was written down. Search again, or move people "
    "by hand on the board."
)
NOTHING_YET = (
    "The time was too short for a first plan that keeps all the rules. Search again for longer, or "
    "switch a rule off."
)
# How long it may take to name the rules that contradict each other.
CONFLICT_SECONDS = 20
_is_ending = threading.Event()


@click.command(hidden=True)
@click.option("--idle", default=IDLE_SECONDS, help="Seconds without a search before it ends.")
@with_appcontext
def searcher(idle: int) -> None:
    """Work on the searches that wait; the worker starts it. Example: eventsapp searcher"""
    os.nice(NICER)
    signal.signal(signal.SIGTERM, lambda *_: _is_ending.set())
    signal.signal(signal.SIGINT, lambda *_: _is_ending.set())
    # Before a search is taken up: where nothing was compiled yet, this takes most of a minute.
    warm_up()
    parent, idle_since = os.getppid(), time.monotonic()
    while not _is_ending.is_set():
        if work_once():
            idle_since = time.monotonic()
        elif time.monotonic() - idle_since > idle or os.getppid() != parent:
            return
        else:
            _is_ending.wait(LOOK_EVERY)


def work_once() -> bool:
    """Take up one search and end it; False where none waits."""
    try:
        search = services.claim_search(f"{worker_name()}:{threading.get_ident()}", real_utcnow())
        db.session.commit()
    except OperationalError:
        # The database was busy or away: another time.
        db.session.rollback()
        return False
    if search is None:
        return False
    work = Work(search)
    with work.alive():
        _search(work, search)
    return True


class Work:
    """One search in the hands of this process."""

    def __init__(self, search: Search) -> None:
        self.number, self.worker = search.id, str(search.worker)
        self.rounds, self.kind = list(search.rounds), search.problem["kind"]
        self.problem: Problem = problem_from_json(search.problem["problem"])
        self.course = Course()
        self.found: dict[str, Any] = dict(search.progress or {})
        self.is_over = threading.Event()

    def report(self, progress: Progress) -> bool:
        """Write down what the engine has found, once a second; False: it is to stop."""
        self.course.note(progress.seconds, progress.total, progress.bound)
        if progress.plan is not None:
            self.found["plan"] = to_kept(self.problem, progress.plan, self.rounds)
        self.found |= {"total": progress.total, "bound": progress.bound}
        self.found["seconds"] = round(progress.seconds, 1)
        if self.course.is_due(progress.seconds):
            self.beat(progress=progress_of(self.course, self.found))
        return not (self.is_over.is_set() or _is_ending.is_set())

    def beat(self, **found: Any) -> None:
        """Say that this process is alive. What cannot be written now is written next time."""
        try:
            goes_on = services.note_alive(self.number, self.worker, real_utcnow(), **found)
            db.session.commit()
        except OperationalError:
            db.session.rollback()
            return
        if not goes_on:
            self.is_over.set()

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Say every few seconds that this process is alive, whatever the engine is busy with."""
        is_done = threading.Event()
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

        def beat() -> None:
            with app.app_context():
                while not is_done.wait(BEAT_EVERY.total_seconds()):
                    self.beat()
                    db.session.remove()

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_done.set()
            thread.join()


def _search(work: Work, search: Search) -> None:
    seconds, seed, iterations = search.seconds, search.seed, search.iterations
    # No transaction is held open while the engine thinks.
    db.session.commit()
    try:
        try:
            if work.kind == DAY:
                _repair(work, seconds=seconds, seed=seed)
            else:
                found = solve(
                    work.problem,
                    seconds=None if iterations else seconds,
                    iterations=iterations,
                    seed=seed,
                    report=work.report,
                )
                _end(work, found.plan, bound=found.bound, total=found.total)
        except Impossible as refusal:
            conflict = refusal.conflict or find_conflict(work.problem, seconds=CONFLICT_SECONDS)
            services.keep_conflict(work.number, work.worker, real_utcnow(), to_json(conflict))
    except Exception:
        log.exception("The search %s failed", work.number)
        db.session.rollback()
        services.keep_failure(work.number, work.worker, real_utcnow(), MISTAKE)
    db.session.commit()


def to_json(conflict: Conflict | None) -> dict[str, Any]:
    """Return a contradiction as it is kept; empty where it could not be named in time."""
    return {} if conflict is None else asdict(conflict)


def _repair(work: Work, *, seconds: float, seed: int) -> None:
    repaired = repair(work.problem, seconds=seconds, seed=seed)
    if repaired is None:
        _end(work, None)
        return
    work.found |= {
        "fewest": repaired.fewest,
        "is_proven": repaired.is_proven,
        "moves": [asdict(move) for move in repaired.moves],
    }
    _end(work, repaired.plan, total=repaired.total)


def _end(work: Work, plan: Any, **facts: Any) -> None:
    """Keep the result; never one that breaks a rule. Told to end, leave it to another process."""
    if _is_ending.is_set():
        services.give_back(work.number, work.worker)
        return
    if plan is None:
        services.keep_failure(work.number, work.worker, real_utcnow(), NOTHING_YET)
        return
    broken = violations(work.problem, plan)
    if broken:
        raise ValueError(f"The plan breaks {[one.id for one in broken[:5]]}")
    work.found |= facts
    services.keep_found(
        work.number,
        work.worker,
        real_utcnow(),
        plan=to_kept(work.problem, plan, work.rounds),
        progress=progress_of(work.course, work.found),
    )
