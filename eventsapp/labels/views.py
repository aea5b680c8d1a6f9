"""The words by which countries and categories are printed, and categories of the staff's own."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.labels.forms import CategoryForm, LabelForm
from eventsapp.labels.queries import labels_set
from eventsapp.labels.services import add_category, remove_label, set_label
from eventsapp.people.countries import DISCLAIMER
from eventsapp.people.models import Label
from eventsapp.people.queries import category_choices

bp = Blueprint("labels", __name__)


@bp.get("/people/labels")
def index() -> str:
    """Show what is printed in other words than the usual ones."""
    access.require_staff(current_user)
    return _page(LabelForm(formdata=None), CategoryForm(formdata=None))


@bp.post("/people/labels")
def add() -> Any:
    """Print a country or a category in other words."""
    access.require_staff(current_user)
    form = LabelForm()
    if not form.validate():
        return _page(form, CategoryForm(formdata=None)), 422
    kind, code = form.kind_and_code
    words, lang = form.text.data or "", form.language.data
    set_label(kind, code, lang, words, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("“%(words)s” is printed from now on.", words=words), "ok")
    return redirect(url_for("labels.index"))


@bp.post("/people/labels/categories")
def new_category() -> Any:
    """Add a category of the staff's own."""
    access.require_staff(current_user)
    form = CategoryForm()
    if not form.validate():
        return _page(LabelForm(formdata=None), form), 422
    try:
        added = add_category(form.new, now=utcnow(), user_id=current_user.id)
    except RuleBroken as refusal:
        form.name.errors = [str(refusal)]
        return _page(LabelForm(formdata=None), form), 422
    db.session.commit()
    flash(_("The category “%(name)s” can be chosen from now on.", name=added.text), "ok")
    return redirect(url_for("labels.index"))


@bp.post("/people/labels/<int:label_id>/remove")
def remove(label_id: int) -> Any:
    """Print the usual words again."""
    access.require_staff(current_user)
    label = access.find(Label, label_id, current_user) or abort(404)
    words = label.text
    remove_label(label, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("“%(words)s” is printed no more.", words=words), "ok")
    return redirect(url_for("labels.index"))


def _page(form: LabelForm, category: CategoryForm) -> str:
    return render_template(
        "labels/index.html",
        form=form,
        category=category,
        labels=labels_set(),
        categories=category_choices(language()),
        disclaimer=_(DISCLAIMER),
    )
