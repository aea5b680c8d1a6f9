"""How the processes are started: the web server, the worker, or both on one machine."""

import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any, NoReturn

from flask import Flask
from gunicorn.app.base import BaseApplication

from eventsapp.extensions import db
from eventsapp.operations.queries import current_migration, newest_migration

log = logging.getLogger(__name__)


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
            "pre_fork": _before_fork,
            "post_fork": _after_fork,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app, made before the processes were."""
        return self._app


def _before_fork(server: Any, worker: Any) -> None:
    # What is loaded stays for good: a collector that looks through it again and again would take a
    # twelfth of every page, and would write to memory that the processes share.
    gc.collect()
    gc.freeze()


def _after_fork(server: Any, worker: Any) -> None:
    # A database connection must never be shared by two processes.
    with server.app.wsgi().app_context():
        db.engine.dispose(close=False)


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that the database lacks."""
    with app.app_context():
        is_behind = current_migration() != newest_migration()
    with app.app_context():
        if is_behind:
            from flask_migrate import upgrade

            upgrade()
        db.engine.dispose()


def serve_both(app: Flask) -> None:
    """Run one worker and the web server until we are told to stop.

    The worker is forked from the app that is loaded already: it starts at once and shares its
    memory. One that dies is started anew; both end together.
    """
    bring_up_to_date(app)
    worker = os.fork()
    if worker == 0:
        _be_the_worker(app, parent=os.getppid())
    app.config["IS_WRITER"] = False
    threading.Thread(target=_keep_working, args=[app, worker], daemon=True).start()
    WebServer(app).run()


def _be_the_worker(app: Flask, *, parent: int) -> NoReturn:
    from eventsapp.worker import run

    with app.app_context():
        db.engine.dispose(close=False)
    threading.Thread(target=_stop_without, args=[parent], daemon=True).start()
    try:
        run(app)
    finally:
        os._exit(0)


def _stop_without(parent: int) -> None:
    """End this process when the web server is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _keep_working(app: Flask, worker: int) -> None:
    """Start a new worker whenever the one of this server has died."""
    environment = {
        **os.environ,
        "EVENTSAPP_DEMONSTRATION": str(int(app.config["IS_DEMONSTRATION"])),
        "EVENTSAPP_PARENT": str(os.getpid()),
    }
    command = [sys.executable, "-m", "eventsapp", "worker"]
    while True:
        # Also where it dies at once, as with the database away: not in haste, and for ever.
        time.sleep(2)
        if not _is_alive(worker):
            log.error("The worker has died; a new one is started")
            started = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
            worker = started.pid


def _is_alive(process: int) -> bool:
    # The web server waits for every child that ends, so a dead worker is no process any more.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def stop_with_parent() -> None:
    """End this worker together with the web server that started it, if one did."""
    parent = os.environ.get("EVENTSAPP_PARENT")
    if parent:
        threading.Thread(target=_stop_without, args=[int(parent)], daemon=True).start()
