import re
from datetime import date, time

import pytest

from eventsapp.agendas.services import add_item
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, Participation
from eventsapp.meetings.services import set_day_hours
from tests.factories import make_day, make_meeting, make_person, make_user, take_part

FACTS = {
    "title": "Expert Group Meeting on water",
    "starts_on": "2024-09-26",
    "ends_on": "2024-09-27",
    "tz": "Africa/Nairobi",
    "keep": "clock",
    "place": "",
    "mode": "",
    "description": "",
}
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


def item_form(of, **changes):
    values = {
        "title": of.title,
        "day": of.day.number,
        "starts_at_time": f"{of.starts_at_time:%H:%M}",
        "duration_minutes": of.duration_minutes,
        "version": of.version,
    }
    return {**values, **changes}


def test_meetings_stand_with_the_next_first_and_the_latest_held_below(officer, signed_in_as):
    for number, year in ((1, 2023), (2, 2024), (9, 2090), (8, 2089)):
        first = date(year, 9, 26)
        make_meeting(
            f"egm-{number}", number=number, title=f"EGM {number}", starts_on=first, ends_on=first
        )

    page = signed_in_as(officer).get("/meetings")

    assert re.findall(r'href="/meetings/(egm-\d)"', page.get_data(as_text=True)) == [
        "egm-8",
        "egm-9",
        "egm-2",
        "egm-1",
    ]


def test_an_expert_is_listed_only_the_meetings_they_may_see(meeting, expert, signed_in_as):
    make_meeting("egm-7", number=7, title="Somebody else’s meeting")
    make_meeting("egm-8", number=8, title="A public meeting", is_public=True)

    page = signed_in_as(expert).get("/meetings")

    assert sorted(re.findall(r'href="/meetings/(egm-\d)"', page.get_data(as_text=True))) == [
        "egm-2",
        "egm-8",
    ]


def test_an_empty_instance_offers_the_minutes_of_the_last_meeting(officer, expert, signed_in_as):
    page = signed_in_as(officer).get("/meetings")

    assert "No meeting yet" in words(page)
    assert "Begin with an empty meeting" in words(page)
    assert "Import minutes" not in words(signed_in_as(expert).get("/meetings"))


def test_the_secretariat_begins_a_meeting(officer, signed_in_as):
    form = {**FACTS, "series": "EGM", "number": "4", "process_code": "IG-PCSC"}

    answer = signed_in_as(officer).post("/meetings/new", data=form)

    assert answer.location == "/meetings/egm-4/agenda"
    made = db.session.scalars(db.select(Meeting)).one()
    assert (made.code, made.process.code, len(made.days)) == ("egm-4", "IG-PCSC", 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Enter the title of the meeting."),
        ({"starts_on": "26.9.2024"}, "Enter the first day."),
        ({"ends_on": "2024-09-25"}, "The last day is before the first. Correct one of the two."),
        ({"ends_on": "2025-09-25"}, "A meeting has at most 31 days."),
    ],
)
def test_what_does_not_make_a_meeting_is_said_at_its_field(
    officer, signed_in_as, changes, sentence
):
    form = {**FACTS, "series": "EGM", "number": "4", "process_code": "IG-PCSC", **changes}

    answer = signed_in_as(officer).post("/meetings/new", data=form)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert db.session.query(Meeting).count() == 0


def test_a_form_sent_twice_begins_one_meeting(officer, signed_in_as):
    form = {**FACTS, "series": "EGM", "number": "4", "process_code": "IG-PCSC"}
    browser = signed_in_as(officer)

    answers = [browser.post("/meetings/new", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "IG-PCSC has EGM 4 already" in words(answers[1])


def test_facts_that_are_older_than_the_meeting_write_over_nothing(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    seen = meeting.version
    browser.post("/meetings/egm-2/edit", data={**FACTS, "version": seen, "place": "Hall C"})

    answer = browser.post("/meetings/egm-2/edit", data={**FACTS, "version": seen, "title": "Mine"})

    assert answer.status_code == 409
    assert "Place Hall C" in words(answer)
    assert 'value="Mine"' in answer.get_data(as_text=True)
    db.session.expire_all()
    assert (meeting.title, meeting.place) == ("Expert Group Meeting on water", "Hall C")


def test_saving_keeps_a_mode_and_a_zone_that_are_not_among_the_usual_ones(
    meeting, officer, signed_in_as
):
    meeting.mode, meeting.tz = "in the document", "Etc/GMT-3"
    browser = signed_in_as(officer)
    html = browser.get("/meetings/egm-2/edit").get_data(as_text=True)
    shown = dict(re.findall(r'<option selected value="([^"]+)">([^<]+)', html))

    answer = browser.post(
        "/meetings/egm-2/edit", data={**FACTS, "tz": "Etc/GMT-3", "mode": "in the document"}
    )

    assert shown == {
        "egm": "Expert group meeting",
        "in the document": "in the document",
        "Etc/GMT-3": "Etc/GMT-3",
    }
    assert answer.status_code == 302
    db.session.expire_all()
    assert (meeting.mode, meeting.tz) == ("in the document", "Etc/GMT-3")


def test_an_instant_that_leaves_its_day_is_refused_on_the_form(meeting, officer, signed_in_as):
    form = {**FACTS, "version": meeting.version, "tz": "Pacific/Kiritimati", "keep": "instant"}

    answer = signed_in_as(officer).post("/meetings/egm-2/edit", data=form)

    assert answer.status_code == 422
    assert "would fall on 27-09-2024" in words(answer)
    db.session.expire_all()
    assert meeting.tz == "Africa/Nairobi"


def test_a_meeting_is_cancelled_after_a_second_question_and_reinstated(
    meeting, officer, signed_in_as
):
    browser = signed_in_as(officer)

    assert "Cancel EGM 2? " in words(browser.get("/meetings/egm-2/cancel"))
    browser.post("/meetings/egm-2/cancel")
    db.session.expire_all()
    assert meeting.cancelled_at is not None
    assert browser.post(f"{AGENDA}/new", data=item_form(item("Draft"))).status_code == 409
    browser.post("/meetings/egm-2/reinstate")

    db.session.expire_all()
    assert meeting.cancelled_at is None


@pytest.mark.parametrize(
    "path", ["/new", "/egm-2/edit", "/egm-2/cancel", "/egm-2/days/1", "/egm-2/participants/add"]
)
def test_only_the_secretariat_changes_meetings(meeting, expert, signed_in_as, path):
    browser = signed_in_as(expert)

    assert browser.get(f"/meetings{path}").status_code == 404
    assert browser.post(f"/meetings{path}", data=FACTS).status_code == 404


def test_a_person_of_the_registry_is_added_to_a_meeting(meeting, officer, signed_in_as):
    guest = make_person("Адаэзе Оконкво")
    browser = signed_in_as(officer)
    found = browser.get("/meetings/egm-2/participants/add?q=okon")

    for _ in range(2):
        answer = browser.post("/meetings/egm-2/participants/add", data={"person": guest.id})

    assert "1 person of the registry Адаэзе Оконкво" in words(found)
    assert answer.location == f"/meetings/egm-2/participants/{guest.id}"
    assert participations() == {"Nguyễn Thị Hồng Nhung": True, "Адаэзе Оконкво": True}
    again = browser.get("/meetings/egm-2/participants/add?q=okon")
    assert "Nobody else of the registry fits “okon”." in words(again)


def test_who_left_sees_the_meeting_no_more_until_they_come_back(
    meeting, officer, expert, signed_in_as
):
    path = f"/meetings/egm-2/participants/{expert.person_id}"
    visitor, browser = signed_in_as(expert), signed_in_as(officer)
    assert visitor.get(AGENDA).status_code == 200

    browser.post(path, data={"has_left": "y", "version": "1"})

    assert visitor.get(AGENDA).status_code == 404
    assert participations() == {"Nguyễn Thị Hồng Nhung": False}
    browser.post("/meetings/egm-2/participants/add", data={"person": expert.person_id})
    assert visitor.get(AGENDA).status_code == 200


def participations():
    db.session.expire_all()
    parts = db.session.scalars(db.select(Participation).order_by(Participation.id))
    return {part.person.printed_name: part.is_expert for part in parts}


def test_a_slip_in_the_year_does_not_stretch_every_calendar(meeting, officer, signed_in_as):
    far_away = {**FACTS, "version": meeting.version, "ends_on": "9999-12-31"}

    answer = signed_in_as(officer).post("/meetings/egm-2/edit", data=far_away)

    assert answer.status_code == 422
    assert "9999 is no year from 1990 to 2099. Look at the year again." in words(answer)
