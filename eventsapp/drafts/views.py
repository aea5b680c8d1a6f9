"""Drafts: hand one over, look at what was read, keep it, say what doubtful passages are."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.documents import queries, saving, shown
from eventsapp.documents.forms import say_changes
from eventsapp.documents.models import Block, Document, Draft, HandedDraft
from eventsapp.drafts.forms import DraftForm, KeepForm, PlainForm
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.reading.structure import UnreadableFile

bp = Blueprint("drafts", __name__)
MOST_BYTES = 20 * 1024 * 1024
SHOWN_IN_PREVIEW = 200


def _document(document_id: int) -> Document:
    access.require_staff(current_user)
    return access.find(Document, document_id, current_user) or abort(404)


def _draft(document_id: int, number: int) -> Draft:
    return queries.draft_numbered(_document(document_id), number) or abort(404)


def _address_of(draft: Draft, endpoint: str = "documents.draft", **more: Any) -> str:
    return url_for(endpoint, document_id=draft.document_id, number=draft.number, **more)


@bp.route("/documents/<int:document_id>/drafts/new", methods=["GET", "POST"])
def new(document_id: int) -> Any:
    """Take a file or a paste, to be looked at before anything is kept."""
    document = _document(document_id)
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
    document = _document(document_id)
    page = render_template("drafts/new.html", document=document, form=form)
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
    return url_for("drafts.preview", document_id=handed.document_id, handed_id=handed.id)


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
    return redirect(_address_of(draft, "drafts.doubtful" if is_doubtful else "documents.draft"))


def _preview_page(handed: HandedDraft, form: KeepForm) -> str:
    looked_at = saving.look_at(handed)
    found = looked_at.found
    return render_template(
        "drafts/preview.html",
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


@bp.route("/documents/<int:document_id>/drafts/<int:number>/doubtful", methods=["GET", "POST"])
def doubtful(document_id: int, number: int) -> Any:
    """Ask about each doubtful passage, beside what it may be; take answers back."""
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
            return redirect(_address_of(one, "drafts.doubtful", _anchor="next"))
    page = render_template(
        "drafts/doubtful.html",
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
