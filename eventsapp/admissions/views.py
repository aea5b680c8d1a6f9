"""Deciding about registrations, and what is taken out of them."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.admissions import services
from eventsapp.admissions.forms import DecisionForm
from eventsapp.asking.forms import Names, SaidChange, known_names, say_corrections, say_fact
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.outgoing import as_file
from eventsapp.people.models import Person
from eventsapp.registrations import exporting, queries
from eventsapp.registrations.asked import PRIVATE
from eventsapp.registrations.filters import Filter
from eventsapp.registrations.forms import described
from eventsapp.registrations.models import ACCEPTED, Registration, RegistrationForm
from eventsapp.registrations.saving import NEW, others_invited
from eventsapp.registrations.services import undo as take_back
from eventsapp.registrations.states import staff_moves
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("admissions", __name__)
MOST_AT_ONCE = 1000


@bp.post("/registrations/<int:registration_id>/decide")
def decide(registration_id: int) -> Any:
    """Accept, let wait or decline one registration."""
    found, form = _registration(registration_id), DecisionForm()
    if not form.validate_on_submit():
        return _again(found, form, 422)
    try:
        services.decide_one(
            found,
            form.decision.data,
            form.reason.data or "",
            whose=_whose(found),
            take=request.form.getlist("take"),
            by_id=current_user.id,
            now=utcnow(),
        )
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors = [str(refusal)]
        return _again(_registration(registration_id), form, 409)
    flash(_("Decided. %(name)s is told by e-mail.", name=found.printed_name), "ok")
    return redirect(url_for("registrations.show", registration_id=registration_id))


def _whose(found: Registration) -> str | None:
    """Return whom staff chose: somebody new, somebody of the registry, or as it is.

    Raises RuleBroken for a colleague: whose address it is could sign in as them.
    """
    chosen = request.form.get("whose", "")
    if not row_number(chosen):
        return chosen if chosen == NEW else None
    person = access.find(Person, int(chosen), current_user)
    if person is None or person.left_at is not None:
        return None
    if person.id != found.person_id and not access.changes_addresses(person, current_user):
        said = _(
            "%(name)s is of the secretariat and signs in with their addresses. An administrator "
            "decides whether this one is theirs.",
            name=person.printed_name,
        )
        raise RuleBroken(said)
    return chosen


def _again(found: Registration, form: DecisionForm, status: int) -> Any:
    return render_template(
        "admissions/decide.html",
        registration=found,
        meeting=found.form.meeting,
        form=form,
        moves=staff_moves(found.state),
        whose=request.form.get("whose", ""),
        take=request.form.getlist("take"),
    ), status


@bp.post("/meetings/<code>/registrations/decide")
def decide_many(code: str) -> Any:
    """Show who would be accepted, put on the waiting list or declined, and then do it."""
    found, decision = _form(code), request.form.get("decision", "")
    ticked = [row_number(one) for one in request.form.getlist("r")[:MOST_AT_ONCE]]
    chosen = queries.chosen_ones(found, ticked)
    possible = [one for one in chosen if decision in staff_moves(one.state)]
    # Who may be somebody of the registry is looked at: accepted unseen they would be there twice.
    alike: dict[int, Person] = {}
    if decision == ACCEPTED:
        alike = queries.to_look_at(possible) | others_invited(possible)
    able = [one for one in possible if one.id not in alike]
    if not possible:
        flash(_("Nobody is ticked about whom this can be decided. Tick others."), "warn")
        return redirect(url_for("registrations.index", code=code))
    is_sure = bool(request.form.get("is_sure"))
    form = DecisionForm() if is_sure else DecisionForm(formdata=None, decision=decision)
    if is_sure and able and form.validate_on_submit():
        return _decide_all(code, able, form)
    return render_template(
        "admissions/decide_many.html",
        meeting=found.meeting,
        decision=decision,
        able=able,
        alike=[(one, alike[one.id]) for one in possible if one.id in alike],
        others=[one for one in chosen if one not in possible],
        form=form,
    ), 422 if form.errors else 200


def _decide_all(code: str, able: list[Registration], form: DecisionForm) -> Any:
    done, refused = services.decide_many(
        able, form.decision.data, form.reason.data or "", by_id=current_user.id, now=utcnow()
    )
    db.session.commit()
    if done:
        told = ngettext("%(num)s person will be told.", "%(num)s people will be told.", done)
        flash(told, "ok")
    for sentence in refused:
        flash(sentence, "warn")
    return redirect(url_for("registrations.index", code=code))


@bp.post("/registrations/<int:registration_id>/undo")
def undo(registration_id: int) -> Any:
    """Take a decision back."""
    found = _registration(registration_id)
    is_untold = take_back(found, by_id=current_user.id, now=utcnow())
    db.session.commit()
    told = _("The person is told that the secretariat looks at it again.")
    if is_untold:
        told = _("The mail had not left, so the person learns nothing of it.")
    flash(_("The decision is taken back.") + " " + told, "ok")
    return redirect(url_for("registrations.show", registration_id=registration_id))


@bp.post("/registrations/<int:registration_id>/private")
def private(registration_id: int) -> Any:
    """Show what only those may see who need it, and write down who looked."""
    found = _registration(registration_id)
    seen = {"private", "needs"} if access.sees_needs(current_user) else {"private"}
    facts, answers, names = queries.facts_known(found), queries.answers_known(found), known_names()
    rows = [row for row in described(found.form, facts, answers, names) if row[2] in seen]
    # Rendered before it is written down: what is committed is read anew.
    page = render_template(
        "admissions/private.html",
        registration=found,
        meeting=found.form.meeting,
        rows=rows,
        changes=_private_changes(found, names),
    )
    verb = "saw needs" if any(row[2] == "needs" for row in rows) else "saw private answers"
    record_view(verb, found, now=utcnow(), user_id=current_user.id)
    return page


def _private_changes(found: Registration, names: Names) -> list[SaidChange]:
    """Return what is asked to be corrected and stands on no page by itself."""
    asked = [one for one in queries.corrections_of(found.id) if one.state == "asked"]
    said = [
        change
        for one in asked
        for change in say_corrections(
            one.wanted.get("fields") or {},
            questions=found.form.questions,
            private=PRIVATE,
            names=names,
        )
    ]
    return [change for change in said if change.is_private]


@bp.post("/registrations/<int:registration_id>/files/<int:file_id>")
def file(registration_id: int, file_id: int) -> Any:
    """Give a file that was sent, and write down who took it."""
    found = _registration(registration_id)
    wanted = next((one for one in found.files if one.id == file_id), None) or abort(404)
    record_view("took a file", found, now=utcnow(), user_id=current_user.id)
    return as_file(wanted.content, wanted.file_name, wanted.content_type)


@bp.post("/meetings/<code>/registrations.<any(xlsx, csv):kind>")
def export(code: str, kind: str) -> Any:
    """Give the registrations that fit as a file, and write down who took it."""
    found, wanted, now = _form(code), Filter.read(request.form), utcnow()
    routed = [(one, queries.route_of(found, one)) for one in queries.exported(found, wanted)]
    say = partial(say_fact, names=known_names())
    header, lines = exporting.table_of(found.questions, routed, say)
    there = in_zone(now, found.meeting.tz)
    said = wanted.as_arguments()
    name = f"registrations-{code}{'-filtered' if said else ''}-{there:%Y%m%d-%H%M}.{kind}"
    asked = ", ".join(f"{a}: {b}" for a, b in said.items()) or "all"
    title = f"{found.meeting.short_name}, {asked}, {there:%d-%m-%Y %H:%M} {found.meeting.tz}"
    content = write_table(kind, header, lines, title=title)
    record_view(
        "exported",
        found,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=len(lines),
        columns=list(header),
        filter=said,
    )
    return as_file(content, name, TABLE_TYPES[kind])


def _form(code: str) -> RegistrationForm:
    access.require_staff(current_user)
    meeting = access.find(Meeting, code, current_user) or abort(404)
    return queries.form_of(meeting.id) or abort(404)


def _registration(registration_id: int) -> Registration:
    access.require_staff(current_user)
    return queries.registration_whole(registration_id) or abort(404)
