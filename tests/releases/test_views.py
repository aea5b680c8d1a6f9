import re
from datetime import date, time
from html import unescape

import pytest
from sqlalchemy import select

from eventsapp.documents.models import Release
from eventsapp.extensions import db
from tests.factories import commit, make_document, make_draft, make_meeting, make_user


def words(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def staff(app, signed_in_as):
    return signed_in_as(make_user(role="secretariat"))


@pytest.fixture
def meeting(app):
    return make_meeting()


def sent(meeting, **changes):
    return {
        "title": "Draft 1",
        "kind": "release",
        "audience": "experts",
        "meeting": str(meeting.id),
        "starts_on": "2024-10-07",
        "starts_at_time": "14:00",
        "ends_on": "",
        "tz": "Africa/Nairobi",
    } | changes


def released(meeting):
    document = make_document(meeting, "Guidelines")
    make_draft(document)
    commit()
    return f"/documents/{document.id}/drafts/1/release"


def test_a_release_is_entered_moved_cancelled_and_reinstated(staff, meeting):
    address = released(meeting)

    entered = staff.post(address, data=sent(meeting))
    twice = staff.post(address, data=sent(meeting))
    release = db.session.scalars(select(Release)).one()
    own = f"/documents/releases/{release.id}"
    shown = staff.get(own)
    version = re.search(r'name="version"[^>]*value="(\d+)"', shown.text)[1]
    moment = {"starts_at_time": "", "tz": "Africa/Nairobi", "version": version}
    moved = staff.post(own, data={**moment, "starts_on": "2024-10-09"})
    stale = staff.post(own, data={**moment, "starts_on": "2024-10-10"})
    for act in ("cancel", "cancel", "reinstate"):
        staff.post(f"{own}/{act}")

    assert (entered.status_code, twice.status_code, moved.status_code) == (302, 422, 302)
    assert "There is a release of this draft to the same people on this day." in words(twice)
    assert "Move “Draft 1”" in words(shown)
    assert stale.status_code == 409
    assert "Not saved: somebody changed this meanwhile." in words(stale)
    assert 'value="2024-10-10"' in stale.text
    db.session.refresh(release)
    assert (release.starts_on, release.starts_at_time) == (date(2024, 10, 9), None)
    assert (release.cancelled_at, release.sequence) == (None, 3)
    assert "Draft 1" in words(staff.get("/timeline"))


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": ""}, "Enter the day on which it opens."),
        ({"ends_on": "2024-10-01"}, "The last day is before the first."),
        ({"ends_on": "2024-10-09"}, "A release happens on one day."),
        (
            {"starts_on": "2025-03-30", "starts_at_time": "02:30", "tz": "Europe/Berlin"},
            "On 30 March 2025 clocks there go forward and leave out 02:30. Enter another hour.",
        ),
        ({"tz": "Europe/Atlantis"}, "“Europe/Atlantis” is no time zone. Choose one of the list."),
    ],
)
def test_days_and_hours_that_cannot_be_are_said_at_the_field(staff, meeting, changes, sentence):
    page = staff.post(released(meeting), data=sent(meeting, **changes))

    assert page.status_code == 422
    assert sentence in words(page)
    assert db.session.scalar(select(Release)) is None


def test_an_hour_that_comes_twice_is_the_first(staff, meeting):
    address = released(meeting)
    twice = {"starts_on": "2025-10-26", "starts_at_time": "02:30", "tz": "Europe/Berlin"}

    page = staff.post(address, data=sent(meeting, **twice))

    assert page.status_code == 302
    assert db.session.scalar(select(Release.starts_at_time)) == time(2, 30)
