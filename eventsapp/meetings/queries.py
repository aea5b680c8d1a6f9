"""Reads of meetings."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from eventsapp.extensions import db
from eventsapp.meetings.listing import Line
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation, Process
from eventsapp.people.models import Person
from eventsapp.people.queries import found_by


def meeting_with_agenda(code: str) -> Meeting | None:
    """Return the meeting of this code with its days and their items, in three queries."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.code == code)
        .options(selectinload(Meeting.days).selectinload(MeetingDay.agenda))
    )


def lines_of(visible: Select[Meeting]) -> list[Line]:
    """Return these meetings as a list needs them, in one statement."""
    columns = (
        Meeting.id,
        Process.code,
        Meeting.series,
        Meeting.kind,
        Meeting.state,
        Meeting.starts_on,
        Meeting.ends_on,
        Meeting.tz,
        Meeting.cancelled_at.is_not(None),
    )
    found = visible.join(Process, Process.id == Meeting.process_id).with_only_columns(*columns)
    return [Line._make(row) for row in db.session.execute(found)]


def meetings_with(ids: list[int]) -> list[Meeting]:
    """Return the meetings of these numbers, in this order."""
    found = db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
    by_id = {meeting.id: meeting for meeting in found}
    return [by_id[one] for one in ids if one in by_id]


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
    return dict(db.session.execute(counted).all())


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


def day_of(meeting: Meeting, number: int, *, is_locked: bool = False) -> MeetingDay | None:
    """Return a day of this meeting by its number, locked where the engine can if that is asked:
    a day has no version."""
    found = select(MeetingDay).where(
        MeetingDay.meeting_id == meeting.id, MeetingDay.number == number
    )
    return db.session.scalar(found.with_for_update() if is_locked else found)


def same_meeting(process: str, series: str, number: int | None, title: str) -> Meeting | None:
    """Return the meeting that is this one already: same process, series and number (or title)."""
    found = (
        select(Meeting)
        .join(Process)
        .where(Process.code == process, func.lower(Meeting.series) == series.lower())
    )
    if number is not None:
        return db.session.scalar(found.where(Meeting.number == number).limit(1))
    return db.session.scalar(found.where(Meeting.number.is_(None), Meeting.title == title).limit(1))


def participation_of(meeting: Meeting, person_id: int) -> Participation | None:
    """Return how a person takes part in a meeting, also after they have left."""
    return db.session.scalar(
        select(Participation).where(
            Participation.meeting_id == meeting.id, Participation.person_id == person_id
        )
    )


def people_to_add(meeting: Meeting, typed: str) -> list[Person]:
    """Return up to 20 people of the registry who fit what was typed and do not take part yet."""
    if not typed.strip():
        return []
    taking_part = select(Participation.person_id).where(
        Participation.meeting_id == meeting.id, Participation.left_at.is_(None)
    )
    found = select(Person).where(*found_by(typed), Person.id.not_in(taking_part))
    found = found.where(Person.left_at.is_(None)).order_by(Person.sort_key, Person.id)
    return list(db.session.scalars(found.limit(20)))
