"""The number of a registration or a question that went is nobody else's, nor are its mails."""

import pytest
from sqlalchemy import select, text

from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.questions.services import add_question, remove_question
from eventsapp.registrations.models import Registration
from eventsapp.registrations.services import confirm
from eventsapp.rights.rules import RULES
from eventsapp.rights.saving import purge
from eventsapp.worker import secret_link
from tests.factories import NOW, make_invitation, make_person, make_user
from tests.registrations.forms import ask, make_coming, make_form, page_of, register, send

NEVER_GIVEN_AGAIN = ["person", "participation", "registration_form", "question", "invitation",
                     "registration", "registration_file", "correction"]  # fmt: skip


def mails_to(address):
    found = select(Message).where(Message.recipient == address).order_by(Message.id)
    return list(db.session.scalars(found))


def test_the_mail_about_a_registration_that_went_never_leads_to_somebody_else(app):
    form = make_form()
    register(form, "Ana Paula Bruno", "ana@example.test")
    again = send(form, "Ana P. Bruno", "ana@example.test", key="again")
    gone = again.id

    confirm(again, now=NOW)
    other = send(form, "Yusuf Demir", "yusuf@example.test")

    assert other.id > gone
    assert [one.state for one in mails_to("ana@example.test")] == ["pending", "pending", "skipped"]
    assert [secret_link(one) for one in mails_to("yusuf@example.test")] == [
        f"http://localhost{page_of(other)}"
    ]


def test_what_was_never_confirmed_goes_with_its_mails_when_another_one_is_confirmed(app):
    form = make_form()
    send(form, key="first")
    second = send(form, key="second")

    confirm(second, now=NOW)

    assert db.session.scalars(select(Registration)).all() == [second]
    assert [one.state for one in mails_to("huiwen@example.test")] == [
        "skipped",
        "pending",
        "pending",
    ]


def test_a_purge_of_what_was_never_confirmed_stops_its_mails(app):
    form = make_form()
    send(form)
    rule = next(one for one in RULES if one.name == "unconfirmed registrations")

    purge(rule, now=NOW.replace(year=NOW.year + 1))

    assert db.session.scalars(select(Registration)).all() == []
    assert [one.state for one in mails_to("huiwen@example.test")] == ["skipped"]


def test_two_mails_with_one_number_are_two_mails(app):
    # A database that was restored may count from where it stood.
    first, second = send(make_form()), send(make_form(make_coming("egm-6", number=6)), key="other")
    keys = [one.dedupe_key for one in mails_to("huiwen@example.test")]

    assert [key.split(":")[2] for key in keys] == ["confirm", "confirm"]
    assert len({key.split(":")[3] for key in keys}) == 2
    assert first.client_key not in keys[0]
    assert second.client_key not in keys[1]


def test_an_answer_never_appears_under_a_question_that_came_later(app):
    form = make_form()
    officer = make_user(make_person("Grace Wanjiru"), "secretariat").id
    passport = ask(form, "Number of your passport", is_sensitive=True)
    answered = register(form, answers={str(passport.id): "XK4471902"})

    remove_question(passport, by_id=officer, now=NOW)
    facts = {"label": "Which theme first?", "kind": "text", "options": []}
    later = add_question(form, facts, by_id=officer, now=NOW)

    assert str(later.id) not in answered.answers


def test_who_is_invited_after_somebody_went_has_another_number(app):
    meeting = make_coming()
    first = make_invitation(meeting, make_person("Huiwen"))
    numbers = (first.id, first.participation_id)
    part = first.participation
    for one in (first, part):
        db.session.delete(one)
        db.session.flush()

    second = make_invitation(meeting, make_person("Łucja Żółkiewska"))

    assert second.id > numbers[0]
    assert second.participation_id > numbers[1]


@pytest.mark.parametrize("name", NEVER_GIVEN_AGAIN)
def test_the_tables_that_others_name_by_number_count_on(app, name):
    table = db.metadata.tables[name]
    if db.engine.dialect.name == "sqlite":
        made = db.session.scalar(
            text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
            {"name": name},
        )
        assert "AUTOINCREMENT" in made
    assert table.dialect_options["sqlite"]["autoincrement"]
