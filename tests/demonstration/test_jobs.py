"""The demonstration's clock: it walks, and everything due on the way happens on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from eventsapp import worker
from eventsapp.clock import DemonstrationClock, real_utcnow, utcnow
from eventsapp.demonstration.jobs import walk_clock
from eventsapp.extensions import db
from eventsapp.mail.jobs import deliver_mail
from eventsapp.mail.models import Message
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.queries import next_due_after
from tests.factories import make_deadline, make_person

START = datetime(2024, 9, 28, 5, 0, tzinfo=UTC)


@pytest.fixture
def demonstration(make_app):
    app = make_app(IS_DEMONSTRATION=True, HOST="127.0.0.1")
    with app.app_context():
        offset = int((START - real_utcnow()).total_seconds())
        db.session.add(DemonstrationClock(offset_seconds=offset))
        db.session.commit()
        yield app


def send_clock(**step):
    clock = db.session.scalars(db.select(DemonstrationClock)).one()
    clock.moving_to = utcnow() + timedelta(**step)
    db.session.commit()
    return clock.moving_to


def test_the_clock_starts_where_it_was_set_and_runs(demonstration):
    assert timedelta(0) <= utcnow() - START < timedelta(seconds=30)


def test_the_jobs_run_at_each_due_moment_in_order_and_at_the_end(demonstration):
    due = [START + timedelta(hours=3), START + timedelta(hours=5)]
    target = send_clock(days=1)
    ran = []

    walk_clock(
        utcnow(),
        lambda moment: next((at for at in due if at > moment), None),
        lambda now: ran.append((now, utcnow() >= now)),
    )

    assert ran == [(due[0], True), (due[1], True), (target, True)]
    assert db.session.scalar(db.select(DemonstrationClock.moving_to)) is None


def test_a_clock_that_nobody_moved_stays(demonstration):
    walk_clock(utcnow(), lambda moment: START + timedelta(hours=1), pytest.fail)


def test_next_week_reminds_each_person_at_their_own_nine_in_order(demonstration):
    people = [
        make_person("Sukarno", tz="Asia/Jakarta"),
        make_person("Ngozi Okonkwo-Bâ", tz="America/New_York"),
        make_person("Karen Laßmann", tz=None),
    ]
    make_deadline(owed_by=people, days_before=[2])
    send_clock(days=7)

    def run(now):
        queue_due_reminders(now)
        deliver_mail(now, lambda message: None, lambda message: None)

    walk_clock(utcnow(), next_due_after, run)

    sent = list(db.session.scalars(db.select(Message).order_by(Message.id)))
    assert [(m.recipient_name, m.created_at) for m in sent] == [
        ("Sukarno", datetime(2024, 9, 29, 2, 0, tzinfo=UTC)),
        ("Karen Laßmann", datetime(2024, 9, 29, 6, 0, tzinfo=UTC)),
        ("Ngozi Okonkwo-Bâ", datetime(2024, 9, 29, 13, 0, tzinfo=UTC)),
    ]
    assert [m.state for m in sent] == ["sent"] * 3


def test_a_job_that_always_fails_does_not_keep_the_clock_from_arriving(demonstration, monkeypatch):
    def broken(now):
        raise ValueError("no such thing")

    monkeypatch.setattr(worker, "jobs", lambda: [(broken, timedelta(minutes=1))])
    target = send_clock(days=1)

    worker._walk(utcnow())

    assert utcnow() >= target
    assert db.session.scalar(db.select(DemonstrationClock.moving_to)) is None
