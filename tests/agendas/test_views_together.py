"""Several people at one agenda, over HTTP: what they are told, and what is never lost."""

import re
from datetime import date, time
from html import unescape as html_unescape

import pytest

from eventsapp.agendas.services import add_item, announce, state_hours
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem
from tests.factories import make_day, make_meeting, make_person, make_user, take_part

AGENDA = "/meetings/egm-2/agenda"


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def grace(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_user(make_person("Nguyễn Thị Hồng Nhung"))


@pytest.fixture
def meeting(officer, expert, NOW):
    """EGM 2 with a day from nine o'clock on, three items that follow one another, and an expert."""
    meeting = make_meeting()
    day = make_day(meeting, 1)
    make_day(meeting, 2, date(2024, 9, 27))
    db.session.refresh(meeting)
    take_part(meeting, expert.person)
    state_hours(day, time(9), time(17), by=officer, now=NOW)
    for title in ("Opening", "Draft", "Closing"):
        add_item(day, title, minutes=30, by=officer, now=NOW)
    return meeting


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def item(title):
    db.session.expire_all()
    return db.session.scalars(db.select(AgendaItem).where(AgendaItem.title == title)).one()


def titles(meeting):
    db.session.expire_all()
    return [[one.title for one in day.agenda] for day in meeting.days]


def form_of(browser, title):
    """What a browser would send back of the form of an item."""
    html = browser.get(f"{AGENDA}/{item(title).id}").get_data(as_text=True)
    hidden = dict(re.findall(r'name="(version|opened_with)" type="hidden" value="([^"]*)"', html))
    hidden = {name: html_unescape(value) for name, value in hidden.items()}
    return {
        "title": title,
        "kind": "",
        "day": "1",
        "duration_minutes": "30",
        "starts_at_time": "",
        "track": "",
        "annotation": "",
        **hidden,
    }


def said(browser, since):
    answer = browser.get(f"{AGENDA}/changes?since={since}")
    html = answer.get_data(as_text=True).partition("data-part")[0]
    return re.findall(r"<li>(.*?)</li>", html), answer


def revision(answer):
    return int(re.search(r'data-revision="(\d+)"', answer.get_data(as_text=True))[1])


def test_an_open_page_is_told_what_others_did_and_nothing_when_nothing_was_done(
    meeting, officer, grace, signed_in_as
):
    mine, theirs = signed_in_as(officer), signed_in_as(grace)
    since = revision(mine.get(AGENDA))

    theirs.post(f"{AGENDA}/{item('Closing').id}/up", data={"position": 3})
    theirs.post(
        f"{AGENDA}/{item('Opening').id}", data={**form_of(theirs, "Opening"), "title": "Welcome"}
    )
    heard, answer = said(mine, since)
    now = revision(answer)
    nothing = mine.get(
        f"{AGENDA}/changes?since={since}", headers={"If-None-Match": answer.headers["ETag"]}
    )

    assert heard == [
        "Grace Wanjiru moved “Closing” to 09:30.",
        "Grace Wanjiru renamed “Opening” to “Welcome”.",
    ]
    assert (nothing.status_code, nothing.data) == (304, b"")
    assert now > since
    assert said(theirs, since)[0][0] == "You moved “Closing” to 09:30."


def test_an_item_that_was_taken_off_meanwhile_is_no_reason_to_lose_what_was_typed(
    meeting, officer, grace, signed_in_as
):
    mine, theirs = signed_in_as(officer), signed_in_as(grace)
    number, form = item("Draft").id, {**form_of(mine, "Draft"), "title": "My draft"}
    for _ in range(2):
        assert theirs.post(f"{AGENDA}/{number}/delete").status_code == 302

    answer = mine.post(f"{AGENDA}/{number}", data=form)

    assert answer.status_code == 409
    assert "Somebody took “Draft” off the agenda meanwhile." in words(answer)
    assert 'value="My draft"' in answer.get_data(as_text=True)
    assert f'action="{AGENDA}/new"' in answer.get_data(as_text=True)
    assert titles(meeting) == [["Opening", "Closing"], []]
    undo = re.search(rf'action="({AGENDA}/changes/\d+/undo)"', answer.get_data(as_text=True))[1]
    mine.post(undo)
    assert titles(meeting) == [["Opening", "Draft", "Closing"], []]


def test_what_only_the_other_changed_is_taken_over_and_what_both_changed_is_shown(
    meeting, officer, grace, signed_in_as
):
    mine, theirs = signed_in_as(officer), signed_in_as(grace)
    form = {**form_of(mine, "Draft"), "title": "My draft"}
    changed = {**form_of(theirs, "Draft"), "title": "Their draft", "track": "Hall A"}
    theirs.post(f"{AGENDA}/{item('Draft').id}", data=changed)

    answer = mine.post(f"{AGENDA}/{item('Their draft').id}", data=form)

    assert answer.status_code == 409
    assert "Title Their draft · yours: My draft" in words(answer)
    assert 'value="Hall A"' in answer.get_data(as_text=True)
    assert titles(meeting)[0] == ["Opening", "Their draft", "Closing"]


def test_speakers_are_people_who_take_part_or_any_name(meeting, officer, expert, signed_in_as):
    browser = signed_in_as(officer)
    lines = ["Nguyễn Thị Hồng Nhung", "moderator", " ", "speaker", "王芳", "panellist"]
    form = {**form_of(browser, "Draft"), "speakers": lines, "annotation": "One\r\ntwo"}

    browser.post(f"{AGENDA}/{item('Draft').id}", data=form)

    page = words(browser.get(AGENDA))
    assert "Nguyễn Thị Hồng Nhung Moderator , 王芳 Panellist One two" in page
    rows = db.session.execute(
        db.text("select person_id, name, role from agenda_speaker order by position")
    ).all()
    assert rows == [(expert.person_id, None, "moderator"), (None, "王芳", "panellist")]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["x" * 201, "speaker"], "Use at most 200 characters for a name."),
        (["王芳", "king"], "Choose as what each of them speaks."),
        (["王芳", "speaker"] * 21, "An item has at most 20 speakers."),
    ],
)
def test_what_is_wrong_with_speakers_is_said(meeting, officer, signed_in_as, lines, sentence):
    browser = signed_in_as(officer)

    answer = browser.post(
        f"{AGENDA}/{item('Draft').id}", data={**form_of(browser, "Draft"), "speakers": lines}
    )

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_copy_is_made_once_however_often_the_button_is_sent(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)
    seen = revision(browser.get(AGENDA))

    number = item("Opening").id

    for _ in range(2):
        browser.post(f"{AGENDA}/{number}/duplicate", data={"seen": seen})

    assert titles(meeting)[0] == ["Opening", "Opening", "Draft", "Closing"]


def test_an_overrun_is_shown_where_it_happens(meeting, officer, expert, signed_in_as):
    browser = signed_in_as(officer)
    form = {**form_of(browser, "Draft"), "starts_at_time": "09:10"}

    browser.post(f"{AGENDA}/{item('Draft').id}", data=form)

    assert "Overrun 20 minutes before “Opening” has ended" in words(browser.get(AGENDA))
    assert "Overrun" not in words(signed_in_as(expert).get(AGENDA))


def test_a_time_that_clocks_skip_is_said(meeting, officer, signed_in_as, NOW):
    night = make_meeting("egm-7", number=7, tz="Europe/Berlin", starts_on=date(2024, 3, 31),
                         ends_on=date(2024, 3, 31))  # fmt: skip
    day = make_day(night, 1, date(2024, 3, 31))
    add_item(day, "Night shift", starts=time(2, 30), minutes=30, by=officer, now=NOW)

    page = words(signed_in_as(officer).get("/meetings/egm-7/agenda"))

    assert "No such time Clocks go forward over this time on this day." in page


def test_an_expert_sees_what_was_announced_until_the_next_is(
    meeting, officer, expert, signed_in_as, NOW
):
    visitor, browser = signed_in_as(expert), signed_in_as(officer)
    before = words(visitor.get(AGENDA))
    announce(meeting, by=officer, now=NOW)
    browser.post(
        f"{AGENDA}/{item('Draft').id}", data={**form_of(browser, "Draft"), "title": "Text"}
    )
    browser.post(f"{AGENDA}/{item('Opening').id}/move", data={"day": 2})

    kept, live = words(visitor.get(AGENDA)), words(browser.get(AGENDA))

    assert "09:30 Draft until 10:00" in before
    assert "Agenda no. 1, announced on 28 September 2024" in kept
    assert "09:00 Opening until 09:30 09:30 Draft until 10:00" in kept
    assert "Text" not in kept
    assert "09:30 Draft" in words(visitor.get("/meetings/egm-2"))
    assert "changed since agenda no. 1 was announced" in live
    assert "“Draft” is now called “Text”" in live
    assert "“Opening” moves to day 2" in live
    announce(meeting, by=officer, now=NOW)
    assert "09:00 Text until 09:30" in words(visitor.get(AGENDA))


def test_an_announced_agenda_of_other_days_says_so(meeting, officer, expert, signed_in_as, NOW):
    announce(meeting, by=officer, now=NOW)
    meeting.tz = "Asia/Baku"

    page = words(signed_in_as(expert).get(AGENDA))

    assert "The days or the time zone of the meeting changed since" in page
    assert "09:00–17:00 Nairobi (UTC+3)" in page


def test_a_row_opens_in_place_without_script(meeting, officer, signed_in_as):
    browser = signed_in_as(officer)

    page = browser.get(f"{AGENDA}?edit={item('Draft').id}").get_data(as_text=True)

    assert page.count('name="title"') == 3  # the row, and a line to add on each day
    assert f'action="{AGENDA}/{item("Draft").id}"' in page
    assert browser.get(f"{AGENDA}?edit=²").status_code == 200
