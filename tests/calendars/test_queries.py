"""Who has what in the calendar, and when a feed counts as changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.agendas.services import change_item
from eventsapp.calendars.entries import Words
from eventsapp.calendars.queries import (
    entries_for,
    own_fingerprint,
    public_entries,
    public_fingerprint,
    public_meeting,
)
from eventsapp.extensions import db
from eventsapp.meetings.services import cancel_meeting, reinstate_meeting
from tests.factories import (
    make_consultation,
    make_day,
    make_deadline,
    make_hearing,
    make_item,
    make_meeting,
    make_person,
    make_release,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)


def link(endpoint, **values):
    return f"https://eventsapp.test/{endpoint}?{values}"


def entries(person, now, is_staff=False):
    return entries_for(person.id, is_staff=is_staff, now=now, words=Words(), link=link)


def titles(person, now, is_staff=False):
    return sorted(entry.summary for entry in entries(person, now, is_staff))


def test_a_person_has_the_days_and_timed_items_of_their_meetings_and_of_no_others(app, NOW):
    wangari, other = make_person("Wangari Otieno"), make_person("李明")
    for person, code, number in ((wangari, "egm-2", 2), (other, "egm-7", 7)):
        meeting = make_meeting(code, number=number)
        take_part(meeting, person)
        day = make_day(meeting)
        make_day(meeting, 2, date(2024, 9, 27))
        make_item(day, "Opening", 1, time(9), 30)
        make_item(day, "No hour known", 2)

    assert titles(wangari, NOW) == ["EGM 2, day 1", "EGM 2, day 2", "EGM 2: Opening"]


def test_who_left_a_meeting_has_it_no_more(app, NOW):
    person = make_person()
    meeting = make_meeting()
    make_day(meeting)
    take_part(meeting, person, left_at=NOW)

    assert titles(person, NOW) == []


def test_who_heard_a_meeting_announced_has_its_days_too(app, NOW):
    person = make_person()
    meeting = make_meeting()
    take_part(meeting, person)
    announced = make_meeting("egm-3", number=3, announced_by_id=meeting.id)
    make_day(announced)

    assert titles(person, NOW) == ["EGM 3, day 1"]


def test_a_person_has_their_own_published_rooms_and_nobody_elses(app, NOW):
    moderator, member = make_person("ليلى حداد"), make_person("Łucja Żółkiewska")
    meeting = make_meeting()
    day = make_day(meeting)
    round_ = make_round(meeting, day)
    place(moderator, make_room(round_, "1", "Rivers"), "moderator")
    place(member, make_room(round_, "2", "Lakes"))
    draft = make_round(meeting, day, number=2, published_at=None)
    place(moderator, make_room(draft, "1", "Not yet decided"))

    assert titles(moderator, NOW) == ["EGM 2, day 1", "EGM 2, room 1: Rivers"]


def test_a_room_stands_for_its_agenda_item_in_the_calendar_of_who_sits_in_it(app, NOW):
    seated, free = make_person("José Ñíguez Peña"), make_person("Huiwen")
    meeting = make_meeting()
    take_part(meeting, free)
    day = make_day(meeting)
    item = make_item(day, "Break-out rooms", 1, time(14), 60)
    round_ = make_round(meeting, day, agenda_item_id=item.id)
    place(seated, make_room(round_, "1", "Rivers"))

    assert titles(seated, NOW) == ["EGM 2, day 1", "EGM 2, room 1: Rivers"]
    assert titles(free, NOW) == ["EGM 2, day 1", "EGM 2: Break-out rooms"]
    (room,) = (entry for entry in entries(seated, NOW) if "room" in entry.summary)
    assert room.end_at - room.start_at == timedelta(minutes=60)


def test_a_person_hears_of_consultations_for_their_audience(app, NOW):
    expert, note_taker = make_person("Ana Paula Bruno"), make_person("David Adawo")
    meeting = make_meeting()
    take_part(meeting, expert)
    take_part(meeting, note_taker, is_expert=False)
    for audience in ("experts", "open online", "private sector", None):
        make_consultation(meeting, f"For {audience}", audience=audience)
    make_consultation(None, "Nobody's", audience="experts")
    make_consultation(meeting, "Undated", audience=None, starts_on=None, ends_on=None)

    assert titles(expert, NOW) == ["For None", "For experts", "For open online"]
    assert titles(note_taker, NOW) == ["For None", "For open online"]


def test_who_is_asked_has_it_and_an_intention_is_with_staff_alone(app, NOW):
    asked, expert, officer = make_person("王芳"), make_person("Selma"), make_person("Łucja")
    meeting = make_meeting()
    take_part(meeting, expert)
    heard = make_consultation(None, "Firms", audience="private sector")
    hearing = make_hearing(heard, asked)
    intended = make_consultation(meeting, "Intended", audience="experts", announced_at=None)
    before = own_fingerprint(expert.id, is_staff=False, now=NOW)

    assert titles(asked, NOW) == ["Firms"]
    assert titles(expert, NOW) == []
    assert titles(officer, NOW, is_staff=True) == ["Firms", "Intended"]

    intended.announced_at, hearing.withdrawn_at = NOW, NOW
    db.session.flush()

    assert (titles(asked, NOW), titles(expert, NOW)) == ([], ["Intended"])
    assert own_fingerprint(expert.id, is_staff=False, now=NOW) != before


def test_a_release_that_opens_a_consultation_is_told_once(app, NOW):
    person = make_person()
    meeting = make_meeting()
    take_part(meeting, person)
    consultation = make_consultation(meeting, "Online consultation", audience="open online")
    make_release(meeting, "Draft goes live")
    make_release(meeting, "Opening of it", consultation_id=consultation.id)

    assert titles(person, NOW) == ["Draft goes live", "Online consultation"]


def test_a_person_has_the_deadlines_by_which_they_owe_something(app, NOW):
    owing, released, other = make_person("王芳"), make_person("Bo"), make_person("Amina")
    deadline = make_deadline(owed_by=[owing, released])
    deadline.obligations[1].released_at = NOW
    db.session.flush()

    assert titles(owing, NOW) == ["Deadline: Feedback on the draft"]
    assert (titles(released, NOW), titles(other, NOW)) == ([], [])


def test_who_left_a_meeting_has_its_deadlines_no_more(app, NOW):
    meeting, person = make_meeting(), make_person()
    part = take_part(meeting, person)
    make_deadline(owed_by=[person], meeting_id=meeting.id)
    assert titles(person, NOW) == ["Deadline: Feedback on the draft"]

    part.left_at = NOW
    db.session.flush()

    assert titles(person, NOW) == []


def test_staff_have_all_meetings_dates_and_deadlines_and_only_their_own_rooms(app, NOW):
    officer, expert = make_person("Secretariat"), make_person("Huiwen")
    meeting = make_meeting()
    day = make_day(meeting)
    place(expert, make_room(make_round(meeting, day)))
    make_consultation(meeting, "Private", audience="private sector")
    make_deadline("Comments", owed_by=[expert])

    assert titles(officer, NOW, is_staff=True) == ["Deadline: Comments", "EGM 2, day 1", "Private"]
    assert titles(officer, NOW) == []


def test_a_cancelled_meeting_stays_for_thirty_days_and_then_leaves(app, NOW):
    person, officer = make_person(), make_user(role=SECRETARIAT)
    meeting = make_meeting()
    take_part(meeting, person)
    make_day(meeting)
    before = entries(person, NOW)

    cancel_meeting(meeting, by=officer, now=NOW)

    (entry,) = entries(person, NOW + timedelta(days=29))
    assert (entry.uid, entry.status) == (before[0].uid, "CANCELLED")
    assert entry.sequence > before[0].sequence
    assert entries(person, NOW + timedelta(days=31)) == []

    reinstate_meeting(meeting, by=officer, now=NOW + timedelta(days=40))

    (back,) = entries(person, NOW + timedelta(days=41))
    assert (back.uid, back.status) == (entry.uid, "CONFIRMED")
    assert back.sequence > entry.sequence


def test_a_deadline_that_was_closed_after_its_day_is_over_and_not_cancelled(app, NOW):
    person = make_person()
    over = make_deadline("Over", owed_by=[person])
    over.closed_at = over.due_at + timedelta(hours=1)
    off = make_deadline("Called off", owed_by=[person])
    off.closed_at = NOW
    db.session.flush()

    found = {entry.summary: entry.status for entry in entries(person, NOW)}
    assert found == {"Deadline: Over": "CONFIRMED", "Deadline: Called off": "CANCELLED"}


def test_the_public_sees_days_and_items_without_rooms_links_and_the_way_there(app, NOW):
    meeting = make_meeting(is_public=True, place="UN Complex, Room D0412")
    day = make_day(meeting)
    item = make_item(day, "Opening", 1, time(9), 30)
    round_ = make_round(meeting, day, agenda_item_id=item.id)
    place(make_person("Łucja Żółkiewska"), make_room(round_, "1", "Rivers"))
    make_item(make_day(make_meeting("egm-9", number=9)), "Elsewhere", 1, time(9), 30)

    found = public_entries(meeting.id, now=NOW, words=Words())

    assert sorted(entry.summary for entry in found) == ["EGM 2, day 1", "EGM 2: Opening"]
    assert [(entry.location, entry.url) for entry in found] == [(None, None), (None, None)]


def test_only_a_public_meeting_has_a_public_feed(app):
    make_meeting("egm-2", is_public=True)
    make_meeting("egm-3", number=3)

    assert public_meeting("egm-2").title == "Expert Group Meeting on water"
    assert (public_meeting("egm-3"), public_meeting("egm-4")) == (None, None)


def _scene(now):
    """Make one of everything that stands in a calendar and return the rows by name."""
    person = make_person("Wangari Otieno")
    meeting = make_meeting()
    day = make_day(meeting, starts_at_time=time(9), ends_at_time=time(17))
    item = make_item(day, "Opening", 1, time(9), 30)
    placement = place(person, make_room(make_round(meeting, day)))
    placement.changed_at = now
    deadline = make_deadline(owed_by=[person])
    return {
        "person": person,
        "meeting": meeting,
        "day": day,
        "item": item,
        "placement": placement,
        "room": placement.room,
        "round": placement.room.round,
        "consultation": make_consultation(meeting, audience="experts"),
        "release": make_release(meeting),
        "deadline": deadline,
        "obligation": deadline.obligations[0],
    }


CHANGES = {
    "meeting": {"place": "Baku", "title": "Another", "number": 5, "certainty": "proposed"},
    "day": {"on_date": date(2024, 9, 25), "starts_at_time": time(8), "sequence": 9},
    "item": {"title": "Welcome", "starts_at_time": time(10), "duration_minutes": 45},
    "placement": {"role": "moderator", "sequence": 4},
    "room": {"label": "7", "title": "Lakes"},
    "round": {"published_at": None, "number": 3},
    "consultation": {"title": "Other", "ends_on": None, "audience": None, "mode": "online"},
    "release": {"starts_on": date(2024, 10, 6), "title": "Other"},
    "deadline": {"due_on": date(2024, 10, 5), "title": "Other"},
    "obligation": {"done_at": "now", "released_at": "now"},
}


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [(name, column, value) for name in CHANGES for column, value in CHANGES[name].items()],
)
def test_whatever_the_calendar_shows_changes_its_fingerprint(app, NOW, name, column, value):
    scene = _scene(NOW)
    person_id = scene["person"].id
    shown = entries(scene["person"], NOW)
    before = own_fingerprint(person_id, is_staff=False, now=NOW)

    setattr(scene[name], column, NOW if value == "now" else value)
    db.session.flush()

    assert entries(scene["person"], NOW) != shown
    assert own_fingerprint(person_id, is_staff=False, now=NOW) != before


def test_what_is_taken_away_changes_the_fingerprint_although_nothing_else_did(app, NOW):
    meeting = make_meeting(is_public=True)
    day = make_day(meeting)
    item = make_item(day, "Opening", 1, time(9), 30)
    before = public_fingerprint(meeting.id, now=NOW)

    db.session.delete(item)
    db.session.flush()

    assert public_fingerprint(meeting.id, now=NOW) != before


def test_what_does_not_concern_a_reader_leaves_their_fingerprint(app, NOW):
    scene = _scene(NOW)
    person_id = scene["person"].id
    before = own_fingerprint(person_id, is_staff=False, now=NOW)

    make_day(make_meeting("egm-9", number=9))
    place(make_person("Karen Laßmann"), scene["room"])
    make_deadline("Somebody else's", owed_by=[make_person("Bo")])

    assert own_fingerprint(person_id, is_staff=False, now=NOW + timedelta(days=3)) == before


def test_moving_an_item_changes_the_entry_of_that_item_alone(app, NOW):
    person, officer = make_person(), make_user(role=SECRETARIAT)
    meeting = make_meeting()
    take_part(meeting, person)
    day = make_day(meeting, starts_at_time=time(9), ends_at_time=time(17))
    moved = make_item(day, "Opening", 1, time(9), 30)
    ends = datetime(2024, 9, 26, 13, 30, tzinfo=UTC)
    make_item(day, "Closing", 2, time(16), 30, start_at=ends - timedelta(minutes=30), end_at=ends)
    before = {entry.uid: entry for entry in entries(person, NOW)}

    change_item(
        moved,
        title="Opening",
        starts=time(10),
        minutes=30,
        day=day,
        by=officer,
        now=NOW + timedelta(hours=1),
    )

    after = {entry.uid: entry for entry in entries(person, NOW)}
    assert [uid for uid, entry in after.items() if entry != before[uid]] == [moved.uid]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("meeting", ["EGM 2, day 1", "EGM 2, room 1: Water and people", "EGM 2: Opening"]),
        ("round", ["EGM 2, room 1: Water and people"]),
        ("room", ["EGM 2, room 1: Water and people"]),
    ],
)
def test_what_has_no_entry_of_its_own_changes_the_entries_that_show_it(app, NOW, name, shown):
    scene = _scene(NOW)
    later = NOW + timedelta(hours=1)
    before = {entry.uid: entry.sequence for entry in entries(scene["person"], NOW)}

    scene[name].touch(later, moved=True)
    db.session.flush()

    after = [e for e in entries(scene["person"], NOW) if e.changed_at == later]
    assert sorted(entry.summary for entry in after) == shown
    assert [entry.sequence - before[entry.uid] for entry in after] == [1] * len(shown)
