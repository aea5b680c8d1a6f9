"""Documents: their drafts, what changed between them, and when they are released."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
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
from eventsapp.documents import queries, services, shown
from eventsapp.documents.changes import counted
from eventsapp.documents.forms import (
    DocumentForm,
    NewDocumentForm,
    audience_names,
    change_names,
    kind_names,
    say_changes,
)
from eventsapp.documents.models import Document, Draft
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Meeting, Process
from eventsapp.outgoing import as_file

bp = Blueprint("documents", __name__)
BLOCKS_A_PAGE = 1_000


@bp.get("/documents")
def index() -> str:
    """List the documents with their drafts, then the releases, as far as the reader may see."""
    releases = access.seen_of(queries.releases_by_day(), current_user)
    is_seen = access.drafts_seen_by(current_user)
    documents = {
        document: [draft for draft in document.drafts if is_seen(draft)]
        for document in queries.documents_by_title()
    }
    if not current_user.is_staff:
        documents = {document: drafts for document, drafts in documents.items() if drafts}
    return render_template(
        "documents/index.html",
        documents=documents,
        releases=releases,
        kinds=kind_names(),
        doubtful=_doubtful(documents),
    )


def _doubtful(documents: dict[Document, list[Draft]]) -> dict[int, int]:
    drafts = [draft for drafts in documents.values() for draft in drafts]
    return queries.doubtful_counts(drafts) if current_user.is_staff else {}


@bp.route("/documents/new", methods=["GET", "POST"])
def new() -> Any:
    """Enter a document, still without a draft."""
    access.require_staff(current_user)
    processes = queries.processes_by_code()
    form = NewDocumentForm()
    form.offer(queries.meetings_by_day())
    form.offer_processes(processes)
    if form.validate_on_submit():
        process = _process_of(form)
        try:
            document = services.add_document(form.facts, process, now=utcnow(), by=current_user)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.title.errors = [str(refusal)]
        else:
            flash(_("“%(title)s” is entered. Now add its first draft.", title=document.title), "ok")
            return redirect(url_for("drafts.new", document_id=document.id))
    page = render_template("documents/new.html", form=form, processes=processes)
    return page, 422 if form.is_submitted() else 200


def _process_of(form: NewDocumentForm) -> Process:
    """Return the process of a new document: that of its meeting, where it has one."""
    meeting = access.find(Meeting, form.meeting.data or None, current_user)
    if meeting is not None:
        return meeting.process
    return db.session.get(Process, form.process_id.data) or abort(404)


@bp.get("/documents/<int:document_id>")
def show(document_id: int) -> str:
    """Show a document: its drafts, what changed in each, and its releases."""
    document = access.find(Document, document_id, current_user) or abort(404)
    drafts = list(filter(access.drafts_seen_by(current_user), document.drafts))
    releases = access.seen_of(queries.releases_of(drafts), current_user)
    counts = queries.counts_of(drafts)
    return render_template(
        "documents/show.html",
        document=document,
        drafts=drafts,
        releases=releases,
        waiting=queries.waiting_for(document) if current_user.is_staff else [],
        doubtful=queries.doubtful_counts(drafts),
        changes={key: say_changes(counts) for key, counts in counts.items()},
        kinds=kind_names(),
        audiences=audience_names(),
    )


@bp.route("/documents/<int:document_id>/edit", methods=["GET", "POST"])
def edit(document_id: int) -> Any:
    """Correct the facts of a document; a form older than the record saves nothing."""
    document = _of_staff(document_id)
    form = _edit_form(document)
    if not form.is_submitted():
        form.open_at(document.version)
        return _edit_page(document, form, 200)
    if form.is_older_than(document.version):
        return _stale(document, form)
    if not form.validate():
        return _edit_page(document, form, 422)
    try:
        services.change_document(document, form.facts, now=utcnow(), by=current_user)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(_of_staff(document_id), form)
    except RuleBroken as refusal:
        db.session.rollback()
        form.title.errors = [str(refusal)]
        return _edit_page(_of_staff(document_id), form, 422)
    flash(_("“%(title)s” is saved.", title=document.title), "ok")
    return redirect(url_for("documents.show", document_id=document_id))


def _edit_form(document: Document, **more: Any) -> DocumentForm:
    form = DocumentForm(obj=document, meeting=document.meeting_id or 0, **more)
    form.offer(queries.meetings_by_day(document.process_id), document.language)
    return form


def _edit_page(document: Document, form: DocumentForm, status: int, **more: Any) -> Any:
    differences = more.get("differences")
    page = render_template(
        "documents/edit.html", document=document, form=form, differences=differences
    )
    return page, status


def _stale(document: Document, form: DocumentForm) -> Any:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    differences = form.meet(_edit_form(document, formdata=None), document.version)
    return _edit_page(document, form, 409, differences=differences)


def _of_staff(document_id: int) -> Document:
    access.require_staff(current_user)
    return access.find(Document, document_id, current_user) or abort(404)


def _draft(document_id: int, number: int) -> Draft:
    """Return a draft that the reader may see."""
    document = access.find(Document, document_id, current_user) or abort(404)
    draft = queries.draft_numbered(document, number)
    return draft if draft is not None and access.sees(draft, current_user) else abort(404)


def _address_of(draft: Draft, endpoint: str = "documents.draft", **more: Any) -> str:
    return url_for(endpoint, document_id=draft.document_id, number=draft.number, **more)


@bp.get("/documents/<int:document_id>/drafts/<int:number>")
def draft(document_id: int, number: int) -> str:
    """Show the text of a draft, each passage with the label by which people cite it.

    A long one has pages: `passage` in the address chooses the one with that passage.
    """
    one = _draft(document_id, number)
    passage = request.args.get("passage", 0, type=int)
    number = request.args.get("page", 0, type=int) or shown.page_with(
        one.blocks, passage, BLOCKS_A_PAGE
    )
    page = shown.page_of(one.blocks, number, BLOCKS_A_PAGE)
    parts = shown.parts_of(page.blocks)
    return render_template(
        "documents/draft.html",
        draft=one,
        document=one.document,
        before=queries.draft_before(one),
        page=page,
        parts=parts,
        cells_of=shown.cells_of,
        contents=shown.headings_of(parts),
        direction=shown.direction_of(one.language),
        opens=queries.releases_of([one]) if current_user.is_staff else [],
        page_address=lambda page_number: _address_of(one, page=page_number),
    )


@bp.get("/documents/<int:document_id>/drafts/<int:number>/changes")
def changes(document_id: int, number: int) -> str:
    """Show what changed since the draft before, word by word."""
    one = _draft(document_id, number)
    before = queries.draft_before(one)
    if before is None or not access.sees(before, current_user):
        abort(404)
    rows = queries.changes_of(one)
    return render_template(
        "documents/changes.html",
        draft=one,
        document=one.document,
        before=before,
        rows=[row for row in rows if row.kind != "same"],
        changes=say_changes(counted(rows)),
        kinds=change_names(),
        direction=shown.direction_of(one.language),
    )


@bp.get("/documents/<int:document_id>/drafts/<int:number>/file")
def file(document_id: int, number: int) -> Response:
    """Give the file of a draft as it was handed over; who took it is written down."""
    one = _draft(document_id, number)
    content, name = one.file, one.file_name
    if content is None or name is None:
        abort(404)
    record_view("exported", one, now=utcnow(), user_id=current_user.id)
    return as_file(content, name, one.media_type or "application/octet-stream")
