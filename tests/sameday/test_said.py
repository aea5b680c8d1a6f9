"""What is said on the morning, and what it does to the board."""

import pytest

from eventsapp.boards.places import DEPUTY, MODERATOR, NOTE_TAKER, Move, Place
from eventsapp.sameday.said import (
    ALL_CLOSED,
    AWAY_TOO,
    IN_CLOSED,
    NOTHING,
    TWICE,
    Said,
    from_kept,
    moves_of,
    stand_ins,
    wrong_in,
)

LEAD, DEP, BO, CHEN, NOTES, LATE = 1, 2, 3, 4, 5, 6
BOARD = {
    LEAD: Place(10, MODERATOR),
    DEP: Place(10, DEPUTY),
    BO: Place(10),
    CHEN: Place(20),
    NOTES: Place(20, NOTE_TAKER),
}


def test_who_is_not_there_who_came_and_who_takes_over_are_one_step():
    said = Said(
        away=frozenset({LEAD, BO}), late=frozenset({LATE}), instead={LEAD: DEP, NOTES: CHEN}
    )

    assert moves_of(said, BOARD) == {
        LATE: Move(None, is_locked=False),
        LEAD: Move(None, is_locked=True),
        BO: Move(None, is_locked=True),
        DEP: Move(10, MODERATOR),
        # Still there, so a member of the room from now on.
        NOTES: Move(20, "member"),
        CHEN: Move(20, NOTE_TAKER),
    }


def test_everybody_of_a_room_that_closes_waits_for_another():
    assert moves_of(Said(closed=frozenset({20})), BOARD) == {CHEN: Move(None), NOTES: Move(None)}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (Said(), (NOTHING, None)),
        (Said(closed=frozenset({10, 20})), (ALL_CLOSED, None)),
        (Said(away=frozenset({BO}), instead={LEAD: BO}), (AWAY_TOO, BO)),
        (Said(instead={LEAD: BO, NOTES: BO}), (TWICE, BO)),
        (Said(closed=frozenset({10}), instead={LEAD: DEP}), (IN_CLOSED, DEP)),
        (Said(late=frozenset({LATE})), None),
    ],
)
def test_what_cannot_be_is_said_with_the_name(said, wrong):
    assert wrong_in(said, BOARD, {10, 20}) == wrong


def test_deputies_are_offered_first_and_nobody_who_leads_elsewhere():
    board = {**BOARD, LATE: Place(None, is_locked=True)}

    assert stand_ins(board, LEAD, [CHEN, BO, DEP, NOTES, LATE, LEAD]) == [DEP, BO, CHEN]


def test_what_was_said_is_kept_with_the_search():
    said = Said(frozenset({1}), frozenset({2}), frozenset({20}), {1: 3})

    assert from_kept(said.to_kept()) == said
