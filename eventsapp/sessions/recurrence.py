"""Rules by which something comes again, and the days on which it falls. Pure.

Understood are the rules that people say: each day, week or month or every few of them, on weekdays
("the last Thursday of the month") or on days of the month, until a day or a number of times. Rules
count days on the wall; hours and zones are added in `dates.py`. Source: RFC 5545, 3.3.10.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil import rrule  # type: ignore[import-untyped]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAILY, WEEKLY, MONTHLY = "DAILY", "WEEKLY", "MONTHLY"
LAST = -1
MOST_APART = 24
_FREQUENCIES = {DAILY: rrule.DAILY, WEEKLY: rrule.WEEKLY, MONTHLY: rrule.MONTHLY}
_SHAPES = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY"),
    "INTERVAL": re.compile("[1-9][0-9]?"),
    "BYDAY": re.compile("(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU))*"),
    "BYMONTHDAY": re.compile("(-1|[1-9]|[12][0-9]|3[01])(,(-1|[1-9]|[12][0-9]|3[01]))*"),
    "COUNT": re.compile("[1-9][0-9]{0,3}"),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?"),
}


@dataclass(frozen=True)
class Rule:
    """A rule without its first day.

    `weekdays` are (place, weekday) with weekdays from Monday, 0; the place is None for each of
    them, 1 to 5 from the start of the month, -1 for the last. `month_days` are 1 to 31, or -1 for
    the last. It ends with the day `until`, or after `count` times; with neither it has no end.
    """

    frequency: str
    interval: int = 1
    weekdays: tuple[tuple[int | None, int], ...] = ()
    month_days: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.frequency not in _FREQUENCIES:
            raise ValueError(f"Only days, weeks and months are repeated, not {self.frequency!r}")
        if not 1 <= self.interval <= MOST_APART:
            raise ValueError(f"A series meets every {self.interval}th time of nothing")
        if self.frequency != MONTHLY and (self.month_days or self._places() != {None}):
            raise ValueError("Only months have a first Tuesday or a 31st")
        if self.frequency == MONTHLY and self.weekdays and None in self._places():
            raise ValueError("Which of the weekdays of a month is meant is not said")
        if self.weekdays and self.month_days:
            raise ValueError("A rule names weekdays or days of the month, not both")
        if self.count is not None and self.until is not None:
            raise ValueError("A rule ends with a day or after a number of times, not with both")

    def _places(self) -> set[int | None]:
        return {place for place, _ in self.weekdays} or {None}

    @property
    def has_end(self) -> bool:
        """Whether the series ends by its own rule."""
        return self.count is not None or self.until is not None

    def __str__(self) -> str:
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            days = (f"{place or ''}{WEEKDAYS[weekday]}" for place, weekday in self.weekdays)
            parts.append("BYDAY=" + ",".join(days))
        if self.month_days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.month_days)))
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule:
    """Return the rule that a text of RFC 5545 is; an UNTIL with a time counts as its day.

    Raises ValueError for a rule of another kind: by year, by hour, with parts that are not known.
    """
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _, value = part.partition("=")
        if name not in _SHAPES or name in parts or not _SHAPES[name].fullmatch(value):
            raise ValueError(f"Only days, weeks and months are repeated, and the rule is {text!r}")
        parts[name] = value
    if "FREQ" not in parts:
        raise ValueError(f"Only days, weeks and months are repeated, and the rule is {text!r}")
    return Rule(
        parts["FREQ"],
        int(parts.get("INTERVAL", 1)),
        tuple(_weekday(one) for one in parts.get("BYDAY", "").split(",") if one),
        tuple(int(one) for one in parts.get("BYMONTHDAY", "").split(",") if one),
        int(parts["COUNT"]) if "COUNT" in parts else None,
        _until(parts["UNTIL"]) if "UNTIL" in parts else None,
    )


def is_last_of_month(day: date) -> bool:
    """Return whether a day is the last of its weekday in its month."""
    return (day + timedelta(days=7)).month != day.month


def monthly_rule(start: date, until: date | None = None) -> str:
    """Return the rule of a monthly series that begins on `start`.

    The last weekday of its month when `start` is one (so 28 November counts as the last Thursday
    and not as the fourth), else the first to the fourth.
    """
    return str(Rule(MONTHLY, weekdays=(_place_of(start),), until=until))


def ending(rule: str, until: date) -> str:
    """Return the same series with this last day. Raises ValueError for another kind of rule."""
    return str(replace(read_rule(rule), until=until, count=None))


def until_of(rule: str, start: date | None = None) -> date | None:
    """Return the last day of a series, or None for one without end.

    One that is counted ends on its last date, which needs `start`; without it, None.
    """
    read = read_rule(rule)
    if read.until is not None or read.count is None or start is None:
        return read.until
    return days_of(rule, start, date.max)[-1]


def following(rule: str, start: date) -> str:
    """Return the rule that a series keeps when its first day becomes `start`.

    A series on one weekday or one day of the month follows to that of `start`; one that falls on
    `start` already, or on several, stays as it is. It keeps its end.
    """
    read = read_rule(rule)
    if falls_on(rule, start):
        return str(read)
    if read.frequency == MONTHLY and len(read.weekdays) == 1:
        return str(replace(read, weekdays=(_place_of(start),)))
    if len(read.weekdays) == 1:
        return str(replace(read, weekdays=((None, start.weekday()),)))
    if len(read.month_days) == 1:
        return str(replace(read, month_days=(start.day,)))
    return str(read)


def is_repeated(rule: str, start: date) -> bool:
    """Return whether a series by this rule has more than its first day."""
    read = read_rule(rule)
    if not read.has_end:
        return True
    return len(days_of(rule, start, read.until or date.max)) > 1


def falls_on(rule: str, day: date) -> bool:
    """Return whether a series by this rule may begin on this day."""
    read = read_rule(rule)
    last = calendar.monthrange(day.year, day.month)[1]
    if read.month_days:
        return day.day in read.month_days or (LAST in read.month_days and day.day == last)
    if not read.weekdays:
        return True
    places = {None, (day.day - 1) // 7 + 1, LAST if is_last_of_month(day) else 0}
    return any(place in places and weekday == day.weekday() for place, weekday in read.weekdays)


def first_from(rule: str, day: date) -> date | None:
    """Return the first day from `day` on at which a series by this rule may begin; None if within
    four years there is none."""
    days = (day + timedelta(days=number) for number in range(4 * 366))
    return next((one for one in days if falls_on(rule, one)), None)


@lru_cache(maxsize=4096)
def days_of(rule: str, start: date, until: date) -> tuple[date, ...]:
    """Return the days of a series from `start` to `until`, both included, earliest first.

    `start` always counts (RFC 5545: DTSTART is the first instance), also when the rule would not
    fall on it. An end inside the rule holds; an `until` before the start gives nothing. Raises
    ValueError for another kind of rule.
    """
    read = read_rule(rule)
    end = min(until, read.until or until)
    if end < start:
        return ()
    moments = _expanded(read, start, end)
    days = [day for day in (moment.date() for moment in moments) if day <= end]
    if days[:1] == [start]:
        return tuple(days)
    # Here the start is the first of the times that are counted.
    return (start, *(days[: read.count - 1] if read.count else days))


def months_without(rule: str, start: date, until: date) -> list[date]:
    """Return the first day of each month that a monthly series passes over, as it has no 31st or
    no fifth Thursday. A series that is repeated every few months passes over none of the others."""
    read = read_rule(rule)
    if read.frequency != MONTHLY or not (read.weekdays or read.month_days):
        return []
    end = min(until, until_of(rule, start) or until)
    met = {(day.year, day.month) for day in days_of(rule, start, end)}
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month, read.interval)
    firsts = [date(number // 12, number % 12 + 1, 1) for number in months]
    # The last month counts only when its whole length lies within the series.
    return [
        first
        for first in firsts
        if (first.year, first.month) not in met
        and first.replace(day=calendar.monthrange(first.year, first.month)[1]) <= end
    ]


def _expanded(read: Rule, start: date, end: date) -> rrule.rrule:
    weekday_of = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
    weekdays = [
        weekday_of[day](place) if place else weekday_of[day] for place, day in read.weekdays
    ]
    return rrule.rrule(
        _FREQUENCIES[read.frequency],
        dtstart=datetime.combine(start, time()),
        interval=read.interval,
        count=read.count,
        # A count and an end do not go together there; the count is cut by the caller's end.
        until=None if read.count else datetime.combine(end, time()),
        byweekday=weekdays or None,
        bymonthday=read.month_days or None,
        cache=False,
    )


def _weekday(text: str) -> tuple[int | None, int]:
    return (int(text[:-2]) if text[:-2] else None, WEEKDAYS.index(text[-2:]))


def _until(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _place_of(day: date) -> tuple[int, int]:
    place = LAST if is_last_of_month(day) else (day.day - 1) // 7 + 1
    return place, day.weekday()
