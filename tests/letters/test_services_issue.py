"""From the approved request to the numbered letter and its end."""

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.letters import services
from eventsapp.letters.models import LetterRegister
from eventsapp.letters.queries import letter_with_code
from tests.factories import NOW, make_person, make_user
from tests.letters.requests import (
    DETAILS,
    NUMBER,
    SENDER,
    approve,
    approved,
    issue,
    make_expert,
    make_forum,
    make_officer,
    make_request,
    submitted,
)
from tests.letters.test_pdf import words_of


@pytest.fixture
def forum(app):
    return make_forum()


@pytest.fixture
def expert(app):
    return make_expert()


@pytest.fixture
def officer(app):
    return make_officer()


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def test_an_approved_request_becomes_a_numbered_letter_and_a_mail_with_a_link(
    forum, expert, officer, outbox
):
    request = approved(expert, forum, officer)

    letter = issue(request, officer)

    assert (letter.number, letter.state, letter.issued_on) == (
        "IG-PCSC/2024/0001",
        "valid",
        date(2024, 9, 28),
    )
    assert (request.state, letter.sha256) == ("issued", hashlib.sha256(letter.pdf).hexdigest())
    assert letter_with_code(letter.code) is letter
    assert verbs() == ["submitted", "approved", "issued"]
    assert [(m.recipient, m.kind, m.refers_to) for m in outbox] == [
        (expert.person.email, "letter", f"letter:{letter.id}")
    ]
    assert f"/letters/{request.id}" in outbox[0].text
    assert letter.code not in outbox[0].text + outbox[0].html


def test_the_letter_names_the_person_as_the_passport_does_and_its_approver_signs(
    forum, expert, officer
):
    officer.person.function = "Head of the secretariat"
    expert.person.function = "Professor of urban planning"

    letter = issue(approved(expert, forum, officer), make_officer("Óscar Núñez"))

    assert letter.facts == {
        "recipient": ["ŁUCJA ŻÓŁKIEWSKA", "Professor of urban planning"],
        "subject": "Invitation to the World Urban Forum",
        "occasion": "Cairo, Egypt, 4 to 8 November 2024",
        "salutation": "Madam,",
        "paragraphs": [
            "I have the honour to invite you to the World Urban Forum, to be held in Cairo, "
            "Egypt, from 4 to 8 November 2024.",
            "The cost of your travel and accommodation will be borne by the secretariat.",
            "Should you need a visa, you may wish to apply as soon as you have received this "
            "letter. Visas are granted by the authorities of the host country alone, and this "
            "letter is no promise of one.",
            "For any question the secretariat is at your disposal at secretariat@eventsapp.test.",
        ],
        "closing": "Accept, Madam, the assurances of my highest consideration.",
        "language": "en",
        "organization": "Secretariat of the Expert Group Meetings",
        "office": "",
        "date": "28 September 2024",
        "issued_on": "2024-09-28",
        "signatory": ["Grace Wanjiru", "Head of the secretariat"],
        "number": "IG-PCSC/2024/0001",
        "code": letter.code,
        "title": "Invitation letter IG-PCSC/2024/0001",
        "verify_url": f"https://egm.example.org/verify/{letter.code}",
    }
    assert "Grace Wanjiru Head of the secretariat ŁUCJA ŻÓŁKIEWSKA" in words_of(letter.pdf)


def test_a_letter_is_numbered_by_the_day_of_the_secretariat(forum, expert, officer):
    request = approved(expert, forum, officer)
    forum.ends_on = date(2025, 2, 1)

    letter = issue(request, officer, now=datetime(2024, 12, 31, 21, 30, tzinfo=UTC))

    assert (letter.number, letter.issued_on) == ("IG-PCSC/2025/0001", date(2025, 1, 1))


def test_numbers_run_without_gaps_also_after_a_letter_that_failed(forum, officer):
    first = issue(approved(make_expert("Nia"), forum, officer), officer)
    unprintable = make_expert("Անի Հակոբյան")
    request = make_request(unprintable, forum)
    request.details = {**DETAILS, "passport_name": "Անի"}
    db.session.flush()
    services.submit_request(request, version=request.version, by=unprintable, now=NOW)
    approve(request, officer)
    db.session.commit()
    with pytest.raises(RuleBroken) as refusal:
        issue(request, officer)
    db.session.rollback()

    second = issue(approved(make_expert("Huiwen Ma"), forum, officer), officer)

    assert str(refusal.value) == (
        "The letter cannot show “Անի”: no font here has it. Return the request and ask for the "
        "name in the letters that the passport also prints."
    )
    assert [first.number, second.number] == ["IG-PCSC/2024/0001", "IG-PCSC/2024/0002"]


def test_a_letter_that_was_overtaken_while_it_was_set_carries_the_number_it_was_given(
    forum, expert, officer
):
    issue(approved(make_expert("Nia"), forum, officer), officer)
    request = approved(expert, forum, officer)
    with another_officer_takes_numbers_up_to(3):
        letter = issue(request, officer)

    register = db.session.scalar(select(LetterRegister))
    assert (letter.number, register.last_serial) == ("IG-PCSC/2024/0004", 4)
    assert "Number IG-PCSC/2024/0004" in words_of(letter.pdf)


@contextmanager
def another_officer_takes_numbers_up_to(last):
    """Move the register on between the moment it is read and the moment it is locked."""

    def move_on(connection, cursor, statement, *_):
        if statement.startswith("UPDATE letter_request"):
            cursor.execute(f"UPDATE letter_register SET last_serial = {last}")

    event.listen(db.engine, "before_cursor_execute", move_on)
    yield
    event.remove(db.engine, "before_cursor_execute", move_on)


def test_only_an_approved_request_becomes_a_letter(forum, expert, officer):
    request = submitted(expert, forum)

    with pytest.raises(RuleBroken) as refusal:
        issue(request, officer)

    assert str(refusal.value) == "Nobody has approved this request yet. Approve it first."


def test_a_second_press_on_issue_makes_no_second_letter(forum, expert, officer, outbox):
    request = approved(expert, forum, officer)
    issue(request, officer)

    with pytest.raises(RuleBroken) as refusal:
        issue(request, officer)

    assert str(refusal.value) == (
        "This request became a letter on 28 September 2024. Nothing was changed."
    )
    assert (len(outbox), db.session.scalar(select(LetterRegister.last_serial))) == (1, 1)


def test_a_cancelled_meeting_gets_no_letter(forum, expert, officer):
    request = approved(expert, forum, officer)
    forum.cancelled_at = NOW

    with pytest.raises(RuleBroken) as refusal:
        issue(request, officer)

    assert str(refusal.value) == "The meeting was cancelled. Withdraw the request instead."


def test_a_correction_is_a_new_letter_that_replaces_the_old_one(forum, expert, officer):
    old = issue(approved(expert, forum, officer), officer)
    content = old.pdf

    new = issue(approved(expert, forum, officer), officer, now=NOW + timedelta(days=1))

    assert (old.state, old.replaced_by_id, old.pdf) == ("replaced", new.id, content)
    assert (new.state, new.number) == ("valid", "IG-PCSC/2024/0002")


def test_a_letter_of_another_person_is_not_replaced(forum, expert, officer):
    other = issue(approved(make_expert("Sukarno"), forum, officer), officer)

    issue(approved(expert, forum, officer), officer)

    assert other.state == "valid"


def test_a_revoked_letter_says_so_and_keeps_its_number(forum, expert, officer, outbox):
    letter = issue(approved(expert, forum, officer), officer)

    services.revoke_letter(letter, "The visit was called off.", by=officer, now=NOW)

    assert (letter.state, letter.ended_at, letter.ended_reason, letter.number) == (
        "revoked",
        NOW,
        "The visit was called off.",
        "IG-PCSC/2024/0001",
    )
    assert outbox[-1].subject == "Letter IG-PCSC/2024/0001 was revoked"


def test_a_letter_is_revoked_once(forum, expert, officer):
    letter = issue(approved(expert, forum, officer), officer)
    services.revoke_letter(letter, "The visit was called off.", by=officer, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        services.revoke_letter(letter, "Again.", by=officer, now=NOW)

    assert str(refusal.value) == (
        "Letter IG-PCSC/2024/0001 is revoked since 28 September 2024. Nothing was changed."
    )
    assert letter.ended_reason == "The visit was called off."


def test_what_is_secret_lies_encrypted_in_the_tables(forum, expert, officer):
    letter = issue(approved(expert, forum, officer), officer)
    db.session.flush()

    rows = db.session.connection().exec_driver_sql(
        "SELECT details, facts, pdf FROM letter_request AS r JOIN letter ON request_id = r.id"
    )
    kept = [bytes(value) for row in rows for value in row]

    assert len(kept) == 3
    for value in kept:
        assert value.startswith(b"gAAAA")
        assert NUMBER.encode() not in value
        assert "ŻÓŁKIEWSKA".encode() not in value
    assert letter.facts["recipient"][0] == "ŁUCJA ŻÓŁKIEWSKA"


def test_a_letter_that_is_sent_from_another_address_leads_there(forum, expert, officer):
    request = approved(expert, forum, officer)
    sender = replace(
        SENDER, base_url="https://other.example.org/egm", organization="Büro für Städte"
    )

    letter = services.issue_letter(
        request, sender, version=request.version, by=make_user(make_person("Nia"), SECRETARIAT),
        now=NOW,
    )  # fmt: skip

    assert letter.facts["verify_url"] == f"https://other.example.org/egm/verify/{letter.code}"
    assert words_of(letter.pdf).startswith("Büro für Städte")
