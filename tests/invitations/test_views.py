import re
from datetime import date, time

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.invitations.models import Invitation
from eventsapp.invitations.services import give_token
from eventsapp.registrations.models import RegistrationForm
from eventsapp.walltime import moment_at
from tests.factories import (
    NOW,
    commit,
    make_day,
    make_invitation,
    make_meeting,
    make_person,
    make_user,
)

KEY = "a key only for tests"


@pytest.fixture
def meeting(app):
    meeting = make_meeting(
        "egm-3",
        number=3,
        title="Expert Group Meeting on cities",
        place="Baku",
        tz="Asia/Baku",
        starts_on=date(2097, 1, 22),
        ends_on=date(2097, 1, 22),
    )
    make_day(
        meeting,
        on_date=date(2097, 1, 22),
        starts_at_time=time(9),
        ends_at_time=time(17, 30),
        start_at=moment_at(date(2097, 1, 22), time(9), "Asia/Baku"),
        end_at=moment_at(date(2097, 1, 22), time(17, 30), "Asia/Baku"),
    )
    return meeting


@pytest.fixture
def invitation(meeting):
    person = make_person("Ngozi Okonkwo-Bâ", email="ngozi@office.test", tz="Asia/Jakarta")
    return make_invitation(meeting, person)


@pytest.fixture
def link(invitation):
    token = give_token(invitation, KEY)
    commit()
    return f"/invitations/{token}"


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def kept():
    db.session.expire_all()
    one = db.session.scalars(select(Invitation)).one()
    return one.answer, one.note, one.answered_from


def test_the_page_says_what_when_and_where_and_looking_answers_nothing(client, link):
    page = client.get(link)
    client.head(link)

    assert "For Ngozi Okonkwo-Bâ ." in words(page)
    assert "Tue 22 Jan 2097 09:00–17:30 Baku (UTC+4) · you: 12:00–20:30 Jakarta (UTC+7)" in words(
        page
    )
    assert "Where Baku" in words(page)
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert kept() == (None, None, None)


def test_somebody_answers_without_signing_in_and_changes_the_answer(client, link):
    sent = client.post(link, data={"answer": "perhaps", "note": "I must ask my mayor."})

    assert sent.location == link
    assert "You answered perhaps." in words(client.get(link))
    assert kept() == ("perhaps", "I must ask my mayor.", None)
    client.post(link, data={"answer": "yes", "note": ""})
    assert kept() == ("yes", None, None)


def test_what_was_typed_stays_until_an_answer_is_chosen(client, link):
    page = client.post(link, data={"note": "Which hotel?", "address": "me at home"})

    assert page.status_code == 422
    assert "Do you take part?: Choose yes, perhaps or no." in words(page)
    assert "“me at home” is not an e-mail address." in words(page)
    assert "Which hotel?" in words(page)
    assert kept() == (None, None, None)


def test_an_answer_from_another_address_is_kept_with_that_address(client, link):
    # cases.md 45
    client.post(link, data={"answer": "yes", "address": "ngozi@home.test"})
    assert kept() == ("yes", None, "ngozi@home.test")

    client.post(link, data={"answer": "yes", "address": "Ngozi@Office.test"})
    assert kept() == ("yes", None, None)


def test_an_unknown_link_and_a_withdrawn_one_say_the_same(client, invitation, link):
    invitation.withdrawn_at = NOW
    commit()
    answers = [client.get(link), client.get("/invitations/no-such-link")]
    answers.append(client.post(link, data={"answer": "yes"}))

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({words(answer) for answer in answers}) == 1
    assert kept() == (None, None, None)


def test_a_cancelled_meeting_has_nothing_to_answer(client, invitation, meeting, link):
    meeting.cancelled_at = NOW
    commit()

    assert "EGM 3 is cancelled, so there is nothing to answer." in words(client.get(link))
    refused = client.post(link, data={"answer": "yes"})
    assert refused.status_code == 422
    assert kept() == (None, None, None)


def test_after_the_start_the_answer_stays(client, invitation, meeting, link):
    meeting.days[0].start_at = NOW
    invitation.answer, invitation.answered_at = "yes", NOW
    commit()

    assert "The meeting has begun, so the answer stays as it is." in words(client.get(link))
    assert client.post(link, data={"answer": "no"}).status_code == 422
    assert kept() == ("yes", None, None)


def test_an_invited_person_answers_signed_in_and_nobody_else_sees_it(
    invitation, signed_in_as, client
):
    user = make_user(invitation.participation.person)
    browser, other = signed_in_as(user), signed_in_as(make_user(make_person("Kunal Kumar")))

    browser.post("/meetings/egm-3/invitation", data={"answer": "no"})

    assert kept() == ("no", None, None)
    assert "You answered no." in words(browser.get("/meetings/egm-3/invitation"))
    assert other.get("/meetings/egm-3/invitation").status_code == 404
    assert client.get("/meetings/egm-3/invitation").status_code == 302


def test_too_many_answers_from_one_place_are_held_off(client, link):
    statuses = {client.post(link, data={"answer": "yes"}).status_code for _ in range(41)}

    assert statuses == {302, 429}


def test_a_form_to_register_awaits_those_who_come(client, meeting, link):
    db.session.add(
        RegistrationForm(meeting_id=meeting.id, token="open-form", tz="Asia/Baku", purpose="…")
    )
    commit()

    before = words(client.get(link))
    client.post(link, data={"answer": "yes"})

    assert "Next: register" not in before
    page = client.get(link).get_data(as_text=True)
    token = link.rsplit("/", 1)[1]
    assert f"/register/open-form?invitation={token}" in page
