"""The window of a consultation: from when until when people are heard, and where it stands. Pure.

Days and hours are those of the wall in `tz`; moments are worked out from them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from eventsapp.walltime import moment_at

CALENDAR_DAY = timedelta(days=1)


class State(StrEnum):
    """Where a consultation stands, in the order in which it goes through."""

    CANCELLED = "cancelled"
    INTENDED = "intended"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"


@dataclass(frozen=True)
class Window:
    """Days, both included, and the hours of opening and closing where they are stated."""

    starts_on: date
    ends_on: date
    tz: str
    starts_at_time: time | None = None
    ends_at_time: time | None = None

    @property
    def opens_at(self) -> datetime:
        """The moment in UTC at which it opens: without an hour, as the first day begins."""
        return moment_at(self.starts_on, self.starts_at_time or time(), self.tz)

    @property
    def closes_at(self) -> datetime:
        """The moment in UTC at which it closes: without an hour, as the last day ends."""
        if self.ends_at_time is None:
            return moment_at(self.ends_on + CALENDAR_DAY, time(), self.tz)
        return moment_at(self.ends_on, self.ends_at_time, self.tz)

    @property
    def start_at(self) -> datetime | None:
        """When it opens, or None where no hour is stated."""
        return None if self.starts_at_time is None else self.opens_at

    @property
    def end_at(self) -> datetime | None:
        """When it closes, or None where no hour is stated."""
        return None if self.ends_at_time is None else self.closes_at


def state_at(
    now: datetime,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    is_announced: bool,
    is_cancelled: bool = False,
    is_reported: bool = False,
    was_held: bool = False,
) -> State:
    """Return where a consultation stands at `now`: what was decided, as far as the clock agrees.

    Without `opens_at` no day is known; without `closes_at` it has no end. What is over is closed,
    whatever was decided before, and reported only after that; what nobody announced never opens.
    """
    if is_cancelled:
        return State.CANCELLED
    is_over = was_held if opens_at is None else closes_at is not None and closes_at <= now
    if is_over:
        return State.REPORTED if is_reported else State.CLOSED
    if not is_announced:
        return State.INTENDED
    return State.OPEN if opens_at is not None and opens_at <= now else State.ANNOUNCED


class Change(StrEnum):
    """What a move does to a window, in a word."""

    EXTENDED = "extended"
    SHORTENED = "shortened"
    MOVED = "moved"


def change_between(before: Window, after: Window) -> Change:
    """Return extended or shortened where only the end moved, else moved."""
    if before.opens_at != after.opens_at:
        return Change.MOVED
    return Change.EXTENDED if after.closes_at > before.closes_at else Change.SHORTENED
