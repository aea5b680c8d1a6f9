"""The roster of one room: for who leads it or writes its notes, and for its members."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.accounts.models import User
from eventsapp.attendance.forms import offered_states
from eventsapp.attendance.notes import PRESENT, write_states
from eventsapp.attendance.queries import room_place
from eventsapp.attendance.services import is_coming
from eventsapp.breakouts.models import BreakoutRoom, Round
from eventsapp.breakouts.queries import earlier_seats, room_with
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language, say_moment
from eventsapp.history.services import record_view
from eventsapp.lists.queries import title_of
from eventsapp.meetings.models import Meeting
from eventsapp.outgoing import as_file
from eventsapp.record.queries import sections_of_room
from eventsapp.rosters import exporting, forms, queries
from eventsapp.rosters.forms import NotesForm, RoomMailForm
from eventsapp.rosters.models import RoomNotes
from eventsapp.rosters.papers import (
    Print,
    Sheet,
    not_printable,
    plates_pdf,
    room_pdf_of,
    rosters_pdf,
    signs_pdf,
)
from eventsapp.rosters.services import check_writing, readers_of, save_notes, write_to_members
from eventsapp.sheets.writing import TABLE_TYPES, write_csv, write_table
from eventsapp.versioned import Difference

bp = Blueprint("rosters", __name__)
ROUND = "/meetings/<code>/breakouts/<int:number>"
ROOM = f"{ROUND}/rooms/<label>"


@bp.get(ROOM)
def room(code: str, number: int, label: str) -> Any:
    """Show one room to its people: who is in it, what it covers, what was noted."""
    found = _room(code, number, label)
    round_, meeting = found.round, found.round.meeting
    leads = access.takes_attendance(found, current_user)
    sees_people = leads or access.sees_people_of(found, current_user)
    told = queries.told_of(found, is_leader=leads) if sees_people else queries.Told(meeting)
    is_held = queries.is_held(meeting, utcnow())
    is_copy = leads and "kept" in request.args
    starts, ends = queries.hours_of(round_)
    taps = _taps(found, told) if leads and told.lines and (is_copy or not is_held) else {}
    may_join = not is_held and access.may_join(meeting, current_user)
    return render_template(
        "rosters/kept.html" if is_copy and taps else "rosters/room.html",
        meeting=meeting,
        round=round_,
        room=found,
        told=told,
        sees_people=sees_people,
        start=starts,
        end=ends,
        join_url=found.join_url if may_join else None,
        sections=sections_of_room(found),
        typed=queries.notes_of(found) if leads else None,
        is_held=is_held,
        **taps,
    )


@bp.route(f"{ROOM}/notes", methods=["GET", "POST"])
def notes(code: str, number: int, label: str) -> Any:
    """Write the notes of a room: who leads it or writes, and staff. An older form saves nothing."""
    found = _led_room(code, number, label)
    typed = queries.notes_of(found)
    form = NotesForm(typed)
    if not form.is_submitted():
        form.open_at(_version(typed))
        return _notes_page(found, form, 200)
    _begin_where_typed(form)
    if form.is_older_than(_version(typed)):
        return _stale(found, form)
    if not form.validate():
        return _notes_page(found, form, 422)
    by = current_user._get_current_object()
    try:
        save_notes(found, form.text.data or "", seen=_version(typed), by=by, now=utcnow())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(_led_room(code, number, label), form)
    # The device may now forget what was typed, which it is told once.
    session["saved_notes"] = found.id
    flash(_("The notes of room %(label)s are saved.", label=found.label), "ok")
    return redirect(url_for("rosters.notes", code=code, number=number, label=found.label))


def _version(typed: RoomNotes | None) -> int:
    return typed.version if typed else 0


def _begin_where_typed(form: NotesForm) -> None:
    """Count a form that a device brought back as opened when it was typed, and not when it was
    loaded: what was saved in between would else be written over."""
    opened = request.form.get("opened", form.version.data)
    if opened != form.version.data:
        form.version.data, form.opened_with.data = opened, '{"text": ""}'


def _stale(room: BreakoutRoom, form: NotesForm) -> Any:
    typed = queries.notes_of(room)
    differences = form.meet(NotesForm(typed, formdata=None), _version(typed))
    return _notes_page(room, form, 409, differences)


def _notes_page(
    room: BreakoutRoom,
    form: NotesForm,
    status: int,
    differences: list[Difference] | None = None,
) -> Any:
    page = render_template(
        "rosters/notes.html",
        meeting=room.round.meeting,
        round=room.round,
        room=room,
        form=form,
        notes=queries.notes_of(room),
        differences=differences,
        key=f"room-notes:{current_user.id}:{room.id}",
        saved=session.pop("saved_notes", None) == room.id,
    )
    return page, status


@bp.route(f"{ROOM}/mail", methods=["GET", "POST"])
def write(code: str, number: int, label: str) -> Any:
    """Write to the members of a room without seeing their addresses: a preview, then one mail to
    each. Who leads the room or writes its notes, and staff."""
    found = _led_room(code, number, label)
    form, now = RoomMailForm(), utcnow()
    by = current_user._get_current_object()
    refusal, is_checked = None, form.validate_on_submit()
    try:
        if is_checked and request.form.get("act") == "send":
            return _send(found, form, by, now)
        check_writing(found, by=by, now=now)
    except RuleBroken as broken:
        db.session.rollback()
        refusal = str(broken)
    if not form.client_key.data:
        form.begin()
    reached, others = readers_of(found, by.person)
    return render_template(
        "rosters/write.html",
        meeting=found.round.meeting,
        round=found.round,
        room=found,
        form=form,
        is_preview=is_checked and refusal is None,
        refusal=refusal,
        reached=reached,
        others=others,
        may_answer=by.person.email is not None,
        mails=queries.mails_of(found),
    ), 422 if form.is_submitted() and (refusal or form.errors) else 200


def _send(room: BreakoutRoom, form: RoomMailForm, by: User, now: datetime) -> Any:
    """Send what was previewed; the same form twice is one note."""
    count = write_to_members(
        room,
        subject=form.subject.data or "",
        text=form.text.data or "",
        replies_to_writer=form.replies_to_writer.data,
        client_key=form.client_key.data or "",
        by=by,
        now=now,
    )
    db.session.commit()
    if count:
        said = ngettext(
            "Your note goes to %(num)s person, who sees no address but their own.",
            "Your note goes to %(num)s people, each of whom sees no address but their own.",
            count,
        )
        flash(said, "ok")
    else:
        flash(_("This note was sent already. Nobody gets it twice."), "ok")
    return redirect(_address_of(room))


def _address_of(room: BreakoutRoom) -> str:
    code, number = room.round.meeting.code, room.round.number
    return url_for("rosters.room", code=code, number=number, label=room.label)


def _led_room(code: str, number: int, label: str) -> BreakoutRoom:
    found = _room(code, number, label)
    return found if access.takes_attendance(found, current_user) else abort(404)


@bp.get(f"{ROOM}/roster.pdf")
def room_pdf(code: str, number: int, label: str) -> Any:
    """Print the roster of a room in fonts that hold every script: who leads it, and staff; written
    down."""
    found = _led_room(code, number, label)
    round_, told = found.round, queries.told_of(found, is_leader=True)
    [sheet] = forms.sheets_of(round_, {found.id: told.members}, _when(round_), found)
    about = _about(round_.meeting, sheet.name, is_draft=round_.published_at is None)
    pdf = room_pdf_of(sheet, about, roles=forms.role_names(), heard=forms.heard(told))
    columns = ["name", "organization", "function", "languages", "said"]
    _log(found, format="pdf", rows=len(told.members), columns=columns, filter={})
    name = f"room-{code}-{number}-{found.label}.pdf"
    return as_file(pdf, name, "application/pdf", is_shown=True)


def _taps(room: BreakoutRoom, told: queries.Told) -> dict[str, Any]:
    """Return what the page needs so that who is here can be noted on it, also without a line."""
    place, lines = room_place(room), told.lines.values()
    code, number = told.meeting.code, room.round.number
    return {
        "place": place,
        "here": _address_of(room),
        "sync": url_for("attendance.sync_room", code=code, number=number, label=room.label),
        "states": offered_states(is_coming=is_coming(place, utcnow())),
        "opened": write_states({line.participation_id: line.state for line in lines}),
        "present": sum(line.state == PRESENT for line in lines),
    }


def _room(code: str, number: int, label: str) -> BreakoutRoom:
    key = room_with(code, number, label)
    found: BreakoutRoom = access.find(BreakoutRoom, key, current_user) or abort(404)
    return found


@bp.get("/meetings/<code>/breakouts/rosters")
def index(code: str) -> Any:
    """Show what can be printed and taken along, round by round. Staff only."""
    meeting = _meeting(code)
    rounds = [
        (one, queries.members_of(one, is_draft=one.published_at is None), queries.has_board(one))
        for one in queries.rounds_with_rooms(meeting)
    ]
    sheets = [
        sheet for one, members, _board in rounds for sheet in forms.sheets_of(one, members, "")
    ]
    return render_template(
        "rosters/index.html",
        meeting=meeting,
        rounds=rounds,
        say_round=forms.say_round,
        missing=not_printable(sheets),
    )


@bp.get(f"{ROUND}/<any(signs, plates):kind>.pdf")
def papers(code: str, number: int, kind: str) -> Any:
    """Print the signs or the name plates of a round, or of its room `?room=`; with `?draft=1` from
    the board, and marked. Staff only, and written down."""
    round_ = _round(code, number)
    sheets, is_draft = _sheets(round_)
    if not sheets or (kind == "plates" and not any(sheet.members for sheet in sheets)):
        raise RuleBroken(
            f"Round {number} has nobody to print {kind} for. Place people in its rooms first."
        )
    title = {"signs": _("Signs"), "plates": _("Name plates")}[kind]
    about = _about(round_.meeting, f"{title}, {forms.say_round(round_)}", is_draft=is_draft)
    pdf = signs_pdf(sheets, about) if kind == "signs" else plates_pdf(sheets, about)
    count = len(sheets) if kind == "signs" else sum(len(sheet.members) for sheet in sheets)
    asked = {"room": request.args.get("room"), "draft": is_draft or None}
    _log(
        round_, format=f"pdf of {kind}", rows=count, columns=["name", "organization"], filter=asked
    )
    return as_file(pdf, f"{kind}-{code}-{number}.pdf", "application/pdf", is_shown=True)


def _sheets(round_: Round) -> tuple[list[Sheet], bool]:
    """Return the rooms of a round on paper, and whether they are a draft."""
    is_draft = round_.published_at is None or "draft" in request.args
    members = queries.members_of(round_, is_draft=is_draft)
    asked = request.args.get("room")
    only = next((one for one in round_.rooms if one.label == asked), None) if asked else None
    return forms.sheets_of(round_, members, _when(round_), only), is_draft


def _when(round_: Round) -> str:
    return forms.say_when(round_, *queries.hours_of(round_))


def _about(meeting: Meeting, title: str, *, is_draft: bool) -> Print:
    now = utcnow()
    return Print(
        title=title,
        meeting=title_of(meeting),
        printed=_("Printed %(moment)s", moment=say_moment(now, meeting.tz)),
        language=language(),
        day=in_zone(now, meeting.tz).date(),
        draft=_("DRAFT") if is_draft else "",
    )


@bp.get("/meetings/<code>/breakouts/rosters.<any(pdf, xlsx):kind>")
def whole_set(code: str, kind: str) -> Any:
    """Give all rounds of a meeting with their rooms and people. Staff only, and written down."""
    meeting = _meeting(code)
    rounds = [(one, *_sheets(one)) for one in queries.rounds_with_rooms(meeting)]
    earlier = {one.id: _earlier(one, sheets) for one, sheets, _draft in rounds}
    is_draft = any(draft for _round, _sheets, draft in rounds)
    title = _("Rosters of %(meeting)s", meeting=meeting.short_name)
    rows = [
        row
        for one, sheets, _draft in rounds
        for row in forms.set_rows(one, sheets, earlier[one.id])
    ]
    if kind == "xlsx":
        full = f"{title}, {_('DRAFT')}" if is_draft else title
        written = write_table("xlsx", forms.set_header(), rows, title=full)
    else:
        written = rosters_pdf(
            [(forms.say_round(one), sheets) for one, sheets, _draft in rounds],
            _about(meeting, title, is_draft=is_draft),
            roles=forms.role_names(),
            before={key: text for those in earlier.values() for key, text in those.items()},
            nobody=_("Nobody is placed here"),
        )
    _log(meeting, format=kind, rows=len(rows), columns=forms.set_header(), filter={})
    kinds = {**TABLE_TYPES, "pdf": "application/pdf"}
    return as_file(written, f"rosters-{code}.{kind}", kinds[kind])


def _earlier(round_: Round, sheets: list[Sheet]) -> dict[int, str]:
    people = {one.person_id for sheet in sheets for one in sheet.members}
    found = earlier_seats(round_, people)
    return {key: forms.say_earlier(places) for key, places in found.items()}


@bp.get(f"{ROUND}/online")
def online(code: str, number: int) -> Any:
    """Show who can be in the file for Zoom, and who cannot and why: names, and no address."""
    round_ = _round(code, number)
    return render_template(
        "rosters/online.html",
        meeting=round_.meeting,
        round=round_,
        export=queries.export_of_round(round_) if round_.published_at else None,
        name=forms.say_round(round_),
        limits=exporting,
    )


@bp.get(f"{ROUND}/<any(zoom, teams):kind>.csv")
def online_file(code: str, number: int, kind: str) -> Any:
    """Give the rooms of a published round as Zoom takes them, or as a list to assign people from
    in Teams. Staff only, and written down."""
    round_ = _round(code, number)
    if round_.published_at is None:
        raise RuleBroken(f"Round {number} is a draft. Publish it first, then take its file.")
    export = queries.export_of_round(round_)
    if kind == "zoom" and export.is_too_large:
        raise RuleBroken(
            f"Zoom takes {exporting.MOST_PEOPLE:,} people in {exporting.MOST_ROOMS} rooms, and "
            f"round {number} has {len(export.lines):,} in {export.room_count}. Use two meetings."
        )
    if kind == "zoom":
        written = exporting.zoom_csv(export.lines)
    else:
        written = write_csv(exporting.TEAMS_HEADER, exporting.teams_rows(export.lines))
    columns = ["name", "room", "email"]
    _log(round_, format=f"csv for {kind}", rows=len(export.lines), columns=columns, filter={})
    return as_file(written, f"{kind}-{code}-{number}.csv", TABLE_TYPES["csv"])


def _log(row: Any, *, filter: dict[str, Any], **detail: Any) -> None:  # noqa: A002 - its name there
    asked = {name: value for name, value in filter.items() if value}
    by = current_user.id
    record_view("exported", row, now=utcnow(), user_id=by, filter=asked, **detail)


def _meeting(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _round(code: str, number: int) -> Round:
    return queries.round_with(_meeting(code), number) or abort(404)
