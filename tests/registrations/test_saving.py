"""What a registration writes into the registry, and what it leaves alone, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import Consent
from eventsapp.people.services import give_consent
from eventsapp.registrations.services import accept, undo
from eventsapp.rights.services import disagree
from tests.factories import NOW, make_person, make_user
from tests.registrations.forms import make_coming, make_form, register

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)
AGREED = [{"purpose": "listed", "wording": "My name may stand in the list of EGM 5."}]


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat").id


def holding():
    return db.session.scalars(select(Consent).where(Consent.withdrawn_at.is_(None))).all()


def test_a_consent_that_was_withdrawn_does_not_come_back_with_the_next_acceptance(app, officer):
    registration = register(make_form(), consents=AGREED)
    accept(registration, by_id=officer, now=LATER)
    person = registration.person
    disagree(person, "listed", user_id=make_user(person).id, now=NOW + DAY)

    undo(registration, by_id=officer, now=NOW + 2 * DAY)
    accept(registration, by_id=officer, now=NOW + 3 * DAY)

    assert holding() == []
    assert len(db.session.scalars(select(Consent)).all()) == 1


def test_who_withdrew_while_the_secretariat_decided_has_not_agreed(app, officer):
    known = make_person("Huiwen", email="huiwen@example.test")
    give_consent(known, "listed", wording="For all meetings.", language="en", source="on paper",
                 now=NOW - DAY)  # fmt: skip
    registration = register(make_form(), consents=AGREED)
    disagree(known, "listed", user_id=officer, now=LATER)

    accept(registration, by_id=officer, now=NOW + DAY)

    assert holding() == []


def test_who_agrees_again_with_a_new_registration_has_agreed(app, officer):
    first = register(make_form(), consents=AGREED)
    accept(first, by_id=officer, now=LATER)
    disagree(first.person, "listed", user_id=officer, now=NOW + DAY)
    form = make_form(make_coming("egm-6", number=6))

    second = register(form, now=NOW + 2 * DAY, consents=AGREED)
    accept(second, by_id=officer, now=NOW + 3 * DAY)

    assert [one.source for one in holding()] == [f"registration:{second.id}"]
