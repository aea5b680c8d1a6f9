"""The board of a round: people are moved there by hand, by several staff, and it is published."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from eventsapp import access
from eventsapp.boards import forms, queries, services
from eventsapp.boards.cards import Lane, Names, RoomLine, lanes, line_of, touched_lanes
from eventsapp.boards.places import Place, differences, from_step
from eventsapp.boards.saving import changes_to_tell, publish, take_back, why_not_publish
from eventsapp.boards.services import Stale
from eventsapp.breakouts.coverage import gaps
from eventsapp.breakouts.models import Round, SeatChange
from eventsapp.breakouts.queries import rooms_with_people
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.people.queries import category_names, country_names
from eventsapp.placing.scoring import Standing

bp = Blueprint("boards", __name__)
BOARD = "/meetings/<code>/breakouts/<int:number>/board"
MOST_TOLD = 5


@dataclass(frozen=True)
class Shown:
    """A round as its board shows it, read once."""

    meeting: Meeting
    round: Round

    @cached_property
    def board(self) -> queries.OpenBoard:
        """The working copy, with its version."""
        return queries.board_of(self.round)

    @cached_property
    def posed(self) -> queries.Posed:
        """What plans of the meeting are judged by."""
        return queries.posed_of(self.meeting, queries.rounds_of_meeting(self.meeting))

    @cached_property
    def index(self) -> int:
        """The place of the round among those of the meeting."""
        return [one.id for one in self.posed.rounds].index(self.round.id)

    @cached_property
    def standing(self) -> Standing:
        """The plan that the boards are, for many questions."""
        return Standing(self.posed.problem, self.posed.plan)

    @cached_property
    def rooms(self) -> dict[int, RoomLine]:
        """The rooms of the round in order."""
        return {key: line_of(room) for key, room in queries.rooms_of(self.round).items()}

    @cached_property
    def names(self) -> Names:
        """Everybody who can stand on the board."""
        people = queries.taking_part(self.meeting.id)
        gone = [one for one in self.board.places if one not in people]
        return Names(
            {**{key: one.name for key, one in people.items()}, **queries.names_of(gone)},
            frozenset(key for key, one in people.items() if one.is_observer),
            frozenset(people),
            self.posed.people,
        )

    @cached_property
    def lanes(self) -> list[Lane]:
        """The lanes with everything that is wrong in this round."""
        faults = [one for one in self.standing.violations() if one.round == self.index]
        others = [board for key, board in self.posed.boards.items() if key != self.round.id]
        return lanes(list(self.rooms.values()), self.board.places, self.names, others, faults)

    def speaker(self, *steps: SeatChange | None) -> forms.Speaker:
        """Return who says things about this board and these steps."""
        users = queries.users_named([one.user_id for one in steps if one])
        values = {"woman": _("women"), "man": _("men"), **category_names(language())}
        return forms.Speaker(
            self.names.written,
            self.rooms,
            {one.id: one for one in self.posed.rules},
            users,
            current_user.id,
            self.meeting.tz,
            values,
        )


@bp.get(BOARD)
def board(code: str, number: int) -> Any:
    """Show the working copy of a round: rooms as columns, people as cards. Staff only."""
    return _page(_find(code, number))


def _page(shown: Shown, **more: Any) -> str:
    return render_template("boards/board.html", **_parts(shown), **more)


def _parts(shown: Shown) -> dict[str, Any]:
    """Return what the board, or some lanes of it, need to be drawn."""
    places, steps = shown.board.places, queries.last_steps(shown.round, 1)
    speaker = shown.speaker(*steps)
    seated = [one for one in places.values() if one.room_id]
    return {
        "meeting": shown.meeting,
        "round": shown.round,
        "version": shown.board.version,
        "lanes": shown.lanes,
        "speaker": speaker,
        "roles": forms.role_names(),
        "role_choices": forms.role_choices(),
        "say_choice": forms.say_choice,
        "countries": country_names(language()),
        "categories": category_names(language()),
        "last": speaker.step(steps[0]) if steps else None,
        "seated": len(seated),
        "broken": sum(len(lane.faults) for lane in shown.lanes if lane.room),
        "gaps": gaps(rooms_with_people(shown.meeting.id)),
        "changed": len(differences(queries.told_board(shown.round), places))
        if shown.round.published_at
        else None,
        "doubles": [shown.names.written.get(one, "?") for one in shown.board.doubles],
        "can_undo": queries.step_to_undo(shown.round, current_user.id) is not None,
        "can_redo": queries.step_to_redo(shown.round, current_user.id) is not None,
    }


@bp.get(f"{BOARD}/state")
def state(code: str, number: int) -> Any:
    """Tell an open board what was done on it after `?since=`."""
    shown, since = _find(code, number), row_number(request.args.get("since", ""))
    version = shown.board.version
    # A page that stays open for days must still be able to send what is done on it.
    token = {"csrf": generate_csrf()}
    if version == since:
        return _answer({"version": version, "lanes": {}, **token})
    return _answer({**_news(shown, since), **token})


def _news(shown: Shown, since: int) -> dict[str, Any]:
    """Return the lanes that changed since a version, and what others did, in words."""
    steps = queries.steps_since(shown.round, since)
    wanted: set[int] = {0}
    people: set[int] = set()
    for step in steps:
        before, after = from_step(step.before), from_step(step.after)
        wanted |= touched_lanes(before, after)
        people |= after.keys()
    speaker = shown.speaker(*steps)
    others = [one for one in steps if one.user_id != current_user.id]
    said = [speaker.step(one) for one in others[-MOST_TOLD:]]
    if len(others) > MOST_TOLD:
        more = len(others) - MOST_TOLD
        said.insert(0, ngettext("%(num)s step before", "%(num)s steps before", more))
    parts = _parts(shown)
    return {
        "version": shown.board.version,
        "lanes": {
            lane.key: render_template("boards/lane.html", lane=lane, **parts)
            for lane in shown.lanes
            if lane.key in wanted
        },
        "bar": render_template("boards/bar.html", **parts),
        "others": said,
        "people": sorted(people),
        "undo": parts["can_undo"],
        "redo": parts["can_redo"],
    }


@bp.post(f"{BOARD}/move")
def move(code: str, number: int) -> Any:
    """Move people to a room, or give them a role; a script gets the new lanes as JSON."""
    shown, asked = _find(code, number), forms.asked_by(request)
    if not asked.people:
        return _refuse(shown, asked, _("Tick somebody first, then choose the room."))
    if not asked.has_room:
        return _refuse(shown, asked, _("Choose a room first, then move."))
    before = _effect_of(shown, asked)
    return _do(
        shown,
        asked,
        lambda: services.seat_people(
            shown.round,
            asked.moves(),
            expected_version=asked.version,
            by=current_user,
            now=utcnow(),
        ),
        before,
    )


def _effect_of(shown: Shown, asked: forms.Asked) -> list[str]:
    """Say what moving one person costs, before it is done."""
    (first, *others) = asked.people
    if others or str(first) not in shown.posed.problem.person_of:
        return []
    room = str(asked.room_id) if asked.room_id else None
    if room is not None and room not in shown.posed.problem.room_of[shown.index]:
        return []
    effect = shown.standing.effect_of_move(str(first), shown.index, room)
    return shown.speaker().effect(effect)


@bp.post(f"{BOARD}/<any(lock, unlock):act>")
def lock(code: str, number: int, act: str) -> Any:
    """Lock people where they are, so that no search moves them, or unlock them."""
    shown, asked = _find(code, number), forms.asked_by(request)
    if not asked.people:
        return _refuse(shown, asked, _("Tick somebody first."))
    return _do(
        shown,
        asked,
        lambda: services.lock_people(
            shown.round,
            asked.people,
            act == "lock",
            expected_version=asked.version,
            by=current_user,
            now=utcnow(),
        ),
    )


@bp.post(f"{BOARD}/<any(undo, redo, discard):act>")
def step(code: str, number: int, act: str) -> Any:
    """Take the reader's last step back, make it again, or go back to what was told."""
    shown, asked = _find(code, number), forms.asked_by(request)
    verb = {"undo": services.undo, "redo": services.redo, "discard": services.discard_changes}[act]
    return _do(
        shown,
        asked,
        lambda: verb(shown.round, expected_version=asked.version, by=current_user, now=utcnow()),
    )


def _do(
    shown: Shown,
    asked: forms.Asked,
    act: Callable[[], SeatChange | None],
    said: list[str] | None = None,
) -> Any:
    """Make a step and answer with the board as it is then."""
    try:
        made = act()
    except RuleBroken as broken:
        db.session.rollback()
        return _refuse(_find(shown.meeting.code, shown.round.number), asked, str(broken),
                       is_stale=isinstance(broken, Stale))  # fmt: skip
    fresh = Shown(shown.meeting, shown.round)
    speaker = fresh.speaker(made)
    words = [speaker.what(made) + "."] if made else [_("Nothing changed.")]
    words += said or [] if made else []
    if _wants_json():
        answer = {**_news(fresh, asked.version), "said": words}
        db.session.commit()
        return _answer(answer)
    db.session.commit()
    flash(" ".join(words), "ok")
    return redirect(url_for("boards.board", code=shown.meeting.code, number=shown.round.number))


def _refuse(shown: Shown, asked: forms.Asked, words: str, *, is_stale: bool = False) -> Any:
    status = 409 if is_stale else 422
    news = _news(shown, asked.version) if is_stale or _wants_json() else {}
    if _wants_json():
        return _answer({**news, "refused": words, "is_stale": is_stale}), status
    return _page(shown, refused=words, others=news.get("others", []), asked=asked), status


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == (
        "application/json"
    )


def _answer(values: dict[str, Any]) -> Response:
    answer: Response = jsonify(values)
    answer.cache_control.no_store = True
    return answer


@bp.get(f"{BOARD}/people/<int:person_id>")
def person(code: str, number: int, person_id: int) -> Any:
    """Say why somebody is where they are, and what each other room would cost."""
    shown = _find(code, number)
    if person_id not in shown.names.written:
        abort(404)
    place = shown.board.places.get(person_id, Place(None))
    made = queries.last_step_of(shown.round, [person_id])
    speaker = shown.speaker(made)
    facts, room = shown.posed.people.get(person_id), shown.rooms.get(place.room_id or 0)
    near = [
        shown.posed.people[one]
        for one, other in shown.board.places.items()
        if one != person_id and room and other.room_id == room.id and one in shown.posed.people
    ]
    told_at = shown.round.published_at
    return render_template(
        "boards/person.html",
        meeting=shown.meeting,
        round=shown.round,
        version=shown.board.version,
        person_id=person_id,
        name=shown.names.written[person_id],
        is_known=person_id in shown.names.present,
        place=place,
        room=room,
        rooms=shown.rooms.values(),
        why=forms.say_why(facts, room, place.role, made, speaker, neighbours=near, told_at=told_at),
        costs=_costs(shown, person_id, speaker),
        role_choices=forms.role_choices(),
    )


@bp.get(f"{BOARD}/people/<int:person_id>/costs")
def costs(code: str, number: int, person_id: int) -> Any:
    """Say for each room what moving somebody there would cost; for a script that holds a card."""
    shown = _find(code, number)
    return _answer({"costs": _costs(shown, person_id, shown.speaker())})


def _costs(shown: Shown, person_id: int, speaker: forms.Speaker) -> dict[int, Any]:
    if str(person_id) not in shown.posed.problem.person_of:
        return {}
    return forms.costs(shown.standing, shown.index, str(person_id), speaker)


@bp.route(f"{BOARD}/publish", methods=["GET", "POST"], endpoint="publish")
def publish_board(code: str, number: int) -> Any:
    """Show who will be told what; publish it with one click."""
    shown, refusal, status = _find(code, number), None, 200
    if request.method == "POST":
        version = row_number(request.form.get("version", ""))
        tell = bool(request.form.get("tell"))
        try:
            done = publish(
                shown.round, expected_version=version, by=current_user, now=utcnow(), tell=tell
            )
            db.session.commit()
            flash(forms.say_published(done.told, len(done.changes), tell), "ok")
            return redirect(url_for("boards.board", code=code, number=number))
        except RuleBroken as broken:
            db.session.rollback()
            refusal, status, shown = str(broken), 409, _find(code, number)
    changes = changes_to_tell(shown.round)
    return render_template(
        "boards/publish.html",
        **_parts(shown),
        changes=changes,
        unreached=queries.unreachable([one.person_id for one in changes]),
        blocked=why_not_publish(shown.round),
        refusal=refusal,
    ), status


@bp.post(f"{BOARD}/take-back", endpoint="take_back")
def take_rooms_back(code: str, number: int) -> Any:
    """Make a published round a draft again, that only staff see."""
    shown = _find(code, number)
    if take_back(shown.round, by=current_user, now=utcnow()):
        flash(_("The rooms are a draft again. Their people do not see them any more."), "ok")
    db.session.commit()
    return redirect(url_for("boards.board", code=code, number=number))


def _find(code: str, number: int) -> Shown:
    access.require_staff(current_user)
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    round_ = queries.round_numbered(meeting, number) or abort(404)
    return Shown(meeting, round_)
