"""From what a date says to the day it means: the year, the weekday, the rule beside it."""

import calendar
from datetime import date, timedelta

from eventsapp.reading.datewords import WEEKDAY_NAMES

RECENT_DAYS = 60


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has none: 31 February."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def exists_in_some_year(month: int, day: int) -> bool:
    """Tell whether a month has such a day; 29 February counts."""
    return 1 <= month <= 12 and day_of(2024, month, day) is not None


def first_on_or_after(month: int, day: int, start: date) -> date | None:
    """Return the first such day of the year on or after `start`; None where no year has it.

    29 February is found in the next leap year, at most eight years on.
    """
    for year in range(start.year, min(start.year + 9, 10_000)):
        found = day_of(year, month, day)
        if found is not None and found >= start:
            return found
    return None


def last_on_or_before(month: int, day: int, end: date) -> date | None:
    """Return the last such day of the year on or before `end`; None where no year has it."""
    for year in range(end.year, max(end.year - 9, 0), -1):
        found = day_of(year, month, day)
        if found is not None and found <= end:
            return found
    return None


def first_weekday_after(weekday: int, said_on: date) -> date:
    """Return the first such weekday after a day; said on a Tuesday, Tuesday is a week later."""
    return said_on + timedelta(days=(weekday - said_on.weekday() - 1) % 7 + 1)


def first_day_number_after(day: int, said_on: date) -> date | None:
    """Return the first date with this day of the month after a day: on the 7."""
    year, month = said_on.year, said_on.month
    for _unused in range(13):
        found = day_of(year, month, day)
        if found is not None and found > said_on:
            return found
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def is_nth_weekday(on: date, ordinal: int, weekday: int) -> bool:
    """Tell whether a date is the first, …, fourth (1…4) or last (-1) such weekday of its month."""
    if on.weekday() != weekday:
        return False
    if ordinal == -1:
        return on.day + 7 > month_end(on.year, on.month).day
    return (on.day - 1) // 7 + 1 == ordinal


def weekday_sentence(written: str, on: date, weekday: int) -> str:
    """Say that a date does not fall on the weekday written beside it."""
    return (
        f"“{written}”: {on.day} {on:%B %Y} is a {WEEKDAY_NAMES[on.weekday()]}, not a "
        f"{WEEKDAY_NAMES[weekday]}. Find out which of the two is meant."
    )


def was_recent(month: int, day: int, said_on: date) -> date | None:
    """Return the last such day before `said_on`, if it is so near that it may be the one meant."""
    last = last_on_or_before(month, day, said_on - timedelta(days=1))
    return last if last is not None and (said_on - last).days <= RECENT_DAYS else None
