"""The verbs of a board: seat people, lock them, take a step back, publish, go back to what was
told.

Every change of a board goes through `seat_people` (or a step back), which raises
`Round.seats_version` and keeps the step.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update

from eventsapp.accounts.models import User
from eventsapp.boards.places import (
    OBSERVER,
    ROLES,
    Move,
    Place,
    Step,
    from_step,
    in_the_way,
    moved,
    to_step,
)
from eventsapp.boards.queries import (
    REDONE,
    UNDONE,
    board_of,
    last_step_of,
    names_of,
    rooms_of,
    step_to_redo,
    step_to_undo,
    taking_part,
    told_board,
)
from eventsapp.breakouts.models import BreakoutRoom, Round, Seat, SeatChange
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_moment

# What a step is called.
MOVED, LOCKED, DISCARDED = "moved", "locked", "discarded"
MOST_AT_ONCE = 2000


class Stale(RuleBroken):
    """The board moved on since the version with which a step was asked for; nothing was done."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "Somebody changed this board since you opened it, so your step was not made. Look at "
            "the board as it is now, then make it again."
        )
        self.version = version


def copy_seats(round_: Round) -> list[int]:
    """Make the working copy of a round of what was told, where there is none yet. Flushes.

    Returns who is in two rooms of the record: they keep the first of them.
    """
    board = board_of(round_)
    if not board.is_copied:
        _write_seats(round_, board.places)
    return board.doubles


def seat_people(
    round_: Round,
    moves: Mapping[int, Move],
    *,
    expected_version: int,
    by: User | None,
    now: datetime,
    kind: str = MOVED,
) -> SeatChange | None:
    """Move people on the board of a round, all or none; return the step, None for no change.

    Flushes. Raises `Stale` where the board is at another version than expected, and RuleBroken for
    a room that is closed or of another round, and for people who do not take part.
    """
    _raise_version(round_, expected_version)
    copy_seats(round_)
    board = board_of(round_)
    allowed = _checked(round_, moves, board.places)
    after = moved(board.places, allowed)
    if not after:
        _lower_version(round_)
        return None
    return _take(round_, board.places, after, kind=kind, by=by, now=now)


def lock_people(
    round_: Round,
    people: Collection[int],
    is_locked: bool,
    *,
    expected_version: int,
    by: User | None,
    now: datetime,
) -> SeatChange | None:
    """Lock people where they are, or unlock them. A locked person without a room is not there."""
    places = board_of(round_).places
    moves = {
        one: Move(places[one].room_id if one in places else None, is_locked=is_locked)
        for one in people
    }
    return seat_people(
        round_, moves, expected_version=expected_version, by=by, now=now, kind=LOCKED
    )


def undo(round_: Round, *, expected_version: int, by: User, now: datetime) -> SeatChange:
    """Take back the last step of this member of staff; return what was done. Flushes.

    Raises RuleBroken where there is none, and where somebody else moved the same people since.
    """
    step = step_to_undo(round_, by.id)
    if step is None:
        raise RuleBroken("There is no step of yours on this board to undo.")
    _raise_version(round_, expected_version)
    done = _turn(round_, step.after, step.before, kind=UNDONE, by=by, now=now)
    step.undone_at = now
    db.session.flush()
    return done


def redo(round_: Round, *, expected_version: int, by: User, now: datetime) -> SeatChange:
    """Make the step again that this member of staff took back last; return it. Flushes."""
    step = step_to_redo(round_, by.id)
    if step is None:
        raise RuleBroken("There is no step of yours on this board to make again.")
    _raise_version(round_, expected_version)
    done = _turn(round_, step.before, step.after, kind=REDONE, by=by, now=now)
    step.undone_at = None
    db.session.flush()
    return done


def discard_changes(
    round_: Round, *, expected_version: int, by: User, now: datetime
) -> SeatChange | None:
    """Put everybody back where they were told to be; locks stay where people stay. Flushes."""
    if round_.published_at is None:
        raise RuleBroken("Nobody was told of these rooms yet, so there is nothing to go back to.")
    told, places = told_board(round_), board_of(round_).places
    moves = {one: Move(None, is_locked=False) for one in places if one not in told}
    moves |= {one: Move(place.room_id, place.role, place.position) for one, place in told.items()}
    return seat_people(
        round_, moves, expected_version=expected_version, by=by, now=now, kind=DISCARDED
    )


def _turn(
    round_: Round,
    expected: Step,
    wanted: Step,
    *,
    kind: str,
    by: User,
    now: datetime,
) -> SeatChange:
    board = board_of(round_).places
    blocked = in_the_way(board, from_step(expected))
    if blocked:
        raise RuleBroken(_say_blocked(round_, blocked))
    places = from_step(wanted)
    rooms = rooms_of(round_)
    for place in places.values():
        if place is not None and place.room_id is not None:
            _check_room(rooms.get(place.room_id))
    return _take(round_, board, places, kind=kind, by=by, now=now)


def _say_blocked(round_: Round, blocked: list[int]) -> str:
    names = names_of(blocked)
    who = ", ".join(names.get(one, "somebody") for one in blocked[:3])
    if len(blocked) > 3:
        who += f" and {len(blocked) - 3} more"
    step = last_step_of(round_, blocked)
    user = db.session.get(User, step.user_id) if step and step.user_id else None
    if step is None or user is None:
        return f"{who} moved since, so this step cannot be taken back. Move them by hand."
    at = say_moment(step.at, round_.meeting.tz)
    return (
        f"{user.person.printed_name} moved {who} since, on {at}, so this step is not taken back: "
        "that would undo theirs. Move them by hand."
    )


def _take(
    round_: Round,
    board: Mapping[int, Place],
    after: Mapping[int, Place | None],
    *,
    kind: str,
    by: User | None,
    now: datetime,
) -> SeatChange:
    """Write the places and keep the step."""
    gone = [one for one, place in after.items() if place is None]
    if gone:
        db.session.execute(delete(Seat).where(Seat.round_id == round_.id, Seat.person_id.in_(gone)))
    _write_seats(round_, {one: place for one, place in after.items() if place is not None})
    step = SeatChange(
        round_id=round_.id,
        user_id=by.id if by else None,
        at=now,
        kind=kind,
        before=to_step({one: board.get(one) for one in after}),
        after=to_step(after),
    )
    db.session.add(step)
    db.session.flush()
    return step


def _write_seats(round_: Round, places: Mapping[int, Place]) -> None:
    found = select(Seat).where(Seat.round_id == round_.id, Seat.person_id.in_(places))
    seats = {seat.person_id: seat for seat in db.session.scalars(found)}
    for person_id, place in places.items():
        seat = seats.get(person_id)
        if seat is None:
            seat = Seat(round_id=round_.id, person_id=person_id)
            db.session.add(seat)
        seat.room_id, seat.role = place.room_id, place.role
        seat.position, seat.is_locked = place.position, place.is_locked
    db.session.flush()


def _checked(
    round_: Round, moves: Mapping[int, Move], board: Mapping[int, Place]
) -> dict[int, Move]:
    """Return the moves as they may be made. Raises RuleBroken for those that may not."""
    if len(moves) > MOST_AT_ONCE:
        raise RuleBroken(f"At most {MOST_AT_ONCE} people are moved in one step.")
    rooms, people = rooms_of(round_), taking_part(round_.meeting_id)
    checked = {}
    for person_id, move in moves.items():
        place = board.get(person_id)
        if move.role is not None and move.role not in ROLES:
            raise RuleBroken(f"“{move.role}” is no role in a room. Choose one of the list.")
        stays = place is not None and place.room_id == move.room_id
        if move.room_id is not None and not stays:
            _check_room(rooms.get(move.room_id))
        if person_id not in people and (place is None or (move.room_id and not stays)):
            raise RuleBroken(_say_absent(round_, person_id))
        checked[person_id] = (
            _as_observer(move, people[person_id].is_observer, place)
            if (person_id in people)
            else move
        )
    return checked


def _as_observer(move: Move, is_observer: bool, place: Place | None) -> Move:
    """Return the move of somebody who observes the meeting as that of an observer."""
    if not is_observer or move.role is not None or move.room_id is None:
        return move
    if place is not None and place.room_id is not None:
        return move
    return Move(move.room_id, OBSERVER, move.position, move.is_locked)


def _check_room(room: BreakoutRoom | None) -> None:
    if room is None:
        raise RuleBroken("This room is not there any more. Choose another one.")
    if room.closed_at is not None:
        raise RuleBroken(f"Room {room.label} is closed. Choose another one.")


def _say_absent(round_: Round, person_id: int) -> str:
    name = names_of([person_id]).get(person_id)
    if name is None:
        return "One of these people is not in the registry any more. Load the board again."
    return (
        f"{name} does not take part in {round_.meeting.short_name}, or has left it. "
        "Enter them among its people first."
    )


def _raise_version(round_: Round, expected: int) -> None:
    """Claim the next step on a board, past the version of the round, which belongs to its form."""
    raised = db.session.execute(
        update(Round)
        .where(Round.id == round_.id, Round.seats_version == expected)
        .values(seats_version=Round.seats_version + 1)
        .execution_options(synchronize_session=False)
    )
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        raise Stale(board_of(round_).version)
    db.session.expire(round_, ["seats_version"])


def _lower_version(round_: Round) -> None:
    """Give back the step that was claimed and changed nothing."""
    db.session.execute(
        update(Round)
        .where(Round.id == round_.id)
        .values(seats_version=Round.seats_version - 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(round_, ["seats_version"])
