"""Releases: enter one for a draft, move it, cancel it, take that back."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.documents import queries, services
from eventsapp.documents.models import EDITING_WINDOW, Document, Draft, Release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.releases.forms import MomentForm, ReleaseForm

bp = Blueprint("releases", __name__)


def _draft(document_id: int, number: int) -> Draft:
    access.require_staff(current_user)
    document = access.find(Document, document_id, current_user) or abort(404)
    return queries.draft_numbered(document, number) or abort(404)


@bp.route("/documents/<int:document_id>/drafts/<int:number>/release", methods=["GET", "POST"])
def new(document_id: int, number: int) -> Any:
    """Say to whom a draft is released, and when."""
    one = _draft(document_id, number)
    document = one.document
    title = _("Draft %(number)s of “%(title)s”", number=one.number, title=document.title)
    zone = document.meeting.tz if document.meeting else current_app.config["DEFAULT_TZ"]
    form = ReleaseForm(title=title[:300], meeting=document.meeting_id, tz=zone)
    form.offer(queries.meetings_by_day(document.process_id))
    if form.validate_on_submit():
        try:
            services.add_release(
                form.title.data,
                meeting_id=form.meeting.data,
                draft=one,
                kind=form.kind.data,
                audience=form.audience.data,
                starts_on=form.starts_on.data,
                starts_at_time=form.starts_at_time.data,
                ends_on=form.ends_on.data,
                tz=form.tz.data,
                now=utcnow(),
                by=current_user,
            )
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            flash(_("The release is entered. It stands on the timeline."), "ok")
            return redirect(url_for("documents.show", document_id=document_id))
    one = _draft(document_id, number)
    page = render_template("releases/new.html", draft=one, document=one.document, form=form)
    return page, 422 if form.is_submitted() else 200


def _release(release_id: int) -> Release:
    access.require_staff(current_user)
    return access.find(Release, release_id, current_user) or abort(404)


@bp.route("/documents/releases/<int:release_id>", methods=["GET", "POST"])
def move(release_id: int) -> Any:
    """Move a release to other days, or to another hour."""
    one = _release(release_id)
    # A release has one day: its last day is not to be moved along with the first.
    last = one.ends_on if one.kind == EDITING_WINDOW else None
    hour = one.starts_at_time
    form = MomentForm(tz=one.tz, starts_on=one.starts_on, starts_at_time=hour, ends_on=last)
    form.tz.choices = [(one.tz, one.tz)]
    if form.validate_on_submit():
        try:
            services.move_release(
                one,
                form.starts_on.data,
                form.ends_on.data,
                starts_at_time=form.starts_at_time.data,
                now=utcnow(),
                by=current_user,
            )
            db.session.commit()
        except (RuleBroken, StaleDataError) as refusal:
            db.session.rollback()
            form.form_errors.append(_refused(refusal))
        else:
            flash(_("“%(title)s” is saved.", title=one.title), "ok")
            return redirect(url_for("documents.index", _anchor=f"release-{release_id}"))
    page = render_template("releases/move.html", release=_release(release_id), form=form)
    return page, 422 if form.is_submitted() else 200


def _refused(refusal: Exception) -> str:
    if isinstance(refusal, RuleBroken):
        return str(refusal)
    return _("Somebody changed this release at this moment. Look at it and save again.")


@bp.post("/documents/releases/<int:release_id>/<any(cancel, reinstate):act>")
def change(release_id: int, act: str) -> Any:
    """Cancel a release, or take that back."""
    one = _release(release_id)
    act_on = services.cancel_release if act == "cancel" else services.reinstate_release
    act_on(one, now=utcnow(), by=current_user)
    db.session.commit()
    said = {
        "cancel": _("“%(title)s” is cancelled. It can be reinstated.", title=one.title),
        "reinstate": _("“%(title)s” takes place again.", title=one.title),
    }
    flash(said[act], "ok")
    return redirect(url_for("documents.index", _anchor=f"release-{release_id}"))
