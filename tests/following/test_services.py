from datetime import date, time

import pytest

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.following.services import Choice, make_next
from eventsapp.meetings.facts import Facts
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay
from eventsapp.papers.models import Paper
from eventsapp.reminders.models import Deadline
from tests.factories import (
    NOW,
    make_day,
    make_deadline,
    make_item,
    make_meeting,
    make_paper,
    make_paper_file,
    make_person,
    make_user,
    take_part,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def people(app):
    return [make_person(name) for name in ("王芳", "José Ñíguez Peña", "ليلى حداد")]


@pytest.fixture
def source(officer, people):
    """EGM 2 in Nairobi: two days, three people of whom one left, deadlines, papers."""
    meeting = make_meeting(title="UN-H EGM 2", languages=["en", "fr"], join_url="https://a.test/2")
    days = [
        make_day(meeting, 1, starts_at_time=time(9), ends_at_time=time(17)),
        make_day(meeting, 2, date(2024, 9, 27)),
    ]
    make_item(days[0], "Opening", 1, time(9), 30)
    make_item(days[1], "Closing", 1, time(12), 60)
    take_part(meeting, people[0], role="chair", country="CN")
    take_part(meeting, people[1], is_expert=False, is_observer=True)
    take_part(meeting, people[2], left_at=NOW)
    make_deadline(
        "Names for EGM 2", date(2024, 9, 12), people, [14, 2], meeting_id=meeting.id,
        page_endpoint="letters.new", page_arguments={"meeting": "egm-2"},
    )  # fmt: skip
    make_deadline("Feedback", date(2024, 10, 1), people[:1], meeting_id=meeting.id)
    make_deadline("Consultation closes", meeting_id=meeting.id, is_carried=True)
    make_paper_file(make_paper(meeting, "concept note", audience="public"))
    make_paper(meeting, "presentation", title="Water", position=2)
    db.session.commit()
    return meeting


def choice(source, people=(), deadlines=None, **changes):
    facts = {
        "title": "UN-H EGM 3",
        "starts_on": date(2025, 1, 22),
        "ends_on": date(2025, 1, 23),
        "tz": "Asia/Baku",
        "place": "Baku",
        "languages": ("en", "fr"),
    }
    numbers = [one.id for one in db.session.query(Deadline)] if deadlines is None else deadlines
    return Choice(Facts(**{**facts, **changes}), 3, [one.id for one in people], numbers)


def test_the_next_meeting_takes_over_days_agenda_people_and_papers(source, people, officer):
    made = make_next(source, choice(source, people), by=officer, now=NOW)

    assert (made.code, made.state, made.follows_id, made.join_url) == (
        "egm-3", "draft", source.id, None,
    )  # fmt: skip
    assert [
        (
            day.on_date,
            day.starts_at_time,
            [(item.title, item.duration_minutes) for item in day.agenda],
        )
        for day in made.days
    ] == [
        (date(2025, 1, 22), time(9), [("Opening", 30)]),
        (date(2025, 1, 23), None, [("Closing", 60)]),
    ]
    # 09:00 stays 09:00, now in Baku.
    assert f"{made.days[0].agenda[0].start_at:%d %H:%M}" == "22 05:00"
    assert sorted(
        (part.person.printed_name, part.role, part.country, part.is_observer)
        for part in made.participations
    ) == sorted([("王芳", "chair", "CN", False), ("José Ñíguez Peña", None, None, True)])
    papers = db.session.query(Paper).filter_by(meeting_id=made.id)
    assert [(one.kind, one.audience, one.files) for one in papers] == [
        ("concept note", "public", [])
    ]


def test_everything_in_it_has_a_calendar_uid_of_its_own(source, people, officer):
    make_next(source, choice(source, people), by=officer, now=NOW)

    for model in (MeetingDay, AgendaItem, Deadline):
        uids = [row.uid for row in db.session.query(model)]
        assert len(uids) == len(set(uids)) >= 4
        assert {row.sequence for row in db.session.query(model)} == {0}


def test_deadlines_move_with_the_meeting_and_are_owed_by_those_who_come(source, people, officer):
    made = make_next(source, choice(source, people[:1]), by=officer, now=NOW)

    found = db.session.query(Deadline).filter_by(meeting_id=made.id).order_by(Deadline.due_on)
    assert [
        (
            one.title,
            one.due_on,
            one.tz,
            one.days_before,
            one.page_arguments,
            [owed.person_id for owed in one.obligations],
        )
        for one in found
    ] == [
        (
            "Names for EGM 3",
            date(2025, 1, 8),
            "Asia/Baku",
            [14, 2],
            {"meeting": "egm-3"},
            [people[0].id],
        ),
        ("Feedback", date(2025, 1, 27), "Asia/Baku", [], {}, [people[0].id]),
    ]
    assert [one.remind_on for one in found[0].reminders] == [date(2024, 12, 25), date(2025, 1, 6)]


def test_what_was_not_ticked_is_not_taken_over(source, officer):
    plain = choice(source, deadlines=[])
    bare = Choice(plain.facts, 3, (), (), has_agenda=False, has_papers=False)

    made = make_next(source, bare, by=officer, now=NOW)

    assert [day.agenda for day in made.days] == [[], []]
    assert made.participations == []
    assert db.session.query(Deadline).filter_by(meeting_id=made.id).count() == 0
    assert db.session.query(Paper).filter_by(meeting_id=made.id).count() == 0


def test_asked_for_twice_it_is_made_once(source, people, officer):
    first = make_next(source, choice(source, people), by=officer, now=NOW)
    second = make_next(source, choice(source, people), by=officer, now=NOW)

    assert first is second
    assert db.session.query(Meeting).count() == 2


def test_a_number_that_is_taken_is_refused(source, officer):
    make_meeting("egm-3", number=3)

    with pytest.raises(RuleBroken, match="IG-PCSC has EGM 3 already"):
        make_next(source, choice(source), by=officer, now=NOW)


def test_a_zone_that_does_not_exist_is_refused(source, officer):
    with pytest.raises(RuleBroken, match="There is no time zone “Mars/Olympus”"):
        make_next(source, choice(source, tz="Mars/Olympus"), by=officer, now=NOW)
