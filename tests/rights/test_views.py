"""The pages of one's own data: see, correct, agree, take away, ask."""

import json

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.letters.models import LetterRequest
from eventsapp.people.models import CONTACT_SHARED, LISTED, Consent, Person, PersonNeeds
from eventsapp.people.services import set_needs
from eventsapp.rights.models import DataRequest
from tests.factories import (
    NOW,
    make_letter_request,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)


@pytest.fixture
def huiwen(app):
    """An expert with one name, who needs something and asked for a letter."""
    person = make_person("Huiwen", phone="+86 10 0000 0000", languages=["zh", "en"])
    take_part(make_meeting(), person)
    details = {"passport_name": "HUIWEN", "passport_number": "E12345678"}
    make_letter_request(person, details=details, state="submitted", submitted_at=NOW)
    needs = {"access": "a ramp", "dietary": "vegetarian"}
    set_needs(person, needs, purpose="To take part in EGM 2", delete_on=None, now=NOW)
    return make_user(person)


def verbs(person_id):
    about = select(Entry.verb).where(Entry.subject_table == "person", Entry.subject_id == person_id)
    return list(db.session.scalars(about.order_by(Entry.id)))


def test_everybody_sees_what_is_held_about_them_and_what_is_locked_on_demand(huiwen, signed_in_as):
    browser = signed_in_as(huiwen)

    page = browser.get("/my-data").text
    opened = browser.post("/my-data/locked").text

    assert "Huiwen" in page
    assert "+86 10 0000 0000" in page
    assert "EGM 2" in page
    assert "E12345678" not in page
    assert "vegetarian" not in page
    assert "E12345678" in opened
    assert "vegetarian" in opened
    assert "a ramp" in opened
    assert verbs(huiwen.person_id) == ["saw held data"]


def test_the_file_holds_all_of_it_and_that_it_was_taken_is_written_down(huiwen, signed_in_as):
    answer = signed_in_as(huiwen).post("/my-data.json")

    held = {one["group"]: one["rows"] for one in json.loads(answer.text)["held"]}
    assert held["identity"][0]["printed_name"] == "Huiwen"
    assert held["needs"][0]["dietary"] == "vegetarian"
    assert held["letters"][0]["details"]["passport_number"] == "E12345678"
    assert [one["meeting"] for one in held["meetings"]] == ["EGM 2"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert verbs(huiwen.person_id) == ["exported"]


def test_the_file_to_read_says_the_same_in_words(huiwen, signed_in_as):
    answer = signed_in_as(huiwen).post("/my-data.html")

    assert answer.mimetype == "text/html"
    assert "Passport number" in answer.text
    assert "E12345678" in answer.text
    assert "Chinese, English" in answer.text


# Case 47: each hidden thing through every door.
def test_a_room_that_is_not_published_shows_neither_on_the_page_nor_in_the_file(
    huiwen, signed_in_as
):
    meeting = make_meeting("egm-3", number=3)
    shown = make_room(make_round(meeting), title="Rivers for all")
    hidden = make_room(make_round(meeting, number=2, published_at=None), title="Not yet decided")
    for room in (shown, hidden):
        place(huiwen.person, room)
    browser = signed_in_as(huiwen)

    doors = [
        browser.get("/my-data").text,
        browser.post("/my-data/locked").text,
        browser.post("/my-data.json").text,
        browser.post("/my-data.html").text,
    ]

    assert ["Rivers for all" in door for door in doors] == [True] * 4
    assert ["Not yet decided" in door for door in doors] == [False] * 4


def test_nobody_learns_from_their_own_page_that_another_expert_exists(huiwen, signed_in_as):
    other = make_person("Łucja Żółkiewska")
    take_part(make_meeting("egm-4", number=4), other)
    make_letter_request(other, db.session.scalars(select(LetterRequest)).first().meeting)
    signed_in_as(make_user(other)).post("/my-data/locked")
    browser = signed_in_as(huiwen)

    pages = browser.get("/my-data").text + browser.post("/my-data.json").text

    assert "ucja" not in pages


def test_copies_of_many_people_are_shown_to_whom_they_may_hold_and_name_nobody_else(
    huiwen, signed_in_as
):
    officer = make_user(make_person("Karen Laßmann"), "secretariat")
    meeting, other = make_meeting("egm-6", number=6), make_meeting("egm-8", number=8)
    take_part(meeting, huiwen.person)
    for subject in (Person, meeting, other):
        record("exported", subject, now=NOW, user_id=officer.id, filter={"q": "zolkiewska"})

    page = signed_in_as(huiwen).get("/my-data").text

    assert page.count("<bdi>Karen Laßmann</bdi> took a copy as a file") == 2
    assert "egm-6" in page
    assert "egm-8" not in page
    assert "zolkiewska" not in page


def test_phone_and_languages_are_corrected_at_once(huiwen, signed_in_as):
    browser, version = signed_in_as(huiwen), huiwen.person.version
    form = {"version": version, "phone": "+86 10 1111", "languages": "Chinese, French"}

    wrong = browser.post("/my-data/details", data={**form, "languages": "Chinese, Elvish"})
    right = browser.post("/my-data/details", data=form)
    stale = browser.post("/my-data/details", data={**form, "phone": "+1"})

    assert (wrong.status_code, right.status_code, stale.status_code) == (422, 302, 409)
    assert "“Elvish” is no language" in wrong.text
    assert "Chinese, Elvish" in wrong.text
    person = db.session.get(Person, huiwen.person_id, populate_existing=True)
    assert (person.phone, person.languages) == ("+86 10 1111", ["zh", "fr"])


def test_needs_are_said_by_the_person_and_kept_until_after_the_next_meeting(huiwen, signed_in_as):
    browser = signed_in_as(huiwen)
    page = browser.post("/my-data/locked").text
    version = page.split('name="version" type="hidden" value="')[1].split('"')[0]
    form = {"version": version, "access": "", "dietary": "no fish"}

    answer = browser.post("/my-data/needs", data=form)
    stale = browser.post("/my-data/needs", data={**form, "dietary": "no meat"})

    assert (answer.status_code, stale.status_code) == (302, 409)
    kept = db.session.scalars(select(PersonNeeds)).one()
    assert kept.details == {"dietary": "no fish"}
    assert kept.delete_on is not None
    assert verbs(huiwen.person_id) == ["saw held data", "changed needs", "saw held data"]


def test_a_consent_is_given_with_its_words_and_withdrawn_again(huiwen, signed_in_as):
    browser, listed = signed_in_as(huiwen), {"purpose": LISTED}

    for _twice in range(2):
        browser.post("/my-data/consents/give", data=listed)
    given = db.session.scalars(select(Consent)).one()
    wording, is_open = given.wording, given.withdrawn_at is None
    for _twice in range(2):
        browser.post("/my-data/consents/withdraw", data=listed)

    assert "every meeting in which I take part" in wording
    assert is_open
    db.session.expire_all()
    assert [one.withdrawn_at is None for one in db.session.scalars(select(Consent))] == [False]
    assert verbs(huiwen.person_id) == ["gave consent", "withdrew consent"]
    assert browser.post("/my-data/consents/give", data={"purpose": "sold"}).status_code == 404
    assert CONTACT_SHARED in browser.get("/my-data").text


def test_what_one_cannot_correct_oneself_is_asked_of_the_secretariat(huiwen, signed_in_as):
    browser = signed_in_as(huiwen)

    empty = browser.post("/my-data/ask/correction", data={"words": " "})
    for words in ("My function is director.", "My function is deputy director."):
        browser.post("/my-data/ask/correction", data={"words": words})
    browser.post("/my-data/ask/erasure", data={"words": ""})

    assert empty.status_code == 422
    asked = db.session.scalars(select(DataRequest).order_by(DataRequest.id)).all()
    assert [(one.kind, one.state, one.words) for one in asked] == [
        ("correction", "asked", "My function is deputy director."),
        ("erasure", "asked", None),
    ]
    page = browser.get("/my-data").text
    assert "My function is deputy director." in page
    assert "You asked for erasure" in page
