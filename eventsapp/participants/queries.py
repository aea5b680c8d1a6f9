"""What the table of a meeting's people shows, in few queries."""

from collections.abc import Callable

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from eventsapp.breakouts.models import MODERATOR, NOTE_TAKER, BreakoutRoom, Placement, Round
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import EmailAddress, Person
from eventsapp.people.queries import found_by


def participants_of(
    meeting: Meeting, *, search: str = "", show: str = "", page: int = 1
) -> Pagination:
    """Return one page of the people of a meeting, by name.

    `search` looks in spellings, organisations and addresses; `show` is experts, leading
    (moderators and note-takers) or unreachable.
    """
    found = (
        select(Participation)
        .join(Participation.person)
        .options(contains_eager(Participation.person))
        .where(Participation.meeting_id == meeting.id, *found_by(search))
        .order_by(Person.printed_name, Person.id)
    )
    if show in _SHOWN:
        found = found.where(_SHOWN[show](meeting))
    return db.paginate(found, page=page, per_page=100, error_out=False)


def _leads(meeting: Meeting) -> ColumnElement[bool]:
    leading = (
        select(Placement.person_id)
        .join(BreakoutRoom, Placement.room_id == BreakoutRoom.id)
        .join(Round, BreakoutRoom.round_id == Round.id)
        .where(Round.meeting_id == meeting.id, Placement.role.in_((MODERATOR, NOTE_TAKER)))
    )
    return Person.id.in_(leading)


def _cannot_be_reached(meeting: Meeting) -> ColumnElement[bool]:
    reachable = select(EmailAddress.person_id).where(EmailAddress.bounced_at.is_(None))
    return Person.id.not_in(reachable)


_SHOWN: dict[str, Callable[[Meeting], ColumnElement[bool]]] = {
    "experts": lambda meeting: Participation.is_expert.is_(True),
    "leading": _leads,
    "unreachable": _cannot_be_reached,
}
