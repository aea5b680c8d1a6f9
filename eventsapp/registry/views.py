"""The pages of the registry: everybody it knows, and each person with all that is known."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.accounts.models import ADMINISTRATOR
from eventsapp.accounts.queries import account_of
from eventsapp.clock import utcnow
from eventsapp.consents.forms import purpose_names, source_names
from eventsapp.consents.queries import consents_of
from eventsapp.consultations.queries import LastSave, last_save
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language, reader_tz, say_language
from eventsapp.history.services import record_view
from eventsapp.letters.queries import requests_of
from eventsapp.merging.forms import say_reason
from eventsapp.merging.queries import known_people, now_known_as, people_with
from eventsapp.outgoing import as_file
from eventsapp.people.countries import DISCLAIMER
from eventsapp.people.forms import PersonForm, form_values
from eventsapp.people.matching import build_index
from eventsapp.people.models import Nomination, Person, PersonNeeds
from eventsapp.people.names import fold_name
from eventsapp.people.queries import category_names, country_name, country_names, ids_near, needs_of
from eventsapp.people.reasons import Known, reasons
from eventsapp.people.services import PersonFacts, change_person, facts_of
from eventsapp.registry import forms
from eventsapp.registry.columns import COLUMNS, USUAL, chosen_columns, lines, read_columns
from eventsapp.registry.filters import Filters, filters_from
from eventsapp.registry.forms import role_names
from eventsapp.registry.queries import (
    exported_lines,
    history_of,
    meetings_by_day,
    nominations_of,
    obligations_of,
    organization_name,
    participations_of,
    people_found,
    people_to_export,
    person_lines,
    placements_of,
)
from eventsapp.registry.services import (
    change_needs,
    enter_person,
    let_arrange_needs,
    trust_again,
)
from eventsapp.sheets.writing import TABLE_TYPES, write_table
from eventsapp.versioned import Difference

bp = Blueprint("registry", __name__)
MOST_ALIKE = 10


@bp.get("/people")
def index() -> str:
    """Search the registry; the address of the page is the filter."""
    access.require_staff(current_user)
    filters = forms.understood(filters_from(request.args))
    page = people_found(filters, request.args.get("page", 1, type=int))
    choices = forms.choices(meetings_by_day())
    return render_template(
        "registry/index.html",
        filters=filters,
        page=page,
        people=person_lines(page.items),
        choices=choices,
        regions=forms.region_names(),
        sorts=forms.sort_names(),
        chips=forms.chips(filters, choices, organization_name(filters.organization)),
        columns=COLUMNS,
        usual=USUAL,
        disclaimer=_(DISCLAIMER),
    )


@bp.get("/people/export")
def export() -> Response:
    """Give the people who pass the filters as a file, and write down that they were taken."""
    access.require_staff(current_user)
    filters, now = forms.understood(filters_from(request.args)), utcnow()
    kind = request.args.get("format", "xlsx")
    if kind not in TABLE_TYPES:
        abort(404)
    names = chosen_columns(request.args.getlist("column"))
    ids = people_to_export(filters)
    record_view(
        "exported",
        Person,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=len(ids),
        columns=names,
        filter=filters.on,
    )
    people = exported_lines(ids, read_columns(names))
    rows = lines(people, names, country_names(language()), category_names(language()))
    header = [_(COLUMNS[name]) for name in names]
    return _file(kind, header, rows, filters, now)


def _file(
    kind: str, header: list[str], rows: Iterator[list[str]], filters: Filters, now: datetime
) -> Response:
    there = in_zone(now, reader_tz() or current_app.config["DEFAULT_TZ"])
    asked = "; ".join(f"{name}: {value}" for name, value in filters.on.items()) or "everybody"
    title = f"People, {asked}, {there:%d-%m-%Y %H:%M} {there.tzinfo}"
    content = write_table(kind, header, rows, title=title)
    words = fold_name("-".join(("people", *filters.on.values(), f"{there:%Y-%m-%d-%H%M}")))
    name = re.sub(r"[^a-z0-9]+", "-", words)[:120].strip("-")
    return as_file(content, f"{name}.{kind}", TABLE_TYPES[kind])


@bp.route("/people/new", methods=["GET", "POST"])
def new() -> Any:
    """Enter somebody; who may be meant is shown before anything is saved."""
    access.require_staff(current_user)
    form = PersonForm()
    if not form.is_submitted():
        return render_template("registry/new.html", form=form, alike=[])
    if not form.validate():
        return render_template("registry/new.html", form=form, alike=[]), 422
    alike = [] if "anyway" in request.form else _alike(form.facts)
    if alike:
        return render_template("registry/new.html", form=form, alike=alike), 422
    try:
        person = enter_person(form.facts, now=utcnow(), user_id=current_user.id)
    except RuleBroken as refusal:
        db.session.rollback()
        form.addresses.errors = [str(refusal)]
        return render_template("registry/new.html", form=form, alike=[]), 422
    db.session.commit()
    flash(_("%(name)s is entered.", name=person.printed_name), "ok")
    return redirect(url_for("registry.show", person_id=person.id))


def _alike(facts: PersonFacts) -> list[tuple[Person, list[str]]]:
    """Return who of the registry may be meant, each with the reasons in words."""
    near = build_index(known_people(ids_near(facts.printed_name, facts.addresses)))
    stated = Known(
        id=0,
        names=tuple(filter(None, (facts.printed_name, facts.latin_name, facts.script_name))),
        addresses=tuple(facts.addresses),
        organization_names=(facts.organization,) if facts.organization else (),
        country=facts.country,
        phone=facts.phone,
    )
    found = {match.person_id: match.reasons for match in near.like(stated)}
    for one in near.people.values():
        # Somebody of this very name may have changed the employer since.
        if one.id not in found and {*map(fold_name, one.names)} & {*map(fold_name, stated.names)}:
            found[one.id] = tuple(reasons(one, stated))
    shown = list(found)[:MOST_ALIKE]
    people = people_with(shown)
    return [(people[one], [say_reason(reason) for reason in found[one]]) for one in shown]


@bp.get("/people/<int:person_id>")
def show(person_id: int) -> Any:
    """Show all that is known of one person; who was merged leads to whom they are now."""
    access.require_staff(current_user)
    known = access.find(Person, person_id, current_user)
    if known is None:
        now_known = now_known_as(person_id) or abort(404)
        return redirect(url_for("registry.show", person_id=now_known))
    return _person_page(known)


def _person_page(
    known: Person, needs: dict[str, str] | None = None, form: forms.NeedsForm | None = None
) -> str:
    lang, nominations = language(), nominations_of(known)
    return render_template(
        "registry/show.html",
        person=known,
        languages=[say_language(tag) for tag in known.languages],
        countries={code: country_name(code, lang) for code in _countries_of(known, nominations)},
        regions=forms.regions_said(known.country),
        categories=category_names(lang),
        genders=forms.gender_names(),
        participations=participations_of(known),
        placements=placements_of(known),
        obligations=obligations_of(known),
        letter_requests=requests_of(known.id),
        nominations=nominations,
        consents=consents_of(known),
        purposes=purpose_names(),
        sources=source_names(),
        acts=history_of(known),
        verbs=forms.verb_names(),
        account=account_of(known.id),
        roles=role_names(),
        is_administrator=current_user.role == ADMINISTRATOR,
        sees_needs=access.sees_needs(current_user),
        needs=needs,
        needs_form=form,
    )


def _countries_of(known: Person, nominations: list[Nomination]) -> set[str]:
    codes = {known.country, known.nationality, *(one.country for one in nominations)}
    return {code for code in codes if code}


@bp.post("/people/<int:person_id>/needs")
def needs(person_id: int) -> str:
    """Show what somebody needs to take part, to those who arrange it; each view is written down."""
    known = _arranged(person_id)
    kept = needs_of(known)
    form = forms.NeedsForm(formdata=None, data=forms.needs_values(kept))
    return _needs_page(known, kept, form)


def _needs_page(known: Person, kept: PersonNeeds | None, form: forms.NeedsForm) -> str:
    record_view("saw needs", known, now=utcnow(), user_id=current_user.id)
    return _person_page(known, kept.details if kept else {}, form)


@bp.post("/people/<int:person_id>/needs/change")
def change_person_needs(person_id: int) -> Any:
    """Keep what somebody needs, as they said it."""
    known = _arranged(person_id)
    form = forms.NeedsForm()
    if not form.validate():
        return _needs_page(known, needs_of(known), form), 422
    change_needs(
        known,
        form.details,
        purpose=form.purpose.data or "",
        delete_on=form.delete_on.data,
        now=utcnow(),
        user_id=current_user.id,
    )
    db.session.commit()
    flash(_("What %(name)s needs is saved.", name=known.printed_name), "ok")
    return redirect(url_for("registry.show", person_id=person_id))


def _arranged(person_id: int) -> Person:
    if not access.sees_needs(current_user):
        abort(404)
    known: Person = access.find(Person, person_id, current_user) or abort(404)
    return known


@bp.post("/people/<int:person_id>/arranges-needs/<any(yes, no):may>")
def arranges_needs(person_id: int, may: str) -> Any:
    """Let a colleague see who needs what to take part, or no more; administrators only."""
    access.require_administrator(current_user)
    known = access.find(Person, person_id, current_user) or abort(404)
    account = account_of(known.id) or abort(404)
    let_arrange_needs(account, may == "yes", now=utcnow(), user_id=current_user.id)
    db.session.commit()
    if may == "yes":
        flash(_("%(name)s may see who needs what.", name=known.printed_name), "ok")
    else:
        flash(_("%(name)s may no longer see who needs what.", name=known.printed_name), "ok")
    return redirect(url_for("registry.show", person_id=person_id))


@bp.post("/people/<int:person_id>/addresses/<int:address_id>/works")
def works_again(person_id: int, address_id: int) -> Any:
    """Write to an address again from which mail came back."""
    access.require_staff(current_user)
    known = access.find(Person, person_id, current_user) or abort(404)
    address = next((one for one in known.addresses if one.id == address_id), None) or abort(404)
    trust_again(address, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("Mail goes to %(address)s again.", address=address.address), "ok")
    return redirect(url_for("registry.show", person_id=person_id))


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
