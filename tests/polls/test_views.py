"""The pages of polls, as staff use them."""

import json
from datetime import UTC, date, datetime, time

import pytest

from eventsapp.answering.services import answer
from eventsapp.extensions import db
from eventsapp.polls.models import YES, Poll
from eventsapp.polls.slots import Wall
from tests.factories import NOW, make_meeting, make_person, make_poll, make_user, take_part

DAY = date(2097, 10, 31)
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
FACTS = {
    "title": "Preparing EGM 3",
    "tz": "Europe/Berlin",
    "duration_minutes": "60",
    "closes_on": "2097-10-20",
    "closes_at_time": "18:00",
    "meeting": "",
    "uid": "8d6f1d0e-6a54-4b53-9d2c-0d5f6c1f0a11",
}


@pytest.fixture
def desk(app, signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), "secretariat"))


def the_poll():
    db.session.rollback()
    return db.session.scalars(db.select(Poll)).one()


def words(answer):
    return " ".join(answer.text.split())


def test_a_poll_is_begun_with_slots_that_another_page_found(desk):
    begun = desk.get("/polls/new?slot=2097-10-31T14:00&slot=nonsense&slot=2097-10-31T14:00")
    assert begun.text.count('name="slot"') == 1

    answer = desk.post("/polls/new", data={**FACTS, "slot": ["2097-10-31T14:00"]})

    assert answer.location == "/polls/1/people"
    again = desk.post("/polls/new", data={**FACTS, "slot": ["2097-10-31T14:00"]})
    assert again.location.startswith("/polls/1/")
    poll = the_poll()
    assert [slot.start_at for slot in poll.slots] == [datetime(2097, 10, 31, 13, tzinfo=UTC)]
    assert (poll.deadline.due_on, poll.deadline.page_endpoint) == (
        date(2097, 10, 20),
        "answering.own",
    )


@on_one_engine
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Enter what it is for, as people know it."),
        ({"tz": "Mars/Olympus"}, "Not a valid choice"),
        ({"duration_minutes": "0"}, "Enter a length from 5 to 1440 minutes."),
        ({"closes_at_time": "noon"}, "Write the time as hours and minutes, like 09:00."),
        ({"closes_on": "2024-01-01"}, "The poll would have closed at 1 January 2024, 18:00"),
        (
            {"closes_on": "2097-03-31", "closes_at_time": "02:30"},
            "02:30 does not exist on that day in Berlin",
        ),
        ({"slot": ["2097-03-31T02:30"]}, "clocks go forward over it. Choose 03:30 instead."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, changes, sentence):
    answer = desk.post("/polls/new", data={**FACTS, **changes})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert db.session.scalars(db.select(Poll)).all() == []


def test_days_and_hours_are_added_in_one_go_and_a_time_that_comes_twice_is_said(desk):
    make_poll(tz="Europe/Berlin", closes_on=date(2097, 10, 20))
    page = "/polls/1/slots"
    days = {"day": ["2097-10-27", "2097-10-31", "no day"], "hour": ["9", "99"]}

    added = desk.post(page, data={**days, "other_times": "2:30"}, follow_redirects=True)
    again = desk.post(page, data={**days, "other_times": "14:30"}, follow_redirects=True)
    wrong = desk.post(page, data={**days, "other_times": "14:30, noon"})
    nothing = desk.post(page, data={"day": ["2097-10-27"]})

    assert "4 slots are added." in words(added)
    assert "02:30 comes twice on 27-10-2097 in Europe/Berlin" in words(added)
    assert "2 slots are added. 2 were there already." in words(again)
    assert (wrong.status_code, nothing.status_code) == (422, 422)
    assert "“noon” is no time. Write it like 14:30." in words(wrong)
    assert 'value="2097-10-31" checked' in wrong.text
    assert "Tick at least one day and one hour." in words(nothing)
    assert len(the_poll().slots) == 6


def test_changing_the_zone_asks_what_stays(desk):
    """Case 35."""
    poll = make_poll(Wall(DAY, time(9)), tz="Europe/Berlin", closes_on=date(2097, 10, 20))
    db.session.commit()
    opened = {**FACTS, "version": str(poll.version), "opened_with": "{}", "tz": "Asia/Tokyo"}

    asked = desk.post("/polls/1/edit", data=opened)
    said = desk.post("/polls/1/edit", data={**opened, "keep": "instant"})

    assert asked.status_code == 422
    assert "The zone changes. What becomes of the slots?" in words(asked)
    assert "Say what stays: the time on the clock, or the instant." in words(asked)
    assert said.status_code == 302
    assert the_poll().slots[0].starts_at_time == time(17)


def test_a_form_older_than_the_poll_saves_nothing_and_shows_both(desk):
    poll = make_poll(tz="Europe/Berlin", closes_on=date(2097, 10, 20))
    db.session.commit()
    opened = {**FACTS, "version": str(poll.version), "opened_with": "{}"}
    desk.post("/polls/1/edit", data={**opened, "title": "Theirs"})

    late = desk.post("/polls/1/edit", data={**opened, "title": "Ours"})

    assert late.status_code == 409
    assert "somebody changed this meanwhile" in words(late)
    assert "Ours" in late.text
    assert the_poll().title == "Theirs"


@on_one_engine
def test_who_chose_another_meeting_meanwhile_is_shown_by_its_name(desk):
    meeting = make_meeting("egm-5", number=5, starts_on=DAY, ends_on=DAY)
    poll = make_poll(tz="Europe/Berlin", closes_on=date(2097, 10, 20))
    db.session.commit()
    before = json.dumps({"meeting": "", "title": poll.title})
    opened = {**FACTS, "version": str(poll.version), "opened_with": before}
    desk.post("/polls/1/edit", data={**opened, "meeting": str(meeting.id)})

    late = desk.post("/polls/1/edit", data={**opened, "title": "Ours"})

    assert late.status_code == 409
    assert "EGM 5, 31-10-2097" in words(late)


@on_one_engine
def test_odd_versions_and_thousands_of_days_are_refused_and_nothing_breaks(desk):
    make_poll(Wall(DAY, time(9)), closes_on=date(2097, 10, 20))
    db.session.commit()
    choice = {"version": "9" * 5000, "series": "EGM", "process_code": "IG-PCSC", "mode": "online"}
    days = [date.fromordinal(DAY.toordinal() + number).isoformat() for number in range(2_000)]

    chosen = desk.post("/polls/1/slots/1/choose", data=choice)
    added = desk.post("/polls/1/slots", data={"day": days, "hour": [*map(str, range(24))] * 9})
    last = desk.post("/polls/1/slots", data={"day": ["9999-12-31", "0001-01-01"], "hour": "23"})

    assert (chosen.status_code, added.status_code, last.status_code) == (422, 422, 422)
    assert "Choose fewer days or hours." in words(added)
    assert len(the_poll().slots) == 1


def test_people_of_a_meeting_a_category_or_a_name_are_asked_and_those_without_answer_ticked(
    desk, outbox
):
    """Case 43, on the page."""
    meeting = make_meeting()
    people = [make_person(f"Person {n}", category="media" if n else None) for n in range(10)]
    for person in people:
        take_part(meeting, person)
    poll = make_poll(Wall(DAY, time(9)), closes_on=date(2097, 10, 20))
    db.session.commit()
    page = "/polls/1/people"

    assert desk.get(f"{page}?meeting=egm-2").text.count('name="p"') == 10
    assert desk.get(f"{page}?category=media").text.count('name="p"') == 9
    assert desk.get(f"{page}?q=person").text.count('name="p"') == 10
    assert desk.get(page).text.count('name="p"') == 0
    desk.post(page, data={"p": [str(one.id) for one in people]})
    poll = the_poll()
    for invitee in poll.invitees:
        invitee.invited_at = NOW
        if invitee.id <= 6:
            answer(invitee, {poll.slots[0].id: YES}, comment=None, tz=None, now=poll.created_at)
    db.session.commit()

    shown = desk.get("/polls/1").text
    assert len(outbox) == 10
    ticked = [line for line in shown.split("<input") if 'name="p"' in line and " checked" in line]
    assert len(ticked) == 4
    done = desk.post("/polls/1/remind", data={"p": [str(n) for n in range(1, 11)]})
    assert "4 people are reminded." in words(desk.get(done.location))


def test_choosing_asks_what_the_meeting_is_called_and_says_who_was_told(desk):
    make_poll(Wall(DAY, time(9)), asked=[make_person("王芳")], closes_on=date(2097, 10, 20))
    db.session.commit()
    poll = the_poll()
    page = f"/polls/1/slots/{poll.slots[0].id}/choose"
    opened = {"version": str(poll.version), "title": "Call", "mode": "online", "sends": "y"}

    unnamed = desk.post(page, data=opened)
    named = {**opened, "series": "Call", "process_code": "IG-PCSC"}
    old = desk.post(page, data={**named, "version": "0"})
    chosen = desk.post(page, data=named, follow_redirects=True)

    assert (unnamed.status_code, old.status_code) == (422, 422)
    assert "Enter the series, such as EGM, and the code of the process." in words(unnamed)
    assert "Somebody changed the poll meanwhile." in words(old)
    assert "1 person is invited." in words(chosen)
    assert desk.get("/polls/1/slots/99/choose").status_code == 404
    assert "Time chosen" in desk.get("/polls").text


def test_the_page_of_a_poll_asks_the_database_no_more_for_more_people(desk, questions):
    slots = [Wall(DAY, time(hour)) for hour in (9, 15)]
    few, many = (
        make_poll(*slots, asked=[make_person() for _ in range(count)], closes_on=date(2097, 10, 20))
        for count in (2, 12)
    )
    for invitee in [*few.invitees, *many.invitees]:
        said = {slot.id: "no" for slot in invitee.poll.slots}
        answer(invitee, said, comment=None, tz=None, now=NOW)
    pages = [f"/polls/{one.id}" for one in (few, many)]

    assert len({questions(lambda page=page: desk.get(page)) for page in pages}) == 1


def test_a_closed_poll_is_opened_again_until_a_later_moment(desk):
    make_poll(Wall(DAY, time(9)), closes_on=date(2097, 10, 20))
    desk.post("/polls/1/close")
    assert not the_poll().is_open(NOW)

    passed = {"closes_on": "2024-10-01", "closes_at_time": "09:00"}
    refused = desk.post("/polls/1/reopen", data=passed)
    desk.post("/polls/1/reopen", data={"closes_on": "2097-10-01", "closes_at_time": "09:00"})

    assert refused.status_code == 422
    assert "has passed. Choose a later moment." in words(refused)
    assert the_poll().is_open(NOW)
