from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.consultations.models import Hearing
from eventsapp.consultations.services import cancel_consultation, reinstate_consultation
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.hearings.queries import candidates, hearing_with, of_meeting
from eventsapp.hearings.services import ask, come, give_token, stop_asking
from eventsapp.mail.models import SKIPPED, Message
from eventsapp.people.models import Person
from eventsapp.people.services import organization_named
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.services import discharge
from eventsapp.worker import deliver_mail
from tests.factories import (
    NOW,
    make_consultation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


def make_open(**changes):
    values = {
        "title": "Online consultation",
        "audience": "open online",
        "starts_on": date(2024, 10, 7),
        "ends_on": date(2024, 11, 8),
        "ends_at_time": time(23, 59),
        "takes_submissions": True,
    }
    return make_consultation(**{**values, **changes})


def messages(*, skipped=False):
    rows = db.session.scalars(select(Message).order_by(Message.id))
    return [one for one in rows if (one.state == SKIPPED) is skipped]


def test_who_is_asked_gets_one_mail_with_the_window_on_both_clocks(officer, outbox):
    consultation = make_open(announced_at=None)
    wei, silent = make_person("魏明", tz="Asia/Shanghai"), make_person("Bo", email=None)

    asked = ask(consultation, [wei, silent], now=NOW, by=officer)
    twice = ask(consultation, [wei], now=NOW + timedelta(hours=1), by=officer)
    db.session.commit()
    deliver_mail(NOW)

    [mail] = outbox.delivered
    text = mail.get_body(("plain",)).get_content()
    assert (len(asked), twice) == (2, [])
    assert (
        mail["Subject"] == "You are asked to be heard: Online consultation, until 8 November 2024"
    )
    assert "Open: Mon 7 Oct 2024 – Fri 8 Nov 2024, 23:59 Nairobi (UTC+3)" in text
    assert "On your clock: until Sat 9 Nov 2024, 04:59 Shanghai (UTC+8)" in " ".join(text.split())
    assert "/hear/" in text
    assert consultation.announced_at == NOW


def test_who_is_asked_owes_a_submission_until_the_closing_moment_and_is_reminded(officer):
    consultation = make_open()
    amina, done = make_person("Amina Diallo"), make_person("Ana Souza")
    ask(consultation, [amina, done], now=NOW, by=officer)
    discharge(consultation.deadline, done, NOW)
    db.session.commit()

    queue_due_reminders(datetime(2024, 11, 1, 7, tzinfo=UTC))

    deadline = consultation.deadline
    assert deadline.due_at == datetime(2024, 11, 8, 20, 59, tzinfo=UTC)
    assert deadline.is_carried
    reminders = [one for one in messages() if one.kind == "reminder"]
    assert [one.person_id for one in reminders] == [amina.id]
    assert "Until 23:59 on Friday 8 November 2024, Nairobi (UTC+3)." in reminders[0].text


def test_of_a_cancelled_consultation_nobody_is_reminded_until_it_is_reinstated(officer):
    consultation = make_open()
    ask(consultation, [make_person()], now=NOW, by=officer)

    cancel_consultation(consultation, now=NOW, by=officer)
    closed = consultation.deadline.closed_at
    reinstate_consultation(consultation, now=NOW, by=officer)

    assert (closed, consultation.deadline.closed_at) == (NOW, None)


def test_without_submissions_people_are_asked_and_owe_nothing(officer):
    consultation = make_open(takes_submissions=False, kind="webinar")

    ask(consultation, [make_person()], now=NOW, by=officer)

    assert consultation.deadline is None
    assert "See my page" in messages()[0].html


def test_whoever_is_asked_no_more_owes_nothing_and_is_told_where_the_mail_had_left(officer):
    consultation = make_open()
    amina, bo = make_person("Amina Diallo"), make_person("Bo Larsson")
    [first] = ask(consultation, [amina], now=NOW, by=officer)
    token = give_token(first, "a key only for tests")
    db.session.commit()
    deliver_mail(NOW)
    [second] = ask(consultation, [bo], now=NOW, by=officer)

    stop_asking([first, second], now=NOW, by=officer)
    stop_asking([first, second], now=NOW, by=officer)

    told = [one for one in messages() if ":withdrawn:" in one.dedupe_key]
    assert [one.person_id for one in told] == [amina.id]
    assert [one.reason for one in messages(skipped=True)] == ["They are not asked any more."]
    assert hearing_with(token) is None
    assert [one.is_open for one in consultation.deadline.obligations] == [False, False]


def test_asked_again_the_link_is_another_and_the_mail_goes_again(officer):
    consultation, amina = make_open(), make_person("Amina Diallo")
    [hearing] = ask(consultation, [amina], now=NOW, by=officer)
    old = give_token(hearing, "a key only for tests")
    stop_asking([hearing], now=NOW, by=officer)

    [again] = ask(consultation, [amina], now=NOW + timedelta(days=1), by=officer)
    new = give_token(again, "a key only for tests")

    assert again is hearing
    assert hearing_with(old) is None
    assert hearing_with(new) is hearing
    assert [one.is_open for one in consultation.deadline.obligations] == [True]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": None, "ends_on": None, "ends_at_time": None}, "has no day yet"),
        ({"cancelled_at": NOW}, "is cancelled. Reinstate it"),
        ({"starts_on": date(2024, 9, 1), "ends_on": date(2024, 9, 9)}, "has closed. Extend it"),
    ],
)
def test_nobody_is_asked_to_what_is_not_open_or_coming(officer, changes, sentence):
    consultation = make_open(**changes)

    with pytest.raises(RuleBroken, match=sentence):
        ask(consultation, [make_person()], now=NOW, by=officer)


def test_whoever_comes_by_the_public_page_gets_a_link_and_an_asked_address_gets_its_own(officer):
    consultation, amina = make_open(), make_person("Amina Diallo")
    [asked] = ask(consultation, [amina], now=NOW, by=officer)
    institute = organization_named("Gdańsk Institute")
    db.session.flush()

    def came(name, address, organization=None):
        return come(
            consultation,
            name,
            address,
            organization_name=organization,
            language="en",
            now=NOW + timedelta(minutes=1),
        )

    new = came("ليلى حداد", "leila@example.test", "gdansk  institute")
    known = came("Somebody", (amina.email or "").upper())

    assert known is asked
    assert (new.person_id, new.organization_id) == (None, institute.id)
    links = [one for one in messages() if ":link:" in one.dedupe_key]
    assert [one.recipient for one in links] == ["leila@example.test", amina.email]
    assert db.session.query(Hearing).count() == 2


def test_who_is_asked_already_and_who_left_are_not_offered(officer):
    meeting, consultation = make_meeting(), make_open()
    amina, bo, gone = make_person("Amina"), make_person("Bo"), make_person("Carla")
    gone.left_at = NOW
    for person in (amina, bo, gone):
        take_part(meeting, person)
    ask(consultation, [amina], now=NOW, by=officer)

    found = candidates(consultation, [of_meeting("egm-2")])

    assert found == [bo]
    assert candidates(consultation, [Person.id == gone.id]) == []
