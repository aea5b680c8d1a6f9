"""Rounds of comments as staff open them, ask people and remind them."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import ColumnElement, and_

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.comments import forms, queries, services
from eventsapp.comments.models import Commenter, CommentRound
from eventsapp.documents.models import Document
from eventsapp.documents.queries import meetings_by_day
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.people.models import Person
from eventsapp.people.queries import found_by
from eventsapp.versioned import Difference

bp = Blueprint("comments", __name__)
MOST_ASKED = 2_000


@bp.get("/documents/<int:document_id>/comments")
def index(document_id: int) -> str:
    """List the rounds of comments on a document."""
    document = _document(document_id)
    rounds = queries.rounds_of(document)
    return render_template(
        "comments/index.html",
        document=document,
        rounds=rounds,
        counts=queries.counts_of([one.id for one in rounds]),
        draft_name=forms.draft_name,
    )


@bp.route("/documents/<int:document_id>/comments/new", methods=["GET", "POST"])
def new(document_id: int) -> Any:
    """Open a round of comments on a draft."""
    document = _document(document_id)
    drafts = queries.drafts_of(document_id)
    if not drafts:
        flash(_("The document has no draft yet. Add one, then ask for comments."), "warn")
        return redirect(url_for("comments.index", document_id=document_id))
    tz = document.meeting.tz if document.meeting else current_app.config["DEFAULT_TZ"]
    form = forms.RoundForm(drafts=drafts, tz=tz, key=str(uuid4()))
    if form.validate_on_submit():
        try:
            round_ = services.open_round(
                document, form.facts, by=current_user, now=utcnow(), key=form.key.data or None
            )
            db.session.commit()
            flash(_("“%(title)s” is opened. Ask people now.", title=round_.title), "ok")
            return redirect(url_for("comments.people", document_id=document_id, round_id=round_.id))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
    page = render_template("comments/new.html", document=_document(document_id), form=form)
    return page, 422 if form.errors else 200


@bp.route("/documents/<int:document_id>/comments/<int:round_id>/edit", methods=["GET", "POST"])
def edit(document_id: int, round_id: int) -> Any:
    """Change a round; a form older than the round saves nothing."""
    round_ = find_round(document_id, round_id)
    drafts = queries.drafts_of(document_id)
    form = forms.RoundForm(drafts=drafts, data=forms.round_values(round_))
    if not form.is_submitted():
        form.open_at(round_.version)
        return _edit_page(round_, form, 200)
    if form.is_older_than(round_.version):
        form.validate()
        saved = forms.RoundForm(formdata=None, drafts=drafts, data=forms.round_values(round_))
        return _edit_page(round_, form, 409, form.meet(saved, round_.version))
    if not form.validate():
        return _edit_page(round_, form, 422)
    try:
        told = services.change_round(round_, form.facts, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _edit_page(find_round(document_id, round_id), form, 422)
    flash(
        _("“%(title)s” is saved.", title=round_.title)
        + (ngettext(" %(num)s person is told.", " %(num)s people are told.", told) if told else ""),
        "ok",
    )
    return redirect(url_for("comments.people", document_id=document_id, round_id=round_id))


def _edit_page(
    round_: CommentRound,
    form: forms.RoundForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    page = render_template(
        "comments/edit.html",
        round=round_,
        document=round_.document,
        form=form,
        differences=differences,
    )
    return page, status


@bp.route("/documents/<int:document_id>/comments/<int:round_id>/people", methods=["GET", "POST"])
def people(document_id: int, round_id: int) -> Any:
    """Show who is asked and who has sent; remind those ticked, take them out, or let one send."""
    round_ = find_round(document_id, round_id)
    asked = queries.commenters_of(round_)
    if request.method == "POST":
        ticked = {row_number(one) for one in request.form.getlist("p")}
        chosen = [one for one in asked if one.id in ticked]
        flash(_acted(round_, request.form.get("act", ""), chosen), "ok")
        db.session.commit()
        return redirect(url_for("comments.people", document_id=document_id, round_id=round_id))
    return render_template(
        "comments/people.html",
        round=round_,
        document=round_.document,
        asked=asked,
        begun=queries.drafts_counted(round_),
        done=sum(services.is_done(one) for one in asked),
        is_closed=utcnow() >= round_.close_at,
    )


def _acted(round_: CommentRound, act: str, chosen: list[Commenter]) -> str:
    if act not in {"remind", "take out", "sends"}:
        abort(404)
    if not chosen:
        return _("Nobody was ticked, so nothing was done.")
    if act == "remind":
        reminded = services.remind_people(round_, chosen, by=current_user, now=utcnow())
        return ngettext(
            "%(num)s person is reminded.", "%(num)s people are reminded.", len(reminded)
        )
    if act == "take out":
        count = services.take_out(chosen, by=current_user, now=utcnow())
        return ngettext(
            "%(num)s person is not asked any more.", "%(num)s people are not asked any more.", count
        )
    for one in chosen:
        services.let_send(one, now=utcnow(), by_user_id=current_user.id)
    names = ", ".join(one.person.printed_name for one in chosen)
    return _("Who sends for their organisation: %(names)s", names=names)


@bp.route("/documents/<int:document_id>/comments/<int:round_id>/ask", methods=["GET", "POST"])
def ask(document_id: int, round_id: int) -> Any:
    """Find people to ask, by name or among the experts of a meeting; ask those who are ticked."""
    round_ = find_round(document_id, round_id)
    if request.method == "POST":
        numbers = {row_number(one) for one in request.form.getlist("p")[:MOST_ASKED]}
        chosen = queries.candidates(round_, Person.id.in_(numbers))
        asked = services.ask_people(round_, chosen, by=current_user, now=utcnow())
        db.session.commit()
        flash(
            ngettext("%(num)s person is asked.", "%(num)s people are asked.", len(asked)),
            "ok" if asked else "warn",
        )
        return redirect(url_for("comments.people", document_id=document_id, round_id=round_id))
    typed, code = request.args.get("q", ""), request.args.get("from", "")
    condition = _wanted(typed, code)
    return render_template(
        "comments/ask.html",
        round=round_,
        document=round_.document,
        typed=typed,
        code=code,
        is_asked=condition is not None,
        found=queries.candidates(round_, condition) if condition is not None else [],
        meetings=meetings_by_day(round_.document.process_id),
    )


def _wanted(typed: str, code: str) -> ColumnElement[bool] | None:
    if code:
        meeting = access.find(Meeting, code, current_user) or abort(404)
        return queries.experts_of(meeting.id)
    return and_(*found_by(typed)) if typed.strip() else None


def find_round(document_id: int, round_id: int) -> CommentRound:
    """Return a round of a document for staff; 404 for what is not there, and for others."""
    access.require_staff(current_user)
    found = access.find(CommentRound, round_id, current_user)
    if found is None or found.document_id != document_id:
        abort(404)
    return found


def _document(document_id: int) -> Document:
    access.require_staff(current_user)
    return access.find(Document, document_id, current_user) or abort(404)
