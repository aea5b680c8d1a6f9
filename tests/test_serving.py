"""Web and worker on one machine: they start together, and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import create_engine, text

SOON = 60


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(address):
    with urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def eventually(question):
    """Wait until `question()` gives something that is true, and return it."""
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        try:
            found = question()
        except (URLError, OSError):
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{question} did not come true in {SOON} seconds")


@contextmanager
def served(database, folder, port, *arguments):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.getcwd(),
        "DATABASE_URL": database.address,
        "INSTANCE_DIR": str(folder / "instance"),
        "PORT": str(port),
        "WEB_PROCESSES": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "eventsapp", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=SOON)


def workers(database):
    engine = create_engine(database.url)
    with engine.connect() as connection:
        names = list(connection.scalars(text("SELECT name FROM worker_beat ORDER BY id")))
    engine.dispose()
    return [int(name.rsplit(":", 1)[1]) for name in names]


@pytest.fixture
def empty(new_database, engine):
    """A database without tables: serving must make them."""
    return new_database(engine)


def test_one_command_makes_the_tables_and_serves_pages_and_jobs(empty, tmp_path):
    port = free_port()
    with served(empty, tmp_path, port, "serve") as process:
        page = eventually(lambda: fetch(f"http://127.0.0.1:{port}/sign-in"))
        eventually(lambda: "worker: well" in fetch(f"http://127.0.0.1:{port}/readyz"))
        [worker] = workers(empty)

        process.terminate()
        said = process.communicate(timeout=SOON)[0]

    assert "Send me a link" in page
    assert f"http://127.0.0.1:{port}/welcome/" in said
    eventually(lambda: not is_alive(worker))


def test_a_worker_that_dies_is_started_anew(empty, tmp_path):
    port = free_port()
    with served(empty, tmp_path, port, "serve"):
        eventually(lambda: fetch(f"http://127.0.0.1:{port}/healthz"))
        [first] = eventually(lambda: workers(empty))

        os.kill(first, signal.SIGKILL)

        second = eventually(lambda: [pid for pid in workers(empty) if pid != first])
    eventually(lambda: not is_alive(second[0]))


def test_the_worker_ends_when_the_web_server_is_killed(empty, tmp_path):
    port = free_port()
    with served(empty, tmp_path, port, "serve") as process:
        eventually(lambda: fetch(f"http://127.0.0.1:{port}/healthz"))
        [worker] = eventually(lambda: workers(empty))

        process.kill()

        eventually(lambda: not is_alive(worker))


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # What ended and was not waited for is a process in name only.
    with open(f"/proc/{process}/stat") as state:
        return state.read().rsplit(")", 1)[1].split()[0] != "Z"
