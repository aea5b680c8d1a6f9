"""The demonstration's clock, moved by a day or a week."""

import time
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from eventsapp import access
from eventsapp.clock import DemonstrationClock, utcnow
from eventsapp.extensions import db
from eventsapp.formats import say_moment
from eventsapp.incoming import own_page

bp = Blueprint("demonstration", __name__)
STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
LONGEST_WAIT_SECONDS = 8


@bp.post("/clock/<any(day, week):step>")
def move_clock(step: str) -> Any:
    """Send the clock on its way; the worker walks it, so that reminders go out on the way."""
    _only_here()
    clock = db.session.scalars(select(DemonstrationClock)).one()
    # Twice pressed is two days: the second press goes on from where the first one leads.
    clock.moving_to = (clock.moving_to or utcnow()) + STEPS[step]
    db.session.commit()
    return redirect(url_for("demonstration.moving", back=_back()))


@bp.get("/clock")
def moving() -> Any:
    """Wait until the clock has arrived, then go back; say so where it takes longer."""
    _only_here()
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until:
        if db.session.scalar(select(DemonstrationClock.moving_to)) is None:
            flash(_("The clock now shows %(moment)s.", moment=say_moment(utcnow())), "ok")
            return redirect(own_page(request.args.get("back")) or url_for("home.show"))
        db.session.rollback()
        time.sleep(0.1)
    return render_template(
        "demonstration/moving.html", back=own_page(request.args.get("back")) or url_for("home.show")
    )


def _only_here() -> None:
    if not current_app.config["IS_DEMONSTRATION"]:
        abort(404)
    access.require_staff(current_user)


def _back() -> str | None:
    """Return the page that the button was pressed on."""
    referrer = request.referrer or ""
    return (
        referrer.removeprefix(request.host_url.rstrip("/"))
        if referrer.startswith(request.host_url)
        else None
    )
