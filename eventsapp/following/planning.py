"""What the next meeting of a series takes over from the last, and on which days. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from eventsapp.meetings.schedule import days_of
from eventsapp.walltime import comes_twice, is_skipped

SATURDAY = 5


@dataclass(frozen=True)
class ItemOf:
    """An agenda item: when it starts on the clock, and how long it lasts."""

    title: str
    starts: time | None
    minutes: int | None


@dataclass(frozen=True)
class DayOf:
    """A day of the meeting that was, with its hours and its agenda."""

    number: int
    starts: time | None
    ends: time | None
    items: tuple[ItemOf, ...]


@dataclass(frozen=True)
class PlannedDay:
    """A day of the next meeting; `like` is the day it is made from, None where there is none."""

    number: int
    on_date: date
    like: DayOf | None


@dataclass(frozen=True)
class DeadlineOf:
    """A deadline of the meeting that was; people are reminded `days_before` it."""

    id: int
    title: str
    due_on: date
    days_before: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class PlannedDeadline:
    """A deadline of the next meeting, and where it stands towards its days.

    `place` is before, first day, during, or after; `distance` the days from the first day (before)
    or from the last (after), or the number of the day.
    """

    like: DeadlineOf
    title: str
    due_on: date
    place: str
    distance: int
    remind_on: tuple[date, ...]
    is_past: bool

    @property
    def is_weekend(self) -> bool:
        """Whether it falls on a Saturday or a Sunday."""
        return self.due_on.weekday() >= SATURDAY


@dataclass(frozen=True)
class ClockTrouble:
    """A time on the clock that does not exist on its day (`is_missing`), or comes twice."""

    on_date: date
    at: time
    what: str
    is_missing: bool


def planned_days(days: list[DayOf], starts_on: date, ends_on: date) -> list[PlannedDay]:
    """Return the days of the next meeting, each like the day of the same place in the last one."""
    return [
        PlannedDay(index + 1, on_date, days[index] if index < len(days) else None)
        for index, on_date in enumerate(days_of(starts_on, ends_on))
    ]


def left_over(days: list[DayOf], starts_on: date, ends_on: date) -> list[DayOf]:
    """Return the days with an agenda for which the next meeting is too short."""
    return [day for day in days[(ends_on - starts_on).days + 1 :] if day.items]


def planned_deadline(
    like: DeadlineOf, *, was: date, starts_on: date, ends_on: date, renamed: str, today: date
) -> PlannedDeadline:
    """Return a deadline as many days from the first day as it was from that of the last meeting."""
    due_on = like.due_on + (starts_on - was)
    place, distance = _place(due_on, starts_on, ends_on)
    remind_on = tuple(due_on - timedelta(days=days) for days in like.days_before)
    return PlannedDeadline(like, renamed, due_on, place, distance, remind_on, due_on < today)


def _place(due_on: date, starts_on: date, ends_on: date) -> tuple[str, int]:
    if due_on < starts_on:
        return "before", (starts_on - due_on).days
    if due_on > ends_on:
        return "after", (due_on - ends_on).days
    number = (due_on - starts_on).days + 1
    return ("first day" if number == 1 else "during"), number


def troubles(days: Iterable[PlannedDay], tz: str) -> list[ClockTrouble]:
    """Return the times that clocks in the zone skip or show twice on their day."""
    found = []
    for day in days:
        if day.like is None:
            continue
        times = [(day.like.starts, ""), (day.like.ends, "")]
        times += [(item.starts, item.title) for item in day.like.items]
        for at, what in times:
            if at is not None and is_skipped(day.on_date, at, tz):
                found.append(ClockTrouble(day.on_date, at, what, True))
            elif at is not None and comes_twice(day.on_date, at, tz):
                found.append(ClockTrouble(day.on_date, at, what, False))
    return found


def renamed(text: str, series: str, number: int | None, following: int | None) -> str:
    """Return a text in which the meeting is called by its next number: `EGM 2` becomes `EGM 3`.

    Other numbers, such as years, stay.
    """
    if number is None or following is None:
        return text
    short = re.compile(rf"\b({re.escape(series)}[\s-]*){number}\b", re.IGNORECASE)
    return short.sub(lambda found: f"{found[1]}{following}", text)
