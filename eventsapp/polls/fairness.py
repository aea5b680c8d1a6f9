"""Whose night it would be: slots ranked by a simple measure that the page states in words. Pure.

The measure, for one person and one meeting: the hours from 09:00 to 17:00 on their own clock cost
nothing; from 07:00 and until 20:00 they cost 1 (early or late); from 06:00 and until 22:00 they
cost 2 (evening); the night costs 4. The dearest moment of the meeting counts. A day of the weekend
where they are costs 2 at least. Costs are added up over the meetings of the series.

Best is the slot after which the person who has carried most in the whole series has carried least.
Where that is equal, fewer people who carry as much are better, then the same is asked of the next
lower sum, and so on down; then the earlier slot is better. So nobody's night counts less because
others are many, and who got up the last time is spared.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY, FRINGE, EVENING, NIGHT = 0, 1, 2, 4
WEEKEND = EVENING
STEP = timedelta(minutes=30)
# From which hour on which cost holds, on the person's own clock.
_FROM = ((0, NIGHT), (6, EVENING), (7, FRINGE), (9, DAY), (17, FRINGE), (20, EVENING), (22, NIGHT))
SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True)
class Attendee:
    """One person for whom a time is sought. `tz` is None where it is not stated: they are counted
    and said, and no hour is guessed for them. `weekend` are the days off where they are (Monday is
    0); `carried` is what they have carried in the series so far."""

    person_id: int
    tz: str | None
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    carried: int = 0


@dataclass(frozen=True)
class Group:
    """People of one zone and one weekend who have carried as much; their costs are the same."""

    tz: str
    weekend: frozenset[int]
    carried: int
    people: int


@dataclass(frozen=True)
class Ranked:
    """One slot with what it would cost: people by cost, the highest sum of the series after it
    with how many people reach it, and the costs together."""

    start_at: datetime
    end_at: datetime
    people: Mapping[int, int]
    highest: int
    at_highest: int
    total: int
    zones: tuple[tuple[str, int], ...]


# The same for each of the 24 hours.
HOUR_COSTS = tuple(
    next(cost for first, cost in reversed(_FROM) if hour >= first) for hour in range(24)
)


def cost(start_at: datetime, end_at: datetime, tz: str, weekend: frozenset[int]) -> int:
    """Return what a meeting between two moments costs somebody in `tz`: its dearest moment."""
    zone, moment, found = _zone(tz), start_at, 0
    while moment < end_at or moment == start_at:
        there = moment.astimezone(zone)
        found = max(found, HOUR_COSTS[there.hour])
        if found < WEEKEND and there.weekday() in weekend:
            found = WEEKEND
        if found == NIGHT:
            break
        moment += STEP
    return found


@cache
def _zone(tz: str) -> ZoneInfo:
    # ZoneInfo keeps eight zones and reads the file of any other anew each time it is asked.
    return ZoneInfo(tz)


def groups_of(attendees: Iterable[Attendee]) -> list[Group]:
    """Return the people whose zone is known, in groups whose costs are the same."""
    counted = Counter((one.tz, one.weekend, one.carried) for one in attendees if one.tz)
    ordered = sorted(counted.items(), key=lambda item: (item[0][0] or "", item[0][2]))
    return [Group(tz or "", weekend, carried, people) for (tz, weekend, carried), people in ordered]


def carried_after(
    past: Iterable[tuple[datetime, datetime, Iterable[int]]], attendees: Sequence[Attendee]
) -> dict[int, int]:
    """Return what each person has carried in the meetings that were held: start, end and who took
    part in each. Who was not there carried nothing."""
    known = {one.person_id: one for one in attendees if one.tz}
    carried = {one.person_id: 0 for one in attendees}
    for start_at, end_at, people in past:
        costs: dict[tuple[str, frozenset[int]], int] = {}
        for one in (known[number] for number in people if number in known):
            key = one.tz or "", one.weekend
            if key not in costs:
                costs[key] = cost(start_at, end_at, *key)
            carried[one.person_id] += costs[key]
    return carried


def candidates(
    first: date, last: date, minutes: int, tz: str, after: datetime
) -> list[tuple[datetime, datetime]]:
    """Return a start at every full hour of these days on clocks in `tz`, with its end, in UTC."""
    zone, found = ZoneInfo(tz), set()
    moment = datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(ZoneInfo("UTC"))
    while moment.astimezone(zone).date() <= last:
        there = moment.astimezone(zone)
        if there.minute == 0 and there.date() >= first and moment > after:
            found.add(moment)
        moment += STEP
    return [(moment, moment + timedelta(minutes=minutes)) for moment in sorted(found)]


def ranked(slots: Iterable[tuple[datetime, datetime]], groups: Sequence[Group]) -> list[Ranked]:
    """Return the slots, the fairest first; of equal ones the earlier."""
    places = {(group.tz, group.weekend) for group in groups}
    found = []
    for start_at, end_at in slots:
        costs = {place: cost(start_at, end_at, *place) for place in places}
        each = [costs[group.tz, group.weekend] for group in groups]
        sums: dict[int, int] = {}
        for group, points in zip(groups, each, strict=True):
            reached = group.carried + points
            sums[reached] = sums.get(reached, 0) + group.people
        found.append((_burden(sums), start_at, end_at, each))
    found.sort(key=lambda one: one[:3])
    return [_ranked(start, end, burden, groups, each) for burden, start, end, each in found]


def _burden(sums: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the sums with how many people carry each, the highest first: compared one by one."""
    return tuple(sorted(((points, sums[points]) for points in sums if points), reverse=True))


def _ranked(
    start_at: datetime,
    end_at: datetime,
    burden: tuple[tuple[int, int], ...],
    groups: Sequence[Group],
    each: Sequence[int],
) -> Ranked:
    people: Counter[int] = Counter()
    zones: dict[str, int] = {}
    for group, points in zip(groups, each, strict=True):
        people[points] += group.people
        zones[group.tz] = max(points, zones.get(group.tz, 0))
    highest, at_highest = burden[0] if burden else (0, 0)
    total = sum(points * count for points, count in people.items())
    return Ranked(start_at, end_at, people, highest, at_highest, total, tuple(zones.items()))
