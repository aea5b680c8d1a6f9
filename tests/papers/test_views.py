import io
import re

import pytest

from eventsapp.extensions import db
from eventsapp.papers.models import Paper, PaperFile
from tests.factories import (
    make_meeting,
    make_paper,
    make_paper_file,
    make_person,
    make_user,
    take_part,
)

PAPERS = "/meetings/egm-2/papers"
PDF = b"%PDF-1.7 a note\n%%EOF\n"


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_user(make_person("Aminata Sow", languages=["fr", "en"]))


@pytest.fixture
def meeting(officer, expert):
    """EGM 2, public, with a paper for each audience."""
    meeting = make_meeting(is_public=True, languages=["en", "fr"])
    take_part(meeting, expert.person)
    for position, audience in enumerate(("staff", "participants", "public"), start=1):
        paper = make_paper(
            meeting, "other", title=f"For {audience}", audience=audience, position=position
        )
        make_paper_file(paper, "en", content=PDF)
        make_paper_file(paper, "fr", title="Pour lire", content=PDF)
    db.session.commit()
    return meeting


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.split())


def titles(answer):
    return re.findall(r"For (\w+)</bdi></h2>", answer.get_data(as_text=True))


def files():
    rows = db.session.query(PaperFile).join(Paper).order_by(PaperFile.id)
    return {f"{one.paper.audience} {one.language}": one.id for one in rows}


def test_each_reader_sees_and_gets_the_papers_that_are_for_them(
    meeting, officer, expert, signed_in_as, client
):
    other = make_user(make_person("José Ñíguez Peña"))
    db.session.commit()
    readers = {
        "staff": (signed_in_as(officer), ["staff", "participants", "public"]),
        "participant": (signed_in_as(expert), ["participants", "public"]),
        "other": (signed_in_as(other), ["public"]),
        "stranger": (client, ["public"]),
    }

    for browser, may_read in readers.values():
        assert titles(browser.get(PAPERS)) == may_read
        got = [
            name.split()[0]
            for name, number in files().items()
            if name.endswith("en") and browser.get(f"{PAPERS}/files/{number}").data == PDF
        ]
        assert got == may_read


def test_a_stranger_learns_nothing_of_what_is_not_public(meeting, client):
    make_meeting("egm-3", number=3)
    hidden = files()["participants en"]

    for path in (f"{PAPERS}/files/{hidden}", f"{PAPERS}/files/999", "/meetings/egm-3/papers",
                 "/meetings/none/papers", f"/meetings/egm-3/papers/files/{hidden}"):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (302, f"/sign-in?next={path}")


def test_a_draft_shows_its_papers_to_staff_only(meeting, officer, expert, signed_in_as, client):
    meeting.state = "draft"
    db.session.commit()

    assert signed_in_as(officer).get(PAPERS).status_code == 200
    assert signed_in_as(expert).get(PAPERS).status_code == 404
    number = files()["public en"]
    assert signed_in_as(expert).get(f"{PAPERS}/files/{number}").status_code == 404
    assert client.get(PAPERS).status_code == 302


def test_a_file_is_offered_first_in_the_language_of_the_reader(meeting, expert, signed_in_as):
    page = signed_in_as(expert).get(PAPERS).get_data(as_text=True)

    assert 'class="btn main">French: <bdi lang="fr">Pour lire</bdi>' in page
    assert page.index("French:") < page.index("English")


def test_staff_add_a_paper_with_a_file_and_a_broken_one_is_refused(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    form = {"kind": "concept note", "audience": "public", "title": "", "language": "Arabic",
            "file_title": "مذكرة مفاهيمية"}  # fmt: skip

    broken = browser.post(f"{PAPERS}/new", data={**form, "file": (io.BytesIO(PDF[:9]), "n.pdf")})
    assert broken.status_code == 422
    assert "“n.pdf” breaks off before its end." in words(broken)
    assert db.session.query(Paper).count() == 3

    browser.post(f"{PAPERS}/new", data={**form, "file": (io.BytesIO(PDF), "n.pdf")})
    again = browser.post(f"{PAPERS}/new", data={**form, "file": (io.BytesIO(PDF), "n.pdf")})

    assert "This meeting has the concept note already" in words(again)
    page = words(browser.get(PAPERS))
    assert "Arabic: مذكرة مفاهيمية" in page
    assert "English is missing , French is missing" in page


def test_a_replaced_file_is_offered_for_undo(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    before = files()["public fr"]
    paper = db.session.get(PaperFile, before).paper_id
    sent = {"language": "fr", "title": "", "file": (io.BytesIO(PDF + b"\n"), "nouveau.pdf")}

    answer = browser.post(f"{PAPERS}/{paper}/file", data=sent)

    assert answer.location == f"{PAPERS}?file={before}"
    page = browser.get(answer.location)
    assert "other-fr.pdf is out of use and kept." in words(page)
    assert f'action="{PAPERS}/files/{before}/restore"' in page.get_data(as_text=True)
    browser.post(f"{PAPERS}/files/{before}/restore")
    db.session.expire_all()
    assert db.session.get(PaperFile, before).removed_at is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"language": ""}, "Enter the language of the file."),
        ({"language": "nothing spoken"}, "“nothing spoken” is no language."),
        ({"file": None}, "Choose the file."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_field(
    meeting, officer, signed_in_as, changes, sentence
):
    paper = db.session.query(Paper).first().id
    form = {"language": "fr", "title": "Typed", "file": (io.BytesIO(PDF), "n.pdf"), **changes}
    form = {name: value for name, value in form.items() if value is not None}

    answer = signed_in_as(officer).post(f"{PAPERS}/{paper}/file", data=form)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="Typed"' in answer.get_data(as_text=True)


def test_a_form_older_than_the_paper_writes_over_nothing(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    paper = db.session.query(Paper).filter_by(audience="public").one()
    path = f"{PAPERS}/{paper.id}/edit"
    html = browser.get(path).get_data(as_text=True)
    opened = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)[1].replace("&#34;", '"')
        for name in ("version", "opened_with")
    }
    form = {**opened, "kind": "other", "title": "Mine", "audience": "public"}
    browser.post(path, data={**form, "title": "Theirs"})

    answer = browser.post(path, data=form)

    assert answer.status_code == 409
    assert "Theirs" in words(answer)
    db.session.expire_all()
    assert db.session.get(Paper, paper.id).title == "Theirs"
