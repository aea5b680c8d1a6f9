"""The verbs of rounds: add, change, copy, put in order, delete."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import (
    DEPUTY,
    MEMBER,
    MODERATOR,
    NOTE_TAKER,
    OBSERVER,
    BreakoutRoom,
    Placement,
    PlacingRule,
    Round,
    Seat,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.rounds.labels import NUMBERS, following_labels
from eventsapp.rounds.queries import kept_elsewhere, last_number, with_number

MOST_ROOMS = 100
# Whose places are copied with a round.
ALL, LEADERS, NOBODY = "all", "leaders", "nobody"
LEADING = (MODERATOR, DEPUTY, NOTE_TAKER)
ROLES = (*LEADING, MEMBER, OBSERVER)


@dataclass(frozen=True)
class RoundFacts:
    """What a round is: the day and the agenda item it belongs to, its title, how it is held, and
    whether the people of a room are told who else is in it."""

    day_id: int | None = None
    agenda_item_id: int | None = None
    title: str | None = None
    mode: str | None = None
    shows_members: bool = True


@dataclass(frozen=True)
class NewRoom:
    """One room to be made; what is its title is its theme as well."""

    title: str | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Copied:
    """A round that was copied, with the names of those who were not: they left the meeting."""

    round: Round
    left: tuple[str, ...] = ()


def add_round(
    meeting: Meeting,
    facts: RoundFacts,
    rooms: list[NewRoom],
    *,
    style: str = NUMBERS,
    by: User,
    now: datetime,
) -> Round:
    """Add a draft round at the end, with rooms from 1 or A on. Flushes."""
    round_ = Round(meeting_id=meeting.id, number=last_number(meeting) + 1, **asdict(facts))
    db.session.add(round_)
    db.session.flush()
    add_rooms(round_, rooms, style=style, by=by, now=now)
    record("added", round_, now=now, user_id=by.id, meeting=meeting.code)
    return round_


def add_rooms(
    round_: Round, rooms: list[NewRoom], *, style: str | None = None, by: User, now: datetime
) -> None:
    """Add rooms at the end of a round; their labels go on from those that are there. Flushes."""
    if len(round_.rooms) + len(rooms) > MOST_ROOMS:
        raise RuleBroken(f"A round has at most {MOST_ROOMS} rooms. Make a second round.")
    labels = following_labels([room.label for room in round_.rooms], len(rooms), style)
    position = max((room.position for room in round_.rooms), default=0)
    for offset, (label, new) in enumerate(zip(labels, rooms, strict=True), start=1):
        round_.rooms.append(
            BreakoutRoom(
                label=label,
                position=position + offset,
                title=new.title,
                theme=new.title[:200] if new.title else None,
                least=new.least,
                most=new.most,
            )
        )
    db.session.flush()
    if rooms:
        record("added rooms", round_, now=now, user_id=by.id, rooms=labels)


def same_round(meeting: Meeting, facts: RoundFacts, after: int) -> Round | None:
    """Return the draft that was made of the same form when it was sent before: the first of those
    with numbers beyond `after` that is the same."""
    later = select(Round).where(
        Round.meeting_id == meeting.id, Round.number > after, Round.published_at.is_(None)
    )
    wanted = asdict(facts)
    return next(
        (
            one
            for one in db.session.scalars(later.order_by(Round.number))
            if wanted == {name: getattr(one, name) for name in wanted}
        ),
        None,
    )


def change_round(round_: Round, facts: RoundFacts, *, by: User, now: datetime) -> bool:
    """Change what a round is; return whether anything changed. Flushes.

    Another day or agenda item moves it in the calendars of its people, another title renames it.
    """
    changed = [name for name, value in asdict(facts).items() if getattr(round_, name) != value]
    for name in changed:
        setattr(round_, name, getattr(facts, name))
    if changed:
        round_.touch(now, moved=bool({"day_id", "agenda_item_id"} & set(changed)))
        db.session.flush()
        record("changed", round_, now=now, user_id=by.id, fields=changed)
    return bool(changed)


def copy_round(round_: Round, facts: RoundFacts, *, roster: str, by: User, now: datetime) -> Copied:
    """Add a draft round with the same rooms and of its people `ALL`, the `LEADERS` or `NOBODY`.

    Whoever left the meeting is not copied, a closed room neither. Flushes.
    """
    made = Round(
        meeting_id=round_.meeting_id, number=last_number(round_.meeting) + 1, **asdict(facts)
    )
    db.session.add(made)
    db.session.flush()
    rooms: dict[int, BreakoutRoom] = {}
    for room in round_.rooms:
        if room.closed_at is None:
            rooms[room.id] = copy = BreakoutRoom(
                **{name: getattr(room, name) for name in _COPIED}, position=len(rooms) + 1
            )
            made.rooms.append(copy)
    db.session.flush()
    roles = {ALL: ROLES, LEADERS: LEADING, NOBODY: ()}[roster]
    left = _copy_people(round_, made, {key: room.id for key, room in rooms.items()}, roles)
    record("copied", made, now=now, user_id=by.id, of=round_.number, roster=roster)
    return Copied(made, left)


_COPIED = (
    "label",
    "title",
    "principles",
    "theme",
    "place",
    "join_url",
    "languages",
    "least",
    "most",
    "prepare",
)


def _copy_people(
    round_: Round, made: Round, rooms: dict[int, int], roles: Collection[str]
) -> tuple[str, ...]:
    """Seat in the new round who sits in the old one; return the names of those who left."""
    there = set(
        db.session.scalars(
            select(Participation.person_id).where(
                Participation.meeting_id == round_.meeting_id, Participation.left_at.is_(None)
            )
        )
    )
    left: list[str] = []
    seated: set[int] = set()
    for place in _places_of(round_):
        is_copied = place.room_id in rooms and place.role in roles
        if place.room_id is None or not is_copied or place.person_id in seated:
            continue
        seated.add(place.person_id)
        if place.person_id not in there:
            left.append(place.person.printed_name)
            continue
        db.session.add(
            Seat(
                round_id=made.id,
                room_id=rooms[place.room_id],
                person_id=place.person_id,
                role=place.role,
                position=place.position,
            )
        )
    db.session.flush()
    return tuple(left)


def _places_of(round_: Round) -> Sequence[Seat | Placement]:
    """Return who sits where: the working copy, else what was told."""
    seats = select(Seat).where(Seat.round_id == round_.id).order_by(Seat.position, Seat.id)
    found = list(db.session.scalars(seats))
    if found:
        return found
    told = (
        select(Placement)
        .join(BreakoutRoom)
        .where(BreakoutRoom.round_id == round_.id)
        .order_by(BreakoutRoom.position, Placement.position, Placement.id)
    )
    return list(db.session.scalars(told))


def move_round(round_: Round, step: int, *, by: User, now: datetime) -> None:
    """Change places with the round before (-1) or after (1); rules go with their round. Flushes.

    Raises RuleBroken where one of the two is published: its number stands in what people were told.
    """
    other = with_number(round_.meeting_id, round_.number + step)
    if other is None:
        return
    for one in (round_, other):
        if one.published_at is not None:
            raise RuleBroken(
                f"Round {one.number} is published, and its number stands in what its people were "
                "told. Only drafts change places."
            )
    first, second = round_.number, other.number
    for one, number in ((round_, 0), (other, first), (round_, second)):
        one.number = number
        db.session.flush()
    _renumber_rules(round_.meeting_id, {first: second, second: first})
    record("moved", round_, now=now, user_id=by.id, number=second)


def _renumber_rules(meeting_id: int, numbers: dict[int, int]) -> None:
    rules = select(PlacingRule).where(PlacingRule.meeting_id == meeting_id)
    for rule in db.session.scalars(rules):
        rounds = rule.facts.get("rounds")
        if rounds:
            rule.facts = {**rule.facts, "rounds": [numbers.get(one, one) for one in rounds]}
    db.session.flush()


def delete_round(round_: Round, *, by: User, now: datetime) -> None:
    """Delete a draft with its rooms and who sits in them. Flushes.

    Raises RuleBroken for what was published, and for rooms of which something is kept elsewhere.
    """
    if round_.published_at is not None:
        raise RuleBroken(
            f"Round {round_.number} is published: its people were told their rooms. Change it on "
            "the board and publish the change instead."
        )
    kept = kept_elsewhere([room.id for room in round_.rooms])
    if kept:
        raise RuleBroken(f"Round {round_.number} stays: {' and '.join(kept)} belong to its rooms.")
    record("deleted", round_, now=now, user_id=by.id, number=round_.number)
    db.session.delete(round_)
    db.session.flush()
