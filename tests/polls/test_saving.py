"""What a chosen slot becomes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.calendars.services import create_feed
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.meetings.queries import participation_of
from eventsapp.meetings.services import change_dates, set_day_hours
from eventsapp.polls.saving import NewMeeting, choose_slot
from eventsapp.polls.slots import Wall
from tests.factories import (
    NOW,
    make_day,
    make_invitation,
    make_meeting,
    make_person,
    make_poll,
    make_user,
    take_part,
)

DAY = date(2024, 10, 28)
NEW = NewMeeting("Preparing EGM 3", "Call", None, "IG-PCSC", "online")


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


def choose(slot, officer, **changes):
    values = {"new": NEW, "sends": True, "seen_version": slot.poll.version, **changes}
    return choose_slot(slot, by=officer, now=NOW, **values)


def feed_of(client, user):
    _feed, token = create_feed(by=user, now=NOW)
    db.session.commit()
    calendar = Calendar.from_ical(client.get(f"/calendars/{token}.ics").data)
    return [
        (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC))
        for event in calendar.walk("VEVENT")
        if hasattr(event["DTSTART"].dt, "astimezone")
    ]


def test_the_chosen_slot_becomes_a_meeting_an_invitation_in_each_zone_and_a_feed_entry(
    officer, outbox, client
):
    tokyo, nowhere = make_person("山田 花子", tz="Asia/Tokyo"), make_person("Bo")
    poll = make_poll(Wall(DAY, time(9)), Wall(DAY, time(15)), asked=[tokyo, nowhere])
    poll.invitees[1].tz = "America/Mexico_City"  # as they read the poll

    done = choose(poll.slots[1], officer)

    meeting = done.meeting
    assert (meeting.starts_on, meeting.tz, meeting.mode, meeting.title) == (
        DAY,
        "Africa/Nairobi",
        "online",
        "Preparing EGM 3",
    )
    assert (meeting.days[0].starts_at_time, meeting.days[0].ends_at_time) == (time(15), time(16))
    assert (done.invited, done.told, done.unreached) == ([tokyo, nowhere], [], [])
    assert "on your clock 21:00–22:00 Tokyo (UTC+9)" in outbox[0].text
    assert "on your clock 06:00–07:00 Mexico City (UTC−6)" in outbox[1].text
    assert feed_of(client, make_user(tokyo)) == [
        (datetime(2024, 10, 28, 12, tzinfo=UTC), datetime(2024, 10, 28, 13, tzinfo=UTC))
    ]


def test_the_slot_of_a_poll_for_a_meeting_moves_it_on_its_own_clock_and_tells_who_is_invited(
    officer, outbox
):
    meeting = make_meeting(
        "egm-3",
        number=3,
        tz="Asia/Tokyo",
        starts_on=date(2024, 11, 5),
        ends_on=date(2024, 11, 6),
    )
    for number in (1, 2):
        make_day(meeting, number, date(2024, 11, 4 + number))
    invited, fresh, silent = make_person(), make_person("王芳"), make_person("Nour", email=None)
    make_invitation(meeting, invited)
    poll = make_poll(Wall(DAY, time(23, 30)), asked=[invited, fresh, silent], meeting_id=meeting.id)

    done = choose(poll.slots[0], officer, new=None)

    assert [day.on_date for day in meeting.days] == [date(2024, 10, 29), date(2024, 10, 30)]
    assert meeting.days[0].starts_at_time == time(5, 30)
    assert meeting.days[0].start_at == poll.slots[0].start_at
    assert (done.invited, done.told, done.unreached) == ([fresh], [invited], [silent])
    assert sorted(mail.subject.split(":")[0] for mail in outbox) == [
        "Invitation",
        "The time is settled",
    ]
    parts = db.select(Participation.person_id).where(Participation.meeting_id == meeting.id)
    assert set(db.session.scalars(parts)) == {invited.id, fresh.id, silent.id}


def test_chosen_twice_is_chosen_once_and_another_slot_moves_the_same_meeting(officer, outbox):
    poll = make_poll(Wall(DAY, time(9)), Wall(DAY, time(15)), asked=[make_person()])
    meeting = choose(poll.slots[0], officer).meeting

    choose(poll.slots[0], officer)
    moved = choose(poll.slots[1], officer)

    assert moved.meeting is meeting
    assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 1
    assert meeting.days[0].starts_at_time == time(15)
    assert [slot.is_chosen for slot in poll.slots] == [False, True]
    assert [mail.subject.split(":")[0] for mail in outbox] == ["Invitation", "The time is settled"]


def test_of_two_who_choose_at_once_the_second_is_told(officer):
    poll = make_poll(Wall(DAY, time(9)), Wall(DAY, time(15)))
    seen = poll.version
    choose(poll.slots[0], officer)

    with pytest.raises(StaleDataError):
        choose(poll.slots[1], officer, seen_version=seen)


def test_a_slot_over_midnight_keeps_its_start_and_leaves_the_end_open(officer):
    poll = make_poll(Wall(DAY, time(23)), Wall(DAY, time(23, 30)))

    at_midnight = choose(poll.slots[0], officer)
    assert (at_midnight.is_past_midnight, at_midnight.meeting.days[0].ends_at_time) == (
        False,
        time(23, 59),
    )
    after = choose(poll.slots[1], officer)

    assert (after.is_past_midnight, after.meeting.days[0].ends_at_time) == (True, None)


def test_what_cannot_be_chosen_is_refused_with_the_next_step(officer):
    poll = make_poll(Wall(date(2024, 9, 2), time(9)), Wall(DAY, time(9)))

    with pytest.raises(RuleBroken, match=r"has passed\. Choose a later one"):
        choose(poll.slots[0], officer)
    with pytest.raises(RuleBroken, match="its series and its process"):
        choose(poll.slots[1], officer, new=None)
    meeting = make_meeting("egm-4", number=4, starts_on=DAY, ends_on=DAY)
    day = make_day(meeting, 1, DAY)
    set_day_hours(day, time(9), time(10), by=officer, now=NOW)
    change_dates(meeting, DAY, DAY, now=NOW)
    poll.meeting_id, meeting.cancelled_at = meeting.id, NOW
    db.session.flush()
    db.session.expire(poll)
    with pytest.raises(RuleBroken, match="is cancelled"):
        choose(poll.slots[1], officer, new=None)


def test_who_declined_or_left_is_not_taken_in_again_unless_they_answered_the_poll_since(
    officer, outbox
):
    meeting = make_meeting("egm-4", number=4, starts_on=DAY, ends_on=DAY)
    stays, declined, came_back, gone = (make_person() for _ in range(4))
    make_invitation(meeting, declined, answer="no").participation.left_at = NOW
    take_part(meeting, came_back, left_at=NOW - timedelta(days=1))
    poll = make_poll(
        Wall(DAY, time(9)), asked=[stays, declined, came_back, gone], meeting_id=meeting.id
    )
    poll.invitees[2].answered_at = NOW
    gone.left_at = NOW

    done = choose(poll.slots[0], officer, new=None)

    assert done.left == [declined, gone]
    assert sorted(mail.recipient for mail in outbox) == sorted([stays.email, came_back.email])
    assert participation_of(meeting, declined.id).left_at == NOW
    assert participation_of(meeting, gone.id) is None
