"""Releases: enter one for a draft, move it, cancel it, take that back."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.documents import queries, services
from eventsapp.documents.found import FoundDraft
from eventsapp.documents.models import EDITING_WINDOW, Document, Draft, Release
from eventsapp.documents.reading_text import read_draft
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.reading.structure import UnreadableFile
from eventsapp.releases.forms import MomentForm, ReleaseForm
from eventsapp.versioned import Difference

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
    page = render_template(
        "releases/new.html", draft=one, document=one.document, form=form, found=_found_in(one)
    )
    return page, 422 if form.is_submitted() else 200


def _found_in(one: Draft) -> FoundDraft | None:
    """Return what the file of a draft holds: who takes it sees its comments and changes, too."""
    if one.file is None or one.file_name is None:
        return None
    try:
        return read_draft(one.file, one.file_name)
    except UnreadableFile:
        return None


def _release(release_id: int) -> Release:
    access.require_staff(current_user)
    return access.find(Release, release_id, current_user) or abort(404)


@bp.route("/documents/releases/<int:release_id>", methods=["GET", "POST"])
def move(release_id: int) -> Any:
    """Move a release to other days, or to another hour; a form older than it saves nothing."""
    one = _release(release_id)
    form = _moment_form(one)
    if not form.is_submitted():
        form.open_at(one.version)
        return _move_page(one, form, 200)
    if form.is_older_than(one.version):
        return _stale(one, form)
    if not form.validate():
        return _move_page(one, form, 422)
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
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _move_page(_release(release_id), form, 422)
    except StaleDataError:
        db.session.rollback()
        return _stale(_release(release_id), form)
    flash(_("“%(title)s” is saved.", title=one.title), "ok")
    return redirect(url_for("documents.index", _anchor=f"release-{release_id}"))


def _moment_form(one: Release, **more: Any) -> MomentForm:
    # A release has one day: its last day is not to be moved along with the first.
    last = one.ends_on if one.kind == EDITING_WINDOW else None
    hour = one.starts_at_time
    form = MomentForm(tz=one.tz, starts_on=one.starts_on, starts_at_time=hour, ends_on=last, **more)
    form.tz.choices = [(one.tz, one.tz)]
    return form


def _stale(one: Release, form: MomentForm) -> Any:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    differences = form.meet(_moment_form(one, formdata=None), one.version)
    return _move_page(one, form, 409, differences)


def _move_page(
    one: Release, form: MomentForm, status: int, differences: list[Difference] | None = None
) -> Any:
    page = render_template("releases/move.html", release=one, form=form, differences=differences)
    return page, status


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
