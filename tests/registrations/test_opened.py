"""What a form carries instead of a session."""

from datetime import timedelta

from eventsapp.registrations.opened import Opened, is_sealed, seal, sign, token_of, unsign
from tests.factories import NOW

OPENED = Opened(7, "a" * 32, NOW, 3)


def test_what_was_signed_is_read_back_and_nothing_else_is():
    text = sign(OPENED, "key")

    assert unsign(text, "key", 7) == OPENED
    assert unsign(text, "another key", 7) is None
    assert unsign(text, "key", 8) is None
    assert [unsign(one, "key", 7) for one in (None, "", "x.y", text[:-1] + "~")] == [None] * 4


def test_nobody_is_ever_too_slow():
    assert OPENED.is_too_quick(NOW + timedelta(seconds=1)) is True
    assert OPENED.is_too_quick(NOW + timedelta(seconds=2)) is False
    assert OPENED.is_too_quick(NOW + timedelta(days=400)) is False


def test_the_secret_of_a_page_is_the_same_in_each_mail_and_of_nobody_else():
    assert token_of("key", "a") == token_of("key", "a")
    assert len({token_of("key", "a"), token_of("key", "b"), token_of("other", "a")}) == 3


def test_a_seal_holds_for_one_page_of_one_registration():
    made = seal("own", 7, "key")

    assert is_sealed(made, "own", 7, "key") is True
    assert [is_sealed(one, "own", 8, "key") for one in (made, None, "é")] == [False] * 3
