"""The pages of announced agendas, over HTTP."""

import re
from datetime import date, time

import pytest

from eventsapp.agendas.models import AgendaVersion
from eventsapp.agendas.services import add_item, change_item
from eventsapp.extensions import db
from tests.factories import make_day, make_meeting, make_person, make_user, take_part

AGENDA = "/meetings/egm-2/agenda"


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_user(make_person("Nguyễn Thị Hồng Nhung"))


@pytest.fixture
def meeting(officer, expert, NOW):
    """EGM 2 with two items, and an expert."""
    meeting = make_meeting()
    day = make_day(meeting, 1)
    make_day(meeting, 2, date(2024, 9, 27))
    db.session.refresh(meeting)
    take_part(meeting, expert.person)
    add_item(day, "Opening", starts=time(9), minutes=30, by=officer, now=NOW)
    add_item(day, "Draft", minutes=60, by=officer, now=NOW)
    return meeting


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def begin_later(meeting, officer, now):
    day = meeting.days[0]
    change_item(day.agenda[0], title="Opening", starts=time(9, 30), minutes=30, day=day,
                by=officer, now=now)  # fmt: skip


def test_an_agenda_is_announced_with_what_changed_and_a_text_to_send(
    meeting, officer, expert, signed_in_as, NOW
):
    browser, visitor = signed_in_as(officer), signed_in_as(expert)
    assert "This will be the first agenda" in words(browser.get(f"{AGENDA}/announce"))
    first = browser.post(f"{AGENDA}/announce")
    assert "There is nothing new to announce." in words(browser.get(f"{AGENDA}/announce"))
    begin_later(meeting, officer, NOW)

    asked = words(browser.get(f"{AGENDA}/announce"))
    second = browser.post(f"{AGENDA}/announce")

    assert [one.location for one in (first, second)] == [
        f"{AGENDA}/versions/1",
        f"{AGENDA}/versions/2",
    ]
    assert "“Opening” begins 30 minutes later, at 09:30" in asked
    page = words(browser.get(f"{AGENDA}/versions/2"))
    assert "This is agenda no. 2 of Expert Group Meeting on water." in page
    assert "What changed since agenda no. 1: - “Opening” begins 30 minutes later" in page
    old = words(visitor.get(f"{AGENDA}/versions/1"))
    assert "A newer one was announced" in old
    assert "09:00–09:30 Opening" in old
    assert "Text for a mail" not in old
    assert visitor.get(f"{AGENDA}/versions/3").status_code == 404


def test_announcing_twice_keeps_one_and_an_empty_agenda_is_refused(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    make_day(make_meeting("egm-8", number=8))

    for _ in range(2):
        browser.post(f"{AGENDA}/announce")
    refused = browser.post("/meetings/egm-8/agenda/announce")

    assert db.session.query(AgendaVersion).count() == 1
    assert refused.status_code == 422
    assert "The agenda has no items yet. Add the first one" in words(refused)


def test_what_changed_while_somebody_looked_is_shown_before_it_is_announced(
    meeting, officer, signed_in_as, NOW
):
    browser = signed_in_as(officer)
    page = browser.get(f"{AGENDA}/announce").get_data(as_text=True)
    seen = {"revision": re.search(r'name="revision" value="(\d+)"', page)[1]}
    begin_later(meeting, officer, NOW)
    db.session.commit()

    answer = browser.post(f"{AGENDA}/announce", data=seen)

    assert answer.status_code == 409
    assert "Somebody changed the agenda while you looked at it" in words(answer)
    assert db.session.query(AgendaVersion).count() == 0
    page = answer.get_data(as_text=True)
    seen = {"revision": re.search(r'name="revision" value="(\d+)"', page)[1]}
    for _ in range(2):
        assert browser.post(f"{AGENDA}/announce", data=seen).status_code == 302


def test_files_are_of_the_agenda_that_the_reader_sees(meeting, officer, expert, signed_in_as, NOW):
    browser, visitor = signed_in_as(officer), signed_in_as(expert)
    browser.post(f"{AGENDA}/announce")
    begin_later(meeting, officer, NOW)
    db.session.commit()

    names = [
        answer.headers["Content-Disposition"].partition("filename=")[2]
        for answer in (
            browser.get(f"{AGENDA}.docx"),
            visitor.get(f"{AGENDA}.docx"),
            browser.get(f"{AGENDA}.pdf?number=1"),
        )
    ]

    assert names == ["agenda-egm-2-draft.docx", "agenda-egm-2-no-1.docx", "agenda-egm-2-no-1.pdf"]
    assert browser.get(f"{AGENDA}.pdf?number=9").status_code == 404
    assert browser.get(f"{AGENDA}.pdf?number=99999999999999999999").status_code == 404


def test_the_schedule_shows_the_items_with_their_hours(meeting, expert, signed_in_as):
    page = words(signed_in_as(expert).get(f"{AGENDA}/grid"))

    assert "09:00 Opening 09:00–09:30 09:30 Draft 09:30–10:30" in page
    assert "Day 2, Friday 27 September 2024 No agenda for this day yet." in page
