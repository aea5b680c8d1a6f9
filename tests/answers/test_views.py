"""Answers of the secretariat: list by paragraph, decide, group, publish; who commented sees it."""

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.comments.models import CommentGroup
from eventsapp.comments.queries import commenters_of
from eventsapp.comments.services import give_token
from eventsapp.documents.models import Block
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


def scene_of_three():
    """Three comments of two people: on two paragraphs and on the whole."""
    people = [make_person("Huiwen"), make_person("Łucja Żółkiewska", organization="City of Gdańsk")]
    draft = make_draft(texts=TEXTS)
    officer = make_user(make_person("Grace Wanjiru"), SECRETARIAT)
    round_ = make_comment_round(draft, by=officer, people=people)
    huiwen, lucja = commenters_of(round_)
    comments = [
        make_comment(huiwen, "Shorten it."),
        make_comment(lucja, "Say human right.", draft.blocks[1], kind="editorial"),
        make_comment(huiwen, "Say people.", draft.blocks[2]),
    ]
    make_comment(huiwen, "Not sent yet.", draft.blocks[1], sends=False)
    return round_, officer, comments


def groups():
    db.session.expire_all()
    rows = select(CommentGroup).order_by(CommentGroup.id)
    return [(one.name, one.decision, one.reply) for one in db.session.scalars(rows)]


def address(round_, page=""):
    return f"/documents/{round_.document_id}/comments/{round_.id}{page}"


def shown(page, *words):
    return [word for word in words if word in page.text]


WORDS = ("Shorten it.", "Say human right.", "Say people.", "Not sent yet.")


def test_staff_see_what_was_sent_by_paragraph_and_filter_it(app, signed_in_as):
    round_, officer, comments = scene_of_three()
    comments[0].group.decision = "noted"
    desk = signed_in_as(officer)
    city = comments[1].organization_id

    whole = desk.get(address(round_))
    open_ones = desk.get(address(round_, "?decision=open"))
    of_city = desk.get(address(round_, f"?organization={city}"))
    editorial = desk.get(address(round_, "?kind=editorial&decision=noted"))
    named = desk.get(address(round_, "?q=huiwen+people"))

    assert shown(whole, *WORDS) == list(WORDS[:3])
    assert whole.text.index("Shorten it.") < whole.text.index("Say human right.")
    assert shown(open_ones, *WORDS) == ["Say human right.", "Say people."]
    assert shown(of_city, *WORDS) == ["Say human right."]
    assert shown(editorial, *WORDS) == []
    assert shown(named, *WORDS) == ["Say people."]


def test_similar_comments_are_grouped_answered_once_and_taken_apart(app, signed_in_as):
    round_, officer, comments = scene_of_three()
    desk = signed_in_as(officer)
    two = {"c": [str(comments[1].id), str(comments[2].id)]}

    page = desk.get(address(round_, "/act"), query_string={"act": "group", **two})
    unnamed = desk.post(address(round_, "/act"), data={"act": "group", **two})
    desk.post(address(round_, "/act"), data={"act": "group", "name": " Definitions ", **two})

    assert shown(page, *WORDS) == ["Say human right.", "Say people."]
    assert (unnamed.status_code, "Give the group a name" in unnamed.text) == (422, True)
    assert groups() == [(None, None, None), ("Definitions", None, None)]

    group = db.session.scalars(select(CommentGroup).where(CommentGroup.name.is_not(None))).one()
    answer = {"decision": "partly", "reply": "We say people.", "version": str(group.version)}
    desk.post(address(round_, f"/answers/{group.id}"), data=answer)

    assert groups()[1] == ("Definitions", "partly", "We say people.")

    desk.post(address(round_, "/act"), data={"act": "apart", "c": str(comments[2].id)})

    assert groups() == [
        (None, None, None),
        ("Definitions", "partly", "We say people."),
        (None, "partly", "We say people."),
    ]


@on_one_engine
def test_an_answer_that_a_colleague_gave_meanwhile_is_not_overwritten(app, signed_in_as):
    round_, officer, comments = scene_of_three()
    group = comments[0].group
    desk, ticked = signed_in_as(officer), {"c": str(comments[0].id)}
    seen = {"version": str(group.version), "opened_with": '{"decision": "", "reply": ""}'}
    desk.post(address(round_, f"/answers/{group.id}"), data={"decision": "noted", **seen})

    late = desk.post(
        address(round_, f"/answers/{group.id}"), data={"decision": "accepted", "reply": "", **seen}
    )
    bulk = desk.post(
        address(round_, "/act"),
        data={"act": "answer", "decision": "accepted", "seen": f"{group.id}:1", **ticked},
    )

    assert (late.status_code, bulk.status_code) == (409, 409)
    assert shown(late, "Noted", "Accepted") == ["Noted", "Accepted"]
    assert "A colleague answered one of these comments meanwhile" in bulk.text
    assert groups()[0] == (None, "noted", None)


def test_who_commented_sees_what_became_of_each_and_is_told_by_one_mail(
    app, client, signed_in_as, outbox
):
    round_, officer, comments = scene_of_three()
    desk = signed_in_as(officer)
    huiwen = comments[0].commenter
    both = {"c": [str(comments[0].id), str(comments[2].id)]}
    answer = {"act": "answer", "decision": "not accepted", "reply": "The length is agreed."}
    desk.post(address(round_, "/act"), data={**answer, **both})
    link = f"/comment/{give_token(huiwen, 'a key only for tests')}"
    before = client.get(link)

    preview = desk.get(address(round_, "/publish"))
    desk.post(address(round_, "/publish"))
    again = desk.post(address(round_, "/publish"))
    after = client.get(link)

    assert shown(before, "Not accepted", "The length is agreed.") == []
    assert shown(preview, "Huiwen", "Łucja Żółkiewska") == ["Huiwen"]
    assert again.status_code == 409
    assert after.text.count("Not accepted") == 2
    assert after.text.count("The length is agreed.") == 2
    told = [mail for mail in outbox if ":answers:" in mail.dedupe_key]
    assert [mail.recipient for mail in told] == [huiwen.person.email]

    deliver_mail(NOW)
    mail = outbox.delivered[-1]
    assert mail["Subject"] == "What became of your comments on Draft guidelines"
    assert "/comment/" in mail.get_body(("plain",)).get_content()

    # What is decided later is told later, and only to whom it concerns.
    desk.post(address(round_, "/act"), data={**answer, "c": str(comments[1].id)})
    desk.post(address(round_, "/publish"))

    told = [mail.recipient for mail in outbox if ":answers:" in mail.dedupe_key]
    assert told == [huiwen.person.email, comments[1].commenter.person.email]


def test_a_comment_on_a_paragraph_that_went_away_can_still_be_answered(app, signed_in_as):
    round_, officer, comments = scene_of_three()
    second = make_draft(round_.document, texts=())
    kept = comments[1].passage_id
    db.session.add(
        Block(draft_id=second.id, passage_id=kept, position=1, label="para. 1", text="Water.")
    )
    desk = signed_in_as(officer)

    page = desk.get(address(round_))
    group = comments[2].group
    desk.post(
        address(round_, f"/answers/{group.id}"), data={"decision": "accepted", "version": "1"}
    )

    assert "No longer in the text" in page.text
    gone = page.text.index("No longer in the text")
    assert page.text.index("Say human right.") < gone < page.text.index("Say people.")
    assert "last in draft 1," in page.text
    assert "<del>Users pay for it.</del>" in page.text
    assert groups()[2] == (None, "accepted", None)


@on_one_engine
def test_a_page_asks_the_database_no_more_for_many_comments_than_for_one(
    app, signed_in_as, questions, client
):
    round_, officer, comments = scene_of_three()
    desk, one = signed_in_as(officer), comments[0].commenter
    link = f"/comment/{give_token(one, 'a key only for tests')}"
    few = [questions(lambda page=page: desk.get(page)) for page in (address(round_), link)]
    for number in range(40):
        make_comment(one, f"Comment {number}", round_.draft.blocks[number % 3])
    db.session.commit()

    many = [questions(lambda page=page: desk.get(page)) for page in (address(round_), link)]

    assert many == few
