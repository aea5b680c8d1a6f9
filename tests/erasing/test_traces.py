"""A person is erased also where others wrote their name: in files, mails and searches."""

import pytest
from sqlalchemy import select

from eventsapp.erasing.services import erase_person
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.models import SheetImport
from eventsapp.imports.services import hand_over
from eventsapp.mail.services import queue_message
from tests.erasing.life import make_life
from tests.factories import NOW
from tests.sheets.files import workbook


@pytest.fixture
def life(app):
    return make_life()


def erase(life):
    erase_person(life.person, by=life.officer, now=NOW)
    db.session.commit()


@pytest.mark.parametrize(
    "sheet",
    [
        "Name,E-mail,Notes\nHuiwen,h@x.test,travels with Zolkiewska\n",
        "Name,E-mail\n,lucja.zolkiewska@gmail\nHuiwen,h@x.test\n",
        "Name,E-mail\nDr. Lucja ZOLKIEWSKA-NOWAK,\n",
        "Room,Guest,Guest of,E-mail\n12,Huiwen,Żółkiewska Łucja,h@x.test\n",
        "Delegation of Łucja Żółkiewska\nName,E-mail\nHuiwen,h@x.test\n",
    ],
)
def test_a_file_that_names_them_in_any_cell_goes_with_them(life, sheet):
    import_ = hand_over(sheet.encode(), "people.csv", now=NOW, by=life.officer)

    erase(life)

    row = db.session.get(SheetImport, import_.id)
    assert [row.content, row.read, row.choices, row.journal] == [None] * 4


def test_a_workbook_that_names_them_on_another_sheet_goes_with_them(life):
    def fill(sheet, book):
        sheet.write_row(0, 0, ["Name", "E-mail"])
        sheet.write_row(1, 0, ["Huiwen", "h@x.test"])
        book.add_worksheet("Hotel").write_row(3, 2, ["Room 12", "Zolkiewska, Lucja"])

    import_ = hand_over(workbook(fill), "people.xlsx", now=NOW, by=life.officer)

    erase(life)

    assert db.session.get(SheetImport, import_.id).content is None


def _comment(sheet, _book):
    sheet.write_comment(1, 1, "Ask Łucja Żółkiewska")


def _author(_sheet, book):
    book.set_properties({"author": "Zolkiewska & Lucja"})


def _nothing(_sheet, book):
    book.set_properties({"author": "Huiwen & Wang"})


@pytest.mark.parametrize(("more", "goes"), [(_comment, True), (_author, True), (_nothing, False)])
def test_a_workbook_that_names_them_beside_its_cells_goes_with_them(life, more, goes):
    def fill(sheet, book):
        sheet.write_row(0, 0, ["Name", "E-mail"])
        sheet.write_row(1, 0, ["Huiwen", "h@x.test"])
        more(sheet, book)

    import_ = hand_over(workbook(fill), "people.xlsx", now=NOW, by=life.officer)

    erase(life)

    assert (db.session.get(SheetImport, import_.id).content is None) is goes


def test_a_file_of_others_with_their_family_name_stays(life):
    sheet = "Name,E-mail,Notes\nAhmed Żółkiewska,a.zolkiewska@x.test,speaks\nLucja Wang,,\n"
    import_ = hand_over(sheet.encode(), "people.csv", now=NOW, by=life.officer)

    erase(life)

    assert db.session.get(SheetImport, import_.id).content == sheet.encode()


def test_a_file_that_is_called_after_them_is_called_so_no_more(life):
    content = b"Name,E-mail\nHuiwen,h@x.test\n"
    import_ = hand_over(content, "Delegation of Zolkiewska.csv", now=NOW, by=life.officer)

    erase(life)

    row = db.session.get(SheetImport, import_.id)
    assert (row.file_name, row.content) == ("Person erased.csv", content)


def _mail(key, recipient, **values):
    said = {"subject": "For Łucja Żółkiewska", "text": "…", "now": NOW, **values}
    mail = queue_message(kind="invitation", dedupe_key=key, recipient=recipient, **said)
    mail.state = "failed"
    return mail


def test_their_mails_keep_neither_what_an_officer_wrote_above_them_nor_why_they_failed(life):
    failed = _mail("a", "lucja@example.test", person_id=life.person.id)
    failed.reason = "550 5.1.1 <lucja@example.test>: user unknown"
    skipped = _mail("b", "lucja@example.test", person_id=life.person.id)
    skipped.state, skipped.reason = "skipped", "The registration of Łucja Żółkiewska is withdrawn."

    erase(life)

    assert [(one.subject, one.state, one.reason) for one in (failed, skipped)] == [
        ("Person erased", "failed", None),
        ("Person erased", "skipped", "The person was erased."),
    ]


def test_a_mail_to_another_that_names_them_is_kept_without_the_name(life):
    person_id = life.officer.person_id
    words = {
        "subject": "Chair: Łucja Żółkiewska",
        "text": "Łucja Żółkiewska (lucja@example.test) chairs. Huiwen takes notes.",
        "html": "<p><bdi>Łucja Żółkiewska</bdi> chairs. Huiwen takes notes.</p>",
    }
    mail = _mail("c", "karen@example.test", person_id=person_id, **words)

    erase(life)

    assert (mail.subject, mail.text, mail.html) == (
        "Chair: Person erased",
        "Person erased (Person erased) chairs. Huiwen takes notes.",
        "<p><bdi>Person erased</bdi> chairs. Huiwen takes notes.</p>",
    )
    assert (mail.recipient, mail.state) == ("karen@example.test", "failed")


@pytest.mark.parametrize(
    "page",
    [
        "/people/export?format=csv&q=Zolkiewska",
        "/meetings/egm-2/attendance.csv?q=lucja@example.test",
        "/meetings/egm-2/participants.csv?q=Zolkiewska",
        "/log.csv?q=Zolkiewska",
    ],
)
def test_the_log_says_that_somebody_searched_and_not_for_whom(life, signed_in_as, page):
    assert signed_in_as(life.officer).get(page).status_code == 200

    wanted = select(Entry).where(Entry.verb == "exported").order_by(Entry.id.desc())
    assert db.session.scalars(wanted).first().detail["filter"] == {"q": "…"}
