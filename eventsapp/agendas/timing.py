"""When each item of a day begins and ends: what follows from lengths, and what was pinned. Pure.

An item with a stated time stays where it is (pinned). Every other one begins when the one before it
ends. Items that stand one after another and name a room or strand (`track`) run side by side: each
track has a course of its own, all begin together, and what follows waits for the longest. Nothing
without a length gets an hour, and nothing after it until the next pinned item.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from eventsapp.meetings.schedule import item_moments, wall_time


@dataclass(frozen=True)
class Planned:
    """One item as it was entered; what nobody stated is None."""

    key: int
    minutes: int | None = None
    pinned: time | None = None
    track: str | None = None


@dataclass(frozen=True)
class Timed:
    """One item with its hours, in UTC; None where nothing gives it any.

    `overrun_minutes` says by how much it begins before the item `overruns` has ended; only what is
    pinned can. `is_past_midnight`: what is before it takes so long that its turn would be tomorrow.
    """

    key: int
    start_at: datetime | None = None
    end_at: datetime | None = None
    overruns: int | None = None
    overrun_minutes: int = 0
    is_past_midnight: bool = False


@dataclass(frozen=True)
class _Course:
    """Where a day, or a track of it, has come to: when the last item ends, and which that is."""

    free_at: datetime | None
    last: int | None = None


@dataclass(frozen=True)
class _Clock:
    on_date: date
    tz: str

    def moment(self, at: time | None) -> datetime | None:
        return item_moments(self.on_date, at, None, self.tz)[0]

    def is_today(self, moment: datetime) -> bool:
        return wall_time(moment, self.tz)[0] == self.on_date


def timetable(
    items: Iterable[Planned], *, on_date: date, starts: time | None, tz: str
) -> list[Timed]:
    """Return the items of a day, in their order, each with its hours.

    `starts` is when the day begins; without it nothing has an hour before the first pinned item. A
    length is real time: over a change of the clocks an hour stays an hour.
    """
    clock = _Clock(on_date, tz)
    course = _Course(clock.moment(starts))
    found: list[Timed] = []
    for is_parallel, some in groupby(items, key=lambda item: item.track is not None):
        together = list(some)
        if is_parallel:
            timed, course = _side_by_side(together, course, clock)
            found += timed
            continue
        for item in together:
            one, course = _placed(item, course, clock)
            found.append(one)
    return found


def _placed(item: Planned, course: _Course, clock: _Clock) -> tuple[Timed, _Course]:
    start_at = clock.moment(item.pinned)
    overrun = 0
    if start_at is not None and course.free_at is not None and start_at < course.free_at:
        overrun = _minutes(course.free_at - start_at)
    if item.pinned is None and item.minutes is not None:
        start_at = course.free_at
    if start_at is not None and not clock.is_today(start_at):
        return Timed(item.key, is_past_midnight=True), _Course(None, item.key)
    end_at = _end(start_at, item.minutes)
    timed = Timed(item.key, start_at, end_at, course.last if overrun else None, overrun)
    return timed, _Course(end_at, item.key)


def _side_by_side(
    items: Sequence[Planned], course: _Course, clock: _Clock
) -> tuple[list[Timed], _Course]:
    begins = clock.moment(items[0].pinned) or course.free_at
    courses: dict[str | None, _Course] = {}
    found = []
    for item in items:
        # What is pinned is held against the item before all tracks; the others begin together.
        own = courses.get(item.track)
        if own is None:
            own = course if item.pinned is not None else _Course(begins, course.last)
        timed, courses[item.track] = _placed(item, own, clock)
        found.append(timed)
    return found, _longest(list(courses.values()))


def _longest(courses: list[_Course]) -> _Course:
    """Return when all tracks have ended; not known where one of them is not."""
    ends = [(one.free_at, one) for one in courses if one.free_at is not None]
    if len(ends) < len(courses):
        return _Course(None, courses[-1].last)
    return max(ends, key=lambda pair: pair[0])[1]


def _end(start_at: datetime | None, minutes: int | None) -> datetime | None:
    return None if start_at is None or minutes is None else start_at + timedelta(minutes=minutes)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
