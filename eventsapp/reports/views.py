"""The pages that put packages together: the timeline and the people."""

from collections import Counter
from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.consultations.forms import RepeatForm, mode_names, say_rule
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import LastSave, last_save
from eventsapp.documents.models import Release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, reader_tz, say_day, say_language, text_direction
from eventsapp.letters.queries import requests_of
from eventsapp.meetings.models import Meeting
from eventsapp.people.forms import PersonForm, form_values
from eventsapp.people.models import Person
from eventsapp.people.services import change_person, facts_of
from eventsapp.reminders.models import Deadline
from eventsapp.reports.clashes import Clash, clash_marks, clashes
from eventsapp.reports.forms import isolate, kind_names, role_names, state_name, timeline_words
from eventsapp.reports.queries import (
    Dated,
    account_of,
    dated_rows,
    meetings_by_day,
    obligations_of,
    offered_series,
    offered_until,
    participations_of,
    people_found,
    person_lines,
    placements_of,
    timeline_bars,
    undated_consultations,
)
from eventsapp.reports.timeline import KINDS, Bar, layout
from eventsapp.versioned import Difference

bp = Blueprint("reports", __name__)


@bp.get("/timeline")
def timeline() -> str:
    """Show what happens when, as far as the reader may see it, with what clashes."""
    rows = access.seen_of(dated_rows(), current_user)
    bars = timeline_bars(rows, with_offered=current_user.is_staff)
    chosen = {name: request.args.get(name, "").strip() for name in ("audience", "kind")}
    shown = _linked([bar for bar in bars if _fits(bar, chosen)], rows)
    keys = {bar.key for bar in shown}
    found = [clash for clash in clashes(bars) if keys & {bar.key for bar in clash.bars}]
    undated = access.seen_of(undated_consultations(), current_user)
    series = offered_series(rows) if current_user.is_staff else []
    return render_template(
        "reports/timeline.html",
        bars=shown,
        count=len(bars),
        chosen=chosen,
        audiences=sorted({bar.audience for bar in bars if bar.audience}),
        kinds=[kind for kind in KINDS if kind in {bar.kind for bar in bars}],
        kind_names=kind_names(),
        modes=mode_names(),
        state_name=state_name,
        drawing=_drawing(shown, found) if shown else None,
        found=[(clash, _sentence(clash)) for clash in found],
        marks=clash_marks(found),
        title=_chart_title(shown),
        tz=_usual_tz(shown),
        has_other_zones=len({bar.tz for bar in shown}) > 1,
        undated=[row for row in undated if _fits_undated(row, chosen)],
        series=[(one, _repeat_form(one, bars)) for one in series],
        say_rule=say_rule,
        styles={bar.style for bar in shown if not bar.is_cancelled},
    )


@bp.get("/people")
def people() -> str:
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
        "reports/people.html",
        chosen=chosen,
        page=page,
        people=person_lines(page.items),
        meetings=meetings_by_day(),
        roles=role_names(),
    )


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    """Show all that is known of one person."""
    access.require_staff(current_user)
    known = access.find(Person, person_id, current_user) or abort(404)
    return render_template(
        "reports/person.html",
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
def edit_person(person_id: int) -> Any:
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
    return redirect(url_for("reports.person", person_id=person_id))


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
        "reports/edit_person.html", person=known, form=form, differences=differences, saved=saved
    )
    return page, status


def _stale(known: Person, form: PersonForm) -> tuple[str, int]:
    """Show what was saved meanwhile beside what was typed; nothing is overwritten."""
    form.validate()
    now_saved = PersonForm(formdata=None, data=form_values(facts_of(known)))
    differences = form.meet(now_saved, known.version)
    return _edit_page(known, form, 409, differences, last_save(known))


def _fits(bar: Bar, chosen: dict[str, str]) -> bool:
    """Return whether a bar passes the filters of the address; an empty one lets everything pass."""
    return chosen["audience"] in {"", bar.audience} and chosen["kind"] in {"", bar.kind}


def _fits_undated(row: Consultation, chosen: dict[str, str]) -> bool:
    return chosen["audience"] in {"", row.audience} and chosen["kind"] in {"", "consultation"}


def _linked(bars: list[Bar], rows: list[Dated]) -> list[Bar]:
    """Return the bars with the address of each thing; repetitions link to their first day's."""
    pages = {f"{row.__tablename__}-{row.id}": _page_of(row) for row in rows}
    return [
        replace(bar, href=pages.get(bar.series or bar.key) or pages.get(bar.key)) for bar in bars
    ]


def _page_of(row: Dated) -> str:
    if isinstance(row, Meeting):
        return url_for("record.meeting", code=row.code)
    if isinstance(row, Deadline):
        return url_for("reminders.show", deadline_id=row.id)
    if isinstance(row, Release):
        return url_for("documents.index", _anchor=f"release-{row.id}")
    return url_for("consultations.show", consultation_id=row.id)


def _drawing(bars: list[Bar], found: list[Clash]) -> Any:
    zone = reader_tz() or current_app.config["DEFAULT_TZ"]
    return layout(
        bars,
        in_zone(utcnow(), zone).date(),
        words=timeline_words(),
        marks=clash_marks(found),
        is_rtl=text_direction() == "rtl",
    )


def _sentence(clash: Clash) -> str:
    """Return the sentence of a clash; titles that run the other way do not disturb it."""
    isolated = tuple(replace(bar, title=isolate(bar.title)) for bar in clash.bars)
    return replace(clash, bars=isolated).worded(_, lambda day: say_day(day, "short"))


def _chart_title(bars: list[Bar]) -> str:
    if not bars:
        return ""
    return ngettext(
        "One date, %(first)s",
        "%(num)s dates from %(first)s to %(last)s",
        len(bars),
        first=say_day(bars[0].starts_on, "plain"),
        last=say_day(max(bar.ends_on for bar in bars), "plain"),
    )


def _usual_tz(bars: list[Bar]) -> str | None:
    """Return the zone in which most of the days count."""
    zones = Counter(bar.tz for bar in bars)
    return zones.most_common(1)[0][0] if zones else None


def _repeat_form(consultation: Consultation, bars: list[Bar]) -> RepeatForm:
    return RepeatForm(formdata=None, prefix=f"series{consultation.id}-", until=offered_until(bars))
