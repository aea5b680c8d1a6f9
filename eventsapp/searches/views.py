"""The pages of a search: ask for one, watch it, take over what it found."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.boards.queries import taking_part
from eventsapp.boards.services import Stale
from eventsapp.breakouts.models import Round, Search
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.placing.loosening import rules_of
from eventsapp.placing.problem import Problem, problem_from_json, problem_to_json
from eventsapp.placing.wording import Conflict, conflict_from_json, move_from_json
from eventsapp.searches import queries, services
from eventsapp.searches.checking import Finding, Leader, findings, withdrawn
from eventsapp.searches.course import chart_of
from eventsapp.searches.forms import (
    SearchForm,
    called,
    called_by_id,
    say_finding,
    speaker,
    words_of,
)
from eventsapp.searches.offering import to_asked
from eventsapp.searches.plans import from_kept
from eventsapp.searches.queries import Question
from eventsapp.searches.saving import GONE, accept_search, apply_change, can_apply, offers_of
from eventsapp.searches.states import DAY, FOUND, IMPOSSIBLE, OPEN
from eventsapp.searches.worth import WISHES, compared, points_of

bp = Blueprint("searches", __name__)


@bp.route("/meetings/<code>/breakouts/search", methods=["GET", "POST"])
def index(code: str) -> Any:
    """Ask for a search of some rounds, and see the searches before it."""
    meeting = _meeting(code)
    rounds = _to_come(queries.rounds_of(meeting), meeting)
    form = SearchForm()
    form.offer([(one.id, called(one)) for one in rounds])
    if not form.is_submitted():
        form.rounds.data = _chosen_at_first(rounds)
        return _ask_page(meeting, rounds, form)
    if not form.validate():
        return _ask_page(meeting, rounds, form, 422)
    chosen = [one for one in rounds if one.id in form.rounds.data]
    question = queries.question_of(meeting, chosen)
    stops = [one for one in _findings(question, chosen, meeting) if one.stops]
    if stops:
        form.rounds.errors = [*form.rounds.errors, *map(say_finding, stops)]
        return _ask_page(meeting, rounds, form, 422)
    return _begin(meeting, chosen, question, form.seconds.data)


def _begin(meeting: Meeting, rounds: list[Round], question: Question, seconds: int) -> Any:
    try:
        search = services.ask_search(
            meeting,
            rounds,
            problem_to_json(question.problem),
            seconds=seconds,
            by=current_user,
            now=utcnow(),
            told={"boards": to_asked({one.id: question.posed.boards[one.id] for one in rounds})},
        )
    except services.AlreadySearching as refusal:
        db.session.rollback()
        search = db.session.get_one(Search, refusal.search_id)
        flash(_("A search for this round is under way already: this is it."))
    else:
        db.session.commit()
    return redirect(url_for("searches.show", code=meeting.code, search_id=search.id))


def _to_come(rounds: list[Round], meeting: Meeting) -> list[Round]:
    today = in_zone(utcnow(), meeting.tz).date()
    return [one for one in rounds if not queries.is_past(one, today)]


def _chosen_at_first(rounds: list[Round]) -> list[int]:
    asked = request.args.get("round", type=int)
    named = [one.id for one in rounds if one.number == asked]
    return named or [one.id for one in rounds if one.published_at is None]


def _ask_page(meeting: Meeting, rounds: list[Round], form: SearchForm, status: int = 200) -> Any:
    chosen = [one for one in rounds if one.id in (form.rounds.data or ())]
    question = queries.question_of(meeting, chosen)
    say = speaker(question.problem)
    return render_template(
        "searches/index.html",
        meeting=meeting,
        form=form,
        rounds=rounds,
        chosen=chosen,
        rules=[
            rule.worded(say)
            for rule in rules_of(question.problem)
            if rule.kind in {"apart", "together", "quota"}
        ],
        wishes=[
            _(WISHES[name])
            for name in WISHES
            if question.problem.weights.get(name) and name != "moved"
        ],
        question=question,
        history=_history(question, chosen),
        locked=_locked(question, chosen),
        findings=[say_finding(one) for one in _findings(question, chosen, meeting)],
        searches=queries.searches_of(meeting)[:20],
        called=called_by_id(queries.rounds_of(meeting)),
    ), status


def _history(question: Question, chosen: Collection[Round]) -> int:
    """Return how many other rounds count for whom people met."""
    asked = {one.id for one in chosen}
    boards = question.posed.boards
    return sum(bool(boards.get(one.id)) for one in question.posed.rounds if one.id not in asked)


def _locked(question: Question, chosen: Collection[Round]) -> int:
    asked = {str(one.id) for one in chosen}
    return sum(question.problem.rounds[lock.round].id in asked for lock in question.problem.locks)


def _findings(question: Question, chosen: list[Round], meeting: Meeting) -> list[Finding]:
    leaders = [
        Leader(one.person_id, one.name, one.role, _("room %(label)s", label=one.room.label),
               called(one.round))
        for one in queries.leaders_on(question.posed.boards, chosen)
    ]  # fmt: skip
    return [
        *findings(question.problem, {str(one.id): called(one) for one in chosen}),
        *withdrawn(leaders, taking_part(meeting.id)),
    ]


@bp.get("/meetings/<code>/breakouts/searches/<int:search_id>")
def show(code: str, search_id: int) -> Any:
    """Show how far a search is, or what came of it."""
    return _show_page(_search(code, search_id))


def _show_page(search: Search, status: int = 200) -> Any:
    rounds = queries.rounds_with(search.rounds)
    problem = problem_from_json(search.problem["problem"])
    facts: dict[str, Any] = {}
    if search.state == FOUND and rounds:
        facts = _result(search, problem)
    if search.problem["kind"] == DAY:
        facts |= _day(search, problem)
    if search.state == IMPOSSIBLE:
        facts |= _conflict(search, problem)
    return render_template(
        "searches/show.html",
        meeting=db.session.get_one(Meeting, search.meeting_id),
        search=search,
        rounds=rounds,
        first=rounds[0] if rounds else None,
        called=called_by_id(rounds),
        is_day=search.problem["kind"] == DAY,
        is_open=search.state in OPEN,
        words=words_of(search, problem),
        chart=chart_of(search.progress.get("points", [])),
        **facts,
    ), status


def _result(search: Search, problem: Problem) -> dict[str, Any]:
    offers = offers_of(search)
    rooms = queries.rooms_in(search.rounds)
    before = from_kept(problem, _kept_boards(search))
    after = from_kept(problem, search.plan or {})
    people = {person_id for _round, offer in offers for person_id in offer.people}
    parts = compared(problem, before, after)
    return {
        "offers": offers,
        "names": queries.names_of(people),
        "rooms": rooms,
        "parts": parts,
        "wishes": WISHES,
        "points": [points_of(parts, side) for side in ("before", "after")],
        "moving": sum(len(offer.moving) for _round, offer in offers),
    }


def _day(search: Search, problem: Problem) -> dict[str, Any]:
    """Return what was said on the morning, and why each move follows from it."""
    said, say = search.problem["told"].get("day", {}), speaker(problem, names_round=False)
    instead = said.get("instead", {})
    people = {*said.get("away", ()), *said.get("late", ()), *instead.values(), *map(int, instead)}
    moves = map(move_from_json, search.progress.get("moves", []))
    return {
        "said": said,
        "day_names": queries.names_of(people),
        "rooms": queries.rooms_in(search.rounds),
        "reasons": {int(move.person): move.worded(say) for move in moves},
        "fewest": search.progress.get("fewest") if search.progress.get("is_proven") else None,
    }


def _kept_boards(search: Search) -> dict[str, dict[str, int | None]]:
    boards = search.problem["told"].get("boards", {})
    return {
        number: {who: place["room"] for who, place in board.items() if place}
        for number, board in boards.items()
    }


def _conflict(search: Search, problem: Problem) -> dict[str, Any]:
    conflict, say = _conflict_of(search), speaker(problem)
    return {
        "rules": [rule.worded(say) for rule in conflict.rules] if conflict else [],
        "changes": [(one.worded(say), can_apply(one)) for one in conflict.relaxations]
        if conflict
        else [],
    }


def _conflict_of(search: Search) -> Conflict | None:
    return conflict_from_json(search.conflict) if search.conflict else None


@bp.get("/meetings/<code>/breakouts/searches/<int:search_id>/progress")
def progress(code: str, search_id: int) -> Any:
    """Say how far a search is, for the script of its page."""
    search = _search(code, search_id)
    chart = chart_of(search.progress.get("points", []))
    return {
        "state": search.state,
        "words": words_of(search, problem_from_json(search.problem["problem"])),
        "points": {"best": chart.best, "bound": chart.bound} if chart else {},
    }


@bp.post("/meetings/<code>/breakouts/searches/<int:search_id>/stop")
def stop(code: str, search_id: int) -> Any:
    """Let a search end with the best it has."""
    search = _search(code, search_id)
    services.stop_search(search, now=utcnow())
    db.session.commit()
    return redirect(url_for("searches.show", code=code, search_id=search_id))


@bp.post("/meetings/<code>/breakouts/searches/<int:search_id>/drop")
def drop(code: str, search_id: int) -> Any:
    """Leave a result alone."""
    search = _search(code, search_id)
    services.drop_search(search, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("The result was left alone; the board is as it was."), "ok")
    return redirect(url_for("searches.index", code=code))


@bp.post("/meetings/<code>/breakouts/searches/<int:search_id>/accept")
def accept(code: str, search_id: int) -> Any:
    """Move people on the boards as the result has it, if the boards are as the reader saw them."""
    search = _search(code, search_id)
    versions = {number: row_number(request.form.get(f"v-{number}", "")) for number in search.rounds}
    try:
        moved = accept_search(search, versions, by=current_user, now=utcnow())
        db.session.commit()
    except Stale:
        db.session.rollback()
        flash(
            _("Somebody changed the board while you were looking, so nothing was moved. This is "
              "what would be taken over now."), "warn"
        )  # fmt: skip
        return _show_page(_search(code, search_id), 409)
    except RuleBroken as refusal:
        db.session.rollback()
        flash(str(refusal), "warn")
        return _show_page(_search(code, search_id), 409)
    moved_words = ngettext(
        "%(num)s person was moved on the board.", "%(num)s people were moved on the board.", moved
    )
    flash(moved_words + " " + _("Nobody is told before you publish it."), "ok")
    return redirect(url_for("searches.show", code=code, search_id=search_id))


@bp.post("/meetings/<code>/breakouts/searches/<int:search_id>/change")
def change(code: str, search_id: int) -> Any:
    """Make the change that makes a plan possible, and search again."""
    search = _search(code, search_id)
    meeting = db.session.get_one(Meeting, search.meeting_id)
    conflict = _conflict_of(search)
    offered = [one for one in conflict.relaxations if can_apply(one)] if conflict else []
    number = row_number(request.form.get("change", ""))
    if search.state != IMPOSSIBLE or not 0 < number <= len(offered):
        raise RuleBroken(_("This change is not offered any more. Look at the search as it is now."))
    apply_change(search, offered[number - 1], by=current_user, now=utcnow())
    rounds = queries.rounds_with(search.rounds)
    if not rounds:
        raise RuleBroken(GONE)
    services.drop_search(search, by=current_user, now=utcnow())
    db.session.flush()
    return _begin(meeting, rounds, queries.question_of(meeting, rounds), search.seconds)


def _meeting(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _search(code: str, number: int) -> Search:
    meeting = _meeting(code)
    found = access.find(Search, number, current_user)
    if found is None or found.meeting_id != meeting.id:
        abort(404)
    return found
