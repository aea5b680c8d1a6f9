"""From the time on the wall to moments, and the hours that clocks skip or show twice. A leaf."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SKIPPED, TWICE = "skipped", "twice"


def moment_at(day: date, at: time, tz: str) -> datetime:
    """Return the moment in UTC at which clocks in `tz` show `at` on `day`.

    A time that does not exist (clocks go forward) is taken an hour later; of a time that comes
    twice (clocks go back), the first. Source: RFC 5545, 3.3.5; so does zoneinfo with fold=0.
    """
    return datetime.combine(day, at, ZoneInfo(tz)).astimezone(UTC)


def clock_doubt(day: date, at: time | None, tz: str) -> str | None:
    """Return whether clocks in `tz` skip a time of a day, or show it twice; None for neither."""
    if at is None:
        return None
    zone = ZoneInfo(tz)
    first, second = (datetime.combine(day, at.replace(fold=fold), zone) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return None
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return SKIPPED if back != datetime.combine(day, at.replace(fold=0)) else TWICE


def is_skipped(day: date, at: time | None, tz: str) -> bool:
    """Return whether clocks never show this time that day, because they are put forward."""
    return clock_doubt(day, at, tz) == SKIPPED


def comes_twice(day: date, at: time | None, tz: str) -> bool:
    """Return whether clocks show this time twice that day, because they are put back."""
    return clock_doubt(day, at, tz) == TWICE
