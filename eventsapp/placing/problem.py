"""A placement problem: rounds with their rooms, people, rules and wishes. Plain Python, no numpy.

A plan says for each person the room in each round, or None where they are absent.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

Plan = dict[str, tuple[str | None, ...]]

EXPERT, STAFF = "expert", "staff"
ONLINE = "online"
DAY_BEGINS, DAY_ENDS = 7, 22
PARTS = ("theme", "diversity", "repeats", "balance", "switches", "no_top", "moved")


class Impossible(Exception):  # noqa: N818
    """No plan keeps all the rules. `conflict` says which contradict each other, if it is known."""

    def __init__(self, conflict: Any = None) -> None:
        super().__init__("No plan keeps all the rules.")
        self.conflict = conflict


@dataclass(frozen=True)
class RoomSpec:
    """One room of one round. No language asks for none; `least` and `most` count all seats.

    A moderator or note-taker is always in it, in every round that they can attend.
    """

    id: str
    theme: str | None = None
    languages: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    moderator: str | None = None
    note_taker: str | None = None


@dataclass(frozen=True)
class RoundSpec:
    """One round. Its rooms may differ from those of the next; their order says nothing."""

    id: str
    rooms: tuple[RoomSpec, ...]
    mode: str | None = None
    utc_hour: float | None = None
    hours: float | None = None


@dataclass(frozen=True)
class PersonSpec:
    """One person. Only experts count for wishes and quotas; everybody takes a seat.

    `languages` None: not known, fits everywhere. `available` are the rounds they can attend, by
    place in the row of rounds. `values` are their attributes: None is not known and counts for
    no rule and no mix. `theme_cost`: 0 first choice … 4 not wanted; a theme without a number
    costs nothing.
    """

    id: str
    kind: str = EXPERT
    languages: frozenset[str] | None = None
    available: tuple[int, ...] = ()
    theme_cost: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def is_expert(self) -> bool:
        """Whether the wishes and quotas count this person."""
        return self.kind == EXPERT


@dataclass(frozen=True)
class Pair:
    """Two people who are kept apart, or kept together."""

    id: str
    people: tuple[str, str]


@dataclass(frozen=True)
class Lock:
    """A person who is in this room in this round, whatever else."""

    id: str
    person: str
    round: int
    room: str


@dataclass(frozen=True)
class Quota:
    """At least so many experts with this value in every room of these rounds (None: of all)."""

    id: str
    attribute: str
    value: str
    least: int
    rounds: tuple[int, ...] | None = None

    def covers(self, number: int) -> bool:
        """Whether it is asked for in the round at this place."""
        return self.rounds is None or number in self.rounds


@dataclass(frozen=True)
class Problem:
    """Everything a plan is judged by. `baseline` is the plan before a change."""

    rounds: tuple[RoundSpec, ...]
    people: tuple[PersonSpec, ...]
    apart: tuple[Pair, ...] = ()
    together: tuple[Pair, ...] = ()
    locks: tuple[Lock, ...] = ()
    quotas: tuple[Quota, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    baseline: Plan | None = None

    @cached_property
    def person_of(self) -> dict[str, PersonSpec]:
        """The people by their id."""
        return {person.id: person for person in self.people}

    @cached_property
    def room_of(self) -> tuple[dict[str, RoomSpec], ...]:
        """The rooms of each round by their id."""
        return tuple({room.id: room for room in one.rooms} for one in self.rounds)


def read_egm(source: Mapping[str, Any]) -> Problem:
    """Return the problem of a benchmark file of the format egm/1: its rooms are in every round.

    Rounds that lie in the night of a person are taken out of what they can attend.
    Raises KeyError, TypeError or ValueError on what is not such a file.
    """
    rooms = tuple(_room_of_egm(room) for room in source["rooms"])
    rounds = tuple(
        RoundSpec(one["id"], rooms, one["mode"], one["utc_hour"], one["hours"])
        for one in source["rounds"]
    )
    attributes = tuple(source["diversity_attributes"])
    asked = dict.fromkeys((*attributes, *(quota["attr"] for quota in source["quotas"])))
    baseline = source.get("baseline")
    return Problem(
        rounds=rounds,
        people=tuple(_person_of_egm(one, rounds, tuple(asked)) for one in source["people"]),
        apart=tuple(_pair(one) for one in source["apart"]),
        together=tuple(_pair(one) for one in source["together"]),
        locks=tuple(
            Lock(one["id"], one["person"], one["round"], one["room"]) for one in source["locks"]
        ),
        quotas=tuple(_quota_of_egm(one) for one in source["quotas"]),
        weights=dict(source["weights"]),
        attributes=attributes,
        baseline={who: tuple(row) for who, row in baseline.items()} if baseline else None,
    )


def _room_of_egm(room: Mapping[str, Any]) -> RoomSpec:
    return RoomSpec(
        id=room["id"],
        theme=room["theme"],
        languages=tuple(room["languages"]),
        least=room["min"],
        most=room["max"],
        moderator=room.get("moderator"),
        note_taker=room.get("note_taker"),
    )


def _person_of_egm(
    person: Mapping[str, Any], rounds: tuple[RoundSpec, ...], attributes: tuple[str, ...]
) -> PersonSpec:
    return PersonSpec(
        id=person["id"],
        kind=person["kind"],
        languages=frozenset(person["languages"]),
        available=tuple(
            number
            for number, one in enumerate(rounds)
            if number in person["available"] and _is_awake(person["tz"], one)
        ),
        theme_cost=dict(person["theme_cost"]),
        values={attribute: person.get(attribute) for attribute in attributes},
    )


def _is_awake(tz: float, one: RoundSpec) -> bool:
    if one.mode != ONLINE or one.utc_hour is None or one.hours is None:
        return True
    local = (one.utc_hour + tz) % 24
    return local >= DAY_BEGINS and local + one.hours <= DAY_ENDS


def _pair(source: Mapping[str, Any]) -> Pair:
    first, second = source["people"]
    return Pair(source["id"], (first, second))


def _quota_of_egm(quota: Mapping[str, Any]) -> Quota:
    rounds = quota.get("rounds")
    return Quota(
        quota["id"],
        quota["attr"],
        quota["value"],
        quota["min"],
        None if rounds is None else tuple(rounds),
    )


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return the problem as what JSON can hold; `problem_from_json` reads it back."""
    stored = asdict(problem)
    for person in stored["people"]:
        if person["languages"] is not None:
            person["languages"] = sorted(person["languages"])
    return stored


def problem_from_json(stored: Mapping[str, Any]) -> Problem:
    """Return the problem that `problem_to_json` stored."""
    baseline = stored["baseline"]
    return Problem(
        rounds=tuple(_round(one) for one in stored["rounds"]),
        people=tuple(_person(one) for one in stored["people"]),
        apart=tuple(_pair(one) for one in stored["apart"]),
        together=tuple(_pair(one) for one in stored["together"]),
        locks=tuple(Lock(**one) for one in stored["locks"]),
        quotas=tuple(_quota(one) for one in stored["quotas"]),
        weights=dict(stored["weights"]),
        attributes=tuple(stored["attributes"]),
        baseline=None if baseline is None else {who: tuple(row) for who, row in baseline.items()},
    )


def _round(stored: Mapping[str, Any]) -> RoundSpec:
    rooms = (
        RoomSpec(**{**room, "languages": tuple(room["languages"])}) for room in stored["rooms"]
    )
    return RoundSpec(**{**stored, "rooms": tuple(rooms)})


def _person(stored: Mapping[str, Any]) -> PersonSpec:
    languages = stored["languages"]
    known = None if languages is None else frozenset(languages)
    return PersonSpec(**{**stored, "languages": known, "available": tuple(stored["available"])})


def _quota(stored: Mapping[str, Any]) -> Quota:
    rounds = stored["rounds"]
    return Quota(**{**stored, "rounds": None if rounds is None else tuple(rounds)})
