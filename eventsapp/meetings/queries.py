"""Reads of meetings."""

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation


def meeting_with_agenda(code: str) -> Meeting | None:
    """Return the meeting of this code with its days and their items, in three queries."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.code == code)
        .options(selectinload(Meeting.days).selectinload(MeetingDay.agenda))
    )


def code_is_taken(code: str) -> bool:
    """Return whether a meeting has this code."""
    return db.session.scalar(select(Meeting.id).where(Meeting.code == code)) is not None


def people_counted(meeting_ids: list[int]) -> dict[int, int]:
    """Return how many people take part in each of these meetings."""
    counted = (
        select(Participation.meeting_id, func.count())
        .where(Participation.meeting_id.in_(meeting_ids), Participation.left_at.is_(None))
        .group_by(Participation.meeting_id)
    )
    return dict(db.session.execute(counted).tuples().all())


def item_of(meeting: Meeting, item_id: int) -> AgendaItem | None:
    """Return an item of this meeting, or None for another meeting's."""
    item = db.session.get(AgendaItem, item_id)
    return item if item is not None and item.day.meeting_id == meeting.id else None


def tables_that_use(row: MeetingDay | AgendaItem) -> list[str]:
    """Return the names of the tables, of any package, in which something points at this row."""
    target = row.__table__.c.id
    return sorted(
        table.name
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.column is target for key in column.foreign_keys)
        and db.session.scalar(select(column).where(column == row.id).limit(1)) is not None
    )
