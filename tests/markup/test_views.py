"""Comments and tracked changes of a Word file are looked at by author and taken in once."""

import html
import io

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.comments.models import Comment, Commenter
from eventsapp.documents.reading_docx import read_word_draft
from eventsapp.documents.saving import add_draft
from eventsapp.extensions import db
from eventsapp.markup.notes import notes_of
from tests.documents.wordfiles import about, comment, p, put_in, run, taken_out, word_file
from tests.factories import NOW, make_comment_round, make_document, make_person, make_user

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
FILE = word_file(
    p(about(1, run("Water is a right."))),
    p(run("Users "), put_in("and people "), taken_out("who pay "), run("have it.")),
    comments=(comment(1, "Say human right.", author="Łucja Żółkiewska"),),
)


def round_on(content, people=()):
    draft = add_draft(
        make_document(), read_word_draft(content, "draft.docx"), now=NOW, file=content,
        file_name="draft.docx",
    )  # fmt: skip
    officer = make_user(make_person("Grace Wanjiru"), SECRETARIAT)
    return make_comment_round(draft, by=officer, people=people), officer


def address(round_, query=""):
    return f"/documents/{round_.document_id}/comments/{round_.id}/word{query}"


def keys_in(page):
    return [part.split('"')[0] for part in page.text.split('name="n" value="')[1:]]


def taken():
    db.session.expire_all()
    rows = select(Comment).order_by(Comment.id)
    return [
        (one.text, one.author_words, one.kind, one.quoted,
         one.commenter.person.printed_name if one.commenter else None)
        for one in db.session.scalars(rows)
    ]  # fmt: skip


def test_what_stands_in_the_file_is_shown_by_author_and_taken_in_as_somebodys(app, signed_in_as):
    lucja = make_person("Łucja Żółkiewska", organization="City of Gdańsk")
    round_, officer = round_on(FILE)
    desk = signed_in_as(officer)

    page = desk.get(address(round_))
    own = desk.get(address(round_, "?author=Łucja+Żółkiewska"))
    desk.post(address(round_), data={"n": keys_in(own), "whose": f"p{lucja.id}"})
    twice = desk.post(address(round_), data={"n": keys_in(own), "whose": f"p{lucja.id}"})
    desk.post(address(round_, "?author=Huiwen"), data={"all": "1"})
    desk.post(address(round_, "?author=Huiwen"), data={"all": "1"})

    assert (len(keys_in(page)), len(keys_in(own)), twice.status_code) == (3, 1, 302)
    assert f'<option value="p{lucja.id}" selected>' in own.text
    assert taken() == [
        ("Say human right.", "Łucja Żółkiewska", "substantive", "Water is a right.",
         "Łucja Żółkiewska"),
        ("Put in: “and people”", "Huiwen", "editorial", "Users and people have it.", None),
        ("Take out: “who pay”", "Huiwen", "editorial", "Users and people have it.", None),
    ]  # fmt: skip
    first = db.session.scalars(select(Comment).order_by(Comment.id)).first()
    assert (first.state, first.source, first.passage_id) == (
        "sent",
        "word",
        round_.draft.blocks[0].passage_id,
    )
    assert first.organization.name == "City of Gdańsk"
    assert db.session.scalars(select(Commenter)).one().invited_at is None
    listed = html.unescape(desk.get(address(round_)[: -len("/word")]).text)
    assert listed.count("from a Word file") == 3


def test_notes_that_were_taken_in_under_a_wrong_name_get_another(app, signed_in_as):
    huiwen = make_person("Huiwen")
    round_, officer = round_on(FILE)
    desk = signed_in_as(officer)
    desk.post(address(round_), data={"all": "1"})

    keys = keys_in(desk.get(address(round_, "?author=Huiwen")))
    desk.post(address(round_), data={"n": keys, "whose": f"p{huiwen.id}"})

    assert [one[4] for one in taken()] == [None, "Huiwen", "Huiwen"]


def test_a_commented_copy_that_came_back_is_read_without_becoming_a_draft(app, signed_in_as):
    round_, officer = round_on(word_file(p("Water is a right."), p("Users have it.")))
    desk = signed_in_as(officer)
    copy = word_file(
        p("A title that somebody added"),
        p(about(1, run("Water is a right."))),
        p("Users have it."),
        comments=(comment(1, "Say human right.", author="王芳"),),
    )

    def hand_over(content):
        form = {"act": "hand over", "file": (io.BytesIO(content), "back.docx")}
        return desk.post(address(round_), data=form, content_type="multipart/form-data")

    there, again, wrong = hand_over(copy), hand_over(copy), hand_over(b"%PDF-1.7")
    page = desk.get(there.location)
    desk.post(there.location, data={"n": keys_in(page)})

    assert there.location == again.location
    assert wrong.status_code == 422
    assert taken() == [("Say human right.", "王芳", "substantive", "Water is a right.", None)]
    one = db.session.scalars(select(Comment)).one()
    assert one.passage_id == round_.draft.blocks[0].passage_id
    assert len(round_.document.drafts) == 1


@on_one_engine
def test_five_thousand_changes_are_paged_and_taken_in_at_once(app, signed_in_as, questions):
    changes = [p(run(f"Paragraph {number} "), put_in("and more")) for number in range(5_000)]
    round_, officer = round_on(word_file(*changes))
    desk = signed_in_as(officer)

    page = desk.get(address(round_))
    last = desk.get(address(round_, "?page=50"))
    beyond = desk.get(address(round_, "?page=99999"))
    asked = questions(lambda: desk.get(address(round_)))
    desk.post(address(round_), data={"all": "1"})

    assert (len(keys_in(page)), len(keys_in(last)), len(keys_in(beyond))) == (100, 100, 0)
    assert asked < 30
    assert db.session.scalar(select(db.func.count()).select_from(Comment)) == 5_000


def test_a_document_without_a_word_file_says_so(app, signed_in_as):
    officer = make_user(make_person("Grace Wanjiru"), SECRETARIAT)
    round_ = make_comment_round(by=officer)

    page = signed_in_as(officer).get(address(round_))

    assert "No draft of this document is a Word file" in page.text


@on_one_engine
def test_the_same_words_twice_are_two_notes_with_two_keys(app):
    same = word_file(p(put_in("new"), run(" and "), put_in("new")))

    notes = notes_of(read_word_draft(same, "draft.docx"))

    assert [one.text for one in notes] == ["new", "new"]
    assert len({one.key for one in notes}) == 2
