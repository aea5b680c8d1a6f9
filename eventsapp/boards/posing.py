"""From the facts of a meeting to the problem that a plan is judged by. Pure.

Numbers of rows are the ids of the problem, as text. What is not known of somebody is None and
counts for no rule and no mix; a rule about what is known of nobody, or about somebody who is gone,
is left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from eventsapp.boards.places import FIXED, MODERATOR, NOTE_TAKER, OBSERVER, Board, Place
from eventsapp.people.countries import region_of
from eventsapp.placing.problem import (
    DAY_BEGINS,
    DAY_ENDS,
    EXPERT,
    ONLINE,
    STAFF,
    Lock,
    Pair,
    PersonSpec,
    Plan,
    Problem,
    Quota,
    RoomSpec,
    RoundSpec,
)
from eventsapp.rounds.attributes import (
    COUNTRY,
    GENDER,
    LANGUAGE,
    ORGANIZATION,
    REGION,
    REGIONS_BY,
    SECTOR,
)
from eventsapp.rounds.rules import APART, AT_LEAST, TOGETHER, Rule

# What stands for every language that a rule does not ask for.
OTHER = "-"


@dataclass(frozen=True)
class RoomFacts:
    """One room that takes people."""

    id: int
    theme: str | None = None
    languages: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class RoundFacts:
    """One round with its rooms; hours are moments, None where nobody stated them."""

    id: int
    number: int
    mode: str | None
    start_at: datetime | None
    end_at: datetime | None
    rooms: tuple[RoomFacts, ...]


@dataclass(frozen=True)
class PersonFacts:
    """One person who takes part. `is_staff`: placed by hand only; only experts count for wishes."""

    id: int
    name: str
    is_staff: bool = False
    is_expert: bool = True
    country: str | None = None
    gender: str | None = None
    category: str | None = None
    organization: str | None = None
    languages: tuple[str, ...] = ()
    tz: str | None = None
    wishes: Mapping[str, int] = field(default_factory=dict)


def pose(
    rounds: Sequence[RoundFacts],
    people: Sequence[PersonFacts],
    boards: Mapping[int, Board],
    rules: Sequence[Rule],
    *,
    weights: Mapping[str, int],
    attributes: Sequence[str],
    fixed: Collection[int] = (),
) -> Problem:
    """Return the problem of these rounds. Of those in `fixed`, everybody stays where they are."""
    quotas = [rule for rule in rules if rule.kind == AT_LEAST]
    asked = dict.fromkeys([*attributes, *(_asked_of(rule) for rule in quotas)])
    specs = tuple(_person(one, rounds, boards, tuple(asked), frozenset(fixed)) for one in people)
    known = {one.id for one in specs}
    return Problem(
        rounds=tuple(_round(one, boards.get(one.id, {}), known) for one in rounds),
        people=specs,
        apart=_pairs(APART, rules, known),
        together=_pairs(TOGETHER, rules, known),
        locks=_locks(rounds, specs, boards, frozenset(fixed)),
        quotas=_quotas(quotas, rounds, specs),
        weights=dict(weights),
        attributes=tuple(attributes),
        baseline=None,
    )


def plan_of(problem: Problem, rounds: Sequence[RoundFacts], boards: Mapping[int, Board]) -> Plan:
    """Return where the boards have the people of a problem; nowhere who is in a closed room.

    Somebody who was put into a round that they cannot attend stands in it: that breaks a rule.
    """
    rooms = [{room.id for room in one.rooms} for one in rounds]
    return {
        person.id: tuple(
            _seated(boards.get(one.id, {}).get(int(person.id)), rooms[index])
            for index, one in enumerate(rounds)
        )
        for person in problem.people
    }


def _seated(place: Place | None, rooms: Collection[int]) -> str | None:
    if place is None or place.room_id not in rooms or place.role == OBSERVER:
        return None
    return str(place.room_id)


def _round(one: RoundFacts, board: Board, known: Collection[str]) -> RoundSpec:
    lead = {role: _first_with(role, board, known) for role in (MODERATOR, NOTE_TAKER)}
    hours = None
    if one.start_at and one.end_at:
        hours = (one.end_at - one.start_at) / timedelta(hours=1)
    return RoundSpec(
        id=str(one.id),
        mode=one.mode,
        utc_hour=one.start_at.hour + one.start_at.minute / 60 if one.start_at else None,
        hours=hours,
        rooms=tuple(
            RoomSpec(
                id=str(room.id),
                theme=room.theme,
                languages=room.languages,
                least=room.least or 0,
                most=room.most,
                moderator=lead[MODERATOR].get(room.id),
                note_taker=lead[NOTE_TAKER].get(room.id),
            )
            for room in one.rooms
        ),
    )


def _first_with(role: str, board: Board, known: Collection[str]) -> dict[int, str]:
    """Return who has a role in each room; of several, who stands first."""
    found: dict[int, str] = {}
    for person_id, place in sorted(board.items(), key=lambda one: one[1].position):
        if place.role == role and place.room_id is not None and str(person_id) in known:
            found.setdefault(place.room_id, str(person_id))
    return found


def _person(
    one: PersonFacts,
    rounds: Sequence[RoundFacts],
    boards: Mapping[int, Board],
    attributes: Sequence[str],
    fixed: frozenset[int],
) -> PersonSpec:
    return PersonSpec(
        id=str(one.id),
        kind=EXPERT if one.is_expert and not one.is_staff else STAFF,
        languages=frozenset(one.languages) or None,
        available=tuple(
            index
            for index, round_ in enumerate(rounds)
            if can_attend(one, round_, boards.get(round_.id, {}), is_fixed=round_.id in fixed)
        ),
        theme_cost=dict(one.wishes),
        values={attribute: value_of(attribute, one) for attribute in attributes},
    )


def can_attend(person: PersonFacts, round_: RoundFacts, board: Board, *, is_fixed: bool) -> bool:
    """Return whether somebody is placed in a round.

    Not who observes it or is not there, and staff and people of a fixed round only where they are
    on the board already. In an online round nobody sits at night who was not put there by hand.
    """
    place = board.get(person.id)
    if place is not None and (place.is_away or place.role == OBSERVER):
        return False
    is_seated = place is not None and place.room_id in {room.id for room in round_.rooms}
    if person.is_staff or is_fixed:
        return is_seated
    return is_awake(person.tz, round_)


def is_awake(tz: str | None, round_: RoundFacts) -> bool:
    """Return whether an online round lies between 7 and 22 o'clock of a time zone, both included.

    Where the zone or the hours are not known, or people meet in one place: yes.
    """
    if round_.mode != ONLINE or tz is None or round_.start_at is None:
        return True
    start = round_.start_at.astimezone(ZoneInfo(tz))
    end = (round_.end_at or round_.start_at).astimezone(ZoneInfo(tz))
    first = start.replace(hour=DAY_BEGINS, minute=0, second=0, microsecond=0)
    last = start.replace(hour=DAY_ENDS, minute=0, second=0, microsecond=0)
    return first <= start and end <= last


def value_of(attribute: str, person: PersonFacts) -> str | None:
    """Return what is known of somebody for a mix or a rule, None for what is not.

    `language:fr` asks whether they speak it: `fr`, or nothing that is any language.
    """
    name, _, tag = attribute.partition(":")
    if name == LANGUAGE:
        if not person.languages:
            return None
        return tag if tag in person.languages else OTHER
    if name == REGION:
        return region_of(person.country, REGIONS_BY) if person.country else None
    known = {
        COUNTRY: person.country,
        GENDER: person.gender,
        SECTOR: person.category,
        ORGANIZATION: person.organization,
    }
    return known.get(name) or None


def _asked_of(rule: Rule) -> str:
    """Return by what attribute of the problem a rule is counted."""
    return f"{LANGUAGE}:{rule.value}" if rule.attribute == LANGUAGE else rule.attribute


def _pairs(kind: str, rules: Sequence[Rule], known: Collection[str]) -> tuple[Pair, ...]:
    pairs = []
    for rule in rules:
        people = [str(one) for one in rule.people]
        if rule.kind == kind and len(set(people)) == 2 and all(one in known for one in people):
            pairs.append(Pair(f"{kind}:{rule.id}", (people[0], people[1])))
    return tuple(pairs)


def _quotas(
    rules: Sequence[Rule], rounds: Sequence[RoundFacts], people: Sequence[PersonSpec]
) -> tuple[Quota, ...]:
    quotas = []
    for rule in rules:
        attribute = _asked_of(rule)
        if all(one.values.get(attribute) is None for one in people if one.is_expert):
            continue
        places = None
        if rule.rounds is not None:
            places = tuple(index for index, one in enumerate(rounds) if one.id in rule.rounds)
        quotas.append(Quota(f"quota:{rule.id}", attribute, rule.value, rule.least, places))
    return tuple(quotas)


def _locks(
    rounds: Sequence[RoundFacts],
    people: Sequence[PersonSpec],
    boards: Mapping[int, Board],
    fixed: frozenset[int],
) -> tuple[Lock, ...]:
    """Return who stays where they are; whom the room itself names as leading it need no lock."""
    available = {int(one.id): one.available for one in people}
    known = {one.id for one in people}
    locks = []
    for index, one in enumerate(rounds):
        board, rooms = boards.get(one.id, {}), {room.id for room in one.rooms}
        named = {
            who
            for role in (MODERATOR, NOTE_TAKER)
            for who in _first_with(role, board, known).values()
        }
        for person_id, place in board.items():
            holds = place.role in FIXED and str(person_id) not in named
            stays = place.is_locked or holds or one.id in fixed
            if stays and place.room_id in rooms and index in available.get(person_id, ()):
                name = f"lock:{person_id}:{one.number}"
                locks.append(Lock(name, str(person_id), index, str(place.room_id)))
    return tuple(locks)
