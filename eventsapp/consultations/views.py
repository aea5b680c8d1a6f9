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
    request,
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
    FindingsForm,
    NewConsultationForm,
    PlainForm,
    kind_names,
    mode_names,
    say_double,
    state_names,
)
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import (
    LastSave,
    consultations_by_day,
    counts_of,
    document_choices,
    documents_with,
    hearing_of,
    is_asked_about,
    last_save,
    state_of,
)
from eventsapp.consultations.services import (
    add_consultation,
    announce,
    cancel_consultation,
    change_consultation,
    reinstate_consultation,
    report_findings,
    take_announcement_back,
)
from eventsapp.consultations.shown import Choice, chosen_of, fits
from eventsapp.consultations.window import change_between
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.sessions.forms import say_doubt, say_rule
from eventsapp.sessions.queries import Plan, plans_of, shown_series
from eventsapp.versioned import Difference

bp = Blueprint("consultations", __name__)


@bp.get("/consultations")
def index() -> str:
    """List the consultations the reader may see: what comes, what has no day yet, what has been."""
    everything = access.seen_of(consultations_by_day(), current_user)
    now, chosen = utcnow(), chosen_of(request.args)
    plans = plans_of(everything)
    states = {row.id: state_of(row, now, plans[row.id]).value for row in everything}
    rows = [row for row in everything if fits(chosen, row, states[row.id])]
    coming = [row for row in rows if row.starts_on and not _is_past(row, plans[row.id])]
    undated = [row for row in rows if row.starts_on is None]
    past = [row for row in rows if row.starts_on and _is_past(row, plans[row.id])]
    groups = [(_("Coming"), coming), (_("Without a day"), undated), (_("Past"), past)]
    return render_template(
        "consultations/index.html",
        groups=[(title, found) for title, found in groups if found],
        count=len(rows),
        is_empty=not everything,
        choices=_choices(everything, states, chosen),
        without=lambda name: {**{key: word for key, word in chosen.items() if word}, name: None},
        states=states,
        state_words=state_names(),
        kinds=kind_names(),
        modes=mode_names(),
        plans=plans,
        say_rule=say_rule,
    )


@bp.route("/consultations/new", methods=["GET", "POST"])
def new() -> Any:
    """Enter a consultation that no record names."""
    access.require_staff(current_user)
    form = NewConsultationForm(tz=_default_tz(), uid=new_uid(), documents=document_choices())
    if form.validate_on_submit():
        consultation = add_consultation(
            form.facts,
            now=utcnow(),
            by=current_user,
            uid=form.uid.data,
            documents=documents_with(form.document_ids.data or ()),
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
    meeting, now = consultation.meeting, utcnow()
    series = shown_series(consultation, now=now, with_people=current_user.is_staff)
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        state=state_of(consultation, now, series.plan if series else None).value,
        state_words=state_names(),
        kinds=kind_names(),
        counts=counts_of(consultation) if current_user.is_staff else None,
        own=hearing_of(consultation.id, current_user.person_id),
        changes={one.id: change_between(one.before, one.after) for one in consultation.moves},
        double=_doubles(consultation),
        modes=mode_names(),
        sees_record=meeting is not None and access.sees_record(meeting, current_user),
        series=series,
        say_rule=say_rule,
        say_doubt=say_doubt,
    )


@bp.route("/consultations/<int:consultation_id>/edit", methods=["GET", "POST"])
def edit(consultation_id: int) -> Any:
    """Correct the facts of a consultation; a form older than the record saves nothing."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    form = _edit_form(consultation)
    if not form.is_submitted():
        form.open_at(consultation.version)
        return _edit_page(consultation, form, 200)
    if form.is_older_than(consultation.version):
        return _stale(consultation, form)
    if not form.validate():
        return _edit_page(consultation, form, 422)
    try:
        change_consultation(
            consultation,
            form.facts,
            now=utcnow(),
            by=current_user,
            documents=documents_with(form.document_ids.data or ()),
        )
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


@bp.post("/consultations/<int:consultation_id>/<any(announce, unannounce):step>")
def change_announcement(consultation_id: int, step: str) -> Any:
    """Announce a consultation to those whom it concerns, or make it an intention again."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    if step == "announce":
        announce(consultation, now=utcnow(), by=current_user)
        said = _("“%(title)s” is announced. Nobody was written to.", title=consultation.title)
    else:
        take_announcement_back(consultation, now=utcnow(), by=current_user)
        said = _("“%(title)s” is an intention again; staff only see it.", title=consultation.title)
    db.session.commit()
    flash(said, "ok")
    return redirect(url_for("consultations.show", consultation_id=consultation_id))


@bp.route("/consultations/<int:consultation_id>/findings", methods=["GET", "POST"])
def findings(consultation_id: int) -> Any:
    """Write down what came out of a consultation; a form older than the record saves nothing."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    form = FindingsForm(obj=consultation)
    if not form.is_submitted():
        form.open_at(consultation.version)
        return _findings_page(consultation, form, 200)
    if form.is_older_than(consultation.version):
        form.validate()
        differences = form.meet(FindingsForm(formdata=None, obj=consultation), consultation.version)
        return _findings_page(consultation, form, 409, differences)
    if not form.validate():
        return _findings_page(consultation, form, 422)
    report_findings(consultation, form.findings.data, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("The key findings are saved."), "ok")
    return redirect(url_for("consultations.show", consultation_id=consultation_id))


def _findings_page(
    consultation: Consultation,
    form: FindingsForm,
    status: int,
    differences: list[Difference] | None = None,
) -> tuple[str, int]:
    page = render_template(
        "consultations/findings.html",
        consultation=consultation,
        form=form,
        differences=differences,
        saved=last_save(consultation) if differences is not None else None,
    )
    return page, status


@bp.post("/consultations/<int:consultation_id>/reinstate")
def reinstate(consultation_id: int) -> Any:
    """Take back a cancellation."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    reinstate_consultation(consultation, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” takes place again.", title=consultation.title), "ok")
    return redirect(url_for("consultations.show", consultation_id=consultation_id))


def _edit_form(consultation: Consultation, **given: Any) -> ConsultationForm:
    return ConsultationForm(
        obj=consultation,
        documents=document_choices(),
        document_ids=[one.id for one in consultation.documents],
        **given,
    )


def _doubles(consultation: Consultation) -> list[str]:
    """Return a sentence for each hour of a window that clocks show twice on its day."""
    pairs = (
        (consultation.starts_on, consultation.starts_at_time),
        (consultation.ends_on, consultation.ends_at_time),
    )
    said = (say_double(day, at, consultation.tz) for day, at in pairs)
    return [sentence for sentence in said if sentence]


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
        is_fixed=is_asked_about(consultation),
        differences=differences,
        saved=saved,
    )
    return page, status


def _stale(consultation: Consultation, form: ConsultationForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    now_saved = _edit_form(consultation, formdata=None)
    differences = form.meet(now_saved, consultation.version)
    return _edit_page(consultation, form, 409, differences, last_save(consultation))


def _choices(
    rows: list[Consultation], states: dict[int, str], chosen: dict[str, str]
) -> list[Choice]:
    """Return the filters of the list, each with what occurs among the rows."""
    names = state_names()
    found = set(states.values())
    audiences = sorted({row.audience for row in rows if row.audience})
    rounds = sorted({row.round_number for row in rows if row.round_number})
    return [
        Choice("audience", _("For whom"), [(one, one) for one in audiences], chosen),
        Choice("state", _("State"), [(one, names[one]) for one in names if one in found], chosen),
        Choice("round", _("Round"), [(str(one), str(one)) for one in rounds], chosen),
    ]


def _is_past(consultation: Consultation, plan: Plan) -> bool:
    last = consultation.ends_on or consultation.starts_on
    if consultation.rrule:
        last = plan.ends_on
    return last is not None and last < _today(consultation.tz)


def _today(tz: str) -> date:
    return in_zone(utcnow(), tz).date()


def _default_tz() -> str:
    return current_app.config["DEFAULT_TZ"]
