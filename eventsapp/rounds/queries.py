"""Reads of the rounds of a meeting as the secretariat makes them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from eventsapp.breakouts.models import (
    BreakoutRoom,
    Placement,
    PlacingRule,
    PlacingWishes,
    Round,
    Seat,
)
from eventsapp.extensions import db
from eventsapp.meetings.models import (
    INTERPRETER,
    SECRETARIAT,
    AgendaItem,
    Meeting,
    MeetingDay,
    Participation,
)
from eventsapp.merging.models import Merge
from eventsapp.people.models import Organization, Person
from eventsapp.rounds.attributes import Facts
from eventsapp.rounds.rules import Rule, Standing, standings
from eventsapp.rounds.sizes import Misfit, RoomSize, misfits
from eventsapp.rounds.wishes import default_weights, mixed_by, weights_from

Place = tuple[int, int, str]
# Who is placed by hand only, whatever is searched for.
BY_HAND_ONLY = (SECRETARIAT, INTERPRETER)


@dataclass(frozen=True)
class RoundLine:
    """One round in the list of them: `placed` people sit in its working copy, or were told their
    room where there is none. `is_changed`: the working copy of a published round is another."""

    id: int
    number: int
    title: str | None
    day_number: int | None
    on_date: date | None
    item: str | None
    rooms: int
    closed: int
    placed: int
    is_published: bool
    is_changed: bool


def lines_of(meeting: Meeting) -> list[RoundLine]:
    """Return all rounds of a meeting by number, also those without rooms, in four queries."""
    told, seats, on_board = _places(meeting)
    counts = _rooms_counted(meeting)
    rows = db.session.execute(
        select(Round, MeetingDay.number, MeetingDay.on_date, AgendaItem.title)
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .outerjoin(AgendaItem, Round.agenda_item_id == AgendaItem.id)
        .where(Round.meeting_id == meeting.id)
        .order_by(Round.number)
    )
    return [
        RoundLine(
            id=round_.id,
            number=round_.number,
            title=round_.title,
            day_number=day_number,
            on_date=on_date,
            item=item,
            rooms=counts[round_.id][0],
            closed=counts[round_.id][1],
            placed=len((seats if round_.id in on_board else told)[round_.id]),
            is_published=round_.published_at is not None,
            is_changed=round_.published_at is not None
            and round_.id in on_board
            and seats[round_.id] != told[round_.id],
        )
        for round_, day_number, on_date, item in rows
    ]


def _places(
    meeting: Meeting,
) -> tuple[dict[int, set[Place]], dict[int, set[Place]], set[int]]:
    """Return by round who was told which room and role, who sits where, and what has a board."""
    told: dict[int, set[Place]] = defaultdict(set)
    seats: dict[int, set[Place]] = defaultdict(set)
    on_board = set()
    for round_id, person_id, room_id, role in db.session.execute(
        select(BreakoutRoom.round_id, Placement.person_id, Placement.room_id, Placement.role)
        .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
    ):
        told[round_id].add((person_id, room_id, role))
    for round_id, person_id, seat_room, role in db.session.execute(
        select(Seat.round_id, Seat.person_id, Seat.room_id, Seat.role)
        .join(Round, Seat.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
    ):
        on_board.add(round_id)
        if seat_room is not None:
            seats[round_id].add((person_id, seat_room, role))
    return told, seats, on_board


def _rooms_counted(meeting: Meeting) -> dict[int, tuple[int, int]]:
    """Return by round how many rooms it has, and how many of them are closed."""
    counts: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for round_id, closed_at in db.session.execute(
        select(BreakoutRoom.round_id, BreakoutRoom.closed_at)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
    ):
        rooms, closed = counts[round_id]
        counts[round_id] = (rooms + 1, closed + (closed_at is not None))
    return counts


def with_number(meeting_id: int, number: int) -> Round | None:
    """Return a round of a meeting by its number."""
    return db.session.scalar(
        select(Round).where(Round.meeting_id == meeting_id, Round.number == number)
    )


def last_number(meeting: Meeting) -> int:
    """Return the number of the last round of a meeting, 0 where there is none."""
    last = select(func.max(Round.number)).where(Round.meeting_id == meeting.id)
    return db.session.scalar(last) or 0


def kept_elsewhere(room_ids: Collection[int]) -> list[str]:
    """Return what other packages keep about these rooms, in words: they are not deleted then."""
    target = BreakoutRoom.__table__.c.id
    words = {"section": "notes", "attendance": "attendance that was noted"}
    found = {
        words.get(table.name, table.name.replace("_", " "))
        for table in db.metadata.tables.values()
        if table.name not in {Placement.__tablename__, Seat.__tablename__}
        for column in table.columns
        if any(key.column is target for key in column.foreign_keys)
        and db.session.scalar(select(column).where(column.in_(room_ids)).limit(1)) is not None
    }
    return sorted(found)


def people_to_place(meeting: Meeting) -> list[Facts]:
    """Return who may be placed in the rooms of a meeting, by name: everybody who takes part and
    does not only observe. The secretariat and interpreters are, by hand only."""
    rows = db.session.execute(
        select(Participation, Person, Organization.name)
        .join(Person, Participation.person_id == Person.id)
        .outerjoin(Organization, Person.organization_id == Organization.id)
        .options(lazyload(Person.addresses), lazyload(Person.organization))
        .where(
            Participation.meeting_id == meeting.id,
            Participation.left_at.is_(None),
            Participation.is_observer.is_(False),
            Person.left_at.is_(None),
        )
        .order_by(Person.sort_key, Person.id)
    )
    return [
        Facts(
            person.id,
            person.printed_name,
            is_expert=part.role not in BY_HAND_ONLY,
            country=part.country or person.country,
            gender=person.gender,
            sector=part.category or person.category,
            organization_id=person.organization_id,
            organization=organization,
            languages=tuple(person.languages or ()),
        )
        for part, person, organization in rows
    ]


def rules_of(meeting: Meeting) -> list[Rule]:
    """Return the rules of a meeting, the first made first; who was merged is who stayed."""
    rows = db.session.scalars(
        select(PlacingRule).where(PlacingRule.meeting_id == meeting.id).order_by(PlacingRule.id)
    )
    rules = [_rule(row) for row in rows]
    now = _merged({one for rule in rules for one in rule.people})
    return [replace(rule, people=tuple(now.get(one, one) for one in rule.people)) for rule in rules]


def _rule(row: PlacingRule) -> Rule:
    facts = row.facts
    rounds = facts.get("rounds")
    return Rule(
        row.id,
        row.kind,
        people=tuple(facts.get("people", ())),
        attribute=facts.get("attribute", ""),
        value=facts.get("value", ""),
        least=facts.get("least", 1),
        rounds=None if rounds is None else tuple(rounds),
        is_on=row.is_on,
    )


def _merged(people: set[int]) -> dict[int, int]:
    """Return who of these is another person now, whose entry was found to be the same."""
    if not people:
        return {}
    went = select(Merge.gone_id, Merge.kept_id).where(Merge.undone_at.is_(None))
    kept = {gone: stays for gone, stays in db.session.execute(went.order_by(Merge.id))}  # noqa: C416
    found = {}
    for person in people & kept.keys():
        now, seen = person, {person}
        while (following := kept.get(now)) is not None and following not in seen:
            now = following
            seen.add(now)
        found[person] = now
    return found


def standings_of(meeting: Meeting, people: Collection[Facts] | None = None) -> list[Standing]:
    """Return every rule of a meeting with whether it counts today, and why not."""
    rules = rules_of(meeting)
    if not rules:
        return []
    people = people_to_place(meeting) if people is None else people
    return standings(rules, people, open_rooms_of(meeting))


def rules_that_count(meeting: Meeting) -> list[Rule]:
    """Return the rules that a search keeps and a board warns of."""
    return [one.rule for one in standings_of(meeting) if one.counts]


def open_rooms_of(meeting: Meeting) -> dict[int, int]:
    """Return how many rooms are open in each round, by its row."""
    return {
        round_id: rooms - closed for round_id, (rooms, closed) in _rooms_counted(meeting).items()
    }


def wishes_of(meeting: Meeting) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the weight of every wish of a meeting, and by what people are mixed."""
    kept = db.session.get(PlacingWishes, meeting.id)
    if kept is None:
        return default_weights(), mixed_by(None)
    return weights_from(kept.weights), mixed_by(kept.attributes)


def names_of(people: Collection[int]) -> dict[int, str]:
    """Return the names of people by number, also of those who left the meeting."""
    rows = select(Person.id, Person.printed_name).where(Person.id.in_(people))
    return {one: name for one, name in db.session.execute(rows)} if people else {}  # noqa: C416


def misfits_of(meeting: Meeting, people: int) -> dict[int, list[Misfit]]:
    """Return by round what cannot add up about its rooms; rounds that can are left out."""
    sizes: dict[int, list[RoomSize]] = {}
    for round_id, label, least, most, closed_at in db.session.execute(
        select(
            Round.id,
            BreakoutRoom.label,
            BreakoutRoom.least,
            BreakoutRoom.most,
            BreakoutRoom.closed_at,
        )
        .outerjoin(BreakoutRoom, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id)
        .order_by(Round.number, BreakoutRoom.position)
    ):
        rooms = sizes.setdefault(round_id, [])
        if label is not None and closed_at is None:
            rooms.append(RoomSize(label, least, most))
    found = {round_id: misfits(rooms, people) for round_id, rooms in sizes.items()}
    return {round_id: problems for round_id, problems in found.items() if problems}
