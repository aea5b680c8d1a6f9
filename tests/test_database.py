"""SQLite between several processes, and a database that is locked or away."""

import sqlite3
import stat
import threading

import pytest
from sqlalchemy import text

from eventsapp import create_app
from eventsapp import database as opening
from eventsapp.extensions import db
from tests.factories import make_person


@pytest.fixture
def engine():
    """These tests are about SQLite."""
    return "sqlite"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000), ("secure_delete", 1)],
)
def test_sqlite_is_opened_for_several_processes(app, pragma, value):
    assert db.session.scalar(text(f"PRAGMA {pragma}")) == value


def test_what_sqlite_keeps_is_for_the_eyes_of_its_owner(tmp_path):
    instance = tmp_path / "instance"
    app = create_app(
        TESTING=True,
        INSTANCE_DIR=instance,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance / 'eventsapp.sqlite'}",
    )

    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (name TEXT)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in instance.iterdir()}
        db.engine.dispose()

    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert modes == {
        "eventsapp.sqlite": 0o600,
        "eventsapp.sqlite-shm": 0o600,
        "eventsapp.sqlite-wal": 0o600,
    }


def test_a_locked_database_says_that_nothing_was_saved_and_recovers(
    monkeypatch, make_app, database
):
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0)
    app = make_app(PROPAGATE_EXCEPTIONS=False)
    browser = app.test_client()
    other = sqlite3.connect(database.url.database)
    other.execute("BEGIN IMMEDIATE")

    locked = browser.post("/sign-in", data={"email": "a@example.test"})
    other.rollback()
    after = browser.post("/sign-in", data={"email": "a@example.test"})

    assert (locked.status_code, after.status_code) == (503, 200)
    assert "so nothing was saved" in locked.text


def test_a_database_that_is_away_says_so_without_asking_it_again(make_app, tmp_path):
    app = make_app(
        SQLALCHEMY_DATABASE_URI=f"sqlite:////{tmp_path}/no/such/folder/x.sqlite",
        PROPAGATE_EXCEPTIONS=False,
    )

    answer = app.test_client().post("/sign-in", data={"email": "a@example.test"})

    assert answer.status_code == 503
    assert "Try again in a minute" in answer.text


def test_writers_wait_for_each_other_instead_of_failing(app, make_app):
    person = make_person()
    db.session.commit()
    person_id, failures = person.id, []
    # Made one after another: Python 3.11 may fail when several threads compile routes at a time.
    others = [make_app(IS_WRITER=True) for _ in range(8)]

    def rename(other):
        with other.app_context():
            try:
                found = db.session.get(type(person), person_id)
                found.function = f"Function of {id(other)}"
                db.session.commit()
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=rename, args=[other]) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()

    assert failures == []
    assert db.session.get(type(person), person_id).version == 9
