import re
from datetime import date, time
from html import unescape

import pytest

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
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


@pytest.fixture
def engine():
    """A page is the same on both engines."""
    return "sqlite"


def said(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def sent(page):
    found = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page.text)
    chosen = re.search(r'<option selected value="([^"]*)"', page.text)
    values = {name: unescape(value) for name, value in found}
    return ({"tz": chosen[1]} if chosen else {}) | values


def make_open(**changes):
    return make_consultation(
        make_meeting(),
        "Online consultation",
        starts_on=date(2030, 10, 7),
        ends_on=date(2030, 11, 8),
        ends_at_time=time(23, 59),
        takes_submissions=True,
        **changes,
    )


def test_what_follows_is_shown_before_it_is_done_once(officer):
    consultation = make_open()
    amina, bo = make_person("Amina Diallo"), make_person("Bo Larsson", email=None)
    make_hearing(consultation, amina)
    make_hearing(consultation, bo, address=None)
    take_part(consultation.meeting, make_person("Ana Souza"))
    address = f"/consultations/{consultation.id}/move"
    typed = {
        **sent(officer.get(address)),
        "ends_on": "17 November 2030",
        "reason": "More time was asked for.",
        "tell_meeting": "y",
    }

    shown = officer.post(address, data={**typed, "step": "preview"})
    db.session.expire_all()
    before = consultation.ends_on
    again = {**sent(shown), "step": "move"}
    answers = [officer.post(address, data=again) for _click in (1, 2)]

    db.session.expire_all()
    page = said(shown)
    assert "Extend “Online consultation”?" in page
    assert "2 people get one mail each, 1 of them asked to be heard" in page
    assert "without an address, so told nothing: Bo Larsson" in page
    assert "Extended to 17 November 2030: Online consultation Dear Amina Diallo," in page
    assert before == date(2030, 11, 8)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (consultation.ends_on, len(consultation.moves)) == (date(2030, 11, 17), 1)
    assert db.session.query(Message).count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Enter the reason. It stands in the mail and on the page."),
        ({"ends_on": "1 October 2030"}, "The last day is before the first."),
        ({"tz": "Mars/Olympus"}, "There is no time zone “Mars/Olympus”."),
        (
            {"tz": "Europe/Berlin", "ends_on": "31 March 2030", "starts_on": "1 March 2030",
             "ends_at_time": "02:30"},
            "Clocks in Europe/Berlin go forward that night and never show 02:30 on 31 March 2030.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_moves(officer, changes, sentence):
    consultation = make_open()
    address = f"/consultations/{consultation.id}/move"
    typed = {**sent(officer.get(address)), "ends_on": "17 November 2030", "reason": "Asked for."}

    answer = officer.post(address, data={**typed, **changes, "step": "move"})

    db.session.expire_all()
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert (consultation.ends_on, consultation.moves) == (date(2030, 11, 8), [])


def test_a_form_older_than_another_move_overwrites_nothing(officer):
    consultation = make_open()
    address = f"/consultations/{consultation.id}/move"
    opened = {**sent(officer.get(address)), "reason": "Asked for.", "step": "move"}
    officer.post(address, data={**opened, "ends_on": "17 November 2030"})

    answer = officer.post(address, data={**opened, "ends_on": "30 November 2030"})

    db.session.expire_all()
    assert answer.status_code == 409
    assert "Saved meanwhile 17 November 2030 Yours 30 November 2030" in said(answer)
    assert consultation.ends_on == date(2030, 11, 17)


def test_where_people_were_asked_correcting_leads_to_moving(officer):
    consultation = make_open()
    make_hearing(consultation)
    address = f"/consultations/{consultation.id}/edit"
    page = officer.get(address)

    answer = officer.post(
        address, data={**sent(page), "ends_on": "17 November 2030", "mode": "", "kind": ""}
    )

    db.session.expire_all()
    assert "Extend or move it, with the reason" in said(page)
    assert answer.status_code == 409
    assert "Choose “Extend or move” instead." in said(answer)
    assert consultation.ends_on == date(2030, 11, 8)
