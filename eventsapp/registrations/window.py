"""When people can register: a window of wall time in a zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LAST_MINUTE = time(23, 59)


class Phase(StrEnum):
    """Where registration stands at a moment."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """From when (None: at once) until when people can register, in UTC; the end is exclusive."""

    opens_at: datetime | None
    closes_at: datetime

    def phase(self, now: datetime) -> Phase:
        """Return where registration stands at this moment."""
        if self.opens_at is not None and now < self.opens_at:
            return Phase.BEFORE
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    def takes(self, sent_at: datetime, opened_at: datetime) -> bool:
        """Return whether what was sent then counts: also late, if the form was opened in time."""
        return Phase.OPEN in {self.phase(sent_at), self.phase(opened_at)}


def window(
    opens: tuple[date | None, time | None],
    closes: tuple[date | None, time | None],
    *,
    tz: str,
    ends_on: date,
    meeting_tz: str,
) -> Window:
    """Return the window in UTC.

    A day without a time opens at its midnight and closes at its end; `23:59` is the end of the day
    too, since deadlines are written so. Without a day registration ends with the meeting.
    """
    opens_on, opens_at_time = opens
    closes_on, closes_at_time = closes
    first = _moment(opens_on, opens_at_time or time(), tz) if opens_on else None
    if closes_on is None:
        return Window(first, _moment(ends_on + timedelta(days=1), time(), meeting_tz))
    if closes_at_time is None or closes_at_time == LAST_MINUTE:
        return Window(first, _moment(closes_on + timedelta(days=1), time(), tz))
    return Window(first, _moment(closes_on, closes_at_time, tz))


def _moment(day: date, at: time, tz: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(tz)).astimezone(UTC)
