"""What the worker does for searches: it sees to it that a process works on them.

The search itself takes minutes and heavy libraries, so it has a process of its own, the
`searcher`; this one only starts it, and looks after it from time to time.
"""

import logging
import os
import subprocess
import sys
from datetime import datetime

from flask import current_app

from eventsapp import resources
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.searches import services
from eventsapp.searches.queries import is_work_left

log = logging.getLogger(__name__)
_searchers: list[subprocess.Popen[bytes]] = []
# How many processes in a row ended by a mistake; after so many nobody waits for another.
_mistakes: list[int] = []
MOST_MISTAKES = 3


def look_after_searches(now: datetime) -> None:
    """Start a process where a search waits or was lost and this worker has none at work."""
    real_now = real_utcnow()
    _see_who_ended()
    services.give_up_lost(real_now)
    if len(_mistakes) >= MOST_MISTAKES:
        log.error("No process could work on searches; the last ended with %s", _mistakes[-1])
        services.give_up_waiting(real_now)
        _mistakes.clear()
    db.session.commit()
    if not _searchers and is_work_left(real_now):
        _searchers.append(_start())


def _see_who_ended() -> None:
    for one in [one for one in _searchers if one.poll() is not None]:
        _searchers.remove(one)
        # One that was killed may have had a search in hand: its lease runs out. It counts all the
        # same, as it may be killed each time, before it takes one up.
        if one.returncode:
            _mistakes.append(one.returncode)
        else:
            _mistakes.clear()


def end_searches() -> None:
    """Tell the process of this worker to end: it gives back what it has in hand."""
    for one in _searchers:
        one.terminate()


def _start() -> subprocess.Popen[bytes]:
    config = current_app.config
    environment = {
        **os.environ,
        "DATABASE_URL": config["SQLALCHEMY_DATABASE_URI"],
        "INSTANCE_DIR": str(config["INSTANCE_DIR"]),
        "EVENTSAPP_DEMONSTRATION": str(int(config["IS_DEMONSTRATION"])),
    }
    if not os.access(resources.PACKAGE / "placing", os.W_OK):
        # What is compiled is kept beside the code, and here where that may not be written to.
        environment.setdefault("NUMBA_CACHE_DIR", str(config["INSTANCE_DIR"] / "compiled"))
    command = [sys.executable, "-m", "eventsapp", "searcher"]
    return subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
