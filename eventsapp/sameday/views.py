"""The pages of the day itself: say what happened, see the fewest moves, publish them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.boards.services import Stale
from eventsapp.breakouts.models import Round, Search
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.rounds.queries import with_number
from eventsapp.sameday.queries import Morning, morning_of
from eventsapp.sameday.said import Said, wrong_in
from eventsapp.sameday.services import note_day, publish_moves
from eventsapp.searches.queries import is_past
from eventsapp.searches.services import AlreadySearching

bp = Blueprint("sameday", __name__)


@bp.route("/meetings/<code>/breakouts/<int:number>/today", methods=["GET", "POST"])
def today(code: str, number: int) -> Any:
    """Say who is not there, who came, who takes over and which room closes."""
    round_ = _round(code, number)
    morning = morning_of(round_)
    if request.method == "GET":
        return _page(round_, morning, Said())
    said = _said(morning)
    wrong = wrong_in(said, morning.board.places, morning.rooms)
    if wrong is not None:
        pattern, person_id = wrong
        return _page(round_, morning, said, _(pattern, name=morning.name(person_id or 0)))
    version = row_number(request.form.get("version", ""))
    try:
        search = note_day(round_, said, expected_version=version, by=current_user, now=utcnow())
        db.session.commit()
    except AlreadySearching as refusal:
        db.session.rollback()
        flash(_("A search for this round is under way. Wait for it, or stop it, then try again."))
        return redirect(url_for("searches.show", code=code, search_id=refusal.search_id))
    except Stale as refusal:
        db.session.rollback()
        round_ = _round(code, number)
        return _page(round_, morning_of(round_), said, str(refusal), 409)
    except RuleBroken as refusal:
        db.session.rollback()
        return _page(_round(code, number), morning, said, str(refusal))
    return redirect(url_for("searches.show", code=code, search_id=search.id))


def _said(morning: Morning) -> Said:
    """Return what was ticked and chosen, as far as it can be."""
    places, form = morning.board.places, request.form
    seated = {one.person_id: one for room in morning.seated.values() for one in room}
    instead = {
        key: row_number(form.get(f"for-{key}", ""))
        for key, one in seated.items()
        if row_number(form.get(f"for-{key}", "")) in one.stand_ins
    }
    return Said(
        frozenset(_numbers("away")) & frozenset(places),
        frozenset(_numbers("late")) & frozenset([*morning.roomless, *morning.away]),
        frozenset(_numbers("closed")) & frozenset(morning.rooms),
        instead,
    )


def _numbers(name: str) -> list[int]:
    return [row_number(text) for text in request.form.getlist(name)]


def _page(
    round_: Round, morning: Morning, said: Said, wrong: str = "", status: int = 422
) -> tuple[str, int]:
    page = render_template(
        "sameday/today.html",
        meeting=round_.meeting,
        round=round_,
        morning=morning,
        said=said,
        wrong=wrong,
        is_past=is_past(round_, in_zone(utcnow(), round_.meeting.tz).date()),
    )
    return page, status if wrong else 200


@bp.post("/meetings/<code>/breakouts/searches/<int:search_id>/publish")
def publish(code: str, search_id: int) -> Any:
    """Take over the moves and tell those who are moved."""
    meeting = _meeting(code)
    search: Search = access.find(Search, search_id, current_user) or abort(404)
    if search.meeting_id != meeting.id:
        abort(404)
    version = row_number(request.form.get("version", ""))
    try:
        done = publish_moves(search, expected_version=version, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        flash(str(refusal), "warn")
        return redirect(url_for("searches.show", code=code, search_id=search_id))
    flash(
        ngettext("%(num)s person is told of another room.",
                 "%(num)s people are told of another room.", done.told), "ok"
    )  # fmt: skip
    for person in done.unreached:
        flash(
            _("%(name)s has no address and must be told by hand.", name=person.printed_name), "warn"
        )
    return redirect(url_for("searches.show", code=code, search_id=search_id))


def _meeting(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _round(code: str, number: int) -> Round:
    found: Round = with_number(_meeting(code).id, number) or abort(404)
    return found
