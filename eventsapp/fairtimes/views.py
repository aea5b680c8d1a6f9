"""Times for a meeting, ranked by whose night they are, and the map of zones against hours."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.fairtimes.forms import FairForm
from eventsapp.formats import in_zone, text_direction
from eventsapp.meetings.models import Meeting
from eventsapp.polls.fairness import Attendee, candidates, groups_of, ranked
from eventsapp.polls.heatmap import HeatMap, heat_maps
from eventsapp.polls.queries import carried_in_series, polls_of

bp = Blueprint("fairtimes", __name__)
MOST_RANKED = 12
USUAL_DAYS, USUAL_MINUTES = 5, 90


@bp.get("/meetings/<code>/fair-time")
def show(code: str) -> Any:
    """Rank the hours of some days for the people of a meeting; a poll can be made of the best."""
    access.require_staff(current_user)
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    now = utcnow()
    carried = carried_in_series(meeting, now)
    first = max(meeting.starts_on, in_zone(now, meeting.tz).date() + timedelta(days=1))
    form = FairForm(
        data={
            "first": first,
            "last": first + timedelta(days=USUAL_DAYS - 1),
            "tz": meeting.tz,
            "duration": USUAL_MINUTES,
        }
    )
    is_good = form.validate() if request.args else True
    slots = _slots(form, now) if is_good else []
    people = [replace(one, carried=0) for one in carried.attendees]
    people = people if form.alone.data else carried.attendees
    page = render_template(
        "fairtimes/show.html",
        meeting=meeting,
        form=form,
        carried=carried,
        ranked=ranked(slots, groups_of(people))[:MOST_RANKED],
        count=len(slots),
        maps=_maps(form, carried.attendees) if is_good else [],
        polls=polls_of(meeting),
        burdens=_burdens(carried.attendees),
    )
    return page, 200 if is_good else 422


def _slots(form: FairForm, now: Any) -> list[tuple[Any, Any]]:
    return candidates(form.first.data, form.last.data, form.duration.data or 0, form.tz.data, now)


def _maps(form: FairForm, attendees: list[Attendee]) -> list[HeatMap]:
    return heat_maps(
        form.first.data,
        form.last.data,
        form.tz.data,
        _zones(attendees),
        is_rtl=text_direction() == "rtl",
    )


def _zones(attendees: list[Attendee]) -> list[tuple[str, int]]:
    """Return the zones of people with how many are in each."""
    names = sorted({one.tz for one in attendees if one.tz})
    return [(name, sum(one.tz == name for one in attendees)) for name in names]


def _burdens(attendees: list[Attendee]) -> list[tuple[str, int, int]]:
    """Return zone, highest sum so far and how many people are there, the highest first."""
    highest = [
        (name, max(one.carried for one in attendees if one.tz == name), people)
        for name, people in _zones(attendees)
    ]
    return sorted(highest, key=lambda one: (-one[1], one[0]))
