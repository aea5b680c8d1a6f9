"""Reads of searches: which wait, which are lost, which concern a round."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from eventsapp.breakouts.models import Round, Search
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.searches.states import LEASE, MOST_TRIES, OPEN, RUNNING, WAITING


def can_be_taken(real_now: datetime) -> ColumnElement[bool]:
    """Return the rule for searches that a process may take up: waiting, or lost by another."""
    return or_(Search.state == WAITING, and_(is_lost(real_now), Search.tries < MOST_TRIES))


def is_lost(real_now: datetime) -> ColumnElement[bool]:
    """Return the rule for searches whose process has gone silent."""
    return and_(Search.state == RUNNING, Search.alive_at < real_now - LEASE)


def is_work_left(real_now: datetime) -> bool:
    """Return whether a search is there to be taken up."""
    return bool(db.session.scalar(select(exists().where(can_be_taken(real_now)))))


def searches_of(meeting: Meeting) -> list[Search]:
    """Return the searches of a meeting, the last first."""
    return list(
        db.session.scalars(
            select(Search).where(Search.meeting_id == meeting.id).order_by(Search.id.desc())
        )
    )


def open_search(meeting_id: int, rounds: Collection[int]) -> Search | None:
    """Return the search that waits or runs for one of these rounds, if there is one."""
    waiting = select(Search).where(Search.meeting_id == meeting_id, Search.state.in_(OPEN))
    found = db.session.scalars(waiting.order_by(Search.id))
    return next((one for one in found if set(one.rounds) & set(rounds)), None)


def rounds_with(numbers: Collection[int]) -> list[Round]:
    """Return those of these rounds that are still there, by their number in the meeting."""
    rounds = select(Round).where(Round.id.in_(numbers)).order_by(Round.number)
    return list(db.session.scalars(rounds))
