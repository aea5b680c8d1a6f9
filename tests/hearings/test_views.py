import re
from datetime import date, time
from html import unescape

import pytest
from sqlalchemy import event, select

from eventsapp.consultations.models import Hearing
from eventsapp.extensions import db
from eventsapp.mail.models import Message
from tests.factories import (
    make_consultation,
    make_hearing,
    make_meeting,
    make_person,
    make_user,
    take_part,
)


@pytest.fixture
def engine():
    """A page is the same on both engines."""
    return "sqlite"


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def said(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def make_open(**changes):
    values = {
        "title": "Online consultation",
        "audience": "open online",
        "starts_on": date(2020, 10, 7),
        "ends_on": date(2090, 11, 8),
        "ends_at_time": time(23, 59),
        "takes_submissions": True,
    }
    return make_consultation(**{**values, **changes})


def messages():
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def test_staff_find_people_see_the_mail_and_ask_them_once(officer):
    meeting, consultation = make_meeting(), make_open()
    amina, bo = make_person("Amina Diallo"), make_person("Bo Larsson")
    for person in (amina, bo):
        take_part(meeting, person)
    address = f"/consultations/{consultation.id}/people/ask"

    found = said(officer.get(f"{address}?from=egm-2"))
    preview = officer.post(address, data={"p": [amina.id, bo.id]})
    nothing_yet = messages()
    answers = [
        officer.post(address, data={"p": [amina.id], "step": "ask"}, follow_redirects=True)
        for _click in (1, 2)
    ]

    assert "2 people of the registry Amina Diallo organisation not stated Bo Larsson" in found
    assert "You are asked to be heard: Online consultation" in said(preview)
    assert nothing_yet == []
    assert "1 person is asked." in said(answers[0])
    assert "0 people are asked." in said(answers[1])
    assert [one.person_id for one in messages()] == [amina.id]


def test_the_public_page_names_nobody_and_sends_the_link_to_the_address(client):
    consultation = make_open(how_to="Read the draft first.")
    make_hearing(consultation, make_person("Amina Diallo"))
    address = f"/consultations/{consultation.id}/public"
    db.session.commit()

    page = client.get(address)
    wrong = client.post(address, data={"name": "Ana Souza", "address": "ana at home"})
    right = client.post(
        address,
        data={"name": "Ana Souza", "address": "ana@example.test", "organization": "Rivers"},
        follow_redirects=True,
    )
    robot = client.post(
        address, data={"name": "x", "address": "x@example.test", "homepage": "https://x.test"}
    )

    assert "Read the draft first." in said(page)
    assert "Amina" not in page.text
    assert wrong.status_code == 422
    assert "“ana at home” is no address that mail can reach." in said(wrong)
    assert "A mail with your private link is on its way" in said(right)
    assert robot.status_code == 302
    [mail] = messages()
    assert (mail.recipient, mail.secret is not None) == ("ana@example.test", True)
    came = db.session.scalar(select(Hearing).where(Hearing.person_id.is_(None)))
    assert (came.name, came.speaks_for, came.route) == ("Ana Souza", "Rivers", "came")


@pytest.mark.parametrize(
    "changes", [{"audience": "experts"}, {"announced_at": None}, {"audience": None}]
)
def test_what_is_not_announced_to_all_has_no_public_page(client, changes):
    consultation = make_open(**changes)
    db.session.commit()

    assert client.get(f"/consultations/{consultation.id}/public").status_code == 404


def test_key_findings_stand_on_the_public_page_when_it_is_reported(officer, client):
    consultation = make_open(starts_on=date(2020, 1, 7), ends_on=date(2020, 2, 7))
    address = f"/consultations/{consultation.id}"
    opened = officer.get(f"{address}/findings")
    version = re.search(r'name="version"[^>]*value="(\d+)"', opened.text)[1]

    officer.post(f"{address}/findings", data={"findings": "Rivers matter.", "version": version})
    page = said(client.get(f"{address}/public"))

    assert "Key findings Rivers matter." in page
    assert "Reported" in page
    assert "Send me my link" not in page


def test_an_intention_is_seen_by_staff_only_until_it_is_announced(officer, signed_in_as):
    meeting, expert = make_meeting(), make_person("Huiwen")
    take_part(meeting, expert)
    consultation = make_open(meeting=meeting, audience="experts", announced_at=None)
    visitor = signed_in_as(make_user(expert))
    address = f"/consultations/{consultation.id}"

    before = visitor.get(address).status_code, said(visitor.get("/consultations"))
    staff = said(officer.get(address))
    officer.post(f"{address}/announce")
    after = visitor.get(address)

    assert before[0] == 404
    assert "Online consultation" not in before[1]
    assert "Intended" in staff
    assert "Open" in said(after)


def test_whoever_is_asked_sees_it_and_is_led_to_their_page(signed_in_as):
    consultation = make_open(audience="private sector")
    ana = make_person("Ana Souza")
    make_hearing(consultation, ana)
    visitor = signed_in_as(make_user(ana))

    page = visitor.get(f"/consultations/{consultation.id}")

    assert "You are asked to be heard" in said(page)
    assert f"/consultations/{consultation.id}/submission" in page.text
    assert "Online consultation" in said(visitor.get("/consultations"))


def test_asking_somebody_no_more_closes_their_link(officer, client):
    consultation = make_open()
    hearing = make_hearing(consultation, make_person("Amina Diallo"))

    answer = officer.post(
        f"/consultations/{consultation.id}/people/{hearing.id}/stop", follow_redirects=True
    )

    assert "Amina Diallo is not asked any more." in said(answer)
    assert "Not asked any more" in said(answer)


def test_the_list_is_filtered_by_audience_state_and_round(officer):
    make_open(title="First round", round_number=1)
    make_open(title="Second round", round_number=2)
    make_open(title="Of experts", audience="experts", starts_on=date(2090, 1, 7))

    def names(query):
        page = officer.get(f"/consultations{query}").text
        return re.findall(r'scope="row".*?<bdi>(.*?)</bdi>', page, re.S)

    assert names("?round=2") == ["Second round"]
    assert names("?audience=experts&state=announced") == ["Of experts"]
    assert names("?state=reported") == []
    assert "Nothing fits these filters" in officer.get("/consultations?state=reported").text


def test_more_people_mean_no_more_questions_to_the_database(officer):
    consultation = make_open()
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    def asked():
        seen.clear()
        officer.get(f"/consultations/{consultation.id}/people")
        return len(seen)

    make_hearing(consultation, make_person(organization="Rivers"))
    db.session.commit()
    few = asked()
    for number in range(5):
        make_hearing(consultation, make_person(organization=f"Institute {number}"))
    db.session.commit()

    assert asked() == few
