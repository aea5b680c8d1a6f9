"""A clash, and the sentence in which a person would tell another of it. Pure.

The sentences are patterns for the translator; `Clash.worded` fills one in with the words of a
reader, `Clash.sentence` is its English.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eventsapp.clashes.sittings import Sitting
from eventsapp.planning.planned import Bar
from eventsapp.translation import N_

FIRST_DAY = N_("the first day of “%(title)s”")
LAST_DAY = N_("the last day of “%(title)s”")
ONLY_DAY = N_("the day of “%(title)s”")
DAY_INSIDE = N_("a day of “%(title)s”")

DUE_THEN = N_("“%(first)s” is due on %(day)s, %(other)s.")
SAME_AUDIENCE = N_("“%(first)s” and “%(second)s” are both for %(audience)s, and both on %(day)s.")
SAME_AUDIENCE_DAYS = N_(
    "“%(first)s” and “%(second)s” are both for %(audience)s, and both from %(day)s to %(last)s."
)
IF_REPEATED = N_("If “%(first)s” is repeated, it would fall on %(day)s, %(other)s.")
REPEATED = N_("The repetition of “%(first)s” falls on %(day)s, %(other)s.")
ON_HOLIDAY = N_("“%(first)s” is due on %(day)s, a public holiday in %(zone)s: %(holiday)s.")
DUE_BEFORE_DOCUMENT = N_(
    "“%(first)s” is due on %(day)s, before its document is out: “%(second)s” is on %(last)s."
)
OPENS_BEFORE_DOCUMENT = N_(
    "“%(first)s” opens on %(day)s, before its document is out: “%(second)s” is on %(last)s."
)
BOTH_NEED = N_("“%(first)s” and “%(second)s” are both on %(day)s, and both need %(people)s.")
TWO_ROOMS = N_("“%(one)s” and “%(two)s” of “%(first)s” are at the same time on %(day)s, "
               "and both need %(people)s.")  # fmt: skip
MODERATOR_IN_TWO = N_(
    "“%(one)s” and “%(two)s” of “%(first)s” are at the same time on %(day)s, and %(people)s is to "
    "moderate in one of them and to be in both."
)
PLACE_TWICE = N_("%(place)s is needed twice on %(day)s: by “%(one)s” and by “%(two)s”.")
TOO_FAR = N_(
    "“%(second)s” in %(city)s begins on %(day)s, only %(hours)s h after “%(first)s” in %(place)s "
    "has ended, and both need %(people)s."
)
IN_THE_NIGHT = N_("“%(one)s” on %(day)s is in somebody's night: %(zones)s.")
IN_YOUR_NIGHT = N_("“%(one)s” on %(day)s is in your night: %(zones)s.")

Marks = dict[str, tuple[tuple[int, ...], bool]]


@dataclass(frozen=True)
class Say:
    """How a reader hears of things. `translate(pattern, **facts)` fills a pattern in, `day`
    writes a date, `people` names some of them, `night` says the hours of a sitting
    in a zone and how many people of it that concerns, `zone` says a zone."""

    translate: Callable[..., str]
    day: Callable[[date], str]
    people: Callable[[frozenset[int]], str]
    night: Callable[[str, Sitting, int], str]
    zone: Callable[[str], str]
    title: Callable[[str], str] = str


@dataclass(frozen=True)
class Clash:
    """Two things in each other's way, or one on a bad day or at a bad hour, from `day` to
    `last_day`.

    Not certain: it holds only if a series that was merely offered is accepted. `kind` is what is
    wrong. `sittings` are the rooms or hours it is about, `people` who would have to be in both,
    `zones` whose night it is; `facts` is what else the sentence says.
    """

    kind: str
    bars: tuple[Bar, ...]
    day: date
    last_day: date
    is_certain: bool
    pattern: str
    sittings: tuple[Sitting, ...] = ()
    people: frozenset[int] = frozenset()
    zones: tuple[tuple[str, int], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What it is known by: its kind and the things in it, whatever is known of them."""
        things = self.sittings or self.bars
        return f"{self.kind}:" + "+".join(sorted(thing.key for thing in things))

    @property
    def fingerprint(self) -> str:
        """A hash of what it is about. A clash that was accepted comes back when this changes;
        another title changes nothing."""
        about: list[Any] = [self.kind, self.pattern, self.day, self.last_day, self.is_certain]
        about += [(bar.key, bar.starts_on, bar.ends_on, bar.audience) for bar in self.bars]
        about += [(one.key, one.start_at, one.end_at, one.place) for one in self.sittings]
        about += [sorted(self.people), self.zones, self.facts]
        return hashlib.sha256(repr(about).encode()).hexdigest()[:32]

    def worded(self, say: Say) -> str:
        """Return the sentence."""
        titles = [say.title(bar.title) for bar in self.bars]
        facts = {"first": titles[0], "day": say.day(self.day), "audience": self.bars[0].audience}
        facts |= dict(self.facts)
        if len(titles) > 1:
            position = _position(self.day, self.bars[1])
            facts["second"], facts["other"] = titles[1], say.translate(position, title=titles[1])
        if self.last_day != self.day:
            facts["last"] = say.day(self.last_day)
        if self.people:
            facts["people"] = say.people(self.people)
        if self.pattern == ON_HOLIDAY:
            facts["zone"] = say.zone(self.bars[0].tz or "UTC")
        for name, sitting in zip(("one", "two"), self.sittings, strict=False):
            facts[name] = say.title(sitting.title)
        if self.zones:
            nights = [say.night(tz, self.sittings[0], count) for tz, count in self.zones]
            facts["zones"] = ", ".join(nights)
        return say.translate(self.pattern, **facts)

    @property
    def sentence(self) -> str:
        """The sentence in English, with numbers of people in place of their names."""
        return self.worded(ENGLISH)


def clash_marks(found: list[Clash]) -> Marks:
    """Return, by key of a bar, the numbers of its clashes, from 1, and whether one is certain."""
    marks: Marks = {}
    for number, clash in enumerate(found, start=1):
        for key in dict.fromkeys(bar.key for bar in clash.bars):
            numbers, is_certain = marks.get(key, ((), False))
            marks[key] = (*numbers, number), is_certain or clash.is_certain
    return marks


def _position(day: date, bar: Bar) -> str:
    """Return which day of a thing this is."""
    if bar.starts_on == bar.ends_on:
        return ONLY_DAY
    if day == bar.starts_on:
        return FIRST_DAY
    return LAST_DAY if day == bar.ends_on else DAY_INSIDE


def _count(people: frozenset[int]) -> str:
    return "one person" if len(people) == 1 else f"{len(people)} people"


ENGLISH = Say(
    translate=lambda pattern, **facts: pattern % facts,
    day=lambda day: f"{day:%a} {day.day} {day:%B %Y}",
    people=_count,
    night=lambda tz, sitting, count: f"{count} in {tz}",
    zone=str,
)
