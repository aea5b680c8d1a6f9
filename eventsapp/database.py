"""How SQLite is opened, and how Flask-Migrate is found: only `create_app()` uses this."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_app_context, has_request_context, request
from sqlalchemy import Connection, event

from eventsapp import resources
from eventsapp.extensions import db

BUSY_SECONDS = 10


class Migrations:
    """Stands in the place of Flask-Migrate until somebody migrates.

    Loading Alembic is a third of a start, and web and worker never need it.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(
            self._app,
            db,
            directory=str(resources.folder("migrations")),
            render_as_batch=True,
            compare_type=True,
        )
        return getattr(self._app.extensions["migrate"], name)


def register(app: Flask) -> None:
    """Make every SQLite connection of this app safe for several processes."""
    app.extensions["migrate"] = Migrations(app)
    with app.app_context():
        engine = db.engine
        if engine.dialect.name != "sqlite":
            return
        if engine.url.database and engine.url.database != ":memory:":
            _make_private(app.config["INSTANCE_DIR"], Path(engine.url.database))
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def _make_private(folder: Path, file: Path) -> None:
    """Make folder and file where they are missing, for the owner only: they hold personal data.

    What SQLite lays beside its file takes the same mode.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):  # a file that is there keeps its mode; SQLite says what else is wrong
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _on_connect(connection: sqlite3.Connection, record: Any) -> None:
    # sqlite3 would begin transactions by itself, too late and never IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    # What is deleted must be gone from the file too: it may have been personal.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once when another one writes
    # in between; taking the lock at the start makes it wait for its turn instead.
    if _will_write():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Takes no lock and so cannot fail: past SQLAlchemy, which is slower than SQLite over it.
        connection.connection.cursor().execute("BEGIN").close()


def _will_write() -> bool:
    if has_request_context():
        return request.method not in {"GET", "HEAD", "OPTIONS"}
    return has_app_context() and bool(current_app.config.get("IS_WRITER"))
