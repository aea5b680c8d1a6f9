"""The pages on which the secretariat makes rounds of break-out rooms."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask_login import current_user

from eventsapp import access
from eventsapp.meetings.models import Meeting
from eventsapp.rounds.queries import lines_of, misfits_of, people_to_place

bp = Blueprint("rounds", __name__)


@bp.get("/meetings/<code>/breakouts")
def index(code: str) -> Any:
    """Show all rounds of a meeting to the secretariat, drafts too."""
    meeting = _staff_find(code)
    people = sum(one.is_expert for one in people_to_place(meeting))
    return render_template(
        "rounds/index.html",
        meeting=meeting,
        rounds=lines_of(meeting),
        people=people,
        misfits=misfits_of(meeting, people),
    )


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
