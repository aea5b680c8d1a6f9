"""A poll among people in nine zones over two changes of the clocks: asked at a desk, answered on
phones, and the right instant stands in every calendar."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from eventsapp.calendars.services import create_feed
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.polls.models import Poll
from eventsapp.worker import deliver_mail
from tests.browser.checks import check_page
from tests.factories import NOW, make_meeting, make_person, make_user, take_part

PEOPLE = {
    "Wangari Otieno": "Africa/Nairobi",
    "Leyla Əliyeva": "Asia/Baku",
    "山田 花子": "Asia/Tokyo",
    "राजेश शर्मा": "Asia/Kolkata",
    "Joana Conceição": None,  # her phone is in São Paulo
    "Nia Johnson": "America/New_York",
    "José Ñíguez Peña": "America/Mexico_City",
    "Karen Laßmann": "Europe/Berlin",
    "Mere Tāmati": "Pacific/Auckland",
}
# Berlin leaves summer time on Sunday 27 October 2097, New York a week later.
BEFORE, BETWEEN, AFTER = "2097-10-25", "2097-10-31", "2097-11-05"
WINNER = datetime(2097, 10, 31, 12, tzinfo=UTC)


@pytest.fixture
def engine():
    """What a browser shows is the same on both engines."""
    return "sqlite"


def press(page, name):
    """Reach a button by keyboard and press it."""
    page.get_by_role("button", name=name, exact=False).first.focus()
    page.keyboard.press("Enter")


def links(outbox):
    """The link in the mail that each person got, by name."""
    found = {}
    for mail in outbox.delivered:
        words = mail.get_body(("plain",)).get_content().split()
        link = next((word for word in words if "/polls/answer/" in word), None)
        found |= {name: link for name in PEOPLE if link and name in mail["To"]}
    return found


def time_of(page, slot):
    """What stands above the three answers to a slot."""
    legend = page.locator(f"fieldset:has([name=slot-{slot.id}]) legend")
    return " ".join(legend.inner_text().split())


def tick(page, slot, answer):
    page.locator(f"[name=slot-{slot.id}][value={answer}]").focus()
    page.keyboard.press("Space")


def ask_from_the_desk(live, desk):
    """Begin a poll, add three days at two hours, and ask everybody of EGM 3."""
    desk.goto(live.url("/polls/new?meeting=egm-3"))
    desk.get_by_label("What the time is sought for").fill("Preparing the draft")
    desk.get_by_label("For the meeting").select_option("")
    desk.get_by_label("Length in minutes").fill("60")
    desk.get_by_label("Answers until").fill("2097-10-20")
    check_page(desk, keyboard=False)
    press(desk, "Begin the poll")
    desk.wait_for_url("**/slots")
    for first, days in ((BEFORE, (BEFORE, BETWEEN)), (AFTER, (AFTER,))):
        desk.goto(desk.url.split("?")[0] + f"?from={first}")
        for value in days:
            desk.locator(f"[name=day][value='{value}']").check()
        desk.locator("[name=hour][value='15']").check()
        desk.get_by_label("Other hours").fill("23:30")
        press(desk, "Add these slots")
        desk.locator(".note.ok").wait_for()
    check_page(desk)
    desk.get_by_role("link", name="Ask people").click()
    desk.get_by_label("People of a meeting").select_option("egm-3")
    press(desk, "Find people")
    desk.wait_for_url("**/people?**")
    check_page(desk)
    press(desk, "Ask them by mail")
    desk.wait_for_url("**/polls/1")
    desk.get_by_text("9 people are asked.").wait_for()


def test_people_in_nine_zones_answer_on_their_clocks_and_the_right_instant_wins(
    app, live, open_page, outbox, client
):
    officer = make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), role="secretariat")
    day = date(2097, 12, 1)
    egm = make_meeting("egm-3", number=3, tz="Africa/Nairobi", starts_on=day, ends_on=day)
    users = {}
    for name, tz in PEOPLE.items():
        person = make_person(name, tz=tz)
        take_part(egm, person)
        users[name] = make_user(person)
    desk = open_page(user=officer)
    ask_from_the_desk(live, desk)
    live.settle()
    deliver_mail(NOW)
    found, poll = links(outbox), db.session.scalar(db.select(Poll))
    slots = {f"{slot.on_date} {slot.starts_at_time:%H:%M}": slot for slot in poll.slots}
    assert (len(found), len(slots)) == (9, 6)
    winner, late = slots[f"{BETWEEN} 15:00"], slots[f"{BETWEEN} 23:30"]

    # Nobody told us her zone: the phone does.
    phone = open_page(width=360, tz="America/Sao_Paulo")
    phone.goto(found["Joana Conceição"])
    phone.get_by_text("on the clock of Sao Paulo").wait_for()
    check_page(phone)
    assert time_of(phone, winner) == "09:00–10:00 15:00–16:00 Nairobi (UTC+3)"
    tick(phone, winner, "yes")
    tick(phone, late, "no")
    press(phone, "Send my answer")
    phone.get_by_text("Thank you").wait_for()
    check_page(phone)

    # We know Auckland, and the phone is on a journey.
    phone = open_page(width=360, tz="Asia/Tokyo")
    phone.goto(found["Mere Tāmati"])
    assert time_of(phone, winner) == "01:00–02:00 Thu 31 Oct 2097 15:00–16:00 Nairobi (UTC+3)"
    tick(phone, winner, "if_need_be")
    press(phone, "Use the zone of this device: Asia/Tokyo")
    phone.get_by_text("on the clock of Tokyo").wait_for()
    assert time_of(phone, late) == "05:30–06:30 Thu 31 Oct 2097 23:30–00:30 Nairobi (UTC+3)"
    press(phone, "Send my answer")
    phone.get_by_text("Thank you").wait_for()

    # Without script, on a phone in the zone that changes in between.
    phone = open_page(width=360, script=False)
    phone.goto(found["Karen Laßmann"])
    hours = [time_of(phone, slots[f"{one} 15:00"])[:5] for one in (BEFORE, BETWEEN, AFTER)]
    assert hours == ["14:00", "13:00", "13:00"]
    phone.goto(found["Nia Johnson"])
    hours = [time_of(phone, slots[f"{one} 15:00"])[:5] for one in (BEFORE, BETWEEN, AFTER)]
    assert hours == ["08:00", "08:00", "07:00"]

    app.config["WTF_CSRF_ENABLED"] = False
    for name in PEOPLE.keys() - {"Joana Conceição", "Mere Tāmati"}:
        said = {f"slot-{winner.id}": "yes", f"slot-{slots[f'{AFTER} 15:00'].id}": "no"}
        assert client.post(found[name], data=said).status_code == 302
    app.config["WTF_CSRF_ENABLED"] = True

    desk.reload()
    check_page(desk)
    best = desk.locator("tr", has_text="most can come")
    assert " ".join(best.inner_text().split()).startswith("Thu 31 Oct 2097 15:00–16:00 Nairobi")
    best.get_by_role("link", name="Choose").click()
    check_page(desk)
    desk.get_by_label("Series").fill("Call")
    press(desk, "Choose this time")
    desk.get_by_text("9 people are invited").wait_for()
    check_page(desk)

    live.settle()
    assert [one.start_at for one in db.session.get(Meeting, poll.meeting_id).days] == [WINNER]
    for user in users.values():
        assert calls_in(client, user) == [WINNER]
    deliver_mail(NOW)
    said = "\n".join(mail.get_body(("plain",)).get_content() for mail in outbox.delivered[9:])
    assert "on your clock 09:00–10:00 Sao Paulo (UTC−3)" in said
    assert "on your clock 08:00–09:00 New York (UTC−4)" in said
    assert "on your clock 13:00–14:00 Berlin (UTC+1)" in said


def calls_in(client, user):
    """The instants of the meetings with hours in somebody's own calendar."""
    _feed, token = create_feed(by=user, now=NOW)
    db.session.commit()
    calendar = Calendar.from_ical(client.get(f"/calendars/{token}.ics").data)
    starts = [event["DTSTART"].dt for event in calendar.walk("VEVENT")]
    return [start.astimezone(UTC) for start in starts if isinstance(start, datetime)]
