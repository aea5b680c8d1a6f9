"""What stands in calendars: from the facts of meetings, rooms and dates to entries. Pure.

Nothing here says a time in words: times are for the calendar program, which shows them in the
reader's zone, and a moved item must change no other line than its times and its version.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from eventsapp.calendars.ics import CANCELLED, CONFIRMED, TENTATIVE, Entry
from eventsapp.walltime import moment_at

FIRM = "firm"
OPEN_ONLINE, EXPERTS = "open online", "experts"
UNSTATED_LENGTH = timedelta(minutes=30)
Link = Callable[..., str | None]  # the endpoint of a page and its arguments: its address

# A public feed names a city, never the way to a room: what has numbers or these words stays out.
_INSIDE = re.compile(r"\d|@|\b(room|salle|sala|saal|office|bureau|oficina)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What entries say, in the language of the feed; each is a pattern for `str.format`."""

    day: str = "{meeting}, day {number}"
    item: str = "{meeting}: {title}"
    room: str = "{meeting}, room {label}"
    room_with_title: str = "{meeting}, room {label}: {title}"
    roles: tuple[tuple[str, str], ...] = (
        ("moderator", "You moderate this room."),
        ("note_taker", "You take the notes in this room."),
        ("member", "You are a member of this room."),
        ("observer", "You observe this room."),
    )
    no_length: str = "Its length is not stated; half an hour is shown."
    deadline: str = "Deadline: {title}"
    done: str = "Done: {title}"
    audience: str = "For: {audience}"
    everybody: str = "Open to everybody."
    certainties: tuple[tuple[str, str], ...] = (
        ("proposed", "Proposed, not yet confirmed."),
        ("intended", "Intended, not yet confirmed."),
        ("tentative", "Tentative, not yet confirmed."),
        ("ask", "To be asked, not yet confirmed."),
    )


class DayFacts(NamedTuple):
    """One day of a meeting, with what its calendar entry needs of the meeting."""

    uid: str
    sequence: int
    changed_at: datetime
    number: int
    on_date: date
    starts_at_time: time | None
    ends_at_time: time | None
    start_at: datetime | None
    end_at: datetime | None
    code: str
    series: str
    meeting_number: int | None
    meeting_title: str
    starts_on: date
    ends_on: date
    tz: str
    place: str | None
    certainty: str
    cancelled_at: datetime | None


class ItemFacts(NamedTuple):
    """One agenda item that has a time. `key` and `meeting_id` are its numbers; `told` that of
    the last announced agenda."""

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    on_date: date
    starts_at_time: time | None
    duration_minutes: int | None
    start_at: datetime | None
    end_at: datetime | None
    code: str
    series: str
    meeting_number: int | None
    meeting_title: str
    tz: str
    place: str | None
    certainty: str
    cancelled_at: datetime | None
    key: int | None = None
    meeting_id: int | None = None
    told: int | None = None


class RoomFacts(NamedTuple):
    """One person's place in one published room, and the agenda item or day on which it meets.

    `time_sequence` and `time_changed_at` belong to that item or day; `key` is the item's number.
    """

    uid: str
    sequence: int
    changed_at: datetime
    role: str
    label: str
    title: str | None
    round_number: int
    published_at: datetime
    time_sequence: int
    time_changed_at: datetime
    on_date: date
    starts_at_time: time | None
    duration_minutes: int | None
    start_at: datetime | None
    end_at: datetime | None
    code: str
    series: str
    meeting_number: int | None
    meeting_title: str
    tz: str
    place: str | None
    certainty: str
    cancelled_at: datetime | None
    key: int | None = None
    meeting_id: int | None = None
    told: int | None = None


class DatedFacts(NamedTuple):
    """One consultation or release; `page` is the endpoint of its page, `key` its number there if
    it has a page of its own."""

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    starts_on: date
    ends_on: date | None
    audience: str | None
    mode: str | None
    certainty: str
    cancelled_at: datetime | None
    tz: str
    place: str | None
    rrule: str | None
    starts_at_time: time | None
    ends_at_time: time | None
    page: str
    key: int | None


class RuleFacts(NamedTuple):
    """Another rule by which the consultation `key` is repeated from a day on."""

    key: int
    uid: str
    sequence: int
    changed_at: datetime
    starts_on: date
    rrule: str
    starts_at_time: time | None
    ends_at_time: time | None


class SingleFacts(NamedTuple):
    """One date of the series of the consultation `key` that is moved, called off or added.

    `series_sequence` and `series_changed_at` tell how often and when last the series left it out or
    had it again.
    """

    key: int
    uid: str
    sequence: int
    changed_at: datetime
    original_on: date
    on_date: date
    starts_at_time: time | None
    ends_at_time: time | None
    is_added: bool
    cancelled_at: datetime | None
    series_sequence: int
    series_changed_at: datetime | None


class DeadlineFacts(NamedTuple):
    """One deadline, and whether the reader has done what they owe by it."""

    uid: str
    sequence: int
    changed_at: datetime
    key: int
    title: str
    due_on: date
    certainty: str
    closed_at: datetime | None
    done_at: datetime | None


def day_entry(day: DayFacts, words: Words, link: Link) -> Entry:
    """Return the entry of one meeting day: its hours if both are known, else the whole day."""
    is_one_day = day.starts_on == day.ends_on
    name = _name(day)
    return Entry(
        uid=day.uid,
        sequence=day.sequence,
        changed_at=day.changed_at,
        summary=name if is_one_day else words.day.format(meeting=name, number=day.number),
        **_hours_of_day(day),
        location=day.place,
        description=day.meeting_title if day.meeting_title != name else None,
        url=link("record.meeting", code=day.code),
        status=status_of(day.certainty, day.cancelled_at),
    )


def item_entry(item: ItemFacts, words: Words, link: Link) -> Entry:
    """Return the entry of one agenda item that has a time."""
    return Entry(
        uid=item.uid,
        sequence=item.sequence,
        changed_at=item.changed_at,
        summary=words.item.format(meeting=_name(item), title=item.title),
        **_hours_of_item(item),
        location=item.place,
        description=None if _has_length(item) else words.no_length,
        url=link("record.meeting", code=item.code),
        status=status_of(item.certainty, item.cancelled_at),
    )


def room_entry(room: RoomFacts, words: Words, link: Link) -> Entry:
    """Return the entry of one person's room, at the time of its agenda item, else on its day.

    Its version grows with the placement's and with that of the time: both only grow, so their sum
    does. A room without hours leaves the reader free: the day's entry already says they are busy.
    """
    pattern = words.room_with_title if room.title else words.room
    hours = _hours_of_item(room)
    about = [dict(words.roles).get(room.role)]
    if "start_at" in hours and not _has_length(room):
        about.append(words.no_length)
    return Entry(
        uid=room.uid,
        sequence=room.sequence + room.time_sequence,
        changed_at=max(room.changed_at, room.time_changed_at, room.published_at),
        summary=pattern.format(meeting=_name(room), label=room.label, title=room.title),
        **hours,
        location=room.place,
        description=_lines(about),
        url=link("rosters.room", code=room.code, number=room.round_number, label=room.label),
        status=status_of(room.certainty, room.cancelled_at),
        is_transparent="first_day" in hours,
    )


def dated_entry(dated: DatedFacts, words: Words, link: Link) -> Entry:
    """Return the entry of a consultation or release: the hours of a sitting where they are known,
    else whole days, which leave the reader free. A window of several days is not sat through."""
    is_one_day = dated.ends_on in {None, dated.starts_on}
    hours = hours_of(dated.starts_on, dated, dated.tz) if is_one_day else {}
    about = [
        _audience(dated.audience, words),
        dated.mode.capitalize() if dated.mode else None,
        dict(words.certainties).get(dated.certainty),
        words.no_length if "start_at" in hours and dated.ends_at_time is None else None,
    ]
    when = hours or {"first_day": dated.starts_on, "last_day": dated.ends_on}
    return Entry(
        uid=dated.uid,
        sequence=dated.sequence,
        changed_at=dated.changed_at,
        summary=dated.title,
        **when,
        tz=dated.tz,
        rrule=dated.rrule,
        location=dated.place,
        description=_lines(about),
        url=link(dated.page, **({"consultation_id": dated.key} if dated.key else {})),
        status=status_of(dated.certainty, dated.cancelled_at),
        is_transparent="start_at" not in when,
    )


def deadline_entry(deadline: DeadlineFacts, words: Words, link: Link) -> Entry:
    """Return the entry of a deadline: its day, which leaves the reader free."""
    pattern = words.done if deadline.done_at else words.deadline
    stamps = (deadline.changed_at, deadline.done_at, deadline.closed_at)
    return Entry(
        uid=deadline.uid,
        sequence=deadline.sequence,
        changed_at=max(stamp for stamp in stamps if stamp is not None),
        summary=pattern.format(title=deadline.title),
        first_day=deadline.due_on,
        description=dict(words.certainties).get(deadline.certainty),
        url=link("reminders.show", deadline_id=deadline.key),
        status=status_of(deadline.certainty, deadline.closed_at),
        is_transparent=True,
    )


def public_place(place: str | None) -> str | None:
    """Return the place as a public feed may name it, or None if it leads to a room or a street."""
    return None if place is None or _INSIDE.search(place) else place


def status_of(certainty: str, cancelled_at: datetime | None) -> str:
    """Return the STATUS of an entry: what is not firm is tentative. Source: RFC 5545, 3.8.1.11."""
    if cancelled_at is not None:
        return CANCELLED
    return CONFIRMED if certainty == FIRM else TENTATIVE


def at_wall(day: date, at: time | None, tz: str) -> datetime | None:
    """Return the moment in UTC at which clocks in `tz` show `at` on `day`; None for no time."""
    return None if at is None else moment_at(day, at, tz)


def hours_of(day: date, stated: Any, tz: str) -> dict[str, Any]:
    """Return the moments of a sitting on a day, on the clock of its zone, or its day where no
    hours are stated.

    They keep the hours that stand on the wall, as a series repeats those and not moments in UTC.
    """
    starts, ends = stated.starts_at_time, stated.ends_at_time
    if starts is None:
        return {"first_day": day}
    zone = ZoneInfo(tz)
    start_at = datetime.combine(day, starts, zone)
    if ends is None:
        return {"start_at": start_at, "end_at": start_at + UNSTATED_LENGTH}
    # An end that is not after the start is on the next day.
    end_day = day if ends > starts else day + timedelta(days=1)
    return {"start_at": start_at, "end_at": datetime.combine(end_day, ends, zone)}


def _hours_of_day(day: DayFacts) -> dict[str, Any]:
    start_at = day.start_at or at_wall(day.on_date, day.starts_at_time, day.tz)
    end_at = day.end_at or at_wall(day.on_date, day.ends_at_time, day.tz)
    if start_at is None or end_at is None or end_at <= start_at:
        return {"first_day": day.on_date}
    return {"start_at": start_at, "end_at": end_at}


def _hours_of_item(item: ItemFacts | RoomFacts) -> dict[str, Any]:
    """Return the moments of an item, or its day where the start is not known.

    An item of no stated length gets half an hour: many programs hide what ends as it starts.
    """
    start_at = item.start_at or at_wall(item.on_date, item.starts_at_time, item.tz)
    if start_at is None:
        return {"first_day": item.on_date}
    if item.end_at is not None and item.end_at > start_at:
        return {"start_at": start_at, "end_at": item.end_at}
    length = timedelta(minutes=item.duration_minutes) if item.duration_minutes else UNSTATED_LENGTH
    return {"start_at": start_at, "end_at": start_at + length}


def _audience(audience: str | None, words: Words) -> str | None:
    if audience == OPEN_ONLINE:
        return words.everybody
    return words.audience.format(audience=audience) if audience else None


def _has_length(item: ItemFacts | RoomFacts) -> bool:
    return bool(item.duration_minutes) or item.end_at is not None


def _lines(about: list[str | None]) -> str | None:
    return "\n".join(line for line in about if line) or None


def _name(facts: DayFacts | ItemFacts | RoomFacts) -> str:
    if facts.meeting_number is None:
        return facts.meeting_title
    return f"{facts.series} {facts.meeting_number}"
