"""The pages on which the secretariat makes rounds of break-out rooms."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask_login import current_user

from eventsapp import access
from eventsapp.meetings.models import Meeting
from eventsapp.rounds.queries import lines_of

bp = Blueprint("rounds", __name__)


@bp.get("/meetings/<code>/breakouts")
def index(code: str) -> Any:
    """Show all rounds of a meeting to the secretariat, drafts too."""
    meeting = _staff_find(code)
    return render_template("rounds/index.html", meeting=meeting, rounds=lines_of(meeting))


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
