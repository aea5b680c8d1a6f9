"""A room as its moderator lives it: on a phone, without script, after the line is cut."""

import gzip
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import ThemeWish
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from tests.browser.checks import RULES, axe_findings, check_page
from tests.factories import (
    commit,
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)

ROOM = "/meetings/egm-3/breakouts/1/rooms/4"
MOST_BYTES = 30_000
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
NAMES = {
    "Łucja Żółkiewska": {}, "王芳": {"latin_name": "Wáng Fāng"},
    "Leila Haddad": {"script_name": "ليلى حداد"}, "Олександра Шевченко": {},
    "प्रिया शर्मा": {"latin_name": "Priya Sharma"}, "Ελένη Παπαδοπούλου": {},
    "김민준": {"latin_name": "Kim Min-jun"}, "Huiwen": {}, "Siosaia Tupou": {},
    "José Ángel Núñez de la Vega": {}, "Nkosinathi Maphumulo": {}, "Sigríður Jónsdóttir": {},
}  # fmt: skip


@pytest.fixture
def moderator(app):
    """The moderator of a room of twelve that meets today, of whom all is known that can be."""
    today = real_utcnow().date()
    meeting = make_meeting("egm-3", number=3, starts_on=today, ends_on=today, tz="UTC")
    past = make_meeting("egm-2", starts_on=today - timedelta(days=90))
    old = make_room(make_round(past, make_day(past)), "2")
    room = make_room(make_round(meeting, make_day(meeting, on_date=today)), "4", "Economy",
                     theme="Economy", prepare="Bring one example.")  # fmt: skip
    leading = make_person("Yukinari Tanaka", is_invented=True)
    place(leading, room, "moderator")
    for name, names in NAMES.items():
        person = make_person(name, organization="Ministry of housing and urban development",
                             function="Adviser", languages=["ar", "fr"], is_invented=True,
                             **names)  # fmt: skip
        place(person, old)
        place(person, room)
        wish = {"theme": "Economy", "rank": 0, "meeting_id": meeting.id}
        db.session.add(ThemeWish(person_id=person.id, **wish))
    return make_user(leading)


def states():
    db.session.rollback()
    return [one.state for one in db.session.scalars(db.select(Attendance))]


def row(page, name):
    return page.get_by_role("group", name=name)


@on_one_engine
def test_a_moderator_keeps_the_roster_when_the_line_is_cut_and_notes_who_is_there(
    live, open_page, moderator
):
    page = open_page(user=moderator, width=360)
    page.goto(live.url(ROOM))
    check_page(page)
    page.wait_for_function("async () => !!(await caches.match(location.pathname))")

    page.context.set_offline(True)
    page.reload()

    assert page.get_by_text("Kept on this device", exact=True).is_visible()
    assert page.get_by_text("Bring one example.").is_visible()
    assert axe_findings(page, RULES) == []
    row(page, "王芳").get_by_text("Present", exact=True).click()
    assert "not sent yet" in page.locator("[data-part=status]").inner_text()
    assert states() == []
    page.context.set_offline(False)
    page.get_by_text("All notes are saved.").wait_for()
    assert states() == ["present"]

    page.goto(live.url(ROOM))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function("async here => !(await caches.match(here))", arg=ROOM)


@on_one_engine
def test_without_script_the_roster_is_a_form(live, open_page, moderator):
    page = open_page(user=moderator, width=360, script=False)
    page.goto(live.url(ROOM))

    row(page, "Huiwen").get_by_text("Present", exact=True).click()
    page.get_by_role("button", name="Save the attendance").click()

    page.get_by_text("Saved for 1 person.").wait_for()
    assert states() == ["present"]


@on_one_engine
def test_the_roster_of_twelve_is_light(app, signed_in_as, moderator):
    commit()
    visitor = signed_in_as(moderator)

    def weight(path):
        return len(gzip.compress(visitor.get(path).data, 6))

    parts = [ROOM, "/static/eventsapp.css", "/static/attendance.css"]
    weights = {path: weight(path) for path in parts}

    assert sum(weights.values()) <= MOST_BYTES, weights


@on_one_engine
def test_what_they_said_and_the_ticks_do_not_push_the_roster_off_its_sheet(
    live, open_page, moderator
):
    page = open_page(user=moderator)
    page.goto(live.url(ROOM))
    check_page(page)

    content = page.pdf(prefer_css_page_size=True, format="A4")

    _keep(content)
    [sheet] = PdfReader(BytesIO(content)).pages
    text = " ".join(sheet.extract_text().split())
    assert text.count("Wanted this theme most") == len(NAMES)
    assert "Sigríður Jónsdóttir" in text
    assert "Present" not in text


def _keep(content):
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder, "roster.pdf").write_bytes(content)
