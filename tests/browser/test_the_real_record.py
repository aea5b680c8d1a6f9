"""The demonstration as its three readers find it: every link leads somewhere, every page fits."""

import re
from html import unescape

import pytest

from eventsapp.accounts.services import ask_for_link
from eventsapp.clock import real_utcnow
from eventsapp.demonstration.people import OFFICER, address_of
from eventsapp.demonstration.services import fill, show_to
from eventsapp.extensions import db
from tests.browser.checks import check_first_visit, check_page

MOST_OF_A_KIND = 3


@pytest.fixture
def app(make_app):
    """The demonstration, on the first day of its clock."""
    app = make_app(IS_DEMONSTRATION=True)
    with app.app_context():
        fill(real_utcnow(), app.config["ORGANIZATION"])
        db.session.commit()
        yield app


@pytest.fixture
def reader(app, role):
    moderator, expert = show_to()
    address = {
        "officer": OFFICER.address,
        "moderator": address_of(moderator),
        "expert": address_of(expert),
    }[role]
    return ask_for_link(address, next_page=None, real_now=real_utcnow()).user


def links_on(html):
    """The addresses of this product that a page leads to, without their fragments."""
    found = {unescape(link) for link in re.findall(r'<a\b[^>]*?\bhref="([^"#]+)', html)}
    return {link for link in found if link.startswith("/")}


def walk(client, app):
    """Follow every link from the first page; of pages of one kind, only the first few."""
    adapter = app.url_map.bind("localhost")
    kinds, seen, waiting, answers = {}, {"/"}, ["/"], {}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        answers[address] = answer
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for link in sorted(links_on(answer.text) - seen):
            seen.add(link)
            kind = adapter.match(link.split("?")[0], method="GET")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= MOST_OF_A_KIND or kind == "rosters.room":
                waiting.append(link)
    return answers


@pytest.mark.parametrize("role", ["officer", "moderator", "expert"])
def test_every_link_leads_somewhere(app, signed_in_as, reader):
    answers = walk(signed_in_as(reader), app)

    assert {address: answers[address].status for address in answers} == dict.fromkeys(
        answers, "200 OK"
    )
    assert len(answers) >= 10


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("role", ["officer", "moderator", "expert"])
def test_the_pages_of_the_record_fit_a_phone(app, live, open_page, signed_in_as, reader):
    answers = walk(signed_in_as(reader), app)
    page = open_page(user=reader, width=360)
    faults = []

    for address, answer in answers.items():
        is_file = "attachment" in answer.headers.get("Content-Disposition", "")
        if answer.mimetype == "text/html" and not is_file:
            page.goto(live.url(address))
            faults += faults_of(page)

    assert faults == [], "\n\n".join(faults)


def faults_of(page):
    faults = []
    for check in (check_first_visit, lambda page: check_page(page, keyboard=False)):
        try:
            check(page)
        except AssertionError as fault:
            faults.append(str(fault).split("\nassert ")[0])
    return faults
