"""Deadlines: set, owed, done, moved, closed; their reminders skipped or sent by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.queries import counts_by_deadline, open_obligations
from eventsapp.reminders.services import (
    close_deadline,
    close_deadlines_of_meeting,
    discharge,
    move_deadline,
    open_again,
    owe,
    plan_again,
    release,
    reopen,
    send_reminder_now,
    set_deadline,
    skip_reminder,
)
from tests.factories import make_meeting, make_person, make_user

SET_AT = datetime(2024, 9, 20, 12, 0, tzinfo=UTC)
TWO_DAYS_BEFORE = datetime(2024, 9, 29, 6, 0, tzinfo=UTC)


@pytest.fixture
def amina(app):
    return make_person("Amina Wanjiru", tz="Africa/Nairobi")


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


@pytest.fixture
def feedback(amina):
    deadline = set_deadline(
        "Feedback on the draft",
        date(2024, 10, 1),
        "Africa/Nairobi",
        now=SET_AT,
        days_before=[14, 7, 2, 0],
    )
    owe(deadline, amina)
    db.session.commit()
    return deadline


def rounds(deadline):
    """What is planned: days before, day, and whether its moment had passed when it was planned."""
    db.session.refresh(deadline)
    return [
        (row.days_before, f"{row.remind_on:%d %b}", row.finished_at is not None)
        for row in deadline.reminders
    ]


def test_a_deadline_ends_at_midnight_of_its_zone_and_plans_its_reminders(feedback):
    assert feedback.due_at == datetime(2024, 10, 1, 21, 0, tzinfo=UTC)
    assert rounds(feedback) == [
        (14, "17 Sep", True),
        (7, "24 Sep", False),
        (2, "29 Sep", False),
        (0, "01 Oct", False),
    ]


@pytest.mark.parametrize(
    ("tz", "days_before", "sentence"),
    [
        ("Mars/Olympus", [2], "There is no time zone “Mars/Olympus”. Choose one such as"),
        ("UTC", [2, -1], "People are reminded on the day or up to 365 days before it."),
        ("UTC", [400], "People are reminded on the day or up to 365 days before it."),
    ],
)
def test_nonsense_is_refused_in_a_sentence(app, tz, days_before, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        set_deadline("Feedback", date(2024, 10, 1), tz, now=SET_AT, days_before=days_before)


def test_owing_twice_is_owing_once(feedback, amina):
    owe(feedback, amina)
    owe(feedback, amina.id)

    assert counts_by_deadline() == {feedback.id: (1, 1)}


def test_done_is_done_the_first_time_and_can_be_taken_back(feedback, amina, officer):
    discharge(feedback, amina, SET_AT, by=officer)
    discharge(feedback, amina, SET_AT + timedelta(days=1))
    assert [row.done_at for row in feedback.obligations] == [SET_AT]
    assert open_obligations(feedback) == []

    reopen(feedback, amina, SET_AT, by=officer)
    assert [row.person for row in open_obligations(feedback)] == [amina]
    assert [(row.verb, row.user_id) for row in db.session.scalars(db.select(Entry))] == [
        ("done", officer.id),
        ("not done", officer.id),
    ]


def test_whoever_was_released_can_owe_it_again(feedback, amina):
    release(feedback, amina, SET_AT)
    assert open_obligations(feedback) == []

    owe(feedback, amina, now=SET_AT)
    assert [row.person for row in open_obligations(feedback)] == [amina]


def test_whoever_owes_nothing_has_nothing_to_do(feedback):
    stranger = make_person("José Ñíguez")

    with pytest.raises(RuleBroken, match="owes nothing by the deadline “Feedback on the draft”"):
        discharge(feedback, stranger, SET_AT)


def test_moving_plans_unsent_reminders_again_and_keeps_sent_ones(feedback, outbox):
    queue_due_reminders(TWO_DAYS_BEFORE - timedelta(days=5))

    move_deadline(feedback, date(2024, 10, 15), now=TWO_DAYS_BEFORE - timedelta(days=4))
    db.session.commit()

    assert rounds(feedback) == [
        (7, "24 Sep", True),
        (14, "01 Oct", False),
        (7, "08 Oct", False),
        (2, "13 Oct", False),
        (0, "15 Oct", False),
    ]
    assert feedback.due_at == datetime(2024, 10, 15, 21, 0, tzinfo=UTC)
    assert feedback.sequence == 1


def test_after_a_move_people_are_reminded_of_the_new_day_only(feedback, outbox):
    queue_due_reminders(TWO_DAYS_BEFORE - timedelta(days=5))
    move_deadline(feedback, date(2024, 10, 15), now=TWO_DAYS_BEFORE - timedelta(days=4))
    db.session.commit()

    for day in range(20):
        queue_due_reminders(TWO_DAYS_BEFORE + timedelta(days=day))

    assert [message.dedupe_key[-10:] for message in outbox] == [
        "2024-09-24",
        "2024-10-01",
        "2024-10-08",
        "2024-10-13",
        "2024-10-15",
    ]


def test_a_move_to_the_same_day_changes_nothing(feedback):
    assert move_deadline(feedback, date(2024, 10, 1), now=SET_AT) is False
    assert (feedback.sequence, feedback.version) == (0, 1)


def test_other_days_before_replace_what_has_not_gone_out(feedback):
    move_deadline(feedback, date(2024, 10, 1), now=SET_AT, days_before=[3, 0])
    db.session.commit()

    assert rounds(feedback) == [(3, "28 Sep", False), (0, "01 Oct", False)]
    assert feedback.sequence == 0


def test_a_deadline_that_somebody_saved_meanwhile_is_not_moved(feedback):
    with pytest.raises(StaleDataError):
        move_deadline(feedback, date(2024, 10, 2), now=SET_AT, seen_version=feedback.version - 1)


def test_a_closed_deadline_reminds_nobody_until_it_is_opened_again(feedback, outbox):
    close_deadline(feedback, SET_AT, "The draft is withdrawn.")
    close_deadline(feedback, SET_AT, "A second reason.")
    db.session.commit()
    queue_due_reminders(TWO_DAYS_BEFORE)
    assert (len(outbox), feedback.closed_reason) == (0, "The draft is withdrawn.")

    open_again(feedback, TWO_DAYS_BEFORE + timedelta(minutes=1))
    db.session.commit()
    queue_due_reminders(TWO_DAYS_BEFORE + timedelta(minutes=2))
    assert len(outbox) == 0
    queue_due_reminders(TWO_DAYS_BEFORE + timedelta(days=2))
    assert [message.dedupe_key[-10:] for message in outbox] == ["2024-10-01"]


def test_all_deadlines_of_a_meeting_close_with_it(feedback):
    meeting = make_meeting()
    of_meeting = set_deadline(
        "Register", date(2024, 10, 1), "UTC", now=SET_AT, meeting_id=meeting.id
    )

    close_deadlines_of_meeting(meeting.id, SET_AT, "EGM 2 was cancelled.")

    assert (of_meeting.closed_reason, feedback.closed_reason) == ("EGM 2 was cancelled.", None)


def test_a_skipped_reminder_reaches_nobody_and_can_be_planned_again(feedback, officer, outbox):
    two_before = feedback.reminders[2]
    skip_reminder(two_before, SET_AT, by=officer)
    db.session.commit()
    queue_due_reminders(TWO_DAYS_BEFORE - timedelta(minutes=1))
    db.session.commit()
    assert [message.dedupe_key[-10:] for message in outbox] == ["2024-09-24"]

    plan_again(two_before, TWO_DAYS_BEFORE - timedelta(minutes=1), by=officer)
    db.session.commit()
    queue_due_reminders(TWO_DAYS_BEFORE)
    assert [message.dedupe_key[-10:] for message in outbox] == ["2024-09-24", "2024-09-29"]


def test_what_is_over_can_neither_be_skipped_nor_planned_again(feedback, officer):
    fourteen_before = feedback.reminders[0]
    with pytest.raises(RuleBroken, match="17 September 2024 is over; there is nothing to skip"):
        skip_reminder(fourteen_before, SET_AT, by=officer)

    seven_before = feedback.reminders[1]
    skip_reminder(seven_before, SET_AT, by=officer)
    with pytest.raises(RuleBroken, match="24 September 2024, 09:00 has passed"):
        plan_again(seven_before, TWO_DAYS_BEFORE, by=officer)


def test_a_reminder_sent_by_hand_reaches_everybody_once(feedback, officer, outbox):
    owe(feedback, make_person("王芳", tz="Asia/Shanghai"))
    owe(feedback, make_person("Aylin Demir", email=None))
    seven_before = feedback.reminders[1]

    assert send_reminder_now(seven_before, SET_AT, by=officer) == 2
    assert send_reminder_now(seven_before, SET_AT, by=officer) == 0
    db.session.commit()
    queue_due_reminders(TWO_DAYS_BEFORE - timedelta(days=5))

    assert sorted(message.recipient_name for message in outbox) == ["Amina Wanjiru", "王芳"]


def test_a_reminder_sent_by_hand_leaves_the_others_planned(feedback, officer, outbox):
    send_reminder_now(feedback.reminders[2], SET_AT, by=officer)
    db.session.commit()

    for day in range(-5, 3):
        queue_due_reminders(TWO_DAYS_BEFORE + timedelta(days=day))

    assert [message.dedupe_key[-10:] for message in outbox] == [
        "2024-09-29",
        "2024-09-24",
        "2024-10-01",
    ]


def test_somebody_who_owes_it_from_noon_on_is_not_reminded_of_that_morning(feedback, outbox):
    owe(
        feedback, make_person("Bo Müller", tz="Africa/Nairobi"), now=TWO_DAYS_BEFORE.replace(hour=9)
    )
    db.session.commit()

    queue_due_reminders(TWO_DAYS_BEFORE.replace(hour=10))

    assert {message.recipient_name for message in outbox} == {"Amina Wanjiru"}
