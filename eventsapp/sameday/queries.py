"""Reads of a round as it stands this morning."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from eventsapp.boards.places import Board, Place
from eventsapp.boards.queries import OpenBoard, Taking, board_of, rooms_of, taking_part
from eventsapp.breakouts.models import BreakoutRoom, Round
from eventsapp.placing.problem import Plan, Problem
from eventsapp.sameday.said import REPLACED, Said, stand_ins
from eventsapp.searches.queries import question_of


@dataclass(frozen=True)
class Seated:
    """One person in a room; `stand_ins` are who may take over from a moderator or note-taker."""

    person_id: int
    name: str
    place: Place
    stand_ins: list[int]


@dataclass(frozen=True)
class Morning:
    """A round this morning: its open rooms with their people, and who is in none."""

    board: OpenBoard
    rooms: dict[int, BreakoutRoom]
    people: dict[int, Taking]
    seated: dict[int, list[Seated]]
    roomless: list[int]
    away: list[int]

    def name(self, person_id: int) -> str:
        """Return how somebody is called."""
        return self.people[person_id].name if person_id in self.people else ""


def morning_of(round_: Round) -> Morning:
    """Return a round as it stands now."""
    board, people = board_of(round_), taking_part(round_.meeting_id)
    rooms = {key: room for key, room in rooms_of(round_).items() if room.closed_at is None}
    seated: dict[int, list[Seated]] = {key: [] for key in rooms}
    for person_id, place in board.places.items():
        if place.room_id in seated and person_id in people:
            others = stand_ins(board.places, person_id, list(people))
            may_be_replaced = place.role in REPLACED
            seated[place.room_id].append(
                Seated(person_id, people[person_id].name, place, others if may_be_replaced else [])
            )
    nowhere = [one for one in people if board.places.get(one, Place(None)).room_id is None]
    away = [one for one in nowhere if board.places.get(one, Place(None)).is_away]
    roomless = [one for one in nowhere if one not in away and not people[one].is_observer]
    return Morning(board, rooms, people, seated, roomless, away)


def repair_problem(round_: Round, before: Board, said: Said) -> Problem:
    """Return what the search for the fewest moves is asked: everybody stays, if the rules let
    them. Whose room closes moves from where `before` had them; who has no room and was not said to
    be here is left out."""
    question = question_of(round_.meeting, [round_])
    board = dict(question.posed.boards[round_.id])
    for person_id, place in before.items():
        if place.room_id in said.closed and person_id not in said.away:
            board[person_id] = place
    seated = {key for key, place in board.items() if place.room_id is not None}
    problem = _with_only(question.problem, round_, seated | said.late)
    return replace(problem, baseline=_baseline(problem, round_, board))


def _with_only(problem: Problem, round_: Round, there: Collection[int]) -> Problem:
    place = [one.id for one in problem.rounds].index(str(round_.id))
    people = (
        person
        if int(person.id) in there
        else replace(person, available=tuple(one for one in person.available if one != place))
        for person in problem.people
    )
    return replace(problem, people=tuple(people))


def _baseline(problem: Problem, round_: Round, board: Board) -> Plan:
    held: Mapping[tuple[str, int], str] = {
        (lock.person, lock.round): lock.room for lock in problem.locks
    }
    return {
        person.id: tuple(
            _seat(board.get(int(person.id)))
            if one.id == str(round_.id)
            else held.get((person.id, place))
            for place, one in enumerate(problem.rounds)
        )
        for person in problem.people
    }


def _seat(place: Place | None) -> str | None:
    return str(place.room_id) if place is not None and place.room_id is not None else None
