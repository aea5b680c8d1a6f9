"""Noting who was there, by day and by room: on a phone, on a screen, from paper."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from eventsapp import access
from eventsapp.attendance import columns, forms, notes, queries
from eventsapp.attendance.notes import Counts, Note
from eventsapp.attendance.paper import sign_in_sheet
from eventsapp.attendance.queries import Line, Place
from eventsapp.attendance.services import Outcome, is_coming, note_attendance
from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.breakouts.queries import room_with
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language, say_day, say_moment, say_zone
from eventsapp.history.services import record_view
from eventsapp.mediatypes import PDF
from eventsapp.meetings.models import Meeting, MeetingDay
from eventsapp.outgoing import as_file
from eventsapp.public import public
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("attendance", __name__)
# Of more people a phone would load a page for minutes; the others are found by name.
MOST_SHOWN = 1000
ROOM = "/meetings/<code>/breakouts/<int:number>/rooms/<label>"


@bp.get("/meetings/<code>/attendance")
def index(code: str) -> Any:
    """Show who was there by day and by room, a hundred people a page. Staff only."""
    meeting = _find(code)
    page = queries.table_page(meeting.id, _typed(), request.args.get("page", 1, type=int))
    rooms = queries.rooms_counted(meeting.id)
    rows = queries.table_of(meeting.id, page.items)

    def address(number: int) -> str:
        return url_for("attendance.index", code=code, page=number, q=_typed() or None)

    return render_template(
        "attendance/index.html",
        meeting=meeting,
        days=meeting.days,
        by_day=queries.counts_by_day(meeting.id),
        rooms=rooms,
        rounds=columns.rounds_in(rooms),
        rows=[(row, columns.seated(row.rooms, rooms)) for row in rows],
        page=page,
        address=address,
        typed=_typed(),
        states=forms.state_names(),
    )


@bp.get("/meetings/<code>/attendance/notes")
def made(code: str) -> Any:
    """Show who noted what, the newest first, with the notes that do not hold. Staff only."""
    meeting = _find(code)
    page = queries.notes_made(meeting.id, request.args.get("page", 1, type=int))
    return render_template(
        "attendance/made.html",
        meeting=meeting,
        page=page,
        whom=queries.names_of({one.subject_id for one in page.items}),
        who=queries.names_of_users({one.user_id for one in page.items}),
        days={f"day:{day.id}": day.number for day in meeting.days},
        rooms=queries.rooms_of(meeting.id),
        states=forms.state_names(),
        moment=notes.moment,
        late=notes.MOST_DIFFERENCE,
        address=lambda number: url_for("attendance.made", code=code, page=number),
    )


@bp.get("/meetings/<code>/attendance.<any(xlsx, csv):kind>")
def export(code: str, kind: str) -> Any:
    """Give the table as a file, and write down that it was taken."""
    meeting, now, typed = _find(code), utcnow(), _typed()
    rooms = queries.rooms_counted(meeting.id)
    rows = queries.table_of(meeting.id, queries.everybody(meeting.id, typed))
    header = columns.header(meeting.days, columns.rounds_in(rooms))
    lines = list(columns.lines(rows, meeting.days, rooms))
    asked = {"q": typed} if typed else {}
    _log_export(meeting, now, format=kind, rows=len(lines), columns=header, filter=asked)
    there = in_zone(now, meeting.tz)
    title = f"Attendance of {meeting.short_name}, {typed or 'everybody'}, {there:%d-%m-%Y %H:%M}"
    part = "-filtered" if typed else ""
    name = f"attendance-{meeting.code}{part}-{there:%Y%m%d-%H%M}.{kind}"
    return as_file(write_table(kind, header, lines, title=title), name, TABLE_TYPES[kind])


def _log_export(row: Any, now: datetime, **detail: Any) -> None:
    record_view("exported", row, now=now, user_id=current_user.id, **detail)


@bp.route("/meetings/<code>/attendance/<int:number>", methods=["GET", "POST"])
def day(code: str, number: int) -> Any:
    """Note who is there on one day: everybody of the meeting, or who fits `?q=`. Staff only."""
    found = _day(code, number)
    here = url_for("attendance.day", code=code, number=number)
    place = queries.day_place(found)
    days = partial(queries.counts_by_day, found.meeting_id)
    return _roll("attendance/day.html", place, here, days, meeting=found.meeting, day=found)


@bp.route(f"{ROOM}/attendance", methods=["GET", "POST"])
def room(code: str, number: int, label: str) -> Any:
    """Note who is in one room: staff, and who leads the room or writes its notes."""
    found = _room(code, number, label)
    here = url_for("attendance.room", code=code, number=number, label=found.label)
    place, round_ = queries.room_place(found), found.round
    return _roll(
        "attendance/room.html", place, here, meeting=round_.meeting, round=round_, room=found
    )


@bp.get("/meetings/<code>/attendance/<int:number>/sheet.pdf")
def day_sheet(code: str, number: int) -> Any:
    """Print the sheet on which people sign on one day. Staff only, and written down."""
    found = _day(code, number)
    title = _(
        "Attendance of %(meeting)s, day %(number)s",
        meeting=found.meeting.short_name,
        number=found.number,
    )
    return _sheet(queries.day_place(found), found.meeting, title)


@bp.get(f"{ROOM}/attendance/sheet.pdf")
def room_sheet(code: str, number: int, label: str) -> Any:
    """Print the sheet on which the people of one room sign; written down."""
    found = _room(code, number, label)
    title = _(
        "%(meeting)s, room %(label)s", meeting=found.round.meeting.short_name, label=found.label
    )
    full = f"{title}: {found.title}" if found.title else title
    return _sheet(queries.room_place(found), found.round.meeting, full)


def _sheet(place: Place, meeting: Meeting, title: str) -> Response:
    now = utcnow()
    lines = [line for line in queries.roll_of(place) if not line.has_left]
    zone = say_zone(place.tz, place.on_date) if place.on_date else say_zone(place.tz)
    when = f"{say_day(place.on_date)}, {zone}" if place.on_date else zone
    pdf = sign_in_sheet(
        lines,
        title=title,
        place=f"{when} · {meeting.place}" if meeting.place else when,
        printed=_("Printed %(moment)s", moment=say_moment(now, place.tz)),
        language=language(),
        words=forms.sheet_words(),
    )
    detail = {"format": "pdf", "rows": len(lines), "columns": ["Name", "Organisation"]}
    _log_export(meeting, now, **detail, filter={"place": place.key})
    name = f"sign-in-{meeting.code}-{place.key.replace(':', '-')}.pdf"
    return as_file(pdf, name, PDF, is_shown=True)


@bp.route("/meetings/<code>/attendance/<int:number>/paper", methods=["GET", "POST"])
def paper(code: str, number: int) -> Any:
    """Enter a sheet that came back: a tick for everybody who signed, and one save. Staff only."""
    found = _day(code, number)
    place, refusal = queries.day_place(found), None
    lines = queries.roll_of(place)
    if request.method == "POST":
        try:
            return _save_paper(place, code, number)
        except RuleBroken as broken:
            refusal = str(broken)
    states = {line.participation_id: line.state for line in lines}
    ticked = forms.ticked_in(request.form) if refusal else _present(states)
    return render_template(
        "attendance/paper.html",
        meeting=found.meeting,
        day=found,
        lines=lines,
        ticked=ticked,
        others_absent=bool(request.form.get("others_absent")),
        opened=request.form.get("opened", notes.write_states(states)),
        listed=" ".join(map(str, states)),
        refusal=refusal,
        is_coming=is_coming(place, utcnow()),
        states=forms.state_names(),
    ), 422 if refusal else 200


def _present(states: dict[int, str]) -> set[int]:
    return {key for key, state in states.items() if state == notes.PRESENT}


def _save_paper(place: Place, code: str, number: int) -> Any:
    now = utcnow()
    changed = notes.paper_notes(
        forms.ticked_in(request.form),
        forms.listed_in(request.form),
        notes.read_states(request.form.get("opened", "")),
        others_absent=bool(request.form.get("others_absent")),
        now=now,
    )
    _note(place, changed, notes.PAPER, now)
    return redirect(url_for("attendance.day", code=code, number=number))


def _roll(
    page: str,
    place: Place,
    here: str,
    days: Callable[[], dict[int, Counts]] = dict,
    **context: Any,
) -> Any:
    """Show the people of a place, or save what was changed of them since the page was opened.

    `days` reads what stands about the days of the meeting, over the page and not over its copy.
    """
    refusal, answers = None, {}
    if request.method == "POST":
        answers = forms.answers_in(request.form)
        try:
            return _save(place, answers, here)
        except RuleBroken as broken:
            refusal = str(broken)
    lines, is_copy = queries.roll_of(place), "kept" in request.args
    too_early = is_coming(place, utcnow())
    shown = (lines if is_copy else _shown(place, lines))[:MOST_SHOWN]
    seen = notes.write_states({line.participation_id: line.state for line in shown})
    return render_template(
        "attendance/kept.html" if is_copy else page,
        place=place,
        here=here,
        sync=f"{here}/sync",
        namesakes=queries.namesakes(lines),
        typed=_typed(),
        lines=shown,
        everybody=len(lines),
        is_cut=len(lines) > MOST_SHOWN,
        counts=queries.counts_of(lines),
        answers=answers,
        opened=request.form.get("opened", seen),
        refusal=refusal,
        states=forms.offered_states(is_coming=too_early),
        is_coming=too_early,
        by_day={} if is_copy else days(),
        **context,
    ), 422 if refusal else 200


@bp.route("/meetings/<code>/attendance/<int:number>/sync", methods=["GET", "POST"])
def sync_day(code: str, number: int) -> Any:
    """Take what a phone noted on one day, and say what is known. Staff only."""
    return _sync(queries.day_place(_day(code, number)))


@bp.route(f"{ROOM}/attendance/sync", methods=["GET", "POST"])
def sync_room(code: str, number: int, label: str) -> Any:
    """Take what a phone noted in one room, and say what is known."""
    return _sync(queries.room_place(_room(code, number, label)))


def _sync(place: Place) -> Any:
    if request.method != "POST":
        return _news(place)
    now = utcnow()
    sent = notes.read_sent(request.get_json(silent=True), now=now)
    if sent is None:
        return {
            "said": [_("These notes cannot be read. Load the page again and note once more.")]
        }, 422
    if sent.owner != current_user.id:
        return {
            "said": [_("Somebody else made these notes. They can send them once signed in.")]
        }, 409
    by = current_user._get_current_object()
    try:
        outcome = note_attendance(place, sent.notes, source=notes.PHONE, by=by, now=now)
    except RuleBroken as broken:
        return {"said": [str(broken)]}, 409
    said = _said(outcome, place) + forms.said_clock(sent.off if sent.notes else timedelta())
    db.session.commit()
    return _news(place, done=sent.keys, said=said)


def _news(place: Place, **more: Any) -> dict[str, Any]:
    """Return what is known of a place, and what a phone needs to send its next notes."""
    lines = queries.roll_of(place)
    counts = queries.counts_of(lines)
    return {
        "at": utcnow().isoformat(timespec="milliseconds"),
        "states": notes.write_states({line.participation_id: line.state for line in lines}),
        "counts": {
            notes.PRESENT: counts.present,
            notes.ABSENT: counts.absent,
            notes.EXCUSED: counts.excused,
            notes.NOT_NOTED: counts.not_noted,
        },
        "token": generate_csrf(),
        **more,
    }


@bp.get("/attendance-worker.js")
@public
def worker() -> Any:
    """Give the script that keeps a page on a phone. It stands here and not with the other files,
    because a worker sees only pages below its own address."""
    return send_from_directory(current_app.static_folder or "", "attendance-worker.js")


def _save(place: Place, answers: dict[int, str], here: str) -> Any:
    opened, now = notes.read_states(request.form.get("opened", "")), utcnow()
    _note(place, notes.changed_notes(answers, opened, now=now), notes.SCREEN, now)
    return redirect(f"{here}{_search()}")


def _note(place: Place, changed: list[Note], source: str, now: datetime) -> None:
    """Write down the notes of a form, and say what became of them."""
    by = current_user._get_current_object()
    outcome = note_attendance(place, changed, source=source, by=by, now=now)
    said = _said(outcome, place)
    db.session.commit()
    flash(forms.said_saved(outcome), "ok")
    for sentence in said:
        flash(sentence, "warn")


def _said(outcome: Outcome, place: Place) -> list[str]:
    """Return the sentences about notes that met others, or that nobody here belongs to."""
    noted_by = [one.by_id for both in outcome.differing for one in (both.held, both.other)]
    names = queries.names_of_users(noted_by) if noted_by else {}
    differences = forms.said_differences(outcome, names, place.tz, utcnow())
    return differences + forms.said_strangers(outcome)


def _typed() -> str:
    return request.args.get("q", "").strip()


def _search() -> str:
    query = request.query_string.decode()
    return f"?{query}" if query else ""


def _shown(place: Place, lines: list[Line]) -> list[Line]:
    if not _typed():
        return lines
    fitting = queries.searched(place.meeting_id, _typed())
    return [line for line in lines if line.participation_id in fitting]


def _find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _day(code: str, number: int) -> MeetingDay:
    meeting = _find(code)
    return next((day for day in meeting.days if day.number == number), None) or abort(404)


def _room(code: str, number: int, label: str) -> BreakoutRoom:
    key = room_with(code, number, label)
    found: BreakoutRoom = access.find(BreakoutRoom, key, current_user) or abort(404)
    return found if access.takes_attendance(found, current_user) else abort(404)
