"""When a round of comments is open, whose comments somebody sees, and their secret. Pure."""

import hmac
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

MIDNIGHT = time()


def moment_of(day: date, at: time, tz: str) -> datetime:
    """Return the moment in UTC; a time that clocks skip an hour later, of one that comes twice the
    first (RFC 5545, 3.3.5)."""
    return datetime.combine(day, at, ZoneInfo(tz)).astimezone(UTC)


def closing_moment(closes_on: date, at: time | None, tz: str) -> datetime:
    """Return when a round closes, in UTC: at the time said, else when the day ends."""
    if at is None:
        return moment_of(closes_on + timedelta(days=1), MIDNIGHT, tz)
    return moment_of(closes_on, at, tz)


def what_is_odd(day: date, at: time, tz: str) -> str | None:
    """Return `skipped` for a time that clocks leave out on this day, `twice` for one that they show
    twice, else None."""
    zone = ZoneInfo(tz)
    first, second = (
        datetime.combine(day, at.replace(fold=fold), zone).utcoffset() for fold in (0, 1)
    )
    there = datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != datetime.combine(day, at):
        return "skipped"
    return "twice" if first != second else None


def token_of(key: str, commenter_id: int, invited_at: datetime) -> str:
    """Return the secret of somebody asked: the same in every mail about one round."""
    said = f"commenter {commenter_id} of {invited_at.astimezone(UTC).isoformat()}"
    return hmac.new(key.encode(), said.encode(), sha256).hexdigest()[:43]
