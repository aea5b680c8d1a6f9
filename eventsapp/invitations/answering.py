"""Until when an invitation can be answered. Pure."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def last_moment(starts_on: date, first_start_at: datetime | None, tz: str) -> datetime:
    """Return when answers end, in UTC: when the meeting starts.

    That is the start of its first day; where nobody has stated the hours, the midnight with which
    that day begins in `tz`.
    """
    if first_start_at is not None:
        return first_start_at
    return datetime.combine(starts_on, time(), ZoneInfo(tz)).astimezone(UTC)
