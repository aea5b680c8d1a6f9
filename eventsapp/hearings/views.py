"""Who is asked to be heard, and the public page of a consultation that is open to all."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import ColumnElement, and_

from eventsapp import access
from eventsapp.accounts.services import is_too_often
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.consultations.forms import PlainForm, kind_names, mode_names, state_names
from eventsapp.consultations.models import Consultation, Hearing
from eventsapp.consultations.queries import counts_of, state_of
from eventsapp.consultations.window import State, change_between
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.hearings import queries, services
from eventsapp.hearings.emails import addressee_of_person, texts_of
from eventsapp.hearings.forms import ComeForm
from eventsapp.incoming import caller
from eventsapp.numbers import row_number
from eventsapp.people.models import Person
from eventsapp.people.queries import category_choices, found_by
from eventsapp.public import public

bp = Blueprint("hearings", __name__)
MOST_PER_CALLER, MOST_PER_ADDRESS = 60, 3


@bp.get("/consultations/<int:consultation_id>/people")
def index(consultation_id: int) -> str:
    """List who is heard: asked by us or come by the public page, and whether they have sent."""
    consultation = _find(consultation_id)
    number = request.args.get("page", 1, type=int)
    return render_template(
        "hearings/index.html",
        consultation=consultation,
        state=state_of(consultation, utcnow()).value,
        counts=counts_of(consultation),
        page=queries.hearings_page(consultation_id, number),
        page_address=lambda page: url_for(
            "hearings.index", consultation_id=consultation_id, page=page
        ),
    )


@bp.route("/consultations/<int:consultation_id>/people/ask", methods=["GET", "POST"])
def ask(consultation_id: int) -> Any:
    """Find people of the registry, see the mail, then ask them."""
    consultation = _find(consultation_id)
    form = PlainForm()
    if not form.is_submitted():
        return _ask_page(consultation)
    chosen = {
        row_number(one) for one in request.form.getlist("p") if one.isascii() and one.isdecimal()
    }
    if not chosen or not form.validate():
        flash(_("Nobody was ticked, so nobody was asked."), "warn")
        return redirect(url_for("hearings.ask", consultation_id=consultation_id))
    people = queries.people_known(chosen)
    if request.form.get("step") != "ask":
        return _preview(consultation, people)
    asked = services.ask(consultation, people, now=utcnow(), by=current_user)
    db.session.commit()
    flash(
        ngettext("%(num)s person is asked.", "%(num)s people are asked.", len(asked)),
        "ok" if asked else "warn",
    )
    return redirect(url_for("hearings.index", consultation_id=consultation_id))


def _ask_page(consultation: Consultation) -> str:
    condition = _condition()
    found = [] if condition is None else queries.candidates(consultation, [condition])
    return render_template(
        "hearings/ask.html",
        consultation=consultation,
        typed=request.args.get("q", ""),
        earlier=request.args.get("from", ""),
        category=request.args.get("category", ""),
        found=found,
        is_asked=condition is not None,
        meetings=queries.meetings_to_ask(),
        categories=category_choices(language()),
        state=state_of(consultation, utcnow()).value,
    )


def _condition() -> ColumnElement[bool] | None:
    """Return the condition for the people whom staff look for, or None for nobody."""
    typed, earlier = request.args.get("q", ""), request.args.get("from", "")
    category = request.args.get("category", "")
    conditions = list(found_by(typed)) if typed.strip() else []
    conditions += [queries.of_meeting(earlier)] if earlier else []
    conditions += [Person.category == category] if category else []
    return and_(*conditions) if conditions else None


def _preview(consultation: Consultation, people: Collection[Person]) -> Any:
    known = queries.hearings_of(consultation.id, [person.id for person in people])
    asked = {number for number, one in known.items() if one.withdrawn_at is None}
    new = [one for one in people if one.id not in asked and one.left_at is None]
    if consultation.window is None:
        raise RuleBroken(_("It has no day yet. Enter one, then ask people."))
    first = next((to for one in new if (to := addressee_of_person(one))), None)
    # As somebody who is heard gets it, with the link in its place.
    texts = texts_of(consultation, "asked", first).addressed_to(first.name) if first else None
    return render_template(
        "hearings/preview.html",
        consultation=consultation,
        new=new,
        already=len(people) - len(new),
        unreached=[one for one in new if one.email is None],
        subject=texts[0] if texts else None,
        text=texts[1] if texts else None,
        will_announce=consultation.announced_at is None,
    )


@bp.post("/consultations/<int:consultation_id>/people/<int:hearing_id>/stop")
def stop(consultation_id: int, hearing_id: int) -> Any:
    """Ask somebody no more; what they wrote stays."""
    consultation = _find(consultation_id)
    hearing = access.find(Hearing, hearing_id, current_user)
    if hearing is None or hearing.consultation_id != consultation.id:
        abort(404)
    services.stop_asking([hearing], now=utcnow(), by=current_user)
    db.session.commit()
    flash(_("%(name)s is not asked any more.", name=hearing.printed_name), "ok")
    return redirect(url_for("hearings.index", consultation_id=consultation_id))


@bp.route("/consultations/<int:consultation_id>/public", methods=["GET", "POST"])
@public
def public_page(consultation_id: int) -> Any:
    """Show a consultation that is open to all, without a name on it, and let people come in.

    Whoever gives an address gets the same answer, and the private link goes to the address.
    """
    consultation = db.session.get(Consultation, consultation_id)
    if consultation is None or not _is_public(consultation):
        abort(404)
    form = ComeForm()
    if not form.is_submitted():
        return _public_page(consultation, form, 200)
    if form.homepage.data:  # nobody sees this field: a program filled it in
        return redirect(url_for("hearings.public_page", consultation_id=consultation_id))
    if is_too_often("hearing-caller", caller(), most=MOST_PER_CALLER, real_now=real_utcnow()):
        db.session.commit()
        form.form_errors = [_("Many people ask from your network now. Send it again soon.")]
        return _public_page(consultation, form, 429)
    if not form.validate() or not _takes(consultation):
        db.session.commit()  # tries that fail count too
        return _public_page(consultation, form, 422)
    _let_in(consultation, form)
    db.session.commit()
    flash(_("A mail with your private link is on its way to the address you gave."), "ok")
    return redirect(url_for("hearings.public_page", consultation_id=consultation_id))


def _let_in(consultation: Consultation, form: ComeForm) -> None:
    """Send the link, but not without end to one address: its owner may not have asked for it."""
    address = form.address.data or ""
    key = f"{consultation.id}:{address}"
    if is_too_often("hearing-address", key, most=MOST_PER_ADDRESS, real_now=real_utcnow()):
        return
    services.come(
        consultation,
        form.name.data or "",
        address,
        organization_name=form.organization.data or None,
        language=language(),
        now=utcnow(),
    )


def _public_page(consultation: Consultation, form: ComeForm, status: int) -> Any:
    page = render_template(
        "hearings/public.html",
        consultation=consultation,
        form=form,
        state=state_of(consultation, utcnow()).value,
        state_words=state_names(),
        kinds=kind_names(),
        modes=mode_names(),
        takes=_takes(consultation),
        changes={one.id: change_between(one.before, one.after) for one in consultation.moves},
    )
    return page, status


def _takes(consultation: Consultation) -> bool:
    return consultation.takes_submissions and state_of(consultation, utcnow()) == State.OPEN


def _is_public(consultation: Consultation) -> bool:
    return consultation.announced_at is not None and consultation.audience == access.OPEN_ONLINE


def _find(consultation_id: int) -> Consultation:
    access.require_staff(current_user)
    found: Consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    return found
