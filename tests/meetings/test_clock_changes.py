"""Hours of a day that clocks skip, show twice, or that leave no time between them."""

import re
from datetime import date, time

import pytest

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.schedule import check_hours, check_zone
from eventsapp.walltime import comes_twice, is_skipped
from tests.factories import make_day, make_meeting, make_person, make_user

SPRING, AUTUMN = date(2025, 3, 30), date(2025, 10, 26)


@pytest.mark.parametrize(
    ("day", "at", "tz", "is_missing", "is_twice"),
    [
        (SPRING, time(2, 30), "Europe/Berlin", True, False),
        (SPRING, time(3, 0), "Europe/Berlin", False, False),
        (AUTUMN, time(2, 30), "Europe/Berlin", False, True),
        (AUTUMN, time(3, 0), "Europe/Berlin", False, False),
        (SPRING, time(2, 30), "Africa/Nairobi", False, False),
        (date(2025, 4, 6), time(1, 45), "Australia/Lord_Howe", False, True),
        (date(2011, 12, 30), time(9), "Pacific/Apia", True, False),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_is_known(day, at, tz, is_missing, is_twice):
    assert (is_skipped(day, at, tz), comes_twice(day, at, tz)) == (is_missing, is_twice)


def test_a_zone_in_which_nobody_lives_is_refused():
    check_zone("Asia/Baku")
    with pytest.raises(RuleBroken, match="There is no time zone “Asia/Atlantis”"):
        check_zone("Asia/Atlantis")


def test_hours_that_clocks_skip_are_refused():
    with pytest.raises(RuleBroken, match="On 30 March 2025 clocks in Europe/Berlin are put for"):
        check_hours(1, SPRING, time(2, 30), time(9), "Europe/Berlin")


@pytest.fixture
def browser(app, signed_in_as):
    """The secretariat, before a meeting in Berlin on the two days on which clocks change."""
    meeting = make_meeting(starts_on=SPRING, ends_on=SPRING, tz="Europe/Berlin")
    make_day(meeting, 1, SPRING)
    make_day(meeting, 2, AUTUMN)
    officer = make_user(make_person("Łucja Żółkiewska"), role="secretariat")
    db.session.commit()
    return signed_in_as(officer)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("02:30", "09:00", "Clocks in Berlin are put forward that day and never show 02:30."),
        ("01:00", "02:15", "Clocks in Berlin are put forward that day and never show 02:15."),
        ("09:00", "09:00", "The day would last no time at all. Correct one of the two."),
        ("17:00", "09:00", "The day ends before it starts. Correct one of the two."),
    ],
)
def test_hours_that_cannot_be_are_said_at_their_field(browser, starts, ends, sentence):
    form = {"starts_at_time": starts, "ends_at_time": ends}

    answer = browser.post("/meetings/egm-2/days/1", data=form)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f'value="{starts}"' in answer.get_data(as_text=True)


def test_of_a_time_that_comes_twice_the_first_is_taken_and_that_is_said(browser):
    form = {"starts_at_time": "02:30", "ends_at_time": "09:00"}

    answer = browser.post("/meetings/egm-2/days/2", data=form, follow_redirects=True)

    assert "Clocks show 02:30 twice that day. The first is meant." in words(answer)
    assert "02:30–09:00 Berlin (UTC+2)" in words(answer)


def test_a_zone_that_does_not_exist_is_said_at_its_field(browser):
    form = {"title": "EGM 2", "starts_on": "2025-03-30", "ends_on": "2025-03-30",
            "tz": "Mars/Olympus", "mode": "", "keep": "clock"}  # fmt: skip

    answer = browser.post("/meetings/egm-2/edit", data=form)

    assert answer.status_code == 422
    assert "There is no time zone “Mars/Olympus”. Choose one such as Africa/Nairobi." in words(
        answer
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"join_url": "javascript:alert(1)"}, "This is no web address."),
        ({"languages": "French, gibberish9"}, "“gibberish9” is no language."),
    ],
)
def test_other_facts_that_cannot_be_are_said_at_their_field(browser, changes, sentence):
    form = {"title": "EGM 2", "starts_on": "2025-03-30", "ends_on": "2025-03-30",
            "tz": "Europe/Berlin", "mode": "", "keep": "clock", **changes}  # fmt: skip

    answer = browser.post("/meetings/egm-2/edit", data=form)

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_the_facts_of_a_meeting_are_kept_as_stated(browser):
    form = {
        "title": "WUF 13", "starts_on": "2025-03-30", "ends_on": "2025-03-30", "kind": "forum",
        "tz": "Europe/Berlin", "mode": "hybrid", "keep": "clock", "venue": " Hall  of water ",
        "rooms": "Room 1\n\n Room  2 \nRoom 1", "join_url": "https://meet.example.org/a?b=c",
        "languages": "English, français; ar", "agenda_url": "https://forum.example.org/agenda",
    }  # fmt: skip

    answer = browser.post("/meetings/egm-2/edit", data=form, follow_redirects=True)

    page = words(answer)
    assert "Kind Plenary or forum" in page
    assert (
        "Venue Hall of water Rooms Room 1 , Room 2 Join link https://meet.example.org/a?b=c" in page
    )
    assert "Languages English, French, Arabic Agenda https://forum.example.org/agenda" in page
    shown = browser.get("/meetings/egm-2/edit").get_data(as_text=True)
    assert 'value="English, French, Arabic"' in shown
