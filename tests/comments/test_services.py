"""Rounds of comments: opened, changed, people asked and reminded, entries merged."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.comments.models import Comment, Commenter, CommentRound
from eventsapp.comments.queries import colleagues_of, commenters_of, still_wanted
from eventsapp.comments.services import (
    RoundFacts,
    ask_people,
    change_round,
    open_round,
    remind_people,
    take_out,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.merging.services import merge
from eventsapp.worker import deliver_mail, run_jobs
from tests.factories import (
    NOW,
    make_comment,
    make_comment_round,
    make_draft,
    make_person,
    make_user,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
TUESDAY = date(2024, 10, 1)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


def facts_for(draft, **changes):
    values = {"title": "Comments", "closes_on": TUESDAY, "tz": "Africa/Nairobi"}
    return RoundFacts(draft=draft, **{**values, **changes})


def names(commenters):
    return [one.person.printed_name for one in commenters]


def test_a_round_closes_with_its_last_day_and_that_day_is_owed(officer):
    draft = make_draft()
    huiwen = make_person("Huiwen")

    round_ = open_round(draft.document, facts_for(draft), by=officer, now=NOW, key="k")
    again = open_round(draft.document, facts_for(draft), by=officer, now=NOW, key="k")
    ask_people(round_, [huiwen, huiwen], by=officer, now=NOW)

    assert again is round_
    assert round_.close_at == datetime(2024, 10, 1, 21, tzinfo=UTC)
    assert (round_.deadline.due_on, round_.deadline.days_before) == (TUESDAY, [14, 7, 2, 0])
    assert [one.person_id for one in round_.deadline.obligations] == [huiwen.id]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"closes_on": date(2024, 9, 27)}, "The round would close before it opens"),
        ({"opens_on": date(2024, 10, 2)}, "would close before it opens"),
        ({"tz": "Africa/Nowhere"}, "There is no time zone “Africa/Nowhere”"),
    ],
)
def test_a_round_that_cannot_be_is_refused(officer, changes, why):
    draft = make_draft()

    with pytest.raises(RuleBroken, match=why):
        open_round(draft.document, facts_for(draft, **changes), by=officer, now=NOW)


def test_a_round_without_an_opening_day_is_open_at_once_also_where_it_had_one(officer):
    draft = make_draft()
    facts = facts_for(draft, opens_on=date(2024, 9, 30))
    round_ = open_round(draft.document, facts, by=officer, now=NOW)
    assert not round_.is_open(NOW)

    change_round(round_, replace(facts, opens_on=None), by=officer, now=NOW)

    assert round_.is_open(NOW)


def test_a_round_that_is_extended_tells_everybody_once_and_its_reminders_move(officer, outbox):
    round_ = make_comment_round(by=officer, people=[make_person("Huiwen")], closes_on=TUESDAY)
    facts = facts_for(round_.draft, title=round_.title)

    same = change_round(round_, replace(facts, title="New name"), by=officer, now=NOW)
    later = replace(facts, closes_on=date(2024, 10, 10), closes_at_time=time(18))
    told = change_round(round_, later, by=officer, now=NOW)

    assert (same, told) == (0, 1)
    assert round_.close_at == datetime(2024, 10, 10, 15, tzinfo=UTC)
    assert round_.deadline.due_on == date(2024, 10, 10)
    moved = [one.subject for one in outbox if ":moved:" in one.dedupe_key]
    assert moved == [
        "New closing day: comments on Draft guidelines until 10 October 2024, 18:00 Nairobi (UTC+3)"
    ]


@on_one_engine
def test_each_person_asked_gets_one_mail_with_a_link_of_their_own(officer, outbox):
    people = [make_person("Huiwen"), make_person("ليلى حداد"), make_person("David", email=None)]
    round_ = make_comment_round(by=officer, people=people, words="Mind the definitions.")
    ask_people(round_, people, by=officer, now=NOW)
    db.session.commit()

    deliver_mail(NOW)

    first, second = outbox.delivered
    text = first.get_body(("plain",)).get_content()
    assert first["Subject"] == (
        "Your comments on Draft guidelines, until the end of 17 November 2097 Nairobi (UTC+3)"
    )
    assert "Mind the definitions." in text
    links = [
        next(
            word for word in mail.get_body(("plain",)).get_content().split() if "/comment/" in word
        )
        for mail in (first, second)
    ]
    assert links[0] != links[1]
    assert all("/comment/" not in one.text and "[link]" in one.text for one in outbox)
    assert {one.address for one in commenters_of(round_)} == {*(one.email for one in people)}


@on_one_engine
def test_only_who_has_sent_nothing_is_reminded_and_nobody_twice_within_a_day(officer, outbox):
    round_ = make_comment_round(
        by=officer, people=[make_person("Huiwen"), make_person("王芳"), make_person("Ana Silva")]
    )
    ana, huiwen, wang = commenters_of(round_)
    make_comment(huiwen)
    later = NOW + timedelta(days=2)

    at_once = remind_people(round_, [ana, huiwen, wang], by=officer, now=NOW)
    reminded = remind_people(round_, [ana, huiwen], by=officer, now=later)
    again = remind_people(round_, [ana], by=officer, now=later)
    make_comment(ana)

    assert (names(at_once), names(reminded), names(again)) == ([], ["Ana Silva"], [])
    mail = next(one for one in outbox if ":reminder:" in one.dedupe_key)
    assert still_wanted(mail, later) == "Ana Silva has answered."


@on_one_engine
def test_the_deadline_reminds_who_owes_with_a_link_to_their_page(app, officer, outbox):
    people = [make_person("Huiwen"), make_person("王芳")]
    round_ = make_comment_round(by=officer, people=people, closes_on=TUESDAY)
    make_comment(commenters_of(round_)[0])
    db.session.commit()

    run_jobs(app, NOW + timedelta(days=1, hours=3))

    reminders = [one for one in outbox if one.kind == "reminder"]
    assert [one.recipient for one in reminders] == [people[1].email]
    assert f"/documents/{round_.document_id}/comments/{round_.id}/mine" in reminders[0].text


def test_who_is_asked_no_more_owes_nothing_and_a_colleague_sends(officer, outbox):
    people = [make_person(name, organization="City of Gdańsk") for name in ("Łucja", "Karen")]
    round_ = make_comment_round(by=officer, people=people, is_per_organization=True)
    karen, lucja = commenters_of(round_)
    assert (lucja.is_sender, karen.is_sender) == (True, False)

    take_out([lucja], by=officer, now=NOW)

    assert names(commenters_of(round_)) == ["Karen"]
    assert karen.is_sender
    assert [one.person.printed_name for one in round_.deadline.obligations if one.is_open] == [
        "Karen"
    ]
    assert [one.state for one in outbox] == ["skipped", "pending"]

    ask_people(round_, [people[0]], by=officer, now=NOW + timedelta(days=1))

    assert names(commenters_of(round_)) == ["Karen", "Łucja"]
    assert not lucja.is_sender


def test_two_entries_of_one_person_that_are_merged_keep_all_their_comments(officer):
    twice = [make_person("Lucja Zolkiewska"), make_person("Łucja Żółkiewska")]
    round_ = make_comment_round(by=officer, people=twice)
    for one in commenters_of(round_):
        make_comment(one, one.person.printed_name)
    db.session.commit()

    merge(twice[1], twice[0], {}, by=officer, now=NOW)
    db.session.commit()
    db.session.expire_all()

    left = db.session.scalars(select(Commenter)).one()
    assert {one.commenter_id for one in db.session.scalars(select(Comment))} == {left.id}
    assert len(colleagues_of(left)) == 1
    assert db.session.scalars(select(CommentRound)).one().id == round_.id
