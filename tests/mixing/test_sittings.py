from eventsapp.mixing.sittings import (
    Change,
    Round,
    Sitting,
    changes,
    counting,
    on_the_board,
    published,
)

ROUNDS = [Round(1, 1, True), Round(2, 2, False), Round(3, 3, True)]
TOLD = [Sitting(1, 10, 1), Sitting(1, 10, 2), Sitting(2, 20, 1), Sitting(3, 30, 1)]
SEATS = [
    Sitting(1, 11, 1),
    Sitting(1, 10, 2, "moderator"),
    Sitting(1, None, 3),
    Sitting(1, 11, 4),
    Sitting(2, 21, 1),
]


def test_a_round_whose_board_was_never_opened_stands_as_it_was_told():
    assert on_the_board(SEATS, TOLD) == [*SEATS, Sitting(3, 30, 1)]


def test_what_was_told_are_the_placements_of_published_rounds():
    assert published(ROUNDS, TOLD) == [TOLD[0], TOLD[1], TOLD[3]]


def test_observers_and_who_waits_for_a_room_do_not_count():
    assert counting([*SEATS, Sitting(1, 10, 5, "observer")]) == [
        one for one in SEATS if one.person_id != 3
    ]


def test_changed_is_another_room_another_role_who_came_and_who_left():
    seats = [*SEATS, Sitting(3, None, 1)]

    assert changes(ROUNDS, seats, TOLD) == [
        Change(1, 1, TOLD[0], SEATS[0]),
        Change(1, 2, TOLD[1], SEATS[1]),
        Change(1, 4, None, SEATS[3]),
        Change(3, 1, TOLD[3], None),
    ]
