"""What is said on the morning becomes one step of the board, and a search for the fewest moves."""

from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.boards.queries import board_of, boards_of
from eventsapp.boards.saving import Published, publish
from eventsapp.boards.services import seat_people
from eventsapp.breakouts.models import BreakoutRoom, Round, Search
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.placing.problem import problem_to_json
from eventsapp.sameday.queries import repair_problem
from eventsapp.sameday.said import Said, moves_of
from eventsapp.searches.offering import to_asked
from eventsapp.searches.queries import rounds_with
from eventsapp.searches.saving import GONE, accept_search
from eventsapp.searches.services import ask_search
from eventsapp.searches.states import DAY

ON_THE_DAY = "day"
# The fewest moves are proven in a second or two; the rest makes the plan at that number better.
SECONDS, LONGER = 2, 5
MANY = 100


def note_day(
    round_: Round, said: Said, *, expected_version: int, by: User, now: datetime
) -> Search:
    """Write on the board what was said, as one step that can be undone, and ask for the fewest
    moves after it.

    Raises `Stale` where the board moved on, and `AlreadySearching` where a search is under way.
    """
    board = board_of(round_).places
    moves = moves_of(said, board)
    seat_people(round_, moves, expected_version=expected_version, by=by, now=now, kind=ON_THE_DAY)
    for number in said.closed:
        room = db.session.get(BreakoutRoom, number)
        if room is None or room.round_id != round_.id:
            raise RuleBroken("A room that was to close is not there any more. Load the page again.")
        room.closed_at = now
        record("closed a room", room, now=now, user_id=by.id)
    db.session.flush()
    problem = repair_problem(round_, board, said)
    return ask_search(
        round_.meeting,
        [round_],
        problem_to_json(problem),
        seconds=LONGER if len(problem.people) > MANY else SECONDS,
        by=by,
        now=now,
        kind=DAY,
        told={"boards": to_asked(boards_of([round_])), "day": said.to_kept()},
    )


def publish_moves(search: Search, *, expected_version: int, by: User, now: datetime) -> Published:
    """Take over the moves of the morning and tell those who are moved, in one act.

    Raises `Stale` where the board moved on since the reader saw it.
    """
    rounds = rounds_with(search.rounds)
    # What an ordinary search found goes to the board first, where it is looked at.
    if search.problem["kind"] != DAY or len(rounds) != 1:
        raise RuleBroken(GONE)
    [round_] = rounds
    accept_search(search, {round_.id: expected_version}, by=by, now=now)
    version = board_of(round_).version
    return publish(round_, expected_version=version, by=by, now=now)
