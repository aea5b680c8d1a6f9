"""The statements from which feeds are made: one for each kind of entry.

They are put together once, here: making them anew would cost a fetch more than the database does.
Staff, who have everything, have statements of their own: in one for both, no database finds the
rows of one person by an index.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    Time,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union,
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
MEETING = bindparam("meeting_id", type_=Integer)
SINCE = bindparam("since", type_=UtcDateTime)
NOTHING: frozenset[str] = frozenset()


class Source(NamedTuple):
    """One kind of entry: where its facts come from and what is made of them.

    A fingerprint does without the `repeated` columns: another source of the same calendar has them.
    """

    statement: Select[*tuple[Any, ...]]
    facts: Any
    entry: Callable[[Any, Words, Link], Entry]
    repeated: frozenset[str] = NOTHING


def _source(
    statement: Select[*tuple[Any, ...]], facts: Any, entry: Any, repeated: frozenset[str] = NOTHING
) -> Source:
    """Return a source whose columns are named after the facts, in the same order."""
    names = zip(statement.selected_columns, facts._fields, strict=True)
    columns = [column.label(name) for column, name in names]
    return Source(statement.with_only_columns(*columns), facts, entry, repeated)


def _kept(cancelled_at: Any) -> ColumnElement[bool]:
    return or_(cancelled_at.is_(None), cancelled_at > SINCE)


_MEETING_COLUMNS = (Meeting.code, Meeting.series, Meeting.number, Meeting.title)
_MEETING_STATE = (Meeting.tz, Meeting.place, Meeting.certainty, Meeting.cancelled_at)
_is_shown = and_(_kept(Meeting.cancelled_at), Meeting.state != DRAFT)
_own_meetings = select(Participation.meeting_id).where(
    Participation.person_id == PERSON, Participation.left_at.is_(None)
)
# Who heard a meeting announced has it in the calendar too, as on the page of meetings.
_heard_meetings = union(
    _own_meetings, select(Meeting.id).where(Meeting.announced_by_id.in_(_own_meetings))
).cte("heard_meeting")
_is_own_meeting = Meeting.id.in_(select(_heard_meetings.c[0]))

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
# What the days of the meeting of an item have too, found by the code of the meeting.
_OF_DAYS = frozenset(
    ("series", "meeting_number", "meeting_title", "tz", "place", "certainty", "cancelled_at")
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
    model: Any, page: str, *columns: Any, key: Any, is_told: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """Select the consultations or releases with a day.

    `columns` are place, rule and hours, which only consultations have.
    """
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
    ).where(model.starts_on.is_not(None), is_told, _kept(model.cancelled_at))


def _of_own_meetings(model: Any) -> Select[int]:
    """Select what of their meetings one person is told: what names no audience, and what is for
    experts if they are one of that meeting."""
    return (
        select(model.id)
        .join(Meeting, Meeting.id == model.meeting_id)
        .join(Participation, Participation.meeting_id == Meeting.id)
        .where(
            Meeting.state != DRAFT,
            Participation.person_id == PERSON,
            Participation.left_at.is_(None),
            or_(model.audience.is_(None), and_(model.audience == EXPERTS, Participation.is_expert)),
        )
    )


_heard = (
    select(Consultation.id)
    .join(Hearing, Hearing.consultation_id == Consultation.id)
    .where(Hearing.person_id == PERSON, Hearing.withdrawn_at.is_(None))
)
_open_consultations = select(Consultation.id).where(Consultation.audience == OPEN_ONLINE)
_open_releases = select(Release.id).where(Release.audience == OPEN_ONLINE)
_no_text, _no_time = cast(null(), Text), cast(null(), Time)
# An intention that nobody announced is seen by staff only, as on its page.
_told_consultations = union(
    *(one.where(IS_KNOWN) for one in (_open_consultations, _of_own_meetings(Consultation), _heard))
).cte("told_consultation")


def _consultations(is_staff: bool) -> Select[*tuple[Any, ...]]:
    """Select what is open to everybody, of one's own meetings, or hears that person."""
    return _dated(
        Consultation,
        "consultations.show",
        Consultation.place,
        Consultation.rrule,
        Consultation.starts_at_time,
        Consultation.ends_at_time,
        key=Consultation.id,
        is_told=true() if is_staff else Consultation.id.in_(select(_told_consultations.c[0])),
    )


def _releases(is_staff: bool) -> Select[*tuple[Any, ...]]:
    """Select releases; one that opens a consultation is told by the consultation."""
    own = union(_open_releases, _of_own_meetings(Release))
    return _dated(
        Release,
        "documents.index",
        *(_no_text, _no_text, _no_time, _no_time),
        key=cast(null(), Integer),
        is_told=true() if is_staff else Release.id.in_(own),
    ).where(Release.consultation_id.is_(None))


def _series_rules(of_series: Select[int]) -> Select[*tuple[Any, ...]]:
    return select(
        SessionRule.consultation_id,
        SessionRule.uid,
        SessionRule.sequence,
        SessionRule.changed_at,
        SessionRule.starts_on,
        SessionRule.rrule,
        SessionRule.starts_at_time,
        SessionRule.ends_at_time,
    ).where(SessionRule.consultation_id.in_(of_series))


def _single_dates(of_series: Select[int]) -> Select[*tuple[Any, ...]]:
    return select(
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
        SessionDate.consultation_id.in_(of_series),
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


def _deadlines(is_staff: bool) -> Select[*tuple[Any, ...]]:
    """Select what one owes; staff have every deadline."""
    return (
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
        .join(Obligation, _own_obligation, isouter=is_staff)
        .where(_kept(_called_off_at), ~IS_DRAFT)
    )


class OwnSources(NamedTuple):
    """The statements of one person's calendar.

    A consultation makes as many entries as it has rules and single dates: see `series.py`.
    """

    plain: tuple[Source, ...]
    dated: Source
    rules: Source
    singles: Source

    @property
    def all(self) -> tuple[Source, ...]:
        """Every one of them."""
        return (*self.plain, self.dated, self.rules, self.singles)


def _own(is_staff: bool) -> OwnSources:
    is_own = true() if is_staff else _is_own_meeting
    items = _timed_items.where(is_own, AgendaItem.id.not_in(_items_of_own_rooms))
    plain = (
        _source(_days.where(is_own), entries.DayFacts, entries.day_entry),
        _source(items, entries.ItemFacts, entries.item_entry, _OF_DAYS),
        _source(_own_rooms, entries.RoomFacts, entries.room_entry),
        _source(_deadlines(is_staff), entries.DeadlineFacts, entries.deadline_entry),
    )
    consultations = _consultations(is_staff)
    both = select(*union_all(consultations, _releases(is_staff)).subquery().c)
    dated = _source(both, entries.DatedFacts, entries.dated_entry)
    of_series = consultations.where(Consultation.rrule.is_not(None))
    of_series = of_series.with_only_columns(Consultation.id)
    rules = _source(_series_rules(of_series), entries.RuleFacts, None)
    singles = _source(_single_dates(of_series), entries.SingleFacts, None)
    return OwnSources(plain, dated, rules, singles)


STAFF, OTHERS = _own(True), _own(False)
PUBLIC_SOURCES = (
    _source(_days.where(Meeting.id == MEETING), entries.DayFacts, entries.day_entry),
    _source(
        _timed_items.where(Meeting.id == MEETING), entries.ItemFacts, entries.item_entry, _OF_DAYS
    ),
)
