"""What is wrong with a question before anybody searches: what stops it, and what to know. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from eventsapp.placing.problem import Problem, RoundSpec
from eventsapp.translation import N_

NO_ROOMS = N_("%(round)s has no room that is open. Add rooms to it first.")
NOBODY = N_("Nobody can be placed in %(round)s. Enter the people of the meeting first.")
MORE_ROOMS = N_(
    "%(round)s has %(rooms)s rooms and only %(people)s people, so some rooms stay empty. "
    "Close rooms, or ask for smaller ones."
)
TOO_FEW_SEATS = N_(
    "The rooms of %(round)s take %(most)s people and %(people)s are to be placed. Raise the "
    "largest size of a room, or add a room."
)
TOO_MANY_SEATS = N_(
    "The rooms of %(round)s need %(least)s people at least and only %(people)s are to be placed. "
    "Lower the smallest size of a room, or close one."
)
WITHDREW = N_(
    "%(name)s is %(role)s of %(room)s in %(round)s and does not take part any more. Choose "
    "somebody else on the board."
)
ROLES = {
    "moderator": N_("moderator"),
    "note_taker": N_("note-taker"),
    "deputy": N_("deputy moderator"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to know before a search; with `stops` there can be none."""

    pattern: str
    facts: dict[str, Any]
    stops: bool = False


def findings(problem: Problem, rounds: Mapping[str, str]) -> list[Finding]:
    """Return what is wrong in the rounds to be searched, `rounds` being how they are called."""
    found = []
    for place, one in enumerate(problem.rounds):
        if one.id in rounds:
            there = sum(place in person.available for person in problem.people)
            found += _of_round(one, rounds[one.id], there)
    return found


def _of_round(one: RoundSpec, called: str, people: int) -> list[Finding]:
    if not one.rooms:
        return [Finding(NO_ROOMS, {"round": called}, stops=True)]
    if not people:
        return [Finding(NOBODY, {"round": called}, stops=True)]
    if len(one.rooms) > people:
        return [Finding(MORE_ROOMS, {"round": called, "rooms": len(one.rooms), "people": people})]
    least = sum(room.least for room in one.rooms)
    most = [room.most for room in one.rooms]
    facts = {"round": called, "people": people}
    if least > people:
        return [Finding(TOO_MANY_SEATS, {**facts, "least": least})]
    seats = sum(size for size in most if size is not None)
    if None not in most and seats < people:
        return [Finding(TOO_FEW_SEATS, {**facts, "most": seats})]
    return []


@dataclass(frozen=True)
class Leader:
    """Who leads a room, or writes in it."""

    person_id: int
    name: str
    role: str
    room: str
    round: str


def withdrawn(leaders: Collection[Leader], people: Collection[int]) -> list[Finding]:
    """Return who leads a room, or writes in it, and does not take part any more."""
    return [
        Finding(
            WITHDREW,
            {"name": one.name, "role": ROLES[one.role], "room": one.room, "round": one.round},
        )
        for one in leaders
        if one.person_id not in people
    ]
