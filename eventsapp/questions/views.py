"""Writing the own questions of a registration form."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.questions.forms import QuestionForm
from eventsapp.questions.services import (
    add_question,
    change_question,
    move_question,
    remove_question,
)
from eventsapp.registrations.models import Question, RegistrationForm
from eventsapp.registrations.queries import form_of

bp = Blueprint("questions", __name__)


@bp.route("/meetings/<code>/registration/questions/new", methods=["GET", "POST"])
def new(code: str) -> Any:
    """Ask one more question."""
    found = _form(code)
    form = QuestionForm(found)
    if form.validate_on_submit():
        add_question(found, form.facts, by_id=current_user.id, now=utcnow())
        db.session.commit()
        flash(_("The question stands last in the form."), "ok")
        return redirect(url_for("registrations.settings", code=code, _anchor="questions"))
    page = render_template("questions/edit.html", form=form, meeting=found.meeting, question=None)
    return page, 422 if form.errors else 200


@bp.route("/registration-questions/<int:question_id>", methods=["GET", "POST"])
def edit(question_id: int) -> Any:
    """Change one question; a form older than the question writes over nothing."""
    found = _question(question_id)
    form, version = QuestionForm(found.form, found), found.form.version
    if not form.is_submitted():
        form.open_at(version)
        return _edit_page(found, form, 200)
    if not form.validate():
        return _edit_page(found, form, 422)
    if form.is_older_than(version):
        # The form has grown by one also where another question changed: that is no difference.
        differences = form.meet(QuestionForm(found.form, found, formdata=None), version)
        if differences:
            return _edit_page(found, form, 409, differences)
    try:
        change_question(found, form.facts, by_id=current_user.id, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        is_opened = form.is_for_moderators.data and not found.is_for_moderators
        (form.is_for_moderators if is_opened else form.is_sensitive).errors = [str(refusal)]
        return _edit_page(found, form, 422)
    flash(_("The question is saved."), "ok")
    return _back(found)


def _edit_page(
    question: Question, form: QuestionForm, status: int, differences: Any = None
) -> tuple[str, int]:
    page = render_template(
        "questions/edit.html",
        form=form,
        meeting=question.form.meeting,
        question=question,
        differences=differences,
    )
    return page, status


@bp.post("/registration-questions/<int:question_id>/<any(up, down):way>")
def move(question_id: int, way: str) -> Any:
    """Move a question up or down from where its reader saw it; twice is once."""
    found = _question(question_id)
    if request.form.get("position") != str(found.position):
        flash(_("The order has changed meanwhile, so nothing was moved. Look at it again."), "warn")
        return _back(found)
    move_question(found, -1 if way == "up" else 1, by_id=current_user.id, now=utcnow())
    db.session.commit()
    return _back(found)


@bp.post("/registration-questions/<int:question_id>/remove")
def remove(question_id: int) -> Any:
    """Ask a question no more; answers that were given stay with the registrations."""
    found = _question(question_id)
    code = found.form.meeting.code
    if request.form.get("version") != str(found.form.version):
        raise RuleBroken(
            _("The questions were changed meanwhile. Read this one again before you take it out.")
        )
    remove_question(found, by_id=current_user.id, now=utcnow())
    db.session.commit()
    flash(_("The question is taken out of the form."), "ok")
    return redirect(url_for("registrations.settings", code=code, _anchor="questions"))


def _back(question: Question) -> Any:
    code = question.form.meeting.code
    return redirect(url_for("registrations.settings", code=code, _anchor="questions"))


def _form(code: str) -> RegistrationForm:
    access.require_staff(current_user)
    meeting = access.find(Meeting, code, current_user) or abort(404)
    return form_of(meeting.id) or abort(404)


def _question(question_id: int) -> Question:
    access.require_staff(current_user)
    return db.session.get(Question, question_id) or abort(404)
