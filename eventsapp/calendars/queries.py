"""Reads of calendars: what stands in a feed, whether it changed, and whose feed it is.

Each kind of entry is one statement. The fingerprint of a feed is made by the database from those
same statements, so that it covers exactly what the entries are made of, without building them.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from eventsapp.accounts.models import STAFF_ROLES, User
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.calendars import entries
from eventsapp.calendars.entries import EXPERTS, OPEN_ONLINE, Link, Words, public_place
from eventsapp.calendars.ics import Entry
from eventsapp.calendars.models import Feed, PublicFeed
from eventsapp.clock import UtcDateTime
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import DRAFT, AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.people.models import Person
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reminders.queries import IS_DRAFT

# Long enough for programs that were off for a month to see that something is cancelled.
CANCELLED_STAYS = timedelta(days=30)

PERSON = bindparam("person_id", type_=Integer)
IS_STAFF = bindparam("is_staff", type_=Boolean)
MEETING = bindparam("meeting_id", type_=Integer)
SINCE = bindparam("since", type_=UtcDateTime)


class FoundFeed(NamedTuple):
    """A feed as a fetch needs it: whose it is, and what it gave the last time."""

    id: int
    person_id: int
    is_staff: bool
    last_fetched_at: datetime | None
    content_hash: str | None
    content_changed_at: datetime | None


class FoundMeeting(NamedTuple):
    """A public meeting as a fetch of its feed needs it."""

    id: int
    title: str
    content_hash: str | None
    content_changed_at: datetime | None


def feed_with(token_hash: str) -> FoundFeed | None:
    """Return the feed of this token, unless it was revoked or its owner has left."""
    row = db.session.connection().execute(_FEED, {"token_hash": token_hash}).first()
    return FoundFeed._make(row) if row else None


def feed_in_use(person_id: int) -> Feed | None:
    """Return the person's feed that works, or None."""
    return db.session.scalar(
        select(Feed).where(Feed.person_id == person_id, Feed.revoked_at.is_(None))
    )


def public_meeting(code: str) -> FoundMeeting | None:
    """Return the meeting of this code if it is public."""
    row = db.session.connection().execute(_PUBLIC_MEETING, {"code": code}).first()
    return FoundMeeting._make(row) if row else None


def entries_for(
    person_id: int, *, is_staff: bool, now: datetime, words: Words, link: Link
) -> list[Entry]:
    """Return what stands in one person's calendar, in no order.

    Days, timed agenda items and published rooms of their meetings, consultations and releases for
    their audience, and what they owe. Staff have all meetings, dates and deadlines, and their own
    rooms.
    """
    given = {"person_id": person_id, "is_staff": is_staff, "since": now - CANCELLED_STAYS}
    found = []
    for source in OWN_SOURCES:
        rows = db.session.connection().execute(source.statement, given)
        found += [source.entry(source.facts._make(row), words, link) for row in rows]
    return found


def public_entries(meeting_id: int, *, now: datetime, words: Words) -> list[Entry]:
    """Return what the public may see of a meeting: its days and timed items, without rooms,
    names, addresses and links. The caller has made sure that it is public."""
    given = {"meeting_id": meeting_id, "since": now - CANCELLED_STAYS}
    found = []
    for source in PUBLIC_SOURCES:
        for row in db.session.connection().execute(source.statement, given):
            facts = source.facts._make(row)
            shown = facts._replace(place=public_place(facts.place))
            found.append(source.entry(shown, words, lambda page, **address: None))
    return found


def own_fingerprint(person_id: int, *, is_staff: bool, now: datetime) -> str:
    """Return a hash that changes when, and only when, `entries_for` would tell something else."""
    given = {"person_id": person_id, "is_staff": is_staff, "since": now - CANCELLED_STAYS}
    return _hash_of(OWN_FINGERPRINT, given)


def public_fingerprint(meeting_id: int, *, now: datetime) -> str:
    """Return a hash that changes when, and only when, `public_entries` would."""
    return _hash_of(PUBLIC_FINGERPRINT, {"meeting_id": meeting_id, "since": now - CANCELLED_STAYS})


def _hash_of(statement: CompoundSelect[Any], given: dict[str, Any]) -> str:
    rows = db.session.connection().execute(statement, given).scalars()
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


# Statements are made once, here: making them anew would cost a fetch more than the database does.
_FEED = (
    select(
        Feed.id,
        Feed.person_id,
        func.coalesce(User.role.in_(STAFF_ROLES), False),
        Feed.last_fetched_at,
        Feed.content_hash,
        Feed.content_changed_at,
    )
    .join(Person, Person.id == Feed.person_id)
    .outerjoin(User, User.person_id == Feed.person_id)
    .where(
        Feed.token_hash == bindparam("token_hash"),
        Feed.revoked_at.is_(None),
        Person.left_at.is_(None),
        or_(User.id.is_(None), User.is_closed.is_(False)),
    )
)
_PUBLIC_MEETING = (
    select(Meeting.id, Meeting.title, PublicFeed.content_hash, PublicFeed.content_changed_at)
    .outerjoin(PublicFeed, PublicFeed.meeting_id == Meeting.id)
    .where(Meeting.code == bindparam("code"), Meeting.is_public, Meeting.state != DRAFT)
)


class _Source(NamedTuple):
    """One kind of entry: where its facts come from and what is made of them."""

    statement: Select[*tuple[Any, ...]]
    facts: Any
    entry: Callable[[Any, Words, Link], Entry]


def _source(statement: Select[*tuple[Any, ...]], facts: Any, entry: Any) -> _Source:
    """Return a source whose columns are named after the facts, in the same order."""
    names = zip(statement.selected_columns, facts._fields, strict=True)
    columns = [column.label(name) for column, name in names]
    return _Source(statement.with_only_columns(*columns), facts, entry)


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
    )
    .join(MeetingDay, MeetingDay.id == AgendaItem.day_id)
    .join(Meeting, Meeting.id == MeetingDay.meeting_id)
    .where(AgendaItem.starts_at_time.is_not(None), _is_shown)
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


def _dated(model: Any, page: str, *, key: Any, place: Any, rrule: Any) -> Select[*tuple[Any, ...]]:
    """Select what one person is told of consultations or releases: open ones, those that name no
    audience, and those for experts if they are one of that meeting."""
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
        rrule,
        model.audience,
        model.mode,
        place,
        model.certainty,
        model.cancelled_at,
        literal(page),
        key,
    ).where(
        model.starts_on.is_not(None),
        or_(IS_STAFF, model.audience == OPEN_ONLINE, own.exists()),
        _kept(model.cancelled_at),
    )


_consultations = _dated(
    Consultation,
    "consultations.show",
    key=Consultation.id,
    place=Consultation.place,
    rrule=Consultation.rrule,
)
# A release that opens a consultation is told by the consultation.
_nothing = cast(null(), Text)
_releases = _dated(
    Release, "documents.index", key=cast(null(), Integer), place=_nothing, rrule=_nothing
).where(Release.consultation_id.is_(None))
_consultations_and_releases = select(*union_all(_consultations, _releases).subquery().c)

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
    _source(_consultations_and_releases, entries.DatedFacts, entries.dated_entry),
    _source(_deadlines, entries.DeadlineFacts, entries.deadline_entry),
)
PUBLIC_SOURCES = (
    _source(_days.where(Meeting.id == MEETING), entries.DayFacts, entries.day_entry),
    _source(_timed_items.where(Meeting.id == MEETING), entries.ItemFacts, entries.item_entry),
)


# Control characters, which no text of ours contains.
_SEPARATOR, _NO_VALUE = literal_column("'\x1f'", Text), literal_column("'\x1e'", Text)


def _fingerprint(sources: Sequence[_Source]) -> CompoundSelect[Any]:
    """Return a statement that gives each row of the sources as one text."""
    texts = []
    for number, source in enumerate(sources):
        rows = source.statement.subquery()
        text: ColumnElement[str] = literal_column(f"'{number}'", Text)
        for column in rows.c:
            text = text + _SEPARATOR + func.coalesce(cast(column, Text), _NO_VALUE)
        texts.append(select(text.label("row")))
    return union_all(*texts)


OWN_FINGERPRINT = _fingerprint(OWN_SOURCES)
PUBLIC_FINGERPRINT = _fingerprint(PUBLIC_SOURCES)
