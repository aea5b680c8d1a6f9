"""Entering a plan by hand: many dates on one page."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.columns import new_uid
from eventsapp.consultations.forms import AUDIENCES
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.planning.forms import MORE_ROWS, ROWS, PlanForm
from eventsapp.planning.queries import meetings_to_follow
from eventsapp.planning.services import RowRefused, enter_plan

bp = Blueprint("planning", __name__)


@bp.route("/timeline/new", methods=["GET", "POST"])
def new() -> Any:
    """Enter many dates at once: all of them are saved, or none."""
    access.require_staff(current_user)
    meetings = meetings_to_follow()
    latest = meetings[0] if meetings else None
    form = PlanForm(
        meetings,
        uid=new_uid(),
        follows=request.args.get("meeting") or (latest.code if latest else ""),
        tz=latest.tz if latest else current_app.config["DEFAULT_TZ"],
    )
    if not form.is_submitted():
        form.grow(ROWS)
        return _page(form, 200)
    if "more" in request.form:
        form.grow(len(form.rows.entries) + MORE_ROWS)
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    if not form.filled:
        form.refuse(0, _("Enter at least one date, or leave this page."))
        return _page(form, 422)
    return _enter(form)


def _enter(form: PlanForm) -> Any:
    follows = access.find(Meeting, form.follows.data or None, current_user)
    try:
        count = enter_plan(
            form.filled,
            uid=form.uid.data or "",
            follows=follows,
            tz=form.tz.data,
            experts_owe=form.experts_owe.data,
            by=current_user,
            now=utcnow(),
        )
        db.session.commit()
    except RowRefused as refused:
        db.session.rollback()
        form.refuse(refused.index, str(refused))
        return _page(form, 422)
    except IntegrityError:
        db.session.rollback()  # the same form, sent twice at one moment: the other one entered it
        count = 0
    if count:
        flash(ngettext("One date is entered.", "%(num)s dates are entered.", count), "ok")
    else:
        flash(_("They were entered already."), "ok")
    return redirect(url_for("reports.timeline"))


def _page(form: PlanForm, status: int) -> tuple[str, int]:
    page = render_template("planning/new.html", form=form, audiences=AUDIENCES)
    return page, status
