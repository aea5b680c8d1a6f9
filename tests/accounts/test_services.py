"""Sign-in: links that work once, limits, passwords."""

import time
from datetime import UTC, datetime, timedelta
from threading import Thread

import argon2
import pytest
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select

from eventsapp.accounts.models import EXPERT, SECRETARIAT, SignInLink, User
from eventsapp.accounts.services import (
    ask_for_link,
    check_password,
    create_user,
    find_link,
    forget_attempts,
    give_token,
    hash_of,
    is_too_often,
    set_password,
    use_link,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from tests.factories import make_person, make_user

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_an_expert_gets_an_account_on_the_first_time_they_ask_for_a_link(app):
    person = make_person("ليلى حداد", email="Leila@Example.test")

    link = ask_for_link(" leila@example.TEST ", next_page="/letters", real_now=NOON)

    assert (link.user.person, link.user.role, link.next_page) == (person, EXPERT, "/letters")
    assert link.expires_at == NOON + timedelta(minutes=20)


def test_an_unknown_address_gets_no_link_and_leaves_no_account(app):
    assert ask_for_link("nobody@example.test", next_page=None, real_now=NOON) is None
    assert db.session.scalars(select(User)).all() == []


def test_only_the_hash_of_a_token_is_kept(app):
    link = ask_for_link(make_person().email, next_page=None, real_now=NOON)

    token = give_token(link)

    assert link.token_hash == hash_of(token)
    assert token not in link.token_hash


def test_a_link_works_once(app):
    token = give_token(ask_for_link(make_person().email, next_page=None, real_now=NOON))

    first = use_link(token, real_now=NOON)
    second = use_link(token, real_now=NOON)

    assert (first.user.role, second) == (EXPERT, None)


def test_looking_at_a_link_does_not_use_it_up(app):
    token = give_token(ask_for_link(make_person().email, next_page=None, real_now=NOON))

    looks = [find_link(token, real_now=NOON) is not None for _ in range(3)]

    assert looks == [True, True, True]
    assert use_link(token, real_now=NOON) is not None


def test_a_link_ends_after_twenty_minutes(app):
    token = give_token(ask_for_link(make_person().email, next_page=None, real_now=NOON))

    assert find_link(token, real_now=NOON + timedelta(minutes=19, seconds=59)) is not None
    assert find_link(token, real_now=NOON + timedelta(minutes=20)) is None


def test_a_new_token_makes_the_older_one_useless(app):
    link = ask_for_link(make_person().email, next_page=None, real_now=NOON)
    older, newer = give_token(link), give_token(link)

    assert (find_link(older, real_now=NOON), find_link(newer, real_now=NOON)) == (None, link)


def test_who_left_gets_no_link(app):
    person = make_person(email="left@example.test")
    person.left_at = NOON

    assert ask_for_link("left@example.test", next_page=None, real_now=NOON) is None


def test_the_sixth_try_in_a_quarter_of_an_hour_is_too_often_and_the_next_quarter_is_free(app):
    tries = [is_too_often("link", "A@x.test", most=5, real_now=NOON) for _ in range(6)]

    assert tries == [False] * 5 + [True]
    assert is_too_often("link", "a@X.test ", most=5, real_now=NOON) is True
    assert is_too_often("link", "b@x.test", most=5, real_now=NOON) is False
    later = NOON + timedelta(minutes=16)
    assert is_too_often("link", "a@x.test", most=5, real_now=later) is False


def test_a_password_signs_in_staff_only_and_only_the_right_one(app):
    user = make_user(make_person(email="grace@example.test"), role=SECRETARIAT)
    set_password(user, "a sentence is good")

    assert check_password("GRACE@example.test", "a sentence is good") == user
    assert check_password("grace@example.test", "another sentence") is None
    assert check_password("nobody@example.test", "a sentence is good") is None


def test_an_expert_cannot_have_a_password(app):
    with pytest.raises(RuleBroken, match="Experts sign in with a link"):
        set_password(make_user(), "a sentence is good")


def test_a_short_password_is_refused_with_its_length(app):
    with pytest.raises(RuleBroken, match="at least 12 characters; this one has 5"):
        set_password(make_user(role=SECRETARIAT), "short")


def test_a_role_is_given_to_the_person_who_is_known_already(app):
    person = make_person("Łucja Żółkiewska", email="lucja@example.test")

    user = create_user("lucja@example.test", SECRETARIAT, now=NOON)

    assert (user.person, user.role) == (person, SECRETARIAT)


@pytest.mark.parametrize("address", ["", "no at", "two@@example.test", "a@b\nBcc: c@d.test"])
def test_what_is_no_address_is_refused(app, address):
    with pytest.raises(RuleBroken, match="is not an e-mail address"):
        create_user(address, SECRETARIAT, now=NOON)


def test_old_links_and_tries_are_forgotten(app):
    ask_for_link(make_person().email, next_page=None, real_now=NOON)
    is_too_often("link", "a@x.test", most=5, real_now=NOON)

    forget_attempts(NOON + timedelta(days=3))

    assert db.session.scalars(select(SignInLink)).all() == []


def test_passwords_are_checked_one_at_a_time(app, monkeypatch):
    running, most = [], []

    def verify(self, kept, typed):
        running.append(typed)
        most.append(len(running))
        time.sleep(0.05)
        running.remove(typed)
        raise VerifyMismatchError

    def guess(number):
        with app.app_context():
            check_password("grace@example.test", f"guess {number}")

    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    guesses = [Thread(target=guess, args=[number]) for number in range(4)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()

    assert most == [1, 1, 1, 1]
