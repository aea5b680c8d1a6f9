from datetime import date

import pytest

from eventsapp.breakouts.queries import (
    earlier_seats,
    has_earlier_round,
    room_with,
    rooms_of_people,
    rounds_of,
    seats_of,
)
from eventsapp.breakouts.roster import EarlierSeat, Seat
from eventsapp.extensions import db
from tests.factories import make_day, make_meeting, make_person, make_room, make_round, place


@pytest.fixture
def rooms(app):
    """Two rounds of EGM 2: rooms 1 and 2 on the first day, room A on the second."""
    meeting = make_meeting()
    first = make_round(meeting, make_day(meeting), 1)
    second = make_round(meeting, make_day(meeting, 2, date(2024, 9, 27)), 2)
    return [make_room(first, "1"), make_room(first, "2"), make_room(second, "A", title=None)]


def test_a_round_has_only_the_rooms_that_the_reader_may_see(rooms):
    meeting = rooms[0].round.meeting

    found = rounds_of(meeting, {rooms[1].id, rooms[2].id})

    seen = [(one.number, one.room_count, [room.label for room in one.rooms]) for one in found]
    assert seen == [(1, 2, ["2"]), (2, 1, ["A"])]


def test_of_a_draft_only_those_hear_who_may_see_its_rooms(rooms):
    meeting, draft = rooms[0].round.meeting, rooms[2].round
    draft.published_at = None

    assert [one.number for one in rounds_of(meeting, set())] == [1]
    assert [one.number for one in rounds_of(meeting, {rooms[2].id}, number=2)] == [2]


def test_two_rounds_of_one_day_are_told_apart(rooms):
    meeting, first = rooms[0].round.meeting, rooms[0].round
    make_room(make_round(meeting, first.day, 3), "Z")

    found = rounds_of(meeting, {rooms[0].id}, number=None)

    assert [(one.number, one.day_number, one.shares_day) for one in found] == [
        (1, 1, True),
        (2, 2, False),
        (3, 1, True),
    ]


def test_a_room_is_found_by_its_address_in_any_letter_case(rooms):
    assert room_with("egm-2", 2, "a") == rooms[2].id
    assert room_with("egm-2", 1, "A") is None
    assert room_with("egm-3", 2, "A") is None


@pytest.mark.parametrize("label", ["Б", "Ä", "٣"])
def test_a_room_is_found_by_a_label_in_any_script(app, label):
    room = make_room(make_round(make_meeting()), label)

    assert room_with("egm-2", 1, label) == room.id


def test_seats_tell_what_is_known_and_nothing_else(rooms):
    known = make_person("ليلى حداد", organization="Ministry of housing", languages=["ar", "fr"],
                        function="Adviser")  # fmt: skip
    unknown = make_person("Huiwen")
    place(unknown, rooms[0])
    place(known, rooms[0], "moderator")

    assert seats_of(rooms[0]) == (
        Seat(known.id, "ليلى حداد", "moderator", "Ministry of housing", ("ar", "fr"), "Adviser"),
        Seat(unknown.id, "Huiwen", "member"),
    )


def test_earlier_rooms_are_those_of_published_rounds_before_this_one(rooms):
    person = make_person("Rini Rachmawati")
    before = make_meeting("egm-1", number=1, starts_on=date(2024, 3, 5), ends_on=date(2024, 3, 5))
    past = make_room(make_round(before, make_day(before, on_date=date(2024, 3, 5))), "4")
    draft = make_room(make_round(before, None, 2, published_at=None), "9")
    for room in (*rooms, past, draft):
        place(person, room)

    found = earlier_seats(rooms[2].round, [person.id])

    assert found == {
        person.id: [
            EarlierSeat("EGM 1", 1, "4"),
            EarlierSeat("EGM 2", 1, "1"),
            EarlierSeat("EGM 2", 1, "2"),
        ]
    }


def test_nobody_can_be_new_in_the_first_round_of_all(rooms):
    assert [has_earlier_round(room.round) for room in (rooms[0], rooms[2])] == [False, True]


def test_the_rooms_of_a_person_come_with_day_and_role(rooms):
    person = make_person("Yukinari Tanaka")
    place(person, rooms[1], "note_taker")
    place(person, rooms[2])
    rooms[2].round.published_at = None
    db.session.flush()

    meeting_id = rooms[0].round.meeting_id
    assert rooms_of_people([person.id]) == [
        (person.id, meeting_id, True, 1, "2", "note_taker"),
        (person.id, meeting_id, False, 2, "A", "member"),
    ]
