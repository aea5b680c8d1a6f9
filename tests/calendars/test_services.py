"""Making, replacing and stopping a secret address, and noting what was fetched."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.accounts.services import hash_of
from eventsapp.calendars.models import Feed, PublicFeed
from eventsapp.calendars.queries import feed_with, public_meeting
from eventsapp.calendars.services import (
    create_feed,
    note_fetch,
    note_public_content,
    renew_feed,
    revoke_feed,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from tests.factories import make_meeting, make_person, make_user


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def test_an_address_has_256_random_bits_and_only_its_hash_is_kept(app, NOW):
    amina, bo = make_user(make_person("Amina")), make_user(make_person("Bo"))

    feed, token = create_feed(by=amina, now=NOW)
    __, another = create_feed(by=bo, now=NOW)

    assert (len(token), len(another)) == (43, 43)
    assert token != another
    assert feed.token_hash == hash_of(token)
    assert token not in repr(vars(feed))
    assert feed_with(hash_of(token)).person_id == amina.person_id
    assert verbs() == ["calendar address made"] * 2


def test_a_person_has_one_address_at_a_time(app, NOW):
    user = make_user()
    create_feed(by=user, now=NOW)

    with pytest.raises(RuleBroken, match="has an address already"):
        create_feed(by=user, now=NOW)


def test_the_database_keeps_a_second_address_out_as_well(app, NOW, monkeypatch):
    user = make_user()
    create_feed(by=user, now=NOW)
    # As it is for somebody who looked just before the first one was made.
    monkeypatch.setattr("eventsapp.calendars.services.feed_in_use", lambda person_id: None)

    with pytest.raises(RuleBroken, match="has an address already"):
        create_feed(by=user, now=NOW)

    assert db.session.scalar(db.select(db.func.count(Feed.id))) == 1


def test_a_new_address_stops_the_old_one(app, NOW):
    user = make_user()
    feed, token = create_feed(by=user, now=NOW)

    new_feed, new_token = renew_feed(feed, by=user, now=NOW)

    assert feed_with(hash_of(token)) is None
    assert feed_with(hash_of(new_token)).id == new_feed.id


def test_replacing_twice_makes_one_new_address(app, NOW):
    user = make_user()
    feed, __ = create_feed(by=user, now=NOW)
    renew_feed(feed, by=user, now=NOW)

    with pytest.raises(RuleBroken, match="already replaced or revoked"):
        renew_feed(feed, by=user, now=NOW)

    assert db.session.scalar(db.select(db.func.count(Feed.id))) == 2


def test_stopping_twice_is_stopping_once(app, NOW):
    user = make_user()
    feed, token = create_feed(by=user, now=NOW)

    revoke_feed(feed, by=user, now=NOW)
    revoke_feed(feed, by=user, now=NOW + timedelta(days=1))

    db.session.refresh(feed)
    assert feed.revoked_at == NOW
    assert feed_with(hash_of(token)) is None
    assert verbs() == ["calendar address made", "calendar address revoked"]


def test_the_address_of_who_left_or_whose_account_is_closed_stops(app, NOW):
    left, closed = make_user(make_person("Huiwen")), make_user(make_person("王芳"))
    tokens = [create_feed(by=user, now=NOW)[1] for user in (left, closed)]

    left.person.left_at = NOW
    closed.is_closed = True
    db.session.flush()

    assert [feed_with(hash_of(token)) for token in tokens] == [None, None]


def noted(user, token, content_hash, now, program="Thunderbird/128"):
    found = feed_with(hash_of(token))
    return note_fetch(found, content_hash, program=program, now=now, real_now=now)


def test_a_fetch_is_noted_once_an_hour_with_the_program(app, NOW):
    user = make_user()
    feed, token = create_feed(by=user, now=NOW)

    assert noted(user, token, "same", NOW, "Google-Calendar-Importer") == NOW
    assert noted(user, token, "same", NOW + timedelta(minutes=59)) is None
    db.session.refresh(feed)
    assert (feed.last_fetched_at, feed.last_fetched_with) == (NOW, "Google-Calendar-Importer")

    later = NOW + timedelta(minutes=61)
    assert noted(user, token, "same", later, "x" * 500) == NOW
    db.session.refresh(feed)
    assert (feed.last_fetched_at, feed.last_fetched_with) == (later, "x" * 200)


def test_changed_content_is_noted_at_once_and_never_at_the_same_second(app, NOW):
    user = make_user()
    __, token = create_feed(by=user, now=NOW)

    moments = [
        noted(user, token, "first", NOW),
        noted(user, token, "second", NOW + timedelta(milliseconds=100)),
        noted(user, token, "third", NOW + timedelta(milliseconds=200)),
    ]

    assert moments == [NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)]


def test_the_content_of_a_public_feed_is_noted_when_it_changes(app, NOW):
    make_meeting("egm-2", is_public=True)

    first = note_public_content(public_meeting("egm-2"), "first", real_now=NOW)
    same = note_public_content(public_meeting("egm-2"), "first", real_now=NOW)
    later = NOW + timedelta(minutes=5)
    second = note_public_content(public_meeting("egm-2"), "second", real_now=later)

    assert (first, same, second) == (NOW, None, later)
    kept = db.session.scalars(db.select(PublicFeed)).all()
    assert [(row.content_hash, row.content_changed_at) for row in kept] == [("second", later)]
