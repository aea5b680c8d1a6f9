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
from eventsapp.comments.views import find_round
from eventsapp.documents.models import Draft
from eventsapp.documents.reading_docx import read_word_draft
from eventsapp.extensions import db
from eventsapp.markup import forms, queries, services
from eventsapp.markup.models import MarkedCopy
from eventsapp.markup.notes import (
    COMMENT,
    KINDS,
    PUT_IN,
    TAKEN_OUT,
    FoundNote,
    Spot,
    authors_of,
    notes_of,
    passing,
)
from eventsapp.numbers import row_number
from eventsapp.paging import Paged
from eventsapp.people.models import Organization, Person
from eventsapp.people.queries import found_by
from eventsapp.reading.structure import UnreadableFile

bp = Blueprint("markup", __name__)
PER_PAGE = 100


@dataclass(frozen=True)
class _Source:
    """A file that is looked at: the one of a draft, or a copy that somebody sent back."""

    key: str
    name: str
    draft: Draft
    copy: MarkedCopy | None = None


@bp.route("/documents/<int:document_id>/comments/<int:round_id>/word", methods=["GET", "POST"])
def index(document_id: int, round_id: int) -> Any:
    """Show what was found in a file; take in what is ticked, or a further copy of the draft."""
    round_ = find_round(document_id, round_id)
    form = forms.CopyForm()
    if request.method == "POST" and request.form.get("act") == "hand over":
        return _hand_over(round_, form)
    return _of_source(round_, form, 200)


def _hand_over(round_: CommentRound, form: forms.CopyForm) -> Any:
    if not form.validate():
        return _of_source(round_, form, 422)
    content, name = form.content
    try:
        copy = services.hand_over_copy(round_, content, name, by=current_user, now=utcnow())
        db.session.commit()
    except UnreadableFile as refusal:
        db.session.rollback()
        form.file.errors = [*form.file.errors, str(refusal)]
        return _of_source(find_round(round_.document_id, round_.id), form, 422)
    return redirect(url_for("markup.index", **_at(round_), file=f"c{copy.id}"))


def _of_source(round_: CommentRound, form: forms.CopyForm, status: int) -> Any:
    sources = _sources(round_)
    wanted = request.args.get("file") or f"d{round_.draft_id}"
    source = next((one for one in sources if one.key == wanted), sources[0] if sources else None)
    facts: dict[str, Any] = {"round": round_, "document": round_.document, "form": form}
    if source is None:
        return render_template("markup/index.html", **facts, source=None), status
    content = source.copy.content if source.copy else queries.file_of(source.draft)
    try:
        found = read_word_draft(content, source.name)
    except UnreadableFile as refusal:
        flash(str(refusal), "warn")
        return render_template("markup/index.html", **facts, source=None), status
    notes = notes_of(found)
    shown = passing(notes, _author(), request.args.get("kind"))
    if source.copy:
        spots = services.spots_in_copy(source.draft, found)
    else:
        spots = queries.spots_of(source.draft)
    if request.method == "POST" and status == 200:
        return _take(round_, source, spots, shown)
    left = found.changes_total - len(found.changes)
    facts |= {"sources": sources, "source": source, "spots": spots, "left": left}
    return render_template("markup/index.html", **facts, **_listed(round_, notes, shown)), status


def _sources(round_: CommentRound) -> list[_Source]:
    """Return the files that can be looked at: those of the drafts, then the copies."""
    drafts = [
        _Source(f"d{one.id}", f"{draft_name(one)}: {one.file_name or 'docx'}", one)
        for one in queries.word_drafts(round_)
    ]
    copies = [
        _Source(f"c{one.id}", one.file_name, round_.draft, one) for one in queries.copies_of(round_)
    ]
    return drafts + copies


def _listed(round_: CommentRound, notes: list[FoundNote], shown: list[FoundNote]) -> dict[str, Any]:
    """Return what the page shows of the notes: one page of them, who wrote them, what is in."""
    author, typed = _author(), request.args.get("q", "")
    number = max(1, request.args.get("page", 1, type=int))
    page = Paged(number=number, total=len(shown), per_page=PER_PAGE)
    known = queries.taken_in(round_, [one.key for one in notes])
    found_people = candidates(round_, and_(*found_by(typed))) if typed.strip() else []
    arguments = _arguments()

    def address(number: int) -> str:
        return url_for("markup.index", **_at(round_), **arguments, page=number)

    return {
        "authors": authors_of(notes),
        "author": author,
        "kind": request.args.get("kind", ""),
        "kinds": _kind_names(),
        "notes": shown[page.start : page.last],
        "page": page,
        "address": address,
        "total": len(notes),
        "known": known,
        "new": sum(one.key not in known for one in shown),
        "people": queries.people_for(round_, author, [one.id for one in found_people]),
        "organizations": queries.organizations_for(round_),
        "typed": typed,
        "arguments": arguments,
    }


def _take(
    round_: CommentRound, source: _Source, spots: dict[int, Spot], shown: list[FoundNote]
) -> Any:
    ticked = set(request.form.getlist("n"))
    chosen = [one for one in shown if one.key in ticked]
    if request.form.get("all"):
        known = queries.taken_in(round_, [one.key for one in shown])
        chosen = [one for one in shown if one.key not in known or one.key in ticked]
    back = redirect(url_for("markup.index", **_at(round_), **_arguments()))
    if not chosen:
        flash(_("Nothing is ticked, so nothing was taken in."), "warn")
        return back
    taken = services.take_in(
        round_, source.draft, spots, chosen, _whose(), by=current_user, now=utcnow()
    )
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
    """Return what the address asks for: file, author, kind."""
    kind = request.args.get("kind", "")
    found = {
        "file": request.args.get("file"),
        "author": _author(),
        "kind": kind if kind in KINDS else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _at(round_: CommentRound) -> dict[str, Any]:
    return {"document_id": round_.document_id, "round_id": round_.id}
