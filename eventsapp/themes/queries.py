"""Reads of the themes of a meeting, of who was asked and of what they said."""

from collections.abc import Collection

from sqlalchemy import exists, select

from eventsapp.breakouts.models import BreakoutRoom, Round, ThemeWish
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.reminders.models import Deadline, Obligation

PAGE = "themes.own"


def themes_of(meeting: Meeting) -> list[str]:
    """Return the themes of the open rooms of drafts, in their order: those that can be wished
    for."""
    rows = db.session.scalars(
        select(BreakoutRoom.theme)
        .join(Round)
        .where(
            Round.meeting_id == meeting.id,
            Round.published_at.is_(None),
            BreakoutRoom.closed_at.is_(None),
            BreakoutRoom.theme.is_not(None),
        )
        .order_by(Round.number, BreakoutRoom.position)
    )
    return list(dict.fromkeys(theme for theme in rows if theme))


def deadline_of(meeting: Meeting) -> Deadline | None:
    """Return the last deadline by which the experts of a meeting were asked for their themes."""
    return db.session.scalar(
        select(Deadline)
        .where(Deadline.meeting_id == meeting.id, Deadline.page_endpoint == PAGE)
        .order_by(Deadline.id.desc())
        .limit(1)
    )


def deadlines_without_choice() -> list[Deadline]:
    """Return the open questions for themes whose rooms were told: no draft has a theme any more."""
    has_theme = exists().where(
        Round.meeting_id == Deadline.meeting_id,
        Round.published_at.is_(None),
        BreakoutRoom.round_id == Round.id,
        BreakoutRoom.theme.is_not(None),
    )
    is_told = exists().where(
        Round.meeting_id == Deadline.meeting_id, Round.published_at.is_not(None)
    )
    asked = select(Deadline).where(Deadline.page_endpoint == PAGE, Deadline.closed_at.is_(None))
    return list(db.session.scalars(asked.where(~has_theme, is_told)))


def was_asked(meeting: Meeting, person_id: int) -> bool:
    """Return whether a person was asked for their themes and was not released from it."""
    asked = (
        select(Obligation.id)
        .join(Deadline)
        .where(
            Deadline.meeting_id == meeting.id,
            Deadline.page_endpoint == PAGE,
            Obligation.person_id == person_id,
            Obligation.released_at.is_(None),
        )
    )
    return db.session.scalar(asked.limit(1)) is not None


def wishes_of(meeting: Meeting, people: Collection[int] | None = None) -> dict[int, dict[str, int]]:
    """Return by person the rank of each theme of which they said something; of these people where
    they are given."""
    asked = select(ThemeWish.person_id, ThemeWish.theme, ThemeWish.rank).where(
        ThemeWish.meeting_id == meeting.id
    )
    if people is not None:
        asked = asked.where(ThemeWish.person_id.in_(people))
    found: dict[int, dict[str, int]] = {}
    for person_id, theme, rank in db.session.execute(asked.order_by(ThemeWish.id)):
        found.setdefault(person_id, {})[theme] = rank
    return found
