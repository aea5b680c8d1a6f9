"""When a round of comments is open. Pure."""

from datetime import date, datetime, time, timedelta

from eventsapp.walltime import moment_at

MIDNIGHT = time()


def closing_moment(closes_on: date, at: time | None, tz: str) -> datetime:
    """Return when a round closes, in UTC: at the time said, else when the day ends."""
    if at is None:
        return moment_at(closes_on + timedelta(days=1), MIDNIGHT, tz)
    return moment_at(closes_on, at, tz)
