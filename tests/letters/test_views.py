"""Stories of the pages of letters: the good path, the wrong input, the wrong person.

The pages read the clock, so the forum of these stories always begins in sixty days.
"""

import hashlib
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.letters import services
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.letters.wording import day_in_words
from tests.letters.requests import (
    DETAILS,
    NUMBER,
    TODAY,
    approved,
    issue,
    make_coming_forum,
    make_expert,
    make_officer,
    make_request,
    submitted,
    words,
)

IN_FOUR_YEARS = TODAY + timedelta(days=4 * 365)
TYPED = {
    "passport_name": "ŁUCJA ŻÓŁKIEWSKA",
    "address_as": "Madam",
    "nationality": "POL",
    "passport_number": "XK 447 1902",
    "expires_on": day_in_words(IN_FOUR_YEARS),
    "birth_on": "04/03/1980",
    "version": "",
}
KEPT = {**DETAILS, "expires_on": IN_FOUR_YEARS.isoformat()}


@pytest.fixture
def forum(app):
    return make_coming_forum()


@pytest.fixture
def expert(app):
    return make_expert()


@pytest.fixture
def officer(app):
    return make_officer()


def stored(model=LetterRequest):
    db.session.rollback()
    return db.session.scalar(select(model))


def looks():
    rows = select(Entry.user_id).where(Entry.verb == "saw passport data").order_by(Entry.id)
    return list(db.session.scalars(rows))


def test_an_expert_asks_for_a_letter_and_sees_that_it_was_sent(signed_in_as, forum, expert):
    page = signed_in_as(expert).post(
        "/letters/new?meeting=wuf-12", data={**TYPED, "act": "send"}, follow_redirects=True
    )

    assert page.status_code == 200
    assert "The request is sent. The secretariat answers by e-mail." in words(page)
    assert "With the secretariat" in words(page)
    assert (stored().state, stored().details) == ("submitted", KEPT)
    assert NUMBER not in page.text


def test_a_draft_is_kept_and_sent_later(signed_in_as, forum, expert):
    visitor = signed_in_as(expert)
    half = {"passport_name": "ŁUCJA ŻÓŁKIEWSKA", "address_as": "", "version": "", "act": "save"}
    page = visitor.post("/letters/new?meeting=wuf-12", data=half, follow_redirects=True)
    assert "The draft is saved." in words(page)
    assert stored().state == "draft"
    address = f"/letters/{stored().id}/edit"

    opened = visitor.post(address)
    assert 'value="ŁUCJA ŻÓŁKIEWSKA"' in opened.text
    sent = visitor.post(address, data={**TYPED, "version": stored().version, "act": "send"})

    assert (sent.status_code, stored().state, stored().details) == (302, "submitted", KEPT)


def test_wrong_input_is_kept_on_the_form_with_a_sentence(signed_in_as, forum, expert):
    typed = {**TYPED, "birth_on": "32/13/1990", "passport_number": "", "act": "send"}

    page = signed_in_as(expert).post("/letters/new?meeting=wuf-12", data=typed)

    assert page.status_code == 422
    assert (
        "Date of birth: 32/13/1990 is not a date: write day/month/year, for example 04/03/1980."
    ) in words(page)
    assert "Passport number: Enter the number of the passport you will travel with." in words(page)
    assert 'value="32/13/1990"' in page.text
    assert stored() is None


def test_a_second_request_for_the_same_meeting_leads_to_the_first(signed_in_as, forum, expert):
    request = submitted(expert, forum)
    visitor = signed_in_as(expert)

    answers = [
        visitor.get("/letters/new?meeting=wuf-12"),
        visitor.post("/letters/new?meeting=wuf-12", data={**TYPED, "act": "send"}),
    ]

    assert [answer.location for answer in answers] == [f"/letters/{request.id}"] * 2


@pytest.mark.parametrize("address", ["/letters/new", "/letters/new?meeting=egm-9"])
def test_a_letter_to_no_meeting_cannot_be_asked_for(signed_in_as, forum, expert, address):
    assert signed_in_as(expert).get(address).status_code == 404


def test_an_expert_does_not_ask_in_the_name_of_another(signed_in_as, forum, expert):
    other = make_expert("Sukarno").person

    answer = signed_in_as(expert).get(f"/letters/new?meeting=wuf-12&person={other.id}")

    assert answer.status_code == 404


def test_an_officer_asks_for_somebody_and_does_not_approve_it(signed_in_as, forum, officer):
    other = make_expert("Sukarno").person
    visitor = signed_in_as(officer)

    page = visitor.post(
        f"/letters/new?meeting=wuf-12&person={other.id}",
        data={**TYPED, "act": "send"},
        follow_redirects=True,
    )

    assert (stored().person_id, stored().asked_by_id) == (other.id, officer.person_id)
    assert "You asked for this letter or prepared it. Somebody else approves it." in words(page)
    assert 'value="approve"' not in page.text


def test_passport_data_are_shown_only_when_asked_for_and_the_look_is_written_down(
    signed_in_as, forum, expert, officer
):
    request = submitted(expert, forum)
    visitor = signed_in_as(officer)
    page = visitor.get(f"/letters/{request.id}")
    assert NUMBER not in page.text
    assert looks() == []

    shown = visitor.post(f"/letters/{request.id}/passport")

    assert f"Passport number {NUMBER}" in words(shown)
    assert looks() == [officer.id]
    assert "Passport data seen · Grace Wanjiru" in words(visitor.get(f"/letters/{request.id}"))
    assert visitor.get(f"/letters/{request.id}/passport").status_code == 405


def test_opening_the_form_again_shows_passport_data_and_is_written_down(
    signed_in_as, forum, expert
):
    request = make_request(expert, forum)

    page = signed_in_as(expert).post(f"/letters/{request.id}/edit")

    assert f'value="{NUMBER}"' in page.text
    assert looks() == [expert.id]


def test_a_form_that_is_older_than_the_record_shows_both_texts(
    signed_in_as, forum, expert, officer
):
    request = make_request(expert, forum)
    read = request.version
    services.save_draft(
        request, {**KEPT, "nationality": "UKR"}, version=read, by=officer, now=real_utcnow()
    )
    visitor = signed_in_as(expert)

    page = visitor.post(
        f"/letters/{request.id}/edit", data={**TYPED, "version": read, "act": "send"}
    )

    assert page.status_code == 409
    assert "Nationality UKR × differs from yours" in words(page)
    assert 'value="POL"' in page.text
    assert (stored().state, stored().details["nationality"]) == ("draft", "UKR")
    again = re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]
    visitor.post(f"/letters/{request.id}/edit", data={**TYPED, "version": again, "act": "send"})
    assert (stored().state, stored().details["nationality"]) == ("submitted", "POL")


def test_an_officer_returns_a_request_and_the_expert_reads_why(
    signed_in_as, forum, expert, officer
):
    request = submitted(expert, forum)

    answer = signed_in_as(officer).post(
        f"/letters/{request.id}/decide",
        data={
            "decision": "return",
            "reason": "The given name differs.",
            "version": request.version,
        },
        follow_redirects=True,
    )

    assert "The request is returned. They are told by e-mail." in words(answer)
    page = signed_in_as(expert).get(f"/letters/{request.id}")
    assert "Returned: The given name differs." in words(page)
    assert "Correct and send it" in words(page)


def test_a_decision_without_its_reason_stays_on_the_page(signed_in_as, forum, expert, officer):
    request = submitted(expert, forum)

    page = signed_in_as(officer).post(
        f"/letters/{request.id}/decide", data={"decision": "refuse", "version": request.version}
    )

    assert page.status_code == 422
    assert "Say why in a sentence; the person reads it." in words(page)
    assert stored().state == "submitted"


def test_the_second_of_two_approvals_learns_of_the_first(signed_in_as, forum, expert, officer):
    request = submitted(expert, forum)
    decision = {"decision": "approve", "paid_by": "host", "version": request.version}
    first, second = signed_in_as(officer), signed_in_as(make_officer("Óscar Núñez"))
    assert first.post(f"/letters/{request.id}/decide", data=decision).status_code == 302

    page = second.post(f"/letters/{request.id}/decide", data=decision)

    assert page.status_code == 409
    assert (
        f"This request was approved by Grace Wanjiru on {day_in_words(TODAY)}. Nothing was changed."
    ) in words(page)


def test_an_approved_letter_is_issued_once_and_downloaded_by_its_owner(
    signed_in_as, forum, expert, officer, outbox
):
    request = approved(expert, forum, officer)
    visitor, address = signed_in_as(officer), f"/letters/{request.id}/issue"
    press = {"version": request.version}

    page = visitor.post(address, data=press, follow_redirects=True)
    again = visitor.post(address, data=press)

    number = f"IG-PCSC/{TODAY.year}/0001"
    assert f"Letter {number} is issued. A link to it goes to the person by e-mail." in words(page)
    assert again.status_code == 409
    assert f"became a letter on {day_in_words(TODAY)}. Nothing was changed." in words(again)
    file = signed_in_as(expert).get(f"/letters/{request.id}.pdf")
    assert (file.mimetype, file.headers["Content-Disposition"]) == (
        "application/pdf",
        f'attachment; filename="{number.replace("/", "-")}.pdf"',
    )
    assert hashlib.sha256(file.data).hexdigest() == stored(Letter).sha256
    assert len(outbox) == 1


def test_the_file_of_a_letter_has_a_name_whatever_the_code_of_the_process(
    signed_in_as, forum, expert, officer
):
    forum.process.code = 'ПКС" x'
    request = approved(expert, forum, officer)
    issue(request, officer)

    file = signed_in_as(expert).get(f"/letters/{request.id}.pdf")

    assert file.headers["Content-Disposition"] == (
        'attachment; filename="-----x-2024-0001.pdf"; '
        "filename*=UTF-8''%D0%9F%D0%9A%D0%A1%22%20x-2024-0001.pdf"
    )


def test_a_letter_that_does_not_exist_yet_cannot_be_downloaded(signed_in_as, forum, expert):
    request = submitted(expert, forum)

    assert signed_in_as(expert).get(f"/letters/{request.id}.pdf").status_code == 404


def test_withdrawing_asks_once(signed_in_as, forum, expert):
    request = submitted(expert, forum)
    visitor, address = signed_in_as(expert), f"/letters/{request.id}/withdraw"
    asked = visitor.get(address)
    assert "Withdraw this request?" in words(asked)
    assert stored().state == "submitted"

    page = visitor.post(address, data={"version": stored().version}, follow_redirects=True)

    assert "The request is withdrawn. Nothing was sent." in words(page)
    assert stored().state == "withdrawn"


def test_a_revoked_letter_is_found_revoked_by_whoever_checks_it(
    signed_in_as, client, forum, expert, officer
):
    letter = issue(approved(expert, forum, officer), officer, now=real_utcnow())
    visitor, address = signed_in_as(officer), f"/letters/{letter.request_id}/revoke"
    assert visitor.post(address, data={"reason": ""}).status_code == 422
    assert "This letter is valid" in words(client.get(f"/verify/{letter.code}"))

    visitor.post(address, data={"reason": "The visit was called off."})

    page = words(client.get(f"/verify/{letter.code}"))
    assert "This letter was revoked We issued it and have taken it back." in page
    assert "called off" not in page


@pytest.mark.parametrize("ending", ["", "/withdraw", ".pdf"])
def test_another_expert_finds_nothing_at_the_address_of_a_request(
    signed_in_as, forum, expert, officer, ending
):
    letter = issue(approved(expert, forum, officer), officer, now=real_utcnow())
    other = signed_in_as(make_expert("Sukarno"))

    assert other.get(f"/letters/{letter.request_id}{ending}").status_code == 404


@pytest.mark.parametrize("act", ["edit", "passport", "decide", "issue", "withdraw", "revoke"])
def test_another_expert_can_do_nothing_with_a_request(signed_in_as, forum, expert, act):
    request = submitted(expert, forum)

    answer = signed_in_as(make_expert("Sukarno")).post(f"/letters/{request.id}/{act}")

    assert (answer.status_code, stored().state, looks()) == (404, "submitted", [])


@pytest.mark.parametrize("act", ["decide", "issue", "revoke"])
def test_an_expert_does_not_decide_about_their_own_request(signed_in_as, forum, expert, act):
    request = submitted(expert, forum)

    answer = signed_in_as(expert).post(
        f"/letters/{request.id}/{act}",
        data={"decision": "approve", "paid_by": "host", "version": request.version, "reason": "x"},
    )

    assert (answer.status_code, stored().state) == (404, "submitted")


@pytest.mark.parametrize("address", ["/letters", "/letters/new?meeting=wuf-12", "/letters/1"])
def test_a_stranger_is_sent_to_sign_in(client, forum, expert, address):
    make_request(expert, forum)

    answer = client.get(address)

    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in")


def test_the_queue_shows_what_waits_and_not_the_drafts(signed_in_as, forum, expert, officer):
    submitted(expert, forum)
    make_request(make_expert("Sukarno"), forum)

    page = words(signed_in_as(officer).get("/letters"))

    assert "Łucja Żółkiewska World Urban Forum" in page
    assert "Sukarno" not in page
    assert "Sukarno" in words(signed_in_as(officer).get("/letters?state=draft"))


def test_an_empty_queue_says_what_would_stand_there(signed_in_as, app, officer):
    assert "No letter waits When an expert asks for an invitation letter" in words(
        signed_in_as(officer).get("/letters")
    )


def test_an_expert_sees_their_own_letters_and_where_to_ask(signed_in_as, forum, expert):
    submitted(make_expert("Sukarno"), forum)

    page = words(signed_in_as(expert).get("/letters"))

    assert "No letter yet" in page
    assert "Ask for a letter World Urban Forum" in page
    assert "Sukarno" not in page
