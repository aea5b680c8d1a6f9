"""Consultations: who is heard when."""

from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.columns import new_uid
from eventsapp.consultations.forms import (
    AUDIENCES,
    ConsultationForm,
    NewConsultationForm,
    PlainForm,
    mode_names,
)
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import LastSave, consultations_by_day, last_save
from eventsapp.consultations.services import (
    add_consultation,
    cancel_consultation,
    change_consultation,
    reinstate_consultation,
)
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.sessions.forms import say_doubt, say_rule
from eventsapp.sessions.queries import Plan, plans_of, shown_series
from eventsapp.versioned import Difference

bp = Blueprint("consultations", __name__)


@bp.get("/consultations")
def index() -> str:
    """List the consultations the reader may see: what comes, what has no day yet, what has been."""
    rows = access.seen_of(consultations_by_day(), current_user)
    plans = plans_of(rows)
    coming = [row for row in rows if row.starts_on and not _is_past(row, plans[row.id])]
    undated = [row for row in rows if row.starts_on is None]
    past = [row for row in rows if row.starts_on and _is_past(row, plans[row.id])]
    groups = [(_("Coming"), coming), (_("Without a day"), undated), (_("Past"), past)]
    return render_template(
        "consultations/index.html",
        groups=[(title, found) for title, found in groups if found],
        count=len(rows),
        modes=mode_names(),
        plans=plans,
        say_rule=say_rule,
    )


@bp.route("/consultations/new", methods=["GET", "POST"])
def new() -> Any:
    """Enter a consultation that no record names."""
    access.require_staff(current_user)
    form = NewConsultationForm(tz=_default_tz(), uid=new_uid())
    if form.validate_on_submit():
        consultation = add_consultation(
            form.facts, now=utcnow(), by=current_user, uid=form.uid.data
        )
        db.session.commit()
        flash(_("“%(title)s” is added.", title=consultation.title), "ok")
        return redirect(url_for("consultations.show", consultation_id=consultation.id))
    page = render_template("consultations/new.html", form=form, audiences=AUDIENCES)
    return page, 422 if form.errors else 200


@bp.get("/consultations/<int:consultation_id>")
def show(consultation_id: int) -> str:
    """Show one consultation with what the record says about it."""
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    meeting = consultation.meeting
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        modes=mode_names(),
        sees_record=meeting is not None and access.sees_record(meeting, current_user),
        series=shown_series(consultation, now=utcnow(), with_people=current_user.is_staff),
        say_rule=say_rule,
        say_doubt=say_doubt,
    )


@bp.route("/consultations/<int:consultation_id>/edit", methods=["GET", "POST"])
def edit(consultation_id: int) -> Any:
    """Correct the facts of a consultation; a form older than the record saves nothing."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    form = ConsultationForm(obj=consultation)
    if not form.is_submitted():
        form.open_at(consultation.version)
        return _edit_page(consultation, form, 200)
    if form.is_older_than(consultation.version):
        return _stale(consultation, form)
    if not form.validate():
        return _edit_page(consultation, form, 422)
    try:
        change_consultation(consultation, form.facts, now=utcnow(), by=current_user)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(access.find(Consultation, consultation_id, current_user) or abort(404), form)
    flash(_("“%(title)s” is saved.", title=consultation.title), "ok")
    return redirect(url_for("consultations.show", consultation_id=consultation_id))


@bp.route("/consultations/<int:consultation_id>/cancel", methods=["GET", "POST"])
def cancel(consultation_id: int) -> Any:
    """Ask once more, then cancel."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    form = PlainForm()
    if form.validate_on_submit():
        cancel_consultation(consultation, now=utcnow(), by=current_user)
        db.session.commit()
        flash(_("“%(title)s” is cancelled. It can be reinstated.", title=consultation.title), "ok")
        return redirect(url_for("consultations.show", consultation_id=consultation_id))
    return render_template("consultations/cancel.html", consultation=consultation, form=form)


@bp.post("/consultations/<int:consultation_id>/reinstate")
def reinstate(consultation_id: int) -> Any:
    """Take back a cancellation."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    reinstate_consultation(consultation, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” takes place again.", title=consultation.title), "ok")
    return redirect(url_for("consultations.show", consultation_id=consultation_id))


def _edit_page(
    consultation: Consultation,
    form: ConsultationForm,
    status: int,
    differences: list[Difference] | None = None,
    saved: LastSave | None = None,
) -> tuple[str, int]:
    page = render_template(
        "consultations/edit.html",
        consultation=consultation,
        form=form,
        audiences=AUDIENCES,
        differences=differences,
        saved=saved,
    )
    return page, status


def _stale(consultation: Consultation, form: ConsultationForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    now_saved = ConsultationForm(formdata=None, obj=consultation)
    differences = form.meet(now_saved, consultation.version)
    return _edit_page(consultation, form, 409, differences, last_save(consultation))


def _is_past(consultation: Consultation, plan: Plan) -> bool:
    last = consultation.ends_on or consultation.starts_on
    if consultation.rrule:
        last = plan.ends_on
    return last is not None and last < _today(consultation.tz)


def _today(tz: str) -> date:
    return in_zone(utcnow(), tz).date()


def _default_tz() -> str:
    return current_app.config["DEFAULT_TZ"]
