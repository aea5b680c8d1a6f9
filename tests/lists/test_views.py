import io
import re
from datetime import timedelta

import docx
import pypdf
import pytest
import python_calamine
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.lists.models import PublishedList
from eventsapp.people.services import withdraw_consent
from tests.factories import commit, make_meeting, make_person, make_user, take_part
from tests.lists.test_queries import agree

LIST = "/meetings/egm-2/list"


@pytest.fixture
def meeting(app):
    meeting = make_meeting(place="Nairobi")
    for name, facts in {
        "Karen Laßmann": {"family_name": "Laßmann", "country": "DE", "category": "member-state"},
        "ليلى حداد": {"country": "JO", "category": "member-state", "function": "مهندسة"},
        "Huiwen": {"category": "academia", "organization": "Institute of Cities"},
    }.items():
        person = make_person(name, **facts)
        take_part(meeting, person)
        agree(person)
    take_part(meeting, make_person("Amina Diallo"))
    return meeting


@pytest.fixture
def browser(signed_in_as, meeting):
    return signed_in_as(make_user(make_person("Officer"), "secretariat"))


def words(answer):
    """The document on a page, as it reads."""
    text = re.search(r"<article.*?</article>", answer.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_page_shows_the_list_with_the_disclaimer_and_the_number_of_the_others(browser):
    said = words(browser.get(LIST))

    assert said.startswith(
        "List of participants EGM 2: Expert Group Meeting on water Nairobi, 26–27 September 2024 "
        "Member States Germany Karen LASSMANN Jordan ليلى حداد مهندسة "
        "Non-governmental organizations and others Research and academia Institute of Cities "
        "Huiwen and 1 other The designations employed"
    )


def test_the_address_says_the_language_the_names_and_the_columns(browser):
    answer = browser.get(f"{LIST}?language=ar&names=supplied&chosen=1")

    assert words(answer).startswith("قائمة المشاركين")
    assert "الأردن ليلى حداد ألمانيا Karen Laßmann" in words(answer)
    assert "مهندسة" not in words(answer)
    assert '<article class="sheet list" lang="ar" dir="rtl">' in answer.text


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "csv", "html"])
def test_every_file_holds_the_same_people_in_the_same_order_and_is_written_down(browser, kind):
    answer = browser.get(f"{LIST}.{kind}?language=fr")

    assert answer.status_code == 200
    named = re.search(
        rf"filename=participants-egm-2-fr-expected-\d{{8}}-\d{{4}}Z\.{kind}",
        answer.headers["Content-Disposition"],
    )
    assert named is not None
    [entry] = db.session.scalars(select(Entry).where(Entry.verb == "exported"))
    assert (entry.detail["format"], entry.detail["rows"], entry.detail["filter"]) == (
        kind,
        3,
        {"language": "fr", "who": "expected"},
    )


def test_the_page_and_every_file_have_one_order(browser):
    document = docx.Document(io.BytesIO(browser.get(f"{LIST}.docx").data))
    in_word = [one.text for one in document.paragraphs if one.style.name == "Participant"]
    in_csv = browser.get(f"{LIST}.csv").data.decode("utf-8-sig").splitlines()[1:]
    on_page = words(browser.get(LIST))

    assert in_word == ["Karen LASSMANN", "ليلى حداد", "Huiwen", "and 1 other"]
    assert [name for line, name in zip(in_csv, in_word, strict=False) if name in line] == in_word
    assert sorted(in_word, key=on_page.index) == in_word
    in_html = browser.get(f"{LIST}.html").text
    assert sorted(in_word, key=in_html.index) == in_word
    in_pdf = pypdf.PdfReader(io.BytesIO(browser.get(f"{LIST}.pdf").data)).pages[0].extract_text()
    assert sorted(("LASSMANN", "حداد", "Huiwen", "and 1 other"), key=in_pdf.index) == [
        "LASSMANN", "حداد", "Huiwen", "and 1 other",
    ]  # fmt: skip
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(browser.get(f"{LIST}.xlsx").data)
    )
    rows = book.get_sheet_by_index(0).to_python()
    names = [row[rows[0].index("Name")] for row in rows]
    assert names[1:5] == in_word


def test_a_list_is_published_kept_and_withdrawn(browser, meeting):
    sent = [browser.post(f"{LIST}/publish?language=es") for _ in range(2)]

    [kept] = db.session.scalars(select(PublishedList))
    assert {answer.location for answer in sent} == {f"/lists/{kept.id}"}
    page = browser.get(f"/lists/{kept.id}")
    assert words(page).startswith("Lista de participantes")
    assert kept.sha256 in page.text
    first = browser.get(f"/lists/{kept.id}.pdf").data
    assert browser.get(f"/lists/{kept.id}.pdf").data == first

    for _ in range(2):
        assert browser.post(f"/lists/{kept.id}/withdraw").location == LIST
    db.session.expire_all()
    assert kept.withdrawn_at is not None
    assert "Withdrawn" in browser.get(LIST).text


def test_the_list_that_is_published_is_read_once_for_the_page_and_what_changed(browser, questions):
    browser.post(f"{LIST}/publish")
    browser.get(LIST)

    same = questions(lambda: browser.get(LIST))
    other = questions(lambda: browser.get(f"{LIST}?names=supplied"))

    # The people, who of them agreed, and the names of their organizations are read again.
    assert same <= other - 3


def test_a_consent_taken_back_after_the_publication_is_said_loudly(browser, meeting):
    person = make_person("Ана Петровић")
    take_part(meeting, person)
    consent = agree(person)
    commit()
    browser.post(f"{LIST}/publish")
    assert 'role="alert"' not in browser.get(LIST).text
    assert "Withdraw the published list" not in browser.get("/").text

    [kept] = db.session.scalars(select(PublishedList))
    withdraw_consent(consent, now=kept.published_at + timedelta(minutes=1))
    commit()

    page = browser.get(LIST).text
    alert = re.search(r'<div class="note bad" role="alert">.*?</form>', page, re.DOTALL)[0]
    assert "One person no longer agrees to be named" in alert
    assert "<bdi>Ана Петровић</bdi>" in alert
    assert "1 no longer agrees." in page
    assert "Withdraw the published list of EGM 2" in browser.get("/").text
    assert "no longer agrees to be named" in browser.get(f"/lists/{kept.id}").text


def test_where_nobody_agreed_the_page_says_so_and_publishes_nothing(browser, app):
    other = make_meeting("egm-7", number=7)
    take_part(other, make_person("David Adawo"))
    commit()

    answer = browser.post("/meetings/egm-7/list/publish")

    assert answer.status_code == 422
    assert "Nobody of EGM 7 has agreed to be named" in answer.text
    assert list(db.session.scalars(select(PublishedList))) == []


def test_staff_are_told_whom_the_list_cannot_place(browser, meeting):
    lost = make_person("Ann Lee", category="member-state", country_as_stated="Elsewhere")
    for person in (lost, make_person("Tāne Mahuta")):
        take_part(meeting, person)
    commit()

    page = browser.get(LIST).text

    assert "Ann Lee is a delegate without a country of the United Nations list" in page
    assert "2 people have no category and stand at the end: Amina Diallo, Tāne Mahuta." in page


@pytest.mark.parametrize("kind", ["badges", "plates"])
def test_badges_are_printed_of_everybody_agreed_or_not_and_written_down(browser, kind):
    page = browser.get("/meetings/egm-2/badges").text

    answer = browser.get(f"/meetings/egm-2/{kind}.pdf?who=expected")

    assert [name for name in ("Amina Diallo", "Huiwen", "ليلى حداد") if name not in page] == []
    assert answer.mimetype == "application/pdf"
    [entry] = db.session.scalars(select(Entry).where(Entry.verb == "exported"))
    assert (entry.detail["format"], entry.detail["rows"]) == (f"pdf of {kind}", 4)


def test_the_badges_of_nobody_are_no_file(browser):
    assert browser.get("/meetings/egm-2/badges.pdf?role=chair").status_code == 404
    assert browser.get("/meetings/egm-2/badges.pdf?p=999").status_code == 404


def test_staff_are_told_whose_letters_no_font_holds(browser, meeting):
    take_part(meeting, make_person("አበበ በቀለ"))
    take_part(meeting, make_person("ሰላም", latin_name="Selam"))
    commit()

    page = browser.get("/meetings/egm-2/badges").text

    assert "አበበ በቀለ holds letters that no font of ours has" in page
    assert "ሰላም holds letters" not in page
