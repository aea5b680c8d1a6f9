"""What gets in each other's way on a timeline. Pure.

The sentences are patterns for the translator; `Clash.worded` fills one in, `Clash.sentence` is
its English.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from eventsapp.reports.timeline import CONSULTATION, DEADLINE, MEETING, OPEN_ONLINE, Bar
from eventsapp.translation import N_

LONGEST_SITTING = timedelta(days=21)
Translate = Callable[..., str]


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


@dataclass(frozen=True)
class QuietPeriod:
    """Days of every year on which nobody is asked to do anything: month and day, both included.

    It may cross the end of the year. `sentence`, `if_repeated` and `repeated` say that a thing
    falls into it.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    sentence: str
    if_repeated: str
    repeated: str

    def day_in(self, starts_on: date, ends_on: date) -> date | None:
        """Return the first of these days that is quiet, or None."""
        for year in range(starts_on.year - 1, ends_on.year + 1):
            opens = date(year, *self.first)
            closes = date(year + (self.last < self.first), *self.last)
            if starts_on <= closes and opens <= ends_on:
                return max(starts_on, opens)
        return None


YEAR_END = QuietPeriod(
    first=(12, 24),
    last=(1, 1),
    sentence=N_("“%(first)s” falls on %(day)s, in the year-end holidays."),
    if_repeated=N_(
        "If “%(first)s” is repeated, it would fall on %(day)s, in the year-end holidays."
    ),
    repeated=N_("The repetition of “%(first)s” falls on %(day)s, in the year-end holidays."),
)


@dataclass(frozen=True)
class Clash:
    """Two things that are in each other's way, or one in a quiet period, from `day` to `last_day`.

    Not certain: it holds only if a series that was merely offered is accepted.
    """

    bars: tuple[Bar, ...]
    day: date
    last_day: date
    is_certain: bool
    pattern: str

    def worded(self, translate: Translate, day: Callable[[date], str]) -> str:
        """Return the sentence: `translate(pattern, **facts)` translates, `day` writes a date."""
        facts = {
            "first": self.bars[0].title,
            "day": day(self.day),
            "last": day(self.last_day),
            "audience": self.bars[0].audience,
        }
        if len(self.bars) > 1:
            second = self.bars[1]
            facts["second"] = second.title
            facts["other"] = translate(_position(self.day, second), title=second.title)
        return translate(self.pattern, **facts)

    @property
    def sentence(self) -> str:
        """The sentence in English."""
        return self.worded(lambda pattern, **facts: pattern % facts, _english_day)


def clashes(bars: list[Bar], quiet_periods: tuple[QuietPeriod, ...] = (YEAR_END,)) -> list[Clash]:
    """Return what people should be warned about, earliest first, the certain ones first on a day.

    - A deadline on a day of a meeting or consultation, whoever they are for: the secretariat is
      busy with both.
    - A repetition of a series on a day of another meeting or consultation, whoever they are for.
    - Two meetings or consultations for one audience on a day. An audience that is not stated
      matches nothing.
    - Anything that binds people to a day inside a quiet period.

    Cancelled things, releases and editing windows clash with nothing. Neither does a consultation
    that is open online or longer than three weeks: people take part when it suits them. Two
    repetitions of one series never meet.
    """
    alive = [bar for bar in bars if not bar.is_cancelled]
    found = [*_pairs(alive), *_quiet(alive, quiet_periods)]
    return sorted(found, key=lambda clash: (clash.day, not clash.is_certain, clash.sentence))


def clash_marks(found: list[Clash]) -> dict[str, tuple[tuple[int, ...], bool]]:
    """Return, by key of a bar, the numbers of its clashes, from 1, and whether one is certain."""
    marks: dict[str, tuple[tuple[int, ...], bool]] = {}
    for number, clash in enumerate(found, start=1):
        for bar in clash.bars:
            numbers, is_certain = marks.get(bar.key, ((), False))
            marks[bar.key] = (*numbers, number), is_certain or clash.is_certain
    return marks


def _pairs(bars: list[Bar]) -> Iterator[Clash]:
    for one, other in combinations(sorted(bars, key=lambda bar: bar.order), 2):
        if one.ends_on < other.starts_on or _is_one_series(one, other):
            continue
        pair = _as_told(one, other)
        if pattern := _pattern(*pair):
            day, last_day = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
            yield Clash(pair, day, last_day, _is_certain(pair), _days(pattern, day, last_day))


def _as_told(one: Bar, other: Bar) -> tuple[Bar, Bar]:
    """Put first what the sentence is about: a repetition, else a deadline, else the earlier."""
    swap = (other.is_projected, other.kind == DEADLINE) > (one.is_projected, one.kind == DEADLINE)
    return (other, one) if swap else (one, other)


def _pattern(first: Bar, second: Bar) -> str | None:
    """Return the sentence by which two things on one day clash, or None when they do not."""
    if first.is_projected and _is_sitting(first) and _binds(second):
        return IF_REPEATED if first.is_offered else REPEATED
    if not _is_sitting(second):
        return None
    if first.kind == DEADLINE:
        return DUE_THEN
    if _is_sitting(first) and first.audience and _same(first.audience, second.audience):
        return SAME_AUDIENCE
    return None


def _days(pattern: str, day: date, last_day: date) -> str:
    return SAME_AUDIENCE_DAYS if pattern == SAME_AUDIENCE and day != last_day else pattern


def _quiet(bars: list[Bar], periods: tuple[QuietPeriod, ...]) -> Iterator[Clash]:
    for bar in bars:
        if not _binds(bar):
            continue
        for period in periods:
            if day := period.day_in(bar.starts_on, bar.ends_on):
                yield Clash((bar,), day, day, _is_certain((bar,)), _quiet_pattern(bar, period))


def _quiet_pattern(bar: Bar, period: QuietPeriod) -> str:
    if not bar.is_projected:
        return period.sentence
    return period.if_repeated if bar.is_offered else period.repeated


def _is_sitting(bar: Bar) -> bool:
    """Return whether people must be there on the days of this thing."""
    if bar.kind == MEETING:
        return True
    is_short = bar.ends_on - bar.starts_on < LONGEST_SITTING
    return bar.kind == CONSULTATION and is_short and not _same(OPEN_ONLINE, bar.audience)


def _binds(bar: Bar) -> bool:
    return _is_sitting(bar) or bar.kind == DEADLINE


def _is_one_series(one: Bar, other: Bar) -> bool:
    return one.series is not None and one.series == other.series


def _is_certain(bars: tuple[Bar, ...]) -> bool:
    return not any(bar.is_offered for bar in bars)


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.casefold() == other.casefold()


def _position(day: date, bar: Bar) -> str:
    """Return which day of a thing this is."""
    if bar.starts_on == bar.ends_on:
        return ONLY_DAY
    if day == bar.starts_on:
        return FIRST_DAY
    return LAST_DAY if day == bar.ends_on else DAY_INSIDE


def _english_day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B %Y}"
