"""Clashes: all of them, and accepting one with a reason."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clashes.forms import AcceptForm, kind_names, sorted_out, told
from eventsapp.clashes.models import AcceptedClash
from eventsapp.clashes.queries import accepted_clashes, found_among, names_in
from eventsapp.clashes.services import accept_clash, take_back
from eventsapp.clashes.wording import Clash
from eventsapp.clock import utcnow
from eventsapp.consultations.forms import PlainForm
from eventsapp.extensions import db
from eventsapp.formats import YEARS, in_zone, reader_tz
from eventsapp.incoming import own_page
from eventsapp.letters.typed_dates import to_date
from eventsapp.numbers import number_in
from eventsapp.paging import Paged, nearest
from eventsapp.planning.queries import dated_rows, days_planned, timeline_bars

bp = Blueprint("clashes", __name__)

PER_PAGE = 50
MARGIN = timedelta(days=2)
# A clash is looked for again around its day: what takes part in it may have begun long before.
AROUND = timedelta(days=1)


@bp.get("/clashes")
def index() -> Any:
    """List the clashes of some days, all that are coming unless others are asked for."""
    access.require_staff(current_user)
    wrong: dict[str, str] = {}
    first, last = _days(wrong)
    kind = request.args.get("kind", "")
    every = _found_between(first, last)
    accepted = accepted_clashes()
    fitting = [one for one in every if kind in {"", one.kind}]
    open_ones, quiet = sorted_out(fitting, accepted)
    asked = number_in(request.args.get("page", "")) or 1
    number = nearest(asked, len(open_ones), PER_PAGE)
    page = Paged(number=number, total=len(open_ones), per_page=PER_PAGE)
    listed = open_ones[page.start : page.last]
    names = kind_names()
    shown = render_template(
        "clashes/index.html",
        open_ones=told(listed, names_in(listed), accepted),
        accepted=told(quiet, names_in(quiet), accepted),
        total=len(open_ones),
        page=page,
        first=first,
        last=last,
        wrong=wrong,
        kind=kind,
        kinds={one: names[one] for one in names if one in {each.kind for each in every}},
        kinds_all=names,
        address=lambda number: url_for(
            "clashes.index", **{**request.args.to_dict(), "page": number}
        ),
        here=request.full_path.rstrip("?"),
    )
    return shown, 422 if wrong else 200


@bp.route("/clashes/accept", methods=["GET", "POST"])
def accept() -> Any:
    """Live with one clash: `?key=…&day=…` name it."""
    access.require_staff(current_user)
    day = to_date(request.args.get("day", "")) or abort(404)
    key = request.args.get("key", "")
    every = _found_between(day - AROUND, day + AROUND)
    clash = next((one for one in every if one.key == key), None) or abort(404)
    [one] = told([clash], names_in([clash]), accepted_clashes())
    form = AcceptForm(back=request.args.get("back", ""), seen=one.clash.fingerprint)
    back = own_page(form.back.data) or url_for("reports.timeline")
    has_changed = form.is_submitted() and form.seen.data != one.clash.fingerprint
    if not has_changed and form.validate_on_submit():
        accept_clash(one.clash, form.reason.data or "", by=current_user, now=utcnow())
        db.session.commit()
        flash(_("The clash is accepted and stays quiet until it changes."), "ok")
        return redirect(back)
    if has_changed:
        form.seen.data = one.clash.fingerprint
    page = render_template(
        "clashes/accept.html", one=one, form=form, back=back, has_changed=has_changed
    )
    return page, 409 if has_changed else 422 if form.errors else 200


@bp.post("/clashes/<int:clash_id>/take-back")
def take_back_one(clash_id: int) -> Any:
    """Show an accepted clash again; a second click changes nothing."""
    access.require_staff(current_user)
    back = own_page(request.form.get("back")) or url_for("clashes.index")
    accepted = access.find(AcceptedClash, clash_id, current_user)
    if accepted is not None and PlainForm().validate_on_submit():
        take_back(accepted, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("The clash is shown again."), "ok")
    return redirect(back)


def _found_between(first: date, last: date) -> list[Clash]:
    begins, ends = first - MARGIN, last + MARGIN
    bars = timeline_bars(dated_rows(begins, ends), with_offered=True, days=(begins, ends))
    near = [bar for bar in bars if bar.starts_on <= ends and bar.ends_on >= begins]
    return [one for one in found_among(near) if one.day <= last and one.last_day >= first]


def _days(wrong: dict[str, str]) -> tuple[date, date]:
    """Return the days that are asked for; unless they are, from today to the end of the plan."""
    typed = {name: request.args.get(name, "").strip() for name in ("from", "to")}
    days = {name: to_date(text) for name, text in typed.items()}
    for name, text in typed.items():
        day = days[name]
        if text and (day is None or day.year not in YEARS):
            wrong[name] = _("“%(typed)s” is not a day. Write it like 18 November 2024.", typed=text)
            days[name] = None
    plan = days_planned()
    today = in_zone(utcnow(), reader_tz() or current_app.config["DEFAULT_TZ"]).date()
    last = days["to"] or plan.horizon or today
    first = days["from"] or (today if today <= last else plan.first or last)
    if first > last and "to" not in wrong:
        wrong["to"] = _("The last day is before the first. Correct one of the two.")
    return first, max(first, last)
