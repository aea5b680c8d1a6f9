"""Who is reminded when: decided each minute, and once more when the mail is about to leave."""

from datetime import UTC, date, datetime, timedelta

import pytest

from eventsapp.extensions import db
from eventsapp.mail.jobs import deliver_mail
from eventsapp.mail.models import Message
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.queries import still_wanted
from eventsapp.reminders.services import (
    close_deadline,
    discharge,
    move_deadline,
    owe,
    release,
    set_deadline,
)
from tests.factories import make_meeting, make_person, take_part

SET_AT = datetime(2024, 9, 1, tzinfo=UTC)


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


def at(day, hour, minute=0):
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour, minutes=minute)


def reminded(outbox):
    return [(message.recipient_name, message.state) for message in outbox]


def test_each_reader_is_reminded_at_nine_on_their_own_clock(app, outbox):
    feedback = set_feedback(
        make_person("Karen Laßmann", tz="Europe/Berlin"),
        make_person("Amina Wanjiru", tz="Africa/Nairobi"),
        make_person("José Ñíguez", tz="America/New_York"),
    )
    day = date(2024, 9, 29)

    moments = {}
    for minute in range(0, 24 * 60, 30):
        now = at(day, 0) + timedelta(minutes=minute)
        queue_due_reminders(now)
        for message in outbox:
            moments.setdefault(message.recipient_name, f"{now:%H:%M}")

    assert moments == {"Amina Wanjiru": "06:00", "Karen Laßmann": "07:00", "José Ñíguez": "13:00"}
    assert {message.refers_to for message in outbox} == {
        f"obligation:{obligation.id}" for obligation in feedback.obligations
    }
