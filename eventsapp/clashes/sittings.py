"""The hours in which people and places are needed, as plain values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from eventsapp.planning.planned import Bar


@dataclass(frozen=True)
class Sitting:
    """Hours in which people are at one place or on one line, in UTC; `bar` is what it is part of.

    `is_part`: a room or an item inside its bar, else a whole day of it. `place` is what can be
    booked once (a venue, a strand of an agenda). `city` is where people must be in person, None
    online. `people` are those whose own time is looked at, `leads` those of them who moderate.
    `has_hours` is False where nobody stated hours and a working day was taken. `zones` counts
    people by their own zone, for what they would join from home.
    """

    key: str
    title: str
    bar: Bar
    start_at: datetime
    end_at: datetime
    tz: str
    is_part: bool = False
    has_hours: bool = True
    place: str | None = None
    city: str | None = None
    people: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    zones: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything in which clashes are looked for. `holidays` names public holidays by zone and
    day."""

    bars: tuple[Bar, ...]
    sittings: tuple[Sitting, ...] = ()
    holidays: Mapping[tuple[str, date], str] = field(default_factory=dict)
