"""When and where the things of a plan bind people: from rows to sittings. Pure.

A day for which nobody stated hours counts from 09:00 to 18:00 where it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from eventsapp.clashes.sittings import Sitting
from eventsapp.meetings.schedule import day_moments, days_of
from eventsapp.planning.planned import CONSULTATION, MEETING, Bar

DAY_BEGINS, DAY_ENDS = time(9), time(18)
AT_HOME, ON_SITE = frozenset({"online", "hybrid"}), frozenset({"in person", None})
EXPERTS = "experts"
_VENUE = re.compile(
    r"[,;\d]|\b(room|hall|centre|center|building|auditorium|tower|floor|hotel|office)\b", re.I
)
_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Hours:
    """What is stated of one day of a meeting; `key` is the day's."""

    key: str
    starts_at_time: time | None
    ends_at_time: time | None


@dataclass(frozen=True)
class Part:
    """One room or item of a meeting, with the day and, where they are known, the moments.

    What has no hours is at one time with the parts of the same `slot` only.
    """

    key: str
    title: str
    bar: Bar
    on_date: date
    slot: int
    start_at: datetime | None = None
    end_at: datetime | None = None
    place: str | None = None
    people: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seats:
    """What is known beside the bars. `hours` are by number of a meeting and day; `people` by key
    of a bar, those only who may be needed twice; `zones` by key of a bar."""

    hours: Mapping[tuple[int, date], Hours] = field(default_factory=dict)
    people: Mapping[str, frozenset[int]] = field(default_factory=dict)
    zones: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


def sittings_of(bars: Iterable[Bar], seats: Seats) -> tuple[Sitting, ...]:
    """Return the days and parts on which somebody or some place is needed."""
    found: list[Sitting] = []
    for bar in bars:
        if bar.kind == MEETING:
            found += [_day(bar, on_date, seats) for on_date in days_of(bar.starts_on, bar.ends_on)]
        elif bar.kind == CONSULTATION and bar.starts_on == bar.ends_on and bar.starts_at_time:
            found.append(_day(bar, bar.starts_on, seats))
    return (*found, *_parts(seats.parts))


def is_joined_from_home(bar: Bar) -> bool:
    """Return whether people take part where they live, so that their own night counts."""
    return bar.mode in AT_HOME


def venue_of(bar: Bar) -> str | None:
    """Return the place if it names a venue, which is booked once: `Baku` alone is a city."""
    if bar.place and bar.mode != "online" and _VENUE.search(bar.place):
        return bar.place
    return None


def _day(bar: Bar, on_date: date, seats: Seats) -> Sitting:
    known = seats.hours.get((bar.number, on_date)) if bar.kind == MEETING else None
    starts = known.starts_at_time if known else bar.starts_at_time
    ends = known.ends_at_time if known else bar.ends_at_time
    tz = bar.tz or "UTC"
    start_at, end_at = day_moments(on_date, starts or DAY_BEGINS, ends or DAY_ENDS, tz)
    assert start_at is not None  # noqa: S101 - a time is given
    if end_at is None or end_at <= start_at:
        end_at = start_at + timedelta(hours=1)
    return Sitting(
        key=known.key if known else f"{bar.key} on {on_date.isoformat()}",
        title=bar.title,
        bar=bar,
        start_at=start_at,
        end_at=end_at,
        tz=tz,
        has_hours=starts is not None,
        place=venue_of(bar),
        city=bar.place if bar.mode in ON_SITE else None,
        people=seats.people.get(bar.key, frozenset()),
        zones=seats.zones.get(bar.key, ()) if is_joined_from_home(bar) else (),
    )


def _parts(parts: Iterable[Part]) -> Iterator[Sitting]:
    for part in parts:
        tz = part.bar.tz or "UTC"
        start_at, end_at = part.start_at, part.end_at
        if start_at is None:
            # A minute of its own: rounds without hours follow one another.
            first, _ = day_moments(part.on_date, DAY_BEGINS, None, tz)
            assert first is not None  # noqa: S101 - a time is given
            start_at, end_at = first + part.slot * _MOMENT, None
        yield Sitting(
            key=part.key,
            title=part.title,
            bar=part.bar,
            start_at=start_at,
            end_at=end_at or start_at + _MOMENT,
            tz=tz,
            is_part=True,
            has_hours=part.start_at is not None,
            place=part.place,
            people=part.people,
            leads=part.leads,
        )
