"""Who is reminded when: decided each minute, and once more when the mail is about to leave."""

import logging
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text

from eventsapp.extensions import db
from eventsapp.mail.jobs import deliver_mail
from eventsapp.people.models import EmailAddress
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.queries import next_due_after, still_wanted
from eventsapp.reminders.services import (
    close_deadline,
    discharge,
    move_deadline,
    owe,
    release,
    set_deadline,
    skip_reminder,
)
from tests.factories import make_meeting, make_person, make_user, take_part

SET_AT = datetime(2024, 9, 1, tzinfo=UTC)
# 09:00 in Nairobi, two days before the first of October.
NINE_IN_NAIROBI = datetime(2024, 9, 29, 6, 0, tzinfo=UTC)


def no_link(message):
    return None


def set_feedback(*people, due_on=date(2024, 10, 1), days_before=(2, 0), **changes):
    deadline = set_deadline(
        "Feedback on the draft",
        due_on,
        "Africa/Nairobi",
        now=SET_AT,
        days_before=days_before,
        **changes,
    )
    for person in people:
        owe(deadline, person)
    db.session.commit()
    return deadline


def deliver(now=NINE_IN_NAIROBI):
    deliver_mail(now, partial(still_wanted, now=now), no_link)


def ends(outbox):
    return {message.recipient_name: (message.state, message.reason) for message in outbox}


def moments_of_queueing(outbox, first, last):
    """Let every quarter of an hour come, as the worker would; return when each mail was queued."""
    seen, moments, now = {message.id for message in outbox}, defaultdict(list), first
    while now <= last:
        queue_due_reminders(now)
        for message in outbox:
            if message.id not in seen:
                seen.add(message.id)
                moments[message.recipient_name].append(f"{now:%d %b %H:%M}")
        now += timedelta(minutes=15)
    return dict(moments)


def test_across_the_end_of_summer_time_each_reader_is_reminded_at_their_own_nine(app, outbox):
    set_feedback(
        make_person("Karen Laßmann", tz="Europe/Berlin"),
        make_person("Amina Wanjiru", tz="Africa/Nairobi"),
        make_person("José Ñíguez", tz="America/New_York"),
        make_person("Suharto", tz=None),
        due_on=date(2024, 11, 4),
        days_before=(9, 8, 2, 1, 0),
    )

    first = moments_of_queueing(
        outbox, datetime(2024, 10, 26, tzinfo=UTC), datetime(2024, 10, 28, tzinfo=UTC)
    )
    second = moments_of_queueing(
        outbox, datetime(2024, 11, 2, tzinfo=UTC), datetime(2024, 11, 5, tzinfo=UTC)
    )

    # Berlin: clocks go back on 27 October. New York: on 3 November. Nairobi: never.
    assert first == {
        "Karen Laßmann": ["26 Oct 07:00", "27 Oct 08:00"],
        "Amina Wanjiru": ["26 Oct 06:00", "27 Oct 06:00"],
        "José Ñíguez": ["26 Oct 13:00", "27 Oct 13:00"],
        "Suharto": ["26 Oct 06:00", "27 Oct 06:00"],
    }
    assert second == {
        "Karen Laßmann": ["02 Nov 08:00", "03 Nov 08:00", "04 Nov 08:00"],
        "Amina Wanjiru": ["02 Nov 06:00", "03 Nov 06:00", "04 Nov 06:00"],
        "José Ñíguez": ["02 Nov 13:00", "03 Nov 14:00", "04 Nov 14:00"],
        "Suharto": ["02 Nov 06:00", "03 Nov 06:00", "04 Nov 06:00"],
    }


CHANGES = {
    "did it": lambda meeting, deadline, person: discharge(deadline, person, NINE_IN_NAIROBI),
    "was released": lambda meeting, deadline, person: release(deadline, person, NINE_IN_NAIROBI),
    "left the registry": lambda meeting, deadline, person: _leave(person),
    "left the meeting": lambda meeting, deadline, person: _leave_meeting(meeting, person),
    "the meeting was cancelled": lambda meeting, deadline, person: _cancel(meeting),
    "the deadline was closed": lambda meeting, deadline, person: close_deadline(
        deadline, NINE_IN_NAIROBI, "The draft is withdrawn."
    ),
    "the deadline was moved": lambda meeting, deadline, person: move_deadline(
        deadline, date(2024, 10, 8), now=NINE_IN_NAIROBI
    ),
    "the address bounced": lambda meeting, deadline, person: _bounce(person),
}
REASONS = {
    "did it": "Amina Wanjiru has done it.",
    "was released": "Amina Wanjiru does not owe it any more.",
    "left the registry": "Amina Wanjiru has left.",
    "left the meeting": "Amina Wanjiru has left.",
    "the meeting was cancelled": "The meeting was cancelled.",
    "the deadline was closed": "The draft is withdrawn.",
    "the deadline was moved": "The deadline was moved to 8 October 2024.",
    "the address bounced": "amina@example.test is no address of Amina Wanjiru any more.",
}


def _leave(person):
    person.left_at = NINE_IN_NAIROBI


def _leave_meeting(meeting, person):
    [taking_part] = [row for row in meeting.participations if row.person_id == person.id]
    taking_part.left_at = NINE_IN_NAIROBI


def _cancel(meeting):
    meeting.cancelled_at = NINE_IN_NAIROBI


def _bounce(person):
    person.addresses[0].bounced_at = NINE_IN_NAIROBI


@pytest.fixture
def owed(app):
    """A deadline of a meeting that Amina owes; another deadline that Karen owes stays as it is."""
    amina = make_person("Amina Wanjiru", email="amina@example.test", tz="Africa/Nairobi")
    karen = make_person("Karen Laßmann", tz="Africa/Nairobi")
    meeting = make_meeting()
    take_part(meeting, amina)
    deadline = set_feedback(amina, meeting_id=meeting.id)
    set_feedback(karen)
    return meeting, deadline, amina


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_no_longer_owes_it_a_minute_before_is_not_reminded(owed, outbox, change):
    CHANGES[change](*owed)
    db.session.commit()

    queue_due_reminders(NINE_IN_NAIROBI + timedelta(minutes=1))

    assert [message.recipient_name for message in outbox] == ["Karen Laßmann"]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_when_the_mail_is_queued_already_still_counts(owed, outbox, change):
    queue_due_reminders(NINE_IN_NAIROBI)
    CHANGES[change](*owed)
    db.session.commit()

    deliver()

    assert ends(outbox) == {
        "Amina Wanjiru": ("skipped", REASONS[change]),
        "Karen Laßmann": ("sent", None),
    }
    assert [mail["To"].addresses[0].display_name for mail in outbox.delivered] == ["Karen Laßmann"]


def test_a_reminder_skipped_by_staff_stops_also_what_is_queued(owed, outbox):
    queue_due_reminders(NINE_IN_NAIROBI)
    officer = make_user(make_person("Grace"), "secretariat")
    skip_reminder(owed[1].reminders[0], NINE_IN_NAIROBI, by=officer)
    db.session.commit()

    deliver()
    queue_due_reminders(NINE_IN_NAIROBI + timedelta(hours=1))

    assert ends(outbox) == {
        "Amina Wanjiru": ("skipped", "This reminder was skipped by the secretariat."),
        "Karen Laßmann": ("sent", None),
    }


def test_running_twice_reminds_nobody_twice(owed, outbox):
    for minute in range(3):
        queue_due_reminders(NINE_IN_NAIROBI + timedelta(minutes=minute))

    assert sorted(message.recipient_name for message in outbox) == [
        "Amina Wanjiru",
        "Karen Laßmann",
    ]


def test_after_days_without_a_worker_only_the_latest_goes_out_and_the_rest_is_noted(app, outbox):
    set_feedback(make_person("Amina Wanjiru"), days_before=(7, 2, 0))

    queue_due_reminders(NINE_IN_NAIROBI + timedelta(hours=5))

    assert [(message.dedupe_key[-10:], message.state, message.reason) for message in outbox] == [
        (
            "2024-09-24",
            "skipped",
            "A later reminder of the same deadline was due as well, so this one was left out.",
        ),
        ("2024-09-29", "pending", None),
    ]


# 1 October ends in Nairobi at 21:00 UTC.
OVER = datetime(2024, 10, 1, 21, 0, tzinfo=UTC)


def test_nobody_is_reminded_of_what_was_over_before_a_worker_came_back(app, outbox):
    deadline = set_feedback(make_person("Amina Wanjiru", tz="Africa/Nairobi"), days_before=(0,))

    queue_due_reminders(OVER)
    queue_due_reminders(OVER + timedelta(minutes=1))

    assert ends(outbox) == {
        "Amina Wanjiru": ("skipped", "The deadline had passed when this one was due.")
    }
    move_deadline(deadline, date(2024, 10, 5), now=OVER)
    db.session.commit()
    queue_due_reminders(datetime(2024, 10, 5, 6, 0, tzinfo=UTC))
    assert [message.state for message in outbox] == ["skipped", "pending"]


def test_a_reader_far_to_the_west_is_not_told_at_nine_of_what_is_over_elsewhere(app, outbox):
    far = set_deadline(
        "Feedback", date(2024, 10, 1), "Pacific/Auckland", now=SET_AT, days_before=[0]
    )
    owe(far, make_person("José Ñíguez", tz="America/New_York"))
    db.session.commit()

    queue_due_reminders(datetime(2024, 10, 1, 13, 0, tzinfo=UTC))

    assert [message.state for message in outbox] == ["skipped"]


def test_a_mail_that_waited_until_the_deadline_was_over_does_not_go_out(app, outbox):
    set_feedback(make_person("Amina Wanjiru", tz="Africa/Nairobi"))
    queue_due_reminders(NINE_IN_NAIROBI)

    deliver(OVER)

    assert ends(outbox) == {
        "Amina Wanjiru": ("skipped", "It was due on 1 October 2024; that has passed.")
    }
    assert outbox.delivered == []


def test_whoever_has_no_address_is_left_out_until_they_have_one(app, outbox):
    silent = make_person("Aylin Demir", email=None, tz="Europe/Istanbul")
    set_feedback(silent, make_person("Bo Müller", tz="Europe/Berlin"))
    late = NINE_IN_NAIROBI + timedelta(hours=2)

    queue_due_reminders(late)
    assert [message.recipient_name for message in outbox] == ["Bo Müller"]

    silent.addresses.append(EmailAddress(address="aylin@example.test", address_key="aylin"))
    db.session.commit()
    queue_due_reminders(late + timedelta(minutes=1))
    assert [message.recipient for message in outbox][1:] == ["aylin@example.test"]


def test_one_deadline_that_cannot_be_read_holds_no_other_back(owed, outbox, caplog):
    _meeting, broken, _amina = owed
    db.session.execute(
        text("UPDATE deadline SET tz = 'Mars/Olympus' WHERE id = :id"), {"id": broken.id}
    )
    db.session.execute(text("UPDATE person SET tz = NULL"))
    db.session.commit()

    with caplog.at_level(logging.ERROR):
        queue_due_reminders(NINE_IN_NAIROBI)

    assert [message.recipient_name for message in outbox] == ["Karen Laßmann"]
    assert caplog.messages == [f"The reminders of deadline {broken.id} could not be queued"]


def test_more_readers_mean_no_more_questions_to_the_database(app, questions):
    three, forty = date(2024, 10, 1), date(2024, 10, 2)
    set_feedback(*(make_person(f"Reader {n}") for n in range(3)), due_on=three, days_before=[2])
    few = questions(lambda: queue_due_reminders(NINE_IN_NAIROBI))
    queue_due_reminders(NINE_IN_NAIROBI + timedelta(hours=16))
    set_feedback(*(make_person(f"Reader {n}") for n in range(40)), due_on=forty, days_before=[2])

    many = questions(lambda: queue_due_reminders(NINE_IN_NAIROBI + timedelta(days=1)))

    assert many == few


def test_the_next_moment_is_known_to_whoever_walks_the_clock(owed):
    owed[2].tz = "Asia/Jakarta"
    db.session.commit()

    moments, now = [], datetime(2024, 9, 29, tzinfo=UTC)
    while (now := next_due_after(now)) is not None:
        moments.append(f"{now:%d %H:%M}")

    assert moments == ["29 02:00", "29 06:00", "01 02:00", "01 06:00"]
