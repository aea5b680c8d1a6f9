"""Whose a registration is, where an invitation or an address went through several hands."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from eventsapp.accounts.services import ask_for_link
from eventsapp.extensions import db
from eventsapp.invitations.models import Invitation
from eventsapp.people.models import Person
from eventsapp.registrations.models import Registration
from eventsapp.registrations.opened import Opened
from eventsapp.registrations.saving import why_staff
from eventsapp.registrations.services import accept, withdraw
from tests.factories import NOW, make_invitation, make_person, make_user
from tests.registrations.forms import (
    kept,
    make_coming,
    make_form,
    page_of,
    register,
    said,
    sealed,
    send,
    typed,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


@pytest.fixture
def amina(app):
    return make_person("Amina Diallo", email="amina@example.test")


def test_a_forwarded_invitation_does_not_open_the_registration_of_whom_it_was_for(
    app, client, amina
):
    meeting = make_coming()
    form = make_form(meeting, ways={"phone": "may"}, kind="invited", is_decided_by_staff=False)
    invitation = make_invitation(meeting, amina)
    first = register(
        form, "Amina Diallo", "amina@example.test", invitation=invitation, phone="+221 33 000"
    )
    mark = Opened(form.id, "e" * 32, datetime.now(UTC) - timedelta(minutes=3), invitation.id)
    answer = {"mark": mark, "printed_name": "Eve Adams", "email": "eve@example.test"}
    client.post(f"/register/{form.token}", data=typed(form, **answer))
    second = kept()[1]

    confirmed = client.post(f"{page_of(second)}/confirm", data=sealed(second))

    assert confirmed.location == page_of(second)
    page = client.get(confirmed.location).text
    assert "Amina" not in page
    assert "+221" not in page
    assert [(one.state, one.person_id) for one in kept()] == [
        ("accepted", amina.id), ("pending", None),
    ]  # fmt: skip
    held = db.session.get(Invitation, invitation.id)
    assert (held.answer, held.answered_from) == ("yes", None)
    withdraw(db.session.get(Registration, second.id), now=LATER)
    assert db.session.get(Invitation, invitation.id).answer == "yes"
    assert first.participation.left_at is None


def test_staff_see_whom_the_invitation_was_for_and_nobody_is_chosen_for_them(
    app, signed_in_as, officer, amina
):
    meeting = make_coming()
    invitation = make_invitation(meeting, amina)
    form = make_form(meeting, kind="invited")
    registration = register(form, "Eve Adams", "eve@example.test", invitation=invitation)
    browser = signed_in_as(officer)
    path = f"/registrations/{registration.id}"

    page = browser.get(path).text

    assert "The invitation went to somebody of the registry" in page
    assert f'value="{amina.id}"' in page
    assert 'id="whose-same" value="new">' in page
    refused = browser.post(f"{path}/decide", data={"decision": "accepted"})
    assert refused.status_code == 409
    assert "choose who it is" in refused.text
    browser.post(f"{path}/decide", data={"decision": "accepted", "whose": "new"})
    [accepted] = kept()
    assert (accepted.person.printed_name, accepted.invitation_id) == ("Eve Adams", None)
    # Who was invited has not answered.
    assert db.session.get(Invitation, invitation.id).answer is None


def test_who_registers_again_from_a_second_address_is_not_shown_the_first_one(
    app, client, outbox, amina
):
    form = make_form(ways={"phone": "may"})
    first = register(form, "Amina Diallo", "old@example.test", phone="+221 33 000")
    accept(first, by_id=None, now=LATER, whose=str(amina.id))
    second = send(form, "Amina Diallo", "amina@example.test", now=LATER)
    db.session.commit()

    answer = client.post(f"{page_of(second)}/confirm", data=sealed(second))

    assert answer.location == f"/register/{form.token}/link"
    assert [one.email for one in kept()] == ["old@example.test"]
    assert (outbox[-1].recipient, outbox[-1].subject.split(":")[0]) == (
        "old@example.test", "The link to your registration",
    )  # fmt: skip
    assert db.session.scalars(select(Registration.state)).one() == "accepted"


def test_registering_with_the_invitation_of_an_administrator_gives_nobody_their_account(app):
    boss = make_person("Nomsa Dube", email="nomsa@un.test")
    make_user(boss, "administrator")
    form = make_form(is_decided_by_staff=False)
    invitation = make_invitation(form.meeting, boss)

    register(form, "Nomsa Dube", "eve@example.test", invitation=invitation)

    assert [one.address for one in boss.addresses] == ["nomsa@un.test"]
    assert ask_for_link("eve@example.test", next_page=None, real_now=LATER) is None


def test_who_moves_up_by_themselves_gets_no_address_in_the_registry(app, amina):
    form = make_form(is_decided_by_staff=False, most_people=1)
    first = register(form)
    second = register(form, "Amina", "eve@example.test")
    second.person = amina  # as registrations held before addresses were looked at so
    db.session.flush()

    withdraw(first, now=LATER)

    assert second.state == "accepted"
    assert [one.address for one in amina.addresses] == ["amina@example.test"]


def test_an_officer_cannot_say_that_an_address_is_a_colleagues_and_an_administrator_can(
    app, signed_in_as, officer
):
    boss = make_person("Nomsa Dube", email="nomsa@un.test")
    make_user(boss, "administrator")
    chief = make_user(make_person("Ólafur Þórsson"), "administrator")
    registration = register(make_form(), "Nomsa D.", "nomsa@example.test")
    answer = {"decision": "accepted", "whose": str(boss.id)}
    path = f"/registrations/{registration.id}/decide"

    refused = signed_in_as(officer).post(path, data=answer)

    assert refused.status_code == 409
    assert "An administrator decides whether this one is theirs." in said(refused)
    assert [one.state for one in kept()] == ["pending"]
    accept(registration, by_id=officer.id, now=LATER, whose=str(boss.id))
    assert [one.address for one in boss.addresses] == ["nomsa@un.test"]
    db.session.rollback()
    signed_in_as(chief).post(path, data=answer)
    [accepted] = kept()
    assert [one.address for one in accepted.person.addresses] == [
        "nomsa@un.test", "nomsa@example.test",
    ]  # fmt: skip


def test_two_delegates_who_share_the_address_of_their_mission_are_both_kept(
    app, client, outbox, officer
):
    form = make_form(ways={"phone": "may"}, is_decided_by_staff=False)
    first = register(form, "Wanjikũ Kamau", "mission@ke.test", phone="+254 20 111")
    second = send(form, "Otieno Odhiambo", "mission@ke.test", now=LATER)
    third = send(form, "Achieng Were", "mission@ke.test", now=LATER + timedelta(hours=1))
    db.session.commit()

    answer = client.post(f"{page_of(second)}/confirm", data=sealed(second))

    assert answer.location == page_of(second)
    assert "Wanjikũ" not in client.get(answer.location).text
    assert [(one.printed_name, one.state, one.person_id is None) for one in kept()] == [
        ("Wanjikũ Kamau", "accepted", False),
        ("Otieno Odhiambo", "pending", True),
        ("Achieng Were", "received", True),
    ]
    assert why_staff(second) == ["held", "shared"]
    accept(second, by_id=officer.id, now=LATER, whose="new")
    assert second.person_id != first.person_id
    assert [one.address for one in first.person.addresses] == ["mission@ke.test"]
    db.session.commit()
    before = len(outbox)
    client.post(f"/register/{form.token}/link", data={"email": "mission@ke.test"})
    told = {message.recipient_name for message in outbox[before:]}
    assert told == {first.printed_name, second.printed_name, third.printed_name}


def test_who_registers_again_under_a_fuller_name_is_sent_the_link_and_shown_nothing(app, client):
    form = make_form(ways={"phone": "may"})
    first = register(form, phone="+86 10 111")
    second = send(form, "Huiwen Li", now=LATER)
    db.session.commit()

    answer = client.post(f"{page_of(second)}/confirm", data=sealed(second))

    assert answer.location == f"/register/{form.token}/link"
    assert [one.id for one in kept()] == [first.id]


def test_who_was_entered_while_they_waited_is_not_entered_a_second_time(app):
    form = make_form(is_decided_by_staff=False, most_people=1)
    first, second = register(form), register(form, "Amina Diallo", "amina@example.test")
    known = make_person("Amina Diallo", email="amina@example.test")

    withdraw(first, now=LATER)

    assert (second.state, second.person) == ("accepted", known)
    named = select(Person).where(Person.printed_name == "Amina Diallo")
    assert db.session.scalars(named).all() == [known]


def test_staff_say_who_it_is_where_the_address_is_held_under_another_name_by_now(
    app, signed_in_as, officer
):
    registration = register(make_form(), "A. Diallo", "amina@example.test")
    known = make_person("Amina Diallo", email="amina@example.test")
    browser, path = signed_in_as(officer), f"/registrations/{registration.id}"

    page = browser.get(path).text

    assert "They have this address." in page
    assert 'id="whose-same" value="new">' in page
    assert browser.post(f"{path}/decide", data={"decision": "accepted"}).status_code == 409
    browser.post(f"{path}/decide", data={"decision": "accepted", "whose": str(known.id)})
    [accepted] = kept()
    assert accepted.person_id == known.id


def test_the_address_of_somebody_who_left_is_looked_at_and_its_page_names_nobody(app, client):
    gone = make_person("Sione Fifita", email="sione@example.test")
    gone.left_at = NOW
    registration = send(make_form(is_decided_by_staff=False), "Tevita", "sione@example.test")
    db.session.commit()

    answer = client.post(f"{page_of(registration)}/confirm", data=sealed(registration))

    assert [(one.state, one.person_id) for one in kept()] == [("pending", None)]
    assert gone.printed_name not in client.get(answer.location).text


def test_whoever_withdraws_is_not_held_up_by_who_cannot_move_up_without_staff(app, client, outbox):
    form = make_form(is_decided_by_staff=False, most_people=1)
    first = register(form)
    second = register(form, "Tevita Fifita", "tevita@example.test", now=LATER)
    third = register(form, "王芳", "wang@example.test", now=LATER + timedelta(hours=1))
    make_person("Sione Fifita", email="tevita@example.test").left_at = NOW
    db.session.commit()

    answer = client.post(f"{page_of(first)}/withdraw", data=sealed(first))

    assert answer.location == page_of(first)
    assert [one.state for one in kept()] == ["withdrawn", "pending", "accepted"]
    assert why_staff(second) == ["held"]
    subjects = {one.recipient: one.subject.split(":")[0] for one in outbox}
    assert subjects["tevita@example.test"] == "Registration received"
    assert subjects["wang@example.test"] == "You have a place"
    assert third.person.email == "wang@example.test"
    assert not any("Sione" in one.text for one in outbox)
