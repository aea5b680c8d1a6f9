"""The papers of a meeting: read them, put them in order, put in and replace their files."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language, say_language
from eventsapp.meetings.models import Meeting
from eventsapp.outgoing import as_file
from eventsapp.papers import services
from eventsapp.papers.content import ENDINGS
from eventsapp.papers.forms import (
    FileForm,
    NewPaperForm,
    PaperForm,
    audience_names,
    kind_names,
    language_suggestions,
)
from eventsapp.papers.models import Paper, PaperFile
from eventsapp.papers.queries import earlier_files, in_use, papers_of, removed_papers
from eventsapp.public import public
from eventsapp.versioned import Difference

bp = Blueprint("papers", __name__)


@bp.get("/meetings/<code>/papers")
@public
def index(code: str) -> Any:
    """Show the papers that the reader may read, in their language first; strangers see the public
    ones of a public meeting."""
    meeting = db.session.scalar(select(Meeting).where(Meeting.code == code))
    audiences = access.readable_papers(meeting, current_user) if meeting else ()
    if meeting is None or not audiences:
        return access.turn_away(current_user)
    is_staff = current_user.is_authenticated and current_user.is_staff
    return render_template(
        "papers/index.html",
        meeting=meeting,
        papers=papers_of(meeting, audiences, _preferred()),
        kinds=kind_names(),
        audiences=audience_names(),
        endings=ENDINGS,
        is_staff=is_staff,
        sees_record=current_user.is_authenticated and access.sees_record(meeting, current_user),
        removed=removed_papers(meeting) if is_staff else [],
        earlier=earlier_files(meeting) if is_staff else [],
        done=_done(meeting) if is_staff else None,
    )


def _preferred() -> list[str]:
    own = current_user.person.languages if current_user.is_authenticated else []
    return [*own, language()]


def _done(meeting: Meeting) -> Any:
    """Return what was just taken out of use, so that it can be undone at once."""
    paper = db.session.get(Paper, request.args.get("paper", 0, type=int))
    if paper is not None and paper.meeting_id == meeting.id and paper.removed_at:
        return {"paper": paper, "file": None}
    file = db.session.get(PaperFile, request.args.get("file", 0, type=int))
    if file is not None and file.paper.meeting_id == meeting.id and file.removed_at:
        return {"paper": file.paper, "file": file}
    return None


@bp.get("/meetings/<code>/papers/files/<int:file_id>")
@public
def download(code: str, file_id: int) -> Any:
    """Hand over a file, to whoever may read its paper."""
    file = db.session.get(PaperFile, file_id)
    if file is None or not _may_read(file, code):
        return access.turn_away(current_user)
    return as_file(file.content, file.file_name, file.media_type)


def _may_read(file: PaperFile, code: str) -> bool:
    meeting = file.paper.meeting
    if meeting.code != code:
        return False
    if current_user.is_authenticated and current_user.is_staff:
        return True
    is_there = file.removed_at is None and file.paper.removed_at is None
    return is_there and file.paper.audience in access.readable_papers(meeting, current_user)


@bp.route("/meetings/<code>/papers/new", methods=["GET", "POST"])
def new(code: str) -> Any:
    """Add a paper, with its first file or as a place to be filled."""
    meeting = _staff_find(code)
    form = NewPaperForm(language=say_language((meeting.languages or ["en"])[0]))
    if form.validate_on_submit():
        try:
            paper = services.add_paper(meeting, form.facts, by=current_user, now=utcnow())
            if form.has_file:
                services.put_file(paper, form.upload, by=current_user, now=utcnow())
            db.session.commit()
            flash(_("The paper is added."), "ok")
            return _back(code)
        except RuleBroken as refusal:
            db.session.rollback()
            _refuse(form, refusal)
    return render_template(
        "papers/new.html",
        meeting=meeting,
        form=form,
        languages=language_suggestions(meeting.languages),
    ), 422 if form.errors else 200


def _refuse(form: NewPaperForm, refusal: RuleBroken) -> None:
    """Say why at the field that it is about: the file, or the title."""
    is_file = form.has_file and str(refusal).startswith("“")
    (form.file if is_file else form.title).errors = [str(refusal)]


@bp.route("/meetings/<code>/papers/<int:paper_id>/edit", methods=["GET", "POST"])
def edit(code: str, paper_id: int) -> Any:
    """Change what a paper is and who may read it; an older form saves nothing."""
    meeting, paper = _find(code, paper_id)
    form = PaperForm(paper)
    if not form.is_submitted():
        form.open_at(paper.version)
        return _edit_page(meeting, paper, form, 200)
    if form.is_older_than(paper.version):
        return _stale(meeting, paper, form)
    if not form.validate():
        return _edit_page(meeting, paper, form, 422)
    try:
        services.change_paper(paper, form.facts, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.title.errors = [str(refusal)]
        return _edit_page(meeting, paper, form, 422)
    except StaleDataError:
        db.session.rollback()
        return _stale(meeting, paper, form)
    flash(_("The paper is saved."), "ok")
    return _back(code)


def _stale(meeting: Meeting, paper: Paper, form: PaperForm) -> Any:
    db.session.refresh(paper)
    differences = form.meet(PaperForm(paper, formdata=None), paper.version)
    return _edit_page(meeting, paper, form, 409, differences)


def _edit_page(
    meeting: Meeting,
    paper: Paper,
    form: PaperForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    page = render_template(
        "papers/edit.html",
        meeting=meeting,
        paper=paper,
        form=form,
        differences=differences,
        kinds=kind_names(),
    )
    return page, status


@bp.route("/meetings/<code>/papers/<int:paper_id>/file", methods=["GET", "POST"])
def put(code: str, paper_id: int) -> Any:
    """Put in a file of a paper, in `?language=fr`, or replace the one there is."""
    meeting, paper = _find(code, paper_id)
    form = FileForm(language=say_language(request.args.get("language", "")[:35]))
    if form.validate_on_submit():
        before = in_use(paper.id, form.language.tag or "")
        try:
            made = services.put_file(paper, form.upload, by=current_user, now=utcnow())
            db.session.commit()
            flash(_("%(name)s is put in.", name=made.file_name), "ok")
            return _back(code, file=before.id if before and before is not made else None)
        except RuleBroken as refusal:
            db.session.rollback()
            form.file.errors = [str(refusal)]
    return render_template(
        "papers/put.html",
        meeting=meeting,
        paper=paper,
        form=form,
        kinds=kind_names(),
        there=in_use(paper.id, form.language.tag or ""),
        languages=language_suggestions(meeting.languages),
    ), 422 if form.errors else 200


@bp.post("/meetings/<code>/papers/<int:paper_id>/<any(up, down, remove, restore):act>")
def change(code: str, paper_id: int, act: str) -> Any:
    """Move a paper up or down, remove it, or bring it back."""
    _meeting, paper = _find(code, paper_id)
    by, now = current_user, utcnow()
    if act in {"up", "down"}:
        # Sent twice, or from a page that is older than the order: the paper stays where it is.
        if request.form.get("position", type=int) == paper.position:
            services.move_paper(paper, -1 if act == "up" else 1, by=by, now=now)
    elif act == "remove":
        services.remove_paper(paper, by=by, now=now)
    else:
        services.bring_paper_back(paper, by=by, now=now)
    db.session.commit()
    return _back(code, paper=paper.id if act == "remove" else None)


@bp.post("/meetings/<code>/papers/files/<int:file_id>/<any(remove, restore):act>")
def change_file(code: str, file_id: int, act: str) -> Any:
    """Take a file out of use, or put an earlier one into use again."""
    meeting = _staff_find(code)
    file = access.find(PaperFile, file_id, current_user)
    if file is None or file.paper.meeting_id != meeting.id:
        abort(404)
    if act == "remove":
        services.remove_file(file, by=current_user, now=utcnow())
    else:
        services.bring_file_back(file, by=current_user, now=utcnow())
    db.session.commit()
    return _back(code, file=file.id if act == "remove" else None)


def _back(code: str, **undo: Any) -> Any:
    return redirect(url_for("papers.index", code=code, **undo))


def _find(code: str, paper_id: int) -> tuple[Meeting, Paper]:
    meeting = _staff_find(code)
    paper = access.find(Paper, paper_id, current_user)
    if paper is None or paper.meeting_id != meeting.id:
        abort(404)
    return meeting, paper


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
