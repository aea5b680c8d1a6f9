"""The frame of every page, seen on the page that everybody can open."""

import pytest

from tests.browser.checks import check_first_visit, check_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_sign_in_page_can_be_used_by_everybody(live, open_page, width, scheme):
    page = open_page(width=width, scheme=scheme)

    page.goto(live.url("/sign-in"))

    check_first_visit(page)
    check_page(page)


def test_the_sign_in_page_works_without_script(live, open_page):
    page = open_page(width=360, script=False)

    page.goto(live.url("/sign-in"))

    check_page(page)


def test_the_sign_in_page_reads_from_right_to_left_in_arabic(live, open_page):
    live.app.config["LANGUAGES"] = ("en", "ar")
    page = open_page(width=360)

    page.goto(live.url("/sign-in?lang=ar"))

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    check_page(page)
