"""The public check of a letter."""

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.letters.wording import day_in_words
from tests.letters.requests import (
    NUMBER,
    TODAY,
    approved,
    issue,
    make_coming_forum,
    make_expert,
    make_officer,
    words,
)


@pytest.fixture
def letter(app):
    officer = make_officer()
    request = approved(make_expert(), make_coming_forum(), officer)
    return issue(request, officer, now=real_utcnow())


def test_a_check_names_the_letter_and_nobody(client, letter):
    page = client.get(f"/verify/{letter.code.lower().replace('-', '')}")

    assert page.status_code == 200
    assert (
        f"This letter is valid Code {letter.code} Number {letter.number} "
        f"Issued {day_in_words(TODAY)} Kind Invitation letter Meeting World Urban Forum , "
        "Cairo, Egypt ,"
    ) in words(page)
    for personal in ("ŻÓŁKIEWSKA", "Żółkiewska", "Grace", NUMBER, "POL"):
        assert personal not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_a_letter_that_was_replaced_says_so(client, letter):
    expert = db.session.scalar(select(User).where(User.person_id == letter.request.person_id))
    officer = make_officer("Óscar Núñez")
    issue(approved(expert, letter.meeting, officer), officer, now=real_utcnow())

    assert "This letter was replaced" in words(client.get(f"/verify/{letter.code}"))


@pytest.mark.parametrize("code", ["K7QM-3XPD", "hello", "a" * 300, "<b>K7QM-3XPD"])
def test_a_code_that_no_letter_carries_is_unknown(client, letter, code):
    page = client.get(f"/verify/{code}")

    assert page.status_code == 200
    assert f"We do not know this code No letter of ours carries {code[:40]} ." in words(page)


def test_an_unknown_code_costs_what_a_known_one_costs(client, letter, questions):
    address = f"/verify/{letter.code}"
    client.get(address)

    known = questions(lambda: client.get(address))
    assert questions(lambda: client.get("/verify/K7QM-3XPD")) == known > 0


def test_a_typed_code_leads_to_its_page_as_it_is_printed(client, app):
    answers = [client.get("/verify?code=k7qm 3xpd"), client.get("/verify?code=?")]

    assert [answer.location for answer in answers] == ["/verify/K7QM-3XPD", "/verify/%3F"]
    assert "Code of the letter" in words(client.get("/verify"))
