import pytest
from sqlalchemy import text

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.papers.models import Paper, PaperFile
from eventsapp.papers.queries import in_use, papers_of
from eventsapp.papers.services import (
    PaperFacts,
    Upload,
    add_paper,
    bring_file_back,
    bring_paper_back,
    change_paper,
    move_paper,
    put_file,
    remove_file,
    remove_paper,
)
from tests.factories import NOW, make_meeting, make_person, make_user

ALL = ("staff", "participants", "public")


def pdf(words="a note"):
    return b"%PDF-1.7\n" + words.encode() + b"\n%%EOF\n"


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def meeting(officer):
    return make_meeting(languages=["en", "fr", "ar"])


@pytest.fixture
def note(meeting, officer):
    return add_paper(meeting, PaperFacts("concept note"), by=officer, now=NOW)


def put(paper, officer, words, language="fr", title=None):
    upload = Upload(pdf(words), "note.pdf", language, title)
    return put_file(paper, upload, by=officer, now=NOW)


def test_the_reader_s_language_stands_first_and_what_is_missing_is_said(meeting, note, officer):
    put(note, officer, "a note", "en")
    put(note, officer, "une note", "fr", "Note conceptuelle")

    (shown,) = papers_of(meeting, ALL, ["fr", "en"])

    assert [(file.language, file.title) for file in shown.files] == [
        ("fr", "Note conceptuelle"),
        ("en", None),
    ]
    assert shown.missing == ["ar"]


def test_another_file_replaces_the_one_in_its_language_and_can_be_undone(note, officer):
    first, english = put(note, officer, "premier"), put(note, officer, "first", "en")
    second = put(note, officer, "second")
    assert in_use(note.id, "fr") is second

    for _ in range(2):
        bring_file_back(first, by=officer, now=NOW)

    assert in_use(note.id, "fr") is first
    assert in_use(note.id, "en") is english
    assert (first.content, second.removed_at) == (pdf("premier"), NOW)


def test_a_file_sent_twice_is_put_in_once(note, officer):
    assert put(note, officer, "une note") is put(note, officer, "une note")
    assert db.session.query(PaperFile).count() == 1


def test_a_broken_file_leaves_the_one_there_is(note, officer):
    first = put(note, officer, "premier")

    with pytest.raises(RuleBroken, match="breaks off before its end"):
        put_file(note, Upload(b"%PDF-1.7 half", "note.pdf", "fr"), by=officer, now=NOW)

    assert in_use(note.id, "fr") is first


def test_files_are_encrypted_at_rest(note, officer):
    put(note, officer, "not to be read in the database")

    kept = db.session.execute(text("SELECT content FROM paper_file")).scalar_one()

    assert b"not to be read" not in bytes(kept)


def test_a_removed_file_and_a_removed_paper_come_back(meeting, note, officer):
    file = put(note, officer, "une note")
    for _ in range(2):
        remove_file(file, by=officer, now=NOW)
        remove_paper(note, by=officer, now=NOW)
    assert papers_of(meeting, ALL, []) == []

    bring_paper_back(note, by=officer, now=NOW)
    bring_file_back(file, by=officer, now=NOW)

    assert [one.files for one in papers_of(meeting, ALL, [])] == [[file]]


def test_a_paper_does_not_come_back_beside_another_of_its_kind(meeting, note, officer):
    remove_paper(note, by=officer, now=NOW)
    add_paper(meeting, PaperFacts("concept note"), by=officer, now=NOW)

    with pytest.raises(RuleBroken, match="has the concept note already"):
        bring_paper_back(note, by=officer, now=NOW)


def test_a_kind_that_comes_once_is_added_once_and_presentations_need_a_title(
    meeting, note, officer
):
    with pytest.raises(RuleBroken, match="This meeting has the concept note already"):
        add_paper(meeting, PaperFacts("concept note"), by=officer, now=NOW)
    with pytest.raises(RuleBroken, match="Enter a title"):
        add_paper(meeting, PaperFacts("presentation"), by=officer, now=NOW)

    add_paper(meeting, PaperFacts("presentation", "Water"), by=officer, now=NOW)
    add_paper(meeting, PaperFacts("presentation", "Air"), by=officer, now=NOW)
    assert db.session.query(Paper).count() == 3


def test_papers_stand_in_the_order_that_staff_give_them(meeting, note, officer):
    other = add_paper(meeting, PaperFacts("information note"), by=officer, now=NOW)

    move_paper(other, -1, by=officer, now=NOW)
    move_paper(other, -1, by=officer, now=NOW)

    assert [one.paper for one in papers_of(meeting, ALL, [])] == [other, note]


def test_who_may_read_a_paper_is_changed_and_an_unchanged_one_is_no_change(note, officer):
    assert change_paper(note, PaperFacts("concept note"), by=officer, now=NOW) is False
    assert change_paper(note, PaperFacts("concept note", None, "staff"), by=officer, now=NOW)
    assert note.audience == "staff"
