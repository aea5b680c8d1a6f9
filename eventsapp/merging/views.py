"""The pages on which two entries of one person become one, and two again."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.merging.forms import (
    Fact,
    MergeForm,
    counted_words,
    left_words,
    merge_form,
    say_reason,
    versions_of,
)
from eventsapp.merging.models import Merge, NotSame
from eventsapp.merging.queries import (
    account_refusal,
    counted_for,
    duplicates_page,
    latest_on_top,
    merge_of,
    merges_by_time,
    names_of,
    people_with,
    reasons_between,
    said_apart,
    said_of,
    who_else,
)
from eventsapp.merging.services import merge_all, set_apart, take_back_apart, undo_merge
from eventsapp.people.models import Person

bp = Blueprint("merging", __name__)
MOST_AT_ONCE = 10


@bp.get("/people/duplicates")
def index() -> str:
    """List who may be entered twice, with the reasons."""
    access.require_staff(current_user)
    page = duplicates_page(request.args.get("page", 1, type=int))
    people = people_with(one for group in page.items for one in group.ids)
    return render_template(
        "merging/index.html",
        page=page,
        people=people,
        names={number: person.printed_name for number, person in people.items()},
        say_reason=say_reason,
        apart=said_apart(),
    )


@bp.route("/people/merge", methods=["GET", "POST"])
def compare() -> Any:
    """Show entries side by side; make them one as chosen."""
    access.require_staff(current_user)
    numbers = list(dict.fromkeys(request.args.getlist("people", type=int)))[:MOST_AT_ONCE]
    known = [access.find(Person, one, current_user) for one in numbers]
    if None in known:
        return _gone_already(numbers[known.index(None)])
    people = [one for one in known if one is not None]
    if len(people) < 2:
        return _choose(people)
    counts = {one.id: counted_for(one.id) for one in people}
    stays = max(people, key=lambda one: (sum(counts[one.id].values()), -one.id)).id
    form, facts = merge_form(people, stays)
    refusal = _refusal(people)
    if not form.is_submitted():
        return _side_by_side(people, form, facts, counts, refusal)
    if form.versions.data != versions_of(people):
        form.versions.data, form.versions.raw_data = versions_of(people), None
        return _side_by_side(people, form, facts, counts, refusal, is_stale=True), 409
    if not form.validate():
        return _side_by_side(people, form, facts, counts, refusal), 422
    if refusal is None:
        try:
            return _merge(people, form)
        except RuleBroken as broken:
            db.session.rollback()
            refusal = str(broken)
        except (StaleDataError, IntegrityError):
            db.session.rollback()
            refusal = _("Somebody changed one of these entries at this moment. Merge them again.")
        people = [one for one in people if access.find(Person, one.id, current_user)]
    return _side_by_side(people, form, facts, counts, refusal), 409


def _gone_already(number: int) -> Any:
    """Lead to the merge in which an entry went, as after a double click; 404 if there is none."""
    done = merge_of(number) or abort(404)
    flash(_("This entry was merged already. Here is what became of it."))
    return redirect(url_for("merging.show", merge_id=done.id))


def _choose(people: list[Person]) -> str:
    """Ask with whom to compare somebody."""
    typed = request.args.get("q", "").strip()
    found = who_else(typed, {one.id for one in people}) if typed else []
    return render_template("merging/choose.html", chosen=people, typed=typed, found=found)


def _refusal(people: Sequence[Person]) -> str | None:
    """Return why the reader cannot make these entries one, before any of it is done."""
    colleague = next(
        (one for one in people if not access.changes_addresses(one, current_user)), None
    )
    if colleague is not None:
        return _(
            "%(name)s is of the secretariat, and a merge changes with which addresses they sign "
            "in. An administrator merges them.",
            name=colleague.printed_name,
        )
    first, *others = people
    return next((why for one in others if (why := account_refusal(first.id, one.id))), None)


def _side_by_side(
    people: Sequence[Person],
    form: MergeForm,
    facts: list[Fact],
    counts: dict[int, dict[str, int]],
    refusal: str | None,
    *,
    is_stale: bool = False,
) -> str:
    return render_template(
        "merging/compare.html",
        people=people,
        form=form,
        facts=facts,
        counts={number: counted_words(found) for number, found in counts.items()},
        feeds=sum("feed" in found for found in counts.values()),
        pairs=reasons_between(one.id for one in people),
        say_reason=say_reason,
        names={one.id: one.printed_name for one in people},
        said=said_of([one.id for one in people]),
        refusal=refusal,
        is_stale=is_stale,
    )


def _merge(people: Sequence[Person], form: MergeForm) -> Any:
    """Make the entries one, as chosen."""
    kept = next(one for one in people if one.id == form.kept.data)
    others = [one for one in people if one is not kept]
    made = merge_all(kept, others, form.choices, by=current_user, now=utcnow())
    db.session.commit()
    flash(
        _("%(num)s entries are one now: %(name)s.", num=len(people), name=kept.printed_name), "ok"
    )
    return redirect(url_for("merging.show", merge_id=made[-1].id))


@bp.get("/people/merges")
def merges() -> str:
    """List what was merged, the last first."""
    access.require_staff(current_user)
    page = merges_by_time(request.args.get("page", 1, type=int))
    return render_template("merging/merges.html", page=page)


@bp.get("/people/merges/<int:merge_id>")
def show(merge_id: int) -> str:
    """Say what a merge did, and offer to undo it."""
    access.require_staff(current_user)
    made = access.find(Merge, merge_id, current_user) or abort(404)
    kept, gone = names_of(made)
    return render_template(
        "merging/show.html",
        merge=made,
        kept=kept,
        gone=gone,
        moved=counted_words(made.moved),
        on_top=latest_on_top(made),
    )


@bp.post("/people/merges/<int:merge_id>/undo")
def undo(merge_id: int) -> Any:
    """Bring the entry back that went, with all that was its own."""
    access.require_staff(current_user)
    made = access.find(Merge, merge_id, current_user) or abort(404)
    try:
        left = undo_merge(made, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
        return redirect(url_for("merging.show", merge_id=merge_id))
    flash(_("The merge is undone: the two entries stand side by side again."), "ok")
    for sentence in left_words(left):
        flash(sentence, "warn")
    return redirect(url_for("merging.show", merge_id=merge_id))


@bp.post("/people/not-same")
def say_apart() -> Any:
    """Remember that people are not one; they are offered no more."""
    access.require_staff(current_user)
    numbers = list(dict.fromkeys(request.form.getlist("people", type=int)))
    people = [access.find(Person, one, current_user) or abort(404) for one in numbers]
    if len(people) != 2:
        abort(404)
    first, second = people
    set_apart(first.id, second.id, by=current_user, now=utcnow())
    db.session.commit()
    flash(
        _(
            "%(first)s and %(second)s are not the same person. They are offered no more.",
            first=first.printed_name,
            second=second.printed_name,
        ),
        "ok",
    )
    return redirect(url_for("merging.index"))


@bp.post("/people/not-same/<int:said_id>/take-back")
def take_back(said_id: int) -> Any:
    """Let two people be offered as one again."""
    access.require_staff(current_user)
    said = access.find(NotSame, said_id, current_user) or abort(404)
    take_back_apart(said, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("They are compared again, and offered where something speaks for it."), "ok")
    return redirect(url_for("merging.index"))
