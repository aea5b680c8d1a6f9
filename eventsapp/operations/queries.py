"""The checks behind `doctor`, `/readyz` and `/metrics`."""

import importlib.metadata
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from eventsapp import resources
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail.models import Message, WorkerBeat

SILENT_AFTER = timedelta(minutes=3)


@dataclass(frozen=True)
class Check:
    """What one check found: its name, whether it is well, and a sentence with the next step."""

    name: str
    is_well: bool
    sentence: str


def all_checks() -> list[Check]:
    """Return every check of this installation, in the order in which an operator would mend
    them."""
    return [check() for check in _CHECKS]


def check_database() -> Check:
    """Return whether the database answers."""
    where = db.engine.url.render_as_string(hide_password=True)
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        db.session.rollback()
        reason = str(error).splitlines()[0]
        return Check("database", False, f"{where} does not answer: {reason}. Check DATABASE_URL.")
    return Check("database", True, where)


def check_migrations() -> Check:
    """Return whether the tables are those of this version."""
    try:
        has = current_migration()
    except SQLAlchemyError:
        db.session.rollback()
        return Check("migrations", False, "The database does not answer.")
    wants = newest_migration()
    if has != wants:
        return Check(
            "migrations",
            False,
            f"The tables are of {has or 'no version'}; run `eventsapp db upgrade`.",
        )
    return Check("migrations", True, f"up to date ({wants})")


def current_migration() -> str | None:
    """Return the migration that the database has, or None where it has no tables yet."""
    connection = db.session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def newest_migration() -> str | None:
    """Return the last migration that this installation knows: the one that no other follows.

    Read from the files as text: a start must not load Alembic to learn that nothing is to do.
    """
    sources = [path.read_text() for path in resources.folder("migrations").glob("versions/*.py")]
    followed = {_named(source, "down_revision") for source in sources}
    last = {_named(source, "revision") for source in sources} - followed
    return last.pop() if len(last) == 1 else None


def _named(source: str, name: str) -> str | None:
    found = re.search(rf'^{name} = "(\w+)"$', source, re.MULTILINE)
    return found[1] if found else None


def check_worker() -> Check:
    """Return whether a worker gave a sign of life in the last three minutes."""
    try:
        seen_at = db.session.scalar(select(func.max(WorkerBeat.seen_at)))
    except SQLAlchemyError:
        db.session.rollback()
        return Check("worker", False, "The database does not answer.")
    if seen_at is None:
        return Check("worker", False, "No worker has run yet; start `eventsapp worker`.")
    age = real_utcnow() - seen_at
    if age > SILENT_AFTER:
        minutes = int(age.total_seconds() // 60)
        return Check(
            "worker", False, f"No sign of life for {minutes} minutes; start `eventsapp worker`."
        )
    return Check("worker", True, f"seen {int(age.total_seconds())} seconds ago")


def check_mail() -> Check:
    """Return whether mail can leave: the folder can be written, or the server takes a
    connection."""
    address = current_app.config["MAIL_URL"]
    parts = urlsplit(address)
    if parts.scheme == "file":
        folder = Path(address.removeprefix("file:"))
        return Check("mail", True, f"kept in {folder}, nothing is sent")
    where = f"{parts.hostname}:{parts.port or (465 if parts.scheme == 'smtps' else 25)}"
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with connect(parts.hostname or "", parts.port or 0, timeout=10) as server:
            server.noop()
    except OSError as error:
        return Check("mail", False, f"{where} does not answer ({error}); check MAIL_URL.")
    return Check("mail", True, f"{where} answers")


def check_time_zones() -> Check:
    """Return which time zone data are in use: the package's, which must win over the system's."""
    version = importlib.metadata.version("tzdata")
    return Check("time zones", True, f"tzdata {version} (the package's, not the system's)")


def check_fonts() -> Check:
    """Return whether the fonts of letters are installed."""
    fonts = (
        "fontpkg-noto-sans",
        "fontpkg-almarai",
        "fontpkg-noto-sans-arabic",
        "justmytype-intl-cjk",
    )
    missing = [name for name in fonts if not _is_installed(name)]
    if missing:
        return Check("fonts", False, f"{', '.join(missing)} missing; install the locked packages.")
    return Check("fonts", True, "Latin, Greek, Cyrillic, Arabic, Chinese")


def check_settings() -> Check:
    """Return whether the settings fit a real instance."""
    if current_app.config["IS_DEMONSTRATION"]:
        return Check("settings", True, "demonstration: its own clock, nothing is sent")
    return Check("settings", True, f"addresses begin with {current_app.config['BASE_URL']}")


def metrics() -> list[tuple[str, str, int]]:
    """Return what Prometheus reads, as (name, labels, value): numbers only, nothing personal."""
    counts = db.session.execute(select(Message.state, func.count()).group_by(Message.state))
    lines = [("eventsapp_messages", f'state="{state}"', count) for state, count in counts]
    seen_at = db.session.scalar(select(func.max(WorkerBeat.seen_at)))
    if seen_at is not None:
        age = int((real_utcnow() - seen_at).total_seconds())
        lines.append(("eventsapp_worker_silent_seconds", "", age))
    return lines


def _is_installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


_CHECKS: tuple[Callable[[], Check], ...] = (
    check_settings,
    check_database,
    check_migrations,
    check_mail,
    check_worker,
    check_time_zones,
    check_fonts,
)
