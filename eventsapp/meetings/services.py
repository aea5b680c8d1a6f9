"""The verbs of a meeting: begin one, change its facts, days and zone, cancel it, bring it back."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.facts import (
    KEEP_INSTANT,
    Facts,
    TakingPart,
    check_days,
    plain_values,
    possible_codes,
)
from eventsapp.meetings.models import (
    CONFIRMED,
    AgendaItem,
    Meeting,
    MeetingDay,
    Participation,
    Process,
)
from eventsapp.meetings.queries import (
    code_is_taken,
    participation_of,
    same_meeting,
    tables_that_use,
)
from eventsapp.meetings.schedule import (
    check_hours,
    check_zone,
    day_moments,
    days_of,
    item_moments,
    wall_time,
)
from eventsapp.people.models import Person
from eventsapp.reminders.services import close_deadlines_of_meeting


def create_meeting(
    facts: Facts,
    *,
    series: str,
    number: int | None,
    process: str,
    by: User,
    now: datetime,
    kind: str | None = None,
    state: str = CONFIRMED,
) -> Meeting:
    """Begin a meeting with its days and without an agenda. Flushes.

    Raises RuleBroken if the process has this meeting already.
    """
    check_days(facts.starts_on, facts.ends_on)
    found = same_meeting(process, series, number, facts.title)
    if found is not None:
        raise RuleBroken(
            f"{process} has {found.short_name} already, from {found.starts_on:%d-%m-%Y}. "
            "Open that one, or give this one another number."
        )
    check_zone(facts.tz)
    meeting = Meeting(
        code=free_code(series, number, process),
        process=process_named(process),
        state=state,
        series=series,
        number=number,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        tz=facts.tz,
        created_at=now,
        changed_at=now,
        **plain_values(facts),
    )
    meeting.kind = kind or facts.kind
    for index, on_date in enumerate(days_of(facts.starts_on, facts.ends_on), start=1):
        meeting.days.append(MeetingDay(number=index, on_date=on_date, changed_at=now))
    db.session.add(meeting)
    db.session.flush()
    record("created", meeting, now=now, user_id=by.id)
    return meeting


def process_named(code: str) -> Process:
    """Return the process with this code, entered if it is new."""
    found = db.session.scalar(select(Process).where(Process.code == code))
    if found is None:
        found = Process(code=code)
        db.session.add(found)
    return found


def free_code(series: str, number: int | None, process: str) -> str:
    """Return the code for the address of a meeting: `egm-2`, `egm-2-ig-pcsc` where that is taken,
    and then `egm-2-ig-pcsc-2`."""
    codes = possible_codes(series, number, process)
    return next(code for code in codes if not code_is_taken(code))


def check_version(row: Meeting | AgendaItem, seen: int | None) -> None:
    """Raise StaleDataError if somebody saved this row after the form was opened."""
    if seen is not None and row.version != seen:
        raise StaleDataError(f"{row!r} has version {row.version}, the form was opened with {seen}")


def change_facts(meeting: Meeting, facts: Facts, *, by: User, now: datetime) -> None:
    """Change what is known of a meeting, and in calendars exactly what follows from it.

    Another place or mode moves all its days and items; another title is only told. Flushes.
    """
    check_days(facts.starts_on, facts.ends_on)
    if facts.tz != meeting.tz:
        check_zone(facts.tz)
        change_zone(meeting, facts.tz, keep=facts.keep, now=now)
    if (facts.starts_on, facts.ends_on) != (meeting.starts_on, meeting.ends_on):
        change_dates(meeting, facts.starts_on, facts.ends_on, now=now)
    if (facts.place, facts.mode) != (meeting.place, meeting.mode):
        meeting.touch(now, moved=True)
    elif facts.title != meeting.title:
        # Items carry the short name, which is the title only where meetings are not counted.
        meeting.touch(now, moved=False, with_items=meeting.number is None)
    for name, value in plain_values(facts).items():
        setattr(meeting, name, value)
    meeting.changed_at = now
    db.session.flush()
    record("changed", meeting, now=now, user_id=by.id)


def change_zone(meeting: Meeting, tz: str, *, keep: str, now: datetime) -> None:
    """Put a meeting into another zone; either the times on the clock or the instants stay.

    Raises RuleBroken where an instant would fall on another day.
    """
    for day in meeting.days:
        if keep == KEEP_INSTANT:
            day.starts_at_time = _kept(day.start_at, day, tz, f"day {day.number}")
            day.ends_at_time = _kept(day.end_at, day, tz, f"the end of day {day.number}")
            for item in day.agenda:
                item.starts_at_time = _kept(item.start_at, day, tz, f"“{item.title}”")
        _place_day(day, tz, now=now)
        for item in day.agenda:
            place_item(item, tz, now=now)
    meeting.tz = tz


def _kept(moment: datetime | None, day: MeetingDay, tz: str, what: str) -> time | None:
    if moment is None:
        return None
    on_date, at = wall_time(moment, tz)
    if on_date != day.on_date:
        raise RuleBroken(
            f"In {tz}, {what} would fall on {on_date:%d-%m-%Y}, which is another day of the "
            "agenda. Keep the times on the clock, or move it first."
        )
    return at


def change_dates(meeting: Meeting, starts_on: date, ends_on: date, *, now: datetime) -> None:
    """Move all days of a meeting with their agenda, and add or take away days at its end.

    Raises RuleBroken if a day that would go has an agenda.
    """
    check_days(starts_on, ends_on)
    shift = starts_on - meeting.starts_on
    _drop_days_after(meeting, ends_on - shift)
    # One day at a time, so that no two days share a date in between.
    for day in sorted(meeting.days, key=lambda day: day.on_date, reverse=shift > timedelta()):
        _shift_day(day, shift, meeting.tz, now=now)
    last = max((day.on_date for day in meeting.days), default=starts_on - timedelta(days=1))
    for on_date in days_of(last + timedelta(days=1), ends_on):
        number = max((day.number for day in meeting.days), default=0) + 1
        meeting.days.append(MeetingDay(number=number, on_date=on_date, changed_at=now))
    meeting.starts_on, meeting.ends_on = starts_on, ends_on
    db.session.flush()


def _drop_days_after(meeting: Meeting, last: date) -> None:
    for day in [day for day in meeting.days if day.on_date > last]:
        used_by = tables_that_use(day)
        if used_by:
            raise RuleBroken(
                f"Day {day.number} has an agenda, rooms or notes ({', '.join(used_by)}). Move or "
                "delete them before you shorten the meeting."
            )
        meeting.days.remove(day)
    db.session.flush()


def _shift_day(day: MeetingDay, shift: timedelta, tz: str, *, now: datetime) -> None:
    if not shift:
        return
    day.on_date += shift
    has_hours = day.start_at is not None
    _place_day(day, tz, now=now)
    if not has_hours:
        day.touch(now, moved=True)
    for item in day.agenda:
        place_item(item, tz, now=now)
    db.session.flush()


def set_day_hours(
    day: MeetingDay, starts: time | None, ends: time | None, *, by: User, now: datetime
) -> None:
    """State the hours of a day, in the meeting's zone; its items stay where they are. Flushes.

    Raises RuleBroken for hours that end before they start, or that clocks do not show that day.
    """
    check_not_cancelled(day.meeting)
    check_hours(day.number, day.on_date, starts, ends, day.meeting.tz)
    day.starts_at_time, day.ends_at_time = starts, ends
    _place_day(day, day.meeting.tz, now=now)
    db.session.flush()
    record("hours set", day, now=now, user_id=by.id)


def cancel_meeting(meeting: Meeting, *, by: User, now: datetime) -> None:
    """Cancel a meeting; nobody is reminded of its deadlines any more. Twice is once. Flushes."""
    if meeting.cancelled_at is not None:
        return
    meeting.cancelled_at = meeting.changed_at = now
    meeting.touch(now, moved=True)
    close_deadlines_of_meeting(meeting.id, now, f"{meeting.short_name} is cancelled.", by=by)
    db.session.flush()
    record("cancelled", meeting, now=now, user_id=by.id)


def reinstate_meeting(meeting: Meeting, *, by: User, now: datetime) -> None:
    """Bring a cancelled meeting back; its deadlines stay closed until somebody opens them."""
    if meeting.cancelled_at is None:
        return
    meeting.cancelled_at, meeting.changed_at = None, now
    meeting.touch(now, moved=True)
    db.session.flush()
    record("reinstated", meeting, now=now, user_id=by.id)


def check_not_cancelled(meeting: Meeting) -> None:
    """Raise RuleBroken for a cancelled meeting."""
    if meeting.cancelled_at is not None:
        raise RuleBroken(
            f"{meeting.short_name} is cancelled. Reinstate it before you change its agenda."
        )


def place_item(item: AgendaItem, tz: str, *, now: datetime) -> None:
    """Work out when an item starts and ends, and note it for calendars if that has changed."""
    before = item.start_at, item.end_at
    item.start_at, item.end_at = item_moments(
        item.day.on_date, item.starts_at_time, item.duration_minutes, tz
    )
    if (item.start_at, item.end_at) != before:
        item.touch(now, moved=True)


def _place_day(day: MeetingDay, tz: str, *, now: datetime) -> None:
    before = day.start_at, day.end_at
    day.start_at, day.end_at = day_moments(day.on_date, day.starts_at_time, day.ends_at_time, tz)
    if (day.start_at, day.end_at) != before:
        day.touch(now, moved=True)


def add_participant(
    meeting: Meeting,
    person: Person,
    *,
    is_expert: bool,
    by: User,
    now: datetime,
    route: str = "by hand",
) -> Participation:
    """Let a person take part, by a route; who left comes back by the route of old. Flushes."""
    part = participation_of(meeting, person.id)
    if part is None:
        part = Participation(
            meeting_id=meeting.id, person_id=person.id, is_expert=is_expert, route=route
        )
        db.session.add(part)
        db.session.flush()
        record("added", part, now=now, user_id=by.id)
    elif part.left_at is not None:
        part.left_at = None
        record("came back", part, now=now, user_id=by.id)
    return part


def change_participation(
    part: Participation, facts: TakingPart, *, by: User, now: datetime
) -> bool:
    """Say as what somebody takes part, or that they have left: they then see the meeting no more
    and nobody reminds them. Return whether anything changed. Flushes."""
    wanted = asdict(facts)
    if wanted.pop("has_left") != (part.left_at is not None):
        wanted["left_at"] = now if facts.has_left else None
    changed = [name for name, value in wanted.items() if getattr(part, name) != value]
    for name in changed:
        setattr(part, name, wanted[name])
    if changed:
        record("changed", part, now=now, user_id=by.id, fields=changed)
    return bool(changed)
