"""Put the items of days in order, give them their hours, and note what was done.

However many items follow the one that was moved, it takes the same number of statements. The items
that only follow keep their version: an open form of theirs is not older for it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from eventsapp.accounts.models import User
from eventsapp.agendas.models import AgendaChange, AgendaSpeaker
from eventsapp.agendas.queries import planned_item
from eventsapp.agendas.timing import Timed, timetable
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay
from eventsapp.meetings.schedule import wall_time

_ITEMS = AgendaItem.__table__
_WORKED_OUT = ("day_id", "position", "starts_at_time", "start_at", "end_at")
_COLUMNS = (
    *(_ITEMS.c[name] for name in ("id", "is_pinned", "duration_minutes", "track", "sequence")),
    *(_ITEMS.c[name] for name in ("changed_at", "version", *_WORKED_OUT)),
)
_WRITE = (
    update(_ITEMS)
    .where(_ITEMS.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in (*_WORKED_OUT, "sequence", "changed_at", "version")})
)


def lock_agenda(meeting: Meeting) -> None:
    """Let others wait who change the order of this agenda too."""
    wanted = select(MeetingDay.id).where(MeetingDay.meeting_id == meeting.id)
    db.session.execute(wanted.order_by(MeetingDay.id).with_for_update())


def order_of(day: MeetingDay) -> list[int]:
    """Return the items of a day by number, in order, as the database has them now."""
    wanted = select(AgendaItem.id).where(AgendaItem.day_id == day.id)
    return list(db.session.scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)))


def arrange(day: MeetingDay, order: Sequence[int], *, now: datetime) -> None:
    """Let a day have these items in this order, and give each its hours. Calendars see which of
    them begin or end at another moment. Flushes."""
    db.session.flush()
    found = db.session.execute(select(*_COLUMNS).where(_ITEMS.c.id.in_(order)))
    rows = {row.id: row for row in found}
    kept = [rows[key] for key in order if key in rows]
    hours = timetable(
        [planned_item(row) for row in kept],
        on_date=day.on_date,
        starts=day.starts_at_time,
        tz=day.meeting.tz,
    )
    written = [
        _values(row, timed, day, position, now)
        for position, (row, timed) in enumerate(zip(kept, hours, strict=True), start=1)
    ]
    changed = [
        values
        for row, values in zip(kept, written, strict=True)
        if any(getattr(row, name) != values[name] for name in _WORKED_OUT)
    ]
    if changed:
        db.session.connection().execute(_WRITE, changed)
    _forget({values["key"] for values in changed}, day)


def _values(
    row: Any, timed: Timed, day: MeetingDay, position: int, now: datetime
) -> dict[str, Any]:
    starts = row.starts_at_time
    if not row.is_pinned:
        starts = wall_time(timed.start_at, day.meeting.tz)[1] if timed.start_at else None
    is_elsewhere = row.day_id != day.id
    is_moved = is_elsewhere or (timed.start_at, timed.end_at) != (row.start_at, row.end_at)
    return {
        "key": row.id,
        "day_id": day.id,
        "position": position,
        "starts_at_time": starts,
        "start_at": timed.start_at,
        "end_at": timed.end_at,
        "sequence": row.sequence + 1 if is_moved else row.sequence,
        "changed_at": now if is_moved else row.changed_at,
        # An open form says on which day the item stands, so it is older now.
        "version": row.version + 1 if is_elsewhere else row.version,
    }


def _forget(keys: set[int], day: MeetingDay) -> None:
    """Let the session read anew what was written past it."""
    for row in list(db.session):
        if isinstance(row, AgendaItem) and row.id in keys:
            db.session.expire(row)
    db.session.expire(day, ["agenda"])


def write_speakers(item: AgendaItem, speakers: Sequence[Any]) -> None:
    """Let these people, and nobody else, speak in an item."""
    db.session.query(AgendaSpeaker).filter_by(item_id=item.id).delete()
    for position, one in enumerate(speakers, start=1):
        row = AgendaSpeaker(item_id=item.id, person_id=one.person_id, name=one.name)
        row.role, row.position = one.role, position
        db.session.add(row)
    db.session.flush()


def note_change(
    meeting: Meeting,
    verb: str,
    *,
    by: User,
    now: datetime,
    item: AgendaItem | None = None,
    taken_off: dict[str, Any] | None = None,
    **detail: Any,
) -> AgendaChange:
    """Note an act on the agenda for those who have it open. Flushes."""
    change = AgendaChange(meeting_id=meeting.id, at=now, by_id=by.id, verb=verb)
    change.detail, change.taken_off = detail, taken_off
    if item is not None:
        change.item_id, change.title = item.id, item.title
    db.session.add(change)
    db.session.flush()
    return change
