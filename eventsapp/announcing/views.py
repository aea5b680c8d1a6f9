"""The page of the state of a meeting: who sees it now, and what would follow from another."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.announcing.queries import STATE_SET, last_change, reminders_to_come
from eventsapp.announcing.services import set_state, take_back
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.meetings.forms import state_names
from eventsapp.meetings.models import ANNOUNCED, CONFIRMED, DRAFT, STATES, Meeting
from eventsapp.meetings.queries import people_counted
from eventsapp.meetings.schedule import standing

bp = Blueprint("announcing", __name__)


@bp.route("/meetings/<code>/state", methods=["GET", "POST"])
def show(code: str) -> Any:
    """Say who sees a meeting now and what would follow from another state; set one."""
    meeting = _find(code)
    to = request.form.get("to", "")
    if request.method != "POST":
        return _page(meeting)
    if to not in STATES:
        return _page(meeting, _("Choose one of the three states.")), 422
    try:
        set_state(meeting, to, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        return _page(meeting, str(refusal)), 409
    return redirect(url_for("announcing.show", code=code, done=1))


@bp.post("/meetings/<code>/state/undo/<int:entry_id>")
def undo(code: str, entry_id: int) -> Any:
    """Take back the last change of the state."""
    meeting = _find(code)
    take_back(meeting, entry_id, by=current_user, now=utcnow())
    db.session.commit()
    return redirect(url_for("announcing.show", code=code, done=1))


def _page(meeting: Meeting, refusal: str = "") -> str:
    now = utcnow()
    last = last_change(meeting)
    return render_template(
        "announcing/show.html",
        meeting=meeting,
        refusal=refusal,
        names=state_names(),
        acts={
            DRAFT: _("Make it a draft again"),
            ANNOUNCED: _("Announce the meeting")
            if meeting.state == DRAFT
            else _("Take the confirmation back"),
            CONFIRMED: _("Confirm the meeting"),
        },
        people=people_counted([meeting.id]).get(meeting.id, 0),
        planned=reminders_to_come(meeting, now),
        last=last if request.args.get("done") and last else None,
        can_undo=last is not None and last.verb == STATE_SET,
        standing=standing(
            meeting.starts_on,
            meeting.ends_on,
            in_zone(now, meeting.tz).date(),
            is_cancelled=meeting.cancelled_at is not None,
        ),
    )


def _find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
