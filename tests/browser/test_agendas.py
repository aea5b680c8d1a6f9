"""An agenda as two officers change it at the same time."""

import pytest

from eventsapp.extensions import db
from tests.browser.checks import check_page, follow, records
from tests.factories import make_day, make_item, make_meeting, make_person, make_user

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def officer(app):
    return make_user(make_person("Siosaia Tupou", tz="Pacific/Tongatapu"), role="secretariat")


@pytest.fixture
def meeting(officer):
    """EGM 2 with three items on its first day."""
    meeting = make_meeting()
    day = make_day(meeting)
    for position, title in enumerate(("Opening", "Draft", "Closing"), start=1):
        make_item(day, title, position)
    return meeting


def check_refusal(page, status):
    """The browser itself notes that a page says 409 or 422; beyond that it is like any other."""
    assert status in records[page].complaints.pop()
    check_page(page)


def titles(page):
    return page.locator(".agenda h3").all_inner_texts()


@on_one_engine
@pytest.mark.parametrize("script", [True, False])
def test_an_item_is_moved_by_a_button_with_and_without_script(
    live, open_page, officer, meeting, script
):
    page = open_page(user=officer, width=360, script=script)
    page.goto(live.url("/meetings/egm-2/agenda"))

    follow(page, page.get_by_role("button", name="Up “Closing”"))
    follow(page, page.get_by_role("button", name="Down “Opening”"))

    assert titles(page) == ["Closing", "Opening", "Draft"]


@on_one_engine
def test_two_officers_who_edit_one_item_lose_nothing(live, open_page, officer, meeting):
    mine, theirs = open_page(user=officer), open_page(user=officer)
    item = meeting.days[0].agenda[1]
    for page, title in ((mine, "My draft"), (theirs, "Their draft")):
        page.goto(live.url(f"/meetings/egm-2/agenda/{item.id}"))
        page.get_by_label("Title").fill(title)

    follow(theirs, theirs.get_by_role("button", name="Save the item"))
    follow(mine, mine.get_by_role("button", name="Save the item"))

    assert "Their draft" in mine.get_by_role("alert").inner_text()
    assert mine.get_by_label("Title").input_value() == "My draft"
    check_refusal(mine, "409")
    follow(mine, mine.get_by_role("button", name="Save the item"))
    assert titles(mine) == ["Opening", "My draft", "Closing"]


@on_one_engine
def test_what_is_wrong_with_an_item_can_be_read_by_everybody(live, open_page, officer, meeting):
    page = open_page(user=officer, width=360, scheme="dark")
    page.goto(live.url("/meetings/egm-2/agenda/new"))
    page.get_by_label("Length in minutes").fill("5000")

    follow(page, page.get_by_role("button", name="Add the item"))

    alert = page.get_by_role("alert").inner_text()
    assert "Enter the title of the item." in alert
    assert "Enter a length from 1 to 1440 minutes." in alert
    assert page.get_by_label("Length in minutes").input_value() == "5000"
    check_refusal(page, "422")


@on_one_engine
def test_a_meeting_is_begun_and_cancelled_in_the_browser(live, open_page, officer):
    page = open_page(user=officer, width=360)
    page.goto(live.url("/meetings/new"))
    page.get_by_label("Title").fill("Expert Group Meeting on water")
    page.get_by_label("Number").fill("3")
    page.get_by_label("Code of the process").fill("IG-PCSC")
    page.get_by_label("First day").fill("2090-01-22")
    page.get_by_label("Last day").fill("2090-01-23")
    page.get_by_role("button", name="Begin the meeting").click()
    page.get_by_role("link", name="EGM 3", exact=True).click()
    page.get_by_role("link", name="Edit the meeting").click()
    page.get_by_role("link", name="Cancel the meeting").click()

    follow(page, page.get_by_role("button", name="Cancel the meeting"))

    assert "EGM 3 is cancelled." in page.get_by_role("status").inner_text()
    assert page.locator("h1.cancelled").inner_text() == "Expert Group Meeting on water"
    check_page(page)
    live.settle()
    assert db.session.scalar(db.text("select count(*) from meeting where cancelled_at is not null"))
