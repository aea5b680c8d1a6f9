"""Who leads the rooms, and the moves that make it so."""

from eventsapp.boards.places import Move, Place
from eventsapp.rooms.leading import Leaders, leaders_of, moves_to, named_twice

BOARD = {
    1: Place(10, "moderator", 1),
    2: Place(10, "note_taker", 2),
    3: Place(10, "deputy", 4),
    4: Place(10, "deputy", 3),
    5: Place(10, "deputy", 5),
    6: Place(20, "member", 1),
}
BEFORE = leaders_of(BOARD, [10, 20])


def test_leaders_are_read_from_the_board_in_its_order():
    found = leaders_of(BOARD, [10, 20])

    assert found == {10: Leaders(1, (4, 3, 5), 2), 20: Leaders()}


def test_what_is_not_changed_moves_nobody():
    assert moves_to(BEFORE, {10: Leaders(1, (4, 3), 2), 20: Leaders()}, BOARD) == {}


def test_who_no_longer_leads_stays_as_a_member_and_who_leads_comes_from_anywhere():
    wanted = {10: Leaders(6, (4,), 2), 20: Leaders(7)}

    assert moves_to(BEFORE, wanted, BOARD) == {
        1: Move(10, "member"),
        3: Move(10, "member"),
        6: Move(10, "moderator"),
        7: Move(20, "moderator"),
    }


def test_a_moderator_and_a_note_taker_change_rooms_in_one_step():
    wanted = {10: Leaders(None, (4, 3), 1), 20: Leaders(2)}

    assert moves_to(BEFORE, wanted, BOARD) == {1: Move(10, "note_taker"), 2: Move(20, "moderator")}


def test_a_person_who_is_named_in_two_places_is_found():
    assert named_twice({10: Leaders(1, (2,)), 20: Leaders(None, (), 2)}) == {2}
