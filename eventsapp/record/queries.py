"""What the pages of a meeting show, in few queries: their number does not grow with the rows."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager

from eventsapp.breakouts.models import MODERATOR, NOTE_TAKER, BreakoutRoom, Placement, Round
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.minutes.models import ActionPoint, Note, OpenQuestion, Section
from eventsapp.people.models import EmailAddress, Person, Spelling
from eventsapp.people.names import fold_name
from eventsapp.record.outline import DayOfMeeting, ItemOfDay, NoteLine, SectionOfDay, outline
from eventsapp.reminders.models import Deadline, Obligation


@dataclass(frozen=True)
class Followed:
    """One dated thing that a record promises, and the page that tells more."""

    kind: str
    title: str
    starts_on: date
    ends_on: date
    certainty: str
    certainty_words: str | None
    is_cancelled: bool
    endpoint: str | None
    arguments: dict[str, Any]


def days_of(meeting: Meeting, *, with_notes: bool) -> list[DayOfMeeting]:
    """Return the days of a meeting with their agenda, and the plenary notes if they are wanted."""
    days = db.session.execute(
        select(
            MeetingDay.id,
            MeetingDay.number,
            MeetingDay.on_date,
            MeetingDay.starts_at_time,
            MeetingDay.ends_at_time,
        )
        .where(MeetingDay.meeting_id == meeting.id)
        .order_by(MeetingDay.number)
    ).all()
    items = _items(meeting)
    plenary = select(Section.id).where(Section.room_id.is_(None))
    sections = _sections(meeting, plenary) if with_notes else {}
    return [
        DayOfMeeting(
            day.number,
            day.on_date,
            day.starts_at_time,
            day.ends_at_time,
            tuple(outline(items.get(day.id, ()), sections.get(day.id, ()))),
        )
        for day in days
    ]


def _items(meeting: Meeting) -> dict[int, list[ItemOfDay]]:
    rows = db.session.execute(
        select(
            AgendaItem.day_id,
            AgendaItem.id,
            AgendaItem.title,
            AgendaItem.starts_at_time,
            AgendaItem.start_at,
            AgendaItem.end_at,
        )
        .join(MeetingDay)
        .where(MeetingDay.meeting_id == meeting.id)
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    items: dict[int, list[ItemOfDay]] = defaultdict(list)
    for row in rows:
        items[row.day_id].append(ItemOfDay(*row[1:]))
    return items


def _sections(meeting: Meeting, wanted: Select[int]) -> dict[int, list[SectionOfDay]]:
    """Return the sections of a meeting by day, in the order of the record, with their notes."""
    of_meeting = select(MeetingDay.id).where(MeetingDay.meeting_id == meeting.id)
    is_wanted = Section.day_id.in_(of_meeting) & Section.id.in_(wanted)
    notes: dict[int, list[NoteLine]] = defaultdict(list)
    for section_id, text, line in db.session.execute(
        select(Note.section_id, Note.text, Note.source_line)
        .join(Section)
        .where(is_wanted)
        .order_by(Note.position, Note.id)
    ):
        notes[section_id].append(NoteLine(text, line))
    sections: dict[int, list[SectionOfDay]] = defaultdict(list)
    for row in db.session.execute(
        select(Section.id, Section.day_id, Section.heading, Section.agenda_item_id, Section.room_id)
        .where(is_wanted)
        .order_by(Section.position, Section.id)
    ):
        sections[row.day_id].append(
            SectionOfDay(row.heading, row.agenda_item_id, tuple(notes[row.id]), row.room_id)
        )
    return sections


def whole_record(meeting: Meeting, room_ids: Collection[int]) -> dict[int, list[SectionOfDay]]:
    """Return all sections that may be read, plenary and of these rooms, by the day's id."""
    wanted = select(Section.id).where(or_(Section.room_id.is_(None), Section.room_id.in_(room_ids)))
    return _sections(meeting, wanted)


def sections_of_room(room: BreakoutRoom) -> list[SectionOfDay]:
    """Return the groups of notes that the record has of one room."""
    meeting = room.round.meeting
    found = _sections(meeting, select(Section.id).where(Section.room_id == room.id))
    return [section for sections in found.values() for section in sections]


def room_note_counts(room_ids: Collection[int]) -> dict[int | None, int]:
    """Return how many notes the record has of each of these rooms; rooms without any are left
    out."""
    counted = (
        select(Section.room_id, func.count(Note.id))
        .join(Note)
        .where(Section.room_id.in_(room_ids))
        .group_by(Section.room_id)
    )
    return dict(db.session.execute(counted).all())


def what_followed(meeting: Meeting, *, owed_by: int | None = None) -> list[Followed]:
    """Return what the record of a meeting promises, by date; `owed_by` leaves out deadlines that
    this person owes nothing by."""
    deadlines = select(Deadline).where(Deadline.meeting_id == meeting.id)
    if owed_by is not None:
        deadlines = deadlines.join(Obligation).where(Obligation.person_id == owed_by)
    found = [_deadline(row) for row in db.session.scalars(deadlines)]
    found += [
        _dated("consultation", row, "consultations.show", consultation_id=row.id)
        for row in db.session.scalars(
            select(Consultation).where(
                Consultation.meeting_id == meeting.id, Consultation.starts_on.is_not(None)
            )
        )
    ]
    found += [
        _dated(row.kind, row, None)
        for row in db.session.scalars(select(Release).where(Release.meeting_id == meeting.id))
    ]
    found += [
        _dated("meeting", row, "record.meeting", code=row.code)
        for row in db.session.scalars(select(Meeting).where(Meeting.announced_by_id == meeting.id))
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.ends_on, one.title))


def _dated(kind: str, row: Any, endpoint: str | None, **arguments: Any) -> Followed:
    return Followed(
        kind,
        row.title,
        row.starts_on,
        row.ends_on or row.starts_on,
        row.certainty,
        row.certainty_words,
        row.cancelled_at is not None,
        endpoint,
        arguments,
    )


def _deadline(row: Deadline) -> Followed:
    return Followed(
        "deadline",
        row.title,
        row.due_on,
        row.due_on,
        row.certainty,
        row.certainty_words,
        False,
        "reminders.show",
        {"deadline_id": row.id},
    )


def undated_promises(meeting: Meeting) -> list[ActionPoint]:
    """Return what the record promises without a date."""
    promises = select(ActionPoint).where(ActionPoint.meeting_id == meeting.id)
    return list(db.session.scalars(promises.order_by(ActionPoint.source_line, ActionPoint.id)))


def open_questions(meeting: Meeting) -> list[OpenQuestion]:
    """Return the warnings about a record that nobody has answered yet."""
    questions = select(OpenQuestion).where(
        OpenQuestion.meeting_id == meeting.id, OpenQuestion.resolved_at.is_(None)
    )
    return list(db.session.scalars(questions.order_by(OpenQuestion.source_line, OpenQuestion.id)))


def participants_of(
    meeting: Meeting, *, search: str = "", show: str = "", page: int = 1
) -> Pagination:
    """Return one page of the people of a meeting, by name.

    `search` looks in every spelling of a name; `show` is experts, leading (moderators and
    note-takers) or unreachable.
    """
    found = (
        select(Participation)
        .join(Participation.person)
        .options(contains_eager(Participation.person))
        .where(Participation.meeting_id == meeting.id)
        .order_by(Person.printed_name, Person.id)
    )
    if search.strip():
        pattern = f"%{fold_name(search)}%"
        spelled = select(Spelling.person_id).where(Spelling.folded.like(pattern))
        found = found.where(Person.id.in_(spelled))
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
