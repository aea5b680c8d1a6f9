"""From days and hours to slots, and how a slot looks on another clock. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from eventsapp.walltime import SKIPPED, TWICE, clock_doubt, moment_at

TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))?")


class Clock(StrEnum):
    """Whether a time on the clock comes once on its day, twice, or never."""

    ONCE = "once"
    TWICE = "twice"
    NEVER = "never"


@dataclass(frozen=True, order=True)
class Wall:
    """A day and a time on the clock."""

    on_date: date
    at: time


@dataclass(frozen=True)
class Shown:
    """A slot on the clock of a reader; `number` says which slot it is, whatever the date there."""

    number: int
    on_date: date
    starts: time
    ends: time
    ends_on: date
    start_at: datetime


def walls(days: Iterable[date], times: Iterable[time]) -> list[Wall]:
    """Return each day with each time, each once, the earliest first."""
    wanted = list(times)
    return sorted({Wall(day, at) for day in days for at in wanted})


def clock_of(wall: Wall, tz: str) -> Clock:
    """Return whether clocks in `tz` show this time once on that day, twice or never."""
    doubt = clock_doubt(wall.on_date, wall.at, tz)
    return {None: Clock.ONCE, TWICE: Clock.TWICE, SKIPPED: Clock.NEVER}[doubt]


def moments(wall: Wall, minutes: int, tz: str) -> tuple[datetime, datetime]:
    """Return when a slot starts and ends, in UTC. Of a time that comes twice the first counts; one
    that does not exist is an hour later. The length is real time, also when clocks change in it."""
    start_at = moment_at(wall.on_date, wall.at, tz)
    return start_at, start_at + timedelta(minutes=minutes)


def wall_of(moment: datetime, tz: str) -> Wall:
    """Return the day and the time that clocks in `tz` show at a moment."""
    there = moment.astimezone(ZoneInfo(tz))
    return Wall(there.date(), there.time().replace(tzinfo=None, fold=0))


def shown(number: int, start_at: datetime, end_at: datetime, tz: str) -> Shown:
    """Return a slot as clocks in `tz` show it."""
    start, end = wall_of(start_at, tz), wall_of(end_at, tz)
    # What ends at midnight ends with its own day.
    ends_on = wall_of(max(start_at, end_at - timedelta(minutes=1)), tz).on_date
    return Shown(number, start.on_date, start.at, end.at, ends_on, start_at)


def by_day(slots: Iterable[Shown]) -> list[tuple[date, list[Shown]]]:
    """Return slots under the reader's own dates, the earliest first."""
    days: dict[date, list[Shown]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.start_at, slot.number)):
        days.setdefault(slot.on_date, []).append(slot)
    return sorted(days.items())


def read_times(typed: str) -> tuple[list[time], list[str]]:
    """Return the times in a text such as `9:30, 14.00`, and the words that are none."""
    times, wrong = [], []
    for word in re.split(r"[\s,;]+", typed.strip()):
        found = TIME.fullmatch(word)
        if found:
            times.append(time(int(found[1]), int(found[2] or 0)))
        elif word:
            wrong.append(word)
    return times, wrong
