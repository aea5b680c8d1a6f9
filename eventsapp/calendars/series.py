"""What a repeated consultation makes in calendars. Pure.

Each rule is an entry that repeats itself, on the clock of its zone; a date that was moved is an
entry of the same UID that stands for the start it had (RECURRENCE-ID), one that was called off is
left out (EXDATE), and an added one has a UID of its own: lists of dates (RDATE) are read badly.
Source: RFC 5545, 3.8.4.4 and 3.8.5.1.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from eventsapp.calendars.entries import (
    DatedFacts,
    Link,
    RuleFacts,
    SingleFacts,
    Words,
    dated_entry,
    hours_of,
    status_of,
)
from eventsapp.calendars.ics import Entry
from eventsapp.sessions.dates import (
    Part,
    Stretch,
    cut_before,
    days_of_parts,
    last_day,
)
from eventsapp.walltime import SKIPPED, clock_doubt


def series_entries(
    dated: DatedFacts,
    rules: Sequence[RuleFacts],
    singles: Sequence[SingleFacts],
    words: Words,
    link: Link,
) -> list[Entry]:
    """Return the entries of one consultation: itself, or those of its series.

    Versions only grow: that of a date is the sum of its own and the consultation's, as a change of
    the place changes all of them; that of a series counts the dates it left out or has again.
    """
    whole = dated_entry(dated, words, link)
    if dated.rrule is None:
        return [whole]
    later = sorted((r for r in rules if r.starts_on > dated.starts_on), key=lambda r: r.starts_on)
    found = []
    for master, stretch, days in _masters(whole, dated, later, singles):
        found += _with_singles(master, stretch, days, dated.tz, singles)
    added = [single for single in singles if single.is_added]
    hours = later[-1] if later else dated
    return found + [_added(whole, dated, hours, single) for single in added]


def _masters(
    whole: Entry, dated: DatedFacts, later: list[RuleFacts], singles: Sequence[SingleFacts]
) -> list[tuple[Entry, Stretch, tuple[date, ...]]]:
    """Return the entry of each rule with its stretch and days; each ends before the next begins."""
    first = Part(dated.starts_on, dated.rrule, dated.starts_at_time, dated.ends_at_time)
    parts: list[Stretch] = [first, *later]
    # Of a series without end only the days are of interest that a single date may be.
    latest = max((single.original_on for single in singles), default=dated.starts_on)
    stretches = days_of_parts(parts, last_day(parts) or latest)
    masters = [whole, *(_of_rule(whole, dated, rule) for rule in later)]
    following = [*(rule.starts_on for rule in later), None]
    return [
        (_cut(master, part.starts_on, next_on), part, days)
        for master, (part, days), next_on in zip(masters, stretches, following, strict=True)
    ]


def _of_rule(whole: Entry, dated: DatedFacts, rule: RuleFacts) -> Entry:
    return replace(
        whole,
        uid=rule.uid,
        sequence=whole.sequence + rule.sequence,
        changed_at=max(whole.changed_at, rule.changed_at),
        rrule=rule.rrule,
        **_when(rule.starts_on, rule, dated.tz),
    )


def _cut(master: Entry, starts_on: date, next_on: date | None) -> Entry:
    if next_on is None or master.rrule is None:
        return master
    return replace(master, rrule=cut_before(master.rrule, starts_on, next_on))


def _with_singles(
    master: Entry,
    stretch: Stretch,
    days: tuple[date, ...],
    tz: str,
    singles: Sequence[SingleFacts],
) -> list[Entry]:
    """Return the entry of a rule, and those of its dates that are moved to another day or hour."""
    own = {single.original_on: single for single in singles if single.original_on in days}
    left_out = [day for day, single in own.items() if single.is_added or single.cancelled_at]
    moved = [
        _moved(master, stretch, tz, day, single)
        for day, single in own.items()
        if day not in left_out and (single.on_date != day or single.starts_at_time is not None)
    ]
    # Programs leave out an hour that clocks skip that day (RFC 5545, 3.3.10), so it is stated.
    skipped = [
        _at(master, stretch, tz, day, day)
        for day in days
        if day not in own and clock_doubt(day, stretch.starts_at_time, tz) == SKIPPED
    ]
    starts = tuple(_start(day, stretch, tz) for day in sorted(left_out))
    stamps = [single.series_changed_at for single in own.values() if single.series_changed_at]
    series = replace(
        master,
        left_out=starts,
        sequence=master.sequence + sum(single.series_sequence for single in own.values()),
        changed_at=max((master.changed_at, *stamps)),
    )
    return [series, *moved, *skipped]


def _moved(master: Entry, stretch: Stretch, tz: str, day: date, single: SingleFacts) -> Entry:
    hours = single if single.starts_at_time is not None else stretch
    return replace(
        _at(master, hours, tz, day, single.on_date),
        replaces=_start(day, stretch, tz),
        sequence=master.sequence + single.sequence,
        changed_at=max(master.changed_at, single.changed_at),
    )


def _at(master: Entry, hours: Any, tz: str, original_on: date, day: date) -> Entry:
    when = _when(day, hours, tz)
    if when["start_at"] is not None:
        when |= {key: _real(when[key]) for key in ("start_at", "end_at")}
    return replace(master, rrule=None, left_out=(), replaces=_start(original_on, hours, tz), **when)


def _added(whole: Entry, dated: DatedFacts, hours: Any, single: SingleFacts) -> Entry:
    stated = single if single.starts_at_time is not None else hours
    return replace(
        whole,
        uid=single.uid,
        sequence=whole.sequence + single.sequence,
        changed_at=max(whole.changed_at, single.changed_at),
        rrule=None,
        status=status_of(dated.certainty, dated.cancelled_at or single.cancelled_at),
        **_when(single.on_date, stated, dated.tz),
    )


def _when(day: date, hours: Any, tz: str) -> dict[str, Any]:
    """Return all that says when an entry is, and whether it leaves the reader free."""
    known = hours_of(day, hours, tz)
    nothing = dict.fromkeys(("start_at", "end_at", "first_day", "last_day"))
    return nothing | known | {"is_transparent": "start_at" not in known}


def _start(day: date, stretch: Stretch, tz: str) -> date | datetime:
    """Return the start that the rule gives a day, in the form in which its entry begins."""
    if stretch.starts_at_time is None:
        return day
    return datetime.combine(day, stretch.starts_at_time, ZoneInfo(tz))


def _real(moment: datetime) -> datetime:
    """Return a moment on a clock that shows it: an hour that is skipped is an hour later."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)
