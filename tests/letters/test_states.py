import pytest

from eventsapp.letters.states import (
    EDITABLE,
    OPEN,
    LetterState,
    RequestState,
    can_letter_move,
    can_move,
)

ALLOWED = {
    ("draft", "submitted"),
    ("draft", "withdrawn"),
    ("submitted", "returned"),
    ("submitted", "approved"),
    ("submitted", "refused"),
    ("submitted", "withdrawn"),
    ("returned", "submitted"),
    ("returned", "withdrawn"),
    ("approved", "issued"),
    ("approved", "returned"),
    ("approved", "withdrawn"),
}


def test_a_request_moves_only_as_the_secretariat_works():
    pairs = {(old.value, new.value) for old in RequestState for new in RequestState}

    assert {pair for pair in pairs if can_move(*pair)} == ALLOWED


def test_a_letter_can_be_replaced_or_taken_back_and_never_comes_back():
    pairs = {(old.value, new.value) for old in LetterState for new in LetterState}

    assert {pair for pair in pairs if can_letter_move(*pair)} == {
        ("valid", "replaced"),
        ("valid", "revoked"),
        ("valid", "void"),
        ("replaced", "revoked"),
    }


def test_a_request_is_open_until_it_is_issued_refused_or_withdrawn():
    assert set(OPEN) == {"draft", "submitted", "returned", "approved"}


def test_a_request_is_written_only_before_it_is_sent_and_after_it_came_back():
    assert set(EDITABLE) == {"draft", "returned"}


def test_a_state_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="'sent' is not a valid RequestState"):
        can_move("draft", "sent")
