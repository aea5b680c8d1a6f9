"""Reads in which clashes are looked for: hours, rooms, people; and which clashes were accepted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Integer, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import User
from eventsapp.agendas.models import AgendaSpeaker
from eventsapp.breakouts.models import MODERATOR, BreakoutRoom, Placement, Round
from eventsapp.clashes.finding import clashes
from eventsapp.clashes.models import AcceptedClash
from eventsapp.clashes.seating import EXPERTS, Hours, Part, Seats, is_joined_from_home, sittings_of
from eventsapp.clashes.sittings import Plan
from eventsapp.clashes.sweeping import overlapping
from eventsapp.clashes.wording import Clash
from eventsapp.columns import numbers_named, one_of
from eventsapp.consultations.models import Consultation
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.meetings.models import AgendaItem, MeetingDay, Participation
from eventsapp.people.models import Person
from eventsapp.planning.planned import CONSULTATION, DEADLINE, MEETING, Bar
from eventsapp.sessions.public_holidays import country_of_zone, holidays_on


def plan_of(bars: Iterable[Bar], *, only: int | None = None) -> Plan:
    """Return some bars with the hours, rooms and people in which clashes are looked for.

    `only` is the person for whom alone is looked, for readers who may not know of others.
    """
    bars = tuple(bar for bar in bars if not bar.is_cancelled)
    meetings = {bar.number: bar for bar in bars if bar.kind == MEETING}
    calls = [bar for bar in bars if bar.audience == EXPERTS and bar.starts_at_time]
    called = _meetings_of({bar.number for bar in calls if bar.kind == CONSULTATION})
    whose = {bar.key: (bar.number, False) for bar in meetings.values()}
    whose |= {bar.key: (called[bar.number], True) for bar in calls if bar.number in called}
    joined = whose.keys() & {bar.key for bar in bars if is_joined_from_home(bar)}
    seats = Seats(
        hours=_hours_stated(list(meetings)),
        people=_people_who_may_clash(whose, only),
        zones=_zones({key: whose[key] for key in joined}, only),
        parts=(*_rooms_in_doubt(meetings, only), *(_items(meetings) if only is None else ())),
    )
    return Plan(bars, sittings_of(bars, seats), _holidays(bars))


def _holidays(bars: Iterable[Bar]) -> dict[tuple[str, date], str]:
    """Return the public holidays on which something is due, by its zone and day."""
    found, tongue = {}, language()
    for bar in bars:
        country = country_of_zone(bar.tz) if bar.kind == DEADLINE and bar.tz else None
        for holiday in holidays_on(bar.ends_on, [country], tongue)[:1] if country else ():
            found[bar.tz or "", bar.ends_on] = holiday.name
    return found


def found_among(bars: Iterable[Bar], *, only: int | None = None) -> list[Clash]:
    """Return the clashes among some bars, as `finding.clashes` tells them; `only` as above."""
    return clashes(plan_of(bars, only=only))


def names_in(found: Iterable[Clash]) -> dict[int, str]:
    """Return the printed names of the people of some clashes."""
    people = {person for clash in found for person in clash.people}
    return names_of(people) if people else {}


def names_of(people: Iterable[int]) -> dict[int, str]:
    """Return the printed names of some people."""
    found = select(Person.id, Person.printed_name).where(one_of(Person.id, numbers_named("ids")))
    return dict(db.session.execute(found, {"ids": set(people)}).all())


def accepted_clashes() -> dict[str, AcceptedClash]:
    """Return the clashes that were accepted, by their key."""
    return {row.key: row for row in db.session.scalars(_ACCEPTED)}


_ACCEPTED = select(AcceptedClash).options(
    joinedload(AcceptedClash.accepted_by).joinedload(User.person)
)


def _meetings_of(numbers: set[int]) -> dict[int, int]:
    """Return the meeting in whose record each of these consultations stands."""
    if not numbers:
        return {}
    found = select(Consultation.id, Consultation.meeting_id).where(
        one_of(Consultation.id, numbers_named("ids")), Consultation.meeting_id.is_not(None)
    )
    return {row.id: row.meeting_id for row in db.session.execute(found, {"ids": numbers})}


def _hours_stated(meetings: list[int]) -> dict[tuple[int, date], Hours]:
    return {
        (row.meeting_id, row.on_date): Hours(
            f"meeting_day-{row.id}", row.starts_at_time, row.ends_at_time
        )
        for row in db.session.execute(_HOURS_STATED, {"ids": meetings})
    }


# Statements are made once: making them anew would cost a page more than the database does.
_HOURS_STATED = select(
    MeetingDay.id,
    MeetingDay.meeting_id,
    MeetingDay.on_date,
    MeetingDay.starts_at_time,
    MeetingDay.ends_at_time,
).where(one_of(MeetingDay.meeting_id, numbers_named("ids")))


def _people_who_may_clash(
    whose: Mapping[str, tuple[int, bool]], only: int | None
) -> dict[str, frozenset[int]]:
    """Return, by key of a bar, those of its people who take part in more than one thing.

    Who takes part in one meeting only cannot be needed elsewhere, unless it has calls as well.
    """
    asked = {number for number, _ in whose.values()}
    with_calls = {number for number, of_experts in whose.values() if of_experts}
    if only is None:
        found = db.session.execute(_WHO_MAY_CLASH, {"ids": asked, "with_calls": with_calls})
    else:
        found = db.session.execute(_ONE_TAKES_PART, {"ids": asked, "only": only})
    everybody: dict[int, set[int]] = defaultdict(set)
    experts: dict[int, set[int]] = defaultdict(set)
    for row in found:
        everybody[row.meeting_id].add(row.person_id)
        if row.is_expert:
            experts[row.meeting_id].add(row.person_id)
    return {
        key: frozenset((experts if of_experts else everybody)[number])
        for key, (number, of_experts) in whose.items()
    }


_ONLY = bindparam("only", type_=Integer)
_AMONG = (
    Participation.left_at.is_(None),
    one_of(Participation.meeting_id, numbers_named("ids")),
)
_TAKES_PART = select(
    Participation.meeting_id, Participation.person_id, Participation.is_expert
).where(*_AMONG)
_IN_SEVERAL = (
    select(Participation.person_id)
    .where(*_AMONG)
    .group_by(Participation.person_id)
    .having(func.count() > 1)
)
_WHO_MAY_CLASH = _TAKES_PART.where(
    or_(
        Participation.person_id.in_(_IN_SEVERAL),
        one_of(Participation.meeting_id, numbers_named("with_calls")),
    )
)
_ONE_TAKES_PART = _TAKES_PART.where(Participation.person_id == _ONLY)


def _zones(
    whose: Mapping[str, tuple[int, bool]], only: int | None
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return, by key of a bar, how many of its people live in each zone, as far as it is known."""
    if not whose:
        return {}
    given = {"ids": {number for number, _ in whose.values()}}
    if only is None:
        found = db.session.execute(_LIVE_IN, given)
    else:
        found = db.session.execute(_ONE_LIVES_IN, {**given, "only": only})
    counted: dict[tuple[int, bool], Counter[str]] = defaultdict(Counter)
    for row in found:
        counted[row.meeting_id, False][row.tz] += row.people
        if row.is_expert:
            counted[row.meeting_id, True][row.tz] += row.people
    return {key: tuple(sorted(counted[asked].items())) for key, asked in whose.items()}


_LIVE_IN = (
    select(
        Participation.meeting_id,
        Participation.is_expert,
        Person.tz,
        func.count().label("people"),
    )
    .join(Person, Person.id == Participation.person_id)
    .where(*_AMONG, Person.tz.is_not(None))
    .group_by(Participation.meeting_id, Participation.is_expert, Person.tz)
)
_ONE_LIVES_IN = _LIVE_IN.where(Participation.person_id == _ONLY)


def _rooms_in_doubt(meetings: Mapping[int, Bar], only: int | None) -> Iterator[Part]:
    """Yield the rooms of rounds in which, or between which, somebody may be needed twice."""
    rounds = _rounds(list(meetings), published_only=only is not None)
    if not rounds:
        return
    twice = (
        select(BreakoutRoom.round_id)
        .join(Placement, Placement.room_id == BreakoutRoom.id)
        .where(one_of(BreakoutRoom.round_id, numbers_named("ids")))
        .group_by(BreakoutRoom.round_id, Placement.person_id)
        .having(func.count() > 1)
    )
    doubtful = set(db.session.scalars(twice, {"ids": set(rounds)})) | _at_one_time(rounds)
    found = (
        select(BreakoutRoom.id, BreakoutRoom.round_id, BreakoutRoom.label, BreakoutRoom.title,
               Placement.person_id, Placement.role)
        .join(Placement, Placement.room_id == BreakoutRoom.id)
        .where(one_of(BreakoutRoom.round_id, numbers_named("ids")))
        .order_by(BreakoutRoom.id)
    )  # fmt: skip
    if only is not None:
        found = found.where(Placement.person_id == only)
    rows = db.session.execute(found, {"ids": doubtful}).all() if doubtful else []
    for room_id, seated in groupby(rows, key=attrgetter("id")):
        placed = list(seated)
        round_ = rounds[placed[0].round_id]
        yield Part(
            key=f"breakout_room-{room_id}",
            title=placed[0].title or placed[0].label,
            bar=meetings[round_.meeting_id],
            on_date=round_.on_date,
            slot=round_.agenda_item_id or -round_.id,
            start_at=round_.start_at,
            end_at=round_.end_at,
            people=frozenset(row.person_id for row in placed),
            leads=frozenset(row.person_id for row in placed if row.role == MODERATOR),
        )


def _items(meetings: Mapping[int, Bar]) -> Iterator[Part]:
    """Yield the items of agendas that need a strand or somebody who speaks; not those in which
    people sit in break-out rooms, which stand for themselves."""
    # Sorted here: asked to sort by it, SQLite walks along the index of all items of all meetings.
    rows = sorted(db.session.execute(_ITEMS, {"ids": set(meetings)}), key=attrgetter("id"))
    for item_id, spoken in groupby(rows, key=attrgetter("id")):
        speakers = list(spoken)
        item = speakers[0]
        bar = meetings[item.meeting_id]
        people = {row.person_id: row.role for row in speakers if row.person_id is not None}
        yield Part(
            key=f"agenda_item-{item_id}",
            title=item.title,
            bar=bar,
            on_date=item.on_date,
            slot=item_id,
            start_at=item.start_at,
            end_at=item.end_at,
            place=f"{item.track} ({bar.title})" if item.track else None,
            people=frozenset(people),
            leads=frozenset(person for person, role in people.items() if role == MODERATOR),
        )


_ITEMS = (
    select(AgendaItem.id, AgendaItem.title, AgendaItem.track, AgendaItem.start_at,
           AgendaItem.end_at, MeetingDay.meeting_id, MeetingDay.on_date,
           AgendaSpeaker.person_id, AgendaSpeaker.role)
    .join(MeetingDay, MeetingDay.id == AgendaItem.day_id)
    .outerjoin(AgendaSpeaker, AgendaSpeaker.item_id == AgendaItem.id)
    .where(
        one_of(MeetingDay.meeting_id, numbers_named("ids")),
        AgendaItem.end_at > AgendaItem.start_at,
        or_(AgendaItem.track.is_not(None), AgendaSpeaker.person_id.is_not(None)),
        AgendaItem.id.not_in(select(Round.agenda_item_id).where(Round.agenda_item_id.is_not(None))),
    )
)  # fmt: skip


def _rounds(meetings: list[int], *, published_only: bool) -> dict[int, Any]:
    found = _PUBLISHED_ROUNDS if published_only else _ROUNDS
    return {row.id: row for row in db.session.execute(found, {"ids": meetings})}


_ROUNDS = (
    select(Round.id, Round.meeting_id, Round.agenda_item_id, MeetingDay.on_date,
           AgendaItem.start_at, AgendaItem.end_at)
    .join(MeetingDay, MeetingDay.id == Round.day_id)
    .outerjoin(AgendaItem, AgendaItem.id == Round.agenda_item_id)
    .where(one_of(Round.meeting_id, numbers_named("ids")))
)  # fmt: skip
_PUBLISHED_ROUNDS = _ROUNDS.where(Round.published_at.is_not(None))


def _at_one_time(rounds: Mapping[int, Any]) -> set[int]:
    """Return the rounds that share an agenda item, or hours, with another of their meeting."""
    found: set[int] = set()
    timed = [row for row in rounds.values() if row.start_at and row.end_at]
    for one, two in overlapping(timed):
        if one.meeting_id == two.meeting_id:
            found |= {one.id, two.id}
    items = Counter(row.agenda_item_id for row in rounds.values() if row.agenda_item_id)
    return found | {row.id for row in rounds.values() if items[row.agenda_item_id] > 1}
