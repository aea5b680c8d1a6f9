import io
import re
from html import unescape

import pytest

from eventsapp.consultations.models import Consultation
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.minutes.models import DISCARDED, READ, SAVED, UNDONE, Import, OpenQuestion
from eventsapp.people.models import Person
from tests.factories import make_person, make_user
from tests.reading.understood_text import DATA

MINUTES = (DATA / "egm2-minutes.txt").read_bytes()
PREVIEW = "/minutes/import/1"


@pytest.fixture
def officer(signed_in_as):
    """Somebody of the secretariat, with a browser."""
    person = make_person("Łucja Żółkiewska", tz="Europe/Warsaw")
    return signed_in_as(make_user(person, role="secretariat"))


def hand_over(visitor, content=MINUTES, name="egm2.txt"):
    return visitor.post("/minutes/import", data={"file": (io.BytesIO(content), name)})


def sent(page):
    """What a browser sends when nothing is changed: every control of the form with its value."""
    form = page.text[page.text.index('id="import"') :]
    data = {}
    for tag in re.findall(r"<input[^>]+>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_off = attributes.get("type") == "checkbox" and " checked" not in tag
        if "name" in attributes and not is_off:
            data[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        first = re.search(r'<option[^>]*value="([^"]*)"', options)
        data[name] = unescape((chosen or first)[1])
    return data


def last_import():
    db.session.expire_all()
    return db.session.scalar(db.select(Import).order_by(Import.id.desc()).limit(1))


def words(page):
    """The text of a page as people read it."""
    text = page.text[page.text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def part_of(data, field, value):
    """The prefix of the part of the form whose field has this value."""
    return next(name for name in data if name.endswith(field) and data[name] == value)[
        : -len(field)
    ]


def test_a_file_that_was_handed_over_is_shown_line_by_line_before_anything_is_written(officer):
    page = officer.get(hand_over(officer).location)

    shown = words(page)
    assert page.status_code == 200
    assert "Sharone April line 89: Members: Francois Ossama, Anar Valiyev" in shown
    assert "Line 41, written as “Day 1 and 2”" in shown
    assert "“Huiwen” is one name only." in shown
    assert db.session.scalar(db.select(Meeting)) is None


def test_saving_what_is_proposed_writes_the_record(officer):
    page = officer.get(hand_over(officer).location)

    answer = officer.post(PREVIEW, data=sent(page))

    assert (answer.status_code, answer.location) == (302, "/meetings/egm-2")
    assert last_import().state == SAVED
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 32


def test_corrections_of_the_preview_are_what_is_saved(officer):
    data = sent(officer.get(hand_over(officer).location))
    person = part_of(data, "-name", "Adbelkhalek Ibrahim")
    data[f"{person}-name"] = "Abdelkhalek Ibrahim"
    data[f"{part_of(data, '-name', 'Selma Tabet')}-do"] = "skip"
    firms = part_of(data, "-title", "Private stakeholder consultations")
    data |= {f"{firms}-title": "Firms", f"{firms}-end": "3 October 2024"}
    data[f"{part_of(data, '-title', 'Live release')}-do"] = "skip"
    del data["warnings-0-keep"]

    officer.post(PREVIEW, data=data)

    names = set(db.session.scalars(db.select(Person.printed_name)))
    assert "Abdelkhalek Ibrahim" in names
    assert names.isdisjoint({"Adbelkhalek Ibrahim", "Selma Tabet"})
    changed = db.session.scalar(db.select(Consultation).where(Consultation.title == "Firms"))
    assert str(changed.ends_on) == "2024-10-03"
    assert db.session.scalar(db.select(db.func.count(OpenQuestion.id))) == 23


def test_what_cannot_be_saved_comes_back_with_what_was_typed(officer):
    data = sent(officer.get(hand_over(officer).location))
    firms = part_of(data, "-title", "Private stakeholder consultations")
    data |= {f"{firms}-title": "Firms", f"{firms}-end": "30 September 2024", "meeting-code": ""}

    page = officer.post(PREVIEW, data=data)

    shown = words(page)
    assert page.status_code == 422
    assert "The last day is before the first. Correct one of them." in shown
    assert "Enter the code of the process, as on its letters." in shown
    assert 'value="Firms"' in page.text
    assert last_import().state == READ


def test_a_series_without_an_end_is_refused(officer):
    data = sent(officer.get(hand_over(officer).location))
    call = next(name.removesuffix("-until") for name in data if name.endswith("-until"))

    page = officer.post(PREVIEW, data={**data, f"{call}-repeat": "y"})

    assert page.status_code == 422
    assert "A series needs an end. Enter the last day it may fall on." in words(page)


def test_two_days_of_one_date_are_refused_by_the_rule_behind_the_form(officer):
    data = sent(officer.get(hand_over(officer).location))
    data["days-1-date"] = data["days-0-date"]

    page = officer.post(PREVIEW, data=data)

    assert page.status_code == 422
    assert "Two days have the date 2024-09-26. Correct one of them." in words(page)
    assert db.session.scalar(db.select(Meeting)) is None


def test_the_same_form_sent_twice_writes_once(officer):
    data = sent(officer.get(hand_over(officer).location))
    officer.post(PREVIEW, data=data)

    again = officer.post(PREVIEW, data=data)

    assert again.status_code == 200
    assert "Saved" in words(again)
    assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 2


def test_the_same_file_again_leads_to_what_was_saved(officer):
    officer.post(PREVIEW, data=sent(officer.get(hand_over(officer).location)))

    again = hand_over(officer)

    assert again.location == PREVIEW
    assert "The same file again changes nothing." in words(officer.get(again.location))


def test_a_corrected_file_shows_what_it_says_otherwise(officer):
    officer.post(PREVIEW, data=sent(officer.get(hand_over(officer).location)))
    corrected = MINUTES.replace(b"Disussed the need", b"Discussed the need")

    page = officer.get(hand_over(officer, corrected).location)

    removed = re.findall(r"<del><bdi>(.*?)</bdi></del>", page.text)
    added = re.findall(r"<ins><bdi>(.*?)</bdi></ins>", page.text)
    assert [text.split()[0] for text in removed] == ["Disussed"]
    assert [text.split()[0] for text in added] == ["Discussed"]
    data = sent(page)
    assert {value for name, value in data.items() if name.endswith("-do")} - {"keep"} == {
        data[name] for name in data if name.startswith("people") and name.endswith("-do")
    }
    officer.post("/minutes/import/2", data=data)
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 32
    journal = last_import().journal
    assert [len(journal[name]) for name in ("created", "changed", "deleted")] == [0, 1, 0]


def test_corrections_made_once_are_proposed_again_for_a_corrected_file(officer):
    data = sent(officer.get(hand_over(officer).location))
    data[f"{part_of(data, '-name', 'Adbelkhalek Ibrahim')}-name"] = "Abdelkhalek Ibrahim"
    data[f"{part_of(data, '-title', 'Live release')}-do"] = "skip"
    data["meeting-place"] = "Nairobi"
    officer.post(PREVIEW, data=data)

    corrected = MINUTES.replace(b"Disussed the need", b"Discussed the need")
    again = sent(officer.get(hand_over(officer, corrected).location))

    assert again["meeting-place"] == "Nairobi"
    assert again[f"{part_of(again, '-title', 'Live release')}-do"] == "skip"
    assert again[f"{part_of(again, '-name', 'Abdelkhalek Ibrahim')}-do"].startswith("same:")
    officer.post("/minutes/import/2", data=again)
    journal = last_import().journal
    assert [len(journal[name]) for name in ("created", "changed", "deleted")] == [0, 1, 0]


def test_only_decisions_are_kept_with_an_import(officer):
    data = sent(officer.get(hand_over(officer).location))
    data["meeting-place"] = "Nairobi"

    officer.post(PREVIEW, data=data)

    assert last_import().choices == {
        "tz": "Africa/Nairobi",
        "meeting": {"place": "Nairobi"},
        "days": {},
        "people": {},
        "dated": {},
        "left_out": [],
        "days_before": [7, 2, 1, 0],
    }


def test_an_import_is_undone_after_one_more_question(officer):
    officer.post(PREVIEW, data=sent(officer.get(hand_over(officer).location)))
    asked = officer.get(f"{PREVIEW}/undo")

    answer = officer.post(f"{PREVIEW}/undo")

    assert "Undo the import of egm2.txt?" in words(asked)
    assert answer.location == "/minutes/import"
    assert last_import().state == UNDONE
    assert db.session.scalar(db.select(Meeting)) is None


def test_an_import_that_was_built_upon_says_so_and_stays(officer):
    officer.post(PREVIEW, data=sent(officer.get(hand_over(officer).location)))
    meeting = db.session.scalar(db.select(Meeting).where(Meeting.code == "egm-2"))
    db.session.add(Consultation(meeting_id=meeting.id, title="By hand", tz="Africa/Nairobi"))

    page = officer.post(f"{PREVIEW}/undo")

    assert page.status_code == 409
    assert "meeting “UN-H EGM 2 | IG-PCSC” (by consultation)" in words(page)
    assert last_import().state == SAVED


def test_an_import_can_be_put_aside(officer):
    hand_over(officer)

    officer.post(f"{PREVIEW}/discard")

    assert last_import().state == DISCARDED
    assert "Put aside" in words(officer.get("/minutes/import"))
    assert "Hand the file over again to save it." in words(officer.get(PREVIEW))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file, or paste the text of the minutes."),
        (
            {"file": (io.BytesIO(b"%PDF-1.7"), "minutes.docx")},
            "minutes.docx is called .docx but is not a Word file.",
        ),
        (
            {"file": (io.BytesIO(b"x"), "a.txt"), "text": "Agenda"},
            "There is a file and a text. Empty one of them, so that it is clear.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(officer, data, sentence):
    given = {
        name: (io.BytesIO(value[0].getvalue()), value[1]) if name == "file" else value
        for name, value in data.items()
    }

    page = officer.post("/minutes/import", data=given)

    assert page.status_code == 422
    assert sentence in words(page)
    assert last_import() is None


def test_a_pasted_text_is_read_like_a_file(officer):
    page = officer.post("/minutes/import", data={"text": MINUTES.decode()})

    assert page.location == PREVIEW
    assert len(last_import().understood["people"]["list"]) == 31


def test_a_record_without_a_day_asks_for_it_in_the_preview(officer):
    text = "EGM 7 | AB-CD\n\nAgenda\n- Opening\n\nOpening\n- Welcomed all.\n"
    page = officer.get(officer.post("/minutes/import", data={"text": text}).location)
    data = sent(page)

    refused = officer.post(PREVIEW, data=data)
    data["days-0-date"] = "14 May 2025"
    answer = officer.post(PREVIEW, data=data)

    assert "Enter the date of this day." in words(refused)
    assert answer.location == "/meetings/egm-7"


def test_markup_in_a_name_stays_text(officer):
    text = MINUTES.decode().replace("Selma Tabet", "<script>alert(1)</script> Tabet")

    page = officer.get(officer.post("/minutes/import", data={"text": text}).location)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_only_the_secretariat_imports_minutes(officer, signed_in_as):
    hand_over(officer)
    expert = signed_in_as(make_user(make_person("Huiwen")))

    answers = [
        expert.get("/minutes/import"),
        hand_over(expert),
        expert.get(PREVIEW),
        expert.post(PREVIEW),
        expert.post(f"{PREVIEW}/discard"),
        expert.get(f"{PREVIEW}/undo"),
        expert.post(f"{PREVIEW}/undo"),
        officer.get("/minutes/import/99"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 8
    assert last_import().state == READ


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/minutes/import").location.startswith("/sign-in")
