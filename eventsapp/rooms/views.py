"""All rooms of a round on one page, and what becomes of one."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.boards.queries import board_of
from eventsapp.boards.services import Stale
from eventsapp.breakouts.models import BreakoutRoom, Round
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.rooms import services
from eventsapp.rooms.forms import RoomForm
from eventsapp.rooms.forms import RoomsForm as AllRoomsForm
from eventsapp.rooms.leading import leaders_of
from eventsapp.rounds.forms import RoomsForm as MoreRoomsForm
from eventsapp.rounds.naming import labels_of
from eventsapp.rounds.queries import misfits_of, names_of, people_to_place, with_number
from eventsapp.rounds.services import add_rooms

bp = Blueprint("rooms", __name__)


@dataclass
class Page:
    """What the page of the rooms shows, each part of it asked for once."""

    meeting: Meeting
    round: Round

    def __post_init__(self) -> None:
        self.people = people_to_place(self.meeting)
        self.labels = labels_of(self.people)
        self.board = board_of(self.round)
        self.leaders = leaders_of(self.board.places, [room.id for room in self.round.rooms])
        named = {one for each in self.leaders.values() for one, _role in each.roles}
        self.names = names_of(named)
        self.doubles = list(names_of(self.board.doubles).values())
        self.gone = [
            (room.label, self.names.get(one, ""))
            for room in self.round.rooms
            for one, _role in self.leaders[room.id].roles
            if one not in self.labels
        ]

    def form(self, **values: Any) -> AllRoomsForm:
        """Return the form of all rooms."""
        return AllRoomsForm(
            [
                RoomForm(room, self.leaders[room.id], self.names, self.labels, **values)
                for room in self.round.rooms
            ]
        )

    def show(self, form: AllRoomsForm, status: int = 200, **shown: Any) -> Any:
        """Return the page."""
        placed = sum(one.is_expert for one in self.people)
        seated: dict[int | None, int] = {}
        for place in self.board.places.values():
            seated[place.room_id] = seated.get(place.room_id, 0) + 1
        more = shown.pop("more", None) or MoreRoomsForm(prefix="more-", formdata=None)
        body = render_template(
            "rooms/edit.html",
            meeting=self.meeting,
            round=self.round,
            form=form,
            more=more,
            labels=self.labels,
            seated=seated,
            gone=self.gone,
            doubles=self.doubles,
            placed=placed,
            misfits=misfits_of(self.meeting, placed).get(self.round.id, []),
            **{"changed": [], "refusal": "", **shown},
        )
        return body, status


@bp.route("/meetings/<code>/breakouts/<int:number>/rooms", methods=["GET", "POST"])
def edit(code: str, number: int) -> Any:
    """Change all rooms of a round on one page; a form that is older saves nothing."""
    page = Page(*_find(code, number))
    form = page.form()
    if not any(one.is_submitted() for one in form.forms):
        return page.show(form)
    changed = form.stale(page.form(formdata=None))
    if changed:
        return page.show(form, 409, changed=changed)
    if not form.validate():
        return page.show(form, 422)
    facts = {one.room.id: one.facts for one in form.forms}
    leaders = {one.room.id: one.leaders for one in form.forms}
    try:
        services.save_rooms(page.round, facts, leaders, by=current_user, now=utcnow())
        db.session.commit()
    except (StaleDataError, Stale):
        db.session.rollback()
        page = Page(*_find(code, number))
        form = page.form()
        return page.show(form, 409, changed=form.stale(page.form(formdata=None)))
    except RuleBroken as refusal:
        db.session.rollback()
        return page.show(form, 422, refusal=str(refusal))
    flash(_("The rooms of round %(number)s are saved.", number=number), "ok")
    return redirect(url_for("rooms.edit", code=code, number=number))


@bp.post("/meetings/<code>/breakouts/<int:number>/add-rooms")
def add(code: str, number: int) -> Any:
    """Add rooms at the end of a round."""
    meeting, round_ = _find(code, number)
    more = MoreRoomsForm(prefix="more-")
    is_first = more.version.data == str(len(round_.rooms))
    if more.validate() and is_first:
        try:
            add_rooms(round_, more.rooms, by=current_user, now=utcnow())
            db.session.commit()
            return redirect(url_for("rooms.edit", code=code, number=number, _anchor="order"))
        except RuleBroken as refusal:
            db.session.rollback()
            more.count.errors = [str(refusal)]
    if not more.errors:
        # Sent twice, or from a page that is older than what rooms there are.
        return redirect(url_for("rooms.edit", code=code, number=number, _anchor="order"))
    page = Page(meeting, round_)
    return page.show(page.form(formdata=None), 422, more=more)


@bp.post(
    "/meetings/<code>/breakouts/<int:number>/room/<int:room_id>"
    "/<any(up, down, close, open, delete):act>"
)
def change(code: str, number: int, room_id: int, act: str) -> Any:
    """Move a room up or down, close it, open it again, or delete it from a draft."""
    _meeting, round_ = _find(code, number)
    room = access.find(BreakoutRoom, room_id, current_user)
    if room is None or room.round_id != round_.id:
        abort(404)
    label, by, now, waiting = room.label, current_user, utcnow(), 0
    if act in {"up", "down"}:
        services.move_room(room, -1 if act == "up" else 1)
    elif act == "close":
        waiting = services.close_room(room, by=by, now=now)
    elif act == "open":
        services.open_room(room, by=by, now=now)
    else:
        waiting = services.delete_room(room, by=by, now=now)
    db.session.commit()
    if act in {"close", "delete"}:
        _say_gone(label, waiting, is_closed=act == "close")
    return redirect(url_for("rooms.edit", code=code, number=number, _anchor="order"))


def _say_gone(label: str, waiting: int, *, is_closed: bool) -> None:
    done = _("Room %(label)s is closed.", label=label)
    if not is_closed:
        done = _("Room %(label)s is deleted.", label=label)
    if waiting:
        wait = ngettext(
            "%(num)s person waits for another room on the board.",
            "%(num)s people wait for another room on the board.",
            waiting,
        )
        done = f"{done} {wait}"
    flash(done, "ok")


def _find(code: str, number: int) -> tuple[Meeting, Round]:
    access.require_staff(current_user)
    meeting = access.find(Meeting, code, current_user) or abort(404)
    round_ = with_number(meeting.id, number) if 0 < number < 10_000 else None
    return meeting, round_ or abort(404)
