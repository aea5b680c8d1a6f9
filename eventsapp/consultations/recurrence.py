"""Monthly series: "the last Thursday of the month" as a rule, and the days on which it falls. Pure.

Only rules of the shape `FREQ=MONTHLY;BYDAY=-1TH` are understood, with or without `UNTIL`: that is
what records say and what the form offers. Source: RFC 5545, 3.3.10.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
_RULE = re.compile(
    r"FREQ=MONTHLY;BYDAY=(?P<place>-1|[1-5])(?P<weekday>MO|TU|WE|TH|FR|SA|SU)"
    r"(;UNTIL=(?P<until>\d{8})(T\d{6}Z?)?)?"
)


def weekday_of_month(year: int, month: int, weekday: int, place: int) -> date | None:
    """Return the `place`-th such weekday of a month: 1 to 5 from its start, -1 for the last.

    Weekdays count from Monday, 0. None where a month has no fifth one; the last may be the fourth
    or the fifth. Raises ValueError for another place.
    """
    if place == LAST:
        return last_weekday_of_month(year, month, weekday)
    if place not in range(1, 6):
        raise ValueError(f"A month has a first to a fifth and a last weekday, not number {place}")
    day = 1 + (weekday - date(year, month, 1).weekday()) % 7 + 7 * (place - 1)
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def last_weekday_of_month(year: int, month: int, weekday: int) -> date:
    """Return the last such weekday of a month; weekdays count from Monday, 0."""
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last.replace(day=last.day - (last.weekday() - weekday) % 7)


def is_last_of_month(day: date) -> bool:
    """Return whether a day is the last of its weekday in its month."""
    return day == last_weekday_of_month(day.year, day.month, day.weekday())


def monthly_rule(start: date, until: date | None = None) -> str:
    """Return the rule of a monthly series that begins on `start`.

    The last weekday of its month when `start` is one (so 28 November counts as the last Thursday
    and not as the fourth), else the first to the fourth.
    """
    place = LAST if is_last_of_month(start) else (start.day - 1) // 7 + 1
    rule = f"FREQ=MONTHLY;BYDAY={place}{WEEKDAYS[start.weekday()]}"
    return ending(rule, until) if until else rule


def ending(rule: str, until: date) -> str:
    """Return the same series with this last day. Raises ValueError for another kind of rule."""
    _parts(rule)
    return f"{rule.partition(';UNTIL=')[0]};UNTIL={until:%Y%m%d}"


def place_and_weekday(rule: str) -> tuple[int, int]:
    """Return which weekday of the month a rule names: (-1, 3) is the last Thursday.

    Raises ValueError when the rule is of another shape.
    """
    parts = _parts(rule)
    return int(parts["place"]), WEEKDAYS.index(parts["weekday"])


def until_of(rule: str) -> date | None:
    """Return the last day a rule may reach, or None. Raises ValueError as above."""
    until = _parts(rule)["until"]
    return date(int(until[:4]), int(until[4:6]), int(until[6:])) if until else None


def monthly_occurrences(start: date, until: date, rule: str | None = None) -> list[date]:
    """Return the days of a series from `start` to `until`, both included, earliest first.

    `start` always counts (RFC 5545: DTSTART is the first instance), also when the rule would not
    fall on it. Without a rule, the one of `monthly_rule(start)` holds. An `UNTIL` inside the rule
    ends the series earlier; an `until` before the start gives an empty list. Raises ValueError
    for another rule.
    """
    rule = rule or monthly_rule(start)
    place, weekday = place_and_weekday(rule)
    end = min(until, until_of(rule) or until)
    if end < start:
        return []
    days = (weekday_of_month(year, month, weekday, place) for year, month in _months(start, end))
    return [start, *(day for day in days if day is not None and start < day <= end)]


def _parts(rule: str) -> dict[str, str]:
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(
            f"Only one weekday of each month can be repeated, and the rule is {rule!r}"
        )
    return match.groupdict()


def _months(start: date, end: date) -> Iterator[tuple[int, int]]:
    """Yield each (year, month) from one day to another."""
    for count in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield count // 12, count % 12 + 1
