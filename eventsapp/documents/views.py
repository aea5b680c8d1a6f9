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
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.documents import queries, saving, services, shown
from eventsapp.documents.changes import counted
from eventsapp.documents.forms import (
    DocumentForm,
    DraftForm,
    KeepForm,
    NewDocumentForm,
    PlainForm,
    audience_names,
    change_names,
    kind_names,
    say_changes,
)
from eventsapp.documents.models import Block, Document, Draft, HandedDraft
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Meeting, Process
from eventsapp.outgoing import as_file
from eventsapp.reading.structure import UnreadableFile

bp = Blueprint("documents", __name__)
MOST_BYTES = 20 * 1024 * 1024
SHOWN_IN_PREVIEW = 200
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
            return redirect(url_for("documents.upload", document_id=document.id))
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


@bp.route("/documents/<int:document_id>/drafts/new", methods=["GET", "POST"])
def upload(document_id: int) -> Any:
    """Take a file or a paste, to be looked at before anything is kept."""
    document = _of_staff(document_id)
    form = DraftForm()
    form.offer(document.language)
    if form.validate_on_submit():
        try:
            handed = _handed_over(document, form)
            db.session.commit()
        except (UnreadableFile, RuleBroken) as refusal:
            db.session.rollback()
            field = form.text if form.is_pasted else form.file
            field.errors = [*field.errors, str(refusal)]
        else:
            return redirect(_preview_of(handed))
    document = _of_staff(document_id)
    page = render_template("documents/upload.html", document=document, form=form)
    return page, 422 if form.is_submitted() else 200


def _handed_over(document: Document, form: DraftForm) -> HandedDraft:
    if form.is_pasted:
        content, name = form.text.data.encode(errors="replace"), None
    else:
        content, name = form.file.data.stream.read(MOST_BYTES + 1), form.file.data.filename
    return saving.hand_over(
        document,
        content,
        name,
        now=utcnow(),
        by=current_user,
        label=form.label.data,
        language=form.language.data or None,
    )


def _preview_of(handed: HandedDraft) -> str:
    return url_for("documents.preview", document_id=handed.document_id, handed_id=handed.id)


def _handed(document_id: int, handed_id: int) -> HandedDraft:
    access.require_staff(current_user)
    handed = access.find(HandedDraft, handed_id, current_user)
    return handed if handed and handed.document_id == document_id else abort(404)


@bp.route("/documents/<int:document_id>/drafts/waiting/<int:handed_id>", methods=["GET", "POST"])
def preview(document_id: int, handed_id: int) -> Any:
    """Show what was read of a draft; keep it when asked to. Twice keeps it once."""
    handed = _handed(document_id, handed_id)
    if handed.draft_id is None and handed.content is None:
        abort(404)
    if handed.draft_id is not None:
        return redirect(_address_of(db.session.get(Draft, handed.draft_id) or abort(404)))
    try:
        return _looked_at_or_kept(handed)
    except UnreadableFile as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
        return redirect(url_for("documents.show", document_id=document_id))


def _looked_at_or_kept(handed: HandedDraft) -> Any:
    form = KeepForm(language=handed.language)
    form.offer(handed.language)
    if not form.validate_on_submit():
        return _preview_page(handed, form), 422 if form.is_submitted() else 200
    if form.language.data != handed.language:
        handed.language = form.language.data
        db.session.commit()
        flash(_("Compared anew, with the drafts in this language. Look at it and keep it."))
        return redirect(_preview_of(handed))
    try:
        draft = saving.keep(handed, now=utcnow(), by=current_user)
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _preview_page(handed, form), 409
    flash(_("Draft %(number)s is kept.", number=draft.number), "ok")
    is_doubtful = draft.settled_at is None
    return redirect(_address_of(draft, "documents.doubtful" if is_doubtful else "documents.draft"))


def _preview_page(handed: HandedDraft, form: KeepForm) -> str:
    looked_at = saving.look_at(handed)
    found = looked_at.found
    return render_template(
        "documents/preview.html",
        handed=handed,
        document=handed.document,
        form=form,
        looked_at=looked_at,
        found=found,
        changes=say_changes(looked_at.counts),
        parts=shown.parts_of(found.blocks[:SHOWN_IN_PREVIEW]),
        cells_of=shown.cells_of,
        left_out=max(0, len(found.blocks) - SHOWN_IN_PREVIEW),
        direction=shown.direction_of(handed.language or handed.document.language),
    )


@bp.post("/documents/<int:document_id>/drafts/waiting/<int:handed_id>/discard")
def discard(document_id: int, handed_id: int) -> Any:
    """Let go of what was handed over and not kept."""
    access.require_staff(current_user)
    handed = access.find(HandedDraft, handed_id, current_user)
    if handed is not None and handed.document_id == document_id:
        saving.discard(handed)
        db.session.commit()
    flash(_("It is put aside. Nothing was kept."), "ok")
    return redirect(url_for("documents.show", document_id=document_id))


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


@bp.route("/documents/<int:document_id>/drafts/<int:number>/doubtful", methods=["GET", "POST"])
def doubtful(document_id: int, number: int) -> Any:
    """Ask about each doubtful passage, beside what it may be; take answers back."""
    access.require_staff(current_user)
    one = _draft(document_id, number)
    form = PlainForm()
    if form.validate_on_submit():
        try:
            said = _answered(one)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
            one = _draft(document_id, number)
        else:
            flash(said, "ok")
            return redirect(_address_of(one, "documents.doubtful", _anchor="next"))
    page = render_template(
        "documents/doubtful.html",
        draft=one,
        document=one.document,
        before=queries.draft_before(one),
        form=form,
        questions=shown.questions(queries.asked_of(one), queries.candidates_of(one)),
        direction=shown.direction_of(one.language),
    )
    return page, 409 if form.form_errors else 200


def _answered(one: Draft) -> str:
    """Do what was asked of one doubtful passage, and say what happened."""
    if request.form.get("act") == "settle":
        count = saving.settle(one, now=utcnow(), by=current_user)
        return ngettext("%(num)s passage is new.", "%(num)s passages are new.", count)
    block = db.session.get(Block, request.form.get("block", 0, type=int))
    if block is None or block.draft_id != one.id:
        abort(404)
    if request.form.get("act") == "undo":
        saving.undo_confirmation(block, now=utcnow(), by=current_user)
        return _("%(label)s is asked again.", label=block.label)
    passage = request.form.get("passage", 0, type=int) or None
    saving.confirm_passage(block, passage, now=utcnow(), by=current_user)
    return _("%(label)s is settled.", label=block.label)
