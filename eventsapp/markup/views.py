"""What stands in the Word file of a draft: looked at by author, then taken in as comments."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import and_

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.comments.forms import draft_name
from eventsapp.comments.models import CommentRound
from eventsapp.comments.queries import candidates
from eventsapp.documents.models import Draft
from eventsapp.documents.reading_docx import read_word_draft
from eventsapp.extensions import db
from eventsapp.markup import queries, services
from eventsapp.markup.notes import (
    COMMENT,
    KINDS,
    PUT_IN,
    TAKEN_OUT,
    FoundNote,
    authors_of,
    notes_of,
    passing,
)
from eventsapp.numbers import row_number
from eventsapp.people.models import Organization, Person
from eventsapp.people.queries import found_by
from eventsapp.reading.structure import UnreadableFile

bp = Blueprint("markup", __name__)
PER_PAGE = 100


@dataclass(frozen=True)
class _Page:
    """One page of a list that is in memory; what `pager` draws."""

    page: int
    total: int

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return min(self.page * PER_PAGE, self.total)

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        return self.page - 1

    @property
    def next_num(self) -> int:
        return self.page + 1


@bp.route("/documents/<int:document_id>/comments/<int:round_id>/word", methods=["GET", "POST"])
def index(document_id: int, round_id: int) -> Any:
    """Show what was found in the file of a draft; take in what is ticked."""
    round_ = _round(document_id, round_id)
    drafts = queries.word_drafts(round_)
    draft = _chosen(round_, drafts)
    if draft is None:
        return render_template(
            "markup/index.html", round=round_, document=round_.document, draft=None
        )
    try:
        found = read_word_draft(queries.file_of(draft), draft.file_name or "The draft")
    except UnreadableFile as refusal:
        flash(str(refusal), "warn")
        return render_template(
            "markup/index.html", round=round_, document=round_.document, draft=None
        )
    notes = notes_of(found)
    shown = passing(notes, _author(), request.args.get("kind"))
    if request.method == "POST":
        return _take(round_, draft, shown)
    return _shown(
        round_, drafts, draft, notes, shown, left=found.changes_total - len(found.changes)
    )


def _chosen(round_: CommentRound, drafts: list[Draft]) -> Draft | None:
    wanted = request.args.get("draft", type=int) or round_.draft_id
    return next((one for one in drafts if one.id == wanted), drafts[0] if drafts else None)


def _shown(
    round_: CommentRound,
    drafts: list[Draft],
    draft: Draft,
    notes: list[FoundNote],
    shown: list[FoundNote],
    *,
    left: int,
) -> str:
    author, typed = _author(), request.args.get("q", "")
    page = _Page(max(1, request.args.get("page", 1, type=int)), len(shown))
    some = shown[page.first - 1 : page.last]
    known = queries.taken_in(round_, [one.key for one in notes])
    found_people = candidates(round_, and_(*found_by(typed))) if typed.strip() else []
    arguments = _arguments()

    def address(number: int) -> str:
        return url_for("markup.index", **_at(round_), **arguments, page=number)

    return render_template(
        "markup/index.html",
        round=round_,
        document=round_.document,
        drafts=drafts,
        draft=draft,
        draft_name=draft_name,
        authors=authors_of(notes),
        author=author,
        kind=request.args.get("kind", ""),
        kinds=_kind_names(),
        notes=some,
        page=page,
        address=address,
        total=len(notes),
        left=left,
        known=known,
        new=sum(one.key not in known for one in shown),
        blocks=queries.blocks_by_position(draft),
        people=queries.people_for(round_, author, [one.id for one in found_people]),
        organizations=queries.organizations_for(round_),
        typed=typed,
        arguments=arguments,
    )


def _take(round_: CommentRound, draft: Draft, shown: list[FoundNote]) -> Any:
    ticked = set(request.form.getlist("n"))
    chosen = [one for one in shown if one.key in ticked]
    if request.form.get("all"):
        known = queries.taken_in(round_, [one.key for one in shown])
        chosen = [one for one in shown if one.key not in known or one.key in ticked]
    back = redirect(url_for("markup.index", **_at(round_), **_arguments()))
    if not chosen:
        flash(_("Nothing is ticked, so nothing was taken in."), "warn")
        return back
    taken = services.take_in(round_, draft, chosen, _whose(), by=current_user, now=utcnow())
    db.session.commit()
    said = ngettext(
        "%(num)s note is taken in as a comment.",
        "%(num)s notes are taken in as comments.",
        taken.new,
    )
    if taken.moved:
        said += " " + ngettext(
            "%(num)s that was in already has another author now.",
            "%(num)s that were in already have another author now.",
            taken.moved,
        )
    flash(said, "ok")
    return back


def _whose() -> services.Whose:
    """Return whose they are: `p12` is a person, `o7` an organization, else only as written."""
    kind, number = request.form.get("whose", "")[:1], row_number(request.form.get("whose", "")[1:])
    if kind == "p":
        return services.Whose(person=access.find(Person, number, current_user) or abort(404))
    if kind == "o":
        return services.Whose(organization=db.session.get(Organization, number) or abort(404))
    return services.Whose()


def _kind_names() -> dict[str, str]:
    return {
        COMMENT: _("Comment in the margin"),
        PUT_IN: _("Words put in"),
        TAKEN_OUT: _("Words taken out"),
    }


def _author() -> str | None:
    """Return whose notes are shown; None is everybody's. A name may be empty."""
    name = request.args.get("author", "*")
    return None if name == "*" else name


def _arguments() -> dict[str, Any]:
    """Return what the address asks for: draft, author, kind."""
    kind = request.args.get("kind", "")
    found = {
        "draft": request.args.get("draft", type=int),
        "author": _author(),
        "kind": kind if kind in KINDS else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _at(round_: CommentRound) -> dict[str, Any]:
    return {"document_id": round_.document_id, "round_id": round_.id}


def _round(document_id: int, round_id: int) -> CommentRound:
    access.require_staff(current_user)
    found = access.find(CommentRound, round_id, current_user)
    if found is None or found.document_id != document_id:
        abort(404)
    return found
