"""Nominations: by country with the cap, the letters on file, and who is named next."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Process
from eventsapp.nominations.files import kind_of_letter
from eventsapp.nominations.forms import CapForm, NominationForm, form_values
from eventsapp.nominations.queries import (
    by_country,
    last_change,
    nomination_of,
    people_to_nominate,
    processes,
)
from eventsapp.nominations.services import nominate, says, set_cap, withdraw
from eventsapp.outgoing import as_file
from eventsapp.people.countries import DISCLAIMER
from eventsapp.people.models import Nomination, Person
from eventsapp.people.queries import country_names
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("nominations", __name__)


@bp.get("/people/nominations")
def index() -> Any:
    """Show what each country has named for one process, with a warning where it is too many."""
    access.require_staff(current_user)
    known = processes()
    process = _process() or next(iter(known), None)
    if process is None:
        return render_template("nominations/none.html")
    form = CapForm(formdata=None, most=process.most_per_country)
    return _table(process, known, form)


def _table(process: Process, known: list[Process], form: CapForm) -> str:
    names = country_names(language())
    countries = by_country(process, list(names))
    return render_template(
        "nominations/index.html",
        process=process,
        processes=known,
        countries=countries,
        names=names,
        form=form,
        disclaimer=_(DISCLAIMER),
    )


def _process() -> Process | None:
    number = request.args.get("process", type=int)
    return access.find(Process, number, current_user) if number else None


@bp.post("/people/nominations/cap")
def cap() -> Any:
    """Say how many people one country may name."""
    access.require_staff(current_user)
    process, form = _process() or abort(404), CapForm()
    if not form.validate():
        return _table(process, processes(), form), 422
    set_cap(process, form.most.data, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("The cap of %(process)s is saved.", process=process.code), "ok")
    return redirect(url_for("nominations.index", process=process.id))


@bp.route("/people/nominations/new", methods=["GET", "POST"])
def new() -> Any:
    """Look for somebody, then say which government names them."""
    access.require_staff(current_user)
    process = _process() or abort(404)
    person = access.find(Person, request.args.get("person", type=int), current_user)
    typed = request.args.get("q", "")[:300]
    if person is None:
        return render_template(
            "nominations/choose.html",
            process=process,
            typed=typed,
            people=people_to_nominate(typed),
        )
    return _nominate(process, person)


def _nominate(process: Process, person: Person) -> Any:
    held = nomination_of(process, person)
    form = NominationForm(data=form_values(held, person))
    if not form.is_submitted():
        form.open_at(_version(held))
        return _form_page(process, person, form, 200)
    if not form.validate():
        return _form_page(process, person, form, 422)
    facts = form.facts
    if form.is_older_than(_version(held)) and not (held and says(held, facts)):
        return _stale(process, person, form)
    try:
        nominate(process, person, facts, now=utcnow(), user_id=current_user.id)
        db.session.commit()
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        return _stale(process, person, form)
    except RuleBroken as refusal:
        db.session.rollback()
        (form.letter if facts.letter else form.country).errors = [str(refusal)]
        return _form_page(process, person, form, 422)
    flash(_("%(name)s is nominated.", name=person.printed_name), "ok")
    return redirect(url_for("nominations.index", process=process.id))


def _version(held: Nomination | None) -> int:
    """Return the version of a nomination; 0 where there is none yet."""
    return held.version if held else 0


def _form_page(
    process: Process, person: Person, form: NominationForm, status: int, **more: Any
) -> tuple[str, int]:
    held = nomination_of(process, person)
    on_file = held.letter_name if held else None
    given = {"differences": None, "saved": None, "on_file": on_file, **more}
    page = render_template(
        "nominations/new.html", process=process, person=person, form=form, **given
    )
    return page, status


def _stale(process: Process, person: Person, form: NominationForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    held = nomination_of(process, person)
    now_saved = NominationForm(formdata=None, data=form_values(held, person))
    differences = form.meet(now_saved, _version(held))
    saved = last_change(person)
    return _form_page(process, person, form, 409, differences=differences, saved=saved)


@bp.get("/people/nominations/<int:nomination_id>/letter")
def letter(nomination_id: int) -> Response:
    """Give the letter on file, and write down that it was taken."""
    nomination = _find(nomination_id)
    content, name = nomination.letter, nomination.letter_name
    if content is None or name is None:
        abort(404)
    person = nomination.person
    record_view("saw a nomination letter", person, now=utcnow(), user_id=current_user.id)
    return as_file(content, name, kind_of_letter(content) or "application/octet-stream")


@bp.post("/people/nominations/<int:nomination_id>/withdraw")
def withdraw_one(nomination_id: int) -> Any:
    """Keep that a government no longer names somebody."""
    nomination = _find(nomination_id)
    withdraw(nomination, now=utcnow(), user_id=current_user.id)
    db.session.commit()
    flash(_("%(name)s is no longer nominated.", name=nomination.person.printed_name), "ok")
    return redirect(url_for("nominations.index", process=nomination.process_id))


def _find(nomination_id: int) -> Nomination:
    access.require_staff(current_user)
    found: Nomination = access.find(Nomination, nomination_id, current_user) or abort(404)
    return found


@bp.get("/people/nominations.<any(xlsx, csv):kind>")
def export(kind: str) -> Response:
    """Give the nominations of one process as a file, and write down that they were taken."""
    access.require_staff(current_user)
    process, now = _process() or abort(404), utcnow()
    names = country_names(language())
    header = [_("Country"), _("Name"), _("Organisation"), _("Day of the letter"), _("Letter"),
              _("State")]  # fmt: skip
    rows = [
        [
            names.get(each.country, each.country),
            one.person.printed_name,
            one.person.organization.name if one.person.organization else "",
            one.nominated_on.isoformat() if one.nominated_on else "",
            _("on file") if one.letter_name else _("missing"),
            _("withdrawn") if one.withdrawn_at else _("nominated"),
        ]
        for each in by_country(process, list(names))
        for one in each.nominations
    ]
    record_view("exported", Nomination, now=now, user_id=current_user.id, format=kind,
                rows=len(rows), columns=header, filter={"process": process.code})  # fmt: skip
    title = f"Nominations for {process.code}, {now:%d-%m-%Y %H:%M} UTC"
    content = write_table(kind, header, rows, title=title)
    name = f"nominations-{process.code.lower()}-{now:%Y-%m-%d-%H%M}.{kind}"
    return as_file(content, name, TABLE_TYPES[kind])
