"""The reminder as it leaves, compared with files, and names that try to be more than names."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eventsapp.extensions import db
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.services import owe, set_deadline
from tests.factories import make_person

EXPECTED = Path(__file__).parent / "expected"
SET_AT = datetime(2024, 9, 1, tzinfo=UTC)


def reminder(outbox, *, name="Karen Laßmann", tz="Europe/Berlin", day=29, page=None, **changes):
    deadline = set_deadline(
        "Feedback on the annotated outline",
        date(2024, 10, 1),
        "Africa/Nairobi",
        now=SET_AT,
        days_before=[2, 1, 0],
        page=page,
    )
    owe(deadline, make_person(name, tz=tz, **changes))
    db.session.commit()
    queue_due_reminders(datetime(2024, 9, 30 if day == 30 else 29, 20, tzinfo=UTC))
    [message] = [row for row in outbox if row.state == "pending"]
    return message


def test_a_reader_elsewhere_sees_both_zones(outbox):
    message = reminder(outbox)

    assert message.subject == "2 days left: Feedback on the annotated outline"
    assert message.text == (EXPECTED / "elsewhere.txt").read_text(encoding="utf-8")
    assert message.html == (EXPECTED / "elsewhere.html").read_text(encoding="utf-8")


def test_a_reader_whose_zone_is_not_stated_sees_the_zone_of_the_deadline(outbox):
    message = reminder(outbox, tz=None, page=("home.show", {}))

    assert message.text == (EXPECTED / "not_stated.txt").read_text(encoding="utf-8")


def test_the_day_before_is_called_tomorrow(outbox):
    assert reminder(outbox, day=30).subject == "Due tomorrow: Feedback on the annotated outline"


@pytest.mark.parametrize(
    "name", ['<script>alert("1")</script>', "Ana & {{ 7*7 }}", "=HYPERLINK(1)", "نورة القحطاني"]
)
def test_a_name_is_only_a_name(outbox, name):
    message = reminder(outbox, name=name)

    assert f"Dear {name}," in message.text
    assert "<script" not in message.html
    assert "49" not in message.html + message.text


def test_a_line_break_in_a_name_breaks_no_line(outbox):
    message = reminder(outbox, name="Ana\r\nBcc: all@example.test")

    assert message.text.startswith("Dear Ana Bcc: all@example.test,\n")


def test_a_reader_gets_it_in_their_language_where_there_is_one(app, outbox):
    app.config["LANGUAGES"] = ("en", "ar")

    message = reminder(outbox, languages=["ar", "en"])

    assert message.language == "ar"
    assert '<html lang="ar" dir="rtl">' in message.html
