from datetime import date, time
from pathlib import Path

import pytest

from eventsapp.invitations.emails import Wording
from eventsapp.invitations.services import invite, remind
from eventsapp.walltime import moment_at
from eventsapp.worker import deliver_mail
from tests.factories import (
    NOW,
    commit,
    make_day,
    make_invitation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture
def meeting(app):
    meeting = make_meeting(
        "egm-3",
        number=3,
        title="Expert Group Meeting on cities & people",
        place="Baku",
        mode="hybrid",
        tz="Asia/Baku",
        starts_on=date(2025, 1, 22),
        ends_on=date(2025, 1, 23),
    )
    day = {"starts_at_time": time(9), "ends_at_time": time(17, 30)}
    for number, on_date in enumerate((date(2025, 1, 22), date(2025, 1, 23)), start=1):
        moments = {
            "start_at": moment_at(on_date, time(9), "Asia/Baku"),
            "end_at": moment_at(on_date, time(17, 30), "Asia/Baku"),
        }
        make_day(meeting, number, on_date, **day, **moments)
    return meeting


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


def test_an_invitation_says_what_when_and_where_in_both_zones(meeting, officer, outbox):
    # cases.md 44: subject, date and place in each mail.
    person = make_person("Rini Rachmawati", tz="Asia/Jakarta")
    part = take_part(meeting, person, role="chair")

    invite(meeting, [part], wording=Wording(), by=officer, now=NOW)

    assert outbox[0].subject == "Invitation: EGM 3, Wed 22 – Thu 23 Jan 2025, Baku, and online"
    assert outbox[0].text == (EXPECTED / "invitation.txt").read_text(encoding="utf-8")
    assert outbox[0].html == (EXPECTED / "invitation.html").read_text(encoding="utf-8")


def test_a_reminder_says_it_too_and_staff_may_say_it_in_their_words(meeting, officer, outbox):
    # cases.md 44: the subject can be changed; date and place stand in the mail all the same.
    part = make_invitation(meeting, make_person("ليلى <حداد>")).participation
    own = Wording("One seat is left for you", "We hold it until Friday.\nDo tell us.")

    remind(meeting, [part], wording=own, by=officer, now=NOW)

    assert outbox[0].subject == "One seat is left for you"
    assert outbox[0].text == (EXPECTED / "reminder.txt").read_text(encoding="utf-8")
    assert "ليلى &lt;حداد&gt;" in outbox[0].html
    assert "<p><bdi>Do tell us.</bdi></p>" in outbox[0].html
    assert "Baku, and online" in outbox[0].html


def test_the_usual_subject_of_a_reminder_has_date_and_place(meeting, officer, outbox):
    # cases.md 44
    meeting.place, meeting.mode = None, "online"
    part = make_invitation(meeting, make_person("王芳")).participation

    remind(meeting, [part], wording=Wording(), by=officer, now=NOW)

    assert outbox[0].subject == "Do you take part? EGM 3, Wed 22 – Thu 23 Jan 2025, online"


def test_the_link_is_made_as_the_mail_leaves_and_stands_in_no_row(meeting, officer, outbox):
    invite(
        meeting,
        [take_part(meeting, make_person("Huiwen"))],
        wording=Wording(),
        by=officer,
        now=NOW,
    )
    commit()

    deliver_mail(NOW)

    assert "[link]" in outbox[0].text
    [mail] = outbox.delivered
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    [link] = [word for word in text.split() if "/invitations/" in word]
    assert f'href="{link}"' in html
