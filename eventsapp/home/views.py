"""The first page."""

from typing import Any

from flask import Blueprint, render_template

from eventsapp.home import navigation

bp = Blueprint("home", __name__)
bp.record_once(lambda state: navigation.register(state.app))  # type: ignore[arg-type]


@bp.get("/")
def show() -> Any:
    """Show the person's own next things."""
    return render_template("home/show.html")
