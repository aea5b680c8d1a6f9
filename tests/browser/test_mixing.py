"""An officer looks at how fair the rooms are, on a phone and from right to left."""

import pytest

from tests.browser.checks import check_page, follow
from tests.factories import make_person, make_user
from tests.mixing.scene import make_two_rounds

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
MIX = "/meetings/egm-2/breakouts/mix"


@on_one_engine
def test_the_mix_is_read_on_a_phone_and_from_right_to_left(app, live, open_page):
    make_two_rounds()
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    page = open_page(user=officer, width=360)
    page.goto(live.url(MIX))
    check_page(page)

    page.get_by_label("Whom one person met").select_option("Amina Diallo")
    page.get_by_label("Charts of").select_option("Round 2")
    follow(page, page.get_by_role("button", name="Show"))

    assert page.get_by_role("heading", name="Whom Amina Diallo met").is_visible()
    assert page.get_by_role("img", name="Genders by room").locator("rect.k1").count() == 2
    app.config["LANGUAGES"] = ("en", "ar")
    turned = open_page(user=officer, width=1280, language="ar", scheme="dark")
    turned.goto(live.url(MIX))
    check_page(turned, keyboard=False)
    name = turned.locator("svg.met text.end").first.bounding_box()
    assert name["x"] > turned.locator("svg.met path.m1").bounding_box()["x"]
