"""What a registration writes into the registry, and what it leaves alone, on both engines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import Consent, PersonNeeds
from eventsapp.people.services import give_consent, set_needs
from eventsapp.registrations.saving import answer_later
from eventsapp.registrations.services import accept, change_form, undo
from eventsapp.registry.services import change_needs
from eventsapp.rights.services import disagree, state_own_needs
from tests.factories import NOW, make_person, make_user
from tests.registrations.forms import make_coming, make_form, page_of, register, sealed

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


def needs():
    db.session.expire_all()
    return [(one.details, one.delete_on) for one in db.session.scalars(select(PersonNeeds))]


def test_needs_that_the_expert_takes_back_on_the_page_are_kept_no_more(app, client, officer):
    registration = register(make_form(ways={"needs": "later may"}))
    accept(registration, by_id=officer, now=LATER)
    db.session.commit()
    typed = {"access_needs": "A ramp.", "dietary_needs": "", **sealed(registration)}

    client.post(f"{page_of(registration)}/later", data=typed)
    assert needs() == [({"access": "A ramp."}, date(2097, 2, 22))]
    client.post(f"{page_of(registration)}/later", data={**typed, "access_needs": ""})

    assert needs() == []


def test_needs_that_the_expert_took_back_do_not_return_with_the_next_acceptance(app, officer):
    registration = register(make_form(), needs={"access": "A ramp."})
    accept(registration, by_id=officer, now=LATER)
    person = registration.person
    user = make_user(person)
    state_own_needs(person, {"access": "", "dietary": ""}, user_id=user.id, now=NOW + DAY)

    undo(registration, by_id=officer, now=NOW + 2 * DAY)
    accept(registration, by_id=officer, now=NOW + 3 * DAY)

    assert needs() == []


def test_needs_that_were_said_since_the_registration_are_not_replaced_by_it(app, officer):
    known = make_person("Huiwen", email="huiwen@example.test")
    registration = register(make_form(), needs={"access": "A ramp."})
    state_own_needs(known, {"access": "A lift."}, user_id=make_user(known).id, now=LATER)

    accept(registration, by_id=officer, now=NOW + DAY)

    assert [one for one, _day in needs()] == [{"access": "A lift."}]


def test_needs_for_a_second_meeting_leave_those_for_the_first_and_their_day(app, officer):
    first = register(make_form(), needs={"access": "A ramp."})
    accept(first, by_id=officer, now=LATER)
    earlier = make_coming("egm-4", number=4, starts_on=date(2096, 5, 1), ends_on=date(2096, 5, 2))

    second = register(make_form(earlier), now=NOW + DAY, needs={"dietary": "Vegan."})
    accept(second, by_id=officer, now=NOW + 2 * DAY)

    assert needs() == [({"access": "A ramp.", "dietary": "Vegan."}, date(2097, 2, 22))]


def test_the_day_on_which_answers_are_deleted_follows_the_form(app, officer):
    registration = register(make_form())
    assert registration.delete_on == date(2099, 1, 23)

    change_form(registration.form, {"delete_after_days": 365}, by_id=officer, now=LATER)

    assert registration.delete_on == date(2098, 1, 23)


def test_the_secretariat_changes_the_words_of_needs_and_their_day_still_follows(app, officer):
    registration = register(make_form(), needs={"access": "A ramp."})
    accept(registration, by_id=officer, now=LATER)
    kept = db.session.scalars(select(PersonNeeds)).one()
    assert kept.meeting_id == registration.form.meeting_id

    change_needs(registration.person, {"access": "A lift."}, purpose="EGM 5", user_id=officer,
                 delete_on=kept.delete_on, now=LATER)  # fmt: skip
    assert kept.meeting_id == registration.form.meeting_id
    change_needs(registration.person, {"access": "A lift."}, purpose="EGM 5", user_id=officer,
                 delete_on=date(2098, 1, 1), now=LATER)  # fmt: skip
    assert kept.meeting_id is None


def test_later_answers_without_needs_leave_what_the_secretariat_knows_of_them(app, officer):
    registration = register(make_form(ways={"needs": "later may", "nationality": "later may"}))
    accept(registration, by_id=officer, now=LATER)
    set_needs(registration.person, {"access": "A ramp."}, purpose="For EGM 5",
              delete_on=date(2097, 2, 22), now=LATER)  # fmt: skip

    answer_later(registration, {"nationality": "CN", "needs": {}}, {}, (), now=NOW + DAY)

    assert [one for one, _day in needs()] == [{"access": "A ramp."}]
