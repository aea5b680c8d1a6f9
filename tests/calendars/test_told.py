"""What calendars tell of an agenda that is being changed."""

from datetime import UTC, date, datetime, time

from eventsapp.agendas.services import announce, change_item
from eventsapp.calendars.entries import Words
from eventsapp.calendars.queries import (
    entries_for,
    own_fingerprint,
    public_entries,
    public_fingerprint,
)
from eventsapp.extensions import db
from tests.factories import (
    NOW,
    make_day,
    make_item,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

DAY = date(2024, 9, 26)


def link(page, **address):
    return page


def told(person, *, is_staff=False):
    db.session.flush()
    entries = entries_for(person.id, is_staff=is_staff, now=NOW, words=Words(), link=link)
    return sorted(
        (one.summary.rpartition(": ")[2], one.start_at) for one in entries if one.start_at
    )


def at(hour):
    # 09:00 in Nairobi is 06:00 in UTC.
    return datetime(DAY.year, DAY.month, DAY.day, hour - 3, tzinfo=UTC)


def test_calendars_of_others_keep_the_agenda_that_was_announced_until_the_next_one_is(app):
    meeting, expert = make_meeting(is_public=True), make_person()
    officer, day = make_user(make_person(), role="secretariat"), make_day(meeting, 1, DAY)
    opening = make_item(day, "Opening", 1, time(9), 30)
    rivers = make_item(day, "Rivers", 2, time(10), 60)
    take_part(meeting, expert)
    round_ = make_round(meeting, day)
    round_.agenda_item_id = rivers.id
    place(expert, make_room(round_, title="Water"))
    before = told(expert)
    announce(meeting, by=officer, now=NOW)
    marks = [public_fingerprint(meeting.id, now=NOW)]
    as_announced = told(expert)

    change_item(
        opening,
        title="Opening by the Minister",
        starts=time(8),
        minutes=30,
        day=day,
        by=officer,
        now=NOW,
    )
    change_item(rivers, title="Rivers", starts=time(14), minutes=60, day=day, by=officer, now=NOW)
    make_item(day, "Not decided yet", 3, time(16), 30)
    while_it_is_changed, of_staff = told(expert), told(officer.person, is_staff=True)
    public = [one.summary for one in public_entries(meeting.id, now=NOW, words=Words())]
    marks += [
        public_fingerprint(meeting.id, now=NOW),
        own_fingerprint(expert.id, is_staff=False, now=NOW),
    ]
    announce(meeting, by=officer, now=NOW)
    marks += [
        public_fingerprint(meeting.id, now=NOW),
        own_fingerprint(expert.id, is_staff=False, now=NOW),
    ]

    assert before == as_announced == while_it_is_changed == [("Opening", at(9)), ("Water", at(10))]
    assert ("Opening by the Minister", at(8)) in of_staff
    assert not any("Minister" in one or "Not decided yet" in one for one in public)
    assert told(expert) == [
        ("Not decided yet", at(16)),
        ("Opening by the Minister", at(8)),
        ("Water", at(14)),
    ]
    assert marks[3] != marks[1]
    assert marks[4] != marks[2]


def test_an_item_that_lost_its_hour_keeps_the_announced_one_for_others_than_staff(app):
    meeting, expert = make_meeting(is_public=True), make_person()
    officer, day = make_user(make_person(), role="secretariat"), make_day(meeting, 1, DAY)
    opening = make_item(day, "Opening", 1, time(9), 30)
    take_part(meeting, expert)
    announce(meeting, by=officer, now=NOW)

    change_item(opening, title="Opening", starts=None, minutes=None, day=day, by=officer, now=NOW)

    assert told(expert) == [("Opening", at(9))]
    assert told(officer.person, is_staff=True) == []
    announce(meeting, by=officer, now=NOW)
    assert told(expert) == []
