"""Deadlines: who owes what by when, who did it, and who is reminded when."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import city_of
from eventsapp.mail.planned import PROVIDERS, Planned
from eventsapp.reminders import services
from eventsapp.reminders.forms import CloseForm, DeadlineForm
from eventsapp.reminders.models import Deadline, Obligation, Reminder
from eventsapp.reminders.queries import (
    counts_by_deadline,
    deadlines_by_day,
    message_counts,
    obligation_of,
    obligations_of_person,
    obligations_page,
    people_who_left,
    planned_reminders,
    unreachable_count,
)
from eventsapp.versioned import Difference

bp = Blueprint("reminders", __name__)


@bp.record_once
def _announce_planned_mail(state: BlueprintSetupState) -> None:
    state.app.extensions.setdefault(PROVIDERS, []).append(planned_mail)


def planned_mail(now: datetime) -> list[Planned]:
    """Tell the outbox page which reminders will leave."""
    return [
        Planned(
            at=one.at,
            title=_title(one.days_before, one.title),
            recipients=one.recipients,
            zones=one.zones,
            why=_(
                "the first in %(city)s, 09:00 there; only to those who still owe it",
                city=city_of(one.first_tz),
            ),
            unreachable=one.unreachable,
            href=url_for("reminders.show", deadline_id=one.deadline_id),
            skip_href=url_for(
                "reminders.change_reminder", reminder_id=one.reminder_id, step="skip"
            ),
            send_href=url_for(
                "reminders.change_reminder", reminder_id=one.reminder_id, step="send"
            ),
        )
        for one in planned_reminders(now)
    ]


def _title(days_before: int, title: str) -> str:
    if days_before == 0:
        return _("Reminder on the day: %(title)s", title=title)
    if days_before == 1:
        return _("Reminder the day before: %(title)s", title=title)
    return _("Reminder %(count)s days before: %(title)s", count=days_before, title=title)


@bp.get("/deadlines")
def index() -> str:
    """List deadlines: all of them for staff, one's own for everybody else."""
    owed = [] if current_user.is_staff else obligations_of_person(current_user.person_id)
    deadlines = deadlines_by_day() if current_user.is_staff else [row.deadline for row in owed]
    now = utcnow()
    coming = [row for row in deadlines if row.closed_at is None and row.due_at > now]
    past = [row for row in deadlines if row not in coming]
    return render_template(
        "reminders/index.html",
        groups=[(_("Open"), coming), (_("Past or closed"), past[::-1])],
        counts=counts_by_deadline() if current_user.is_staff else {},
        own={row.deadline_id: row for row in owed},
        is_empty=not deadlines,
    )


@bp.get("/deadlines/<int:deadline_id>")
def show(deadline_id: int) -> str:
    """Show a deadline: one's own line, and for staff who owes it and what goes out when."""
    deadline = access.find(Deadline, deadline_id, current_user) or abort(404)
    own = obligation_of(deadline, current_user.person_id)
    if not current_user.is_staff:
        return render_template(
            "reminders/own.html", deadline=deadline, own=own, page_href=_page_href(deadline)
        )
    return _page(deadline, CloseForm(), own)


@bp.post("/deadlines/<int:deadline_id>/done")
def mark_own_done(deadline_id: int) -> Any:
    """Write down that the reader has done what they owe."""
    deadline = access.find(Deadline, deadline_id, current_user) or abort(404)
    if obligation_of(deadline, current_user.person_id) is None:
        abort(404)
    services.discharge(deadline, current_user.person_id, utcnow(), by=current_user)
    db.session.commit()
    flash(_("Thank you. You are not reminded of “%(title)s” again.", title=deadline.title), "ok")
    return redirect(url_for("reminders.show", deadline_id=deadline_id))


@bp.post("/obligations/<int:obligation_id>/<any(done, open, release, owe):step>")
def change_obligation(obligation_id: int, step: str) -> Any:
    """Let staff say that somebody has done it, has not, or does or does not owe it."""
    access.require_staff(current_user)
    obligation = access.find(Obligation, obligation_id, current_user) or abort(404)
    deadline, person, now = obligation.deadline, obligation.person, utcnow()
    name = person.printed_name
    if step == "done":
        services.discharge(deadline, person, now, by=current_user)
        said = _("%(name)s has done it and is not reminded again.", name=name)
    elif step == "open":
        services.reopen(deadline, person, now, by=current_user)
        said = _("%(name)s owes it again.", name=name)
    elif step == "release":
        services.release(deadline, person, now, by=current_user)
        said = _("%(name)s does not owe it any more.", name=name)
    else:
        services.owe(deadline, person, now=now, by=current_user)
        said = _("%(name)s owes it again.", name=name)
    db.session.commit()
    flash(said, "ok")
    return redirect(
        url_for("reminders.show", deadline_id=deadline.id, page=request.args.get("page"))
    )


@bp.post("/reminders/<int:reminder_id>/<any(skip, plan, send):step>")
def change_reminder(reminder_id: int, step: str) -> Any:
    """Skip a planned reminder, plan it again, or send it now."""
    access.require_staff(current_user)
    reminder = access.find(Reminder, reminder_id, current_user) or abort(404)
    if step == "skip":
        services.skip_reminder(reminder, utcnow(), by=current_user)
        said = _("The reminder of “%(title)s” is skipped.", title=reminder.deadline.title)
    elif step == "plan":
        services.plan_again(reminder, utcnow(), by=current_user)
        said = _("The reminder of “%(title)s” is planned again.", title=reminder.deadline.title)
    else:
        count = services.send_reminder_now(reminder, utcnow(), by=current_user)
        said = ngettext(
            "The reminder leaves now, to one person.",
            "The reminder leaves now, to %(num)s people.",
            count,
        )
    db.session.commit()
    flash(said, "ok")
    if request.form.get("from") == "mail":
        return redirect(url_for("mail.index"))
    return redirect(url_for("reminders.show", deadline_id=reminder.deadline_id))


@bp.route("/deadlines/<int:deadline_id>/edit", methods=["GET", "POST"])
def edit(deadline_id: int) -> Any:
    """Move a deadline or choose its reminders; a form older than the record saves nothing."""
    access.require_staff(current_user)
    deadline = access.find(Deadline, deadline_id, current_user) or abort(404)
    form = DeadlineForm(deadline=deadline)
    if not form.is_submitted():
        form.open_at(deadline.version)
        return _edit_page(deadline, form, 200)
    if form.is_older_than(deadline.version):
        return _stale(deadline, form)
    if not form.validate():
        return _edit_page(deadline, form, 422)
    try:
        services.move_deadline(
            deadline,
            form.due_on.data,
            tz=form.tz.data,
            days_before=form.numbers,
            now=utcnow(),
            by=current_user,
        )
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(access.find(Deadline, deadline_id, current_user) or abort(404), form)
    except RuleBroken as refusal:
        db.session.rollback()
        unmoved = access.find(Deadline, deadline_id, current_user) or abort(404)
        form.due_on.errors = [*form.due_on.errors, str(refusal)]
        return _edit_page(unmoved, form, 422)
    flash(_("“%(title)s” is saved; its reminders fit the new day.", title=deadline.title), "ok")
    return redirect(url_for("reminders.show", deadline_id=deadline_id))


@bp.post("/deadlines/<int:deadline_id>/close")
def close(deadline_id: int) -> Any:
    """Close a deadline, with the reason."""
    access.require_staff(current_user)
    deadline = access.find(Deadline, deadline_id, current_user) or abort(404)
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(deadline, form, obligation_of(deadline, current_user.person_id)), 422
    services.close_deadline(deadline, utcnow(), form.reason.data or "", by=current_user)
    db.session.commit()
    flash(_("“%(title)s” is closed; nobody is reminded any more.", title=deadline.title), "ok")
    return redirect(url_for("reminders.show", deadline_id=deadline_id))


@bp.post("/deadlines/<int:deadline_id>/open")
def open_again(deadline_id: int) -> Any:
    """Open a closed deadline."""
    access.require_staff(current_user)
    deadline = access.find(Deadline, deadline_id, current_user) or abort(404)
    services.open_again(deadline, utcnow(), by=current_user)
    db.session.commit()
    flash(_("“%(title)s” is open again.", title=deadline.title), "ok")
    return redirect(url_for("reminders.show", deadline_id=deadline_id))


def _page(deadline: Deadline, close_form: CloseForm, own: Obligation | None) -> str:
    number = request.args.get("page", 1, type=int)
    counts = counts_by_deadline(deadline.id).get(deadline.id, (0, 0))
    return render_template(
        "reminders/show.html",
        deadline=deadline,
        own=own,
        page=obligations_page(deadline.id, number),
        left=people_who_left(deadline.id),
        counts=counts,
        unreachable=unreachable_count(deadline.id),
        planned={one.reminder_id: one for one in planned_reminders(utcnow(), deadline.id)},
        sent=message_counts([row.id for row in deadline.reminders if row.queued_at]),
        close_form=close_form,
        page_href=_page_href(deadline) if own or not _is_own_page(deadline) else None,
        page_address=lambda page: url_for("reminders.show", deadline_id=deadline.id, page=page),
        is_over=deadline.due_at <= utcnow(),
    )


def _is_own_page(deadline: Deadline) -> bool:
    """Return whether the page where it is done is there for those alone who owe it."""
    return (deadline.page_endpoint or "").endswith(".own")


def _page_href(deadline: Deadline) -> str | None:
    """Return where the thing is done, or None."""
    if deadline.page_endpoint not in current_app.view_functions:
        return None
    return url_for(deadline.page_endpoint, **deadline.page_arguments)


def _edit_page(
    deadline: Deadline, form: DeadlineForm, status: int, differences: list[Difference] | None = None
) -> tuple[str, int]:
    page = render_template(
        "reminders/edit.html", deadline=deadline, form=form, differences=differences
    )
    return page, status


def _stale(deadline: Deadline, form: DeadlineForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    now_saved = DeadlineForm(formdata=None, deadline=deadline)
    return _edit_page(deadline, form, 409, form.meet(now_saved, deadline.version))
