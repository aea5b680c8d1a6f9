from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.facts import KEEP_CLOCK, KEEP_INSTANT, Facts
from eventsapp.meetings.models import AgendaItem
from eventsapp.meetings.services import (
    add_item,
    cancel_meeting,
    change_facts,
    change_item,
    check_version,
    create_meeting,
    delete_item,
    free_code,
    move_item,
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


def test_another_start_changes_the_event_of_that_item_and_no_other(agenda, officer):
    before = calendar(agenda)
    day = agenda.days[0]
    draft = day.agenda[1]

    change_item(draft, title="Draft", starts=time(14), minutes=30, day=day, by=officer, now=LATER)

    assert calendar(agenda) == {
        **before,
        ("AgendaItem", draft.id): (
            datetime(2024, 9, 26, 11, 0, tzinfo=UTC),
            datetime(2024, 9, 26, 11, 30, tzinfo=UTC),
            1,
            LATER,
        ),
    }


def test_another_title_is_told_and_is_no_move(agenda, officer):
    day = agenda.days[0]
    draft = day.agenda[1]
    start_at, end_at, sequence, _changed = calendar(agenda)[("AgendaItem", draft.id)]

    change_item(
        draft, title="The draft", starts=time(10), minutes=60, day=day, by=officer, now=LATER
    )

    assert calendar(agenda)[("AgendaItem", draft.id)] == (start_at, end_at, sequence, LATER)


def test_saving_an_item_unchanged_changes_no_calendar(agenda, officer):
    before = calendar(agenda)
    day = agenda.days[0]

    change_item(
        day.agenda[1], title="Draft", starts=time(10), minutes=60, day=day, by=officer, now=LATER
    )

    assert calendar(agenda) == before


def test_another_order_changes_no_calendar_and_no_open_form(agenda, officer):
    before = calendar(agenda)
    day = agenda.days[0]
    versions = {item.title: item.version for item in day.agenda}

    move_item(day.agenda[2], -1, by=officer, now=LATER)

    assert titles(day) == ["Opening", "Closing", "Draft"]
    assert calendar(agenda) == before
    assert {item.title: item.version for item in day.agenda} == versions


@pytest.mark.parametrize(("index", "steps"), [(0, -1), (2, 1)])
def test_an_item_at_the_end_of_the_list_stays(agenda, officer, index, steps):
    day = agenda.days[0]

    move_item(day.agenda[index], steps, by=officer, now=LATER)

    assert titles(day) == ["Opening", "Draft", "Closing"]


def test_an_item_on_another_day_stands_last_and_moves_in_calendars(agenda, officer):
    first, second = agenda.days
    opening = first.agenda[0]
    add_item(second, "Summary", by=officer, now=LATER)

    change_item(
        opening, title="Opening", starts=time(9), minutes=60, day=second, by=officer, now=LATER
    )

    assert (titles(first), titles(second)) == (["Draft", "Closing"], ["Summary", "Opening"])
    assert opening.start_at == datetime(2024, 9, 27, 6, 0, tzinfo=UTC)
    assert opening.sequence == 1


def test_a_deleted_item_is_gone_and_the_others_stay(agenda, officer):
    day = agenda.days[0]

    delete_item(day.agenda[1], by=officer, now=LATER)

    assert titles(day) == ["Opening", "Closing"]
    assert db.session.query(AgendaItem).count() == 2


def test_a_form_older_than_the_item_is_refused(agenda, officer):
    day = agenda.days[0]
    draft = day.agenda[1]
    seen = draft.version
    change_item(
        draft, title="The draft", starts=time(10), minutes=60, day=day, by=officer, now=LATER
    )

    with pytest.raises(StaleDataError):
        check_version(draft, seen)


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
