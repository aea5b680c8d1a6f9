"""Two thousand reminders, several workers, one of them killed in the middle of its work."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, update

from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail.models import SENDING, SENT, Message
from eventsapp.people.models import EmailAddress, Person
from eventsapp.reminders.models import Obligation
from eventsapp.reminders.services import set_deadline
from tests.mail.server import mail_server

READERS = 2000
SET_AT = datetime(2024, 9, 1, tzinfo=UTC)
# 09:00 on 29 September, two days before, has come in each of these zones.
EVERYWHERE = datetime(2024, 9, 29, 20, 0, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Africa/Nairobi", "America/New_York", "Asia/Jakarta", None)


@pytest.fixture
def server(app):
    with mail_server() as server:
        app.config["MAIL_URL"] = server.url
        yield server


@pytest.fixture
def workers(app, database):
    """Start worker processes: `workers(4)`. Whatever still runs at the end is killed."""
    started = []

    def start(count):
        for _ in range(count):
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.reliability.worker"],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            started.append(process)
            process.stdin.write(json.dumps(_settings(app, database)))
            process.stdin.close()
        return started

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def _settings(app, database):
    same = ("SECRET_KEY", "FIELD_KEYS", "MAIL_URL", "MAIL_FROM", "CALENDAR_DOMAIN", "DEFAULT_TZ")
    return {
        **{name: app.config[name] for name in same},
        "SQLALCHEMY_DATABASE_URI": database.address,
        "INSTANCE_DIR": str(app.config["INSTANCE_DIR"]),
        "LANGUAGES": ["en"],
        "now": EVERYWHERE.isoformat(),
    }


def _let_people_owe_feedback():
    deadline = set_deadline(
        "Feedback on the draft", date(2024, 10, 1), "Africa/Nairobi", now=SET_AT, days_before=[2]
    )
    numbers = range(1, READERS + 1)
    rows = [{"printed_name": f"Reader {n}", "tz": ZONES[n % 5], "languages": []} for n in numbers]
    db.session.execute(insert(Person), rows)
    people = db.session.scalars(db.select(Person.id).order_by(Person.id)).all()
    addresses = [f"reader{number}@example.test" for number in people]
    db.session.execute(
        insert(EmailAddress),
        [
            {"person_id": number, "address": address, "address_key": address}
            for number, address in zip(people, addresses, strict=True)
        ],
    )
    owed = [{"deadline_id": deadline.id, "person_id": number} for number in people]
    db.session.execute(insert(Obligation), owed)
    db.session.commit()
    return addresses


def _wait_until(holds, what, *, seconds=180):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.03)


def _count(*states):
    db.session.rollback()
    return db.session.scalar(
        db.select(func.count()).select_from(Message).where(Message.state.in_(states))
    )


def _let_leases_run_out(dead):
    """Let the ten minutes of a lease pass, for what the dead worker had in its hands."""
    db.session.rollback()
    db.session.execute(
        update(Message)
        .where(Message.lease_until.is_not(None), Message.claimed_by.contains(f":{dead.pid}:"))
        .values(lease_until=real_utcnow() - timedelta(seconds=1))
    )
    db.session.commit()


def _kill_in_the_middle(workers, server):
    """Kill a worker that has a message in its hands, when about a third has left."""
    _wait_until(lambda: len(server.taken) > READERS // 3, "Not a third of the mail has left.")
    db.session.rollback()
    pids = {process.pid: process for process in workers}

    def someone_sends():
        db.session.rollback()
        found = db.session.scalar(db.select(Message.claimed_by).where(Message.state == SENDING))
        return pids.get(int(found.split(":")[1])) if found else None

    _wait_until(someone_sends, "No worker was seen sending.")
    process = someone_sends() or workers[0]
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(server.taken) < READERS
    return process


def test_every_reader_is_reminded_although_a_worker_is_killed(app, engine, server, workers):
    addresses = _let_people_owe_feedback()
    started = workers(4 if engine == "postgresql" else 1)

    killed = _kill_in_the_middle(started, server)
    others = [process for process in started if process is not killed]
    if engine == "sqlite":
        others = workers(1)[1:]
    _wait_until(lambda: _count(SENT) >= READERS - 60, "The others did not go on.")
    _let_leases_run_out(killed)
    for process in others:
        assert process.wait(timeout=180) == 0, process.stderr.read()

    times = Counter(server.recipients)
    twice = {address for address, count in times.items() if count > 1}
    assert set(times) == set(addresses)
    assert len(server.taken) - READERS == len(twice) <= 1

    db.session.rollback()
    outbox = db.session.scalars(db.select(Message)).all()
    assert Counter(message.state for message in outbox) == {SENT: READERS}
    shown = {message.recipient: message for message in outbox if message.may_have_arrived_twice}
    assert twice <= set(shown)
    assert len(shown) <= 1
    assert all(message.attempts == 2 for message in shown.values())
    identifiers = Counter(mail["Message-ID"] for mail in server.mails)
    assert len(identifiers) == READERS
    assert sorted(identifiers.values())[-1] == (2 if twice else 1)
