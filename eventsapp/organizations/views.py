"""Organisations: the list, one with its names and people, correcting it, making two one."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.consultations.queries import last_save
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.organizations.forms import OrganizationForm, form_values
from eventsapp.organizations.queries import organizations, others_found, people_counted, people_of
from eventsapp.organizations.services import change_organization, facts_of, merge_organizations
from eventsapp.people.countries import DISCLAIMER
from eventsapp.people.models import Organization
from eventsapp.people.queries import category_names, country_names

bp = Blueprint("organizations", __name__)


@bp.get("/people/organizations")
def index() -> str:
    """List organisations; the address of the page is the search."""
    access.require_staff(current_user)
    typed = request.args.get("q", "").strip()[:300]
    page = organizations(typed, request.args.get("page", 1, type=int))
    return render_template(
        "organizations/index.html",
        typed=typed,
        page=page,
        people=people_counted([one.id for one in page.items]),
        kinds=category_names(language()),
        countries=country_names(language()),
        disclaimer=_(DISCLAIMER),
    )


@bp.get("/people/organizations/<int:organization_id>")
def show(organization_id: int) -> str:
    """Show the names of one organisation and its people."""
    found = _find(organization_id)
    return render_template(
        "organizations/show.html",
        organization=found,
        people=people_of(found),
        count=people_counted([found.id]).get(found.id, 0),
        kinds=category_names(language()),
        countries=country_names(language()),
    )


@bp.route("/people/organizations/<int:organization_id>/edit", methods=["GET", "POST"])
def edit(organization_id: int) -> Any:
    """Correct an organisation; a form older than the record saves nothing."""
    found = _find(organization_id)
    form = OrganizationForm(data=form_values(facts_of(found)))
    if not form.is_submitted():
        form.open_at(found.version)
        return _edit_page(found, form)
    if form.is_older_than(found.version):
        return _stale(found, form)
    if not form.validate():
        return _edit_page(found, form), 422
    try:
        change_organization(found, form.facts, now=utcnow(), user_id=current_user.id)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(_find(organization_id), form)
    except RuleBroken as refusal:
        db.session.rollback()
        form.name.errors = [str(refusal)]
        return _edit_page(_find(organization_id), form), 422
    flash(_("%(name)s is saved.", name=found.name), "ok")
    return redirect(url_for("organizations.show", organization_id=organization_id))


@bp.route("/people/organizations/<int:organization_id>/merge", methods=["GET", "POST"])
def merge(organization_id: int) -> Any:
    """Look for another entry of the same organisation, and make the two one."""
    kept = _find(organization_id)
    other = access.find(Organization, request.values.get("other", type=int), current_user)
    if request.method == "POST":
        gone = other or abort(404)
        name = gone.name
        moved = merge_organizations(kept, gone, now=utcnow(), user_id=current_user.id)
        db.session.commit()
        told = ngettext("One person moved.", "%(num)s people moved.", moved)
        flash(_("%(gone)s is %(kept)s now.", gone=name, kept=kept.name) + " " + told, "ok")
        return redirect(url_for("organizations.show", organization_id=organization_id))
    typed = request.args.get("q", "").strip()[:300]
    found = others_found(kept, typed)
    shown = [kept, *found, *([other] if other else [])]
    return render_template(
        "organizations/merge.html",
        organization=kept,
        other=other,
        typed=typed,
        found=found,
        people=people_counted([one.id for one in shown]),
    )


def _find(organization_id: int) -> Organization:
    access.require_staff(current_user)
    found: Organization = access.find(Organization, organization_id, current_user) or abort(404)
    return found


def _edit_page(found: Organization, form: OrganizationForm, **more: Any) -> str:
    given = {"differences": None, "saved": None, **more}
    return render_template("organizations/edit.html", organization=found, form=form, **given)


def _stale(found: Organization, form: OrganizationForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    now_saved = OrganizationForm(formdata=None, data=form_values(facts_of(found)))
    differences = form.meet(now_saved, found.version)
    return _edit_page(found, form, differences=differences, saved=last_save(found)), 409
