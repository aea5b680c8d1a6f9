from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventsapp.agendas.services import add_item
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.facts import KEEP_CLOCK, KEEP_INSTANT, Facts
from eventsapp.meetings.services import (
    cancel_meeting,
    change_facts,
    create_meeting,
    free_code,
    reinstate_meeting,
    set_day_hours,
)
from tests.factories import make_day, make_deadline, make_meeting, make_person, make_user

LATER = datetime(2024, 10, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def agenda(officer, NOW):
    """A meeting of two days with hours, and three items on the first."""
    meeting = make_meeting()
    days = [make_day(meeting, 1), make_day(meeting, 2, date(2024, 9, 27))]
    db.session.refresh(meeting)
    for day in days:
        set_day_hours(day, time(9), time(17), by=officer, now=NOW)
    for hour, title in ((9, "Opening"), (10, "Draft"), (11, "Closing")):
        add_item(days[0], title, starts=time(hour), minutes=60, by=officer, now=NOW)
    return meeting


def calendar(meeting):
    """What calendars see of each thing: when it is, and whether it changed."""
    things = [*meeting.days, *(item for day in meeting.days for item in day.agenda)]
    return {
        (type(thing).__name__, thing.id): (
            thing.start_at,
            thing.end_at,
            thing.sequence,
            thing.changed_at,
        )
        for thing in things
    }


def facts_of(meeting, **changes):
    names = ("title", "starts_on", "ends_on", "tz", "place", "mode", "description", "is_public")
    return Facts(**{**{name: getattr(meeting, name) for name in names}, **changes})


def titles(day):
    return [item.title for item in day.agenda]


def test_the_hours_of_a_day_change_that_day_only(agenda, officer):
    before = calendar(agenda)
    day = agenda.days[1]

    set_day_hours(day, time(8, 30), None, by=officer, now=LATER)

    start_at = datetime(2024, 9, 27, 5, 30, tzinfo=UTC)
    sequence = before[("MeetingDay", day.id)][2] + 1
    assert calendar(agenda) == {
        **before,
        ("MeetingDay", day.id): (start_at, None, sequence, LATER),
    }


def test_a_day_does_not_end_before_it_starts(agenda, officer):
    with pytest.raises(RuleBroken, match="Day 1 would end at 09:00, before it starts at 17:00"):
        set_day_hours(agenda.days[0], time(17), time(9), by=officer, now=LATER)


def test_another_place_moves_every_day_and_item(agenda, officer):
    before = calendar(agenda)

    change_facts(agenda, facts_of(agenda, place="Gigiri, hall C"), by=officer, now=LATER)

    assert agenda.place == "Gigiri, hall C"
    assert calendar(agenda) == {
        key: (start_at, end_at, sequence + 1, LATER)
        for key, (start_at, end_at, sequence, _changed) in before.items()
    }


def test_another_title_of_the_meeting_is_told_by_its_days_and_moves_nothing(agenda, officer):
    before = calendar(agenda)

    change_facts(agenda, facts_of(agenda, title="EGM on water"), by=officer, now=LATER)

    assert calendar(agenda) == {
        (kind, key): (*when, LATER if kind == "MeetingDay" else changed)
        for (kind, key), (*when, changed) in before.items()
    }


def test_opening_a_meeting_to_the_public_changes_no_event(agenda, officer):
    before = calendar(agenda)

    change_facts(agenda, facts_of(agenda, is_public=True), by=officer, now=LATER)

    assert calendar(agenda) == before


def test_a_new_zone_may_keep_the_times_on_the_clock(agenda, officer):
    draft = agenda.days[0].agenda[1]

    change_facts(agenda, facts_of(agenda, tz="Asia/Baku", keep=KEEP_CLOCK), by=officer, now=LATER)

    assert draft.starts_at_time == time(10)
    assert draft.start_at == datetime(2024, 9, 26, 6, 0, tzinfo=UTC)
    assert draft.sequence == 1


def test_a_new_zone_may_keep_the_instants(agenda, officer):
    before = calendar(agenda)
    draft = agenda.days[0].agenda[1]

    change_facts(agenda, facts_of(agenda, tz="Asia/Baku", keep=KEEP_INSTANT), by=officer, now=LATER)

    assert draft.starts_at_time == time(11)
    assert agenda.days[0].starts_at_time == time(10)
    assert calendar(agenda) == before


def test_an_instant_that_would_fall_on_another_day_is_refused(agenda, officer):
    with pytest.raises(RuleBroken, match="the end of day 1 would fall on 27-09-2024"):
        change_facts(
            agenda,
            facts_of(agenda, tz="Pacific/Kiritimati", keep=KEEP_INSTANT),
            by=officer,
            now=LATER,
        )


@pytest.mark.parametrize("shift", [timedelta(days=1), timedelta(days=-1), timedelta(days=30)])
def test_a_meeting_moves_with_all_its_days(agenda, officer, shift):
    first, last = date(2024, 9, 26) + shift, date(2024, 9, 27) + shift

    change_facts(agenda, facts_of(agenda, starts_on=first, ends_on=last), by=officer, now=LATER)

    assert [day.on_date for day in agenda.days] == [first, last]
    draft = agenda.days[0].agenda[1]
    assert draft.start_at == datetime(2024, 9, 26, 7, 0, tzinfo=UTC) + shift
    assert (draft.sequence, agenda.days[0].sequence) == (1, 2)


def test_a_meeting_grows_and_shrinks_at_its_end(agenda, officer):
    change_facts(agenda, facts_of(agenda, ends_on=date(2024, 9, 29)), by=officer, now=LATER)
    grown = [(day.number, day.on_date.day) for day in agenda.days]
    change_facts(agenda, facts_of(agenda, ends_on=date(2024, 9, 26)), by=officer, now=LATER)

    assert grown == [(1, 26), (2, 27), (3, 28), (4, 29)]
    assert [(day.number, day.on_date.day) for day in agenda.days] == [(1, 26)]


def test_a_day_with_an_agenda_does_not_get_lost(agenda, officer):
    add_item(agenda.days[1], "Summary", by=officer, now=LATER)

    with pytest.raises(RuleBroken, match=r"Day 2 has an agenda, rooms or notes \(agenda_item\)"):
        change_facts(agenda, facts_of(agenda, ends_on=date(2024, 9, 26)), by=officer, now=LATER)


def test_a_cancelled_meeting_is_told_to_every_calendar_once(agenda, officer):
    before = calendar(agenda)

    cancel_meeting(agenda, by=officer, now=LATER)
    cancel_meeting(agenda, by=officer, now=LATER + timedelta(days=1))

    assert agenda.cancelled_at == LATER
    assert calendar(agenda) == {
        key: (start_at, end_at, sequence + 1, LATER)
        for key, (start_at, end_at, sequence, _changed) in before.items()
    }


def test_cancelling_a_meeting_closes_its_deadlines_and_no_other(agenda, officer):
    own = make_deadline("Feedback on the draft", meeting_id=agenda.id)
    other = make_deadline("Nominations")

    cancel_meeting(agenda, by=officer, now=LATER)

    assert (own.closed_at, own.closed_reason) == (LATER, "EGM 2 is cancelled.")
    assert other.closed_at is None


def test_the_agenda_of_a_cancelled_meeting_is_closed_until_it_is_reinstated(agenda, officer):
    cancel_meeting(agenda, by=officer, now=LATER)
    with pytest.raises(RuleBroken, match="EGM 2 is cancelled"):
        add_item(agenda.days[0], "Late idea", by=officer, now=LATER)
    reinstate_meeting(agenda, by=officer, now=LATER)

    add_item(agenda.days[0], "Late idea", by=officer, now=LATER)

    assert titles(agenda.days[0])[-1] == "Late idea"


def test_a_new_meeting_has_its_days_and_a_code_that_was_free(officer, NOW):
    facts = Facts(
        title="EGM 3", starts_on=date(2025, 1, 22), ends_on=date(2025, 1, 23), tz="Asia/Baku"
    )
    processes = ["IG-PCSC", "Water", "water!"]

    made = [
        create_meeting(facts, series="EGM", number=3, process=process, by=officer, now=NOW)
        for process in processes
    ]

    assert [meeting.code for meeting in made] == ["egm-3", "egm-3-water", "egm-3-water-2"]
    assert [(day.number, day.on_date) for day in made[0].days] == [
        (1, date(2025, 1, 22)),
        (2, date(2025, 1, 23)),
    ]


@pytest.mark.parametrize(
    ("series", "number", "expected"),
    [
        ("EGM", 4, "egm-4"),
        ("World Urban Forum", None, "world-urban-forum"),
        ("会议", None, "meeting"),
    ],
)
def test_the_code_of_a_meeting_can_be_said_on_the_phone(app, series, number, expected):
    assert free_code(series, number, "IG-PCSC") == expected


def test_a_meeting_does_not_end_before_it_starts(officer, NOW):
    facts = Facts(
        title="EGM 3", starts_on=date(2025, 1, 23), ends_on=date(2025, 1, 22), tz="Asia/Baku"
    )

    with pytest.raises(RuleBroken, match="The meeting would end before it starts"):
        create_meeting(facts, series="EGM", number=3, process="IG-PCSC", by=officer, now=NOW)
