"""The product as others install it: a wheel in an empty environment, run from another folder."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from the source archive as whoever downloads that would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    build("sdist", folder, ROOT)
    archive = next(folder.glob("*.tar.gz"))
    subprocess.run([sys.executable, "-m", "tarfile", "-e", archive, folder], check=True)
    build("wheel", folder, next(folder.glob("eventsapp-*/")))
    return next(folder.glob("*.whl"))


def build(kind, folder, source):
    code = f"import hatchling.build; hatchling.build.build_{kind}({str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True)


@pytest.fixture(scope="module")
def eventsapp(wheel, tmp_path_factory):
    """The command of an environment that holds the wheel and what it depends on, nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    packages = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    # What it depends on is here already; the environment knows nothing of the source folder.
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.with_name("eventsapp")


@pytest.fixture
def served(eventsapp, tmp_path):
    """The address of the installed product, served from a folder that has nothing in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"PATH": os.environ["PATH"], "PORT": str(port), "WEB_PROCESSES": "1"}
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [eventsapp, "serve"], cwd=tmp_path, env=settings, stderr=log, stdout=log
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, tmp_path / "log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def wait_for(address, process, log):
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address + "/healthz", timeout=5).close()
            return
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)


def test_the_wheel_holds_everything_inside_the_package(wheel):
    with ZipFile(wheel) as archive:
        names = archive.namelist()

    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"eventsapp"}
    for source in ("templates", "migrations"):
        files = [path for path in (ROOT / source).rglob("*") if is_source(path)]
        assert {f"eventsapp/{path.relative_to(ROOT)}" for path in files} - set(names) == set()
    assert {"eventsapp/config.py", "eventsapp/static/eventsapp.css"} <= set(names)


def is_source(path):
    return path.is_file() and path.suffix != ".pyc"


def test_the_installed_product_serves_pages_styles_and_its_database(served, tmp_path):
    with urllib.request.urlopen(served + "/sign-in") as answer:
        page = answer.read().decode()
    style = re.search(r'href="(/static/eventsapp\.css[^"]*)"', page)[1]
    with urllib.request.urlopen(served + style) as answer:
        css = answer.read().decode()

    assert "<h1>" in page
    assert css == (ROOT / "eventsapp" / "static" / "eventsapp.css").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "instance" / "eventsapp.sqlite")) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE name = 'meeting'"
        ).fetchall()
    assert tables == [("meeting",)]
