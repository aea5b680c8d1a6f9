"""An officer looks at who came, on a phone and from right to left, and takes a chart away."""

import pytest

from tests.browser.checks import check_page, follow
from tests.factories import make_meeting, make_person, make_room, make_round, make_user, place

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
FIGURES = "/meetings/egm-2/figures"


@pytest.fixture
def officer(app):
    """An officer of a meeting in which every part of a chart has somebody."""
    first, second = (
        make_room(make_round(make_meeting(f"egm-{number}", number=number))) for number in (2, 3)
    )
    facts = {"Biyu Wan": ("CN", "woman"), "Ravi": ("IN", "man"), "Huiwen": (None, None)}
    facts |= {"ليلى حداد": ("JO", "own"), "José Ñíguez Peña": ("PE", "man")}
    for name, (country, gender) in facts.items():
        person = make_person(name, country=country, gender=gender, category="lrg")
        place(person, first, "moderator" if name == "Ravi" else "member")
        place(person, second)
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@on_one_engine
def test_who_came_is_seen_on_a_phone_and_taken_away_as_a_picture(live, open_page, officer):
    page = open_page(user=officer, width=360)
    page.goto(live.url(FIGURES))
    check_page(page)

    page.get_by_label("Among").select_option("Members")
    follow(page, page.get_by_role("button", name="Count"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Chart as a file (By regional group and gender)").click()

    assert page.url.endswith("?who=expected&among=members&system=group")
    image = page.get_by_role("img", name="By regional group and gender")
    assert image.locator("rect.seg").count() == 4
    name = download.value.suggested_filename
    assert (name[:28], name[-4:]) == ("figures-egm-2-region-members", ".svg")


@on_one_engine
def test_from_right_to_left_a_chart_begins_at_the_right(app, live, open_page, officer):
    app.config["LANGUAGES"] = ("en", "ar")
    page = open_page(user=officer, width=1280, language="ar", scheme="dark")

    page.goto(live.url("/figures"))

    check_page(page, keyboard=False)
    women, men = (page.locator(f"figure.chart rect.k{kind}").first for kind in (1, 2))
    assert men.bounding_box()["x"] < women.bounding_box()["x"]
    name = page.locator("figure.chart text.end").first.bounding_box()
    assert name["x"] > women.bounding_box()["x"]
