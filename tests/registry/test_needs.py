"""What somebody needs to take part is seen by those who arrange it only, and each look is kept."""

from datetime import date

import pytest
from sqlalchemy import select, text

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import PersonNeeds
from eventsapp.people.services import set_needs
from tests.factories import NOW, make_person, make_user
from tests.registry.pages import said

STATED = {"access": "A seat near the door", "dietary": "No nuts"}


@pytest.fixture
def person(app):
    person = make_person("Huiwen")
    set_needs(person, STATED, purpose="EGM 2", delete_on=date(2024, 12, 1), now=NOW)
    return person


def a_colleague(arranges, role="secretariat"):
    return make_user(make_person("Grace Wanjiru"), role, arranges_needs=arranges)


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def test_who_arranges_needs_sees_them_by_pressing_a_button_and_that_is_kept(signed_in_as, person):
    user = a_colleague(arranges=True)
    browser = signed_in_as(user)

    before = browser.get(f"/people/{person.id}")
    shown = browser.post(f"/people/{person.id}/needs")

    assert "Show what they need" in before.text
    assert "No nuts" not in before.text
    assert "Access A seat near the door Food No nuts" in said(shown.text)
    entry = db.session.scalar(select(Entry))
    assert (entry.verb, entry.subject_id, entry.user_id) == ("saw needs", person.id, user.id)
    again = said(browser.get(f"/people/{person.id}").text)
    assert "Grace Wanjiru : looked at the needs" in again
    assert "No nuts" not in again


@pytest.mark.parametrize("role", ["secretariat", "administrator", "expert"])
def test_nobody_else_learns_whether_there_are_needs(signed_in_as, person, role):
    browser = signed_in_as(a_colleague(arranges=role == "expert", role=role))

    page = browser.get(f"/people/{person.id}")

    assert "need to take part" not in page.text
    assert "No nuts" not in page.text
    for path in ("needs", "needs/change"):
        assert browser.post(f"/people/{person.id}/{path}").status_code == 404
    assert browser.get(f"/people/{person.id}/needs").status_code in {404, 405}
    assert verbs() == []


def test_needs_lie_encrypted(person):
    db.session.commit()

    kept = db.session.execute(text("select details from person_needs")).scalar()

    assert "nuts" not in str(bytes(kept) if not isinstance(kept, str) else kept)


def test_needs_are_changed_for_a_purpose_and_until_a_day(signed_in_as, person):
    browser = signed_in_as(a_colleague(arranges=True))
    sent = {"access_needs": "", "dietary_needs": "Halal", "purpose": "EGM 3", "delete_on": ""}

    answer = browser.post(f"/people/{person.id}/needs/change", data=sent, follow_redirects=True)

    db.session.expire_all()
    kept = db.session.scalar(select(PersonNeeds))
    assert "What Huiwen needs is saved." in answer.text
    assert (kept.details, kept.purpose, kept.delete_on) == ({"dietary": "Halal"}, "EGM 3", None)
    assert verbs() == ["changed needs"]
    assert "Halal" not in str(db.session.scalar(select(Entry)).detail)


def test_needs_without_a_purpose_are_not_kept_and_what_was_typed_stays(signed_in_as, person):
    browser = signed_in_as(a_colleague(arranges=True))
    sent = {"dietary_needs": "Halal", "purpose": "", "delete_on": "32/13/1990"}

    answer = browser.post(f"/people/{person.id}/needs/change", data=sent)

    assert answer.status_code == 422
    assert "Say for what it is kept" in answer.text
    assert ">\nHalal</textarea>" in answer.text.replace("\r\n", "\n")
    assert db.session.scalar(select(PersonNeeds)).details == STATED
    # The page shows what is kept, so this was a look.
    assert verbs() == ["saw needs"]


def test_needs_that_are_taken_out_are_gone(signed_in_as, person):
    browser = signed_in_as(a_colleague(arranges=True))

    browser.post(f"/people/{person.id}/needs/change", data={"purpose": "EGM 2"})

    assert db.session.scalar(select(PersonNeeds)) is None


def test_an_administrator_says_who_of_the_staff_arranges_needs(signed_in_as, person):
    officer = a_colleague(arranges=False)
    admin = signed_in_as(make_user(make_person("David Adawo"), "administrator"))
    page = f"/people/{officer.person_id}"
    assert "Let them see who needs what" in admin.get(page).text

    said_yes = admin.post(f"{page}/arranges-needs/yes", follow_redirects=True)

    assert "Sees who needs what to take part." in said_yes.text
    assert signed_in_as(officer).post(f"/people/{person.id}/needs").status_code == 200
    admin.post(f"{page}/arranges-needs/no")
    assert signed_in_as(officer).post(f"/people/{person.id}/needs").status_code == 404
    assert verbs() == ["may see needs", "saw needs", "may see needs no more"]


def test_officers_and_experts_cannot_be_let_in_by_officers(signed_in_as, person):
    officer, expert = a_colleague(arranges=False), make_user(person)
    admin = signed_in_as(make_user(make_person("David Adawo"), "administrator"))

    own = signed_in_as(officer).post(f"/people/{officer.person_id}/arranges-needs/yes")
    of_expert = admin.post(f"/people/{expert.person_id}/arranges-needs/yes")

    db.session.expire_all()
    assert (own.status_code, of_expert.status_code) == (404, 409)
    assert "Only staff arrange needs." in of_expert.text
    assert (officer.arranges_needs, expert.arranges_needs) == (False, False)
