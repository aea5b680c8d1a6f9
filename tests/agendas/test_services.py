"""The verbs of an agenda, on a real database."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.agendas.services import add_item, change_item, delete_item, move_item
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem
from eventsapp.meetings.services import check_version, set_day_hours
from tests.factories import make_day, make_meeting, make_person, make_user

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
