"""What is held about a person under their address, in files and in lists, and not their number."""

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.held.queries import held_about
from eventsapp.imports.services import hand_over
from eventsapp.mail.services import queue_message
from eventsapp.registrations.models import Registration
from eventsapp.rights.queries import all_held
from tests.erasing.life import make_life
from tests.factories import NOW, make_person

OWN = {"is_own": True, "shows_locked": True, "shows_needs": True}


@pytest.fixture
def life(app):
    return make_life()


def rows(name, person, **options):
    found = {one.name: one.rows for one in held_about(person, **{**OWN, **options})}
    return found.get(name, ())


def test_what_was_sent_to_their_address_only_is_held_too(life):
    for number, address in enumerate(("LUCJA@example.test", "huiwen@example.test")):
        mail = queue_message(kind="x", dedupe_key=str(number), recipient=address, subject=address,
                             text="…", now=NOW)  # fmt: skip
        mail.state = "sent"

    held = rows("mails", life.person)

    assert [one["subject"] for one in held] == ["Feedback on the draft", "LUCJA@example.test"]


def test_what_came_from_their_address_and_is_nobodys_yet_is_held_too(life):
    held = rows("registrations", life.person)

    assert [(one["state"], one["facts"]["printed_name"]) for one in held] == [
        ("pending", "Łucja Żółkiewska"),
        ("received", "Łucja Żółkiewska"),
    ]
    assert rows("registrations", make_person("Huiwen", email="hw@example.test")) == ()


def test_of_a_colleague_who_shares_the_mailbox_one_learns_only_that_they_registered(life):
    row = db.session.scalars(select(Registration).where(Registration.person_id.is_(None))).one()
    row.printed_name = "Ahmed Ould"

    [_own, other] = rows("registrations", life.person)

    assert other == {
        "meeting": row.form.meeting.short_name,
        "state": "received",
        "email": "lucja@example.test",
        "received_at": NOW,
    }
    assert rows("registrations", life.person, is_own=False)[1]["printed_name"] == "Ahmed Ould"


def test_files_in_which_they_were_read_are_held_too(life):
    hand_over(b"Name,E-mail\nL. Z.,lucja@example.test\n", "waits.csv", now=NOW, by=life.officer)
    hand_over(b"Name,E-mail\nHuiwen,\n", "others.csv", now=NOW, by=life.officer)

    held = rows("sources", life.person)

    assert [one["file"] for one in held if "file" in one] == ["waits.csv"]


def test_the_lists_in_which_they_stand_are_held_too(life):
    groups = {one.name: one.rows for one in all_held(life.person, is_own=True)}
    others = {one.name for one in all_held(life.officer.person, is_own=True)}

    assert groups["lists"] == ({"meeting": "EGM 2", "language": "en", "published_at": NOW},)
    assert "lists" not in others


def test_the_page_and_the_file_of_their_data_name_the_lists(life, signed_in_as):
    browser = signed_in_as(life.account)

    assert "Published lists" in browser.get("/my-data").text
    held = browser.post("/my-data.json").json["held"]

    assert [len(one["rows"]) for one in held if one["group"] == "lists"] == [1]
