"""From which state a registration may move to which."""

from eventsapp.registrations.states import MOVES, can_move, staff_moves


def test_staff_decide_nothing_before_the_address_is_confirmed_and_nothing_withdrawn():
    assert {state: staff_moves(state) for state in MOVES} == {
        "received": [],
        "pending": ["accepted", "waiting", "declined"],
        "waiting": ["accepted", "declined"],
        "accepted": ["declined"],
        "declined": [],
        "withdrawn": [],
    }


def test_what_is_declined_goes_back_to_the_secretariat_before_anything_else():
    assert can_move("declined", "accepted") is False
    assert can_move("declined", "pending") is True
