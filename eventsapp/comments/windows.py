"""When a round of comments is open, whose comments somebody sees, and their secret. Pure."""

import hmac
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from eventsapp.walltime import moment_at

MIDNIGHT = time()


def closing_moment(closes_on: date, at: time | None, tz: str) -> datetime:
    """Return when a round closes, in UTC: at the time said, else when the day ends."""
    if at is None:
        return moment_at(closes_on + timedelta(days=1), MIDNIGHT, tz)
    return moment_at(closes_on, at, tz)


def token_of(key: str, commenter_id: int, invited_at: datetime) -> str:
    """Return the secret of somebody asked: the same in every mail about one round."""
    said = f"commenter {commenter_id} of {invited_at.astimezone(UTC).isoformat()}"
    return hmac.new(key.encode(), said.encode(), sha256).hexdigest()[:43]
