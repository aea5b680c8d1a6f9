import re
from datetime import date
from html import unescape

import pytest

from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.planning.planned import CONSULTATION, DEADLINE, MEETING, RELEASE
from eventsapp.reminders.models import Deadline
from tests.factories import make_meeting, make_person, make_user, take_part

UID = "0b0e7a0e-2b6f-4b0f-9d8c-4a2f0d6a7b11"


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def typed(*rows, **common):
    """A form as a browser sends it: every row has its lists, most of its fields are empty."""
    form = {"uid": UID, "follows": "egm-2", "tz": "Africa/Nairobi", **common}
    for index, row in enumerate(rows):
        full = {"kind": CONSULTATION, "title": "", "first": "", "last": "", "audience": "",
                "mode": "", "place": "", "certainty": "firm", "until": "", **row}  # fmt: skip
        form |= {f"rows-{index}-{name}": value for name, value in full.items()}
    return form


def faults(page):
    alert = re.search(r'<div class="note bad".*?</ul>', page.text, re.S)
    return [unescape(re.sub("<[^>]+>", "", one)) for one in re.findall("<li>.*?</li>", alert[0])]


def count_of(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def test_many_dates_are_entered_at_once_and_only_once(officer):
    egm_2 = make_meeting()
    expert = make_person("Huiwen")
    take_part(egm_2, expert)
    take_part(egm_2, make_person("Ngozi Okonkwo-Bâ"), is_expert=False)
    form = typed(
        {"kind": DEADLINE, "title": "Feedback", "first": "1 October 2024", "audience": "experts",
         "certainty": "proposed"},
        {},
        {"kind": RELEASE, "title": "Draft goes live", "first": "7/10/2024"},
        {"title": "Online", "first": "2024-10-07", "last": "8 November 2024",
         "audience": "open online", "mode": "online", "certainty": "tentative"},
        {"title": "Call", "first": "31 October 2024", "audience": "experts",
         "until": "31 January 2025"},
        {"kind": MEETING, "title": "Expert Group Meeting in Baku", "first": "22 January 2025",
         "last": "23 January 2025", "mode": "in person", "place": "Baku", "audience": "experts"},
        experts_owe="y",
    )  # fmt: skip

    first, second = (officer.post("/timeline/new", data=form) for _ in range(2))

    assert (first.location, second.location) == ("/timeline", "/timeline")
    online, call = db.session.scalars(db.select(Consultation).order_by(Consultation.starts_on))
    assert (online.ends_on, online.audience, online.certainty) == (
        date(2024, 11, 8), "open online", "tentative",
    )  # fmt: skip
    assert call.rrule == "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250131"
    assert {online.meeting_id, call.meeting_id} == {egm_2.id}
    [release] = db.session.scalars(db.select(Release))
    assert (release.starts_on, release.consultation_id) == (date(2024, 10, 7), online.id)
    [deadline] = db.session.scalars(db.select(Deadline))
    assert (deadline.due_on, deadline.certainty) == (date(2024, 10, 1), "proposed")
    assert [one.person_id for one in deadline.obligations] == [expert.id]
    egm_3 = db.session.scalar(db.select(Meeting).where(Meeting.number == 3))
    assert (egm_3.code, egm_3.place, egm_3.announced_by_id) == ("egm-3", "Baku", egm_2.id)
    assert [day.on_date for day in egm_3.days] == [date(2025, 1, 22), date(2025, 1, 23)]


def test_what_is_wrong_is_said_at_its_row_and_nothing_is_saved_or_lost(officer):
    make_meeting()

    page = officer.post(
        "/timeline/new",
        data=typed(
            {"title": "Fine", "first": "1 October 2024"},
            {"title": "", "first": "32 October 2024", "place": "Nairobi"},
            {"title": "Backwards", "first": "9 October 2024", "last": "8 October 2024"},
            {"kind": DEADLINE, "title": "Two", "first": "9/10/2024", "last": "10/10/2024",
             "place": "Baku"},
            {"title": "Long series", "first": "9/10/2024", "last": "10/10/2024",
             "until": "1/1/2025"},
        ),
    )  # fmt: skip

    assert page.status_code == 422
    assert faults(page) == [
        "Row 2, What: Enter what it is called, or empty the row.",
        "Row 2, First day: “32 October 2024” is not a day. Write it like 18 November 2024.",
        "Row 3, Last day: The last day is before the first. Correct one of the two.",
        "Row 4, Last day: This kind has one day. Leave the last day empty, or choose another kind.",
        "Row 4, Where: This kind has no place. Leave it empty.",
        "Row 5, Monthly until: Only a consultation of one day is repeated monthly.",
    ]
    assert 'value="32 October 2024"' in page.text
    assert count_of(Consultation) == 0


def test_a_row_that_breaks_a_rule_takes_back_all_rows(officer):
    page = officer.post(
        "/timeline/new",
        data=typed(
            {"title": "Call", "first": "31 October 2024"},
            {"kind": MEETING, "title": "EGM", "first": "22 January 2025"},
            follows="",
        ),
    )

    assert page.status_code == 422
    assert faults(page) == [
        "Row 2, What: Choose above the meeting it follows from: it becomes the next of that series."
    ]
    assert count_of(Consultation) == 0


def test_more_rows_keep_what_was_typed(officer):
    page = officer.post("/timeline/new", data=typed({"title": "Call"}, more="1"))

    assert page.status_code == 200
    assert 'value="Call"' in page.text
    assert len(re.findall(r'name="rows-\d+-title"', page.text)) == 6


def test_a_form_with_nothing_or_with_nonsense_enters_nothing(officer):
    form = {**typed({}), "rows-²-title": "x", f"rows-{'9' * 5000}-title": "y", "uid": "no uid"}

    page = officer.post("/timeline/new", data=form)

    assert page.status_code == 422
    assert officer.post("/timeline/new", data=typed({})).status_code == 422
    assert officer.post("/timeline/new", data={}).status_code == 422
    assert count_of(Consultation) == 0


@pytest.mark.parametrize("tz", ["../../etc/passwd", "/etc/passwd", "Mars/Olympus"])
def test_what_is_no_time_zone_enters_nothing(officer, tz):
    make_meeting()
    form = typed({"title": "Call", "first": "31 October 2024"}, tz=tz)

    page = officer.post("/timeline/new", data=form)

    assert page.status_code == 422
    assert count_of(Consultation) == 0
