import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.calendars.services import create_feed
from eventsapp.consultations.queries import hearing_of
from eventsapp.consultations.services import cancel_consultation
from eventsapp.consultations.window import Window
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.hearings.services import ask, stop_asking
from eventsapp.history.models import Entry
from eventsapp.mail.models import SKIPPED, Message
from eventsapp.reminders.models import Obligation
from eventsapp.submissions.services import Typed, send
from eventsapp.windows.services import move_window
from eventsapp.worker import deliver_mail
from tests.factories import (
    NOW,
    make_consultation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

NAIROBI = "Africa/Nairobi"
AT_NIGHT = time(23, 59)
FIRST = Window(date(2024, 10, 7), date(2024, 11, 8), NAIROBI, None, AT_NIGHT)
EXTENDED = Window(date(2024, 10, 7), date(2024, 11, 17), NAIROBI, None, AT_NIGHT)
REASON = "The Forum in Cairo asked for more time."
LATER = NOW + timedelta(days=30)
OPEN = datetime(2024, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


def make_open(**changes):
    values = {
        "title": "Online consultation on the guidelines",
        "audience": "open online",
        "starts_on": FIRST.starts_on,
        "ends_on": FIRST.ends_on,
        "ends_at_time": AT_NIGHT,
        "takes_submissions": True,
    }
    return make_consultation(**{**values, **changes})


def mails(kind=None):
    rows = select(Message).where(Message.state != SKIPPED).order_by(Message.id)
    return [one for one in db.session.scalars(rows) if kind in {None, one.kind}]


def said(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_an_extension_by_nine_days_is_seen_everywhere_and_told_once(
    app, officer, client, signed_in_as, outbox
):
    meeting = make_meeting()
    consultation = make_open(meeting=meeting)
    amina = make_person("Amina Diallo", tz="Africa/Dakar")
    leila = make_person("ليلى حداد", tz="Asia/Amman")
    wei, told_only = make_person("魏明", tz="Asia/Shanghai"), make_person("Ana Souza")
    for person in (amina, leila, told_only):
        take_part(meeting, person)
    ask(consultation, [amina, leila, wei], now=NOW, by=officer)
    send(hearing_of(consultation.id, wei.id), Typed("We agree."), now=OPEN)
    _, token = create_feed(by=make_user(amina), now=NOW)
    deliver_mail(NOW)
    before, uid = consultation.sequence, consultation.uid
    asked = len(outbox.delivered)

    done = move_window(consultation, EXTENDED, REASON, tell_meeting=True, now=LATER, by=officer)
    db.session.commit()
    deliver_mail(LATER)

    # One mail for each person, and it says both windows and why, by their own clock too.
    new = outbox.delivered[asked:]
    people = (amina, leila, wei, told_only)
    assert done.mails == len(new) == 4
    assert sorted(mail["To"].addresses[0].addr_spec for mail in new) == sorted(
        person.email for person in people
    )
    [to_amina] = [mail for mail in new if amina.email in mail["To"]]
    text = " ".join(to_amina.get_body(("plain",)).get_content().split())
    assert to_amina["Subject"] == (
        "Extended to 17 November 2024: Online consultation on the guidelines"
    )
    assert "Before: Mon 7 Oct 2024 – Fri 8 Nov 2024, 23:59 Nairobi (UTC+3)" in text
    assert f"Why: {REASON}" in text
    assert "Open: Mon 7 Oct 2024 – Sun 17 Nov 2024, 23:59 Nairobi (UTC+3)" in text
    assert "Sun 17 Nov 2024, 20:59 Dakar (UTC)" in text

    # History keeps both windows, the reason and who moved it.
    [move] = consultation.moves
    assert (move.before, move.after, move.reason, move.moved_by) == (
        FIRST,
        EXTENDED,
        REASON,
        officer,
    )

    # Reminders follow the new day; obligations stay as they were.
    deadline = consultation.deadline
    assert [(one.days_before, one.remind_on) for one in deadline.reminders] == [
        (14, date(2024, 11, 3)),
        (7, date(2024, 11, 10)),
        (2, date(2024, 11, 15)),
        (0, date(2024, 11, 17)),
    ]
    assert deadline.due_at == datetime(2024, 11, 17, 20, 59, tzinfo=UTC)
    assert {one.person_id: one.is_open for one in deadline.obligations} == {
        amina.id: True,
        leila.id: True,
        wei.id: False,
    }

    # The personal feed shows the same entry, moved, and the deadline with it.
    feed = Calendar.from_ical(client.get(f"/calendars/{token}.ics").data)
    entries = {str(one["UID"]): one for one in feed.walk("VEVENT")}
    assert entries[uid]["SEQUENCE"] == before + 1
    assert entries[uid]["DTEND"].dt == date(2024, 11, 18)
    assert entries[deadline.uid]["DTSTART"].dt == date(2024, 11, 17)

    # The public page, the consultation's page and the timeline say the same.
    sentence = (
        "Was to close on 8 November 2024, 23:59 ; extended to 17 November 2024, 23:59 . "
        f"The reason: {REASON}"
    )
    public = said(client.get(f"/consultations/{consultation.id}/public").text)
    staff = signed_in_as(officer)
    page = said(staff.get(f"/consultations/{consultation.id}").text)
    timeline = said(staff.get("/timeline").text)
    assert sentence in public
    assert sentence in page
    assert not [one for one in people if one.printed_name in public]
    assert "Mon 7 Oct – Sun 17 Nov 2024" in timeline
    assert "8 Nov" not in timeline


def test_two_moves_before_the_mail_leaves_are_told_once_with_the_window_that_holds(officer):
    consultation, amina = make_open(), make_person("Amina Diallo")
    ask(consultation, [amina], now=NOW, by=officer)
    deliver_mail(NOW)

    slip = Window(FIRST.starts_on, date(2024, 11, 27), NAIROBI, None, AT_NIGHT)
    move_window(consultation, slip, "A slip.", now=LATER, by=officer)
    move_window(consultation, EXTENDED, REASON, now=LATER + timedelta(seconds=9), by=officer)

    [mail] = mails("consultation")
    assert mail.subject.startswith("Extended to 17 November 2024")
    assert "Before: Mon 7 Oct 2024 – Fri 8 Nov 2024, 23:59" in mail.text
    assert "27 Nov" not in mail.text
    [first] = [one for one in db.session.scalars(select(Message)) if one.state == SKIPPED]
    assert first.reason == "The window was moved again before this left."
    assert [one.reason for one in consultation.moves] == ["A slip.", REASON]


def test_moved_there_and_back_before_the_mail_leaves_nobody_is_told(officer):
    consultation, amina = make_open(), make_person("Amina Diallo")
    ask(consultation, [amina], now=NOW, by=officer)
    deliver_mail(NOW)

    move_window(consultation, EXTENDED, "A slip.", now=LATER, by=officer)
    back = move_window(consultation, FIRST, "Taken back.", now=LATER, by=officer)

    assert back.mails == 0
    assert mails("consultation") == []
    assert consultation.deadline.due_on == date(2024, 11, 8)


def test_whoever_was_told_of_the_first_move_is_told_of_the_second(officer):
    consultation, amina = make_open(), make_person("Amina Diallo")
    ask(consultation, [amina], now=NOW, by=officer)
    deliver_mail(NOW)
    move_window(consultation, EXTENDED, REASON, now=LATER, by=officer)
    deliver_mail(LATER)
    longer = Window(FIRST.starts_on, date(2024, 11, 30), NAIROBI, None, AT_NIGHT)

    move_window(consultation, longer, "Once more.", now=LATER + timedelta(days=1), by=officer)

    *_, last = mails("consultation")
    assert len(mails("consultation")) == 2
    assert "Before: Mon 7 Oct 2024 – Sun 17 Nov 2024, 23:59" in last.text


def test_whom_the_invitation_has_not_reached_gets_it_with_the_new_window_and_no_second_mail(
    officer,
):
    consultation, amina = make_open(), make_person("Amina Diallo")
    ask(consultation, [amina], now=NOW, by=officer)

    move_window(consultation, EXTENDED, REASON, now=NOW + timedelta(seconds=9), by=officer)

    [mail] = mails()
    assert mail.kind == "hearing"
    assert mail.subject.endswith("until 17 November 2024")


def test_whoever_is_asked_no_more_is_not_told_and_a_cancelled_one_tells_nobody(officer):
    consultation = make_open()
    amina, bo = make_person("Amina Diallo"), make_person("Bo Larsson")
    _first, second = ask(consultation, [amina, bo], now=NOW, by=officer)
    deliver_mail(NOW)
    stop_asking([second], now=NOW, by=officer)

    move_window(consultation, EXTENDED, REASON, now=LATER, by=officer)
    told = [one.person_id for one in mails("consultation")]
    cancel_consultation(consultation, now=LATER, by=officer)
    db.session.commit()
    deliver_mail(LATER)

    assert told == [amina.id]
    assert mails("consultation") == []


@pytest.mark.parametrize(
    ("changes", "window", "sentence"),
    [
        ({}, Window(date(2024, 10, 7), date(2024, 10, 1), NAIROBI), "The last day is before"),
        (
            {},
            Window(date(2024, 10, 7), date(2024, 10, 7), NAIROBI, time(9), time(9)),
            "It closes before it opens.",
        ),
        ({"cancelled_at": NOW}, EXTENDED, "is cancelled. Reinstate it"),
        ({"starts_on": None, "ends_on": None}, EXTENDED, "has no day yet"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=-1TH"}, EXTENDED, "is a series"),
    ],
)
def test_what_cannot_be_moved_says_why(officer, changes, window, sentence):
    consultation = make_open(**changes)

    with pytest.raises(RuleBroken, match=sentence):
        move_window(consultation, window, REASON, now=NOW, by=officer)


def test_the_same_window_is_no_move_and_an_old_form_moves_nothing(officer):
    consultation = make_open()

    same = move_window(consultation, FIRST, REASON, now=NOW, by=officer)
    with pytest.raises(StaleDataError):
        move_window(consultation, EXTENDED, REASON, now=NOW, by=officer, seen_version=99)

    assert same is None
    assert consultation.moves == []
    assert db.session.scalar(select(Entry)) is None
    assert db.session.scalar(select(Obligation)) is None
