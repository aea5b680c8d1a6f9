"""The rules and wishes for the rooms of a meeting, as an organiser says them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.breakouts.models import PlacingRule, PlacingWishes
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import number_in
from eventsapp.paging import Paged, nearest
from eventsapp.people.names import fold_name
from eventsapp.rounds.attributes import Facts, count_known
from eventsapp.rounds.naming import labels_of
from eventsapp.rounds.queries import (
    RoundLine,
    lines_of,
    misfits_of,
    names_of,
    people_to_place,
    rules_of,
    standings_of,
    wishes_of,
)
from eventsapp.rounds.rules import AT_LEAST, KINDS, Rule, Standing
from eventsapp.rounds.wishes import MIXED_BY, WISHES
from eventsapp.rules import services
from eventsapp.rules.forms import (
    LeastForm,
    PairForm,
    WishesForm,
    say_rule,
    say_standing,
    value_words,
    version_of,
)
from eventsapp.versioned import Difference

bp = Blueprint("rules", __name__)
PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One rule as it is read, with what there is to say about it."""

    standing: Standing
    said: str
    note: str


class Page:
    """What the page of rules shows, each part of it asked for once."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.people: list[Facts] = people_to_place(meeting)
        self.placed = sum(one.is_expert for one in self.people)
        self.labels = labels_of(self.people)
        self.rounds: list[RoundLine] = lines_of(meeting)
        self.weights, self.mixed_by = wishes_of(meeting)

    def pair_form(self, rule: Rule | None = None, **values: Any) -> PairForm:
        """Return the form for two people."""
        return PairForm(self.labels, rule, **values)

    def least_form(self, rule: Rule | None = None, **values: Any) -> LeastForm:
        """Return the form for so many people of a kind."""
        return LeastForm(self.people, self.rounds, rule, **values)

    def wishes_form(self, **values: Any) -> WishesForm:
        """Return the form of the wishes."""
        return WishesForm(self.weights, self.mixed_by, **values)

    def lines(self) -> list[Line]:
        """Return every rule in words."""
        found = standings_of(self.meeting, self.people)
        names = {one.person_id: one.name for one in self.people}
        missing = {one for line in found for one in line.rule.people} - names.keys()
        names |= names_of(missing)
        numbers = {one.number for one in self.rounds}
        words = value_words(self.people)
        return [
            Line(one, say_rule(one.rule, names, numbers, words), say_standing(one, names))
            for one in found
        ]


@bp.get("/meetings/<code>/breakouts/rules")
def show(code: str) -> Any:
    """Show rules and wishes of a meeting, `?q=` and `?kind=` some of the rules."""
    return _page(Page(_staff_find(code)))


@bp.post("/meetings/<code>/breakouts/rules/pairs")
def add_pair(code: str) -> Any:
    """Keep two people apart, or together."""
    page = Page(_staff_find(code))
    form = page.pair_form(prefix="pair-")
    if not form.validate():
        return _page(page, 422, pair=form)
    return _add(page, form, form.kind.data, pair=form)


@bp.post("/meetings/<code>/breakouts/rules/least")
def add_least(code: str) -> Any:
    """Ask for so many people of a kind in each room."""
    page = Page(_staff_find(code))
    form = page.least_form(prefix="least-")
    if not form.validate():
        return _page(page, 422, least=form)
    return _add(page, form, AT_LEAST, least=form)


def _add(page: Page, form: Any, kind: str, **forms: Any) -> Any:
    try:
        services.add_rule(page.meeting, kind, form.facts, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _page(page, 422, **forms)
    flash(_("The rule is added."), "ok")
    return redirect(url_for("rules.show", code=page.meeting.code, _anchor="rules"))


@bp.post("/meetings/<code>/breakouts/rules/wishes")
def keep_wishes(code: str) -> Any:
    """Keep what the rooms should be like; an older form keeps nothing."""
    page = Page(_staff_find(code))
    form = page.wishes_form(prefix="wish-")
    version = _version_of_wishes(page.meeting)
    if form.is_older_than(version):
        return _stale_wishes(page, form, version)
    if not form.validate():
        return _page(page, 422, wishes=form)
    by, now = current_user, utcnow()
    try:
        services.keep_wishes(page.meeting, form.weights, form.mixed_by, by=by, now=now)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale_wishes(page, form, _version_of_wishes(page.meeting))
    flash(_("The wishes are saved. The next search follows them."), "ok")
    return redirect(url_for("rules.show", code=code))


def _stale_wishes(page: Page, form: WishesForm, version: int) -> Any:
    page = Page(page.meeting)
    differences = form.meet(page.wishes_form(prefix="wish-", formdata=None), version)
    return _page(page, 409, differences, wishes=form)


def _version_of_wishes(meeting: Meeting) -> int:
    kept = db.session.get(PlacingWishes, meeting.id, populate_existing=True)
    return kept.version if kept else 0


@bp.route("/meetings/<code>/breakouts/rules/<int:rule_id>/edit", methods=["GET", "POST"])
def edit(code: str, rule_id: int) -> Any:
    """Change what a rule says; an older form saves nothing."""
    meeting, row = _find(code, rule_id)
    page = Page(meeting)
    rule = next(one for one in rules_of(meeting) if one.id == row.id)
    make = page.least_form if row.kind == AT_LEAST else page.pair_form
    form = make(rule)
    if not form.is_submitted():
        form.open_at(version_of(row))
        return _edit_page(page, row, form, 200)
    if form.is_older_than(version_of(row)):
        return _edit_page(
            page, row, form, 409, form.meet(make(rule, formdata=None), version_of(row))
        )
    if not form.validate():
        return _edit_page(page, row, form, 422)
    kind = AT_LEAST if row.kind == AT_LEAST else form["kind"].data
    try:
        services.change_rule(row, kind, form.facts, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _edit_page(page, row, form, 422)
    flash(_("The rule is saved."), "ok")
    return redirect(url_for("rules.show", code=code, _anchor=f"r{row.id}"))


def _edit_page(
    page: Page,
    row: PlacingRule,
    form: PairForm | LeastForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    shown = render_template(
        "rules/edit.html",
        meeting=page.meeting,
        rule=row,
        form=form,
        differences=differences,
        labels=page.labels,
    )
    return shown, status


@bp.post("/meetings/<code>/breakouts/rules/<int:rule_id>/<any(on, off, delete):act>")
def change(code: str, rule_id: int, act: str) -> Any:
    """Switch a rule on or off, or delete it; what was deleted can be brought back."""
    _meeting, row = _find(code, rule_id)
    if act == "delete":
        entry = services.delete_rule(row, by=current_user, now=utcnow())
        db.session.commit()
        return redirect(url_for("rules.show", code=code, deleted=entry.id))
    services.switch_rule(row, act == "on", by=current_user, now=utcnow())
    db.session.commit()
    return redirect(url_for("rules.show", code=code, _anchor=f"r{rule_id}"))


@bp.post("/meetings/<code>/breakouts/rules/undo/<int:entry_id>")
def undo(code: str, entry_id: int) -> Any:
    """Bring back a rule that was deleted."""
    meeting = _staff_find(code)
    entry = db.session.get(Entry, entry_id) or abort(404)
    rule = services.bring_rule_back(meeting, entry, by=current_user, now=utcnow())
    if rule is None:
        abort(404)
    db.session.commit()
    flash(_("The rule is back."), "ok")
    return redirect(url_for("rules.show", code=code, _anchor=f"r{rule.id}"))


def _page(
    page: Page,
    status: int = 200,
    differences: list[Difference] | None = None,
    *,
    pair: PairForm | None = None,
    least: LeastForm | None = None,
    wishes: WishesForm | None = None,
) -> Any:
    lines, kind = page.lines(), request.args.get("kind", "")
    typed = request.args.get("q", "")[:100].strip()
    shown = _filtered(lines, kind, typed)
    number = nearest(number_in(request.args.get("page", "")) or 1, len(shown), PER_PAGE)
    paged = Paged(number=number, total=len(shown), per_page=PER_PAGE)
    if wishes is None:
        wishes = page.wishes_form(prefix="wish-", formdata=None)
        wishes.open_at(_version_of_wishes(page.meeting))
    body = render_template(
        "rules/show.html",
        meeting=page.meeting,
        rounds=page.rounds,
        placed=page.placed,
        misfits=misfits_of(page.meeting, page.placed),
        labels=page.labels,
        lines=shown[paged.start : paged.last],
        paged=paged,
        page_address=lambda number: url_for(
            "rules.show", code=page.meeting.code, q=typed or None, kind=kind or None, page=number
        ),
        count=len(lines),
        kind=kind if kind in KINDS else "",
        typed=typed,
        pair=pair or page.pair_form(prefix="pair-", formdata=None),
        least=least or page.least_form(prefix="least-", formdata=None),
        wishes=wishes,
        all_wishes=WISHES,
        known={name: count_known(page.people, name) for name in MIXED_BY},
        differences=differences,
        deleted=request.args.get("deleted", type=int),
    )
    return body, status


def _filtered(lines: Sequence[Line], kind: str, typed: str) -> list[Line]:
    """Return the rules of one kind, or that say what was typed."""
    wanted = fold_name(typed)
    return [
        one
        for one in lines
        if (kind not in KINDS or one.standing.rule.kind == kind)
        and (not wanted or wanted in fold_name(one.said))
    ]


def _find(code: str, rule_id: int) -> tuple[Meeting, PlacingRule]:
    meeting = _staff_find(code)
    rule = access.find(PlacingRule, rule_id, current_user)
    if rule is None or rule.meeting_id != meeting.id:
        abort(404)
    return meeting, rule


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
