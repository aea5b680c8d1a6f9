from datetime import date

import pytest

from eventsapp.agendas.queries import announced
from eventsapp.agendas.services import announce
from eventsapp.breakouts.models import Round
from eventsapp.extensions import db
from eventsapp.minutes.models import Note
from eventsapp.record.queries import (
    days_of,
    sections_of_room,
    what_followed,
    whole_record,
)
from tests.factories import (
    NOW,
    make_consultation,
    make_day,
    make_item,
    make_meeting,
    make_person,
    make_user,
)
from tests.record.real_record import person_named, record_of_egm_2


@pytest.fixture
def meeting(app):
    return record_of_egm_2()


def rooms_of(meeting):
    rounds = db.session.scalars(db.select(Round).where(Round.meeting_id == meeting.id))
    return [room for round_ in rounds for room in round_.rooms]


def test_every_plenary_note_of_the_record_stands_on_its_day(meeting):
    days = days_of(meeting, with_notes=True)

    assert [(day.number, day.on_date, day.note_count) for day in days] == [
        (1, date(2024, 9, 26), 49),
        (2, date(2024, 9, 27), 50),
    ]


def test_the_agenda_of_the_second_day_has_its_notes_under_each_item(meeting):
    second = days_of(meeting, with_notes=True)[1]

    assert [(entry.item.title, entry.note_count, entry.headings) for entry in second.entries] == [
        ("Welcome: Quick Recap Day 1 and Agenda Day 2", 2, []),
        ("Consultation Process; Key Findings", 4, []),
        ("Q&A and Feedback", 26, []),
        ("Breakout Rooms: Implementation by Different Actors", 0, []),
        ("Plenary Discussion on Key Takeaways", 13, []),
        ("Next Steps and Closing Remarks", 5, ["Next Steps & Closing Remarks"]),
    ]


def test_a_reader_without_the_record_gets_the_agenda_alone(meeting):
    days = days_of(meeting, with_notes=False)

    assert [(len(day.entries), day.note_count) for day in days] == [(8, 0), (6, 0)]


def test_the_notes_of_a_room_stand_in_their_groups(meeting):
    room = rooms_of(meeting)[1]

    assert [(section.heading, len(section.notes)) for section in sections_of_room(room)] == [
        ("Takeaways", 7)
    ]


def test_the_whole_record_holds_every_note_of_the_rooms_that_may_be_read(meeting):
    rooms = [room.id for room in rooms_of(meeting)]

    def count(room_ids):
        days = whole_record(meeting, room_ids).values()
        return sum(len(section.notes) for sections in days for section in sections)

    assert count(rooms) == db.session.query(Note).count() == 158
    assert count([]) == 49 + 50
    assert count(rooms[:1]) == 49 + 50 + 5


def test_what_followed_is_every_dated_promise_by_its_day(meeting):
    found = what_followed(meeting)

    assert [(one.starts_on, one.kind, one.certainty) for one in found] == [
        (date(2024, 9, 26), "editing window", "firm"),
        (date(2024, 10, 1), "deadline", "proposed"),
        (date(2024, 10, 1), "consultation", "intended"),
        (date(2024, 10, 7), "release", "firm"),
        (date(2024, 10, 7), "consultation", "tentative"),
        (date(2024, 10, 31), "consultation", "firm"),
        (date(2024, 11, 18), "consultation", "proposed"),
        (date(2025, 1, 15), "consultation", "proposed"),
        (date(2025, 1, 22), "meeting", "firm"),
        (date(2025, 2, 11), "consultation", "proposed"),
    ]


def test_a_deadline_follows_only_for_those_who_owe_something_by_it(meeting):
    owing, other = person_named("Rini Rachmawati"), make_person("Adaeze Okonkwo")

    def kinds(person):
        return {one.kind for one in what_followed(meeting, owed_by=person.id)}

    assert "deadline" in kinds(owing)
    assert "deadline" not in kinds(other)


def test_of_a_day_added_since_the_agenda_was_announced_nothing_is_told_yet(app):
    meeting = make_meeting()
    make_item(make_day(meeting, 1, date(2024, 9, 26)), "Opening")
    told = announced(announce(meeting, by=make_user(role="secretariat"), now=NOW))
    make_item(make_day(meeting, 2, date(2024, 9, 27)), "Not decided yet")

    for_others = days_of(meeting, with_notes=False, told=told)
    for_staff = days_of(meeting, with_notes=False)

    titles = [[entry.item.title for entry in day.entries] for day in for_others]
    assert titles == [["Opening"], []]
    assert [entry.item.title for entry in for_staff[1].entries] == ["Not decided yet"]


def test_intentions_and_drafts_that_follow_are_for_the_secretariat_alone(app):
    meeting, expert = make_meeting(), make_person()
    day = {"starts_on": date(2024, 10, 7), "ends_on": date(2024, 10, 7)}
    make_consultation(meeting, "Announced", announced_at=NOW, source_sentence=None, **day)
    make_consultation(meeting, "Intended", announced_at=None, source_sentence=None, **day)
    for code, state in (("egm-3", "announced"), ("egm-4", "draft")):
        number = int(code[-1])
        make_meeting(code, number=number, title=code, state=state, announced_by_id=meeting.id)

    of_staff = {one.title for one in what_followed(meeting)}
    of_an_expert = {one.title for one in what_followed(meeting, owed_by=expert.id)}

    assert of_staff == {"Announced", "Intended", "egm-3", "egm-4"}
    assert of_an_expert == {"Announced", "egm-3"}
