"""What staff see of data held, answer and erase."""

import json

import pytest
from sqlalchemy import select

from eventsapp import worker
from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.mail.models import Message
from eventsapp.people.models import Person
from eventsapp.people.services import set_needs
from eventsapp.rights.models import CORRECTION, ERASURE, DataRequest, Purge
from eventsapp.rights.services import ask
from tests.factories import (
    NOW,
    make_letter_request,
    make_meeting,
    make_person,
    make_user,
    take_part,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Karen Laßmann"), SECRETARIAT)


@pytest.fixture
def huiwen(app):
    person = make_person("Huiwen", email="huiwen@example.test")
    take_part(make_meeting(), person)
    make_letter_request(person, details={"passport_number": "E12345678"})
    set_needs(person, {"dietary": "vegetarian"}, purpose="EGM 2", delete_on=None, now=NOW)
    return make_user(person)


def asked(huiwen, kind, words="My function changed."):
    return ask(huiwen.person, kind, words, user_id=huiwen.id, now=NOW)


def answer_of(number):
    return db.session.get(DataRequest, number, populate_existing=True)


def test_an_officer_answers_somebody_who_asks_by_mail_with_a_page_and_a_file(
    officer, huiwen, signed_in_as
):
    browser, page = signed_in_as(officer), f"/people/{huiwen.person_id}/data"

    shown, opened = browser.get(page).text, browser.post(f"{page}/locked").text
    file = json.loads(browser.post(f"{page}.json").text)

    assert "E12345678" not in shown
    assert "E12345678" in opened
    held = {one["group"]: one["rows"] for one in file["held"]}
    assert held["letters"][0]["details"] == {"passport_number": "E12345678"}
    # Needs are for those who arrange them, through every door.
    assert "vegetarian" not in shown + opened + json.dumps(file)
    about = select(Entry.verb).where(Entry.subject_id == huiwen.person_id)
    assert db.session.scalars(about.order_by(Entry.id)).all() == ["saw held data", "exported"]


def test_who_arranges_needs_sees_them_there_too(huiwen, signed_in_as):
    arranging = make_user(make_person("Grace"), SECRETARIAT, arranges_needs=True)
    page = f"/people/{huiwen.person_id}/data"

    opened = signed_in_as(arranging).post(f"{page}/locked").text

    assert "vegetarian" in opened


def test_what_is_asked_is_answered_once_and_the_person_is_told(
    officer, huiwen, signed_in_as, outbox
):
    number = asked(huiwen, CORRECTION).id
    browser = signed_in_as(officer)
    assert "My function changed." in browser.get("/people/data-requests").text

    empty = browser.post(f"/data-requests/{number}/declined", data={"words": ""})
    done = browser.post(f"/data-requests/{number}/done", data={"words": "Director now."})
    again = browser.post(f"/data-requests/{number}/declined", data={"words": "No."})

    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 422)
    assert "Say why in a sentence" in empty.text
    assert "answered already" in again.text
    row = answer_of(number)
    assert (row.state, row.answer, row.decided_by_id) == ("done", "Director now.", officer.id)
    [mail] = outbox
    assert (mail.recipient, mail.subject) == (
        "huiwen@example.test", "Your request for a correction",
    )  # fmt: skip
    assert "Director now." in mail.text
    assert "Director now." in signed_in_as(huiwen).get("/my-data").text
    assert "Nobody waits for an answer" in browser.get("/people/data-requests").text


def test_erasure_is_declined_with_a_reason_or_carried_out_on_a_page_of_its_own(
    officer, huiwen, signed_in_as
):
    number = asked(huiwen, ERASURE, "").id
    browser = signed_in_as(officer)

    done = browser.post(f"/data-requests/{number}/done", data={"words": "Yes."})
    declined = browser.post(f"/data-requests/{number}/declined", data={"words": "A visa runs."})

    assert (done.status_code, declined.status_code) == (422, 302)
    assert answer_of(number).state == "declined"
    assert db.session.get(Person, huiwen.person_id).printed_name == "Huiwen"


def test_nobody_is_erased_without_their_very_name_and_they_are_told_what_stays(
    app, officer, huiwen, signed_in_as, outbox
):
    number = asked(huiwen, ERASURE, "I retire.").id
    browser, page = signed_in_as(officer), f"/people/{huiwen.person_id}/erase"
    shown = browser.get(page).text
    assert "I retire." in shown
    assert "obliged to record attendance" in shown

    wrong = browser.post(page, data={"name": "huiwen", "words": "Farewell."})
    kept = db.session.get(Person, huiwen.person_id, populate_existing=True).printed_name
    right = browser.post(page, data={"name": "Huiwen", "words": "Farewell."})
    again = browser.post(page, data={"name": "Person erased"})

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 409)
    assert "Farewell." in wrong.text
    assert kept == "Huiwen"
    row = answer_of(number)
    assert (row.state, row.words, row.answer) == ("done", None, None)
    assert {"name": "attendance", "count": 1} in row.stays
    [mail] = outbox
    assert (mail.recipient, mail.person_id) == ("huiwen@example.test", None)
    assert "Farewell." in mail.text
    assert "obliged to record attendance" in mail.text
    # The mail leaves, and then the outbox forgets for whom it was.
    assert worker.run_jobs(app, NOW) == []
    assert [one["To"] for one in outbox.delivered] == ["huiwen@example.test"]
    db.session.rollback()
    left = db.session.scalars(select(Message)).one()
    assert (left.state, left.recipient, left.text) == ("sent", "", "")
    listed = browser.get("/people/data-requests").text
    assert "Huiwen" not in listed
    assert "1 × that one more person took part" in listed


def test_staff_see_how_long_what_is_kept_what_is_due_and_what_went(officer, huiwen, signed_in_as):
    db.session.add(Purge(at=NOW, what="needs", rule="30 days after the meeting", count=7))

    page = " ".join(signed_in_as(officer).get("/retention").text.split())

    assert "7 × access and meals" in page
    assert "a year after the meeting; number, state, dates and check sum stay" in page
    assert 'data-label="Due now" class="num">1</td>' in page


# Case 50: no list of people without login, ever.
@pytest.mark.parametrize(
    "door",
    ["/my-data", "/log", "/log.csv", "/log.xlsx", "/retention", "/people/data-requests",
     "/people/1/data", "/people/1/erase"],
)  # fmt: skip
def test_no_door_opens_to_a_stranger_and_none_but_their_own_to_an_expert(
    huiwen, client, signed_in_as, door
):
    assert client.get(door).location.startswith("/sign-in")
    expected = 200 if door == "/my-data" else 404
    assert signed_in_as(huiwen).get(door).status_code == expected


def test_an_expert_learns_through_no_door_whether_another_exists(huiwen, signed_in_as):
    other = make_person("Łucja Żółkiewska").id
    browser = signed_in_as(huiwen)

    for number in (other, other + 999):
        assert browser.get(f"/people/{number}/data").status_code == 404
        assert browser.post(f"/people/{number}/data.json").status_code == 404
        assert browser.post(f"/people/{number}/erase", data={"name": "x"}).status_code == 404
