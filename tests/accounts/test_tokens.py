from datetime import timedelta
from zoneinfo import ZoneInfo

from eventsapp.accounts.tokens import secret_of, token_of
from tests.factories import NOW


def test_every_mail_about_one_thing_has_the_same_link():
    there = NOW.astimezone(ZoneInfo("Africa/Nairobi"))

    assert token_of("key", "poll", 7, NOW) == token_of("key", "poll", 7, there)


def test_another_thing_another_time_and_another_key_have_another_link():
    others = [
        token_of("key", "poll", 7, NOW),
        token_of("key", "poll", 8, NOW),
        token_of("key", "hearing", 7, NOW),
        token_of("key", "poll", 7, NOW + timedelta(seconds=1)),
        token_of("other", "poll", 7, NOW),
    ]

    assert len(set(others)) == 5


def test_links_that_were_mailed_before_still_open():
    # A change of how a secret is made would close the links that people hold in their mail.
    assert token_of("key", "invitation", 7, NOW) == "e2797b498f6d442e273ee8501801a223ac662dadcaf"
    assert secret_of("key", "registration a") == "e0979c8cc6bf038ff0b33dd9c6021e47d7271e14858"
