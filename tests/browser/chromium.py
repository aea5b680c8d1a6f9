"""The browser of the tests: found on this machine, or installed. As a module it prints the path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NOT_FOUND = (
    "No Chromium was found for the tests and none could be installed: install Chromium, "
    "or set CHROMIUM to the path of one."
)
SWITCHES = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def switches() -> list[str]:
    """Return how to start it: nothing fetched behind our back; root has no sandbox."""
    return [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES


def find_chromium() -> str:
    """Return the path of a Chromium that starts; install one if there is none."""
    if named := os.environ.get("CHROMIUM"):
        if not _starts(named):
            raise RuntimeError(
                f"CHROMIUM names {named}, which does not start. Correct or unset it."
            )
        return named
    return _installed() or _from_apt() or _from_playwright() or _give_up()


def _installed() -> str | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except OSError:
        return False
    return answer.returncode == 0


def _from_apt() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ("chromium", "fonts-noto-core", "fonts-noto-cjk")
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "--quiet", *command], env=quiet, stdout=sys.stderr)
    return _installed()


def _from_playwright() -> str | None:
    if path := _path_of_playwright():
        return path
    wanted = ["--with-deps"] if os.geteuid() == 0 else []
    command = [sys.executable, "-m", "playwright", "install", *wanted, "chromium"]
    subprocess.run(command, stdout=sys.stderr)
    return _path_of_playwright()


def _path_of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _starts(path) else None


def _give_up() -> str:
    raise RuntimeError(NOT_FOUND)


if __name__ == "__main__":
    try:
        print(find_chromium())
    except RuntimeError as error:
        sys.exit(str(error))
