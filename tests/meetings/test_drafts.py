"""What is a draft is seen by staff only: on pages, in lists, in feeds, in files and in mail."""

from datetime import date, time, timedelta

import pytest

from eventsapp.announcing.services import set_state, take_back
from eventsapp.calendars.services import create_feed
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.invitations.services import check_mail_wanted
from eventsapp.reminders.jobs import queue_due_reminders
from tests.factories import (
    NOW,
    make_day,
    make_deadline,
    make_invitation,
    make_item,
    make_meeting,
    make_person,
    make_release,
    make_room,
    make_round,
    make_user,
    place,
)

LINK = "https://meet.example.org/egm-3?pwd=secret"
PAGES = ["/meetings/egm-3", "/meetings/egm-3/agenda", "/meetings/egm-3/papers",
         "/meetings/egm-3/minutes", "/meetings/egm-3/breakouts/1",
         "/meetings/egm-3/breakouts/1/rooms/1", "/letters/new?meeting=egm-3"]  # fmt: skip
LISTS = ["/", "/meetings", "/meetings?process=IG-PCSC", "/series", "/timeline", "/deadlines",
         "/letters", "/my-data", "/consultations"]  # fmt: skip


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_user(make_person("Nguyễn Thị Hồng Nhung", tz="Asia/Ho_Chi_Minh"))


@pytest.fixture
def draft(expert):
    """A public draft of EGM 3 in which the expert sits in a room and owes something."""
    meeting = make_meeting(
        "egm-3", number=3, title="Rivers and borders", state="draft", is_public=True,
        starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 22), takes_letter_requests=True,
        join_url=LINK, venue="Hall of rivers", rooms=["Room Danube"],
    )  # fmt: skip
    day = make_day(meeting, on_date=date(2097, 1, 22), starts_at_time=time(9))
    make_item(day, "Opening of rivers", starts_at_time=time(9), duration_minutes=30)
    place(expert.person, make_room(make_round(meeting, day)))
    make_deadline(
        "Send the river maps", date(2097, 1, 8), [expert.person], [14], meeting_id=meeting.id
    )
    make_release(meeting, "River draft", audience="experts")
    db.session.commit()
    return meeting


def told(browser, pages):
    """The pages that tell of the meeting, or are there at all where they are its own."""
    return [page for page in pages if "iver" in browser.get(page).get_data(as_text=True)]


def feed_of(user, client):
    _feed, token = create_feed(by=user, now=NOW)
    db.session.commit()
    return client.get(f"/calendars/{token}.ics").get_data(as_text=True).replace("\r\n ", "")


def test_a_draft_shows_nowhere_to_those_who_take_part(draft, expert, signed_in_as, client):
    browser = signed_in_as(expert)

    assert [browser.get(page).status_code for page in PAGES] == [404] * len(PAGES)
    assert told(browser, LISTS) == []
    assert "iver" not in feed_of(expert, client)
    assert client.get("/meetings/egm-3/public.ics").status_code == 404


def test_once_announced_the_same_pages_tell_of_it(draft, expert, officer, signed_in_as, client):
    set_state(draft, "announced", by=officer, now=NOW)
    db.session.commit()
    browser = signed_in_as(expert)

    assert [browser.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert told(browser, ["/meetings", "/timeline", "/deadlines"]) != []
    feed = feed_of(expert, client)
    assert "Opening of rivers" in feed
    assert "Send the river maps" in feed
    assert "Opening of rivers" in client.get("/meetings/egm-3/public.ics").get_data(as_text=True)


def test_the_secretariat_sees_the_draft_as_one(draft, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-3").get_data(as_text=True)

    assert "Draft, seen by staff only" in page
    assert "Announce it, or see what would follow" in page


def test_the_join_link_is_for_those_who_take_part(draft, expert, officer, signed_in_as, client):
    set_state(draft, "announced", by=officer, now=NOW)
    stranger = make_user(make_person("José Ñíguez Peña"))
    db.session.commit()

    own = signed_in_as(expert).get("/meetings/egm-3").get_data(as_text=True)
    other = signed_in_as(stranger).get("/meetings/egm-3").get_data(as_text=True)

    assert LINK in own
    assert "Room Danube" in own
    assert "shown to those who take part" in other
    for text in (other, client.get("/meetings/egm-3/public.ics").text, feed_of(expert, client)):
        assert "meet.example.org" not in text
        assert "Room Danube" not in text


def test_nobody_is_reminded_of_a_draft(draft, officer, outbox):
    due = draft.starts_on - timedelta(days=28)
    moment = NOW.replace(year=due.year, month=due.month, day=due.day + 3, hour=12)
    db.session.commit()

    queue_due_reminders(moment)
    assert len(outbox) == 0

    set_state(draft, "announced", by=officer, now=NOW)
    db.session.commit()
    queue_due_reminders(moment)
    assert len(outbox) == 1


def test_to_confirm_makes_it_firm_and_that_can_be_taken_back(officer):
    meeting = make_meeting(certainty="proposed", state="announced")
    day = make_day(meeting)
    entry = set_state(meeting, "confirmed", by=officer, now=NOW)
    assert (meeting.state, meeting.certainty, day.sequence) == ("confirmed", "firm", 1)
    assert set_state(meeting, "confirmed", by=officer, now=NOW) is None

    assert take_back(meeting, entry.id, by=officer, now=NOW) is True
    assert take_back(meeting, entry.id, by=officer, now=NOW) is False

    assert (meeting.state, meeting.certainty, day.sequence) == ("announced", "proposed", 2)


def test_an_older_change_is_not_taken_back_over_a_newer_one(officer):
    meeting = make_meeting(state="draft")
    first = set_state(meeting, "announced", by=officer, now=NOW)
    set_state(meeting, "confirmed", by=officer, now=NOW)

    with pytest.raises(RuleBroken, match="was changed again since"):
        take_back(meeting, first.id, by=officer, now=NOW)


def test_what_people_were_invited_to_is_no_draft_again(officer):
    meeting = make_meeting(starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 22))
    make_invitation(meeting, make_person("王芳"))

    with pytest.raises(RuleBroken, match="1 person was invited to EGM 2"):
        set_state(meeting, "draft", by=officer, now=NOW)
    assert meeting.state == "confirmed"


def test_nobody_is_invited_to_a_draft(draft):
    with pytest.raises(RuleBroken, match="Announce it before you invite"):
        check_mail_wanted(draft, NOW)


def test_what_a_record_says_with_less_than_certainty_is_announced_and_nothing_disappears(app):
    firm, proposed = make_meeting(), make_meeting("egm-3", number=3, certainty="proposed")

    assert (firm.state, proposed.state) == ("confirmed", "announced")


def test_the_page_of_the_state_says_what_follows_and_undoes_it(draft, officer, signed_in_as):
    browser = signed_in_as(officer)
    page = browser.get("/meetings/egm-3/state").get_data(as_text=True)
    assert "1 person takes part and sees it" in page
    assert "Then 1 planned reminder goes out on its day, the first on 25 December 2096." in page

    for _ in range(2):
        browser.post("/meetings/egm-3/state", data={"to": "announced"})
    db.session.refresh(draft)
    assert draft.state == "announced"
    done = browser.get("/meetings/egm-3/state?done=1").get_data(as_text=True)
    undo = done.split('action="/meetings/egm-3/state/undo/')[1].split('"')[0]
    browser.post(f"/meetings/egm-3/state/undo/{undo}")
    db.session.refresh(draft)
    assert draft.state == "draft"
    assert browser.post("/meetings/egm-3/state", data={"to": "held"}).status_code == 422
