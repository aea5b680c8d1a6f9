"""Consents that reach the secretariat: write one down, take it back."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.consents.forms import ConsentForm
from eventsapp.consents.queries import meetings_of
from eventsapp.consents.services import take_back, write_down
from eventsapp.extensions import db
from eventsapp.people.models import Consent, Person

bp = Blueprint("consents", __name__)


@bp.route("/people/<int:person_id>/consents/new", methods=["GET", "POST"])
def new(person_id: int) -> Any:
    """Write down to what somebody agreed on paper, by e-mail or by word."""
    person = _person(person_id)
    form = ConsentForm(meetings_of(person))
    if not form.is_submitted():
        return render_template("consents/new.html", person=person, form=form)
    if not form.validate():
        return render_template("consents/new.html", person=person, form=form), 422
    write_down(person, form.stated, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("What %(name)s agreed to is written down.", name=person.printed_name), "ok")
    return redirect(url_for("registry.show", person_id=person_id, _anchor="consents"))


@bp.post("/people/<int:person_id>/consents/<int:consent_id>/withdraw")
def withdraw(person_id: int, consent_id: int) -> Any:
    """Keep that somebody told the secretariat that they agree no more."""
    person = _person(person_id)
    consent = access.find(Consent, consent_id, current_user) or abort(404)
    if consent.person_id != person.id:
        abort(404)
    take_back(consent, person, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("%(name)s does not agree to this any more.", name=person.printed_name), "ok")
    return redirect(url_for("registry.show", person_id=person_id, _anchor="consents"))


def _person(person_id: int) -> Person:
    access.require_staff(current_user)
    found: Person = access.find(Person, person_id, current_user) or abort(404)
    return found
