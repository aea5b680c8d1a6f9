import pytest

from eventsapp.boards.places import (
    MODERATOR,
    OBSERVER,
    Difference,
    Move,
    Place,
    differences,
    first_places,
    from_step,
    in_the_way,
    moved,
    to_step,
)

BOARD = {1: Place(10, MODERATOR, 1), 2: Place(10, position=2), 3: Place(20, position=7)}


@pytest.mark.parametrize(
    ("move", "place"),
    [
        (Move(20), Place(20, MODERATOR, 8)),  # last in the room, the role kept
        (Move(None), Place(None, position=1)),  # a member again, without a room
        (Move(10, "deputy"), Place(10, "deputy", 1)),  # the role alone
        (Move(10, is_locked=True), Place(10, MODERATOR, 1, True)),
        (Move(20, position=3), Place(20, MODERATOR, 3)),
    ],
)
def test_a_move_changes_what_it_says_and_no_more(move, place):
    assert moved(BOARD, {1: move}) == {1: place}


def test_a_move_to_where_somebody_is_already_changes_nothing():
    assert moved(BOARD, {1: Move(10), 3: Move(20, "member")}) == {}


def test_somebody_who_was_never_placed_is_a_member_of_the_room():
    assert moved(BOARD, {4: Move(10), 5: Move(10)}) == {
        4: Place(10, position=3),
        5: Place(10, position=4),
    }


def test_a_room_that_has_a_moderator_gets_no_second_one_by_a_move():
    board = {**BOARD, 4: Place(20, MODERATOR, 8)}

    assert moved(board, {1: Move(20)}) == {1: Place(20, position=9)}
    assert moved(board, {1: Move(20, MODERATOR)}) == {1: Place(20, MODERATOR, 9)}
    assert moved(board, {1: Move(10)}) == {}


def test_a_lock_goes_with_the_person_and_that_somebody_is_away_ends_with_a_room():
    board = {1: Place(10, is_locked=True), 2: Place(None, is_locked=True), 3: Place(10, OBSERVER)}

    after = moved(board, {1: Move(20), 2: Move(20), 3: Move(None)})

    assert [after[one].is_locked for one in (1, 2)] == [True, False]
    assert (board[2].is_away, after[2].is_away) == (True, False)
    assert after[3].role == OBSERVER


def test_a_step_is_read_back_as_it_was_kept():
    places = {1: Place(10, MODERATOR, 1, True), 2: None}

    assert from_step(to_step(places)) == places


def test_a_step_is_blocked_by_who_is_elsewhere_by_now_and_not_by_their_order():
    expected = {1: Place(10, MODERATOR, 9), 2: Place(20), 3: None}

    assert in_the_way(BOARD, expected) == [2, 3]


def test_who_has_another_room_or_role_is_told_apart_from_who_only_moved_up():
    after = {1: Place(10, "member", 1), 2: Place(10, position=9, is_locked=True), 4: Place(20)}

    assert differences(BOARD, after) == [
        Difference(1, (10, MODERATOR), (10, "member")),
        Difference(3, (20, "member"), None),
        Difference(4, None, (20, "member")),
    ]


def test_of_two_rooms_of_one_person_the_first_counts():
    rows = [(1, Place(10)), (2, Place(10)), (1, Place(20)), (1, Place(30))]

    assert first_places(rows) == ({1: Place(10), 2: Place(10)}, [1])
