"""Stories of staff and experts with drafts, through the pages."""

import io
import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import func, select

from eventsapp.documents.models import Block, Document, Draft, HandedDraft
from eventsapp.documents.reading_text import read_pasted
from eventsapp.documents.saving import add_draft
from eventsapp.documents.services import add_release
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from tests.documents.wordfiles import about, comment, p, put_in, run, taken_out, word_file
from tests.factories import (
    NOW,
    commit,
    make_document,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

DATA = "Data that are collected about people belong to these people and are deleted after use."
COST = "Cities publish what their systems cost, who built them, and whom to ask when they fail."
DOUBTFUL = "People own data about them, and these are deleted by whoever collected it."
FIRST = f"1. Scope\n\n{COST}\n{DATA}\n"
SECOND = f"1. Scope\n\n{COST}\n{DOUBTFUL}\nWater is a right.\n"

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


def words(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def refusal(page):
    """The sentence at the head of a form."""
    return re.findall(r'role="alert".*?</div>\s*</div>', page.text, re.S)


@pytest.fixture
def staff(app, signed_in_as):
    return signed_in_as(make_user(role="secretariat"))


def test_a_word_file_is_looked_at_and_kept_once(staff):
    make_meeting(title="Water")
    content = word_file(
        p("Guidelines", style="T"),
        p("Scope", style="H1"),
        p("Water is ", taken_out("a good"), put_in("a right"), ". ", about(1, run("Of whom?"))),
        comments=[comment(1, "Say whose right it is.")],
        pages=46,
    )
    sent = {"title": "Guidelines", "language": "en", "meeting": "0", "symbol": "HSP/1"}
    process = db.session.scalar(select(func.min(Document.process_id))) or 1

    entered = staff.post("/documents/new", data={**sent, "process_id": process})
    again = staff.post("/documents/new", data={**sent, "process_id": process})
    upload = entered.location
    handed = staff.post(upload, data={"file": (io.BytesIO(content), "lignes.docx"), "language": ""})
    seen = words(staff.get(handed.location))
    nothing_yet = db.session.scalar(select(func.count(Draft.id)))
    kept = [staff.post(handed.location, data={"language": "en"}) for _ in range(2)]

    assert again.status_code == 422
    assert "The process has a document called “Guidelines” already." in words(again)
    assert "3 paragraphs, 46 pages" in seen
    assert "2 in the file, read as accepted" in seen
    assert "Rini Rachmawati 1 para. 1 “ Of whom? ” Say whose right it is." in seen
    assert "Water is a right. Of whom?" in seen
    assert nothing_yet == 0
    assert [page.status_code for page in kept] == [302, 302]
    assert kept[0].location == kept[1].location
    draft = db.session.scalars(select(Draft)).one()
    assert (draft.number, draft.page_count, draft.language) == (1, 46, "en")
    text = staff.get(kept[0].location)
    assert 'lang="en" dir="ltr"' in text.text
    assert "Title Guidelines 1 Scope 1 para. 1 Water is a right. Of whom?" in words(text)
    taken = staff.get(f"{kept[0].location}/file")
    assert (taken.data, taken.headers["Content-Disposition"]) == (
        content,
        "attachment; filename=lignes.docx",
    )
    assert db.session.scalar(select(Entry.verb).where(Entry.verb == "exported")) == "exported"


@on_one_engine
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": " \n"}, "Choose a file, or paste the text of the draft."),
        ({"file": (b"\x89PNG" + bytes(99), "a.docx")}, "a.docx is called .docx but is not a Word"),
        ({"file": (b"\xd0\xcf\x11\xe0", "old.doc")}, "old.doc is in the old Word format."),
        ({"file": (b"PK\x03\x04 broken", "b.docx")}, "b.docx is called .docx but is not a Word"),
        ({"text": "Water", "file": (b"Water", "a.txt")}, "There is a file and a text."),
        ({"text": "--- ***"}, "The text holds no words."),
    ],
)
def test_what_is_no_draft_is_said_at_the_field(staff, sent, sentence):
    address = f"/documents/{make_document().id}/drafts/new"
    data = {"language": "", "label": "zero draft", **sent}
    if "file" in data:
        data["file"] = (io.BytesIO(data["file"][0]), data["file"][1])

    page = staff.post(address, data=data)

    assert page.status_code == 422
    assert sentence in words(page)
    assert 'value="zero draft"' in page.text
    assert db.session.scalar(select(HandedDraft.id)) is None


def test_doubtful_passages_are_asked_answered_and_taken_back(staff):
    document = make_document(title="Guidelines")
    first = add_draft(document, read_pasted(FIRST), now=NOW)
    passage = first.blocks[2].passage_id
    commit()
    home = f"/documents/{document.id}"

    handed = staff.post(f"{home}/drafts/new", data={"text": SECOND, "language": ""})
    assert "1 new, 1 doubtful (compared with draft 1)" in words(staff.get(handed.location))
    kept = staff.post(handed.location, data={"language": "en"})
    asking = words(staff.get(kept.location))
    block = db.session.scalar(select(Block.id).where(Block.match == "unsure"))
    third = staff.post(f"{home}/drafts/new", data={"text": "Other words.", "language": ""})
    waiting = staff.post(third.location, data={"language": "en"})
    answers = [
        staff.post(kept.location, data={"block": block, "passage": passage}) for _ in range(2)
    ]
    settled = words(staff.get(kept.location))
    changed = words(staff.get(f"{home}/drafts/2/changes"))
    undone = staff.post(kept.location, data={"block": block, "act": "undo"})
    again = words(staff.get(kept.location))

    assert kept.location == f"{home}/drafts/2/doubtful"
    assert f"1 para. 2 {DOUBTFUL} Draft 1, 1 para. 2" in asking
    assert waiting.status_code == 409
    assert "Draft 2 has doubtful passages." in words(waiting)
    assert [page.status_code for page in (*answers, undone)] == [302, 302, 302]
    assert "Nothing is doubtful in this draft." in settled
    assert "is 1 para. 2 of draft 1" in settled
    assert "1 reworded, 1 new" in changed
    assert "New 1 para. 3 Water is a right." in changed
    assert "Which passage is it?" in again


def test_a_draft_equal_to_the_last_one_is_not_kept(staff):
    document = make_document()
    add_draft(document, read_pasted(FIRST), now=NOW)
    commit()

    handed = staff.post(
        f"/documents/{document.id}/drafts/new", data={"text": FIRST, "language": ""}
    )
    page = staff.get(handed.location)
    kept = staff.post(handed.location, data={"language": "en"})
    aside = staff.post(f"{handed.location}/discard")

    assert "This is word for word draft 1" in words(page)
    assert "Keep this draft" not in page.text
    assert (kept.status_code, aside.location) == (409, f"/documents/{document.id}")
    assert db.session.scalar(select(func.count(Draft.id))) == 1
    assert db.session.scalar(select(HandedDraft.id)) is None


def test_experts_read_a_draft_when_it_is_released_to_them(app, staff, signed_in_as):
    meeting, expert = make_meeting(), make_person("ليلى حداد")
    take_part(meeting, expert)
    document = make_document(meeting, "مبادئ توجيهية", language="ar")
    draft = add_draft(document, read_pasted("الماء حق لكل إنسان."), now=NOW, language="ar")
    later = add_draft(
        document, read_pasted("الماء حق لكل إنسان وكل مدينة."), now=NOW, language="ar"
    )
    common = {"meeting_id": meeting.id, "tz": "Africa/Nairobi", "now": NOW, "audience": "experts"}
    add_release("Draft 1", draft=draft, starts_on=date(2024, 10, 7), **common)
    add_release("Draft 2", draft=later, starts_on=date(2099, 1, 1), **common)
    home = f"/documents/{document.id}"
    browser = signed_in_as(make_user(expert))
    stranger = signed_in_as(make_user(make_person("Karen Laßmann")))

    page, show = browser.get(f"{home}/drafts/1"), browser.get(home)
    closed = [
        browser.get(f"{home}/drafts/2"),
        browser.get(f"{home}/drafts/2/changes"),
        browser.get(f"{home}/drafts/1/doubtful"),
        browser.post(f"{home}/drafts/new"),
        stranger.get(home),
        stranger.get(f"{home}/drafts/1"),
    ]

    assert 'lang="ar" dir="rtl"' in page.text
    assert "para. 1 الماء حق لكل إنسان." in words(page)
    assert "Draft 1" in words(show)
    assert "Draft 2" not in words(show)
    assert [one.status_code for one in closed] == [404] * 6
    assert "مبادئ توجيهية" in browser.get("/documents").text
    assert "مبادئ توجيهية" not in stranger.get("/documents").text


@on_one_engine
def test_two_people_correct_a_document_and_nothing_is_overwritten(staff, signed_in_as):
    document = make_document(title="Guidelines")
    commit()
    address = f"/documents/{document.id}/edit"
    other = signed_in_as(make_user(role="administrator"))
    version = re.search(r'name="version"[^>]*value="(\d+)"', staff.get(address).text)[1]
    sent = {"language": "en", "meeting": "0", "version": version, "opened_with": "{}"}

    first = other.post(address, data={**sent, "title": "Guidelines on cities"})
    second = staff.post(address, data={**sent, "title": "Guidelines on water"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Guidelines on cities" in words(second)
    assert 'value="Guidelines on water"' in second.text
    assert db.session.scalar(select(Document.title)) == "Guidelines on cities"
