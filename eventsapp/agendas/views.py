"""The agenda of a meeting: read by those who see it, edited by the secretariat, by several."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.agendas.conflicts import Slot, out_of_order, overlaps, too_early, too_late
from eventsapp.agendas.content import Agenda, Item, tracks
from eventsapp.agendas.differences import differences
from eventsapp.agendas.forms import (
    HoursForm,
    ItemForm,
    differing,
    kind_names,
    role_names,
    say_acts,
    say_differences,
    say_minutes,
)
from eventsapp.agendas.queries import (
    Seen,
    actors_of,
    agenda_of,
    agenda_seen,
    announced,
    change_numbered,
    changes_since,
    names_of,
    people_by_label,
    revision_of,
    tables_that_rely_on,
    taken_off,
    timed_day,
    was_done_since,
)
from eventsapp.agendas.services import (
    add_item,
    change_item,
    delete_item,
    duplicate_item,
    move_item,
    move_to,
    put_back,
    state_hours,
)
from eventsapp.clock import utcnow
from eventsapp.extensions import db
from eventsapp.formats import say_day
from eventsapp.meetings.forms import ConfirmForm
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay
from eventsapp.meetings.queries import day_of, item_of, meeting_with_agenda
from eventsapp.numbers import row_number
from eventsapp.walltime import clock_doubt

bp = Blueprint("agendas", __name__)


@bp.get("/meetings/<code>/agenda")
def agenda(code: str) -> Any:
    """Show the agenda with its times; staff change it from here, one row at a time by `?edit=`."""
    access.find(Meeting, code, current_user) or abort(404)
    meeting = meeting_with_agenda(code)
    assert meeting is not None  # noqa: S101 - it was found a line above
    seen = agenda_seen(meeting, is_staff=current_user.is_staff)
    return render_template(
        "agendas/agenda.html",
        sees_record=access.sees_record(meeting, current_user),
        **_shown(meeting, seen),
        **(_edited(meeting, seen.live) if current_user.is_staff else {}),
    )


@bp.get("/meetings/<code>/agenda/changes")
def changes(code: str) -> Any:
    """Tell an open page what others did after `?since=`, and show the days as they are now."""
    meeting = _staff_find(code)
    revision, since = revision_of(meeting.id), row_number(request.args.get("since", ""))
    answer = Response(mimetype="text/html")
    answer.set_etag(f"{meeting.version}-{revision}-{since}")
    answer.cache_control.private = answer.cache_control.no_cache = True
    if request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.status_code = 304
        return answer
    whole = meeting_with_agenda(code)
    assert whole is not None  # noqa: S101 - it was found above
    answer.set_data(
        render_template(
            "agendas/changes.html",
            said=_acts(meeting, since),
            **_shown(whole, agenda_seen(whole, is_staff=True)),
        )
    )
    return answer


def _shown(meeting: Meeting, seen: Seen) -> dict[str, Any]:
    """Return what the list of days needs."""
    is_staff, live = current_user.is_staff, seen.live
    told = announced(seen.version) if seen.version and is_staff else seen.agenda
    names = names_of(seen.agenda.person_ids | told.person_ids)
    days = meeting.days if is_staff else []
    slots = {day.id: _slots(day) for day in days}
    return {
        "meeting": meeting,
        "agenda": seen.agenda,
        "seen": seen,
        "names": names,
        "since": say_differences(differences(told, live), names) if is_staff else [],
        "kinds": kind_names(),
        "say_minutes": say_minutes,
        "roles": role_names(),
        "can_edit": is_staff and meeting.cancelled_at is None,
        "overlaps": {day_id: overlaps(day) for day_id, day in slots.items()},
        "early": {day.id: too_early(slots[day.id], day.start_at) for day in days},
        "late": {day.id: too_late(slots[day.id], day.end_at) for day in days},
        "disordered": {day_id: out_of_order(day) for day_id, day in slots.items()},
        "timed": {key: timed for day in days for key, timed in timed_day(day).items()},
        "doubts": _doubts(live) if is_staff else {},
        "titles": {item.key: item.title for item in live.items},
        "revision": revision_of(meeting.id) if is_staff else 0,
        "recent": _acts(meeting, 0) if is_staff else [],
    }


def _edited(meeting: Meeting, live: Agenda) -> dict[str, Any]:
    """Return the form of the one row that is open in place, if any."""
    wanted = row_number(request.args.get("edit", ""))
    item = next((one for one in live.items if one.key == wanted), None)
    if item is None or meeting.cancelled_at is not None:
        return {"editing": None}
    return {"editing": item.key, "form": _item_form(meeting, item, live), "item": item}


def _acts(meeting: Meeting, since: int) -> list[Any]:
    found = changes_since(meeting.id, since)
    return say_acts(found, actors_of(found), own=current_user.id)


def _doubts(live: Agenda) -> dict[int, str]:
    """Return which stated times the clocks of a day skip or show twice."""
    return {
        item.key: doubt
        for day in live.days
        for item in day.items
        if item.is_pinned
        and item.starts
        and (doubt := clock_doubt(day.on_date, item.starts, live.tz))
    }


@bp.post("/meetings/<code>/agenda/changes/<int:change_id>/undo")
def undo(code: str, change_id: int) -> Any:
    """Put an item that was taken off back on the agenda."""
    meeting = _staff_find(code)
    change = change_numbered(meeting, change_id) or abort(404)
    put_back(change, meeting, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("“%(title)s” is back on the agenda.", title=change.title), "ok")
    return _back(code, change.item_id)


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
        state_hours(day, starts, ends, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("The hours of day %(number)s are saved.", number=day.number), "ok")
        for time in form.comes_twice():
            flash(_("Clocks show %(time)s twice that day. The first is meant.", time=time), "warn")
        return _back(code)
    status = 422 if form.errors else status
    return render_template(
        "agendas/hours.html", form=form, meeting=meeting, day=day, is_stale=status == 409
    ), status


@bp.route("/meetings/<code>/agenda/new", methods=["GET", "POST"])
def new_item(code: str) -> Any:
    """Add an item to `?day=1` of an agenda."""
    meeting = _staff_find(code)
    form = _item_form(meeting, None, None, day=request.args.get("day", 1, type=int))
    if form.validate_on_submit():
        item = add_item(
            _day(meeting, form.day.data),
            form.title.data or "",
            starts=form.starts_at_time.data,
            minutes=form.duration_minutes.data,
            more=form.more(),
            by=current_user,
            now=utcnow(),
        )
        db.session.commit()
        flash(_("“%(title)s” is on the agenda.", title=item.title), "ok")
        return _back(code, item.id)
    return _item_page(meeting, form, 422 if form.errors else 200)


@bp.route("/meetings/<code>/agenda/<int:item_id>", methods=["GET", "POST"])
def item(code: str, item_id: int) -> Any:
    """Change an item; a stale form shows the newer item and writes over nothing."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id)
    if found is None:
        return _gone(meeting, item_id)
    form, live = _form_of(meeting, found)
    if not form.is_submitted():
        return _item_page(meeting, form, 200, item=live)
    if form.is_older_than(found.version):
        return _stale(meeting, found, form)
    if not form.validate():
        return _item_page(meeting, form, 422, item=live)
    change_item(
        found,
        title=form.title.data or "",
        starts=form.starts_at_time.data,
        minutes=form.duration_minutes.data,
        day=_day(meeting, form.day.data),
        more=form.more(),
        by=current_user,
        now=utcnow(),
    )
    db.session.commit()
    flash(_("“%(title)s” is saved.", title=found.title), "ok")
    return _back(code, found.id)


def _stale(meeting: Meeting, found: AgendaItem, form: ItemForm) -> Any:
    form.validate()
    now_saved, live = _form_of(meeting, found, formdata=None)
    both = differing(now_saved, form)
    form.meet(now_saved, found.version)
    return _item_page(meeting, form, 409, item=live, both=both)


def _gone(meeting: Meeting, item_id: int) -> Any:
    """Somebody took the item off meanwhile: what was typed is shown, and can be added anew."""
    change = taken_off(meeting.id, item_id)
    if change is None:
        abort(404)
    form = _item_form(meeting, None, None)
    if form.is_submitted():
        form.validate()
    return _item_page(meeting, form, 409, gone=change)


def _item_page(meeting: Meeting, form: ItemForm, status: int, **values: Any) -> Any:
    shown = {"item": None, "both": None, "gone": None, **values}
    page = render_template(
        "agendas/item.html",
        form=form,
        meeting=meeting,
        roles=role_names(),
        is_stale=status == 409,
        **shown,
    )
    return page, status


@bp.post("/meetings/<code>/agenda/<int:item_id>/<any(up, down):way>")
def shift_item(code: str, item_id: int, way: str) -> Any:
    """Move an item one place up or down in its day."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id) or abort(404)
    # Sent twice, or from a page that is older than the order: the item stays where it is.
    if request.form.get("position", type=int) == found.position:
        move_item(found, -1 if way == "up" else 1, by=current_user, now=utcnow())
        db.session.commit()
    return _back(code, found.id)


@bp.post("/meetings/<code>/agenda/<int:item_id>/move")
def move(code: str, item_id: int) -> Any:
    """Move an item to a day, before another item of it or to its end."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id) or abort(404)
    day = day_of(meeting, row_number(request.form.get("day", ""))) or abort(404)
    before = row_number(request.form.get("before", "")) or None
    move_to(found, day, before, by=current_user, now=utcnow())
    db.session.commit()
    return _back(code, found.id)


@bp.post("/meetings/<code>/agenda/<int:item_id>/duplicate")
def duplicate(code: str, item_id: int) -> Any:
    """Put a copy of an item behind it; a button that is pressed twice makes one."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id) or abort(404)
    seen = row_number(request.form.get("seen", ""))
    if was_done_since(found.id, "duplicated", seen):
        return _back(code, found.id)
    copy = duplicate_item(found, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("A copy of “%(title)s” stands behind it.", title=copy.title), "ok")
    return _back(code, copy.id)


@bp.route("/meetings/<code>/agenda/<int:item_id>/delete", methods=["GET", "POST"])
def remove_item(code: str, item_id: int) -> Any:
    """Ask once more, then take an item off the agenda."""
    meeting = _staff_find(code)
    found = item_of(meeting, item_id)
    form = ConfirmForm()
    if found is None and form.is_submitted() and taken_off(meeting.id, item_id):
        return _back(code)
    if found is None:
        abort(404)
    if form.validate_on_submit():
        title = found.title
        delete_item(found, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("“%(title)s” is off the agenda. You can put it back below.", title=title), "ok")
        return _back(code)
    return render_template(
        "agendas/remove_item.html",
        form=form,
        meeting=meeting,
        item=found,
        is_used=bool(tables_that_rely_on(found)),
    )


def _staff_find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _back(code: str, item_id: int | None = None) -> Any:
    anchor = f"item-{item_id}" if item_id else None
    return redirect(url_for("agendas.agenda", code=code, _anchor=anchor))


def _form_of(meeting: Meeting, found: AgendaItem, **values: Any) -> tuple[ItemForm, Item]:
    live = agenda_of(meeting)
    item = next(one for one in live.items if one.key == found.id)
    return _item_form(meeting, item, live, **values), item


def _item_form(meeting: Meeting, item: Item | None, live: Agenda | None, **values: Any) -> ItemForm:
    names = names_of({one.person_id for one in item.speakers if one.person_id}) if item else {}
    if item is not None and live is not None:
        values["data"] = {"day": next(day.number for day in live.days if item in day.items)}
    form = ItemForm(_day_choices(meeting), people_by_label(meeting), item, names, **values)
    form.known_tracks = tracks(live.items) if live else []
    if item is not None and not form.is_submitted():
        form.open_at(item.version)
    return form


def _day(meeting: Meeting, number: int) -> MeetingDay:
    return next(day for day in meeting.days if day.number == number)


def _day_choices(meeting: Meeting) -> list[tuple[int, str]]:
    return [
        (day.number, _("Day %(number)s, %(day)s", number=day.number, day=say_day(day.on_date)))
        for day in meeting.days
    ]


def _slots(day: MeetingDay) -> list[Slot]:
    return [Slot(item.title, item.start_at, item.end_at, item.track) for item in day.agenda]
