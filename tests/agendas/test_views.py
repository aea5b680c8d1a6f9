"""The pages of an agenda, over HTTP."""

import re
from datetime import date, time

import pytest

from eventsapp.agendas.services import add_item
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting
from eventsapp.meetings.services import set_day_hours
from tests.factories import make_day, make_meeting, make_person, make_user, take_part

AGENDA = "/meetings/egm-2/agenda"


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska", tz="Asia/Jakarta"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_user(make_person("Nguyễn Thị Hồng Nhung"))


@pytest.fixture
def meeting(officer, expert, NOW):
    """EGM 2 with two days, three items on the first, and one expert."""
    meeting = make_meeting()
    days = [make_day(meeting, 1), make_day(meeting, 2, date(2024, 9, 27))]
    take_part(meeting, expert.person)
    db.session.refresh(meeting)
    set_day_hours(days[0], time(9), time(17, 30), by=officer, now=NOW)
    for hour, title in ((9, "Opening"), (10, "Draft"), (11, "Closing")):
        add_item(days[0], title, starts=time(hour), minutes=60, by=officer, now=NOW)
    return meeting


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def item(title):
    db.session.expire_all()
    return db.session.scalars(db.select(AgendaItem).where(AgendaItem.title == title)).one()


def titles():
    db.session.expire_all()
    meeting = db.session.scalars(db.select(Meeting)).one()
    return [[one.title for one in day.agenda] for day in meeting.days]


def item_form(of, **changes):
    values = {
        "title": of.title,
        "day": of.day.number,
        "starts_at_time": f"{of.starts_at_time:%H:%M}",
        "duration_minutes": of.duration_minutes,
        "version": of.version,
    }
    return {**values, **changes}


def test_the_agenda_shows_the_meetings_hours_first_and_the_readers_beside(
    meeting, officer, signed_in_as
):
    page = signed_in_as(officer).get(AGENDA)

    assert (
        "Day 1, Thursday 26 September 2024 09:00–17:30 Nairobi (UTC+3) "
        "· you: 13:00–21:30 Jakarta (UTC+7)"
    ) in words(page)
    assert "10:00 Draft until 11:00" in words(page)


def test_what_does_not_fit_is_said_to_the_secretariat_alone(
    meeting, officer, expert, signed_in_as, NOW
):
    add_item(meeting.days[0], "Dinner", starts=time(10, 30), minutes=480, by=officer, now=NOW)

    page = signed_in_as(officer).get(AGENDA)

    text = words(page)
    assert "“Dinner” begins before “Draft” has ended: they share 30 minutes." in text
    assert "“Dinner” lasts longer than the day." in text
    assert "“Dinner” stands below “Closing” and begins earlier." in text
    assert "begins before" not in words(signed_in_as(expert).get(AGENDA))


def test_an_expert_reads_the_agenda_and_changes_nothing(meeting, expert, signed_in_as):
    browser = signed_in_as(expert)
    number = item("Draft").id

    assert "Add an item" not in words(browser.get(AGENDA))
    for path in ("/new", f"/{number}", f"/{number}/delete"):
        assert browser.get(AGENDA + path).status_code == 404
        assert browser.post(AGENDA + path, data=item_form(item("Draft"))).status_code == 404
    assert browser.post(f"{AGENDA}/{number}/up", data={"position": 2}).status_code == 404
    assert titles() == [["Opening", "Draft", "Closing"], []]


def test_an_item_moves_up_once_however_often_the_button_is_sent(meeting, officer, signed_in_as):
    closing = item("Closing")
    shown = {"position": closing.position}
    browser = signed_in_as(officer)

    for _ in range(2):
        browser.post(f"{AGENDA}/{closing.id}/up", data=shown)

    assert titles() == [["Opening", "Closing", "Draft"], []]


def test_an_item_is_added_changed_and_deleted(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)

    form = {"title": "Summary", "day": 2, "starts_at_time": "", "duration_minutes": ""}
    browser.post(f"{AGENDA}/new", data=form)
    browser.post(
        f"{AGENDA}/{item('Draft').id}", data=item_form(item("Draft"), title="The draft", day=2)
    )
    browser.post(f"{AGENDA}/{item('Opening').id}/delete")

    assert titles() == [["Closing"], ["Summary", "The draft"]]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Enter the title of the item."),
        ({"starts_at_time": "9 o'clock"}, "Write the time as hours and minutes, like 09:00."),
        ({"duration_minutes": "an hour"}, "Write the length in minutes, as a number like 45."),
        ({"duration_minutes": "0"}, "Enter a length from 1 to 1440 minutes."),
    ],
)
def test_what_is_wrong_with_an_item_is_said_and_what_was_typed_stays(
    meeting, officer, signed_in_as, changes, sentence
):
    form = item_form(item("Draft"), **{"title": "A better title", **changes})

    answer = signed_in_as(officer).post(f"{AGENDA}/{item('Draft').id}", data=form)

    assert answer.status_code == 422
    assert sentence in words(answer)
    typed = changes.get("title", "A better title")
    assert f'value="{typed}"' in answer.get_data(as_text=True)


def test_a_form_older_than_the_item_shows_the_newer_one_and_loses_nothing(
    meeting, officer, signed_in_as
):
    browser = signed_in_as(officer)
    opened = item_form(item("Draft"), title="Mine")
    browser.post(f"{AGENDA}/{item('Draft').id}", data=item_form(item("Draft"), title="Theirs"))

    answer = browser.post(f"{AGENDA}/{item('Theirs').id}", data=opened)

    assert answer.status_code == 409
    assert "Somebody saved this item while you were writing." in words(answer)
    assert "Title Theirs" in words(answer)
    html = answer.get_data(as_text=True)
    assert 'value="Mine"' in html
    again = {**opened, "version": re.search(r'name="version"[^>]*value="(\d+)"', html)[1]}
    assert browser.post(f"{AGENDA}/{item('Theirs').id}", data=again).status_code == 302
    assert titles()[0] == ["Opening", "Mine", "Closing"]


def test_hours_that_are_older_than_the_day_write_over_nothing(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    seen = meeting.days[0].sequence
    first = {"starts_at_time": "08:00", "ends_at_time": "12:00", "version": seen}
    browser.post("/meetings/egm-2/days/1", data=first)

    answer = browser.post("/meetings/egm-2/days/1", data={**first, "starts_at_time": "10:00"})

    assert answer.status_code == 409
    assert "Its hours are now: 08:00–12:00 ." in words(answer)
    db.session.expire_all()
    assert meeting.days[0].starts_at_time == time(8)


def test_an_item_of_another_meeting_is_not_found_under_this_one(meeting, officer, signed_in_as):
    make_meeting("egm-9", number=9)

    answer = signed_in_as(officer).get(f"/meetings/egm-9/agenda/{item('Draft').id}")

    assert answer.status_code == 404
