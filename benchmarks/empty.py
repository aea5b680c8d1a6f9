"""The baseline of every page: an empty Flask view under the same server. Run with `python -m`."""

import os
from typing import Any

from flask import Flask

from eventsapp.serving import WebServer


class EmptyServer(WebServer):
    """The product's server, without a database to look after."""

    def load_config(self) -> None:
        """Set the same as for the product, but for what it does with its database."""
        super().load_config()
        self.cfg.set("post_fork", lambda server, worker: None)


def empty_app() -> Flask:
    """Return an app with one view that says nothing."""
    app = Flask(__name__)
    app.config.update(HOST="127.0.0.1", PORT=int(os.environ["PORT"]), WEB_PROCESSES=1)

    @app.get("/")
    def nothing() -> Any:
        return ""

    return app


if __name__ == "__main__":
    EmptyServer(empty_app()).run()
