"""The list of meetings, their facts, and their agenda with times."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError
from wtforms import SelectChoice

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language, say_day
from eventsapp.meetings.conflicts import Slot, out_of_order, overlaps, too_early, too_late
from eventsapp.meetings.forms import (
    ConfirmForm,
    HoursForm,
    ItemForm,
    MeetingForm,
    NewMeetingForm,
    ParticipationForm,
)
from eventsapp.meetings.models import Meeting, MeetingDay, Participation, Process
from eventsapp.meetings.queries import (
    day_of,
    item_of,
    meeting_with_agenda,
    participation_of,
    people_counted,
    people_to_add,
    tables_that_use,
)
from eventsapp.meetings.schedule import standing
from eventsapp.meetings.services import (
    add_item,
    add_participant,
    cancel_meeting,
    change_facts,
    change_item,
    change_participation,
    check_version,
    create_meeting,
    delete_item,
    move_item,
    reinstate_meeting,
    set_day_hours,
)
from eventsapp.people.models import Person
from eventsapp.people.queries import country_names
from eventsapp.versioned import Difference

bp = Blueprint("meetings", __name__)


@bp.get("/meetings")
def index() -> Any:
    """List the meetings that the reader may see: the next first, then those that were held."""
    found = list(db.session.scalars(access.visible_meetings(current_user)))
    found.sort(key=lambda meeting: (meeting.starts_on, meeting.id))
    standings = {meeting.id: _standing(meeting) for meeting in found}
    return render_template(
        "meetings/index.html",
        coming=[one for one in found if one.ends_on >= _today(one)],
        held=[one for one in reversed(found) if one.ends_on < _today(one)],
        standings=standings,
        people=people_counted([one.id for one in found]) if current_user.is_staff else {},
    )


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
                now=utcnow(),
            )
            db.session.commit()
            flash(_("%(meeting)s is entered. Add its agenda now.", meeting=made.short_name), "ok")
            return redirect(url_for("meetings.agenda", code=made.code))
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


@bp.get("/meetings/<code>/agenda")
def agenda(code: str) -> Any:
    """Show the agenda with its times; staff change it from here."""
    access.find(Meeting, code, current_user) or abort(404)
    meeting = meeting_with_agenda(code)
    assert meeting is not None  # noqa: S101 - it was found a line above
    slots = {day.id: _slots(day) for day in meeting.days}
    return render_template(
        "meetings/agenda.html",
        meeting=meeting,
        sees_record=access.sees_record(meeting, current_user),
        overlaps={day_id: overlaps(day) for day_id, day in slots.items()},
        early={day.id: too_early(slots[day.id], day.start_at) for day in meeting.days},
        late={day.id: too_late(slots[day.id], day.end_at) for day in meeting.days},
        disordered={day_id: out_of_order(day) for day_id, day in slots.items()},
    )


@bp.route("/meetings/<code>/days/<int:number>", methods=["GET", "POST"])
def hours(code: str, number: int) -> Any:
    """State the hours of one day."""
    meeting = _staff_find(code)
    day = day_of(meeting, number, is_locked=request.method == "POST") or abort(404)
    form = HoursForm(day)
    status = 200
    if form.validate_on_submit() and form.version.data not in {None, day.sequence}:
        form.renew(day.sequence)
        status = 409
    elif form.validate_on_submit():
        starts, ends = form.starts_at_time.data, form.ends_at_time.data
        set_day_hours(day, starts, ends, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("The hours of day %(number)s are saved.", number=day.number), "ok")
        return redirect(url_for("meetings.agenda", code=code))
    status = 422 if form.errors else status
    return render_template(
        "meetings/hours.html", form=form, meeting=meeting, day=day, is_stale=status == 409
    ), status


@bp.route("/meetings/<code>/agenda/new", methods=["GET", "POST"])
def new_item(code: str) -> Any:
    """Add an item to `?day=1` of an agenda."""
    meeting = _staff_find(code)
    form = ItemForm(_day_choices(meeting), day=request.args.get("day", 1, type=int))
    if form.validate_on_submit():
        item = add_item(
            _day(meeting, form.day.data),
            form.title.data or "",
            starts=form.starts_at_time.data,
            minutes=form.duration_minutes.data,
            by=current_user,
            now=utcnow(),
        )
        db.session.commit()
        flash(_("“%(title)s” is on the agenda.", title=item.title), "ok")
        return redirect(url_for("meetings.agenda", code=code, _anchor=f"item-{item.id}"))
    return render_template(
        "meetings/item.html", form=form, meeting=meeting, item=None
    ), 422 if form.errors else 200


@bp.route("/meetings/<code>/agenda/<int:item_id>", methods=["GET", "POST"])
def item(code: str, item_id: int) -> Any:
    """Change an item; a stale form shows the newer item and writes over nothing."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id) or abort(404)
    form = ItemForm(_day_choices(meeting), found)
    status = 200
    if form.validate_on_submit():
        try:
            check_version(found, form.version.data)
            change_item(
                found,
                title=form.title.data or "",
                starts=form.starts_at_time.data,
                minutes=form.duration_minutes.data,
                day=_day(meeting, form.day.data),
                by=current_user,
                now=utcnow(),
            )
            db.session.commit()
            flash(_("“%(title)s” is saved.", title=found.title), "ok")
            return redirect(url_for("meetings.agenda", code=code, _anchor=f"item-{found.id}"))
        except StaleDataError:
            db.session.rollback()
            form.renew(found.version)
            status = 409
    status = 422 if form.errors else status
    return render_template(
        "meetings/item.html", form=form, meeting=meeting, item=found, is_stale=status == 409
    ), status


@bp.post("/meetings/<code>/agenda/<int:item_id>/<any(up, down):way>")
def shift_item(code: str, item_id: int, way: str) -> Any:
    """Move an item one place up or down in its day."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id) or abort(404)
    # Sent twice, or from a page that is older than the order: the item stays where it is.
    if request.form.get("position", type=int) == found.position:
        move_item(found, -1 if way == "up" else 1, by=current_user, now=utcnow())
        db.session.commit()
    return redirect(url_for("meetings.agenda", code=code, _anchor=f"item-{found.id}"))


@bp.route("/meetings/<code>/agenda/<int:item_id>/delete", methods=["GET", "POST"])
def remove_item(code: str, item_id: int) -> Any:
    """Ask once more, then take an item off the agenda."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id) or abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        title = found.title
        delete_item(found, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("“%(title)s” is off the agenda.", title=title), "ok")
        return redirect(url_for("meetings.agenda", code=code))
    return render_template(
        "meetings/remove_item.html",
        form=form,
        meeting=meeting,
        item=found,
        is_used=bool(tables_that_use(found)),
    )


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


def _day(meeting: Meeting, number: int) -> MeetingDay:
    return next(day for day in meeting.days if day.number == number)


def _day_choices(meeting: Meeting) -> list[SelectChoice]:
    return [
        SelectChoice(
            day.number, _("Day %(number)s, %(day)s", number=day.number, day=say_day(day.on_date))
        )
        for day in meeting.days
    ]


def _slots(day: MeetingDay) -> list[Slot]:
    return [Slot(item.title, item.start_at, item.end_at) for item in day.agenda]


def _today(meeting: Meeting) -> Any:
    return in_zone(utcnow(), meeting.tz).date()


def _standing(meeting: Meeting) -> str:
    is_cancelled = meeting.cancelled_at is not None
    return standing(meeting.starts_on, meeting.ends_on, _today(meeting), is_cancelled=is_cancelled)
