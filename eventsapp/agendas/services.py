"""The verbs of an agenda: add, change, move, copy, take off and put back items; announce it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import flag_modified

from eventsapp.accounts.models import User
from eventsapp.agendas.content import Speaker, to_plain
from eventsapp.agendas.models import AgendaChange, AgendaVersion
from eventsapp.agendas.queries import (
    agenda_of,
    announced,
    speakers_of,
    tables_that_rely_on,
    version_numbered,
)
from eventsapp.agendas.saving import arrange, lock_agenda, note_change, order_of, write_speakers
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay
from eventsapp.meetings.services import check_not_cancelled, set_day_hours

_KEPT = ("title", "kind", "is_pinned", "duration_minutes", "track", "annotation", "uid", "sequence")


@dataclass(frozen=True)
class More:
    """What is known of an item beside its title and hours."""

    kind: str | None = None
    track: str | None = None
    annotation: str | None = None
    speakers: tuple[Speaker, ...] = ()


def add_item(
    day: MeetingDay,
    title: str,
    *,
    by: User,
    now: datetime,
    starts: time | None = None,
    minutes: int | None = None,
    more: More | None = None,
) -> AgendaItem:
    """Add an item at the end of a day's agenda; sent twice it is added once. Flushes."""
    check_not_cancelled(day.meeting)
    lock_agenda(day.meeting)
    db.session.expire(day, ["agenda"])
    last = day.agenda[-1] if day.agenda else None
    if last and (last.title, _pinned(last), last.duration_minutes) == (title, starts, minutes):
        return last
    item = _entered(day, title=title, starts=starts, minutes=minutes, more=more or More(), now=now)
    arrange(day, order_of(day), now=now)
    _come_first(item)
    record("added", item, now=now, user_id=by.id)
    note_change(day.meeting, "added", item=item, day=day.number, by=by, now=now)
    return item


def _entered(
    day: MeetingDay,
    *,
    title: str,
    starts: time | None,
    minutes: int | None,
    more: More,
    now: datetime,
) -> AgendaItem:
    item = AgendaItem(day_id=day.id, title=title, changed_at=now, is_pinned=starts is not None)
    item.position = len(order_of(day)) + 1
    item.starts_at_time, item.duration_minutes = starts, minutes
    item.kind, item.track, item.annotation = more.kind, more.track, more.annotation
    db.session.add(item)
    db.session.flush()
    write_speakers(item, more.speakers)
    return item


def _come_first(item: AgendaItem) -> None:
    """Let a new item not pass for one that moved: nobody has it in a calendar yet."""
    table = AgendaItem.__table__
    db.session.execute(update(table).where(table.c.id == item.id).values(sequence=0))
    db.session.expire(item)


def change_item(
    item: AgendaItem,
    *,
    title: str,
    starts: time | None,
    minutes: int | None,
    day: MeetingDay,
    by: User,
    now: datetime,
    more: More | None = None,
) -> None:
    """Change an item; on another day it stands last. What follows it moves with its end, as far as
    the next pinned item. Flushes.

    A time that is stated pins the item; without one it follows from what is before it.
    """
    meeting, before = item.day.meeting, item.day
    check_not_cancelled(meeting)
    lock_agenda(meeting)
    was: dict[str, Any] = {"was": item.title} if title != item.title else {}
    changed = _write(item, title, starts, minutes, more, now)
    if day is not before:
        changed.append("day")
        arrange(day, [*order_of(day), item.id], now=now)
    arrange(before, order_of(before), now=now)
    record("changed", item, now=now, user_id=by.id)
    if changed:
        note_change(meeting, "changed", item=item, by=by, now=now, fields=changed, day=day.number,
                    to=_clock(item), minutes=minutes, **was)  # fmt: skip


def _write(
    item: AgendaItem,
    title: str,
    starts: time | None,
    minutes: int | None,
    more: More | None,
    now: datetime,
) -> list[str]:
    """Give an item what was typed, and return what of it is new."""
    wanted: dict[str, Any] = {"title": title, "duration_minutes": minutes}
    is_same_time = starts == _pinned(item)
    if not is_same_time:
        wanted |= {"is_pinned": starts is not None, "starts_at_time": starts}
    if more is not None:
        wanted |= {"kind": more.kind, "track": more.track, "annotation": more.annotation}
    changed = [name for name, value in wanted.items() if getattr(item, name) != value]
    if "title" in changed:
        item.touch(now, moved=False)
    for name in changed:
        setattr(item, name, wanted[name])
    if more is not None and list(more.speakers) != speakers_of([item.id]).get(item.id, []):
        write_speakers(item, more.speakers)
        flag_modified(item, "title")  # an open form is older now, though no column of it is
        changed.append("speakers")
    db.session.flush()
    return [name for name in changed if name != "is_pinned"]


def move_item(item: AgendaItem, steps: int, *, by: User, now: datetime) -> None:
    """Move an item up (-1) or down (1) in its day; at the end of the day it stays."""
    check_not_cancelled(item.day.meeting)
    lock_agenda(item.day.meeting)
    order = order_of(item.day)
    index = order.index(item.id)
    wanted = min(max(index + steps, 0), len(order) - 1)
    if wanted == index:
        return
    order.insert(wanted, order.pop(index))
    arrange(item.day, order, now=now)
    _note_move(item, order, by=by, now=now)


def move_to(
    item: AgendaItem, day: MeetingDay, before: int | None, *, by: User, now: datetime
) -> None:
    """Move an item before another of a day, or to its end where that is not there (any more)."""
    was = item.day
    check_not_cancelled(was.meeting)
    lock_agenda(was.meeting)
    old = order_of(was)
    order = [key for key in (old if day is was else order_of(day)) if key != item.id]
    order.insert(order.index(before) if before in order else len(order), item.id)
    if day is was and order == old:
        return
    arrange(day, order, now=now)
    if day is not was:
        arrange(was, [key for key in old if key != item.id], now=now)
    _note_move(item, order, by=by, now=now, is_other_day=day is not was)


def _note_move(
    item: AgendaItem, order: Sequence[int], *, by: User, now: datetime, is_other_day: bool = False
) -> None:
    record("moved", item, now=now, user_id=by.id)
    index = order.index(item.id)
    behind = db.session.get(AgendaItem, order[index - 1]) if index else None
    place: dict[str, Any] = {"day": item.day.number} if is_other_day else {}
    note_change(item.day.meeting, "moved", item=item, by=by, now=now, to=_clock(item),
                behind=behind.title if behind else None, **place)  # fmt: skip


def duplicate_item(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Put a copy of an item right behind it; the copy follows it and has no stated time."""
    day = item.day
    check_not_cancelled(day.meeting)
    lock_agenda(day.meeting)
    more = More(
        item.kind, item.track, item.annotation, tuple(speakers_of([item.id]).get(item.id, ()))
    )
    minutes = item.duration_minutes
    copy = _entered(day, title=item.title, starts=None, minutes=minutes, more=more, now=now)
    order = [key for key in order_of(day) if key != copy.id]
    order.insert(order.index(item.id) + 1, copy.id)
    arrange(day, order, now=now)
    _come_first(copy)
    record("added", copy, now=now, user_id=by.id)
    note_change(day.meeting, "duplicated", item=item, by=by, now=now)
    return copy


def delete_item(item: AgendaItem, *, by: User, now: datetime) -> AgendaChange:
    """Take an item off the agenda; notes under it stay in the record, under their own heading. What
    it was is kept, so that it can be put back."""
    day = item.day
    check_not_cancelled(day.meeting)
    lock_agenda(day.meeting)
    kept = {name: getattr(item, name) for name in _KEPT}
    pinned = _pinned(item)
    speakers = speakers_of([item.id]).get(item.id, [])
    taken_off = {
        **kept,
        "starts_at_time": f"{pinned:%H:%M}" if pinned else None,
        "day": day.number,
        "position": item.position,
        "speakers": [vars(one) for one in speakers],
        "used_by": tables_that_rely_on(item),
    }
    record("deleted", item, now=now, user_id=by.id, title=item.title)
    change = note_change(day.meeting, "deleted", item=item, taken_off=taken_off, by=by, now=now)
    day.agenda.remove(item)
    db.session.flush()
    arrange(day, order_of(day), now=now)
    return change


def put_back(change: AgendaChange, meeting: Meeting, *, by: User, now: datetime) -> None:
    """Put an item that was taken off back where it stood, with its notes and rooms. Twice is once.

    Its number is its old one, unless another row has that by now.
    """
    kept = change.taken_off
    if kept is None:
        return
    check_not_cancelled(meeting)
    lock_agenda(meeting)
    day = next((one for one in meeting.days if one.number == kept["day"]), meeting.days[-1])
    item = AgendaItem(**{name: kept[name] for name in _KEPT}, day_id=day.id, changed_at=now)
    if change.item_id is not None and db.session.get(AgendaItem, change.item_id) is None:
        item.id = change.item_id
    starts = kept["starts_at_time"]
    item.starts_at_time = time.fromisoformat(starts) if starts else None
    item.position = kept["position"]
    db.session.add(item)
    db.session.flush()
    write_speakers(item, [Speaker(**one) for one in kept["speakers"]])
    _point_again(item, kept["used_by"])
    order = [key for key in order_of(day) if key != item.id]
    order.insert(min(kept["position"] - 1, len(order)), item.id)
    arrange(day, order, now=now)
    change.taken_off = None
    record("undone", item, now=now, user_id=by.id)
    note_change(meeting, "put back", item=item, by=by, now=now, day=day.number)


def _point_again(item: AgendaItem, used_by: dict[str, list[int]]) -> None:
    """Let what stood under an item stand there again, unless it found another place."""
    for place, row_ids in used_by.items():
        table_name, column_name = place.split(".")
        table = db.metadata.tables[table_name]
        column = table.c[column_name]
        rows = update(table).where(table.c.id.in_(row_ids), column.is_(None))
        db.session.execute(rows.values({column_name: item.id}))
    db.session.expire_all()


def state_hours(
    day: MeetingDay, starts: time | None, ends: time | None, *, by: User, now: datetime
) -> None:
    """State the hours of a day; items that are not pinned follow its start. Flushes."""
    lock_agenda(day.meeting)
    set_day_hours(day, starts, ends, by=by, now=now)
    arrange(day, order_of(day), now=now)
    note_change(day.meeting, "hours", by=by, now=now, day=day.number)


def announce(meeting: Meeting, *, by: User, now: datetime) -> AgendaVersion:
    """Keep the agenda as it stands under the next number, for everybody who may see the meeting.
    The same agenda is announced once. Flushes.

    Raises RuleBroken where there is nothing to announce.
    """
    if meeting.cancelled_at is not None:
        raise RuleBroken(f"{meeting.short_name} is cancelled. Reinstate it before you announce.")
    lock_agenda(meeting)
    db.session.expire(meeting, ["days"])
    agenda = agenda_of(meeting)
    if not agenda.items:
        raise RuleBroken("The agenda has no items yet. Add the first one, then announce it.")
    last = version_numbered(meeting)
    if last is not None and announced(last) == agenda:
        return last
    number = last.number + 1 if last else 1
    version = AgendaVersion(meeting_id=meeting.id, number=number, announced_at=now, by_id=by.id)
    version.content = to_plain(agenda)
    db.session.add(version)
    db.session.flush()
    record("announced the agenda", meeting, now=now, user_id=by.id, number=number)
    note_change(meeting, "announced", by=by, now=now, number=number)
    return version


def _pinned(item: AgendaItem) -> time | None:
    return item.starts_at_time if item.is_pinned else None


def _clock(item: AgendaItem) -> str | None:
    return f"{item.starts_at_time:%H:%M}" if item.starts_at_time else None
