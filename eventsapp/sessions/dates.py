"""The dates of a series: what its rules give, with the single dates that are otherwise. Pure.

A date keeps its identity, `original_on`, the day that the rule gives it: moved to another day or
hour it is still the same one (RFC 5545, 3.8.4.4, RECURRENCE-ID). Hours stay on the wall of the
zone through changes of the clock; the moments in UTC are worked out for each date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from eventsapp.sessions.recurrence import days_of, ending, until_of
from eventsapp.walltime import clock_doubt

# Kinds of doubt about an hour on the wall.


class Stretch(Protocol):
    """A rule with its first day and the hours of its dates, empty where nobody stated them."""

    @property
    def starts_on(self) -> Any: ...

    @property
    def rrule(self) -> Any: ...

    @property
    def starts_at_time(self) -> Any: ...

    @property
    def ends_at_time(self) -> Any: ...


class Single(Protocol):
    """One date of a series that is otherwise: moved, called off, or added to it."""

    original_on: Any
    on_date: Any
    starts_at_time: Any
    ends_at_time: Any
    is_added: Any
    cancelled_at: Any
    reason: Any


@dataclass(frozen=True)
class Part:
    """A stretch of a series by one rule; `rrule` None is a single date."""

    starts_on: date
    rrule: str | None = None
    starts_at_time: time | None = None
    ends_at_time: time | None = None


@dataclass(frozen=True)
class Occurrence:
    """One date of a series.

    The hours are wall times in `tz`; `start_at` and `end_at` the moments, in UTC, empty where no
    hours are stated. `doubt` says that the start is an hour that the clocks skip that day, or show
    twice. `part` counts the stretches of the series, None for an added date.
    """

    original_on: date
    on_date: date
    tz: str
    starts_at_time: time | None = None
    ends_at_time: time | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    is_moved: bool = False
    is_added: bool = False
    is_cancelled: bool = False
    reason: str | None = None
    doubt: str | None = None
    part: int | None = 0

    @property
    def order(self) -> tuple[date, time, date]:
        """By day, then by hour; those without hours first."""
        return self.on_date, self.starts_at_time or time(), self.original_on


def occurrences(
    parts: Sequence[Stretch], singles: Iterable[Single], tz: str, until: date
) -> list[Occurrence]:
    """Return the dates of a series that its rules give up to a day, and those added, in order.

    Called-off dates are among them, marked. A single date whose day the rules no longer give is
    left out, until they give it again; an added one stands instead of the rule's on its day.
    `until` bounds the days that rules give, and added dates; a date before it may have been moved
    behind it.
    """
    by_day: dict[date, Single] = {single.original_on: single for single in singles}
    found = []
    for number, (part, days) in enumerate(days_of_parts(parts, until)):
        for day in days:
            single = by_day.get(day)
            if single is None:
                found.append(_occurrence(day, day, part, tz, number))
            elif not single.is_added:
                found.append(_otherwise(single, part, tz, number))
    hours: Stretch = parts[-1] if parts else Part(date.min)
    for single in by_day.values():
        if single.is_added and single.original_on <= until:
            found.append(_otherwise(single, hours, tz, None))
    return sorted(found, key=lambda one: one.order)


def days_of_parts(parts: Sequence[Stretch], until: date) -> list[tuple[Stretch, tuple[date, ...]]]:
    """Return each stretch of a series with the days that its rule gives up to `until`.

    A stretch ends before the next one begins, whatever its own rule says.
    """
    found: list[tuple[Stretch, tuple[date, ...]]] = []
    for part, later in zip(parts, [*parts[1:], None], strict=True):
        last = min(until, later.starts_on - timedelta(days=1)) if later else until
        if part.rrule is None:
            days: tuple[date, ...] = (part.starts_on,) if part.starts_on <= last else ()
        else:
            days = days_of(part.rrule, part.starts_on, last)
        found.append((part, days))
    return found


def last_day(parts: Sequence[Stretch]) -> date | None:
    """Return the last day that the rules of a series may give, or None where it has no end."""
    last = parts[-1]
    return last.starts_on if last.rrule is None else until_of(last.rrule, last.starts_on)


def cut_before(rule: str, start: date, day: date) -> str:
    """Return the rule of a stretch that ends before a day; one that ends earlier stays as it is."""
    last = until_of(rule, start)
    before = day - timedelta(days=1)
    return rule if last is not None and last <= before else ending(rule, before)


def moments_of(
    day: date, starts: time | None, ends: time | None, tz: str
) -> tuple[datetime | None, datetime | None]:
    """Return when a date starts and ends, in UTC, from hours on the wall; None for no hours.

    An end that is not after the start is on the next day. Of an hour that comes twice the first is
    taken, one that is skipped an hour later (RFC 5545, 3.3.5); where that leaves no length, the
    length on the wall is kept.
    """
    if starts is None:
        return None, None
    zone = ZoneInfo(tz)
    start_at = datetime.combine(day, starts, zone).astimezone(UTC)
    if ends is None:
        return start_at, None
    end_day = day if ends > starts else day + timedelta(days=1)
    end_at = datetime.combine(end_day, ends, zone).astimezone(UTC)
    if end_at <= start_at:
        length = datetime.combine(end_day, ends) - datetime.combine(day, starts)
        end_at = start_at + length
    return start_at, end_at


def _occurrence(original_on: date, day: date, hours: Any, tz: str, part: int | None) -> Occurrence:
    starts, ends = hours.starts_at_time, hours.ends_at_time
    start_at, end_at = moments_of(day, starts, ends, tz)
    return Occurrence(
        original_on=original_on,
        on_date=day,
        tz=tz,
        starts_at_time=starts,
        ends_at_time=ends,
        start_at=start_at,
        end_at=end_at,
        doubt=clock_doubt(day, starts, tz),
        part=part,
    )


def _otherwise(single: Single, part: Stretch, tz: str, number: int | None) -> Occurrence:
    """Return a single date; the hours that it does not state itself are those of its stretch."""
    hours = single if single.starts_at_time is not None else part
    usual = _occurrence(single.original_on, single.on_date, hours, tz, number)
    is_elsewhere = single.on_date != single.original_on or single.starts_at_time is not None
    return Occurrence(
        **{
            **vars(usual),
            "is_moved": is_elsewhere and not single.is_added,
            "is_added": single.is_added,
            "is_cancelled": single.cancelled_at is not None,
            "reason": single.reason,
        }
    )
