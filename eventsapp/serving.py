"""How the processes are started: the web server, the worker, or both on one machine."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication

from eventsapp.extensions import db
from eventsapp.operations.queries import current_migration, newest_migration


class WebServer(BaseApplication):
    """Gunicorn around one app, configured by our settings and not by a file of its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs; the app is loaded once and shared by its processes."""
        config = self._app.config
        settings: dict[str, Any] = {
            "bind": f"{config['HOST']}:{config['PORT']}",
            "workers": config["WEB_PROCESSES"],
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "post_fork": _after_fork,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app, made before the processes were."""
        return self._app


def _after_fork(server: Any, worker: Any) -> None:
    # A database connection must never be shared by two processes.
    with server.app.wsgi().app_context():
        db.engine.dispose(close=False)


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that the database lacks."""
    with app.app_context():
        if current_migration() != newest_migration():
            upgrade()
        db.engine.dispose()


def serve_both(app: Flask) -> int:
    """Run one web server and one worker until one of them ends or we are told to stop; return
    the status."""
    bring_up_to_date(app)
    command = [sys.executable, "-m", "eventsapp"]
    environment = {
        **os.environ,
        "EVENTSAPP_DEMONSTRATION": str(int(app.config["IS_DEMONSTRATION"])),
    }
    children = [
        subprocess.Popen([*command, name], env=environment)  # noqa: S603 - our own command
        for name in ("web", "worker")
    ]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _stop(children))
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    _stop(children)
    return max(child.wait() for child in children)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
