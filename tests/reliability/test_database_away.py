"""The database is locked or goes away while mail leaves: what was sent is written down, once."""

import sqlite3
import threading

import psycopg
import pytest
from sqlalchemy import text

from eventsapp.extensions import db
from eventsapp.mail.jobs import deliver_mail
from eventsapp.mail.services import queue_message
from tests.factories import NOW
from tests.mail.server import mail_server

NAMES = ("amina", "karen", "suharto")


@pytest.fixture
def server(app):
    with mail_server() as server:
        app.config["MAIL_URL"] = server.url
        yield server


@pytest.fixture
def three_waiting(app):
    for name in NAMES:
        queue_message(
            kind="reminder",
            dedupe_key=name,
            recipient=f"{name}@example.test",
            subject="Due today",
            text="Dear reader\n",
            now=NOW,
        )
    db.session.commit()


def deliver():
    deliver_mail(NOW, lambda message: None, lambda message: None)


def ends(outbox):
    return [(message.recipient, message.state, message.attempts) for message in outbox]


ALL_SENT = [(f"{name}@example.test", "sent", 1) for name in NAMES]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_lock_that_lasts_longer_than_we_wait_loses_nothing(
    app, database, server, three_waiting, outbox
):
    app.config["IS_WRITER"] = True
    db.session.execute(text("PRAGMA busy_timeout=20"))
    db.session.commit()
    locks = []

    def lock(address):
        if address == "amina@example.test":
            connection = sqlite3.connect(
                database.url.database, isolation_level=None, check_same_thread=False
            )
            connection.execute("BEGIN EXCLUSIVE")
            locks.append(threading.Timer(1.0, connection.close))
            locks[0].start()

    server.when_taken = lock
    deliver()
    locks[0].join()

    assert server.recipients == [recipient for recipient, _state, _attempts in ALL_SENT]
    assert ends(outbox) == ALL_SENT


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_is_opened_again_and_nothing_is_sent_twice(
    app, database, server, three_waiting, outbox
):
    dsn = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    ours = db.session.scalar(text("SELECT pg_backend_pid()"))
    db.session.commit()
    broken = []

    def break_connection(address):
        if address == "karen@example.test":
            with psycopg.connect(dsn, autocommit=True) as connection:
                broken.extend(connection.execute("SELECT pg_terminate_backend(%s)", (ours,)))

    server.when_taken = break_connection
    deliver()

    assert broken == [(True,)]
    assert server.recipients == [recipient for recipient, _state, _attempts in ALL_SENT]
    assert ends(outbox) == ALL_SENT
