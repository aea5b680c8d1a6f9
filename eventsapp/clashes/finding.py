"""What gets in each other's way in a plan. Pure.

Every search sorts once and sweeps (`sweeping`), so it takes n log n steps and one for each clash.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from eventsapp.clashes.hours import PERSON, clashes_of_hours
from eventsapp.clashes.quiet import YEAR_END, QuietPeriod
from eventsapp.clashes.sittings import Plan
from eventsapp.clashes.sweeping import Open
from eventsapp.clashes.wording import (
    DUE_BEFORE_DOCUMENT,
    DUE_THEN,
    IF_REPEATED,
    ON_HOLIDAY,
    OPENS_BEFORE_DOCUMENT,
    REPEATED,
    SAME_AUDIENCE,
    SAME_AUDIENCE_DAYS,
    Clash,
)
from eventsapp.planning.planned import DEADLINE, RELEASE, Bar

SAME_DAY, FOR_THE_SAME, QUIET, HOLIDAY, DOCUMENT = "day", "audience", "quiet", "holiday", "document"
EVERYWHERE = "everywhere"


def clashes(plan: Plan, quiet_periods: tuple[QuietPeriod, ...] = (YEAR_END,)) -> list[Clash]:
    """Return what people should be warned about, earliest first, the certain ones first on a day.

    - A deadline on a day of a meeting or consultation, whoever they are for: the secretariat is
      busy with both. Not so on the last day of the consultation that it closes.
    - A repetition of a series on a day of another meeting or consultation, whoever they are for.
    - Two meetings or consultations for one audience on a day. An audience that is not stated
      matches nothing.
    - Anything that binds people to a day inside a quiet period; a deadline on a public holiday
      where it counts.
    - A deadline, or the opening of a consultation, before its document is out.
    - What `hours.clashes_of_hours` finds: people and places that are needed twice, journeys that
      cannot be made, and nights.

    Of two processes nothing clashes by its day alone: other people do it. Cancelled things,
    releases and editing windows clash with nothing. Neither does a consultation that is open
    online or longer than three weeks: people take part when it suits them. Two repetitions of one
    series never meet.
    """
    alive = [bar for bar in plan.bars if not bar.is_cancelled]
    of_hours = clashes_of_hours(plan.sittings)
    # Who they are says more than for whom both are.
    told = {_keys(one) for one in of_hours if one.kind == PERSON}
    found = [
        *(one for one in _pairs(alive) if one.kind != FOR_THE_SAME or _keys(one) not in told),
        *_quiet(alive, quiet_periods),
        *_on_holidays(alive, plan, quiet_periods),
        *_before_documents(alive),
        *of_hours,
    ]
    return sorted(found, key=_order)


def _pairs(bars: list[Bar]) -> Iterator[Clash]:
    for one, other in _on_one_day(bars):
        pair = _as_told(one, other)
        kind, pattern = _told_by(*pair)
        day, last_day = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
        if pattern == SAME_AUDIENCE and day != last_day:
            pattern = SAME_AUDIENCE_DAYS
        yield Clash(kind, pair, day, last_day, _is_certain(pair), pattern)


def _on_one_day(bars: list[Bar]) -> Iterator[tuple[Bar, Bar]]:
    """Yield the pairs of bars that clash by their days, by sweeping over these.

    A bar looks only at what it would clash with: a deadline at sittings, a repetition at all that
    binds, another sitting at deadlines, at repetitions and at its own audience.
    """
    running: Open[Bar] = Open()
    bars = sorted((bar for bar in bars if bar.binds), key=lambda bar: bar.order)
    # Only what belongs to no process looks at all of them.
    also = (EVERYWHERE,) if any(bar.scope is None for bar in bars) else ()
    for bar in bars:
        looks_at = _looks_at(bar)
        for scope in (EVERYWHERE,) if bar.scope is None else (bar.scope, None):
            for group in looks_at:
                for other in running.since(bar.starts_on, (*group, scope)):
                    if not _belong_together(bar, other):
                        yield other, bar
        groups = [(*group, scope) for group in _stands_in(bar) for scope in (bar.scope, *also)]
        running.add(bar, bar.ends_on, *groups)


def _belong_together(one: Bar, other: Bar) -> bool:
    """Return whether two things are of one series, or a deadline and what it closes."""
    is_one_series = one.series is not None and one.series == other.series
    closes = one.about is not None and one.about == other.about
    return is_one_series or (closes and DEADLINE in {one.kind, other.kind})


def _looks_at(bar: Bar) -> list[tuple[str, ...]]:
    if bar.kind == DEADLINE:
        return [("sittings",)]
    if bar.is_projected:
        return [("sittings",), ("deadlines",)]
    looks_at: list[tuple[str, ...]] = [("deadlines",), ("repetitions",)]
    return [*looks_at, ("entered", bar.audience.casefold())] if bar.audience else looks_at


def _stands_in(bar: Bar) -> list[tuple[str, ...]]:
    if bar.kind == DEADLINE:
        return [("deadlines",)]
    if bar.is_projected:
        return [("sittings",), ("repetitions",)]
    return [("sittings",), *([("entered", bar.audience.casefold())] if bar.audience else [])]


def _as_told(one: Bar, other: Bar) -> tuple[Bar, Bar]:
    """Put first what the sentence is about: a repetition, else a deadline, else the earlier."""
    swap = (other.is_projected, other.kind == DEADLINE) > (one.is_projected, one.kind == DEADLINE)
    return (other, one) if swap else (one, other)


def _told_by(first: Bar, second: Bar) -> tuple[str, str]:
    """Return the kind of clash, and its sentence, of two things on one day."""
    if first.is_projected:
        return SAME_DAY, IF_REPEATED if first.is_offered else REPEATED
    if first.kind == DEADLINE:
        return SAME_DAY, DUE_THEN
    return FOR_THE_SAME, SAME_AUDIENCE


def _quiet(bars: list[Bar], periods: tuple[QuietPeriod, ...]) -> Iterator[Clash]:
    for bar in bars:
        if not bar.binds:
            continue
        for period in periods:
            if day := period.day_in(bar.starts_on, bar.ends_on):
                pattern = _quiet_pattern(bar, period)
                yield Clash(QUIET, (bar,), day, day, _is_certain((bar,)), pattern)


def _quiet_pattern(bar: Bar, period: QuietPeriod) -> str:
    if not bar.is_projected:
        return period.sentence
    return period.if_repeated if bar.is_offered else period.repeated


def _on_holidays(bars: list[Bar], plan: Plan, quiet: tuple[QuietPeriod, ...]) -> Iterator[Clash]:
    """Yield the deadlines on public holidays, but not those of which a quiet period says more."""
    for bar in bars:
        name = plan.holidays.get((bar.tz or "", bar.ends_on)) if bar.kind == DEADLINE else None
        if name and not any(period.day_in(bar.ends_on, bar.ends_on) for period in quiet):
            facts = (("holiday", name),)
            yield Clash(HOLIDAY, (bar,), bar.ends_on, bar.ends_on, True, ON_HOLIDAY, facts=facts)


def _before_documents(bars: list[Bar]) -> Iterator[Clash]:
    """Yield what people are to do about a document before the release that brings it out."""
    released: dict[str, Bar] = {}
    waiting: dict[str, list[Bar]] = defaultdict(list)
    for bar in sorted(bars, key=lambda bar: bar.order):
        if bar.about is None or bar.is_projected:
            continue
        if bar.kind == RELEASE:
            released.setdefault(bar.about, bar)
        else:
            waiting[bar.about].append(bar)
    for about, release in released.items():
        for bar in waiting[about]:
            day = _needed_on(bar)
            if day < release.starts_on:
                pattern = DUE_BEFORE_DOCUMENT if bar.kind == DEADLINE else OPENS_BEFORE_DOCUMENT
                yield Clash(DOCUMENT, (bar, release), day, release.starts_on, True, pattern)


def _needed_on(bar: Bar) -> date:
    return bar.ends_on if bar.kind == DEADLINE else bar.starts_on


def _order(clash: Clash) -> tuple[date, bool, list[str], str]:
    return clash.day, not clash.is_certain, [bar.title for bar in clash.bars], clash.key


def _keys(clash: Clash) -> frozenset[str]:
    return frozenset(bar.key for bar in clash.bars)


def _is_certain(bars: tuple[Bar, ...]) -> bool:
    return not any(bar.is_offered for bar in bars)
