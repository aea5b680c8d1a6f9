"""The addresses that operators, monitors and search engines ask for."""

from flask import Blueprint, Response

from eventsapp.operations.queries import check_database, check_migrations, check_worker, metrics
from eventsapp.public import public

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Say that this process is alive."""
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> Response:
    """Say whether database, migrations and worker are well: 200, or 503. Details are for
    `doctor`."""
    checks = [check_database(), check_migrations(), check_worker()]
    lines = [f"{check.name}: {'well' if check.is_well else 'not well'}" for check in checks]
    status = 200 if all(check.is_well for check in checks) else 503
    return Response("\n".join(lines) + "\n", status=status, mimetype="text/plain")


@bp.get("/metrics")
@public
def show_metrics() -> Response:
    """Give the numbers of the outbox and the worker as Prometheus text."""
    lines = [f"{name}{{{labels}}} {value}" for name, labels, value in metrics()]
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Keep search engines out of everything but the addresses that calendars fetch."""
    # Not every program knows wildcards, so all of /meetings/ is open; its pages ask for sign-in.
    text = "User-agent: *\nAllow: /calendars/\nAllow: /meetings/\nDisallow: /\n"
    return Response(text, mimetype="text/plain")
