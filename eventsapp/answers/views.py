"""The comments of a round as staff see them: by paragraph, with what is open; and their answers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.answers import forms, queries, services
from eventsapp.answers.filters import OPEN, Wanted, wanted_from
from eventsapp.clock import utcnow
from eventsapp.comments.forms import PlainForm, decision_names, draft_name, kind_names
from eventsapp.comments.models import (
    DECISIONS,
    FORM,
    KINDS,
    WORD,
    Comment,
    CommentGroup,
    CommentRound,
)
from eventsapp.comments.queries import counts_of, newest_draft
from eventsapp.comments.views import find_round
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.numbers import row_number
from eventsapp.versioned import Difference

bp = Blueprint("answers", __name__)
ACTS = ("answer", "group", "apart")
ROUND = "/documents/<int:document_id>/comments/<int:round_id>"


@bp.get(ROUND)
def index(document_id: int, round_id: int) -> str:
    """List what was sent in a round, by paragraph; the address is the filter."""
    round_ = find_round(document_id, round_id)
    wanted = _wanted()
    page = queries.page_of(round_, wanted, request.args.get("page", 1, type=int))
    organizations = queries.organizations_of(round_.id)

    filters: dict[str, Any] = {**wanted.arguments}

    def address(number: int) -> str:
        return url_for("answers.index", **_at(round_), page=number, **filters)

    return render_template(
        "answers/index.html",
        round=round_,
        document=round_.document,
        wanted=wanted,
        page=page,
        address=address,
        places=queries.places_of(round_, page.items),
        counted=queries.decisions_counted(round_.id),
        counts=counts_of([round_.id])[round_.id],
        waiting=len(queries.unpublished(round_.id)),
        organizations=organizations,
        chips=forms.chips(wanted, organizations),
        decisions=decision_names(),
        decision_choices=forms.decision_choices(),
        kinds=kind_names(),
        sources=forms.source_names(),
        last=newest_draft(round_),
        draft_name=draft_name,
    )


@bp.route(f"{ROUND}/answers/<int:group_id>", methods=["GET", "POST"])
def answer(document_id: int, round_id: int, group_id: int) -> Any:
    """Answer one comment or one group; a form older than the answer saves nothing."""
    round_ = find_round(document_id, round_id)
    group = queries.group_of(round_, group_id) or abort(404)
    if request.method != "POST":
        return _answer_page(round_, group, forms.AnswerForm.of(group), 200)
    form = forms.AnswerForm()
    form.offer()
    if form.is_older_than(group.version):
        return _stale(round_, group, form)
    if not form.validate():
        return _answer_page(round_, group, form, 422)
    try:
        services.give_answer([group], form.answer, by=current_user, now=utcnow())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        round_ = find_round(document_id, round_id)
        return _stale(round_, queries.group_of(round_, group_id) or abort(404), form)
    flash(_("The answer is saved."), "ok")
    return _back(round_, f"g-{group_id}")


def _stale(round_: CommentRound, group: CommentGroup, form: forms.AnswerForm) -> Any:
    form.validate()
    return _answer_page(
        round_, group, form, 409, form.meet(forms.AnswerForm.of(group), group.version)
    )


def _answer_page(
    round_: CommentRound,
    group: CommentGroup,
    form: forms.AnswerForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    comments = queries.comments_with(round_, [one.id for one in queries.comments_in([group])])
    page = render_template(
        "answers/answer.html",
        round=round_,
        document=round_.document,
        group=group,
        form=form,
        places=queries.places_of(round_, comments),
        count=len(comments),
        differences=differences,
        kinds=kind_names(),
        arguments=_wanted().arguments,
    )
    return page, status


@bp.route(f"{ROUND}/act", methods=["GET", "POST"])
def act(document_id: int, round_id: int) -> Any:
    """Show which comments are ticked, then answer, group or take them apart."""
    round_ = find_round(document_id, round_id)
    what = request.values.get("act", "")
    if what not in ACTS:
        abort(404)
    numbers = [row_number(one) for one in request.values.getlist("c")]
    comments = queries.comments_with(round_, numbers)
    if not comments:
        flash(_("No comment is ticked. Tick some, then choose again."), "warn")
        return _back(round_)
    if request.method != "POST":
        return _act_page(round_, what, comments, _act_form(), 200)
    form = _act_form()
    if not form.validate():
        return _act_page(round_, what, comments, form, 422)
    try:
        services.check_unchanged(_groups(comments), _seen())
        said = _acted(round_, what, comments, form)
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _act_again(document_id, round_id, what, numbers, form, 422)
    except StaleDataError:
        db.session.rollback()
        form.form_errors.append(
            _(
                "A colleague answered one of these comments meanwhile, so nothing was done. Their "
                "answers stand below as they are now. Look at them, then do it again."
            )
        )
        return _act_again(document_id, round_id, what, numbers, form, 409)
    flash(said, "ok")
    return _back(round_)


def _act_form() -> forms.ActForm:
    form = forms.ActForm()
    form.offer()
    return form


def _seen() -> dict[int, int]:
    """Return the versions that the page showed, by answer."""
    pairs = (one.partition(":") for one in request.form.getlist("seen"))
    return {row_number(number): row_number(version) for number, _colon, version in pairs}


def _groups(comments: list[Comment]) -> list[CommentGroup]:
    found = {one.group.id: one.group for one in comments if one.group is not None}
    return list(found.values())


def _acted(round_: CommentRound, what: str, comments: list[Comment], form: forms.ActForm) -> str:
    by, now, count = current_user, utcnow(), len(comments)
    if what == "answer":
        services.give_answer(_groups(comments), form.answer, by=by, now=now)
        return ngettext("%(num)s comment is answered.", "%(num)s comments are answered.", count)
    if what == "group":
        group = services.put_together(round_, comments, form.name.data or "", by=by, now=now)
        return ngettext(
            "%(num)s comment is in the group “%(name)s”.",
            "%(num)s comments are in the group “%(name)s”.",
            count,
            name=group.name,
        )
    apart = services.take_apart(comments, by=by, now=now)
    return ngettext("%(num)s comment stands alone.", "%(num)s comments stand alone.", apart)


def _act_again(
    document_id: int, round_id: int, what: str, numbers: list[int], form: forms.ActForm, status: int
) -> Any:
    round_ = find_round(document_id, round_id)
    return _act_page(round_, what, queries.comments_with(round_, numbers), form, status)


def _act_page(
    round_: CommentRound, what: str, comments: list[Comment], form: forms.ActForm, status: int
) -> Any:
    groups = _groups(comments)
    together = [
        one for one in queries.comments_in(groups) if one.id not in {c.id for c in comments}
    ]
    page = render_template(
        "answers/act.html",
        round=round_,
        document=round_.document,
        act=what,
        comments=comments,
        places=queries.places_of(round_, comments),
        groups=groups,
        together=together if what == "answer" else [],
        names=queries.group_names(round_.id),
        form=form,
        kinds=kind_names(),
        decisions=decision_names(),
        arguments=_wanted().arguments,
    )
    return page, status


@bp.route(f"{ROUND}/publish", methods=["GET", "POST"])
def publish(document_id: int, round_id: int) -> Any:
    """Show what would be published and who is told; then do it."""
    round_ = find_round(document_id, round_id)
    form = PlainForm()
    if form.validate_on_submit():
        told = services.publish_answers(round_, by=current_user, now=utcnow())
        db.session.commit()
        flash(
            ngettext(
                "The answer to %(num)s comment is published.",
                "The answers to %(num)s comments are published.",
                told.comments,
            )
            + ngettext(" %(num)s person is told.", " %(num)s people are told.", told.people),
            "ok",
        )
        return _back(round_)
    comments = queries.comments_in(queries.unpublished(round_.id))
    return render_template(
        "answers/publish.html",
        round=round_,
        document=round_.document,
        form=form,
        comments=comments,
        people=sorted({one.commenter.person.printed_name for one in comments if one.commenter}),
        still_open=queries.decisions_counted(round_.id).get(OPEN, 0),
    )


def _wanted() -> Wanted:
    return wanted_from(request.args, DECISIONS, KINDS, (FORM, WORD))


def _at(round_: CommentRound) -> dict[str, Any]:
    return {"document_id": round_.document_id, "round_id": round_.id}


def _back(round_: CommentRound, anchor: str | None = None) -> Any:
    arguments: dict[str, Any] = {**_wanted().arguments}
    return redirect(url_for("answers.index", **_at(round_), **arguments, _anchor=anchor))
