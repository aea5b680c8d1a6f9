"""Consultations: who is heard when."""

from datetime import date, timedelta
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
    RepeatForm,
    kind_names,
    mode_names,
    say_double,
    say_rule,
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
from eventsapp.consultations.recurrence import monthly_occurrences, monthly_rule, until_of
from eventsapp.consultations.services import (
    add_consultation,
    announce,
    cancel_consultation,
    change_consultation,
    decline_series,
    reinstate_consultation,
    repeat_monthly,
    report_findings,
    stop_repeating,
    take_announcement_back,
)
from eventsapp.consultations.shown import Choice, chosen_of, fits
from eventsapp.consultations.window import change_between
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, say_days
from eventsapp.versioned import Difference

bp = Blueprint("consultations", __name__)
A_YEAR = timedelta(days=366)


@bp.get("/consultations")
def index() -> str:
    """List the consultations the reader may see: what comes, what has no day yet, what has been."""
    everything = access.seen_of(consultations_by_day(), current_user)
    now, chosen = utcnow(), chosen_of(request.args)
    states = {row.id: state_of(row, now).value for row in everything}
    rows = [row for row in everything if fits(chosen, row, states[row.id])]
    coming = [row for row in rows if row.starts_on and not _is_past(row)]
    undated = [row for row in rows if row.starts_on is None]
    past = [row for row in rows if row.starts_on and _is_past(row)]
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
    return _page(consultation, _repeat_form(consultation))


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


@bp.post("/consultations/<int:consultation_id>/repeat")
def repeat(consultation_id: int) -> Any:
    """Make a monthly series of a consultation, where the box was ticked."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    form = _repeat_form(consultation)
    if form is None:
        raise RuleBroken(_("Only a consultation with one day can be repeated. Correct its days."))
    until = form.until.data if form.validate_on_submit() else None
    if until is None:
        return _page(consultation, form), 422
    try:
        days = repeat_monthly(consultation, until, now=utcnow(), by=current_user)
    except RuleBroken as refusal:
        form.until.errors = [*form.until.errors, str(refusal)]
        return _page(consultation, form), 422
    db.session.commit()
    flash(
        _(
            "“%(title)s” is repeated: %(count)s days, %(days)s.",
            title=consultation.title,
            count=len(days),
            days=say_days(days[0], days[-1]),
        ),
        "ok",
    )
    return redirect(_back(consultation_id))


@bp.post("/consultations/<int:consultation_id>/stop-repeating")
def stop(consultation_id: int) -> Any:
    """End a series; its first day stays."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    stop_repeating(consultation, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” is repeated no more.", title=consultation.title), "ok")
    return redirect(_back(consultation_id))


@bp.post("/consultations/<int:consultation_id>/decline-series")
def decline(consultation_id: int) -> Any:
    """Put aside a repetition that the record suggests."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    decline_series(consultation, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” stays a single date.", title=consultation.title), "ok")
    return redirect(_back(consultation_id))


def _page(consultation: Consultation, form: RepeatForm | None) -> str:
    start, rule = consultation.starts_on, consultation.rrule
    until = until_of(rule) if rule else None
    shown_until = until or (start + A_YEAR if start and rule else None)
    meeting = consultation.meeting
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        form=form if current_user.is_staff else None,
        state=state_of(consultation, utcnow()).value,
        state_words=state_names(),
        kinds=kind_names(),
        counts=counts_of(consultation) if current_user.is_staff else None,
        own=hearing_of(consultation.id, current_user.person_id),
        changes={one.id: change_between(one.before, one.after) for one in consultation.moves},
        double=_doubles(consultation),
        modes=mode_names(),
        say_rule=say_rule,
        sees_record=meeting is not None and access.sees_record(meeting, current_user),
        days=monthly_occurrences(start, shown_until, rule) if start and shown_until else [],
        has_end=until is not None,
        offered=consultation.offered_rrule or (monthly_rule(start) if start else None),
    )


def _repeat_form(consultation: Consultation) -> RepeatForm | None:
    """Return the form that repeats a consultation, or None if it has not exactly one day."""
    if consultation.starts_on is None or consultation.ends_on not in {None, consultation.starts_on}:
        return None
    return RepeatForm(prefix=f"series{consultation.id}-")


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


def _is_past(consultation: Consultation) -> bool:
    last = consultation.ends_on or consultation.starts_on
    if consultation.rrule:
        last = until_of(consultation.rrule)
    return last is not None and last < _today(consultation.tz)


def _today(tz: str) -> date:
    return in_zone(utcnow(), tz).date()


def _default_tz() -> str:
    return current_app.config["DEFAULT_TZ"]


def _back(consultation_id: int) -> str:
    """Return where a series was decided: the timeline, or the consultation's page."""
    if request.form.get("from") == "timeline":
        return url_for("reports.timeline")
    return url_for("consultations.show", consultation_id=consultation_id)
