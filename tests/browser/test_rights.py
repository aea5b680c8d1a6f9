"""Somebody sees and has erased what is held about them, in a real browser."""

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import Person, PersonNeeds
from tests.browser.checks import check_page
from tests.scenes import make_scene

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def scene(app):
    return make_scene()


@on_one_engine
def test_an_expert_says_what_they_need_on_a_phone_and_is_erased_as_they_ask(live, open_page, scene):
    expert = scene.users["expert"]
    page = open_page(user=expert, width=360)
    page.goto(live.url("/my-data"))
    page.get_by_role("button", name="Show what is locked").click()
    page.get_by_label("Meals").wait_for()
    check_page(page)
    page.get_by_label("Meals").fill("vegetarian")
    page.get_by_role("button", name="Save what I need").click()
    page.get_by_text("What you need is saved").wait_for()
    page.get_by_role("link", name="Ask for erasure").click()
    page.get_by_role("button", name="Ask that everything be erased").click()
    page.get_by_text("You asked for erasure").wait_for()
    needs = db.session.scalars(select(PersonNeeds.person_id)).all()
    db.session.rollback()

    desk = open_page(user=scene.users["secretariat"])
    desk.goto(live.url("/people/data-requests"))
    desk.get_by_role("link", name="See what goes and stays").click()
    desk.get_by_label("The name, as printed above").fill("Huiwen")
    desk.get_by_role("button", name="Erase this person for good").click()
    desk.get_by_text("The person is erased").wait_for()
    check_page(desk)

    assert needs == [expert.person_id]
    assert db.session.get(Person, expert.person_id).printed_name == "Person erased"
    assert db.session.scalars(select(PersonNeeds)).all() == []
