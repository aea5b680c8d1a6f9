"""Processes and their series; the next meeting of a series, looked at before it is made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.following.forms import NextForm
from eventsapp.following.planning import (
    DayOf,
    DeadlineOf,
    PlannedDeadline,
    left_over,
    planned_days,
    planned_deadline,
    renamed,
    troubles,
)
from eventsapp.following.queries import (
    days_with_agenda,
    deadlines_of,
    highest_number,
    papers_to_take_over,
    people_staying,
    processes_with_series,
)
from eventsapp.following.services import Choice, make_next
from eventsapp.formats import in_zone
from eventsapp.meetings.facts import check_days
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.meetings.queries import same_meeting
from eventsapp.papers.forms import kind_names
from eventsapp.papers.models import Paper

bp = Blueprint("following", __name__)


@dataclass(frozen=True)
class Taken:
    """What there is to take over from a meeting."""

    days: list[DayOf]
    people: list[Participation]
    deadlines: list[DeadlineOf]
    papers: list[Paper]


@bp.get("/series")
def index() -> Any:
    """List the processes and their series, as far as the reader may see their meetings."""
    found = processes_with_series(access.visible_meetings(current_user), utcnow().date())
    return render_template("following/index.html", processes=found)


@bp.route("/meetings/<code>/next", methods=["GET", "POST"])
def next_one(code: str) -> Any:
    """Choose what the next meeting of a series is and takes over; show it; make it."""
    source = _staff_find(code)
    taken = _taken(source)
    form = NextForm(source, **_proposed(source, taken))
    if request.method != "POST" or request.form.get("step") == "change":
        return _form_page(source, taken, form, 200)
    if not form.validate():
        return _form_page(source, taken, form, 422)
    choice = form.choice(
        [part.person_id for part in taken.people], [one.id for one in taken.deadlines]
    )
    try:
        return (
            _make(source, choice)
            if request.form.get("step") == "make"
            else _preview(source, taken, form, choice)
        )
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _form_page(source, taken, form, 422)


def _make(source: Meeting, choice: Choice) -> Any:
    try:
        made = make_next(source, choice, by=current_user, now=utcnow())
        db.session.commit()
    except IntegrityError:  # somebody made it in the same moment
        db.session.rollback()
        made = make_next(source, choice, by=current_user, now=utcnow())
        db.session.commit()
    flash(
        _(
            "%(meeting)s is made as a draft. Staff see it; announce it when it is ready.",
            meeting=made.short_name,
        ),
        "ok",
    )
    return redirect(url_for("record.meeting", code=made.code))


def _preview(source: Meeting, taken: Taken, form: NextForm, choice: Choice) -> Any:
    facts = choice.facts
    check_days(facts.starts_on, facts.ends_on)
    there = same_meeting(source.process.code, source.series, choice.number, facts.title)
    if there is not None:
        raise RuleBroken(
            f"{source.process.code} has {there.short_name} already, from "
            f"{there.starts_on:%d-%m-%Y}. Give this one another number or title."
        )
    days = planned_days(taken.days, facts.starts_on, facts.ends_on)
    chosen = set(choice.deadlines)
    return render_template(
        "following/preview.html",
        source=source,
        form=form,
        choice=choice,
        facts=facts,
        number=choice.number,
        days=days,
        left_over=left_over(taken.days, facts.starts_on, facts.ends_on),
        troubles=troubles(days, facts.tz),
        people=[part for part in taken.people if part.person_id in set(choice.people)],
        deadlines=[
            _planned(source, one, choice, _today(facts.tz))
            for one in taken.deadlines
            if one.id in chosen
        ],
        papers=taken.papers if choice.has_papers else [],
        kinds=kind_names(),
    )


def _planned(source: Meeting, one: DeadlineOf, choice: Choice, today: date) -> PlannedDeadline:
    return planned_deadline(
        one,
        was=source.starts_on,
        starts_on=choice.facts.starts_on,
        ends_on=choice.facts.ends_on,
        renamed=renamed(one.title, source.series, source.number, choice.number),
        today=today,
    )


def _taken(source: Meeting) -> Taken:
    return Taken(
        days_with_agenda(source),
        people_staying(source),
        deadlines_of(source),
        papers_to_take_over(source),
    )


def _proposed(source: Meeting, taken: Taken) -> dict[str, Any]:
    highest = highest_number(source)
    number = None if highest is None else highest + 1
    return {
        "number": number,
        "title": renamed(source.title, source.series, source.number, number),
        "tz": source.tz,
        "place": source.place,
        "venue": source.venue,
        "has_agenda": True,
        "has_papers": True,
        "people": [part.person_id for part in taken.people],
        "deadlines": [one.id for one in taken.deadlines],
    }


def _form_page(source: Meeting, taken: Taken, form: NextForm, status: int) -> Any:
    page = render_template(
        "following/next_one.html",
        source=source,
        taken=taken,
        form=form,
        ticked=set(form.people.data or ()),
        dated=set(form.deadlines.data or ()),
        items=sum(len(day.items) for day in taken.days),
    )
    return page, status


def _today(tz: str) -> date:
    return in_zone(utcnow(), tz).date()


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
