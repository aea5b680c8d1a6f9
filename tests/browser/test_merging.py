"""Two entries become one and two again in a real browser, by keyboard only."""

import pytest
from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.people.models import Person
from tests.browser.checks import check_page
from tests.scenes import make_scene

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def scene(app):
    return make_scene()


def press(page, name, role="button"):
    """Reach a control with the tab key, as somebody without a mouse does, and press it."""
    wanted = page.get_by_role(role, name=name, exact=False).first.element_handle()
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", wanted):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached with the tab key.")


@on_one_engine
def test_two_entries_are_merged_and_the_merge_is_undone_by_keyboard(live, open_page, scene):
    people = select(func.count(Person.id))
    before = db.session.scalar(people)
    db.session.rollback()
    page = open_page(user=scene.users["secretariat"], width=360)
    page.goto(live.url("/people/duplicates"))

    press(page, "Compare these 2 entries", "link")
    page.wait_for_url("**/people/merge?**")
    check_page(page)
    press(page, "Merge 2 people")
    page.wait_for_url("**/people/merges/*")
    merged = db.session.scalar(people)
    db.session.rollback()
    press(page, "Undo the merge")
    page.get_by_text("The merge is undone").wait_for()

    assert merged == before - 1
    assert db.session.scalar(people) == before
