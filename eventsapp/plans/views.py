"""The page that puts two plans for a round side by side. Staff only."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.boards.cards import line_of
from eventsapp.boards.forms import Speaker, part_names
from eventsapp.boards.queries import (
    names_of,
    posed_of,
    rooms_of,
    round_numbered,
    rounds_of_meeting,
)
from eventsapp.breakouts.models import Round, Search
from eventsapp.formats import language, say_moment
from eventsapp.meetings.models import Meeting
from eventsapp.people.queries import category_names
from eventsapp.plans.comparing import compared
from eventsapp.plans.queries import BOARD, SEARCH, TOLD, plan_named, searches_with

bp = Blueprint("plans", __name__)


@bp.get("/meetings/<code>/breakouts/<int:number>/compare")
def compare(code: str, number: int) -> Any:
    """Compare two plans for a round: `?a=` and `?b=` are told, board or search-<number>."""
    access.require_staff(current_user)
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    round_ = round_numbered(meeting, number) or abort(404)
    searches = searches_with(round_)
    choices = _choices(round_, searches)
    names = [
        request.args.get(key) if request.args.get(key) in choices else usual
        for key, usual in (("a", next(iter(choices))), ("b", BOARD))
    ]
    posed = posed_of(meeting, rounds_of_meeting(meeting))
    index = [one.id for one in posed.rounds].index(round_.id)
    first, second = (plan_named(name or "", round_, posed, searches) for name in names)
    if first is None or second is None:
        abort(404)
    result = compared(posed.problem, first, second, index)
    return render_template(
        "plans/compare.html",
        meeting=meeting,
        round=round_,
        choices=choices,
        names=names,
        result=result,
        part_names=part_names(),
        speaker=Speaker(
            names_of([one for one, *_rooms in result.moves] + list(posed.people)),
            {key: line_of(room) for key, room in rooms_of(round_).items()},
            {one.id: one for one in posed.rules},
            {},
            current_user.id,
            meeting.tz,
            {"woman": _("women"), "man": _("men"), **category_names(language())},
        ),
    )


def _choices(round_: Round, searches: list[Search]) -> dict[str, str]:
    """Return the plans that can be compared, what was told first."""
    told = {TOLD: _("what people were told")} if round_.published_at else {}
    return {
        **told,
        **{
            f"{SEARCH}{one.id}": _(
                "the search of %(at)s", at=say_moment(one.asked_at, round_.meeting.tz)
            )
            for one in searches
        },
        BOARD: _("the board"),
    }
