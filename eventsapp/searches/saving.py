"""Taking over what a search found, as one step on each board or not at all, or a change that
makes a plan possible."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from eventsapp.accounts.models import User
from eventsapp.boards.queries import board_of, boards_of, rooms_of, taking_part
from eventsapp.boards.services import lock_people, seat_people
from eventsapp.breakouts.models import BreakoutRoom, PlacingRule, Round, Search
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.numbers import row_number
from eventsapp.searches.conflicts import FEWER_SEATS, LESS, MORE_SEATS, OFF, UNLOCKED, Change
from eventsapp.searches.offering import Offer, Scene, from_asked, offer
from eventsapp.searches.queries import rounds_with
from eventsapp.searches.states import ACCEPTED, FOUND

SEARCHED = "searched"
NOT_THERE = "What was to be changed is not there any more. Search again with the rules of now."
GONE = "The rounds of this search are not there any more. Search again for those that are."
TOO_LATE = (
    "This result was taken over or left alone already. Search again for another one, or move "
    "people by hand on the board."
)


def offers_of(search: Search) -> list[tuple[Round, Offer]]:
    """Return what taking a result over means for each round that is still there, as of now."""
    rounds = rounds_with(search.rounds)
    boards, asked = boards_of(rounds), search.problem["told"].get("boards", {})
    people = taking_part(search.meeting_id)
    return [
        (
            round_,
            offer(
                from_asked(asked, round_.id),
                {int(who): room for who, room in _plan(search, round_).items()},
                Scene(
                    boards[round_.id],
                    people,
                    {key for key, room in rooms_of(round_).items() if room.closed_at is None},
                ),
            ),
        )
        for round_ in rounds
    ]


def _plan(search: Search, round_: Round) -> Mapping[str, int | None]:
    return (search.plan or {}).get(str(round_.id), {})


def accept_search(search: Search, versions: Mapping[int, int], *, by: User, now: datetime) -> int:
    """Move people on the boards as a result has it, and return how many moved.

    `versions` are the boards that the reader has seen the offer for. Raises `boards.Stale` where
    one moved on since, and RuleBroken where the result is not offered any more: of two results for
    one round, and of two who accept at once, one wins.
    """
    taken = (
        update(Search)
        .where(Search.id == search.id, Search.state == FOUND)
        .values(state=ACCEPTED, accepted_at=now, accepted_by_id=by.id)
        .execution_options(synchronize_session=False)
    )
    if not db.session.execute(taken).rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(TOO_LATE)
    offers = offers_of(search)
    if not offers:
        raise RuleBroken(GONE)
    for round_, one in offers:
        seat_people(
            round_,
            one.moves(),
            expected_version=versions.get(round_.id, -1),
            by=by,
            now=now,
            kind=SEARCHED,
        )
    moved = sum(len(one.moving) for _round, one in offers)
    record("took over a search", search, now=now, user_id=by.id, moved=moved)
    db.session.refresh(search)
    return moved


def apply_change(search: Search, change: Change, *, by: User, now: datetime) -> None:
    """Make the change that makes a plan possible: to a rule, to a room, or to a lock.

    Raises RuleBroken where what it changes is not there any more.
    """
    row = row_number(change.id.split(":")[1])
    if change.kind == UNLOCKED:
        _unlock(search, change, by=by, now=now)
    elif change.kind in {OFF, LESS}:
        rule = _there(db.session.get(PlacingRule, row), search.meeting_id)
        if change.kind == OFF:
            rule.is_on = False
        else:
            rule.facts = {**rule.facts, "least": change.to}
        record("changed a rule of rooms", search, now=now, user_id=by.id, change=change.kind)
    else:
        _change_room(search, change, row, by=by, now=now)
    db.session.flush()


def _change_room(search: Search, change: Change, row: int, *, by: User, now: datetime) -> None:
    room = db.session.get(BreakoutRoom, row)
    _there(room and room.round, search.meeting_id)
    if room is None:
        return
    if change.kind == MORE_SEATS:
        room.most = change.to
    elif change.kind == FEWER_SEATS:
        room.least = change.to
    else:
        room.languages = []
    record("changed a room", search, now=now, user_id=by.id, change=change.kind)


def _unlock(search: Search, change: Change, *, by: User, now: datetime) -> None:
    _kind, person, number = change.id.split(":")
    rounds = [one for one in rounds_with(search.rounds) if one.number == row_number(number)]
    if not rounds:
        raise RuleBroken(NOT_THERE)
    version = board_of(rounds[0]).version
    lock_people(rounds[0], [row_number(person)], False, expected_version=version, by=by, now=now)


def _there(row: Any, meeting_id: int) -> Any:
    if row is None or row.meeting_id != meeting_id:
        raise RuleBroken(NOT_THERE)
    return row
