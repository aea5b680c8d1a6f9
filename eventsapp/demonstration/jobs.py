"""What the worker does for the demonstration: walk its clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from eventsapp.clock import DemonstrationClock, real_utcnow, utcnow
from eventsapp.extensions import db

NextDue = Callable[[datetime], datetime | None]


def walk_clock(
    now: datetime, next_due_after: NextDue, run_jobs: Callable[[datetime], None]
) -> None:
    """Walk to where *next day* or *next week* sent the clock: the jobs run at each due minute on
    the way."""
    while (target := _target()) is not None:
        due = next_due_after(utcnow())
        stop = target if due is None or due >= target else due
        _set_clock(stop)
        run_jobs(stop)
        if stop == target:
            _arrive(target)


def _target() -> datetime | None:
    target = db.session.scalar(select(DemonstrationClock.moving_to))
    db.session.rollback()
    return target


def _set_clock(moment: datetime) -> None:
    clock = db.session.scalars(select(DemonstrationClock)).one()
    # Rounded up: the clock must not show a moment before the one that was due.
    offset = moment - real_utcnow() + timedelta(seconds=1)
    clock.offset_seconds = int(offset.total_seconds())
    db.session.commit()


def _arrive(target: datetime) -> None:
    clock = db.session.scalars(select(DemonstrationClock)).one()
    if clock.moving_to == target:
        clock.moving_to = None
    db.session.commit()
