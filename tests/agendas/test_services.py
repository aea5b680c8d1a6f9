"""The verbs of an agenda, on a real database."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import event
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.agendas.content import Speaker
from eventsapp.agendas.queries import announced, names_of, speakers_of
from eventsapp.agendas.services import (
    More,
    add_item,
    announce,
    change_item,
    delete_item,
    duplicate_item,
    move_item,
    move_to,
    put_back,
    state_hours,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem
from eventsapp.meetings.services import check_version, set_day_hours
from eventsapp.merging.services import merge
from eventsapp.minutes.models import Section
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


# Hours that follow, moves, copies, and what was taken off.


def flowing(officer, NOW, *items, starts=time(9)):
    """A day with hours whose items follow one another."""
    meeting = make_meeting()
    day = make_day(meeting, 1)
    make_day(meeting, 2, date(2024, 9, 27))
    db.session.refresh(meeting)
    set_day_hours(day, starts, time(17), by=officer, now=NOW)
    for title, minutes in items:
        add_item(day, title, minutes=minutes, by=officer, now=NOW)
    return meeting


def clocks(day):
    return {item.title: item.starts_at_time and f"{item.starts_at_time:%H:%M}"
            for item in day.agenda}  # fmt: skip


@pytest.fixture
def plan(officer, NOW):
    return flowing(officer, NOW, ("Opening", 30), ("Draft", 60), ("Closing", 30))


def test_a_longer_item_moves_what_follows_in_calendars_and_no_open_form(plan, officer):
    day = plan.days[0]
    opening, draft, _closing = day.agenda
    seen = (draft.version, draft.sequence)

    change_item(opening, title="Opening", starts=None, minutes=45, day=day, by=officer, now=LATER)

    assert clocks(day) == {"Opening": "09:00", "Draft": "09:45", "Closing": "10:45"}
    assert (draft.version, draft.sequence) == (seen[0], seen[1] + 1)
    assert draft.start_at == datetime(2024, 9, 26, 6, 45, tzinfo=UTC)


def test_a_pinned_item_stays_and_is_let_go_again(plan, officer):
    day = plan.days[0]
    draft = day.agenda[1]
    change_item(draft, title="Draft", starts=time(14), minutes=60, day=day, by=officer, now=LATER)
    change_item(
        day.agenda[0], title="Opening", starts=None, minutes=50, day=day, by=officer, now=LATER
    )
    pinned = clocks(day)

    change_item(draft, title="Draft", starts=None, minutes=60, day=day, by=officer, now=LATER)

    assert pinned == {"Opening": "09:00", "Draft": "14:00", "Closing": "15:00"}
    assert clocks(day) == {"Opening": "09:00", "Draft": "09:50", "Closing": "10:50"}


def test_a_record_without_hours_is_given_none(officer, NOW):
    day = flowing(officer, NOW, ("Opening", None), ("Draft", 60), starts=None).days[0]

    move_item(day.agenda[1], -1, by=officer, now=LATER)

    assert clocks(day) == {"Draft": None, "Opening": None}


def test_the_day_begins_later_and_its_items_with_it(plan, officer):
    state_hours(plan.days[0], time(10), time(17), by=officer, now=LATER)

    assert clocks(plan.days[0]) == {"Opening": "10:00", "Draft": "10:30", "Closing": "11:30"}


def test_an_item_moves_before_another_of_any_day(plan, officer):
    first, second = plan.days
    opening, draft, closing = first.agenda
    seen = closing.version

    move_to(closing, first, draft.id, by=officer, now=LATER)
    assert titles(first) == ["Opening", "Closing", "Draft"]
    assert closing.version == seen
    move_to(opening, second, None, by=officer, now=LATER)
    move_to(draft, second, opening.id, by=officer, now=LATER)

    assert (titles(first), titles(second)) == (["Closing"], ["Draft", "Opening"])
    assert clocks(first) == {"Closing": "09:00"}
    assert draft.start_at is None


def test_another_that_is_gone_meanwhile_means_the_end(plan, officer):
    day = plan.days[0]
    opening, draft, _closing = day.agenda
    gone = draft.id
    delete_item(draft, by=officer, now=LATER)

    move_to(opening, day, gone, by=officer, now=LATER)

    assert titles(day) == ["Closing", "Opening"]


def test_a_copy_follows_its_item_and_has_its_speakers(plan, officer):
    day = plan.days[0]
    speaker = make_person("Siosaia Tupou")
    both = (Speaker("speaker", speaker.id), Speaker("moderator", None, "王芳"))
    draft = day.agenda[1]
    change_item(draft, title="Draft", starts=time(10), minutes=60, day=day, by=officer, now=LATER,
                more=More("presentation", "Hall A", "Why it matters.", both))  # fmt: skip

    copy = duplicate_item(draft, by=officer, now=LATER)

    assert titles(day) == ["Opening", "Draft", "Draft", "Closing"]
    assert (copy.kind, copy.track, copy.annotation) == ("presentation", "Hall A", "Why it matters.")
    assert (copy.is_pinned, copy.starts_at_time, copy.sequence) == (False, time(11), 0)
    assert copy.uid != draft.uid
    assert speakers_of([copy.id]) == {copy.id: list(both)}


def test_who_speaks_is_a_change_that_an_open_form_meets(plan, officer):
    day = plan.days[0]
    draft = day.agenda[1]
    seen = draft.version
    more = More(speakers=(Speaker("chair", None, "Адаэзе Оконкво"),))

    for _ in range(2):
        change_item(draft, title="Draft", starts=None, minutes=60, day=day, by=officer, now=LATER,
                    more=more)  # fmt: skip

    assert draft.version == seen + 1


def test_an_item_that_was_taken_off_comes_back_with_its_notes_and_its_place(plan, officer):
    day = plan.days[0]
    draft = day.agenda[1]
    number, uid, sequence = draft.id, draft.uid, draft.sequence
    section = Section(day_id=day.id, agenda_item_id=draft.id, position=1, heading="Draft")
    db.session.add(section)
    more = More(speakers=(Speaker("speaker", None, "王芳"),))
    change_item(draft, title="Draft", starts=None, minutes=60, day=day, by=officer, now=LATER,
                more=more)  # fmt: skip

    change = delete_item(draft, by=officer, now=LATER)
    db.session.expire_all()
    assert (titles(day), section.agenda_item_id) == (["Opening", "Closing"], None)
    assert clocks(day)["Closing"] == "09:30"
    for _ in range(2):
        put_back(change, plan, by=officer, now=LATER)

    assert titles(day) == ["Opening", "Draft", "Closing"]
    back = day.agenda[1]
    assert (back.id, back.uid, section.agenda_item_id) == (number, uid, number)
    assert back.sequence > sequence
    assert speakers_of([number]) == {number: list(more.speakers)}
    assert clocks(day)["Closing"] == "10:30"


@pytest.mark.parametrize("count", [4, 24])
def test_a_move_costs_the_same_however_many_items_follow(officer, NOW, count):
    items = [(f"Item {number}", 10) for number in range(count)]
    day = flowing(officer, NOW, *items).days[0]
    last = day.agenda[-1]
    db.session.commit()
    last = db.session.get(AgendaItem, last.id)
    asked = []
    engine = db.engine
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)

    move_to(last, last.day, day.agenda[0].id, by=officer, now=LATER)
    event.remove(engine, "before_cursor_execute", listen)

    assert len(asked) <= 16
    assert titles(day)[0] == f"Item {count - 1}"


def test_an_agenda_is_announced_once_until_it_changes(plan, officer):
    first = announce(plan, by=officer, now=LATER)
    again = announce(plan, by=officer, now=LATER)
    move_item(plan.days[0].agenda[0], 1, by=officer, now=LATER)
    second = announce(plan, by=officer, now=LATER)

    assert (first.number, again.id, second.number) == (1, first.id, 2)
    assert [item.title for item in announced(first).items] == ["Opening", "Draft", "Closing"]
    assert [item.title for item in announced(second).items] == ["Draft", "Opening", "Closing"]


def test_an_empty_agenda_is_not_announced(officer, NOW):
    meeting = flowing(officer, NOW)

    with pytest.raises(RuleBroken, match="The agenda has no items yet"):
        announce(meeting, by=officer, now=LATER)


def test_an_announced_agenda_knows_people_by_number_alone(plan, officer):
    speaker = make_person("Siosaia Tupou")
    day = plan.days[0]
    change_item(day.agenda[0], title="Opening", starts=None, minutes=30, day=day, by=officer,
                now=LATER, more=More(speakers=(Speaker("chair", speaker.id),)))  # fmt: skip
    kept = announce(plan, by=officer, now=LATER)
    other = make_person("Siosaia Tupou of Tonga")

    merge(other, speaker, {}, by=officer, now=LATER)

    assert "Tupou" not in str(kept.content)
    assert names_of(announced(kept).person_ids) == {speaker.id: "Siosaia Tupou of Tonga"}
