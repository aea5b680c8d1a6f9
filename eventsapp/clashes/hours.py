"""Who and what is needed twice at one hour, who cannot get from one place to the next, and whose
night it is. Pure.

A night is from 22:00 to 06:00 by a person's own clock. From one place to another a day is
counted: less than 24 hours between two meetings on site is a journey that cannot be made.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventsapp.clashes.sittings import Sitting
from eventsapp.clashes.sweeping import following, sharing
from eventsapp.clashes.wording import (
    BOTH_NEED,
    IN_THE_NIGHT,
    MODERATOR_IN_TWO,
    PLACE_TWICE,
    TOO_FAR,
    TWO_ROOMS,
    Clash,
)

PERSON, ROOM, MODERATOR, PLACE = "person", "room", "moderator", "place"
JOURNEY, NIGHT = "journey", "night"
# Minutes of the day.
NIGHT_BEGINS, NIGHT_ENDS = 22 * 60, 6 * 60
LEAST_JOURNEY = timedelta(hours=24)
LONGEST_NIGHT = timedelta(hours=16)

Pair = tuple[Sitting, Sitting]


def clashes_of_hours(sittings: Iterable[Sitting]) -> list[Clash]:
    """Return the clashes of some sittings, in no order; see the head of this file for the rules.

    Parts are compared within their own meeting, whole days with those of others, so that nobody
    clashes with their own break-out room. Of two days of the same two meetings one is told.
    """
    alive = [one for one in sittings if not one.bar.is_cancelled]
    return [
        *_people_needed_twice(alive),
        *_places_needed_twice(alive),
        *_journeys(alive),
        *_nights(alive),
    ]


def _people(sitting: Sitting) -> frozenset[int]:
    return sitting.people


def _places(sitting: Sitting) -> tuple[str, ...]:
    return (sitting.place.casefold(),) if sitting.place else ()


def day_there(sitting: Sitting) -> date:
    """Return the day on which a sitting begins where it counts."""
    return sitting.start_at.astimezone(ZoneInfo(sitting.tz)).date()


def is_night(start_at: datetime, end_at: datetime, tz: str) -> bool:
    """Return whether any part of these hours is between 22:00 and 06:00 on clocks in `tz`."""
    begins = start_at.astimezone(ZoneInfo(tz))
    minutes = begins.hour * 60 + begins.minute
    if minutes < NIGHT_ENDS or minutes >= NIGHT_BEGINS:
        return True
    # Clocks change at night, so that the length of what begins by day is that on the clock.
    return start_at + timedelta(minutes=NIGHT_BEGINS - minutes) < end_at


def _people_needed_twice(sittings: list[Sitting]) -> Iterator[Clash]:
    days: dict[tuple[str, str], tuple[Pair, set[int]]] = {}
    for one, two, person in sharing((one for one in sittings if not one.is_part), _people):
        if one.bar.key != two.bar.key:
            keys = (min(one.bar.key, two.bar.key), max(one.bar.key, two.bar.key))
            days.setdefault(keys, ((one, two), set()))[1].add(person)
    for pair, people in days.values():
        first, second = sorted((one.bar for one in pair), key=lambda bar: bar.order)
        day = max(day_there(one) for one in pair)
        yield Clash(PERSON, (first, second), day, day, _is_certain(pair), BOTH_NEED,
                    people=frozenset(people))  # fmt: skip
    parts: dict[Pair, set[int]] = defaultdict(set)
    for own in _parts_by_bar(sittings):
        for one, two, person in sharing(own, _people):
            parts[(one, two) if one.key < two.key else (two, one)].add(person)
    for pair, people in parts.items():
        yield from _rooms(pair, frozenset(people))


def _parts_by_bar(sittings: list[Sitting]) -> Iterable[list[Sitting]]:
    parts: dict[str, list[Sitting]] = defaultdict(list)
    for one in sittings:
        if one.is_part:
            parts[one.bar.key].append(one)
    return parts.values()


def _rooms(pair: Pair, people: frozenset[int]) -> Iterator[Clash]:
    """Tell who moderates apart from who only sits in both."""
    leads = people & (pair[0].leads | pair[1].leads)
    day = day_there(pair[0])
    for kind, pattern, who in (
        (MODERATOR, MODERATOR_IN_TWO, leads),
        (ROOM, TWO_ROOMS, people - leads),
    ):
        if who:
            yield Clash(kind, (pair[0].bar,), day, day, True, pattern, sittings=pair, people=who)


def _places_needed_twice(sittings: list[Sitting]) -> Iterator[Clash]:
    told: set[Hashable] = set()
    for one, two, place in sharing(sittings, _places):
        bars = (one.bar,) if one.bar.key == two.bar.key else (one.bar, two.bar)
        whole_days = (place, frozenset(bar.key for bar in bars))
        if not one.is_part and (len(bars) == 1 or whole_days in told):
            continue
        told.add(whole_days)
        day = day_there(two)
        facts = (("place", one.place or ""),)
        yield Clash(PLACE, bars, day, day, _is_certain((one, two)), PLACE_TWICE,
                        sittings=(one, two), facts=facts)  # fmt: skip


def _journeys(sittings: list[Sitting]) -> Iterator[Clash]:
    on_site = [one for one in sittings if one.city and not one.is_part]
    found: dict[tuple[str, str], tuple[Pair, set[int]]] = {}
    for one, two, person in following(on_site, _people):
        if one.end_at <= two.start_at < one.end_at + LEAST_JOURNEY and _is_elsewhere(one, two):
            found.setdefault((one.bar.key, two.bar.key), ((one, two), set()))[1].add(person)
    for (one, two), people in found.values():
        hours = int((two.start_at - one.end_at).total_seconds() // 3600)
        facts = (("hours", str(hours)), ("place", one.city or ""), ("city", two.city or ""))
        day, is_certain = day_there(two), _is_certain((one, two))
        yield Clash(JOURNEY, (one.bar, two.bar), day, day, is_certain, TOO_FAR,
                    people=frozenset(people), facts=facts)  # fmt: skip


def _is_elsewhere(one: Sitting, two: Sitting) -> bool:
    """Return whether two places differ; `Baku` and `Baku, Convention Centre` do not."""
    here, there = (one.city or "").casefold(), (two.city or "").casefold()
    return one.bar.key != two.bar.key and here not in there and there not in here


def _nights(sittings: list[Sitting]) -> Iterator[Clash]:
    """Yield the nights, one for each thing: of several days the first that is in a night."""
    told: set[str] = set()
    for one in sittings:
        if one.bar.key in told or not one.has_hours or one.end_at - one.start_at > LONGEST_NIGHT:
            continue
        awake = [zone for zone in one.zones if is_night(one.start_at, one.end_at, zone[0])]
        if awake:
            told.add(one.bar.key)
            zones = tuple(sorted(awake, key=lambda zone: (-zone[1], zone[0])))
            day = day_there(one)
            yield Clash(NIGHT, (one.bar,), day, day, _is_certain((one,)), IN_THE_NIGHT,
                        sittings=(one,), zones=zones)  # fmt: skip


def _is_certain(pair: Iterable[Sitting]) -> bool:
    return not any(one.bar.is_offered for one in pair)
