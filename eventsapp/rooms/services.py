"""The verbs of rooms: change them and who leads them, put them in order, close, open, delete."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.boards.places import Move
from eventsapp.boards.queries import board_of
from eventsapp.boards.services import seat_people
from eventsapp.breakouts.models import BreakoutRoom, Round
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.rooms.leading import Leaders, leaders_of, moves_to
from eventsapp.rounds.queries import kept_elsewhere

# What the calendars of the people in a room show of it, and what of that is where it is.
IN_CALENDARS = {"label", "title", "place", "join_url"}
WHERE = {"place", "join_url"}


@dataclass(frozen=True)
class RoomFacts:
    """What a room is."""

    label: str
    title: str | None = None
    theme: str | None = None
    principles: tuple[str, ...] = ()
    place: str | None = None
    join_url: str | None = None
    languages: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    prepare: str | None = None


def save_rooms(
    round_: Round,
    facts: Mapping[int, RoomFacts],
    leaders: Mapping[int, Leaders],
    *,
    by: User,
    now: datetime,
) -> bool:
    """Save rooms of a round by their rows, and on its board who leads them. Flushes.

    Returns whether anything changed. Raises RuleBroken for a label that stands twice and for people
    who do not take part.
    """
    rooms = {room.id: room for room in round_.rooms}
    _check_labels([facts[key].label if key in facts else one.label for key, one in rooms.items()])
    _free_labels([rooms[key] for key, one in facts.items() if rooms[key].label != one.label])
    changed = [_change(rooms[key], one, by=by, now=now) for key, one in facts.items()]
    board = board_of(round_)
    before = leaders_of(board.places, leaders)
    moves = moves_to(before, leaders, board.places)
    if moves:
        seat_people(round_, moves, expected_version=board.version, by=by, now=now)
    return any(changed) or bool(moves)


def _check_labels(labels: list[str]) -> None:
    seen: set[str] = set()
    for label in labels:
        if label.casefold() in seen:
            raise RuleBroken(f"Two rooms are called {label}. Give one of them another label.")
        seen.add(label.casefold())


def _free_labels(rooms: list[BreakoutRoom]) -> None:
    """Let rooms change labels with one another: no two may have the same one at any time."""
    if len(rooms) > 1:
        for room in rooms:
            room.label = f"~{room.id}"
        db.session.flush()


def _change(room: BreakoutRoom, facts: RoomFacts, *, by: User, now: datetime) -> bool:
    values = {**asdict(facts), "principles": list(facts.principles)}
    values["languages"] = list(facts.languages)
    changed = {name for name, value in values.items() if getattr(room, name) != value}
    for name in changed:
        setattr(room, name, values[name])
    if not changed:
        return False
    if changed & IN_CALENDARS:
        room.touch(now, moved=bool(changed & WHERE))
    db.session.flush()
    record("changed", room, now=now, user_id=by.id, fields=sorted(changed))
    return True


def move_room(room: BreakoutRoom, step: int) -> None:
    """Let a room change places with the one before (-1) or after (1). Flushes."""
    rooms = list(room.round.rooms)
    here = rooms.index(room)
    there = here + step
    if 0 <= there < len(rooms):
        rooms[here], rooms[there] = rooms[there], rooms[here]
    for position, one in enumerate(rooms, start=1):
        one.position = position
    db.session.flush()


def close_room(room: BreakoutRoom, *, by: User, now: datetime) -> int:
    """Close a room; on the board those who sit in it wait for another. Flushes.

    Returns how many wait. What they were told stays until the board is published.
    """
    if room.closed_at is not None:
        return 0
    waiting = _empty(room, by=by, now=now)
    room.closed_at = now
    db.session.flush()
    record("closed", room, now=now, user_id=by.id)
    return waiting


def open_room(room: BreakoutRoom, *, by: User, now: datetime) -> None:
    """Open a room again that was closed. Flushes."""
    if room.closed_at is None:
        return
    room.closed_at = None
    db.session.flush()
    record("opened", room, now=now, user_id=by.id)


def delete_room(room: BreakoutRoom, *, by: User, now: datetime) -> int:
    """Delete a room of a draft; on the board those who sit in it wait for another. Flushes.

    Returns how many wait. Raises RuleBroken where people were told of it or something is kept.
    """
    if room.round.published_at is not None:
        raise RuleBroken(
            f"People were told of room {room.label}. Close it instead: it keeps its history and "
            "takes nobody."
        )
    kept = kept_elsewhere([room.id])
    if kept:
        raise RuleBroken(f"Room {room.label} stays: {' and '.join(kept)} belong to it. Close it.")
    waiting = _empty(room, by=by, now=now)
    record("deleted", room, now=now, user_id=by.id, label=room.label)
    room.round.rooms.remove(room)
    db.session.flush()
    return waiting


def _empty(room: BreakoutRoom, *, by: User, now: datetime) -> int:
    board = board_of(room.round)
    inside = {one: Move(None) for one, place in board.places.items() if place.room_id == room.id}
    if not inside:
        return 0
    seat_people(room.round, inside, expected_version=board.version, by=by, now=now)
    return len(inside)
