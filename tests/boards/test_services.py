from datetime import timedelta

import pytest

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.boards.places import MODERATOR, OBSERVER, Move, Place
from eventsapp.boards.queries import board_of, steps_since
from eventsapp.boards.services import (
    Stale,
    copy_seats,
    discard_changes,
    lock_people,
    redo,
    seat_people,
    undo,
)
from eventsapp.breakouts.models import Placement, Round, Seat
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from tests.factories import (
    NOW,
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)


@pytest.fixture
def board(app):
    """A published round: Amina leads room 1 and Bo is in it, 李明 is in room 2; Zoë waits."""
    meeting = make_meeting()
    round_ = make_round(meeting, make_day(meeting))
    one, two = make_room(round_, "1"), make_room(round_, "2")
    people = [make_person(name) for name in ("Amina Diallo", "Bo Ek", "李明", "Zoë Álvarez")]
    for person, room, role in (
        (people[0], one, MODERATOR),
        (people[1], one, "member"),
        (people[2], two, "member"),
    ):
        place(person, room, role)
    take_part(meeting, people[3])
    return Story(round_, one, two, people)


class Story:
    def __init__(self, round_, one, two, people):
        self.round, self.one, self.two, self.people = round_, one, two, people
        self.grace = make_user(make_person("Grace Wanjiru"), SECRETARIAT)
        self.omar = make_user(make_person("عمر حسن"), SECRETARIAT)

    def move(self, index, room, by=None, version=None, role=None):
        return seat_people(
            self.round,
            {self.people[index].id: Move(room and room.id, role)},
            expected_version=self.version if version is None else version,
            by=by or self.grace,
            now=NOW,
        )

    @property
    def version(self):
        return board_of(self.round).version

    @property
    def rooms(self):
        """Where the people are, in the order of the fixture."""
        places = board_of(self.round).places
        labels = {self.one.id: "1", self.two.id: "2", None: "-"}
        return [labels[places[one.id].room_id] if one.id in places else "" for one in self.people]


def test_a_board_that_nobody_touched_is_what_people_were_told(board):
    assert board.rooms == ["1", "1", "2", ""]
    assert db.session.scalars(db.select(Seat)).all() == []


def test_moving_somebody_changes_the_working_copy_and_nothing_that_was_told(board):
    step = board.move(1, board.two)

    assert board.rooms == ["1", "2", "2", ""]
    assert (step.kind, step.user_id, list(step.after)) == (
        "moved",
        board.grace.id,
        [str(board.people[1].id)],
    )
    told = db.session.scalars(db.select(Placement.room_id).order_by(Placement.id)).all()
    assert told == [board.one.id, board.one.id, board.two.id]
    assert board.version == 1


def test_the_version_of_the_form_of_the_round_stays(board):
    before = board.round.version

    board.move(1, board.two)
    db.session.commit()

    assert db.session.scalar(db.select(Round.version)) == before


def test_of_two_who_move_at_once_the_second_hears_what_the_first_did(board):
    board.move(1, board.two)

    with pytest.raises(Stale) as stale:
        board.move(2, board.one, by=board.omar, version=0)

    assert stale.value.version == 1
    assert board.rooms == ["1", "2", "2", ""]
    (since,) = steps_since(board.round, 0)
    assert since.user_id == board.grace.id


def test_a_step_that_changes_nothing_is_no_step(board):
    assert board.move(1, board.one) is None
    assert (board.version, steps_since(board.round, 0)) == (0, [])


def test_nobody_goes_to_a_room_that_is_closed_or_of_another_round(board):
    board.two.closed_at = NOW
    elsewhere = make_room(make_round(board.round.meeting, number=2), "1")
    db.session.commit()

    for room, words in ((board.two, "Room 2 is closed."), (elsewhere, "This room is not there")):
        with pytest.raises(RuleBroken, match=words):
            board.move(1, room)
        db.session.rollback()


def test_who_sits_in_a_room_that_closed_may_get_a_role_there_or_leave_it(board):
    board.one.closed_at = NOW

    board.move(1, board.one, role="note_taker")
    board.move(1, None)

    assert board.rooms == ["1", "-", "2", ""]


def test_who_left_the_meeting_is_placed_nowhere_and_can_be_taken_off(board):
    gone = board.people[1]
    part = next(one for one in board.round.meeting.participations if one.person_id == gone.id)
    part.left_at = NOW
    db.session.commit()

    with pytest.raises(RuleBroken) as refused:
        board.move(1, board.two)
    db.session.rollback()
    board.move(1, None)

    assert str(refused.value).startswith("Bo Ek does not take part in EGM 2, or has left it.")
    assert board.rooms == ["1", "-", "2", ""]


def test_a_stranger_to_the_meeting_is_not_placed(board):
    board.people.append(make_person("ליאור כהן"))

    with pytest.raises(RuleBroken, match="ליאור כהן does not take part"):
        board.move(4, board.one)


def test_somebody_who_observes_the_meeting_observes_the_room(board):
    board.people.append(make_person("Observer Obi"))
    take_part(board.round.meeting, board.people[4], is_expert=False, is_observer=True)

    board.move(4, board.one)

    assert board_of(board.round).places[board.people[4].id].role == OBSERVER


def test_people_are_locked_where_they_are_and_nowhere(board):
    bo, zoe = board.people[1], board.people[3]

    lock_people(board.round, [bo.id, zoe.id], True, expected_version=0, by=board.grace, now=NOW)

    places = board_of(board.round).places
    assert places[bo.id] == Place(board.one.id, position=places[bo.id].position, is_locked=True)
    assert places[zoe.id].is_away


def test_steps_are_taken_back_and_made_again_one_by_one(board):
    board.move(1, board.two)
    board.move(3, board.one)

    seen = [board.rooms]
    for act in (undo, undo, redo, redo):
        act(board.round, expected_version=board.version, by=board.grace, now=NOW)
        seen.append(board.rooms)

    assert seen == [
        ["1", "2", "2", "1"],
        ["1", "2", "2", ""],
        ["1", "1", "2", ""],
        ["1", "2", "2", ""],
        ["1", "2", "2", "1"],
    ]
    with pytest.raises(RuleBroken, match="no step of yours on this board to make again"):
        redo(board.round, expected_version=board.version, by=board.grace, now=NOW)


def test_a_new_step_ends_what_could_be_made_again(board):
    board.move(1, board.two)
    undo(board.round, expected_version=1, by=board.grace, now=NOW)
    board.move(2, board.one)

    with pytest.raises(RuleBroken, match="no step of yours"):
        redo(board.round, expected_version=board.version, by=board.grace, now=NOW)


def test_each_takes_back_their_own_steps_and_not_what_another_changed_since(board):
    board.move(1, board.two)
    board.move(2, board.one, by=board.omar)

    undo(board.round, expected_version=board.version, by=board.grace, now=NOW)
    assert board.rooms == ["1", "1", "1", ""]

    redo(board.round, expected_version=board.version, by=board.grace, now=NOW)
    board.move(1, None, by=board.omar)
    with pytest.raises(RuleBroken) as refused:
        undo(board.round, expected_version=board.version, by=board.grace, now=NOW)

    assert str(refused.value).startswith("عمر حسن moved Bo Ek since, on ")
    db.session.rollback()


def test_going_back_to_what_was_told_is_a_step_that_can_be_undone(board):
    board.move(1, board.two)
    board.move(3, board.one)

    discard_changes(board.round, expected_version=2, by=board.grace, now=NOW)
    assert board.rooms == ["1", "1", "2", "-"]

    undo(board.round, expected_version=3, by=board.grace, now=NOW + timedelta(minutes=1))
    assert board.rooms == ["1", "2", "2", "1"]


def test_of_a_draft_there_is_nothing_to_go_back_to(board):
    board.round.published_at = None

    with pytest.raises(RuleBroken, match="Nobody was told of these rooms yet"):
        discard_changes(board.round, expected_version=0, by=board.grace, now=NOW)


def test_somebody_in_two_rooms_of_the_record_keeps_the_first_and_staff_hear_of_it(board):
    place(board.people[0], board.two)

    assert copy_seats(board.round) == [board.people[0].id]
    assert board.rooms == ["1", "1", "2", ""]
    assert copy_seats(board.round) == []
