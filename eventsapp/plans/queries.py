"""Reads of the plans that can be compared for a round."""

from sqlalchemy import select

from eventsapp.boards.posing import plan_of
from eventsapp.boards.queries import Posed, told_board
from eventsapp.breakouts.models import Round, Search
from eventsapp.extensions import db
from eventsapp.placing.problem import Plan
from eventsapp.plans.comparing import with_kept

TOLD, BOARD, SEARCH = "told", "board", "search-"
MOST_SEARCHES = 20


def searches_with(round_: Round) -> list[Search]:
    """Return the searches that found a plan for a round, the latest first."""
    found = select(Search).where(Search.meeting_id == round_.meeting_id, Search.plan.is_not(None))
    latest = db.session.scalars(found.order_by(Search.id.desc()).limit(MOST_SEARCHES))
    return [one for one in latest if str(round_.id) in (one.plan or {})]


def plan_named(name: str, round_: Round, posed: Posed, searches: list[Search]) -> Plan | None:
    """Return the plan that is called so: what was told, the board, or that of a search."""
    if name == BOARD:
        return posed.plan
    if name == TOLD and round_.published_at is not None:
        boards = {**posed.boards, round_.id: told_board(round_)}
        return plan_of(posed.problem, posed.rounds, boards)
    found = next((one for one in searches if f"{SEARCH}{one.id}" == name), None)
    if found is None or found.plan is None:
        return None
    return with_kept(posed.plan, posed.problem, found.plan)
