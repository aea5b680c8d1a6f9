"""Taking over what a search found, as one step on each board or not at all, or a change that
makes a plan possible."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from eventsapp.accounts.models import User
from eventsapp.boards.places import FIXED
from eventsapp.boards.queries import board_of, boards_of, rooms_of, taking_part
from eventsapp.boards.services import lock_people, seat_people
from eventsapp.breakouts.models import BreakoutRoom, PlacingRule, Round, Search
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.numbers import row_number
from eventsapp.placing.wording import Relaxation
from eventsapp.searches.offering import Offer, Scene, from_asked, offer
from eventsapp.searches.queries import rounds_with
from eventsapp.searches.states import ACCEPTED, FOUND

SEARCHED = "searched"
NOT_THERE = "What was to be changed is not there any more. Search again with the rules of now."
LEADS = "They lead the room or observe it. Choose somebody else on the board, then search again."
# Changes to a rule of the meeting; and those that staff make on the board.
RULES = ("apart", "together", "quota")
BY_HAND = ("moderator", "note_taker", "past")
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


def can_apply(change: Relaxation) -> bool:
    """Return whether a button can make this change: who else leads a room, staff decide."""
    return change.kind not in BY_HAND and all(map(can_apply, change.also))


def apply_change(search: Search, change: Relaxation, *, by: User, now: datetime) -> None:
    """Make the change that makes a plan possible: to a rule, to a room, or to a lock.

    Raises RuleBroken where what it changes is not there any more. Flushes.
    """
    for other in change.also:
        apply_change(search, other, by=by, now=now)
    if change.kind == "lock":
        _unlock(search, change, by=by, now=now)
    elif change.kind in RULES:
        _change_rule(search, change)
    else:
        _change_room(search, change)
    record("changed what a search asks", search, now=now, user_id=by.id, change=change.kind)
    db.session.flush()


def _change_rule(search: Search, change: Relaxation) -> None:
    rule = _there(db.session.get(PlacingRule, _row(change)), search.meeting_id)
    if change.kind == "quota" and change.to:
        rule.facts = {**rule.facts, "least": change.to}
    else:
        rule.is_on = False


def _change_room(search: Search, change: Relaxation) -> None:
    room = db.session.get(BreakoutRoom, _row(change))
    if room is None or room.round.meeting_id != search.meeting_id:
        raise RuleBroken(NOT_THERE)
    if change.kind == "max":
        room.most = change.to
    elif change.kind == "min":
        room.least = change.to
    else:
        room.languages = []


def _unlock(search: Search, change: Relaxation, *, by: User, now: datetime) -> None:
    _kind, person, number = change.id.split(":")
    rounds = [one for one in rounds_with(search.rounds) if one.number == row_number(number)]
    if not rounds:
        raise RuleBroken(NOT_THERE)
    board, person_id = board_of(rounds[0]), row_number(person)
    place = board.places.get(person_id)
    if place is None or place.role in FIXED:
        raise RuleBroken(LEADS)
    lock_people(rounds[0], [person_id], False, expected_version=board.version, by=by, now=now)


def _row(change: Relaxation) -> int:
    return row_number(change.id.split(":")[1])


def _there(row: Any, meeting_id: int) -> Any:
    if row is None or row.meeting_id != meeting_id:
        raise RuleBroken(NOT_THERE)
    return row
