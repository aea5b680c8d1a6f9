"""The pages of the registry: everybody it knows, and each person with all that is known."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.consultations.queries import LastSave, last_save
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_language
from eventsapp.letters.queries import requests_of
from eventsapp.people.forms import PersonForm, form_values
from eventsapp.people.models import Person
from eventsapp.people.services import change_person, facts_of
from eventsapp.registry.forms import role_names
from eventsapp.registry.queries import (
    account_of,
    meetings_by_day,
    obligations_of,
    participations_of,
    people_found,
    person_lines,
    placements_of,
)
from eventsapp.versioned import Difference

bp = Blueprint("registry", __name__)


@bp.get("/people")
def index() -> str:
    """Search the registry; the address of the page is the filter."""
    access.require_staff(current_user)
    chosen = {name: request.args.get(name, "").strip() for name in ("q", "role", "meeting")}
    page = people_found(
        chosen["q"],
        role=chosen["role"],
        meeting_code=chosen["meeting"],
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "registry/index.html",
        chosen=chosen,
        page=page,
        people=person_lines(page.items),
        meetings=meetings_by_day(),
        roles=role_names(),
    )


@bp.get("/people/<int:person_id>")
def show(person_id: int) -> str:
    """Show all that is known of one person."""
    access.require_staff(current_user)
    known = access.find(Person, person_id, current_user) or abort(404)
    return render_template(
        "registry/show.html",
        person=known,
        languages=[say_language(tag) for tag in known.languages],
        participations=participations_of(known),
        placements=placements_of(known),
        obligations=obligations_of(known),
        letter_requests=requests_of(known.id),
        account=account_of(known),
        roles=role_names(),
    )


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: int) -> Any:
    """Correct what is known of a person; a form older than the record saves nothing."""
    access.require_staff(current_user)
    known = access.find(Person, person_id, current_user) or abort(404)
    form = PersonForm(data=form_values(facts_of(known)))
    if not form.is_submitted():
        form.open_at(known.version)
        return _edit_page(known, form, 200)
    if form.is_older_than(known.version):
        return _stale(known, form)
    if not form.validate() or not _may_set_addresses(known, form):
        return _edit_page(known, form, 422)
    try:
        change_person(known, form.facts, now=utcnow(), user_id=current_user.id)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(access.find(Person, person_id, current_user) or abort(404), form)
    except RuleBroken as refusal:
        db.session.rollback()
        form.addresses.errors = [str(refusal)]
        return _edit_page(access.find(Person, person_id, current_user) or abort(404), form, 422)
    flash(_("%(name)s is saved.", name=known.printed_name), "ok")
    return redirect(url_for("registry.show", person_id=person_id))


def _may_set_addresses(known: Person, form: PersonForm) -> bool:
    """Return whether the reader may change the addresses as typed, or say under them who may."""
    is_same = form.facts.addresses == facts_of(known).addresses
    if is_same or access.changes_addresses(known, current_user):
        return True
    form.addresses.errors = [
        _(
            "%(name)s is of the secretariat and signs in with these addresses. "
            "An administrator changes them.",
            name=known.printed_name,
        )
    ]
    return False


def _edit_page(
    known: Person,
    form: PersonForm,
    status: int,
    differences: list[Difference] | None = None,
    saved: LastSave | None = None,
) -> tuple[str, int]:
    page = render_template(
        "registry/edit.html", person=known, form=form, differences=differences, saved=saved
    )
    return page, status


def _stale(known: Person, form: PersonForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    now_saved = PersonForm(formdata=None, data=form_values(facts_of(known)))
    differences = form.meet(now_saved, known.version)
    return _edit_page(known, form, 409, differences, last_save(known))
