"""The people of a meeting in one table, and what staff do with many of them at once."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user

from eventsapp import access
from eventsapp.breakouts.queries import rooms_by_person
from eventsapp.meetings.models import Meeting
from eventsapp.meetings.queries import people_counted
from eventsapp.participants.queries import participants_of

bp = Blueprint("participants", __name__)


@bp.get("/meetings/<code>/participants")
def index(code: str) -> Any:
    """List the people of a meeting with their rooms; staff only, since it is personal data."""
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    access.require_staff(current_user)
    search, show = request.args.get("q", ""), request.args.get("show", "")
    page = participants_of(
        found, search=search, show=show, page=request.args.get("page", 1, type=int)
    )

    def address(number: int) -> str:
        return url_for("participants.index", code=code, q=search, show=show, page=number)

    return render_template(
        "participants/index.html",
        meeting=found,
        page=page,
        rooms=rooms_by_person(found, [one.person_id for one in page.items]),
        search=search,
        show=show,
        address=address,
        people=people_counted([found.id]).get(found.id, 0),
    )
