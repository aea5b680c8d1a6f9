"""An instance to measure: a database, settings, processes, and the CPU time these take."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade

from eventsapp import create_app
from eventsapp.extensions import db
from tests.visitors import signed_in_cookie

AGENT = "eventsapp benchmarks"
WARM_UP = 20


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instance:
    """One instance in a folder of its own; `app` works on the same database as its processes."""

    def __init__(self, folder: Path, database_url: str | None = None, **settings: str):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "INSTANCE_DIR": str(folder),
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'eventsapp.sqlite'}",
            "SECRET_KEY": "only for benchmarks",
            "FIELD_KEYS": Fernet.generate_key().decode(),
            "PORT": str(self.port),
            "BASE_URL": self.base,
            "WEB_PROCESSES": "1",
            **settings,
        }

    def app(self) -> Flask:
        """Return an app with the settings of this instance, read as its processes read them."""
        os.environ.update(self.environment)
        return create_app(IS_WRITER=True)

    @contextmanager
    def running(self, *command: str) -> Iterator["Served"]:
        """Run `eventsapp <command>` and give it when its first page is there."""
        whole = [sys.executable, "-m", "eventsapp", *command]
        with served(whole, self.environment, self.base, "/healthz") as process:
            yield process


def migrate(app: Flask) -> None:
    """Lay the tables."""
    with app.app_context():
        upgrade()
        db.engine.dispose()


@dataclass(frozen=True)
class Served:
    """A server and all its processes."""

    process: psutil.Process
    base: str
    seconds_to_first_page: float

    def family(self) -> list[psutil.Process]:
        """Return the process and whatever it started."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Return what all its processes have used, user and system."""
        times = [process.cpu_times() for process in self.family()]
        return sum(one.user + one.system for one in times)

    def megabytes(self) -> float:
        """Return the memory of all its processes, shared pages counted once where known."""
        return sum(_own_memory(process) for process in self.family()) / 1e6


def _own_memory(process: psutil.Process) -> int:
    full = process.memory_full_info()
    return getattr(full, "pss", full.uss)


@contextmanager
def served(
    command: list[str], environment: dict[str, str], base: str, first_page: str
) -> Iterator[Served]:
    """Run a server until the block ends; wait for its first page."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not _answers(base, first_page):
            if child.poll() is not None:
                raise RuntimeError(f"{' '.join(command)} ended with status {child.returncode}")
            time.sleep(0.01)
        yield Served(psutil.Process(child.pid), base, time.perf_counter() - begun)
    finally:
        child.terminate()
        child.wait(timeout=30)


def _answers(base: str, path: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Reader:
    """A program that asks for pages over one connection, as a browser does, signed in or not."""

    def __init__(self, base: str, cookie: str | None = None):
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
        self.headers = {"User-Agent": AGENT, "Accept-Encoding": "br, gzip"}
        if cookie:
            self.headers["Cookie"] = f"session={cookie}"

    def get(self, path: str, *, expect: int = 200, **headers: str) -> http.client.HTTPResponse:
        """Ask for a page and read it; its length is left in `self.length`."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers={**self.headers, **more})
        answer = self.connection.getresponse()
        return self._read(answer, path, expect)

    def post(
        self, path: str, form: dict[str, str], *, expect: int = 302, **headers: str
    ) -> http.client.HTTPResponse:
        """Send a form and read what answers."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(form)
        self.connection.request("POST", path, body, {**self.headers, **kind, **more})
        return self._read(self.connection.getresponse(), path, expect)

    def _read(
        self, answer: http.client.HTTPResponse, path: str, expect: int
    ) -> http.client.HTTPResponse:
        self.length = len(answer.read())
        if answer.status != expect:
            raise RuntimeError(f"{path} answered {answer.status}, not {expect}")
        return answer


def cookie_of(app: Flask, user: object) -> str:
    """Return the session cookie of this user."""
    return signed_in_cookie(app, AGENT, user)


def cpu_milliseconds(server: Served, ask: object, times: int = 200) -> float:
    """Return the CPU time of the server for one call of `ask`, in milliseconds."""
    for _ in range(WARM_UP):
        ask()
    before = server.cpu_seconds()
    for _ in range(times):
        ask()
    return (server.cpu_seconds() - before) / times * 1000
