"""Noting who is there as moderators live it: on a telephone, by keyboard, while the line fails."""

from datetime import timedelta

import pytest

from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import Placement
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.people.models import Person
from tests.browser.checks import check_page, records
from tests.factories import (
    commit,
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
)
from tests.factories import place as seat

ROOM = "/meetings/egm-3/breakouts/1/rooms/4/attendance"
NAMES = ("Łucja Żółkiewska", "ليلى حداد", "Huiwen", "Søren Østergård")
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def moderator(app):
    """The moderator of a room of four that met yesterday."""
    today = real_utcnow().date() - timedelta(days=1)
    meeting = make_meeting("egm-3", number=3, starts_on=today, ends_on=today, tz="Asia/Baku")
    room = make_room(make_round(meeting, make_day(meeting, on_date=today)), "4", "Economy")
    leading = make_person("Yukinari Tanaka", tz="Asia/Tokyo")
    seat(leading, room, "moderator")
    for name in NAMES:
        seat(make_person(name, organization=f"Office of {name}"), room)
    return make_user(leading)


def row(page, name):
    return page.get_by_role("group", name=name)


def status(page):
    return page.locator("[data-part=status]")


def wait_for_copy(page):
    """Wait until this device holds the page."""
    page.wait_for_function("async () => !!(await caches.match(location.pathname))")


def choose(page, name, presses):
    """Choose a state with the keyboard: from “not noted”, which is last, so many times back."""
    row(page, name).get_by_role("radio", checked=True).focus()
    for _ in range(presses):
        page.keyboard.press("ArrowLeft")


def states():
    """What the secretariat knows, by name: state, and what it was noted on."""
    commit()
    return {
        db.session.get(Person, one.participation.person_id).printed_name: (one.state, one.source)
        for one in db.session.scalars(db.select(Attendance))
    }


def test_a_moderator_notes_three_people_while_the_line_is_down(live, open_page, moderator):
    page = open_page(user=moderator, width=360)
    page.goto(live.url(ROOM))
    wait_for_copy(page)
    check_page(page)

    page.context.set_offline(True)
    choose(page, "Łucja Żółkiewska", 3)
    choose(page, "ليلى حداد", 2)
    choose(page, "Huiwen", 1)
    page.get_by_text("Kept on this device, 3 not sent yet.").wait_for()
    check_page(page, keyboard=False)
    page.goto("about:blank")

    # Later, still without a line: the page opens, and the notes are there.
    page.goto(live.base + ROOM)
    page.get_by_text("as of ").wait_for()
    page.get_by_text("Kept on this device, 3 not sent yet.").wait_for()
    assert row(page, "Huiwen").get_by_role("radio", name="Excused").is_checked()
    assert page.locator("[data-count=present]").inner_text() == "1"
    assert "Office of" not in page.locator("body").inner_text()
    records[page].complaints.clear()
    check_page(page)
    assert states() == {}

    page.context.set_offline(False)
    page.get_by_text("All notes are saved.").wait_for()

    assert states() == {
        "Łucja Żółkiewska": ("present", "phone"),
        "ليلى حداد": ("absent", "phone"),
        "Huiwen": ("excused", "phone"),
    }
    page.goto(live.base + ROOM)
    assert row(page, "ليلى حداد").get_by_role("radio", name="Absent").is_checked()
    assert "Office of Huiwen" in page.locator("body").inner_text()
    check_page(page)


def sign_out(page):
    page.goto(page.url)
    with page.expect_navigation(url="**/sign-in"):
        page.get_by_role("button", name="Sign out").click()


@on_one_engine
def test_the_end_of_a_session_costs_no_note_and_signing_out_leaves_no_name(
    live, open_page, moderator
):
    page = open_page(user=moderator, width=360)
    page.goto(live.url(ROOM))
    wait_for_copy(page)
    page.context.clear_cookies()
    row(page, "Huiwen").get_by_text("Present").click()
    page.get_by_text("You are no longer signed in.").wait_for()
    assert "400" in records[page].complaints.pop()  # the token went with the session
    check_page(page, keyboard=False)
    assert page.get_by_role("link", name="Sign in to send them").is_visible()

    page.goto(live.base + ROOM)
    page.get_by_role("heading", name="Sign in").wait_for()
    page.context.add_cookies([live.cookie_of(moderator)])
    page.goto(live.base + ROOM)

    page.get_by_text("All notes are saved.").wait_for()
    assert states() == {"Huiwen": ("present", "phone")}
    wait_for_copy(page)
    sign_out(page)
    page.wait_for_function("async () => (await caches.keys()).length === 0")
    page.wait_for_function(
        "async () => (await navigator.serviceWorker.getRegistrations()).length === 0"
    )
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"


@on_one_engine
def test_staff_find_people_as_they_type_and_note_them_by_keyboard(live, open_page, moderator):
    officer = make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), "secretariat")
    page = open_page(user=officer, scheme="dark")
    page.goto(live.url("/meetings/egm-3/attendance/1"))
    check_page(page, keyboard=False)

    page.get_by_label("Name or organisation").fill("oster")
    page.get_by_text("1 of 5 shown").wait_for()
    assert row(page, "Huiwen").is_hidden()
    page.keyboard.press("Enter")
    with page.expect_response("**/sync"):
        page.keyboard.press("ArrowRight")
    assert states() == {"Søren Østergård": ("present", "phone")}


@on_one_engine
def test_attendance_reads_from_right_to_left_and_works_without_script(live, open_page, moderator):
    live.app.config["LANGUAGES"] = ("en", "ar")
    page = open_page(user=moderator, width=360, language="ar", script=False)
    page.goto(live.url(ROOM))
    row(page, "ليلى حداد").get_by_text("Present").click()

    with page.expect_navigation():
        page.get_by_role("button", name="Save the attendance").click()

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert states() == {"ليلى حداد": ("present", "screen")}
    check_page(page)


@on_one_engine
def test_notes_of_who_may_no_longer_note_are_kept_until_they_say_otherwise(
    live, open_page, moderator
):
    page = open_page(user=moderator, width=360)
    page.goto(live.url(ROOM))
    wait_for_copy(page)
    seated = db.session.scalar(
        db.select(Placement).where(Placement.person_id == moderator.person_id)
    )
    seated.role = "member"
    commit()
    row(page, "Huiwen").get_by_text("Present").click()
    page.get_by_text("You may no longer note who is here. Ask the secretariat.").wait_for()
    assert "404" in records[page].complaints.pop()
    check_page(page, keyboard=False)

    page.get_by_role("button", name="Forget these notes").click()

    page.get_by_role("heading", name="There is no page at this address").wait_for()
    page.wait_for_function("async () => !(await caches.match(location.pathname))")
    assert "note:" not in page.evaluate("JSON.stringify(localStorage)")
    assert states() == {}
