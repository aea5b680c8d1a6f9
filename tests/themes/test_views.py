"""Experts are asked for their themes, say them on a phone without script, and staff see them."""

import re
from datetime import date

import pytest

from eventsapp.breakouts.models import Round
from eventsapp.extensions import db
from eventsapp.reminders.models import Obligation
from eventsapp.themes.queries import wishes_of
from eventsapp.themes.ranking import field_of
from eventsapp.themes.services import ask
from tests.factories import (
    NOW,
    commit,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    take_part,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
OWN = "/meetings/egm-2/themes"
STAFF = "/meetings/egm-2/breakouts/themes"


@pytest.fixture
def meeting(app):
    made = make_meeting(starts_on=date(2097, 5, 2), ends_on=date(2097, 5, 3))
    draft = make_round(made, published_at=None)
    for label, theme in (("1", "Water"), ("2", "المياه"), ("3", "Land")):
        make_room(draft, label, theme=theme)
    return made


@pytest.fixture
def expert(meeting):
    person = make_person("ليلى حداد")
    take_part(meeting, person)
    return make_user(person)


def sent(page, **ranks):
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    chosen = {"Water": "3", "المياه": "3", "Land": "3"} | ranks
    return {field_of(theme): rank for theme, rank in chosen.items()} | {
        "version": version[1] if version else "0"
    }


def test_an_expert_says_what_they_want_once_asked_and_until_the_rooms_are_told(
    meeting, expert, signed_in_as
):
    officer, browser = signed_in_as(make_user(role="secretariat")), signed_in_as(expert)
    assert browser.get(OWN).status_code == 404
    officer.post(f"{STAFF}/ask", data={"due_on": "2097-04-01"})
    page = browser.get(OWN).text
    answer = sent(page, المياه="0", Land="4")

    wrong = browser.post(OWN, data=answer | {field_of("Water"): "0"})
    assert wrong.status_code == 422
    assert "Another theme has this choice already." in wrong.text
    assert browser.post(OWN, data=answer).status_code == 302
    assert wishes_of(meeting) == {expert.person_id: {"Water": 3, "المياه": 0, "Land": 4}}
    assert [one.done_at is not None for one in db.session.scalars(db.select(Obligation))] == [True]
    assert "1 of 1 experts said what they would like" in officer.get(STAFF).text
    # A second page, opened before, writes nothing over it.
    assert browser.post(OWN, data=answer | {field_of("Land"): "1"}).status_code == 409

    db.session.scalar(db.select(Round)).published_at = NOW
    commit()
    told = browser.get(OWN).text
    assert "The rooms are told already" in told
    assert "Not wanted" in told
    assert browser.post(OWN, data=answer).status_code == 409


@on_one_engine
def test_staff_enter_the_themes_of_somebody_who_told_them(meeting, expert, signed_in_as):
    officer = signed_in_as(make_user(role="secretariat"))
    address = f"{STAFF}/{expert.person_id}"

    officer.post(address, data=sent(officer.get(address).text, Water="0"))

    assert wishes_of(meeting)[expert.person_id]["Water"] == 0
    assert officer.get(f"{STAFF}/{make_person().id}").status_code == 404


@on_one_engine
def test_who_was_not_asked_sees_no_theme_of_a_draft(meeting, expert, signed_in_as):
    ask(meeting, [expert.person_id], date(2097, 4, 1), by=make_user(role="secretariat"), now=NOW)
    other = make_person("李明")
    take_part(meeting, other)
    commit()

    assert signed_in_as(make_user(other)).get(OWN).status_code == 404
    assert signed_in_as(expert).get(OWN).status_code == 200


@on_one_engine
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2001-04-01", "That day is over. Choose a later one."),
        ("", "Enter the last day for answers."),
    ],
)
def test_a_day_that_is_over_asks_nobody(meeting, expert, signed_in_as, day, said):
    officer = signed_in_as(make_user(role="secretariat"))
    answer = officer.post(f"{STAFF}/ask", data={"due_on": day})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert db.session.scalar(db.select(db.func.count(Obligation.id))) == 0
