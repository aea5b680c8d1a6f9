"""The matrix of a round goes out, comes back from LibreOffice, and only its edits are taken."""

import io

import docx
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.comments.models import Comment, CommentGroup
from eventsapp.comments.queries import commenters_of
from eventsapp.comments.services import ask_people
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.matrices.models import MatrixUpload
from tests.factories import (
    NOW,
    make_comment,
    make_comment_round,
    make_draft,
    make_person,
    make_user,
)
from tests.matrices.sample import EDITED, LINES, original

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
TEXTS = (("heading", 1, "1. Water"), *(f"Paragraph {number}." for number in range(1, 7)))


@pytest.fixture
def scene(app):
    """A round with the comments of the sample, under their numbers there, and an officer."""
    officer = make_user(make_person("Grace Wanjiru"), SECRETARIAT)
    person = make_person("Łucja Żółkiewska", organization="City of Gdańsk")
    round_ = make_comment_round(make_draft(texts=TEXTS), by=officer, people=[person])
    one = commenters_of(round_)[0]
    groups = {}
    for line in LINES:
        comment = make_comment(one, line.text, suggested=line.proposed or None)
        comment.id = line.number
        if line.group:
            comment.group = groups.setdefault(line.group, comment.group)
            comment.group.name = line.group
        comment.group.reply = line.response or None
        comment.group.decision = line.decision or None
    db.session.flush()
    used = select(Comment.group_id)
    db.session.execute(db.delete(CommentGroup).where(CommentGroup.id.not_in(used)))
    return round_, officer


def address(round_, page=""):
    return f"/documents/{round_.document_id}/comments/{round_.id}/matrix{page}"


def handed_over(desk, round_, content):
    sent = desk.post(
        address(round_),
        data={"file": (io.BytesIO(content), "matrix.xlsx")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 302, sent.text
    return sent.location


def answers():
    db.session.expire_all()
    rows = select(Comment).order_by(Comment.id)
    return {
        one.id: (one.group.reply, one.group.decision, one.group.name, one.text)
        for one in db.session.scalars(rows)
    }


def mark_in(page):
    return page.text.split('name="mark" value="')[1].split('"')[0]


def test_a_matrix_edited_in_libreoffice_comes_back_and_only_the_edits_are_taken(
    scene, signed_in_as
):
    round_, officer = scene
    desk, before = signed_in_as(officer), answers()

    page = desk.get(where := handed_over(desk, round_, EDITED.read_bytes()))
    ticked = [
        part.split('"')[0] for part in page.text.split('name="e" value="')[1:] if "checked" in
        part.split(">")[0]
    ]  # fmt: skip
    shown = answers()
    desk.post(where, data={"mark": mark_in(page), "e": ticked})
    again = desk.post(where, data={"mark": mark_in(page), "e": ticked})

    assert page.text.count('name="e"') == 9
    assert shown == before
    changed = {number: now for number, now in answers().items() if now != before[number]}
    assert changed == {
        9001: ("Agreed: it “loses” a third.", "accepted", None, before[9001][3]),
        9002: (None, "not accepted", None, before[9002][3]),
        9003: ("2025-01-01", None, None, before[9003][3]),
        9004: ("We say people.", "noted", "People", before[9004][3]),
        9005: ("We say people.", "noted", "People", before[9005][3]),
        9006: (None, None, None, before[9006][3]),
        9008: ("42", None, "Definitions", before[9008][3]),
    }
    assert again.status_code == 302
    upload = db.session.scalars(select(MatrixUpload)).one()
    assert (upload.edits, upload.content) == (9, None)


def test_of_edits_that_met_others_only_those_ticked_are_taken(scene, signed_in_as):
    round_, officer = scene
    desk = signed_in_as(officer)
    where = handed_over(desk, round_, EDITED.read_bytes())
    old = mark_in(desk.get(where))
    db.session.get(Comment, 9001).group.reply = "A colleague's words"
    db.session.commit()

    late = desk.post(where, data={"mark": old, "e": ["9001-response", "9002-decision"]})
    page = desk.get(where)
    desk.post(where, data={"mark": mark_in(page), "e": ["9002-decision"]})

    assert late.status_code == 409
    assert "Somebody answered comments meanwhile" in late.text
    assert page.text.count("Changed here as well") == 1
    assert answers()[9001][:2] == ("A colleague&#39;s words".replace("&#39;", "'"), None)
    assert answers()[9002][1] == "not accepted"


@on_one_engine
def test_the_file_names_commenters_only_where_wanted_and_the_export_is_logged(scene, signed_in_as):
    round_, officer = scene
    desk = signed_in_as(officer)

    def heads_and_first(attribution):
        sent = desk.get(address(round_, f".xlsx?attribution={attribution}"))
        rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.data)).get_sheet_by_index(0)
        return rows.to_python()[:2]

    assert [row[1] for row in heads_and_first("names")] == [
        "Commenter",
        "Łucja Żółkiewska, City of Gdańsk",
    ]
    assert [row[1] for row in heads_and_first("organizations")] == ["Commenter", "City of Gdańsk"]
    assert [row[1] for row in heads_and_first("nobody")] == ["Paragraph", "Whole text"]
    exports = select(Entry.detail).where(Entry.verb == "exported").order_by(Entry.id)
    assert [one["attribution"] for one in db.session.scalars(exports)] == [
        "names",
        "organizations",
        "nobody",
    ]


@on_one_engine
def test_the_word_file_holds_one_row_for_each_comment(scene, signed_in_as):
    round_, officer = scene

    sent = signed_in_as(officer).get(address(round_, ".docx?attribution=organizations"))

    document = docx.Document(io.BytesIO(sent.data))
    table = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert table[0] == ["No.", "Commenter", "Paragraph", "Type", "Comment", "Proposed change",
                        "Secretariat's response", "Decision"]  # fmt: skip
    assert table[4] == ["4", "City of Gdańsk", "Whole text", "Substantive",
                        "قل الناس، لا المستخدمين", "الناس", "", "Noted"]  # fmt: skip
    assert len(table) == 10


@on_one_engine
def test_a_file_that_is_no_matrix_is_refused_at_the_field(scene, signed_in_as):
    round_, officer = scene
    desk = signed_in_as(officer)

    wrong = desk.post(
        address(round_),
        data={"file": (io.BytesIO(b"%PDF-1.7"), "m.pdf")},
        content_type="multipart/form-data",
    )
    nothing = desk.post(address(round_), data={}, content_type="multipart/form-data")

    assert (wrong.status_code, nothing.status_code) == (422, 422)
    assert "m.pdf is no workbook. Save the matrix as .xlsx" in wrong.text
    assert "Choose the .xlsx file that came back." in nothing.text


@on_one_engine
def test_a_matrix_as_it_went_out_offers_nothing_to_take(scene, signed_in_as):
    round_, officer = scene
    ask_people(round_, [make_person("Huiwen")], by=officer, now=NOW)
    desk = signed_in_as(officer)
    file = desk.get(address(round_, ".xlsx?attribution=names")).data

    page = desk.get(handed_over(desk, round_, file))

    assert "Nothing that counts was edited in this file" in page.text
    assert original()[:4] == file[:4] == b"PK\x03\x04"
