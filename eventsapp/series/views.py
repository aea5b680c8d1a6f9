"""Repeated consultations: choose the rule, move a date, call it off, add one, tell people."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import last_save
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.series import emails
from eventsapp.series.forms import (
    AddForm,
    DateForm,
    ReasonForm,
    RepeatForm,
    RuleForm,
    TellForm,
    filled_from,
    say_month,
    say_repeated,
    say_told,
)
from eventsapp.series.queries import dates_to_come, people_concerned
from eventsapp.series.services import (
    begin_of,
    change_rule,
    check_rule,
    decline_series,
    plan_with,
    repeat_by,
    repeat_monthly,
    stop_repeating,
    take_back_rule,
)
from eventsapp.sessions.dates import Occurrence
from eventsapp.sessions.forms import say_doubt, say_rule
from eventsapp.sessions.models import SessionDate
from eventsapp.sessions.queries import (
    countries_of_people,
    plan_of,
    shown_dates,
    single_of,
)
from eventsapp.sessions.recurrence import monthly_rule, months_without
from eventsapp.sessions.services import (
    add_date,
    cancel_date,
    date_of,
    move_date,
    take_back,
)

bp = Blueprint("series", __name__)


@bp.post("/consultations/<int:consultation_id>/repeat")
def accept(consultation_id: int) -> Any:
    """Take the series that a record suggests, where the box was ticked."""
    consultation = _found(consultation_id)
    form = RepeatForm(prefix=f"series{consultation.id}-")
    until = form.until.data if form.validate_on_submit() else None
    if until is None:
        return _accept_page(consultation, form)
    try:
        days = repeat_monthly(consultation, until, now=utcnow(), by=current_user)
    except RuleBroken as refusal:
        form.until.errors = [*form.until.errors, str(refusal)]
        return _accept_page(consultation, form)
    db.session.commit()
    flash(say_repeated(consultation.title, days), "ok")
    return redirect(_back(consultation))


@bp.route("/consultations/<int:consultation_id>/series", methods=["GET", "POST"])
def choose(consultation_id: int) -> Any:
    """Choose a rule in words, for all dates or from a day on, and see what follows from it."""
    consultation = _found(consultation_id)
    start = _start_asked(consultation)
    form = RuleForm(
        data=filled_from(plan_of(consultation).parts, consultation.offered_rrule, start)
    )
    if not form.is_submitted():
        form.open_at(consultation.version)
        return _choose_page(consultation, form, start, 200)
    if form.is_older_than(consultation.version):
        return _stale_rule(consultation, form, start)
    if not form.validate():
        return _choose_page(consultation, form, start, 422)
    try:
        begins_on = begin_of(consultation, start, form.rule)
        days = check_rule(form.rule, begins_on)
        if request.form.get("do") != "save":
            return _choose_page(consultation, form, start, 200, begins_on)
        if start == consultation.starts_on:
            repeat_by(consultation, form.rule, form.hours, now=utcnow(), by=current_user)
        else:
            change_rule(
                consultation, begins_on, form.rule, form.hours, now=utcnow(), by=current_user
            )
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _choose_page(_found(consultation_id), form, start, 422)
    except StaleDataError:
        db.session.rollback()
        return _stale_rule(_found(consultation_id), form, start)
    flash(say_repeated(consultation.title, days), "ok")
    return redirect(_page_of(consultation))


@bp.post("/consultations/<int:consultation_id>/rules/<day>/take-back")
def take_rule_back(consultation_id: int, day: str) -> Any:
    """Let the rule before go on from a day at which it had been changed."""
    consultation = _found(consultation_id)
    take_back_rule(consultation, _day(day), now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("The rule before goes on again."), "ok")
    return redirect(_page_of(consultation))


@bp.post("/consultations/<int:consultation_id>/stop-repeating")
def stop(consultation_id: int) -> Any:
    """End a series; its first day stays."""
    consultation = _found(consultation_id)
    stop_repeating(consultation, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” is repeated no more.", title=consultation.title), "ok")
    return redirect(_back(consultation))


@bp.post("/consultations/<int:consultation_id>/decline-series")
def decline(consultation_id: int) -> Any:
    """Put aside a repetition that the record suggests."""
    consultation = _found(consultation_id)
    decline_series(consultation, now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” stays a single date.", title=consultation.title), "ok")
    return redirect(_back(consultation))


@bp.route("/consultations/<int:consultation_id>/dates/new", methods=["GET", "POST"])
def add(consultation_id: int) -> Any:
    """Add a date to a series."""
    consultation = _found(consultation_id)
    form = AddForm(is_told=True)
    if form.validate_on_submit():
        try:
            single = add_date(
                consultation,
                form.day,
                form.hours,
                reason=form.reason.data,
                now=utcnow(),
                by=current_user,
            )
        except RuleBroken as refusal:
            form.on_date.errors = [*form.on_date.errors, str(refusal)]
        else:
            return _done(consultation, single, emails.ADDED, None, is_told=form.is_told.data)
    people = people_concerned(consultation)
    values = {"consultation": consultation, "form": form, "people": len(people)}
    return render_template("series/add.html", **values), 422 if form.errors else 200


@bp.route("/consultations/<int:consultation_id>/dates/<day>", methods=["GET", "POST"])
def move(consultation_id: int, day: str) -> Any:
    """Move one date of a series to another day or hour; it stays the same date."""
    consultation = _found(consultation_id)
    one = _date(consultation, day)
    single = single_of(consultation, one.original_on)
    form = DateForm(data=vars(one) | {"is_told": True})
    version = single.version if single else 0
    if not form.is_submitted():
        form.open_at(version)
        return _move_page(consultation, one, form, 200)
    if form.is_older_than(version):
        return _stale_date(consultation, one, form, version)
    if not form.validate():
        return _move_page(consultation, one, form, 422)
    try:
        single = move_date(
            consultation,
            one.original_on,
            form.day,
            form.hours,
            reason=form.reason.data,
            now=utcnow(),
            by=current_user,
        )
    except RuleBroken as refusal:
        form.on_date.errors = [*form.on_date.errors, str(refusal)]
        return _move_page(consultation, one, form, 422)
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        consultation = _found(consultation_id)
        single = single_of(consultation, one.original_on)
        version = single.version if single else 0
        return _stale_date(consultation, _date(consultation, day), form, version)
    return _done(consultation, single, emails.MOVED, one, is_told=form.is_told.data)


@bp.route("/consultations/<int:consultation_id>/dates/<day>/cancel", methods=["GET", "POST"])
def cancel(consultation_id: int, day: str) -> Any:
    """Call off one date of a series; the others stay."""
    consultation = _found(consultation_id)
    one = _date(consultation, day)
    form = ReasonForm(is_told=True)
    if form.validate_on_submit():
        single = cancel_date(
            consultation,
            one.original_on,
            reason=form.reason.data,
            now=utcnow(),
            by=current_user,
        )
        return _done(consultation, single, emails.CALLED_OFF, one, is_told=form.is_told.data)
    people = len(people_concerned(consultation))
    values = {"consultation": consultation, "one": one, "form": form, "people": people}
    return render_template("series/cancel.html", **values), 422 if form.errors else 200


@bp.post("/consultations/<int:consultation_id>/dates/<day>/take-back")
def restore(consultation_id: int, day: str) -> Any:
    """Let a date be again as the rule says."""
    consultation = _found(consultation_id)
    one = _date(consultation, day)
    form = TellForm()
    single = take_back(consultation, one.original_on, now=utcnow(), by=current_user)
    return _done(consultation, single, emails.TAKEN_BACK, one, is_told=form.is_told.data)


@bp.route("/consultations/<int:consultation_id>/tell", methods=["GET", "POST"])
def tell(consultation_id: int) -> Any:
    """Write the dates to come to the people concerned, once more looked at."""
    consultation, now = _found(consultation_id), utcnow()
    dates = dates_to_come(consultation, now)
    if not dates:
        raise RuleBroken(_("No date is to come. Save the series with a later end first."))
    people = people_concerned(consultation)
    if request.method == "POST":
        told = emails.queue_dates_mails(consultation, dates, people, now=now)
        record("told the dates", consultation, now=now, user_id=current_user.id, people=told)
        db.session.commit()
        flash(say_told(told), "ok")
        return redirect(_page_of(consultation))
    return render_template(
        "series/tell.html", consultation=consultation, people=people, dates=dates, say_rule=say_rule
    )


def _found(consultation_id: int) -> Consultation:
    access.require_staff(current_user)
    return access.find(Consultation, consultation_id, current_user) or abort(404)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _date(consultation: Consultation, day: str) -> Occurrence:
    try:
        return date_of(consultation, plan_of(consultation), _day(day))
    except RuleBroken:
        abort(404)


def _start_asked(consultation: Consultation) -> date:
    """Return from which day on a rule is chosen: that of the address, else the first."""
    if consultation.starts_on is None:
        raise RuleBroken(_("It has no day yet. Enter its first day, then repeat it."))
    asked = request.args.get("from")
    return max(_day(asked), consultation.starts_on) if asked else consultation.starts_on


def _choose_page(
    consultation: Consultation,
    form: RuleForm,
    start: date,
    status: int,
    begins_on: date | None = None,
    **meanwhile: Any,
) -> tuple[str, int]:
    """Return the form, with the dates that follow from it where a rule was chosen."""
    shown, without = None, []
    if begins_on is not None:
        plan = plan_with(consultation, begins_on, form.rule, form.hours)
        until, people = plan.ends_on or begins_on, countries_of_people(consultation)
        shown = shown_dates(consultation, plan, until, people, utcnow())
        without = months_without(str(form.rule), begins_on, until)
    page = render_template(
        "series/choose.html",
        consultation=consultation,
        form=form,
        start=start,
        series=shown,
        rule=str(form.rule) if shown else None,
        without=[say_month(month) for month in without],
        say_rule=say_rule,
        say_doubt=say_doubt,
        **{"differences": None, "saved": None} | meanwhile,
    )
    return page, status


def _stale_rule(consultation: Consultation, form: RuleForm, start: date) -> tuple[str, int]:
    form.validate()
    now_saved = RuleForm(
        formdata=None,
        data=filled_from(plan_of(consultation).parts, consultation.offered_rrule, start),
    )
    differences = form.meet(now_saved, consultation.version)
    saved = last_save(consultation)
    return _choose_page(consultation, form, start, 409, differences=differences, saved=saved)


def _move_page(
    consultation: Consultation, one: Occurrence, form: DateForm, status: int, **meanwhile: Any
) -> tuple[str, int]:
    page = render_template(
        "series/move.html",
        consultation=consultation,
        one=one,
        form=form,
        people=len(people_concerned(consultation)),
        say_doubt=say_doubt,
        **{"differences": None, "saved": None} | meanwhile,
    )
    return page, status


def _stale_date(
    consultation: Consultation, one: Occurrence, form: DateForm, version: int
) -> tuple[str, int]:
    form.validate()
    now_saved = DateForm(formdata=None, data=vars(one) | {"is_told": form.is_told.data})
    differences = form.meet(now_saved, version)
    saved = last_save(consultation)
    return _move_page(consultation, one, form, 409, differences=differences, saved=saved)


def _done(
    consultation: Consultation,
    single: SessionDate | None,
    change: str,
    before: Occurrence | None,
    *,
    is_told: bool,
) -> Any:
    """Tell people where that was asked for, commit, and go back to the dates."""
    told = 0
    if is_told and single is not None:
        told = emails.queue_date_mails(consultation, single, change, before, now=utcnow())
    db.session.commit()
    saved = _("“%(title)s” is saved; its other dates stay.", title=consultation.title)
    flash(f"{saved} {say_told(told)}", "ok")
    return redirect(_page_of(consultation))


def _accept_page(consultation: Consultation, form: RepeatForm) -> tuple[str, int]:
    start = consultation.starts_on
    page = render_template(
        "series/accept.html",
        consultation=consultation,
        form=form,
        offered=consultation.offered_rrule or (monthly_rule(start) if start else None),
        say_rule=say_rule,
    )
    return page, 422


def _page_of(consultation: Consultation) -> str:
    # At its top, where it stands what was saved and who is told.
    return url_for("consultations.show", consultation_id=consultation.id)


def _back(consultation: Consultation) -> str:
    """Return where a series was decided: the timeline, or the consultation's page."""
    if request.form.get("from") == "timeline":
        return url_for("reports.timeline")
    return _page_of(consultation)
