"""Reads of searches: which wait, which are lost, which concern a round."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.boards.places import DEPUTY, MODERATOR, NOTE_TAKER, Board
from eventsapp.boards.queries import Posed, names_of, posed_of
from eventsapp.breakouts.models import BreakoutRoom, PlacingRule, Round, Search
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.placing.problem import Problem
from eventsapp.searches.history import as_history
from eventsapp.searches.states import LEASE, MOST_TRIES, OPEN, RUNNING, WAITING

LEADERS = (MODERATOR, DEPUTY, NOTE_TAKER)


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


def rounds_of(meeting: Meeting) -> list[Round]:
    """Return all rounds of a meeting by number, each with its day."""
    rounds = select(Round).where(Round.meeting_id == meeting.id).order_by(Round.number)
    return list(db.session.scalars(rounds.options(joinedload(Round.day))))


def is_past(round_: Round, today: date) -> bool:
    """Return whether the day of a round is over; without a day it is not."""
    return round_.day is not None and round_.day.on_date < today


def rooms_in(rounds: Collection[int]) -> dict[int, BreakoutRoom]:
    """Return the rooms of these rounds by number of their row, those that closed too."""
    rooms = select(BreakoutRoom).where(BreakoutRoom.round_id.in_(rounds))
    ordered = rooms.order_by(BreakoutRoom.round_id, BreakoutRoom.position, BreakoutRoom.id)
    return {room.id: room for room in db.session.scalars(ordered)}


@dataclass(frozen=True)
class Question:
    """What a search would be asked: the problem, the boards, and the rules left out of it."""

    posed: Posed
    problem: Problem
    rules_off: int
    rules_idle: list[PlacingRule]


def question_of(meeting: Meeting, rounds: Collection[Round]) -> Question:
    """Return what a search of these rounds is asked; in the other rounds everybody stays."""
    everything = rounds_of(meeting)
    wanted = {round_.id for round_ in rounds}
    fixed = [round_.id for round_ in everything if round_.id not in wanted]
    posed = posed_of(meeting, everything, fixed=fixed)
    problem = as_history(posed.problem, {str(number) for number in fixed})
    rules = select(PlacingRule).where(PlacingRule.meeting_id == meeting.id)
    known = {pair.id for pair in (*problem.apart, *problem.together)}
    known |= {quota.id for quota in problem.quotas}
    found = list(db.session.scalars(rules.order_by(PlacingRule.id)))
    idle = [rule for rule in found if rule.is_on and known_as(rule) not in known]
    return Question(posed, problem, sum(not rule.is_on for rule in found), idle)


def known_as(rule: PlacingRule) -> str:
    """Return the name by which the engine knows a rule."""
    return f"{'quota' if rule.kind == 'at_least' else rule.kind}:{rule.id}"


class Leading(NamedTuple):
    """Somebody who leads a room of a round, or takes its notes."""

    person_id: int
    name: str
    role: str
    room: BreakoutRoom
    round: Round


def leaders_on(boards: Mapping[int, Board], rounds: Collection[Round]) -> list[Leading]:
    """Return who leads a room or takes its notes on these boards."""
    rooms = rooms_in([round_.id for round_ in rounds])
    names = names_of({person_id for one in rounds for person_id in boards.get(one.id, {})})
    return [
        Leading(person_id, names.get(person_id, ""), place.role, rooms[place.room_id], one)
        for one in rounds
        for person_id, place in boards.get(one.id, {}).items()
        if place.role in LEADERS and place.room_id in rooms
    ]
