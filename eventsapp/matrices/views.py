"""The matrix of a round: out as XLSX or DOCX, and back in after a look at what differs."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp.clock import utcnow
from eventsapp.comments.models import CommentRound
from eventsapp.comments.queries import counts_of
from eventsapp.comments.views import find_round
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language
from eventsapp.history.services import record_view
from eventsapp.matrices import forms, queries, services
from eventsapp.matrices.columns import (
    ATTRIBUTIONS,
    DECISION_WORDS,
    NOBODY,
    Line,
    cells_of,
    code_of,
    columns_for,
)
from eventsapp.matrices.models import MatrixUpload
from eventsapp.matrices.wordfile import write_matrix_docx
from eventsapp.mediatypes import DOCX
from eventsapp.outgoing import as_file
from eventsapp.sheets.table import SheetRefused
from eventsapp.sheets.writing import TABLE_TYPES, write_laid_out

bp = Blueprint("matrices", __name__)
MATRIX = "/documents/<int:document_id>/comments/<int:round_id>/matrix"
# A page of as many edits can still be read through; of more, all are taken or none.
MOST_SHOWN = 500


@bp.route(MATRIX, methods=["GET", "POST"])
def index(document_id: int, round_id: int) -> Any:
    """Choose how the matrix goes out, and hand over the one that comes back."""
    round_ = find_round(document_id, round_id)
    form = forms.MatrixForm()
    if form.validate_on_submit():
        content, name = form.content
        try:
            upload = services.hand_over_matrix(round_, content, name, by=current_user, now=utcnow())
            db.session.commit()
            return redirect(url_for("matrices.look", **_at(round_), upload_id=upload.id))
        except SheetRefused as refusal:
            db.session.rollback()
            form.file.errors = [*form.file.errors, str(refusal)]
            round_ = find_round(document_id, round_id)
    page = render_template(
        "matrices/index.html",
        round=round_,
        document=round_.document,
        form=form,
        count=counts_of([round_.id])[round_.id].comments,
        attributions=forms.attribution_names(),
        uploads=queries.uploads_of(round_),
    )
    return page, 422 if form.errors else 200


@bp.get(f"{MATRIX}.<any(xlsx, docx):kind>")
def export(document_id: int, round_id: int, kind: str) -> Response:
    """Give the matrix as a file, and write down that it was taken."""
    round_ = find_round(document_id, round_id)
    wanted = request.args.get("attribution", NOBODY)
    attribution = wanted if wanted in ATTRIBUTIONS else NOBODY
    lines, now = queries.lines_of(round_, attribution), utcnow()
    record_view(
        "exported",
        round_,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=len(lines),
        attribution=attribution,
    )
    there = in_zone(now, round_.tz)
    name = f"comments-{round_.document_id}-{round_.id}-{there:%Y%m%d-%H%M}.{kind}"
    if kind == "docx":
        return as_file(_as_docx(round_, lines, attribution), name, DOCX)
    columns, rows = columns_for(attribution), cells_of(lines, attribution)
    content = write_laid_out(columns, rows, title=f"Comments on draft {round_.draft.number}")
    return as_file(content, name, TABLE_TYPES["xlsx"])


def _as_docx(round_: CommentRound, lines: list[Line], attribution: str) -> bytes:
    document = round_.document
    facts = _(
        "%(round)s, draft %(number)s. %(count)s comments.",
        round=round_.title,
        number=round_.draft.number,
        count=len(lines),
    )
    return write_matrix_docx(
        lines, title=document.title, facts=facts, attribution=attribution, language=language()
    )


@bp.route(f"{MATRIX}/<int:upload_id>", methods=["GET", "POST"])
def look(document_id: int, round_id: int, upload_id: int) -> Any:
    """Show exactly what differs, then take what stays ticked and nothing else."""
    round_ = find_round(document_id, round_id)
    upload = queries.upload_of(round_, upload_id) or abort(404)
    if upload.content is None:
        flash(_("The edits of this matrix were taken already."), "warn")
        return redirect(url_for("matrices.index", **_at(round_)))
    form = forms.KeepForm()
    if not form.validate_on_submit():
        return _look_page(upload, form, 200)
    try:
        taken = services.keep_matrix(
            upload, _ticked(upload), mark=form.mark.data or "", by=current_user, now=utcnow()
        )
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        round_ = find_round(document_id, round_id)
        return _look_page(queries.upload_of(round_, upload_id) or abort(404), form, 409)
    flash(
        ngettext(
            "%(num)s edit of the matrix is taken.", "%(num)s edits of the matrix are taken.", taken
        ),
        "ok",
    )
    return redirect(url_for("answers.index", **_at(round_)))


def _ticked(upload: MatrixUpload) -> set[str]:
    """Return the edits that are taken: those ticked, and those beyond what the page shows."""
    ticked = set(request.form.getlist("e"))
    if request.form.get("rest"):
        beyond = services.comparison_of(upload).edits[MOST_SHOWN:]
        ticked |= {one.key for one in beyond if not one.is_met}
    return ticked


def _look_page(upload: MatrixUpload, form: forms.KeepForm, status: int) -> Any:
    comparison = services.comparison_of(upload)
    page = render_template(
        "matrices/look.html",
        round=upload.round,
        document=upload.round.document,
        upload=upload,
        form=form,
        found=comparison,
        shown=comparison.edits[:MOST_SHOWN],
        rest=len(comparison.edits) - MOST_SHOWN,
        names=forms.column_names(),
        decisions=DECISION_WORDS,
        code_of=code_of,
        ticked=set(request.form.getlist("e")) if request.method == "POST" else None,
    )
    return page, status


def _at(round_: CommentRound) -> dict[str, Any]:
    return {"document_id": round_.document_id, "round_id": round_.id}
