"""Reads of calendars: what stands in a feed, whether it changed, and whose feed it is.

The statements stand in `sources.py`.
"""

import hashlib
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import StatementLambdaElement, bindparam, func, or_, select, tuple_

from eventsapp.accounts.models import STAFF_ROLES, User
from eventsapp.agendas.content import Item
from eventsapp.agendas.models import AgendaVersion
from eventsapp.agendas.queries import announced
from eventsapp.calendars.entries import ItemFacts, Link, RoomFacts, Words, public_place
from eventsapp.calendars.fingerprints import (
    OTHERS_FINGERPRINT,
    PUBLIC_FINGERPRINT,
    STAFF_FINGERPRINT,
)
from eventsapp.calendars.ics import Entry
from eventsapp.calendars.models import Feed, PublicFeed
from eventsapp.calendars.series import series_entries
from eventsapp.calendars.sources import OTHERS, PUBLIC_SOURCES, STAFF, Source
from eventsapp.calendars.told import as_told
from eventsapp.extensions import db
from eventsapp.meetings.models import DRAFT, Meeting, MeetingDay
from eventsapp.people.models import Person

# Long enough for programs that were off for a month to see that something is cancelled.
CANCELLED_STAYS = timedelta(days=30)
# What stands on an agenda.
TOLD = (ItemFacts, RoomFacts)


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


def read_singly() -> None:
    """Let what is read until the next commit be read without a transaction, on PostgreSQL.

    There a fetch spends as long on beginning and ending one as on all that it reads; SQLite has
    nothing to gain. What is written meanwhile is kept at once.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})


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
    given = {"person_id": person_id, "since": now - CANCELLED_STAYS}
    sources = STAFF if is_staff else OTHERS
    found = []
    for source in sources.plain:
        rows = _facts(source, given)
        if source.facts in TOLD and not is_staff:
            rows = _as_told(rows)
        elif source.facts is ItemFacts:
            rows = [facts for facts in rows if facts.starts_at_time is not None]
        found += [source.entry(facts, words, link) for facts in rows]
    all_dated = _facts(sources.dated, given)
    has_series = any(dated.rrule for dated in all_dated)
    rules = _by_key(sources.rules, given) if has_series else {}
    singles = _by_key(sources.singles, given) if has_series else {}
    for dated in all_dated:
        found += series_entries(
            dated, rules.get(dated.key, ()), singles.get(dated.key, ()), words, link
        )
    return found


def public_entries(meeting_id: int, *, now: datetime, words: Words) -> list[Entry]:
    """Return what the public may see of a meeting: its days and timed items, without rooms,
    names, addresses and links. The caller has made sure that it is public."""
    given = {"meeting_id": meeting_id, "since": now - CANCELLED_STAYS}
    found = []
    for source in PUBLIC_SOURCES:
        rows = _facts(source, given)
        for facts in _as_told(rows) if source.facts in TOLD else rows:
            shown = facts._replace(place=public_place(facts.place))
            found.append(source.entry(shown, words, lambda page, **address: None))
    return found


def own_fingerprint(person_id: int, *, is_staff: bool, now: datetime) -> str:
    """Return a hash that changes when, and only when, `entries_for` would tell something else."""
    statement = STAFF_FINGERPRINT if is_staff else OTHERS_FINGERPRINT
    return _hash_of(statement, {"person_id": person_id, "since": now - CANCELLED_STAYS})


def public_fingerprint(meeting_id: int, *, now: datetime) -> str:
    """Return a hash that changes when, and only when, `public_entries` would."""
    return _hash_of(PUBLIC_FINGERPRINT, {"meeting_id": meeting_id, "since": now - CANCELLED_STAYS})


def _facts(source: Source, given: dict[str, Any]) -> list[Any]:
    rows = db.session.connection().execute(source.statement, given)
    return [source.facts._make(row) for row in rows]


def _as_told(rows: list[Any]) -> list[Any]:
    """Return facts as their last announced agendas have them; without one, as they stand."""
    told = {(one.meeting_id, one.told) for one in rows if one.told is not None}
    if not told:
        return rows
    return as_told(rows, _announced_items(told), _days({meeting_id for meeting_id, _ in told}))


def _announced_items(
    versions: set[tuple[int, int]],
) -> dict[tuple[int, int], tuple[int, Item]]:
    """Return each item of these announced agendas, by meeting and number of the version, with the
    number of its day."""
    wanted = tuple_(AgendaVersion.meeting_id, AgendaVersion.number).in_(sorted(versions))
    return {
        (version.meeting_id, item.key): (day.number, item)
        for version in db.session.scalars(select(AgendaVersion).where(wanted))
        for day in announced(version).days
        for item in day.items
    }


def _days(meeting_ids: set[int]) -> dict[tuple[int, int], date]:
    """Return on which dates the days of these meetings are now."""
    days = select(MeetingDay.meeting_id, MeetingDay.number, MeetingDay.on_date).where(
        MeetingDay.meeting_id.in_(meeting_ids)
    )
    return {(meeting_id, number): day for meeting_id, number, day in db.session.execute(days)}


def _by_key(source: Source, given: dict[str, Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for facts in _facts(source, given):
        found[facts.key].append(facts)
    return found


def _hash_of(statement: StatementLambdaElement, given: dict[str, Any]) -> str:
    rows = db.session.connection().execute(statement, given).scalars().all()
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


# Statements are made once, here: making them anew would cost a fetch more than the database does.
_FEED = (
    select(
        Feed.id,
        Feed.person_id,
        func.coalesce(or_(*(User.role == role for role in sorted(STAFF_ROLES))), False),
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
