"""Every page that somebody may open: accessible, light, no wider than a phone, usable by keyboard.

The addresses come from the app itself, so a new page is checked from its first day. What stands for
an argument of an address is found by its name, or said in `VALUES` and `TABLES`.
"""

from functools import partial

import pytest
from sqlalchemy import select

from eventsapp.accounts.services import ask_for_link, give_token
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from tests.browser.checks import COLOURS, RULES, check_first_visit, check_page
from tests.scenes import make_scene

VALUES = {"code": "egm-2", "number": 1, "label": "1", "kind": "erasure"}
TABLES = {
    "item_id": "agenda_item",
    "handed_id": "handed_draft",
    "question_id": "open_question",
    "list_id": "published_list",
    "request_id": "letter_request",
    "slot_id": "poll_slot",
    "rule_id": "placing_rule",
    "invitee_id": "poll_invitee",
}
# The packages of comments, and the rows of the scene that stand in their addresses.
OF_A_ROUND = {"comments", "commenting", "answers", "matrices", "markup"}
OF_COMMENTS = {
    "document_id": "commented document",
    "round_id": "comment round",
    "group_id": "comment group",
    "upload_id": "matrix",
}
# Addresses that answer with something else than a page, or whose page others lead to.
NO_PAGES = {
    "static",
    "agendas.changes",  # a part of agendas.agenda
    "attendance.day_sheet",
    "attendance.export",
    "attendance.room_sheet",
    "attendance.sync_day",
    "attendance.sync_room",
    "attendance.worker",
    "boards.costs",
    "boards.state",
    "calendars.feed",
    "calendars.public_feed",
    "documents.file",
    "figures.chart",
    "figures.export",
    "figures.process_chart",
    "figures.process_export",
    "mixing.chart",
    "submissions.export",
    "submissions.take_file",
    "imports.original",
    "imports.template",
    "letters.pdf",
    "lists.cards",
    "lists.export",
    "lists.published_file",
    "logbook.export",
    "matrices.export",
    "mail.body",  # shown in the frame of mail.show, where scripts may not run, nor axe
    "programmes.export",
    "registry.export",
    "nominations.export",
    "nominations.letter",
    "operations.healthz",
    "operations.readyz",
    "operations.robots",
    "operations.show_metrics",
    "searches.progress",  # asked by the script of searches.show
    "participants.export",
    "papers.download",
    "rosters.online_file",
    "rosters.papers",
    "rosters.room_pdf",
    "rosters.whole_set",
}

# Who looks, on what device, whether with the keyboard (which takes its time), and what axe is
# asked.
LOOKS = {
    "the secretariat on a phone": ("secretariat", {"width": 360}, True, RULES),
    "the secretariat on a wide dark screen": ("secretariat", {"scheme": "dark"}, False, COLOURS),
    "the secretariat from right to left":
        ("secretariat", {"width": 360, "language": "ar"}, False, None),
    "the secretariat without script": ("secretariat", {"width": 360, "script": False}, False, None),
    "a moderator on a phone": ("moderator 1", {"width": 360}, True, RULES),
    "an expert on a phone": ("expert", {"width": 360}, True, RULES),
}  # fmt: skip

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def scene(app):
    return make_scene()


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
    if (endpoint, name) == ("invitations.answer", "token"):
        return scene.invitation_token
    if (endpoint, name) == ("submissions.by_link", "token"):
        return scene.hearing_token
    if endpoint == "hearings.public_page":
        return scene.rows["open consultation"].id
    if (endpoint, name) == ("answering.answer", "token"):
        return scene.poll_token
    if name == "token" and endpoint.startswith("regist"):
        is_of_form = endpoint in {"registrations.form", "registrations.sent", "registered.link"}
        return "register-egm-5" if is_of_form else scene.registration_token
    if endpoint.partition(".")[0] in OF_A_ROUND:
        return scene.comment_token if name == "token" else scene.rows[OF_COMMENTS[name]].id
    if endpoint in ("documents.changes", "drafts.doubtful"):
        return {"number": 2}.get(name, scene.rows["document"].id)
    if endpoint == "questions.edit":
        return scene.rows["own_question"].id
    if (endpoint, name) == ("boards.person", "person_id"):
        return scene.users["moderator 1"].person_id
    if endpoint == "rights.ask":
        return "erasure"
    if endpoint in {"invitations.own", "fairtimes.show"}:
        return "egm-5"
    if endpoint.startswith("imports.") and name == "import_id":
        return scene.rows["sheet import"].id
    if endpoint.startswith("series."):
        return "2031-02-27" if name == "day" else scene.rows["series"].id
    if name in VALUES:
        return VALUES[name]
    if name.endswith("_id"):
        table = db.metadata.tables[TABLES.get(name, name.removesuffix("_id"))]
        return db.session.scalar(select(table.c.id).order_by(table.c.id).limit(1))
    return "x1"


def pages_for(client, addresses):
    """The addresses that show this visitor a page of their own; the others answer 404."""
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answers = {address: client.get(address) for address in addresses}
    assert [address for address in answers if answers[address].status_code >= 500] == []
    return [
        address
        for address, answer in answers.items()
        if answer.status_code == 200 and answer.mimetype == "text/html"
    ]


@on_one_engine
@pytest.mark.parametrize("look", LOOKS)
def test_every_page_can_be_used_by(app, live, open_page, signed_in_as, scene, look):
    app.config["LANGUAGES"] = ("en", "ar")
    role, device, keyboard, rules = LOOKS[look]
    user = scene.users[role]
    addresses = pages_for(signed_in_as(user), addresses_of(app, scene))
    page = open_page(user=user, **device)
    faults = []

    for address in addresses:
        page.goto(live.url(address))
        faults += faults_of(page, keyboard, rules)

    assert len(addresses) >= 8
    assert faults == [], "\n\n".join(faults)


def faults_of(page, keyboard, rules):
    faults = []
    whole = partial(check_page, keyboard=keyboard, rules=rules)
    for check in (check_first_visit, whole):
        try:
            check(page)
        except AssertionError as fault:
            faults.append(str(fault).split("\nassert ")[0])
    return faults
