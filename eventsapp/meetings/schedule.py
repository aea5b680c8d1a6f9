"""From the time on the wall to moments, and back. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from eventsapp.errors import RuleBroken
from eventsapp.walltime import is_skipped, moment_at


def item_moments(
    on_date: date, starts: time | None, minutes: int | None, tz: str
) -> tuple[datetime | None, datetime | None]:
    """Return when an agenda item starts and ends, in UTC; None for what is not stated.

    The length is real time: an item of an hour lasts an hour, also when clocks change within it.
    """
    if starts is None:
        return None, None
    start_at = moment_at(on_date, starts, tz)
    return start_at, None if minutes is None else start_at + timedelta(minutes=minutes)


def day_moments(
    on_date: date, starts: time | None, ends: time | None, tz: str
) -> tuple[datetime | None, datetime | None]:
    """Return when a meeting day starts and ends, in UTC; None for what is not stated."""
    return (
        None if starts is None else moment_at(on_date, starts, tz),
        None if ends is None else moment_at(on_date, ends, tz),
    )


def wall_time(moment: datetime, tz: str) -> tuple[date, time]:
    """Return the day and the time that clocks in `tz` show at a moment."""
    there = moment.astimezone(ZoneInfo(tz))
    return there.date(), there.time().replace(tzinfo=None)


def days_of(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def check_hours(
    number: int, on_date: date, starts: time | None, ends: time | None, tz: str
) -> None:
    """Raise RuleBroken for a day that ends before it starts, or hours that clocks skip."""
    if starts is not None and ends is not None and ends <= starts:
        raise RuleBroken(
            f"Day {number} would end at {ends:%H:%M}, before it starts at {starts:%H:%M}."
        )
    for at in (starts, ends):
        if at is not None and is_skipped(on_date, at, tz):
            raise RuleBroken(
                f"On {on_date:%-d %B %Y} clocks in {tz} are put forward past {at:%H:%M}. "
                "Choose another time."
            )


def check_zone(tz: str) -> None:
    """Raise RuleBroken for a zone that nobody lives in."""
    if tz not in available_timezones():
        raise RuleBroken(f"There is no time zone “{tz}”. Choose one such as Africa/Nairobi.")


def standing(starts_on: date, ends_on: date, today: date, *, is_cancelled: bool) -> str:
    """Return where a meeting stands on a day of its zone: cancelled, coming, under way or held."""
    if is_cancelled:
        return "cancelled"
    if today < starts_on:
        return "coming"
    return "held" if today > ends_on else "under way"
