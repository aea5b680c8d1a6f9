"""Every page that somebody may open: accessible, light, no wider than a phone, usable by keyboard.

The addresses come from the app itself, so a new page is checked from its first day. What stands for
an argument of an address is found by its name, or said in `VALUES` and `TABLES`.
"""

import pytest
from sqlalchemy import select

from eventsapp.accounts.services import ask_for_link, give_token
from eventsapp.calendars.services import create_feed
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from tests.browser.checks import check_first_visit, check_page
from tests.factories import NOW
from tests.scenes import make_scene

VALUES = {"code": "egm-2", "number": 1, "label": "1"}
TABLES = {
    "item_id": "agenda_item",
    "question_id": "open_question",
    "request_id": "letter_request",
}
# Addresses that answer with something else than a page, or whose page others lead to.
NO_PAGES = {
    "static",
    "calendars.feed",
    "calendars.public_feed",
    "letters.pdf",
    "operations.healthz",
    "operations.readyz",
    "operations.robots",
    "operations.show_metrics",
}

LOOKS = {
    "on a phone": {"width": 360},
    "on a wide screen, dark": {"width": 1280, "scheme": "dark"},
    "on a phone, right to left": {"width": 360, "language": "ar"},
    "on a phone, without script": {"width": 360, "script": False},
}
ROLES = ("secretariat", "moderator 1", "expert")

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def scene(app):
    scene = make_scene()
    for role in ROLES:
        create_feed(by=scene.users[role], now=NOW)
    db.session.commit()
    return scene


def addresses_of(app, scene):
    """Every address that a browser may ask for, with the rows of the scene in it."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in NO_PAGES:
            some = {name: value_of(name, rule.endpoint, scene) for name in rule.arguments}
            found.append(adapter.build(rule.endpoint, some))
    return sorted(found)


def value_of(name, endpoint, scene):
    if (endpoint, name) == ("accounts.use_sign_in_link", "token"):
        person = scene.users["expert"].person
        return give_token(ask_for_link(person.email, next_page=None, real_now=real_utcnow()))
    if name in VALUES:
        return VALUES[name]
    if name.endswith("_id"):
        table = db.metadata.tables[TABLES.get(name, name.removesuffix("_id"))]
        return db.session.scalar(select(table.c.id).order_by(table.c.id).limit(1))
    return "x1"


def pages_for(client, addresses):
    """The addresses that show this visitor a page of their own; the others answer 404."""
    answers = {address: client.get(address) for address in addresses}
    return [
        address
        for address, answer in answers.items()
        if answer.status_code == 200 and answer.mimetype == "text/html"
    ]


@on_one_engine
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_can_be_used(app, live, open_page, signed_in_as, scene, role, look):
    app.config["LANGUAGES"] = ("en", "ar")
    user = scene.users[role]
    addresses = pages_for(signed_in_as(user), addresses_of(app, scene))
    faults = []

    for address in addresses:
        page = open_page(user=user, **LOOKS[look])
        page.goto(live.url(address))
        faults += faults_of(page)
        page.context.close()

    assert len(addresses) >= 8
    assert faults == [], "\n\n".join(faults)


def faults_of(page):
    faults = []
    for check in (check_first_visit, check_page):
        try:
            check(page)
        except AssertionError as fault:
            faults.append(str(fault).split("\nassert ")[0])
    return faults
