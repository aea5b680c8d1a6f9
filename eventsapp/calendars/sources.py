"""The statements from which feeds are made: one for each kind of entry.

The fingerprint of a feed is made by the database from those same statements, so that it covers
exactly what the entries are made of, without building them. They are put together once, here:
making them anew would cost a fetch more than the database does.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    Time,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from eventsapp.agendas.models import AgendaVersion
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.calendars import entries
from eventsapp.calendars.entries import EXPERTS, OPEN_ONLINE, Link, Words
from eventsapp.calendars.ics import Entry
from eventsapp.clock import UtcDateTime
from eventsapp.consultations.models import Consultation, Hearing
from eventsapp.consultations.queries import IS_KNOWN
from eventsapp.documents.models import Release
from eventsapp.meetings.models import DRAFT, AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reminders.queries import IS_DRAFT
from eventsapp.sessions.models import SessionDate, SessionRule

PERSON = bindparam("person_id", type_=Integer)
IS_STAFF = bindparam("is_staff", type_=Boolean)
MEETING = bindparam("meeting_id", type_=Integer)
SINCE = bindparam("since", type_=UtcDateTime)


class Source(NamedTuple):
    """One kind of entry: where its facts come from and what is made of them."""

    statement: Select[*tuple[Any, ...]]
    facts: Any
    entry: Callable[[Any, Words, Link], Entry]


def _source(statement: Select[*tuple[Any, ...]], facts: Any, entry: Any) -> Source:
    """Return a source whose columns are named after the facts, in the same order."""
    names = zip(statement.selected_columns, facts._fields, strict=True)
    columns = [column.label(name) for column, name in names]
    return Source(statement.with_only_columns(*columns), facts, entry)


def _kept(cancelled_at: Any) -> ColumnElement[bool]:
    return or_(cancelled_at.is_(None), cancelled_at > SINCE)


_MEETING_COLUMNS = (Meeting.code, Meeting.series, Meeting.number, Meeting.title)
_MEETING_STATE = (Meeting.tz, Meeting.place, Meeting.certainty, Meeting.cancelled_at)
_is_shown = and_(_kept(Meeting.cancelled_at), Meeting.state != DRAFT)
_own_meetings = select(Participation.meeting_id).where(
    Participation.person_id == PERSON, Participation.left_at.is_(None)
)
# Who heard a meeting announced has it in the calendar too, as on the page of meetings.
_is_own_meeting = or_(
    IS_STAFF, Meeting.id.in_(_own_meetings), Meeting.announced_by_id.in_(_own_meetings)
)

_days = (
    select(
        MeetingDay.uid,
        MeetingDay.sequence,
        MeetingDay.changed_at,
        MeetingDay.number,
        MeetingDay.on_date,
        MeetingDay.starts_at_time,
        MeetingDay.ends_at_time,
        MeetingDay.start_at,
        MeetingDay.end_at,
        *_MEETING_COLUMNS,
        Meeting.starts_on,
        Meeting.ends_on,
        *_MEETING_STATE,
    )
    .join(Meeting, Meeting.id == MeetingDay.meeting_id)
    .where(_is_shown)
)

# Which agenda was announced last: others than staff are told that one.
_announced = (
    select(func.max(AgendaVersion.number))
    .where(AgendaVersion.meeting_id == Meeting.id)
    .correlate(Meeting)
    .scalar_subquery()
)
_timed_items = (
    select(
        AgendaItem.uid,
        AgendaItem.sequence,
        AgendaItem.changed_at,
        AgendaItem.title,
        MeetingDay.on_date,
        AgendaItem.starts_at_time,
        AgendaItem.duration_minutes,
        AgendaItem.start_at,
        AgendaItem.end_at,
        *_MEETING_COLUMNS,
        *_MEETING_STATE,
        AgendaItem.id,
        Meeting.id,
        _announced,
    )
    .join(MeetingDay, MeetingDay.id == AgendaItem.day_id)
    .join(Meeting, Meeting.id == MeetingDay.meeting_id)
    # One that lost its hour since keeps the announced one for others than staff.
    .where(or_(AgendaItem.starts_at_time.is_not(None), _announced.is_not(None)), _is_shown)
)

# The room stands for the item in the calendar of who sits in it: the hour is not told twice.
_items_of_own_rooms = (
    select(Round.agenda_item_id)
    .join(BreakoutRoom, BreakoutRoom.round_id == Round.id)
    .join(Placement, Placement.room_id == BreakoutRoom.id)
    .where(
        Placement.person_id == PERSON,
        Round.published_at.is_not(None),
        Round.agenda_item_id.is_not(None),
    )
)

_ItemDay = aliased(MeetingDay)
_own_rooms = (
    select(
        Placement.uid,
        Placement.sequence,
        Placement.changed_at,
        Placement.role,
        BreakoutRoom.label,
        BreakoutRoom.title,
        Round.number,
        Round.published_at,
        func.coalesce(AgendaItem.sequence, MeetingDay.sequence),
        func.coalesce(AgendaItem.changed_at, MeetingDay.changed_at),
        func.coalesce(_ItemDay.on_date, MeetingDay.on_date),
        AgendaItem.starts_at_time,
        AgendaItem.duration_minutes,
        AgendaItem.start_at,
        AgendaItem.end_at,
        *_MEETING_COLUMNS,
        *_MEETING_STATE,
        AgendaItem.id,
        Meeting.id,
        _announced,
    )
    .select_from(Placement)
    .join(BreakoutRoom, BreakoutRoom.id == Placement.room_id)
    .join(Round, Round.id == BreakoutRoom.round_id)
    .join(Meeting, Meeting.id == Round.meeting_id)
    .outerjoin(AgendaItem, AgendaItem.id == Round.agenda_item_id)
    .outerjoin(_ItemDay, _ItemDay.id == AgendaItem.day_id)
    .outerjoin(MeetingDay, MeetingDay.id == Round.day_id)
    .where(
        Placement.person_id == PERSON,
        Round.published_at.is_not(None),
        or_(AgendaItem.id.is_not(None), MeetingDay.id.is_not(None)),
        Meeting.id.in_(_own_meetings),
        _is_shown,
    )
)


def _dated(
    model: Any, page: str, *columns: Any, key: Any, also: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """Select what one person is told of consultations or releases: open ones, those that name no
    audience, and those for experts if they are one of that meeting; and what is told them `also`.

    `columns` are place, rule and hours, which only consultations have.
    """
    own = select(Participation.id).where(
        Participation.meeting_id == model.meeting_id,
        model.meeting_id.not_in(select(Meeting.id).where(Meeting.state == DRAFT)),
        Participation.person_id == PERSON,
        Participation.left_at.is_(None),
        or_(model.audience.is_(None), and_(model.audience == EXPERTS, Participation.is_expert)),
    )
    return select(
        model.uid,
        model.sequence,
        model.changed_at,
        model.title,
        model.starts_on,
        model.ends_on,
        model.audience,
        model.mode,
        model.certainty,
        model.cancelled_at,
        model.tz,
        *columns,
        literal(page),
        key,
    ).where(
        model.starts_on.is_not(None),
        or_(IS_STAFF, model.audience == OPEN_ONLINE, own.exists(), also),
        _kept(model.cancelled_at),
    )


_is_heard = Consultation.id.in_(
    select(Hearing.consultation_id).where(
        Hearing.person_id == PERSON, Hearing.withdrawn_at.is_(None)
    )
)
_consultations = _dated(
    Consultation,
    "consultations.show",
    Consultation.place,
    Consultation.rrule,
    Consultation.starts_at_time,
    Consultation.ends_at_time,
    key=Consultation.id,
    also=_is_heard,
    # An intention that nobody announced is seen by staff only, as on its page.
).where(or_(IS_STAFF, IS_KNOWN))
_no_text, _no_time = cast(null(), Text), cast(null(), Time)
# A release that opens a consultation is told by the consultation.
_releases = _dated(
    Release,
    "documents.index",
    *(_no_text, _no_text, _no_time, _no_time),
    key=cast(null(), Integer),
    also=false(),
).where(Release.consultation_id.is_(None))
_consultations_and_releases = select(*union_all(_consultations, _releases).subquery().c)

_of_series = _consultations.where(Consultation.rrule.is_not(None)).with_only_columns(
    Consultation.id
)
_series_rules = select(
    SessionRule.consultation_id,
    SessionRule.uid,
    SessionRule.sequence,
    SessionRule.changed_at,
    SessionRule.starts_on,
    SessionRule.rrule,
    SessionRule.starts_at_time,
    SessionRule.ends_at_time,
).where(SessionRule.consultation_id.in_(_of_series))
_single_dates = select(
    SessionDate.consultation_id,
    SessionDate.uid,
    SessionDate.sequence,
    SessionDate.changed_at,
    SessionDate.original_on,
    SessionDate.on_date,
    SessionDate.starts_at_time,
    SessionDate.ends_at_time,
    SessionDate.is_added,
    SessionDate.cancelled_at,
    SessionDate.series_sequence,
    SessionDate.series_changed_at,
).where(
    SessionDate.consultation_id.in_(_of_series),
    or_(SessionDate.is_added.is_(False), _kept(SessionDate.cancelled_at)),
)

_left_meeting = (
    select(Participation.id)
    .where(
        Participation.meeting_id == Deadline.meeting_id,
        Participation.person_id == PERSON,
        Participation.left_at.is_not(None),
    )
    .correlate(Deadline)
)
_own_obligation = and_(
    Obligation.deadline_id == Deadline.id,
    Obligation.person_id == PERSON,
    Obligation.released_at.is_(None),
    ~_left_meeting.exists(),
)
# Closed after its day, a deadline is over and not cancelled.
_called_off_at = case((Deadline.closed_at < Deadline.due_at, Deadline.closed_at), else_=None)
_deadlines = (
    select(
        Deadline.uid,
        Deadline.sequence,
        Deadline.changed_at,
        Deadline.id,
        Deadline.title,
        Deadline.due_on,
        Deadline.certainty,
        _called_off_at.label("called_off_at"),
        Obligation.done_at,
    )
    .outerjoin(Obligation, _own_obligation)
    .where(or_(IS_STAFF, Obligation.id.is_not(None)), _kept(_called_off_at), ~IS_DRAFT)
)

OWN_SOURCES = (
    _source(_days.where(_is_own_meeting), entries.DayFacts, entries.day_entry),
    _source(
        _timed_items.where(_is_own_meeting, AgendaItem.id.not_in(_items_of_own_rooms)),
        entries.ItemFacts,
        entries.item_entry,
    ),
    _source(_own_rooms, entries.RoomFacts, entries.room_entry),
    _source(_deadlines, entries.DeadlineFacts, entries.deadline_entry),
)
# A consultation makes as many entries as it has rules and single dates: see `series.py`.
DATED = _source(_consultations_and_releases, entries.DatedFacts, entries.dated_entry)
SERIES_RULES = _source(_series_rules, entries.RuleFacts, None)
SINGLE_DATES = _source(_single_dates, entries.SingleFacts, None)
PUBLIC_SOURCES = (
    _source(_days.where(Meeting.id == MEETING), entries.DayFacts, entries.day_entry),
    _source(_timed_items.where(Meeting.id == MEETING), entries.ItemFacts, entries.item_entry),
)


# Control characters, which no text of ours contains.
_SEPARATOR, _NO_VALUE = literal_column("'\x1f'", Text), literal_column("'\x1e'", Text)


def _fingerprint(sources: Sequence[Source]) -> CompoundSelect[Any]:
    """Return a statement that gives each row of the sources as one text."""
    texts = []
    for number, source in enumerate(sources):
        rows = source.statement.subquery()
        text: ColumnElement[str] = literal_column(f"'{number}'", Text)
        for column in rows.c:
            text = text + _SEPARATOR + func.coalesce(cast(column, Text), _NO_VALUE)
        texts.append(select(text.label("row")))
    return union_all(*texts)


OWN_FINGERPRINT = _fingerprint((*OWN_SOURCES, DATED, SERIES_RULES, SINGLE_DATES))
PUBLIC_FINGERPRINT = _fingerprint(PUBLIC_SOURCES)
