"""Deadlines in the browser: what staff see and move, what an expert says is done."""

import re
from datetime import timedelta
from html import unescape

import pytest

from eventsapp.clock import utcnow
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reminders.services import close_deadline, discharge, owe, release, set_deadline
from tests.factories import make_person, make_user


@pytest.fixture
def amina(app):
    return make_user(make_person("Amina Wanjiru", tz="Asia/Jakarta"))


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), "secretariat")


@pytest.fixture
def staff(signed_in_as, officer):
    return signed_in_as(officer)


@pytest.fixture
def feedback(amina):
    deadline = set_deadline(
        "Feedback on the draft",
        utcnow().date() + timedelta(days=10),
        "Africa/Nairobi",
        now=utcnow(),
        days_before=[7, 2, 0],
        audience="experts",
        source_sentence="Experts give feedback up to Tuesday.",
        source_line=187,
    )
    owe(deadline, amina.person)
    db.session.commit()
    return deadline


def text_of(answer):
    return " ".join(unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def saved(row):
    db.session.rollback()
    db.session.expire_all()
    return row


def test_an_expert_sees_what_is_theirs_and_says_with_one_press_that_it_is_done(
    signed_in_as, amina, feedback
):
    visitor = signed_in_as(amina)
    page = text_of(visitor.get(f"/deadlines/{feedback.id}"))
    assert "This is yours to do" in page
    assert "“ Experts give feedback up to Tuesday. ” line 187" in page
    assert "until midnight, Nairobi (UTC+3) · you:" in page

    answer = visitor.post(f"/deadlines/{feedback.id}/done", follow_redirects=True)

    assert "Thank you. You are not reminded of “Feedback on the draft” again." in text_of(answer)
    assert "You have done this." in text_of(answer)
    assert "I have done this" not in text_of(answer)
    assert saved(feedback).obligations[0].done_at is not None


def test_a_page_of_those_who_owe_it_is_offered_to_them_alone(signed_in_as, staff, amina, feedback):
    feedback.page_endpoint, feedback.page_arguments = "answering.own", {"poll_id": 1}
    db.session.commit()
    address = f"/deadlines/{feedback.id}"

    assert "/polls/1/mine" not in staff.get(address).text
    assert "/polls/1/mine" in signed_in_as(amina).get(address).text


def test_a_second_press_changes_nothing(signed_in_as, amina, feedback):
    visitor = signed_in_as(amina)
    visitor.post(f"/deadlines/{feedback.id}/done")
    first = saved(feedback).obligations[0].done_at

    answer = visitor.post(f"/deadlines/{feedback.id}/done")

    assert answer.status_code == 302
    assert saved(feedback).obligations[0].done_at == first


def test_another_expert_finds_no_such_deadline(signed_in_as, feedback):
    other = signed_in_as(make_user(make_person("José Ñíguez")))
    obligation, reminder = feedback.obligations[0], feedback.reminders[0]

    answers = [
        other.get(f"/deadlines/{feedback.id}"),
        other.get(f"/deadlines/{feedback.id}/edit"),
        other.post(f"/deadlines/{feedback.id}/done"),
        other.post(f"/deadlines/{feedback.id}/close", data={"reason": "Because."}),
        other.post(f"/deadlines/{feedback.id}/open"),
        other.post(f"/obligations/{obligation.id}/done"),
        other.post(f"/reminders/{reminder.id}/skip"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert "Feedback" not in text_of(other.get("/deadlines"))
    assert saved(obligation).done_at is None


def test_whoever_owes_it_cannot_change_it_for_all(signed_in_as, amina, feedback):
    visitor = signed_in_as(amina)
    obligation, reminder = feedback.obligations[0], feedback.reminders[0]

    answers = [
        visitor.get(f"/deadlines/{feedback.id}/edit"),
        visitor.post(f"/deadlines/{feedback.id}/close", data={"reason": "Because."}),
        visitor.post(f"/obligations/{obligation.id}/release"),
        visitor.post(f"/reminders/{reminder.id}/skip"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert saved(feedback).closed_at is None


def test_a_stranger_is_sent_to_sign_in(client, feedback):
    answer = client.get(f"/deadlines/{feedback.id}")

    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in")


def test_the_lists_say_who_still_owes_what(staff, signed_in_as, amina, feedback):
    owe(feedback, make_person("Karen Laßmann"))
    discharge(feedback, amina.person, utcnow())

    assert "1 of 2 still owe it" in text_of(staff.get("/deadlines"))
    assert "Feedback on the draft" in text_of(signed_in_as(amina).get("/deadlines"))
    assert "Done" in text_of(signed_in_as(amina).get("/deadlines"))


def test_an_empty_list_says_what_would_be_here(staff, signed_in_as, amina):
    assert "No deadlines yet" in text_of(staff.get("/deadlines"))
    assert "You owe nothing" in text_of(signed_in_as(amina).get("/deadlines"))


def test_staff_see_who_cannot_be_reached_and_whose_zone_is_not_stated(staff, feedback):
    owe(feedback, make_person("Aylin Demir", email=None))
    owe(feedback, make_person("Suharto", tz=None))
    left = make_person("Bo Müller")
    owe(feedback, left)
    left.left_at = utcnow()

    page = text_of(staff.get(f"/deadlines/{feedback.id}"))

    assert "Owe it 4 Still open 3 Cannot be reached 1 no address that works" in page
    assert "Aylin Demir Open Cannot be reached no address" in page
    assert "Suharto Open 09:00 Nairobi (UTC+3) zone not stated" in page
    assert "Amina Wanjiru Open 09:00 Jakarta (UTC+7)" in page
    assert "Bo Müller Has left" in page
    assert "2 people, 2 zones, from" in page


def test_staff_say_for_somebody_that_it_is_done_or_not_theirs(staff, feedback):
    obligation = feedback.obligations[0]
    path = f"/obligations/{obligation.id}"

    said = []
    for step in ("done", "open", "release", "owe"):
        answer = staff.post(f"{path}/{step}", follow_redirects=True)
        said.append(re.search(r"Amina Wanjiru (has|owes|does)[^.]*\.", text_of(answer))[0])

    assert said == [
        "Amina Wanjiru has done it and is not reminded again.",
        "Amina Wanjiru owes it again.",
        "Amina Wanjiru does not owe it any more.",
        "Amina Wanjiru owes it again.",
    ]
    assert saved(obligation).is_open
    acts = db.session.scalars(db.select(Entry).where(Entry.subject_table == "obligation"))
    assert [act.verb for act in acts if act.user_id] == ["done", "not done", "released", "owed"]


def test_staff_skip_a_reminder_and_plan_it_again(staff, feedback):
    reminder = feedback.reminders[0]

    staff.post(f"/reminders/{reminder.id}/skip")
    assert "Skipped" in text_of(staff.get(f"/deadlines/{feedback.id}"))
    assert saved(reminder).skipped_at is not None

    staff.post(f"/reminders/{reminder.id}/plan")
    assert saved(reminder).skipped_at is None


def form_of(page):
    """What the fields of the form hold that a browser would send."""
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page.text))
    fields |= {"tz": re.search(r'<option selected value="([^"]*)"', page.text)[1]}
    return {name: unescape(value) for name, value in fields.items()}


def test_staff_move_a_deadline_and_its_reminders_follow(staff, feedback):
    new_day = feedback.due_on + timedelta(days=20)
    form = form_of(staff.get(f"/deadlines/{feedback.id}/edit"))

    answer = staff.post(
        f"/deadlines/{feedback.id}/edit",
        data=form | {"due_on": new_day.isoformat(), "days_before": "5; 0"},
        follow_redirects=True,
    )

    assert "“Feedback on the draft” is saved; its reminders fit the new day." in text_of(answer)
    saved(feedback)
    assert (feedback.due_on, feedback.days_before) == (new_day, [5, 0])
    assert [row.remind_on for row in feedback.reminders] == [new_day - timedelta(days=5), new_day]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due_on": ""}, "Enter the day it is due."),
        ({"due_on": "31.02.2025"}, "“31.02.2025” is not a day. Write it like 2024-10-31."),
        ({"days_before": "7, soon"}, "“soon” is not a number of days. Write them like 7, 2, 0."),
        ({"days_before": "400"}, "Use numbers up to 365, such as 14, 7, 2, 0."),
        ({"days_before": "9" * 5000}, "Use numbers up to 365, such as 14, 7, 2, 0."),
        ({"due_on": "9999-12-31"}, "“9999-12-31” is too far away. Look at the year again."),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(staff, feedback, typed, sentence):
    form = form_of(staff.get(f"/deadlines/{feedback.id}/edit"))

    answer = staff.post(f"/deadlines/{feedback.id}/edit", data=form | typed)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    [value] = typed.values()
    assert f'value="{value}"' in answer.text
    assert saved(feedback).days_before == [7, 2, 0]


def test_a_form_that_is_older_than_the_deadline_saves_nothing_and_shows_the_newer(staff, feedback):
    form = form_of(staff.get(f"/deadlines/{feedback.id}/edit"))
    theirs = feedback.due_on + timedelta(days=1)
    staff.post(f"/deadlines/{feedback.id}/edit", data=form | {"due_on": theirs.isoformat()})

    answer = staff.post(f"/deadlines/{feedback.id}/edit", data=form | {"days_before": "3"})

    assert answer.status_code == 409
    assert "Not saved: somebody changed this meanwhile." in text_of(answer)
    shown = form_of(answer)
    assert (shown["due_on"], shown["days_before"]) == (theirs.isoformat(), "3")
    assert (saved(feedback).due_on, feedback.days_before) == (theirs, [7, 2, 0])

    again = staff.post(f"/deadlines/{feedback.id}/edit", data=shown)
    assert again.status_code == 302
    assert (saved(feedback).due_on, feedback.days_before) == (theirs, [3])


def test_a_deadline_is_closed_with_a_reason_that_its_people_read(
    staff, signed_in_as, amina, feedback
):
    path = f"/deadlines/{feedback.id}"
    without = staff.post(f"{path}/close", data={"reason": " "})
    assert (without.status_code, saved(feedback).closed_at) == (422, None)
    assert "Enter the reason; people who owe it read it." in text_of(without)

    staff.post(f"{path}/close", data={"reason": "The draft is withdrawn."})

    page = text_of(signed_in_as(amina).get(path))
    assert "nothing is expected of you any more. The draft is withdrawn." in page
    assert "I have done this" not in page

    staff.post(f"{path}/open")
    assert saved(feedback).closed_at is None


def test_whoever_was_released_reads_that_it_is_not_theirs(signed_in_as, amina, feedback):
    release(feedback, amina.person, utcnow())

    page = text_of(signed_in_as(amina).get(f"/deadlines/{feedback.id}"))

    assert "You do not owe this any more." in page


def test_many_readers_come_in_pages(staff, feedback):
    for number in range(105):
        owe(feedback, make_person(f"Reader {number:03}"))

    first = text_of(staff.get(f"/deadlines/{feedback.id}"))
    second = text_of(staff.get(f"/deadlines/{feedback.id}?page=2"))

    assert "1–100 of 106" in first
    assert ("Reader 104" in first, "Reader 104" in second) == (False, True)


def test_looking_changes_nothing(staff, feedback):
    for path in ("", f"/{feedback.id}", f"/{feedback.id}/edit"):
        staff.get(f"/deadlines{path}")

    close_deadline(feedback, utcnow(), "Enough.")
    db.session.rollback()
    assert db.session.scalar(db.select(Deadline.version)) == 1
    assert db.session.scalar(db.select(db.func.count(Obligation.id))) == 1


@pytest.mark.parametrize("path", ["/deadlines", "/deadlines/{}"])
@pytest.mark.parametrize("role", ["staff", "expert"])
def test_more_people_and_deadlines_ask_no_more_of_the_database(
    staff, signed_in_as, amina, feedback, questions, path, role
):
    visitor = staff if role == "staff" else signed_in_as(amina)
    few = questions(lambda: visitor.get(path.format(feedback.id)))
    for number in range(20):
        owe(feedback, make_person(f"Reader {number}"))
        another = set_deadline("Another", feedback.due_on, "UTC", now=utcnow(), days_before=[1])
        owe(another, amina.person)

    assert questions(lambda: visitor.get(path.format(feedback.id))) == few
