"""Somebody is found, told apart, opened and corrected on a phone, by keyboard only."""

import pytest

from eventsapp.people.services import facts_of
from tests.browser.checks import axe_findings, check_page
from tests.factories import make_person, make_user


@pytest.fixture
def engine():
    """What a browser shows is the same on both engines."""
    return "sqlite"


def reach(page, control):
    """Go to a control with the tab key, as somebody without a mouse does."""
    wanted = control.element_handle()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", wanted):
            return
    raise AssertionError(f"{control} is not reached with the tab key.")


def press(page, name, role="button"):
    """Reach a control that leads to another page, and press it."""
    reach(page, page.get_by_role(role, name=name, exact=False).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, label, text):
    """Reach a field and type over what stands in it."""
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def names(page):
    return page.locator("tbody th a").all_inner_texts()


def test_somebody_is_found_told_apart_and_corrected_by_keyboard(app, live, open_page):
    app.config["LANGUAGES"] = ("en", "ar")
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    person = make_person("Ana Silva", organization="City of São Paulo", country="BR")
    make_person("Ana Silva", organization="Universidade do Porto", country="PT")
    make_person("Łucja Żółkiewska", organization="Miasto Gdańsk", country="PL")
    page = open_page(user=officer, width=360)
    page.goto(live.url("/people"))

    write(page, "Name, organisation, country, address", "silva an")
    press(page, "Find people")
    assert names(page) == ["Ana Silva", "Ana Silva"]
    assert page.get_by_text("Universidade do Porto").is_visible()
    reach(page, page.get_by_role("combobox", name="Country", exact=True))
    page.keyboard.type("Brazil")
    press(page, "Find people")
    check_page(page)
    assert names(page) == ["Ana Silva"]
    assert "country=BR" in page.url

    press(page, "Ana Silva", "link")
    check_page(page)
    press(page, "Correct this person", "link")
    write(page, "Country represented (optional)", "Congo")
    write(page, "Function (optional)", "Planner")
    reach(page, page.get_by_role("button", name="Save the person"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_label("Function (optional)").input_value() == "Planner"
    assert axe_findings(page) == []
    write(page, "Country represented (optional)", "Congo (CG)")
    press(page, "Save the person")

    assert "Ana Silva is saved." in page.locator("main").inner_text()
    assert "Congo" in page.locator("dl.kv").first.inner_text()
    live.settle()
    assert (facts_of(person).country, facts_of(person).function) == ("CG", "Planner")


def test_a_chip_takes_its_filter_away_and_the_list_prints_without_its_forms(live, open_page):
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    make_person("Ana Silva", gender="woman")
    page = open_page(user=officer)
    page.goto(live.url("/people?gender=woman&sort=given"))
    assert names(page) == ["Ana Silva"]

    press(page, "Gender: woman", "link")

    assert (names(page), "gender" in page.url) == (["Ana Silva", "Grace Wanjiru"], False)
    page.emulate_media(media="print")
    assert page.locator("table").is_visible()
    assert not page.get_by_role("button", name="Find people").is_visible()
    assert page.get_by_text("do not imply the expression of any opinion").is_visible()


def test_a_long_address_stands_whole_in_its_card_on_a_phone(app, live, open_page):
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    make_person("Adbelkhalek", email="adbelkhalek.abd-al-rahman.ibrahim@ministry-of-housing.test")
    page = open_page(user=officer, width=360)

    page.goto(live.url("/people"))

    check_page(page, keyboard=False)
