"""What the pages of a meeting show, in few queries: their number does not grow with the rows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from eventsapp.agendas.content import Agenda
from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.clock import UtcDateTime
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import DRAFT, AgendaItem, Meeting, MeetingDay
from eventsapp.minutes.models import ActionPoint, Note, OpenQuestion, Section
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


def days_of(
    meeting: Meeting, *, with_notes: bool, told: Agenda | None = None
) -> list[DayOfMeeting]:
    """Return the days of a meeting with their agenda, and the plenary notes if they are wanted.

    `told` is an agenda that was announced; its items stand in place of those that there are now,
    also of a day that was added since.
    """
    rows = db.session.connection().execute(_DAYS, {"meeting_id": meeting.id}).all()
    days = {row.day_id: row for row in rows}
    items: dict[int, list[ItemOfDay]] = defaultdict(list)
    for row in rows:
        if row.item_id is not None:
            moments = (row.starts_at_time, row.start_at, row.end_at)
            items[row.day_id].append(ItemOfDay(row.item_id, row.title, *moments, row.track))
    by_number = {day.number: day.items for day in told.days} if told else {}
    for day_id, day in days.items() if told else ():
        shown = by_number.get(day.number, ())
        items[day_id] = [
            ItemOfDay(one.key, one.title, one.starts, track=one.track) for one in shown
        ]
    sections = _sections(meeting, _PLENARY) if with_notes else {}
    return [
        DayOfMeeting(
            day.number,
            day.on_date,
            day.day_starts,
            day.day_ends,
            tuple(outline(items[day_id], sections.get(day_id, ()))),
        )
        for day_id, day in days.items()
    ]


# Statements that every visit needs are made once: making them costs more than asking them.
_OF_MEETING = MeetingDay.meeting_id == bindparam("meeting_id")
_DAYS = (
    select(
        MeetingDay.id.label("day_id"),
        MeetingDay.number,
        MeetingDay.on_date,
        MeetingDay.starts_at_time.label("day_starts"),
        MeetingDay.ends_at_time.label("day_ends"),
        AgendaItem.id.label("item_id"),
        AgendaItem.title,
        AgendaItem.starts_at_time,
        AgendaItem.start_at,
        AgendaItem.end_at,
        AgendaItem.track,
    )
    .outerjoin(AgendaItem, AgendaItem.day_id == MeetingDay.id)
    .where(_OF_MEETING)
    .order_by(MeetingDay.number, AgendaItem.position, AgendaItem.id)
)
_SECTIONS = (
    select(Section.id, Section.day_id, Section.heading, Section.agenda_item_id, Section.room_id)
    .join(MeetingDay, Section.day_id == MeetingDay.id)
    .where(_OF_MEETING)
    .order_by(Section.position, Section.id)
)
_NOTES = (
    select(Note.section_id, Note.text, Note.source_line)
    .join(Section, Note.section_id == Section.id)
    .join(MeetingDay, Section.day_id == MeetingDay.id)
    .where(_OF_MEETING)
    .order_by(Note.position, Note.id)
)


class _Wanted(NamedTuple):
    """Sections and their notes, as two statements."""

    sections: Any
    notes: Any


def _only(condition: ColumnElement[bool]) -> _Wanted:
    return _Wanted(_SECTIONS.where(condition), _NOTES.where(condition))


_PLENARY = _only(Section.room_id.is_(None))


def _sections(meeting: Meeting, wanted: _Wanted) -> dict[int, list[SectionOfDay]]:
    """Return sections of a meeting by day, in the order of the record, with their notes."""
    connection = db.session.connection()
    given = {"meeting_id": meeting.id}
    rows = connection.execute(wanted.sections, given).all()
    notes: dict[int, list[NoteLine]] = defaultdict(list)
    for section_id, text, line in connection.execute(wanted.notes, given) if rows else ():
        notes[section_id].append(NoteLine(text, line))
    sections: dict[int, list[SectionOfDay]] = defaultdict(list)
    for row in rows:
        sections[row.day_id].append(
            SectionOfDay(row.heading, row.agenda_item_id, tuple(notes[row.id]), row.room_id)
        )
    return sections


def whole_record(meeting: Meeting, room_ids: Collection[int]) -> dict[int, list[SectionOfDay]]:
    """Return all sections that may be read, plenary and of these rooms, by the day's id."""
    return _sections(meeting, _only(or_(Section.room_id.is_(None), Section.room_id.in_(room_ids))))


def sections_of_room(room: BreakoutRoom) -> list[SectionOfDay]:
    """Return the groups of notes that the record has of one room."""
    found = _sections(room.round.meeting, _only(Section.room_id == room.id))
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
    this person owes nothing by, and what only staff know of."""
    given = {"meeting_id": meeting.id, "owed_by": owed_by}
    rows = db.session.connection().execute(_FOLLOWED, given)
    found = [
        Followed(
            row.kind,
            row.title,
            row.starts_on,
            row.ends_on or row.starts_on,
            row.certainty,
            row.certainty_words,
            row.cancelled_at is not None,
            *_page_of(row.kind, row.id, row.code),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.ends_on, one.title))


def _page_of(kind: str, row_id: int, code: str | None) -> tuple[str | None, dict[str, Any]]:
    if kind == "consultation":
        return "consultations.show", {"consultation_id": row_id}
    if kind == "deadline":
        return "reminders.show", {"deadline_id": row_id}
    return ("record.meeting", {"code": code}) if kind == "meeting" else (None, {})


def _dated(
    model: Any,
    kind: Any,
    *conditions: ColumnElement[bool],
    days: tuple[Any, Any] | None = None,
    cancelled_at: Any = None,
    code: Any = None,
) -> Select[Any]:
    first, last = days or (model.starts_on, model.ends_on)
    return select(
        kind.label("kind"),
        model.id,
        model.title,
        first.label("starts_on"),
        last.label("ends_on"),
        model.certainty,
        model.certainty_words,
        (model.cancelled_at if cancelled_at is None else cancelled_at).label("cancelled_at"),
        (cast(null(), Text) if code is None else code).label("code"),
    ).where(*conditions)


_MEETING_ID = bindparam("meeting_id", type_=Integer)
_OWED_BY = bindparam("owed_by", type_=Integer)
_IS_OWED = or_(
    _OWED_BY.is_(None),
    Deadline.id.in_(select(Obligation.deadline_id).where(Obligation.person_id == _OWED_BY)),
)
_FOLLOWED = union_all(
    _dated(
        Consultation,
        literal("consultation", Text),
        Consultation.meeting_id == _MEETING_ID,
        Consultation.starts_on.is_not(None),
        # An intention that nobody announced, and a draft, are seen by staff only.
        or_(
            _OWED_BY.is_(None),
            Consultation.announced_at.is_not(None),
            Consultation.source_sentence.is_not(None),
        ),
    ),
    _dated(Release, Release.kind, Release.meeting_id == _MEETING_ID),
    _dated(
        Meeting,
        literal("meeting", Text),
        Meeting.announced_by_id == _MEETING_ID,
        or_(_OWED_BY.is_(None), Meeting.state != DRAFT),
        code=Meeting.code,
    ),
    _dated(
        Deadline,
        literal("deadline", Text),
        Deadline.meeting_id == _MEETING_ID,
        _IS_OWED,
        days=(Deadline.due_on, Deadline.due_on),
        cancelled_at=cast(null(), UtcDateTime),
    ),
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
