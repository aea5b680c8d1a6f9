"""Until when an invitation can be answered, and its secret. Pure."""

import hmac
from datetime import UTC, date, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo


def last_moment(starts_on: date, first_start_at: datetime | None, tz: str) -> datetime:
    """Return when answers end, in UTC: when the meeting starts.

    That is the start of its first day; where nobody has stated the hours, the midnight with which
    that day begins in `tz`.
    """
    if first_start_at is not None:
        return first_start_at
    return datetime.combine(starts_on, time(), ZoneInfo(tz)).astimezone(UTC)


def token_of(key: str, invitation_id: int, invited_at: datetime) -> str:
    """Return the secret of an invitation: the same in the invitation and in every reminder, so
    that no link of the two mails dies of the other. An invitation sent anew has another."""
    said = f"invitation {invitation_id} of {invited_at.astimezone(UTC).isoformat()}"
    return hmac.new(key.encode(), said.encode(), sha256).hexdigest()[:43]
