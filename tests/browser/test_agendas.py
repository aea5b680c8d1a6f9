"""An agenda as two officers change it at the same time."""

from datetime import date, time

import pytest

from eventsapp.agendas.services import add_item
from eventsapp.extensions import db
from tests.browser.checks import check_page, follow, records
from tests.factories import NOW, make_day, make_item, make_meeting, make_person, make_user

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

    for name in ("Up “Closing”", "Down “Opening”"):
        button = page.get_by_role("button", name=name)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            button.click()
        page.wait_for_load_state("networkidle")

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


# Two officers on one agenda.

NEWS = "[data-news]"


@pytest.fixture
def hall(officer):
    """A day with hours, whose items follow one another, and a colleague of the officer."""
    meeting = make_meeting()
    day = make_day(meeting, starts_at_time=time(9), ends_at_time=time(17))
    make_day(meeting, 2, date(2024, 9, 27))
    for title in ("Opening", "Draft", "Questions", "Closing"):
        add_item(day, title, minutes=30, by=officer, now=NOW)
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


def hours_of(page):
    return dict(
        zip(titles(page), page.locator(".agenda li > :first-child").all_inner_texts(), strict=True)
    )


def row(page, title):
    return page.locator(".agenda li").filter(has=page.locator("h3", has_text=title))


@on_one_engine
def test_two_officers_edit_one_agenda_and_nothing_is_lost(live, open_page, officer, hall):
    mine, theirs = open_page(user=officer), open_page(user=hall)
    for page in (mine, theirs):
        page.goto(live.url("/meetings/egm-2/agenda"))
    # I am writing about the draft, while Grace moves it, renames the opening and adds an item.
    row(mine, "Draft").get_by_role("link", name="Edit").click()
    row(mine, "Draft").get_by_label("Annotation").fill("The draft of 7 October is explained.")
    row(theirs, "Draft").get_by_role("button", name="Move “Draft”").press("ArrowDown")
    theirs.get_by_text("“Draft” is now number 3 of 4.").wait_for()
    row(theirs, "Opening").get_by_role("link", name="Edit").click()
    form = row(theirs, "Opening").locator("form")
    form.get_by_label("Title").fill("Opening and welcome")
    form.get_by_label("Length in minutes").fill("45")
    form.get_by_role("button", name="Save the item").click()
    row(theirs, "Opening and welcome").get_by_text("until").wait_for()
    theirs.get_by_label("Title of a new item of day 1").fill("Photo")
    theirs.get_by_role("button", name="Add to day 1").click()
    row(theirs, "Photo").wait_for()

    mine.locator(NEWS, has_text="Grace Wanjiru added “Photo” to day 1.").wait_for()

    assert sorted(titles(mine)) == sorted(titles(theirs))
    typed = row(mine, "Draft").get_by_label("Annotation")
    assert typed.input_value() == "The draft of 7 October is explained."
    typed.press("End")  # the field is still there to type in
    row(mine, "Draft").get_by_role("button", name="Save the item").click()
    row(mine, "Draft").locator(".agenda-words").wait_for()
    theirs.get_by_text("The draft of 7 October is explained.").wait_for()
    expected = {
        "Opening and welcome": "09:00",
        "Questions": "09:45",
        "Draft": "10:15",
        "Closing": "10:45",
        "Photo": "no time",
    }
    assert hours_of(mine) == hours_of(theirs) == expected
    check_page(mine, keyboard=False)


@on_one_engine
def test_a_conflict_on_one_item_shows_both_in_its_row(live, open_page, officer, hall):
    mine, theirs = open_page(user=officer), open_page(user=hall, width=360)
    for page, title in ((mine, "My draft"), (theirs, "Their draft")):
        page.goto(live.url("/meetings/egm-2/agenda"))
        row(page, "Draft").get_by_role("link", name="Edit").click()
        row(page, "Draft").get_by_label("Title").fill(title)
    row(theirs, "Draft").get_by_role("button", name="Save the item").click()
    row(theirs, "Their draft").get_by_role("link", name="Edit").wait_for()

    mine.locator("[data-meanwhile]").wait_for()
    mine.get_by_role("button", name="Save the item").click()

    alert = mine.get_by_role("alert").inner_text()
    assert "Their draft" in alert
    assert "My draft" in alert
    records[mine].complaints.clear()
    mine.get_by_role("button", name="Save the item").click()
    row(theirs, "My draft").wait_for()
    assert titles(mine) == titles(theirs) == ["Opening", "My draft", "Questions", "Closing"]


@on_one_engine
def test_an_item_is_dragged_and_one_taken_off_comes_back(live, open_page, officer, hall):
    page = open_page(user=officer)
    page.goto(live.url("/meetings/egm-2/agenda"))

    grip = row(page, "Closing").get_by_role("button", name="Move “Closing”")
    start, end = grip.bounding_box(), row(page, "Draft").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 200, end["y"] + 30)
    page.mouse.move(end["x"] + 200, end["y"] + 4)
    page.mouse.up()
    page.get_by_text("“Closing” is now number 2 of 4.").wait_for()
    row(page, "Draft").locator("summary").click()
    row(page, "Draft").get_by_role("button", name="Delete “Draft”").click()
    page.get_by_role("button", name="Put it back").wait_for()

    assert hours_of(page) == {"Opening": "09:00", "Closing": "09:30", "Questions": "10:00"}
    follow(page, page.get_by_role("button", name="Put it back"))
    assert titles(page) == ["Opening", "Closing", "Draft", "Questions"]
    check_page(page, keyboard=False)
