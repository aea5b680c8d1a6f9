"""What a result changes on a board that moved on while it was searched."""

from eventsapp.boards.places import MODERATOR, Move, Place
from eventsapp.searches.offering import (
    CAME,
    CLOSED,
    ELSEWHERE,
    LEFT,
    LOCKED,
    MOVED,
    OTHER_LOCK,
    OTHER_ROLE,
    ROLE,
    WENT,
    Change,
    Moving,
    Scene,
    Staying,
    from_asked,
    offer,
    to_asked,
)

AMINA, BO, CHEN, DALIA = 1, 2, 3, 4
ROOMS = {10, 20}


def scene(board, people=(AMINA, BO, CHEN, DALIA), rooms=ROOMS):
    return Scene(board, set(people), rooms)


def test_whoever_stands_where_the_search_found_them_is_moved():
    board = {AMINA: Place(10), BO: Place(20), CHEN: Place(None)}

    found = offer(board, {AMINA: 20, BO: 20, CHEN: 10}, scene(board))

    assert found.moving == (Moving(AMINA, 10, 20), Moving(CHEN, None, 10))
    assert (found.staying, found.changes, found.waiting) == ((), (), ())
    assert found.moves() == {AMINA: Move(20), CHEN: Move(10)}


def test_whom_somebody_moved_meanwhile_stays_and_it_is_said():
    asked = {AMINA: Place(10), BO: Place(20)}
    board = {AMINA: Place(20), BO: Place(20), CHEN: Place(None)}

    found = offer(asked, {AMINA: 30, BO: 10}, scene(board))

    assert found.moving == (Moving(BO, 20, 10),)
    assert found.staying == (Staying(AMINA, 30, MOVED),)
    assert found.changes == (Change(AMINA, ELSEWHERE), Change(CHEN, CAME))
    assert found.waiting == (CHEN,)


def test_nobody_is_moved_who_left_or_is_locked_or_leads_nor_into_a_closed_room():
    asked = {AMINA: Place(10), BO: Place(10), CHEN: Place(10, MODERATOR), DALIA: Place(10)}
    board = asked | {BO: Place(10, is_locked=True)}

    found = offer(asked, dict.fromkeys(asked, 30), scene(board, people=(BO, CHEN, DALIA)))

    assert found.moving == ()
    assert found.staying == (
        Staying(AMINA, 30, LEFT),
        Staying(BO, 30, LOCKED),
        Staying(CHEN, 30, ROLE),
        Staying(DALIA, 30, CLOSED),
    )
    assert found.changes == (Change(BO, OTHER_LOCK),)


def test_who_went_and_who_leads_now_is_told_too():
    asked = {AMINA: Place(10), BO: Place(10)}
    board = {BO: Place(10, MODERATOR)}

    assert offer(asked, {}, scene(board)).changes == (Change(AMINA, WENT), Change(BO, OTHER_ROLE))


def test_somebody_who_is_away_waits_for_no_room():
    board = {AMINA: Place(None, is_locked=True), BO: Place(None)}

    assert offer(board, {}, scene(board)).waiting == (BO,)


def test_a_board_is_kept_with_a_search_and_read_back():
    board = {AMINA: Place(10, MODERATOR, 3, True), BO: Place(None)}

    assert from_asked(to_asked({7: board}), 7) == board
    assert from_asked(to_asked({7: board}), 8) == {}
