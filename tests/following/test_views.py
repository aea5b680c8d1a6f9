import re
from datetime import date, time

import pytest

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.reminders.models import Deadline
from tests.factories import (
    make_day,
    make_deadline,
    make_item,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

NEXT = "/meetings/egm-2/next"
FORM = {
    "title": "EGM 3",
    "number": "3",
    "starts_on": "2025-01-22",
    "ends_on": "2025-01-22",
    "tz": "Asia/Baku",
    "place": "Baku",
    "venue": "",
    "has_agenda": "y",
    "has_papers": "y",
}


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def source(officer):
    meeting = make_meeting(title="EGM 2")
    day = make_day(meeting, starts_at_time=time(9), ends_at_time=time(17))
    make_item(day, "Opening", 1, time(9), 30)
    make_item(make_day(meeting, 2, date(2024, 9, 27)), "Closing")
    person = make_person("Nguyễn Thị Hồng Nhung")
    take_part(meeting, person)
    make_deadline("Send the names", date(2024, 9, 12), [person], [14], meeting_id=meeting.id)
    db.session.commit()
    return meeting


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.split())


def ticked(source, **changes):
    people = [part.person_id for part in source.participations]
    deadlines = [one.id for one in db.session.query(Deadline)]
    return {**FORM, "people": people, "deadlines": deadlines, **changes}


def test_everything_is_shown_before_anything_is_made(source, officer, signed_in_as):
    browser = signed_in_as(officer)

    page = words(browser.post(NEXT, data=ticked(source, step="preview")))

    assert "What will be made: EGM 3" in page
    assert "Day 1, Wednesday 22 January 2025 09:00–17:00" in page
    assert "Send the names 14 days before the first day → 8 January 2025" in page
    assert "EGM 2 had it on 12 September 2024. Reminders: Wed 25 Dec 2024." in page
    assert "1 person takes part Nguyễn Thị Hồng Nhung" in page
    assert "Day 2 of EGM 2 has 1 item and no place here." in page
    assert db.session.query(Meeting).count() == 1


def test_the_button_makes_it_once_however_often_it_is_pressed(source, officer, signed_in_as):
    browser = signed_in_as(officer)

    answers = [browser.post(NEXT, data=ticked(source, step="make")) for _ in range(2)]

    assert [answer.location for answer in answers] == ["/meetings/egm-3"] * 2
    assert db.session.query(Meeting).count() == 2
    assert "Draft, seen by staff only" in words(browser.get("/meetings/egm-3"))


def test_times_that_clocks_skip_are_told_in_the_preview(source, officer, signed_in_as):
    source.days[0].starts_at_time = time(2, 30)
    db.session.commit()
    form = ticked(
        source, step="preview", tz="Europe/Berlin", starts_on="2025-03-30", ends_on="2025-03-30"
    )

    page = words(signed_in_as(officer).post(NEXT, data=form))

    assert "On 30 March 2025 clocks in Berlin are put forward past 02:30" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2025-01-21"}, "The last day is before the first."),
        ({"starts_on": ""}, "Enter the first day."),
        ({"starts_on": "2024-09-26", "ends_on": "2024-09-26"}, "That is the first day of EGM 2"),
        ({"tz": "Mars/Olympus"}, "There is no time zone “Mars/Olympus”."),
        ({"number": "2"}, "IG-PCSC has EGM 2 already"),
        ({"ends_on": "2025-04-22"}, "A meeting has at most 31 days."),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_makes_no_next_meeting_is_said_and_what_was_typed_stays(
    source, officer, signed_in_as, changes, sentence
):
    form = ticked(source, step="preview", title="Typed by hand", people=[], **changes)

    answer = signed_in_as(officer).post(NEXT, data=form)

    assert answer.status_code == 422
    assert sentence in words(answer)
    html = answer.get_data(as_text=True)
    assert 'value="Typed by hand"' in html
    assert 'name="people"' in html
    assert not re.search(r'name="people"[^>]* checked', html)


def test_from_the_preview_one_goes_back_with_everything_chosen(source, officer, signed_in_as):
    html = signed_in_as(officer).post(NEXT, data=ticked(source, step="change")).text

    assert 'value="2025-01-22"' in html
    assert re.search(r'name="people"[^>]* checked', html)


def test_series_are_listed_by_process_as_far_as_the_reader_sees_them(source, officer, signed_in_as):
    make_meeting("wuf-12", series="WUF", number=12, kind="forum", state="draft")
    member = make_user(source.participations[0].person)
    db.session.commit()

    staff, own = (words(signed_in_as(user).get("/series")) for user in (officer, member))

    assert "EGM 1 meeting" in staff
    assert "WUF 1 meeting" in staff
    assert "EGM 1 meeting" in own
    assert "WUF" not in own
    assert "Next in the series" not in own
