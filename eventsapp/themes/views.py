"""The themes that experts would like to work on: said by themselves, or entered for them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import number_in
from eventsapp.paging import Paged, nearest
from eventsapp.rounds.queries import lines_of, people_to_place
from eventsapp.themes import services
from eventsapp.themes.forms import AskForm, ThemesForm, rank_names, themes_form, version_of
from eventsapp.themes.queries import deadline_of, themes_of, was_asked, wishes_of
from eventsapp.themes.ranking import FIRST, counted
from eventsapp.versioned import Difference

bp = Blueprint("themes", __name__)
PER_PAGE = 100


@bp.route("/meetings/<code>/themes", methods=["GET", "POST"])
def own(code: str) -> Any:
    """Let somebody who was asked say which themes they would like, until rooms are published."""
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    person_id = current_user.person_id
    if not access.takes_part(meeting.id, current_user) or not was_asked(meeting, person_id):
        abort(404)
    themes, wishes = themes_of(meeting), wishes_of(meeting, [person_id]).get(person_id, {})
    if not themes:
        page = render_template(
            "themes/own.html", meeting=meeting, form=None, wishes=wishes, ranks=rank_names()
        )
        return page, 409 if request.method == "POST" else 200
    answer = _say(meeting, person_id, themes, wishes)
    if answer is None:
        flash(_("Your themes are saved. You can change them here until the rooms are told."), "ok")
        return redirect(url_for("themes.own", code=code))
    form, status, differences = answer
    page = render_template(
        "themes/own.html",
        meeting=meeting,
        form=form,
        differences=differences,
        deadline=deadline_of(meeting),
        has_said=bool(wishes),
    )
    return page, status


@bp.route("/meetings/<code>/breakouts/themes/<int:person_id>", methods=["GET", "POST"])
def enter(code: str, person_id: int) -> Any:
    """Enter for somebody which themes they would like."""
    meeting = _staff_find(code)
    person = next((one for one in people_to_place(meeting) if one.person_id == person_id), None)
    themes = themes_of(meeting)
    if person is None or not themes:
        abort(404)
    wishes = wishes_of(meeting, [person_id]).get(person_id, {})
    answer = _say(meeting, person_id, themes, wishes)
    if answer is None:
        flash(_("The themes of %(name)s are saved.", name=person.name), "ok")
        return redirect(url_for("themes.index", code=code))
    form, status, differences = answer
    page = render_template(
        "themes/enter.html", meeting=meeting, person=person, form=form, differences=differences
    )
    return page, status


def _say(
    meeting: Meeting, person_id: int, themes: list[str], wishes: dict[str, int]
) -> tuple[ThemesForm, int, list[Difference] | None] | None:
    """Keep what was sent; return the form to show with its status, or None when it is kept."""
    form, version = themes_form(themes, wishes), version_of(wishes)
    if not form.is_submitted():
        form.open_at(version)
        return form, 200, None
    if form.is_older_than(version):
        return form, 409, form.meet(themes_form(themes, wishes, formdata=None), version)
    if not form.validate():
        return form, 422, None
    try:
        services.keep_wishes(meeting, person_id, form.ranks, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return form, 422, None
    return None


@bp.get("/meetings/<code>/breakouts/themes")
def index(code: str) -> Any:
    """Show the secretariat who would like which theme, and who has not said it."""
    return _page(_staff_find(code), AskForm(formdata=None))


@bp.post("/meetings/<code>/breakouts/themes/ask")
def ask(code: str) -> Any:
    """Ask all experts who take part which themes they would like."""
    meeting = _staff_find(code)
    form = AskForm()
    if not form.validate():
        return _page(meeting, form, 422)
    people = [one.person_id for one in people_to_place(meeting) if one.is_expert]
    try:
        services.ask(meeting, people, form.due_on.data, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.due_on.errors = [str(refusal)]
        return _page(meeting, form, 422)
    flash(
        ngettext(
            "%(num)s expert is asked. The first mail can be sent at once from the deadline.",
            "%(num)s experts are asked. The first mails can be sent at once from the deadline.",
            len(people),
        ),
        "ok",
    )
    return redirect(url_for("themes.index", code=code))


def _page(meeting: Meeting, form: AskForm, status: int = 200) -> Any:
    people = [one for one in people_to_place(meeting) if one.is_expert]
    wishes, themes = wishes_of(meeting), themes_of(meeting)
    number = nearest(number_in(request.args.get("page", "")) or 1, len(people), PER_PAGE)
    paged = Paged(number=number, total=len(people), per_page=PER_PAGE)
    shown = people[paged.start : paged.last]
    rounds = lines_of(meeting)
    page = render_template(
        "themes/index.html",
        meeting=meeting,
        round=rounds[-1] if rounds else None,
        themes=themes,
        counts=counted(wishes.values(), themes),
        ranks=rank_names(),
        people=shown,
        wishes={one.person_id: wishes.get(one.person_id, {}) for one in shown},
        said=sum(bool(wishes.get(one.person_id)) for one in people),
        first=FIRST,
        paged=paged,
        page_address=lambda one: url_for("themes.index", code=meeting.code, page=one),
        deadline=deadline_of(meeting),
        form=form,
    )
    return page, status


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
