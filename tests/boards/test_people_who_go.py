"""What becomes of the seats of somebody who is erased, or who turns out to be somebody else."""

from datetime import date

import pytest

from eventsapp.accounts.models import ADMINISTRATOR
from eventsapp.boards.places import Move
from eventsapp.boards.queries import board_of
from eventsapp.boards.services import seat_people
from eventsapp.breakouts.models import Seat, ThemeWish
from eventsapp.erasing.services import erase_person
from eventsapp.extensions import db
from eventsapp.merging.services import merge
from tests.factories import (
    NOW,
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    take_part,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
LATER = date(2090, 1, 22)


@pytest.fixture
def board(app):
    """A draft round of a meeting to come, with two entries of Łucja and 李明 on its board."""
    meeting = make_meeting(starts_on=LATER, ends_on=LATER)
    round_ = make_round(meeting, make_day(meeting, on_date=LATER), published_at=None)
    rooms = [make_room(round_, "1"), make_room(round_, "2")]
    people = [make_person(name) for name in ("Łucja Żółkiewska", "Lucja Zolkiewska", "李明")]
    moves = {}
    for person, room in zip(people, [*rooms, rooms[0]], strict=True):
        take_part(meeting, person)
        moves[person.id] = Move(room.id)
    officer = make_user(make_person("Grace Wanjiru"), ADMINISTRATOR)
    seat_people(round_, moves, expected_version=0, by=officer, now=NOW)
    wish = {"meeting_id": meeting.id, "theme": "water", "rank": 0}
    db.session.add(ThemeWish(person_id=people[0].id, **wish))
    db.session.flush()
    return round_, rooms, people, officer


@on_one_engine
def test_who_is_erased_is_on_no_board_of_a_meeting_to_come(board):
    round_, _rooms, people, officer = board

    erase_person(people[0], by=officer, now=NOW)

    assert list(board_of(round_).places) == [people[1].id, people[2].id]
    assert db.session.scalars(db.select(ThemeWish)).all() == []


def test_two_entries_that_become_one_sit_in_one_room(board):
    round_, _rooms, people, officer = board

    merge(people[0], people[1], {}, by=officer, now=NOW)

    seats = db.session.scalars(db.select(Seat).where(Seat.round_id == round_.id)).all()
    assert sorted(one.person_id for one in seats) == [people[0].id, people[2].id]
