"""The page on which a window is extended or moved: what is new, what follows, then the act."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.consultations.forms import say_double
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import last_save
from eventsapp.consultations.window import change_between
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.versioned import Difference
from eventsapp.windows.emails import moved_texts
from eventsapp.windows.forms import MoveForm, say_button
from eventsapp.windows.queries import concerned, people_of_meeting, reminders_that_move
from eventsapp.windows.services import Moved, check_movable, move_window
from eventsapp.windows.shown import preview_of

bp = Blueprint("windows", __name__)
# So long its mails wait, so that a slip that is corrected at once is told to nobody.
QUIET = timedelta(minutes=1)


@bp.route("/consultations/<int:consultation_id>/move", methods=["GET", "POST"])
def move(consultation_id: int) -> Any:
    """Extend or move a window: first what follows is shown, then it is done in one go."""
    access.require_staff(current_user)
    consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    form = MoveForm(consultation=consultation)
    if not form.is_submitted():
        check_movable(consultation)
        form.open_at(consultation.version)
        return _form_page(consultation, form, 200)
    is_valid = form.validate()
    if is_valid and form.window == consultation.window:
        return _nothing(consultation, form)
    if form.is_older_than(consultation.version):
        return _stale(consultation, form)
    if not is_valid or request.form.get("step") == "back":
        return _form_page(consultation, form, 422 if form.errors else 200)
    if request.form.get("step") != "move":
        return _preview(consultation, form)
    return _do(consultation, form)


def _do(consultation: Consultation, form: MoveForm) -> Any:
    try:
        done = move_window(
            consultation,
            form.window,
            form.reason.data or "",
            tell_meeting=form.tell_meeting.data,
            now=utcnow(),
            by=current_user,
            leave_at=real_utcnow() + QUIET,
        )
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(access.find(Consultation, consultation.id, current_user) or abort(404), form)
    except RuleBroken as refusal:
        db.session.rollback()
        form.ends_on.errors = [*form.ends_on.errors, str(refusal)]
        return _form_page(consultation, form, 422)
    flash(_said(done), "ok")
    return redirect(url_for("consultations.show", consultation_id=consultation.id))


def _said(done: Moved | None) -> str:
    if done is None or not done.mails:
        return _("The window is moved. Nobody had to be told.")
    return ngettext(
        "The window is moved. One person gets one mail, which leaves in a minute.",
        "The window is moved. %(num)s people get one mail each, which leave in a minute.",
        done.mails,
    )


def _nothing(consultation: Consultation, form: MoveForm) -> Any:
    """Answer a form that changes nothing: the second click of two, or nothing was typed."""
    if request.form.get("step") == "move":
        flash(_("The window is so already."), "ok")
        return redirect(url_for("consultations.show", consultation_id=consultation.id))
    form.ends_on.errors = [*form.ends_on.errors, _("The window is so already. Type the new days.")]
    return _form_page(consultation, form, 422)


def _preview(consultation: Consultation, form: MoveForm) -> str:
    """Show what follows. The mail is made from the row as it will be, and nothing of that stays."""
    window, before = form.window, consultation.window
    to, unreached = concerned(consultation, with_meeting=form.tell_meeting.data)
    change = change_between(before, window).value  # type: ignore[arg-type]
    with db.session.no_autoflush:
        moved_reminders = reminders_that_move(consultation, window, utcnow())
        for name in ("starts_on", "ends_on", "starts_at_time", "ends_at_time", "tz"):
            setattr(consultation, name, getattr(window, name))
        first = to[0] if to else None
        sample = (
            moved_texts(consultation, form.reason.data or "", first, before)  # type: ignore[arg-type]
            if first
            else None
        )
        texts = sample.addressed_to(first.name) if sample and first else None
        title, consultation_id = consultation.title, consultation.id
    db.session.rollback()
    return render_template(
        "windows/preview.html",
        title=title,
        consultation_id=consultation_id,
        form=form,
        before=before,
        window=window,
        change=change,
        follows=preview_of(to, unreached),
        reminders=moved_reminders,
        subject=texts[0] if texts else None,
        text=texts[1] if texts else None,
        doubles=[
            said
            for said in (
                say_double(window.starts_on, window.starts_at_time, window.tz),
                say_double(window.ends_on, window.ends_at_time, window.tz),
            )
            if said
        ],
        button=say_button(change),
    )


def _form_page(
    consultation: Consultation,
    form: MoveForm,
    status: int,
    differences: list[Difference] | None = None,
) -> tuple[str, int]:
    page = render_template(
        "windows/move.html",
        consultation=consultation,
        form=form,
        people=len(people_of_meeting(consultation)),
        differences=differences,
        saved=last_save(consultation) if differences is not None else None,
    )
    return page, status


def _stale(consultation: Consultation, form: MoveForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    now_saved = MoveForm(formdata=None, consultation=consultation)
    now_saved.reason.data = form.reason.data
    now_saved.tell_meeting.data = form.tell_meeting.data
    return _form_page(consultation, form, 409, form.meet(now_saved, consultation.version))
