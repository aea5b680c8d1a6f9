"""What monitors ask for, without signing in and without learning anything about people."""

from datetime import timedelta

from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail.models import WorkerBeat
from eventsapp.mail.services import queue_message
from tests.factories import NOW


def test_alive_is_said_without_a_question_to_the_database(client):
    assert client.get("/healthz").text == "alive\n"


def test_ready_needs_database_migrations_and_a_worker(client):
    before = client.get("/readyz")
    db.session.add(WorkerBeat(name="here:1", seen_at=real_utcnow()))
    after = client.get("/readyz")

    assert (before.status_code, after.status_code) == (503, 200)
    assert before.text == "database: well\nmigrations: well\nworker: not well\n"
    assert after.text == "database: well\nmigrations: well\nworker: well\n"


def test_a_worker_that_fell_silent_is_not_well(client):
    silent = real_utcnow() - timedelta(minutes=4)
    db.session.add(WorkerBeat(name="here:1", started_at=silent, seen_at=silent))

    assert "worker: not well" in client.get("/readyz").text


def test_metrics_count_messages_by_state_and_name_nobody(client):
    queue_message(
        kind="reminder",
        dedupe_key="a",
        recipient="amina@example.test",
        subject="Reminder",
        text="Dear Amina",
        now=NOW,
    )

    answer = client.get("/metrics")

    assert 'eventsapp_messages{state="pending"} 1' in answer.text
    assert "amina" not in answer.text.casefold()


def test_robots_may_fetch_calendars_and_nothing_that_needs_no_sign_in_besides(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines == [
        "User-agent: *",
        "Allow: /calendars/",
        "Allow: /meetings/",
        "Disallow: /",
    ]
