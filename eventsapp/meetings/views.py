"""The list of meetings, their facts, and their agenda with times."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language
from eventsapp.meetings.forms import (
    ConfirmForm,
    MeetingForm,
    NewMeetingForm,
    ParticipationForm,
    kind_names,
)
from eventsapp.meetings.listing import Line, page_of, wanted_in
from eventsapp.meetings.models import DRAFT, Meeting, Participation, Process
from eventsapp.meetings.queries import (
    lines_of,
    meetings_with,
    participation_of,
    people_counted,
    people_to_add,
)
from eventsapp.meetings.schedule import standing
from eventsapp.meetings.services import (
    add_participant,
    cancel_meeting,
    change_facts,
    change_participation,
    check_version,
    create_meeting,
    reinstate_meeting,
)
from eventsapp.people.models import Person
from eventsapp.people.queries import country_names
from eventsapp.versioned import Difference

bp = Blueprint("meetings", __name__)


@bp.get("/meetings")
def index() -> Any:
    """List the meetings that the reader may see: the next first, then those that were held.

    `?process=IG-PCSC&series=EGM&kind=egm&state=draft` asks for some of them.
    """
    lines, wanted = lines_of(access.visible_meetings(current_user)), wanted_in(request.args)
    page = page_of(lines, wanted, utcnow(), request.args.get("page", 1, type=int))
    found = meetings_with([*page.coming, *page.held])
    return render_template(
        "meetings/index.html",
        coming=found[: len(page.coming)],
        held=found[len(page.coming) :],
        page=page,
        wanted=wanted,
        choices=_choices(lines),
        has_any=bool(lines),
        standings={meeting.id: _standing(meeting) for meeting in found},
        people=people_counted([one.id for one in found]) if current_user.is_staff else {},
    )


def _choices(lines: list[Line]) -> dict[str, dict[str, str]]:
    """Return what can be asked for, of the meetings that the reader may see."""
    states = {"draft": _("Draft")} if current_user.is_staff else {}
    states |= {"announced": _("Announced"), "confirmed": _("Confirmed")}
    kinds = {line.kind for line in lines}
    return {
        "process": {one: one for one in sorted({line.process for line in lines})},
        "series": {one: one for one in sorted({line.series for line in lines})},
        "kind": {kind: name for kind, name in kind_names().items() if kind in kinds},
        "state": {**states, "held": _("Held"), "cancelled": _("Cancelled")},
    }


@bp.route("/meetings/new", methods=["GET", "POST"])
def new() -> Any:
    """Begin a meeting without a record."""
    access.require_staff(current_user)
    process = db.session.scalar(select(Process.code).order_by(Process.id.desc()).limit(1))
    form = NewMeetingForm(tz=current_app.config["DEFAULT_TZ"], process_code=process)
    if form.validate_on_submit():
        try:
            made = create_meeting(
                form.facts(),
                series=form.series.data or "",
                number=form.number.data,
                process=form.process_code.data or "",
                by=current_user,
                state=form.state.data or DRAFT,
                now=utcnow(),
            )
            db.session.commit()
            flash(_("%(meeting)s is entered. Add its agenda now.", meeting=made.short_name), "ok")
            return redirect(url_for("agendas.agenda", code=made.code))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
    return render_template("meetings/new.html", form=form), 422 if form.errors else 200


@bp.route("/meetings/<code>/edit", methods=["GET", "POST"])
def edit(code: str) -> Any:
    """Change the facts of a meeting; a stale form shows the newer ones and writes over nothing."""
    meeting = _staff_find(code)
    form = MeetingForm(meeting)
    status = 200
    if form.validate_on_submit():
        try:
            check_version(meeting, form.version.data)
            change_facts(meeting, form.facts(), by=current_user, now=utcnow())
            db.session.commit()
            flash(_("The facts of %(meeting)s are saved.", meeting=meeting.short_name), "ok")
            return redirect(url_for("record.meeting", code=code))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        except StaleDataError:
            db.session.rollback()
            form.renew(meeting.version)
            status = 409
    status = 422 if form.errors else status
    return render_template(
        "meetings/edit.html", form=form, meeting=meeting, is_stale=status == 409
    ), status


@bp.route("/meetings/<code>/cancel", methods=["GET", "POST"])
def cancel(code: str) -> Any:
    """Ask once more, then cancel a meeting and close its deadlines."""
    meeting = _staff_find(code)
    form = ConfirmForm()
    if form.validate_on_submit():
        cancel_meeting(meeting, by=current_user, now=utcnow())
        db.session.commit()
        flash(
            _(
                "%(meeting)s is cancelled. Calendars show it, and nobody is reminded of it.",
                meeting=meeting.short_name,
            ),
            "ok",
        )
        return redirect(url_for("record.meeting", code=code))
    people = people_counted([meeting.id]).get(meeting.id, 0)
    return render_template("meetings/cancel.html", form=form, meeting=meeting, people=people)


@bp.post("/meetings/<code>/reinstate")
def reinstate(code: str) -> Any:
    """Bring a cancelled meeting back."""
    meeting = _staff_find(code)
    reinstate_meeting(meeting, by=current_user, now=utcnow())
    db.session.commit()
    flash(
        _(
            "%(meeting)s takes place again. Its deadlines stay closed; open those you still need.",
            meeting=meeting.short_name,
        ),
        "ok",
    )
    return redirect(url_for("record.meeting", code=code))


@bp.route("/meetings/<code>/participants/add", methods=["GET", "POST"])
def add_person(code: str) -> Any:
    """Find people of the registry by `?q=` and let them take part."""
    meeting = _staff_find(code)
    typed = request.args.get("q", "")
    if request.method == "POST":
        person = access.find(Person, request.form.get("person", type=int), current_user)
        if person is None:
            abort(404)
        add_participant(meeting, person, is_expert=True, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("%(name)s takes part now.", name=person.printed_name), "ok")
        return redirect(url_for("meetings.participation", code=code, person_id=person.id))
    found = people_to_add(meeting, typed)
    return render_template("meetings/add_person.html", meeting=meeting, typed=typed, found=found)


@bp.route("/meetings/<code>/participants/<int:person_id>", methods=["GET", "POST"])
def participation(code: str, person_id: int) -> Any:
    """Say as what somebody takes part, or that they have left; a form that is older than what is
    known saves nothing."""
    meeting = _staff_find(code)
    part = participation_of(meeting, person_id) or abort(404)
    form = ParticipationForm(part)
    if not form.is_submitted():
        form.open_at(part.version)
        return _participation_page(meeting, part, form, 200)
    if form.is_older_than(part.version):
        return _stale_participation(meeting, part, form)
    if not form.validate():
        return _participation_page(meeting, part, form, 422)
    try:
        change_participation(part, form.facts, by=current_user, now=utcnow())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        part = participation_of(_staff_find(code), person_id) or abort(404)
        return _stale_participation(part.meeting, part, form)
    flash(_("Saved for %(name)s.", name=part.person.printed_name), "ok")
    return redirect(url_for("participants.index", code=code))


def _stale_participation(meeting: Meeting, part: Participation, form: ParticipationForm) -> Any:
    form.validate()
    now_saved = ParticipationForm(part, formdata=None)
    return _participation_page(meeting, part, form, 409, form.meet(now_saved, part.version))


def _participation_page(
    meeting: Meeting,
    part: Participation,
    form: ParticipationForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    page = render_template(
        "meetings/participation.html",
        form=form,
        meeting=meeting,
        part=part,
        differences=differences,
        countries=sorted(country_names(language()).values()),
        registry_country=country_names(language()).get(part.person.country or "", ""),
    )
    return page, status


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _today(meeting: Meeting) -> Any:
    return in_zone(utcnow(), meeting.tz).date()


def _standing(meeting: Meeting) -> str:
    is_cancelled = meeting.cancelled_at is not None
    return standing(meeting.starts_on, meeting.ends_on, _today(meeting), is_cancelled=is_cancelled)
