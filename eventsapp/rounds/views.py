"""The pages on which the secretariat makes rounds of break-out rooms."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.breakouts.models import Round
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import LARGEST, number_in
from eventsapp.rounds import services
from eventsapp.rounds.forms import CopyForm, NewRoundForm, RoundForm
from eventsapp.rounds.queries import (
    kept_elsewhere,
    last_number,
    lines_of,
    misfits_of,
    people_to_place,
    with_number,
)
from eventsapp.versioned import Difference

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


@bp.route("/meetings/<code>/breakouts/new", methods=["GET", "POST"])
def new(code: str) -> Any:
    """Add a draft round with its rooms."""
    meeting = _staff_find(code)
    form = NewRoundForm(meeting.days)
    if not form.is_submitted():
        form.open_at(last_number(meeting))
    elif form.validate():
        if services.same_round(meeting, form.facts, _opened_after(form)):
            return redirect(url_for("rounds.index", code=code))
        try:
            round_ = services.add_round(
                meeting,
                form.facts,
                form.rooms,
                style=form.style.data,
                by=current_user,
                now=utcnow(),
            )
            db.session.commit()
            flash(_("Round %(number)s is added as a draft.", number=round_.number), "ok")
            return redirect(url_for("rounds.index", code=code))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
    page = render_template("rounds/new.html", meeting=meeting, form=form)
    return page, 422 if form.errors else 200


def _opened_after(form: RoundForm) -> int:
    """Return how many rounds there were when the form was opened; without it none is the same."""
    number = number_in(form.version.data or "")
    return LARGEST if number is None else number


@bp.route("/meetings/<code>/breakouts/<int:number>/edit", methods=["GET", "POST"])
def edit(code: str, number: int) -> Any:
    """Change what a round is; an older form saves nothing."""
    meeting, round_ = _find(code, number)
    form = RoundForm(meeting.days, round_)
    if not form.is_submitted():
        form.open_at(round_.version)
        return _edit_page(meeting, round_, form, 200)
    if form.is_older_than(round_.version):
        return _stale(meeting, round_, form)
    if not form.validate():
        return _edit_page(meeting, round_, form, 422)
    try:
        services.change_round(round_, form.facts, by=current_user, now=utcnow())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(meeting, round_, form)
    flash(_("Round %(number)s is saved.", number=number), "ok")
    return redirect(url_for("rounds.index", code=code))


def _stale(meeting: Meeting, round_: Round, form: RoundForm) -> Any:
    db.session.refresh(round_)
    differences = form.meet(RoundForm(meeting.days, round_, formdata=None), round_.version)
    return _edit_page(meeting, round_, form, 409, differences)


def _edit_page(
    meeting: Meeting,
    round_: Round,
    form: RoundForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    page = render_template(
        "rounds/edit.html", meeting=meeting, round=round_, form=form, differences=differences
    )
    return page, status


@bp.route("/meetings/<code>/breakouts/<int:number>/copy", methods=["GET", "POST"])
def copy(code: str, number: int) -> Any:
    """Make a draft round like another one, for another day, with or without its people."""
    meeting, round_ = _find(code, number)
    form = CopyForm(meeting.days, round_)
    if not form.is_submitted():
        form.open_at(last_number(meeting))
    elif form.validate():
        if services.same_round(meeting, form.facts, _opened_after(form)):
            return redirect(url_for("rounds.index", code=code))
        copied = services.copy_round(
            round_, form.facts, roster=form.roster.data, by=current_user, now=utcnow()
        )
        db.session.commit()
        flash(_("Round %(number)s is a draft.", number=copied.round.number), "ok")
        if copied.left:
            names = ", ".join(copied.left)
            flash(_("Not copied, since they left the meeting: %(names)s.", names=names), "warn")
        return redirect(url_for("rounds.index", code=code))
    page = render_template("rounds/copy.html", meeting=meeting, round=round_, form=form)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<code>/breakouts/<int:number>/delete", methods=["GET", "POST"])
def delete(code: str, number: int) -> Any:
    """Ask, then delete a draft with its rooms."""
    meeting, round_ = _find(code, number)
    if request.method == "POST":
        services.delete_round(round_, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("The draft of round %(number)s is deleted.", number=number), "ok")
        return redirect(url_for("rounds.index", code=code))
    line = next(one for one in lines_of(meeting) if one.number == number)
    return render_template(
        "rounds/delete.html",
        meeting=meeting,
        round=line,
        kept=kept_elsewhere([room.id for room in round_.rooms]),
    )


@bp.post("/meetings/<code>/breakouts/<int:number>/<any(up, down):way>")
def move(code: str, number: int, way: str) -> Any:
    """Let a draft change places with the round before or after it."""
    _meeting, round_ = _find(code, number)
    # Sent twice, the round that stood there by then stays where it is.
    if request.form.get("round", type=int) == round_.id:
        services.move_round(round_, -1 if way == "up" else 1, by=current_user, now=utcnow())
        db.session.commit()
    return redirect(url_for("rounds.index", code=code))


def _find(code: str, number: int) -> tuple[Meeting, Round]:
    meeting = _staff_find(code)
    round_ = with_number(meeting.id, number) if 0 < number < 10_000 else None
    return meeting, round_ or abort(404)


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
