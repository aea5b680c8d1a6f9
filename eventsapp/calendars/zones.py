"""The time zones that stand in a calendar file beside a series: VTIMEZONE as rules. Pure.

Desktop Outlook and Thunderbird misread lists of dates (RDATE), so a zone is written with one RRULE
for each yearly change of the clock. Changes that follow no yearly rule (Ramadan in Morocco, a
country that gave up summer time) stand as parts of their own, one each. Source: RFC 5545, 3.6.5.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# After 28 years dates fall on the same weekdays again, so each rule shows all its days.
CYCLE_YEARS = 28
# Fewer years would not show all seven days on which a yearly change may fall.
LEAST_YEARS_OF_A_RULE = 12
LISTED_YEARS = 10
STEP = timedelta(days=7)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """The clocks of a zone change at `at` (UTC) from one offset to another, which has a name."""

    at: datetime
    before: timedelta
    after: timedelta
    is_daylight: bool
    name: str

    @property
    def wall(self) -> datetime:
        """What the clocks show when the change comes, before they are moved."""
        return (self.at + self.before).replace(tzinfo=None)


@dataclass(frozen=True)
class _Part:
    change: Change
    wall: datetime
    rule: str | None = None


def changes_of(tz: str, first: date, last: date) -> list[Change]:
    """Return each change of the clocks in a zone between two days, earliest first.

    Two changes within one week would be taken for none; no zone has had that since 1970.
    """
    zone = ZoneInfo(tz)
    end = datetime.combine(last, time(0), UTC)
    found = []
    moment = datetime.combine(first, time(0), UTC)
    while moment < end:
        following = min(moment + STEP, end)
        if _offset(moment, zone) != _offset(following, zone):
            found.append(_change_between(moment, following, zone))
        moment = following
    return found


@lru_cache(maxsize=64)
def zone_lines(tz: str, first: date, last: date | None) -> tuple[str, ...]:
    """Return the lines of the VTIMEZONE that a series from `first` to `last` needs.

    `last` is None for a series without end; changes that follow no rule are then listed for
    `LISTED_YEARS` years.
    """
    begin = date(first.year - 1, 1, 1)
    changes = changes_of(tz, begin, date(begin.year + CYCLE_YEARS, 1, 1))
    parts = _rule_parts(changes, begin.year + CYCLE_YEARS - 1)
    ruled = {change for part in parts for change in _changes_ruled_by(part, changes)}
    until = last or date(first.year + LISTED_YEARS, 12, 31)
    listed = [c for c in changes if c not in ruled and c.wall.date() <= until]
    parts += [_Part(change, change.wall) for change in listed]
    if not any(part.wall.date() < first for part in parts):
        parts.append(_first_part(tz, begin))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tz}"]
    for part in sorted(parts, key=lambda part: part.wall):
        lines += _part_lines(part)
    return (*lines, "END:VTIMEZONE")


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> Change:
    before = _offset(early, zone)
    first = early
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if _offset(middle, zone) == before:
            early = middle
        else:
            late = middle
    there = late.astimezone(zone)
    # Irish winter time is a negative summer time in the database, so both are compared.
    is_daylight = (there.dst() or timedelta()) > (first.astimezone(zone).dst() or timedelta())
    return Change(late, before, _offset(late, zone), is_daylight, there.tzname() or "")


def _rule_parts(changes: list[Change], last_year: int) -> list[_Part]:
    """Return a part for each change that comes back every year up to `last_year`."""
    alike: defaultdict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        alike[_kind(change)].append(change)
    parts = []
    for group in alike.values():
        run = _last_run(group, last_year)
        days = [change.wall.day for change in run]
        if len(run) >= LEAST_YEARS_OF_A_RULE and max(days) - min(days) == 6:
            parts.append(_Part(run[0], run[0].wall, _yearly_rule(run[0].wall, min(days))))
    return parts


def _kind(change: Change) -> tuple[object, ...]:
    wall = change.wall
    return (wall.month, wall.weekday(), wall.time(), change.before, change.after)


def _last_run(group: list[Change], last_year: int) -> list[Change]:
    """Return the changes of the unbroken years up to `last_year` that keep to the same seven days.

    Earliest first. A year of exception, such as Chile's 2022, ends the run.
    """
    run: list[Change] = []
    for change in reversed(group):
        days = [change.wall.day, *(later.wall.day for later in run)]
        if change.wall.year != last_year - len(run) or max(days) - min(days) > 6:
            break
        run.insert(0, change)
    return run


def _yearly_rule(wall: datetime, first_day: int) -> str:
    """Return the rule for a weekday among the seven days of a month that begin with `first_day`."""
    weekday = WEEKDAYS[wall.weekday()]
    if first_day + 6 == calendar.monthrange(wall.year, wall.month)[1]:
        by_day = f"BYDAY=-1{weekday}"
    elif first_day % 7 == 1:
        by_day = f"BYDAY={first_day // 7 + 1}{weekday}"
    else:
        days = ",".join(str(day) for day in range(first_day, first_day + 7))
        by_day = f"BYMONTHDAY={days};BYDAY={weekday}"
    return f"FREQ=YEARLY;BYMONTH={wall.month};{by_day}"


def _changes_ruled_by(part: _Part, changes: list[Change]) -> Iterator[Change]:
    return (c for c in changes if _kind(c) == _kind(part.change) and c.wall >= part.wall)


def _first_part(tz: str, begin: date) -> _Part:
    """Return the part that says which offset held before any change."""
    there = datetime.combine(begin, time(0), UTC).astimezone(ZoneInfo(tz))
    offset = there.utcoffset() or timedelta()
    change = Change(there, offset, offset, False, there.tzname() or "")
    return _Part(change, datetime(1970, 1, 1))  # noqa: DTZ001 - wall time, as RFC 5545 asks here


def _part_lines(part: _Part) -> list[str]:
    kind = "DAYLIGHT" if part.change.is_daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{part.wall:%Y%m%dT%H%M%S}",
        *([f"RRULE:{part.rule}"] if part.rule else []),
        f"TZNAME:{part.change.name}",
        f"TZOFFSETFROM:{_written(part.change.before)}",
        f"TZOFFSETTO:{_written(part.change.after)}",
        f"END:{kind}",
    ]


def _written(offset: timedelta) -> str:
    """Return `+0530`: sign and four digits, or six where an offset has seconds."""
    seconds = int(offset.total_seconds())
    sign = "-" if seconds < 0 else "+"
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")
