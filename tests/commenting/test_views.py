"""Commenting by link and signed in: save, send, change, withdraw; colleagues; the closed round."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.comments.models import Comment, CommentRound
from eventsapp.comments.queries import commenters_of
from eventsapp.comments.services import give_token
from eventsapp.extensions import db
from eventsapp.worker import deliver_mail
from tests.factories import (
    NOW,
    make_comment,
    make_comment_round,
    make_draft,
    make_person,
    make_user,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
TEXTS = (("heading", 1, "1. Water"), "Water is a right.", "Users pay for it.")
KEY = "a key only for tests"


def link_of(commenter):
    token = give_token(commenter, KEY)
    db.session.commit()
    return f"/comment/{token}"


def typed(block, text, key="k-1", **more):
    at = str(block.passage_id) if block is not None else "whole"
    usual = {"act": "save", "at": at, "kind": "substantive", "key": key, "version": "0"}
    return {**usual, "text": text, **more}


def saved():
    db.session.expire_all()
    rows = select(Comment).order_by(Comment.id)
    return [(one.text, one.state, one.version) for one in db.session.scalars(rows)]


def test_a_person_reads_the_draft_and_comments_without_an_account(app, client, outbox):
    huiwen = make_person("Huiwen", email="huiwen@example.test")
    draft = make_draft(texts=TEXTS)
    round_ = make_comment_round(draft, people=[huiwen])
    block = draft.blocks[2]
    db.session.commit()
    deliver_mail(NOW)
    mail = outbox.delivered[0].get_body(("plain",)).get_content()
    link = next(word for word in mail.split() if "/comment/" in word)
    link = link[link.index("/comment/") :]

    shown = client.get(link)
    opened = client.get(f"{link}?at={block.passage_id}")
    kept = client.post(link, data=typed(block, "Say people."))
    twice = client.post(link, data=typed(block, "Say people."))

    assert shown.status_code == 200
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == (
        "private, no-store",
        "same-origin",
    )
    assert "Users pay for it." in shown.text
    assert 'name="text"' not in shown.text
    assert 'name="text"' in opened.text
    assert (kept.status_code, twice.status_code) == (302, 302)
    assert saved() == [("Say people.", "draft", 1)]
    assert round_.deadline.obligations[0].done_at is None

    sent = client.post(link, data={"act": "send all"}, follow_redirects=True)

    assert "1 comment is sent. Thank you." in sent.text
    assert saved() == [("Say people.", "sent", 2)]
    assert round_.deadline.obligations[0].done_at is not None

    comment = db.session.scalars(select(Comment)).one()
    client.post(link, data={"act": "withdraw", "comment": str(comment.id)})

    assert saved() == [("Say people.", "withdrawn", 3)]
    assert round_.deadline.obligations[0].done_at is None


@on_one_engine
def test_a_draft_is_saved_while_it_is_typed(app, client):
    round_ = make_comment_round(make_draft(texts=TEXTS), people=[make_person("王芳")])
    link = link_of(commenters_of(round_)[0])
    json = {"Accept": "application/json"}

    first = client.post(link, data=typed(None, "People"), headers=json)
    second = client.post(
        link,
        data=typed(None, "People first", comment=str(first.json["comment"]),
                   version=first.json["version"]),
        headers=json,
    )  # fmt: skip
    nothing = client.post(link, data=typed(None, "", key="k-2"), headers=json)

    assert first.json["said"] == "Saved. Not sent yet."
    assert second.json["version"] == "2"
    assert (nothing.status_code, nothing.json["error"]) == (
        422,
        "Write the comment, or the wording that you suggest.",
    )
    assert saved() == [("People first", "draft", 2)]


@on_one_engine
def test_a_round_that_closes_while_somebody_types_shows_the_words_back(app, client):
    round_ = make_comment_round(make_draft(texts=TEXTS), people=[make_person("Łucja Żółkiewska")])
    link = link_of(commenters_of(round_)[0])

    client.get(f"{link}?at=whole")
    round_.close_at = NOW
    db.session.commit()
    late = client.post(link, data=typed(None, "My long comment", suggested="Say <people>."))
    by_script = client.post(
        link, data=typed(None, "My long comment"), headers={"Accept": "application/json"}
    )
    page = client.get(f"{link}?at=whole")

    assert (late.status_code, by_script.status_code) == (409, 409)
    assert "closed on 17 November 2097 at the end of the day, Nairobi (UTC+3)" in late.text
    assert "My long comment" in late.text
    assert "Say &lt;people&gt;." in late.text
    assert by_script.json["closed"]
    assert 'name="text"' not in page.text
    assert saved() == []


def test_colleagues_share_one_set_and_one_of_them_sends(app, client):
    people = [
        make_person("Łucja Żółkiewska", organization="City of Gdańsk"),
        make_person("Karen Laßmann", organization="City of Gdańsk"),
        make_person("ليلى حداد", organization="بلدية عمان"),
    ]
    round_ = make_comment_round(make_draft(texts=TEXTS), people=people, is_per_organization=True)
    asked = {one.person.printed_name: one for one in commenters_of(round_)}
    lucja, karen, leila = (link_of(asked[one.printed_name]) for one in people)

    client.post(karen, data=typed(None, "From Karen"))
    refused = client.post(karen, data={"act": "send all"}, follow_redirects=True)
    seen = client.get(lucja)
    hidden = client.get(leila)
    comment = db.session.scalars(select(Comment)).one()
    older = client.post(
        lucja, data=typed(None, "Changed", key="", comment=str(comment.id), version="0")
    )
    stranger = client.post(
        leila, data=typed(None, "Mine", key="", comment=str(comment.id), version="1")
    )

    assert "Łucja Żółkiewska sends for your organisation." in refused.text
    assert "From Karen" in seen.text
    assert "From Karen" not in hidden.text
    assert older.status_code == 409
    assert ("From Karen" in older.text, "Changed" in older.text) == (True, True)
    assert stranger.status_code == 404
    assert saved() == [("From Karen", "draft", 1)]

    client.post(lucja, data={"act": "hand over", "to": str(asked["Karen Laßmann"].id)})
    client.post(karen, data={"act": "send all"})

    assert saved() == [("From Karen", "sent", 2)]
    owing = [one.person.printed_name for one in round_.deadline.obligations if one.is_open]
    assert owing == ["ليلى حداد"]


@on_one_engine
def test_unknown_and_withdrawn_links_look_the_same_and_signed_in_people_need_none(
    app, client, signed_in_as
):
    person = make_person("Huiwen")
    round_ = make_comment_round(make_draft(texts=TEXTS), people=[person])
    mine = f"/documents/{round_.document_id}/comments/{round_.id}/mine"
    stranger = signed_in_as(make_user())

    unknown = client.get("/comment/nothing")

    assert unknown.status_code == 404
    assert "This link leads to no draft" in unknown.text
    assert signed_in_as(make_user(person)).get(mine).status_code == 200
    assert stranger.get(mine).status_code == 404


@on_one_engine
def test_somebody_without_a_comment_says_so_and_owes_nothing(app, client):
    round_ = make_comment_round(make_draft(texts=TEXTS), people=[make_person("Ana Silva")])
    ana = commenters_of(round_)[0]
    link = link_of(ana)

    client.post(link, data={"act": "nothing"})
    db.session.expire_all()

    assert ana.nothing_at == round_.deadline.obligations[0].done_at is not None

    make_comment(ana, "One after all")
    db.session.commit()

    assert (ana.nothing_at, ana.sent_at) == (None, NOW)
    assert db.session.get(CommentRound, round_.id).is_open(NOW + timedelta(days=1))


@on_one_engine
def test_the_link_of_somebody_who_has_left_opens_nothing(app, client):
    draft, leaves = make_draft(texts=TEXTS), make_person("Huiwen")
    round_ = make_comment_round(draft, people=[leaves])
    link = link_of(commenters_of(round_)[0])
    assert client.get(link).status_code == 200
    leaves.left_at = NOW
    db.session.commit()

    answers = [client.get(link), client.post(link, data=typed(draft.blocks[2], "Say people."))]

    assert [one.status_code for one in answers] == [404, 404]
    assert saved() == []


@on_one_engine
def test_what_a_form_was_not_opened_with_is_no_difference(app, client):
    draft = make_draft(texts=TEXTS)
    commenter = commenters_of(make_comment_round(draft, people=[make_person()]))[0]
    number = make_comment(commenter, sends=False).id
    odd = json.dumps({"text": ["a"], "kind": {"a": 1}, "suggested": None})
    older = typed(None, "Other words.", comment=str(number), version="99", opened_with=odd)

    answer = client.post(link_of(commenter), data=older)

    assert answer.status_code == 409
    assert "Other words." in answer.text
