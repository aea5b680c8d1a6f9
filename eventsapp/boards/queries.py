"""Reads of boards, in few queries: their number does not grow with the rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select

from eventsapp.accounts.models import User
from eventsapp.boards.places import Difference, Place, differences, first_places
from eventsapp.boards.posing import PersonFacts, RoomFacts, RoundFacts, plan_of, pose
from eventsapp.breakouts.models import (
    BreakoutRoom,
    Placement,
    Round,
    Seat,
    SeatChange,
    ThemeWish,
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
from eventsapp.people.models import EmailAddress, Organization, Person
from eventsapp.placing.problem import Plan, Problem
from eventsapp.reminders.planning import known_zone
from eventsapp.rounds.queries import rules_that_count, wishes_of
from eventsapp.rounds.rules import Rule

# What a step is called that takes another one back, or does it once more.
UNDONE, REDONE = "undone", "redone"
TURNED = (UNDONE, REDONE)
# Who has one of these roles at a meeting is placed by hand only.
BY_HAND_ONLY = (SECRETARIAT, INTERPRETER)


@dataclass(frozen=True)
class OpenBoard:
    """The working copy of a round at one version.

    `is_copied` is whether it stands apart from what was told; `doubles` are the people who are in
    two rooms of the record and keep the first of them here.
    """

    version: int
    places: dict[int, Place]
    is_copied: bool
    doubles: list[int]


def board_of(round_: Round) -> OpenBoard:
    """Return the board of a round. Nobody having moved anything yet, it is what was told."""
    version = db.session.scalar(select(Round.seats_version).where(Round.id == round_.id)) or 0
    seats = _seats([round_.id]).get(round_.id)
    if seats is not None:
        return OpenBoard(version, seats, True, [])
    places, doubles = first_places(_told_rows(round_))
    return OpenBoard(version, places, False, doubles)


def boards_of(rounds: Collection[Round]) -> dict[int, dict[int, Place]]:
    """Return the places of the boards of several rounds, by number of the round."""
    seats = _seats([one.id for one in rounds])
    plain = [one.id for one in rounds if one.id not in seats]
    return {**{key: {} for key in plain}, **_told_boards(plain), **seats}


def told_board(round_: Round) -> dict[int, Place]:
    """Return what people of a round were told; nothing of one that is not published."""
    if round_.published_at is None:
        return {}
    return first_places(_told_rows(round_))[0]


def changed_since(round_: Round) -> list[Difference]:
    """Return who has another room or role on the board than they were told."""
    return differences(told_board(round_), board_of(round_).places)


def _seats(round_ids: Collection[int]) -> dict[int, dict[int, Place]]:
    found: dict[int, dict[int, Place]] = {}
    for row in db.session.execute(
        select(
            Seat.round_id,
            Seat.person_id,
            Seat.room_id,
            Seat.role,
            Seat.position,
            Seat.is_locked,
        )
        .where(Seat.round_id.in_(round_ids))
        .order_by(Seat.position, Seat.id)
    ):
        found.setdefault(row[0], {})[row[1]] = Place(*row[2:])
    return found


def _told_rows(round_: Round) -> list[tuple[int, Place]]:
    return [(row[1], row[2]) for row in _placements([round_.id])]


def _told_boards(round_ids: Collection[int]) -> dict[int, dict[int, Place]]:
    found: dict[int, dict[int, Place]] = {}
    for round_id, person_id, place in _placements(round_ids):
        found.setdefault(round_id, {}).setdefault(person_id, place)
    return found


def _placements(round_ids: Collection[int]) -> list[tuple[int, int, Place]]:
    rows = db.session.execute(
        select(
            BreakoutRoom.round_id,
            Placement.person_id,
            Placement.room_id,
            Placement.role,
            Placement.position,
        )
        .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
        .where(BreakoutRoom.round_id.in_(round_ids))
        .order_by(BreakoutRoom.position, BreakoutRoom.id, Placement.position, Placement.id)
    )
    return [(row[0], row[1], Place(*row[2:])) for row in rows]


@dataclass(frozen=True)
class Taking:
    """That one person takes part in a meeting."""

    name: str
    is_observer: bool
    is_expert: bool


def taking_part(meeting_id: int) -> dict[int, Taking]:
    """Return who takes part in a meeting and has not left it, in the order of names."""
    rows = db.session.execute(
        select(
            Participation.person_id,
            Person.printed_name,
            Participation.is_observer,
            Participation.is_expert,
        )
        .join(Person, Participation.person_id == Person.id)
        .where(
            Participation.meeting_id == meeting_id,
            Participation.left_at.is_(None),
            Person.left_at.is_(None),
        )
        .order_by(Person.sort_key, Person.id)
    )
    return {row[0]: Taking(*row[1:]) for row in rows}


def names_of(people: Collection[int]) -> dict[int, str]:
    """Return how these people write their names."""
    found = select(Person.id, Person.printed_name).where(Person.id.in_(people))
    return {row[0]: row[1] for row in db.session.execute(found)} if people else {}


def steps_since(round_: Round, version: int) -> list[SeatChange]:
    """Return what was done on a board since it had this version, the first step first."""
    now = db.session.scalar(select(Round.seats_version).where(Round.id == round_.id)) or 0
    latest = (
        select(SeatChange)
        .where(SeatChange.round_id == round_.id)
        .order_by(SeatChange.id.desc())
        .limit(max(0, now - version))
    )
    return list(db.session.scalars(latest))[::-1]


def last_steps(round_: Round, most: int = 20) -> list[SeatChange]:
    """Return the last steps on a board, the latest first."""
    latest = select(SeatChange).where(SeatChange.round_id == round_.id)
    return list(db.session.scalars(latest.order_by(SeatChange.id.desc()).limit(most)))


def step_to_undo(round_: Round, user_id: int | None) -> SeatChange | None:
    """Return the last step of one member of staff that was not taken back."""
    return db.session.scalar(
        _own_steps(round_, user_id)
        .where(SeatChange.undone_at.is_(None))
        .order_by(SeatChange.id.desc())
        .limit(1)
    )


def step_to_redo(round_: Round, user_id: int | None) -> SeatChange | None:
    """Return the step that this member of staff took back last and did nothing new after."""
    undone = db.session.scalar(
        _own_steps(round_, user_id)
        .where(SeatChange.undone_at.is_not(None))
        .order_by(SeatChange.undone_at.desc(), SeatChange.id)
        .limit(1)
    )
    if undone is None:
        return None
    newer = _own_steps(round_, user_id).where(
        SeatChange.id > undone.id, SeatChange.undone_at.is_(None)
    )
    return None if db.session.scalar(newer.limit(1)) else undone


def _own_steps(round_: Round, user_id: int | None) -> Select[SeatChange]:
    return select(SeatChange).where(
        SeatChange.round_id == round_.id,
        SeatChange.user_id == user_id,
        SeatChange.kind.not_in(TURNED),
    )


def last_step_of(round_: Round, people: Collection[int]) -> SeatChange | None:
    """Return the last step on a board that touched one of these people."""
    wanted = set(map(str, people))
    steps = select(SeatChange).where(SeatChange.round_id == round_.id)
    for step in db.session.scalars(steps.order_by(SeatChange.id.desc())):
        if wanted & step.after.keys():
            return step
    return None


def rooms_of(round_: Round) -> Mapping[int, BreakoutRoom]:
    """Return the rooms of a round by number of their row, in order."""
    rooms = select(BreakoutRoom).where(BreakoutRoom.round_id == round_.id)
    ordered = rooms.order_by(BreakoutRoom.position, BreakoutRoom.id)
    return {room.id: room for room in db.session.scalars(ordered)}


@dataclass(frozen=True)
class Posed:
    """A problem with what it was made of, and where the boards have everybody."""

    problem: Problem
    plan: Plan
    rounds: tuple[RoundFacts, ...]
    people: dict[int, PersonFacts]
    boards: dict[int, dict[int, Place]]
    rules: tuple[Rule, ...]


def problem_of(
    meeting: Meeting, rounds: Collection[Round], *, fixed: Collection[int] = ()
) -> Problem:
    """Return the problem of some rounds of a meeting; see `posed_of`."""
    return posed_of(meeting, rounds, fixed=fixed).problem


def posed_of(meeting: Meeting, rounds: Collection[Round], *, fixed: Collection[int] = ()) -> Posed:
    """Return the problem of some rounds, and the plan that their boards are, in few queries.

    `fixed` are numbers of rows of rounds in which everybody stays where they are. Rooms that are
    closed are left out, and so is who observes the meeting.
    """
    facts = _round_facts(rounds)
    people = {one.id: one for one in _people_facts(meeting)}
    boards = boards_of(rounds)
    weights, attributes = wishes_of(meeting)
    rules = rules_that_count(meeting)
    problem = pose(
        facts,
        list(people.values()),
        boards,
        rules,
        weights=weights,
        attributes=attributes,
        fixed=fixed,
    )
    return Posed(problem, plan_of(problem, facts, boards), facts, people, boards, tuple(rules))


def _round_facts(rounds: Collection[Round]) -> tuple[RoundFacts, ...]:
    ids = [one.id for one in rounds]
    rooms: dict[int, list[RoomFacts]] = {key: [] for key in ids}
    for row in db.session.execute(
        select(
            BreakoutRoom.round_id,
            BreakoutRoom.id,
            BreakoutRoom.theme,
            BreakoutRoom.languages,
            BreakoutRoom.least,
            BreakoutRoom.most,
        )
        .where(BreakoutRoom.round_id.in_(ids), BreakoutRoom.closed_at.is_(None))
        .order_by(BreakoutRoom.position, BreakoutRoom.id)
    ):
        rooms[row[0]].append(RoomFacts(row[1], row[2], tuple(row[3] or ()), row[4], row[5]))
    found = db.session.execute(
        select(
            Round.id,
            Round.number,
            Round.mode,
            func.coalesce(AgendaItem.start_at, MeetingDay.start_at),
            func.coalesce(AgendaItem.end_at, MeetingDay.end_at),
        )
        .outerjoin(AgendaItem, Round.agenda_item_id == AgendaItem.id)
        .outerjoin(MeetingDay, Round.day_id == MeetingDay.id)
        .where(Round.id.in_(ids))
        .order_by(Round.number)
    )
    return tuple(RoundFacts(*row, rooms=tuple(rooms[row[0]])) for row in found)


def _people_facts(meeting: Meeting) -> list[PersonFacts]:
    wishes: dict[int, dict[str, int]] = {}
    asked = select(ThemeWish.person_id, ThemeWish.theme, ThemeWish.rank)
    for person_id, theme, rank in db.session.execute(
        asked.where(ThemeWish.meeting_id == meeting.id)
    ):
        wishes.setdefault(person_id, {})[theme] = rank
    rows = db.session.execute(
        select(
            Person.id,
            Person.printed_name,
            func.coalesce(Participation.role.in_(BY_HAND_ONLY), False),
            Participation.is_expert,
            func.coalesce(Participation.country, Person.country),
            Person.gender,
            func.coalesce(Participation.category, Person.category, Organization.kind),
            Organization.name,
            Person.languages,
            Person.tz,
        )
        .join(Participation, Participation.person_id == Person.id)
        .outerjoin(Organization, Person.organization_id == Organization.id)
        .where(
            Participation.meeting_id == meeting.id,
            Participation.left_at.is_(None),
            Participation.is_observer.is_(False),
            Person.left_at.is_(None),
        )
        .order_by(Person.sort_key, Person.id)
    )
    found = [
        PersonFacts(
            *row[:2],
            bool(row[2]),
            bool(row[3]),
            country=row[4],
            gender=row[5],
            category=row[6],
            organization=row[7],
            languages=tuple(row[8] or ()),
            tz=known_zone(row[9]),
            wishes=wishes.get(row[0], {}),
        )
        for row in rows
    ]
    # Where nobody said who is an expert, everybody counts.
    has_experts = any(one.is_expert for one in found)
    return found if has_experts else [replace(one, is_expert=True) for one in found]


def users_named(ids: Collection[int | None]) -> dict[int, str]:
    """Return the names of these users, by number of the user."""
    found = select(User.id, Person.printed_name).join(Person, User.person_id == Person.id)
    return {row[0]: row[1] for row in db.session.execute(found.where(User.id.in_(ids)))}


def rounds_of_meeting(meeting: Meeting) -> list[Round]:
    """Return all rounds of a meeting by number."""
    found = select(Round).where(Round.meeting_id == meeting.id).order_by(Round.number)
    return list(db.session.scalars(found))


def round_numbered(meeting: Meeting, number: int) -> Round | None:
    """Return one round of a meeting, also one without rooms."""
    return db.session.scalar(
        select(Round).where(Round.meeting_id == meeting.id, Round.number == number)
    )


def unreachable(people: Collection[int]) -> set[int]:
    """Return whom of these no mail reaches."""
    reached = select(EmailAddress.person_id).where(
        EmailAddress.person_id.in_(people), EmailAddress.bounced_at.is_(None)
    )
    return set(people) - set(db.session.scalars(reached))
