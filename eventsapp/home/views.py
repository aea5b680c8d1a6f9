"""The first page, and what operators and search engines ask for."""

from typing import Any

from flask import Blueprint, Response, render_template
from sqlalchemy import text

from eventsapp.extensions import db
from eventsapp.home import navigation
from eventsapp.public import public

bp = Blueprint("home", __name__)
bp.record_once(lambda state: navigation.register(state.app))  # type: ignore[arg-type]


@bp.get("/")
def show() -> Any:
    """Show the person's own next things."""
    return render_template("home/show.html")


@bp.post("/clock/<any(day, week):step>")
def move_clock(step: str) -> Any:
    """Move the demonstration's clock."""
    return ""


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Say that the process is alive."""
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> Response:
    """Say whether the database answers."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Keep search engines out of everything but the addresses that calendars fetch."""
    return Response(
        "User-agent: *\nAllow: /calendars/\nAllow: /meetings/*/public.ics\nDisallow: /\n",
        mimetype="text/plain",
    )
