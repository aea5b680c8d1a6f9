"""Dates in prose: which days a sentence names, and what about them is only inferred."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, pairwise

from eventsapp.reading import datewords as words
from eventsapp.reading import resolving

# A line with more is a list or an attack; each date is weighed against the words around it.
MOST_DATES = 40
_WRITTEN_YEAR = re.compile(r",?\s{0,3}(\d{4})\b")

FULL, WEEKDAY, DAY_ONLY, MEETING_DAY = "full", "weekday", "day", "meeting day"


@dataclass(frozen=True)
class FoundDate:
    """One day or run of days named in a text, `text[begin:finish]`; `doubts` are (code, sentence).

    `how` is full (day and month), weekday, day (of a month not named) or meeting day (`Day 2`).
    `repeats` is a rule beside the date, as an RFC 5545 recurrence.
    """

    start: date
    end: date
    as_written: str
    begin: int
    finish: int
    how: str = FULL
    is_year_inferred: bool = False
    repeats: str | None = None
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Finding:
    """The dates of a text in order, and doubts about what looked like one."""

    dates: tuple[FoundDate, ...]
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Part:
    """One written day: year None where unstated, weekday None likewise."""

    day: int
    month: int
    year: int | None
    weekday: int | None = None


@dataclass(frozen=True)
class _Written:
    """A run of the text that is a date, before it is resolved."""

    begin: int
    finish: int
    runs: tuple[tuple[_Part, _Part], ...]
    doubts: tuple[tuple[str, str], ...] = ()


def find_dates(
    text: str, *, said_on: date, meeting_days: Mapping[int, date] | None = None
) -> Finding:
    """Return the dates that a text names, each resolved from the day on which it was said.

    A year that is not stated is that of the first such date on or after `said_on` (for a run of
    days: of its last day), and the date says so. `meeting_days` gives the dates of `Day 1`, `Day
    2`, … A date that no calendar has, such as 31 February, is a doubt and no date.
    """
    dates: list[FoundDate] = []
    doubts: list[tuple[str, str]] = []
    written_dates = list(_joined(_written_dates(text), text))
    if len(written_dates) > MOST_DATES:
        doubts.append(("date-vague", _too_many(len(written_dates))))
    for written in written_dates[:MOST_DATES]:
        for run in written.runs:
            found = _with_unbelieved_year(_resolve(written, run, text, said_on), text)
            if found is None:
                doubts.append(("no-such-date", _no_such_date(text[written.begin : written.finish])))
            else:
                dates.append(found)
    taken = [(d.begin, d.finish) for d in dates]
    for found in islice(_inexact_dates(text, said_on, meeting_days or {}), MOST_DATES):
        if not any(found.begin < finish and begin < found.finish for begin, finish in taken):
            dates.append(found)
            taken.append((found.begin, found.finish))
    doubts += _vague(text, taken)
    return Finding(tuple(sorted(dates, key=lambda d: (d.begin, d.start))), tuple(doubts))


def _too_many(count: int) -> str:
    return (
        f"One line names {count} dates, and only the first {MOST_DATES} were read. Break it into "
        "several lines and hand the file over again."
    )


def _with_unbelieved_year(found: FoundDate | None, text: str) -> FoundDate | None:
    """Doubt a date that is followed by a year so far away that another one was taken."""
    if found is None or not found.is_year_inferred:
        return found
    year = _WRITTEN_YEAR.match(text, found.finish)
    if year is None:
        return found
    sentence = (
        f"“{found.as_written} {year[1]}” may name the year {year[1]}, which was not believed; "
        f"{found.start.year} was taken. Find out which year is meant."
    )
    return replace(found, doubts=(*found.doubts, ("date-ambiguous", sentence)))


def _no_such_date(written: str) -> str:
    return (
        f"“{written}” is not in the calendar, so no date was taken from it. Find out which day "
        "is meant."
    )


def _written_dates(text: str) -> list[_Written]:
    """Return day-first, month-first and numeric dates in order, without overlaps, longest first."""
    found: list[_Written] = []
    for pattern, read in (
        (words.NUMERIC, _read_numeric),
        (words.DAY_FIRST, _read_named),
        (words.MONTH_FIRST, _read_named),
    ):
        for match in pattern.finditer(text):
            written = read(match, text)
            if written and not any(
                written.begin < other.finish and other.begin < written.finish for other in found
            ):
                found.append(written)
    return sorted(found, key=lambda w: w.begin)


def _read_numeric(match: re.Match[str], text: str) -> _Written | None:
    stated_year = match["iso"] or match["year"]
    if len(stated_year) == 4 and not 1900 <= int(stated_year) < 2200:
        return None
    if match["iso"]:
        part = _Part(int(match["iso_day"]), int(match["iso_month"]), int(match["iso"]))
        return _Written(match.start(), match.end(), ((part, part),))
    day, month, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["sign"] == "." and len(match["year"]) == 2 and year < 20:
        return None  # the number of a chapter, 3.1.2
    year += 2000 if len(match["year"]) == 2 else 0
    doubts: tuple[tuple[str, str], ...] = ()
    if month > 12 >= day:
        day, month = month, day
        doubts = (("date-ambiguous", f"“{match[0]}” only makes sense with the month first."),)
    elif day <= 12 and day != month:
        doubts = (
            (
                "date-ambiguous",
                f"“{match[0]}” was read with the day first, as the UN writes dates. Check that "
                "the month was not meant to come first.",
            ),
        )
    part = _Part(day, month, year)
    return _Written(match.start(), match.end(), ((part, part),), doubts)


def _read_named(match: re.Match[str], text: str) -> _Written | None:
    month_word = match["month"].rstrip(".")
    if not words.is_month(month_word):
        return None
    if match.re is words.MONTH_FIRST and not month_word[0].isupper():
        return None
    month = words.MONTHS[month_word.lower()]
    year = int(match["year"]) if match["year"] else None
    weekday_before = match.groupdict().get("weekday")
    parts = _parts(match["days"], month, year, weekday_before)
    begin = match.start()
    is_between = re.search(r"\b(?:between|entre)\s+$", text[:begin], re.IGNORECASE) is not None
    return _Written(begin, match.end(), _runs(match["days"], parts, is_between))


def _parts(days: str, month: int, year: int | None, weekday_before: str | None) -> list[_Part]:
    pattern = rf"(?:(?P<weekday>{words.WEEKDAY}),?\s+{words.ARTICLE})?{words.DAY}"
    parts: list[_Part] = []
    for found in re.finditer(pattern, days, re.IGNORECASE):
        weekday = found["weekday"] or (weekday_before if not parts else None)
        number = words.WEEKDAYS[weekday.rstrip(".").lower()] if weekday else None
        parts.append(_Part(int(found["day"]), month, year, number))
    return parts


def _runs(days: str, parts: list[_Part], is_between: bool) -> tuple[tuple[_Part, _Part], ...]:
    """Return runs of days: `1 and 2` is one run, `18-28` is one, `3, 10 and 17` are three."""
    if len(parts) > 1:
        inner = re.sub(r"^\D*\d+", "", days)
        has_range = re.search(words.RANGE_SIGN + r"(?=\D*\d)", inner, re.IGNORECASE) is not None
        is_consecutive = all(b.day - a.day == 1 for a, b in pairwise(parts))
        if is_consecutive or (len(parts) == 2 and (has_range or is_between)):
            return ((parts[0], parts[-1]),)
    return tuple((part, part) for part in parts)


def _joined(dates: list[_Written], text: str) -> Iterator[_Written]:
    """Join two dates that are the ends of one run: `30 September – 2 October`."""
    waiting: _Written | None = None
    for written in dates:
        if waiting is not None and _is_one_run(waiting, written, text):
            run = (waiting.runs[0][0], written.runs[0][1])
            doubts = waiting.doubts + written.doubts
            waiting = replace(written, begin=waiting.begin, runs=(run,), doubts=doubts)
            continue
        if waiting is not None:
            yield waiting
        waiting = written
    if waiting is not None:
        yield waiting


def _is_one_run(first: _Written, second: _Written, text: str) -> bool:
    if any(len(w.runs) != 1 or w.runs[0][0] != w.runs[0][1] for w in (first, second)):
        return False
    between = text[first.finish : second.begin]
    if re.fullmatch(words.RANGE_SIGN + words.ARTICLE, between, re.IGNORECASE):
        return True
    if not re.fullmatch(rf"{words.LIST_SIGN}{words.ARTICLE}", between, re.IGNORECASE):
        return False
    before = text[: first.begin]
    return re.search(r"\b(?:between|entre)\s+$", before, re.IGNORECASE) is not None


def _resolve(
    written: _Written, run: tuple[_Part, _Part], text: str, said_on: date
) -> FoundDate | None:
    first, last = run
    if not all(resolving.exists_in_some_year(part.month, part.day) for part in run):
        return None
    year = last.year or first.year
    if last.year:
        end = resolving.day_of(last.year, last.month, last.day)
    else:
        end = resolving.first_on_or_after(last.month, last.day, said_on)
    if end is None:
        return None
    start = _start_of_run(first, end)
    if start is None or start > end:
        return None
    begin, finish, repeats, doubts = written.begin, written.finish, None, list(written.doubts)
    is_inferred = year is None
    rule = words.RULE.match(text, finish)
    if rule:
        finish = rule.end()
        repeats, rule_doubts = _rule(rule, start, text[begin:finish])
        doubts += rule_doubts
    found = FoundDate(
        start, end, text[begin:finish].strip(), begin, finish, FULL, is_inferred, repeats
    )
    doubts += _weekday_doubts(found, run, text)
    if is_inferred:
        doubts += _year_doubts(found, said_on)
    return replace(found, doubts=tuple(doubts))


def _start_of_run(first: _Part, end: date) -> date | None:
    if first.year:
        return resolving.day_of(first.year, first.month, first.day)
    return resolving.last_on_or_before(first.month, first.day, end)


def _rule(rule: re.Match[str], on: date, written: str) -> tuple[str | None, list[tuple[str, str]]]:
    ordinal = words.ORDINALS[rule["ordinal"].lower()]
    weekday = words.WEEKDAYS[rule["weekday"].rstrip(".").lower()]
    if resolving.is_nth_weekday(on, ordinal, weekday):
        code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
        return f"FREQ=MONTHLY;BYDAY={ordinal}{code}", []
    sentence = (
        f"“{written}”: {on.day} {on:%B %Y} is not the {rule['ordinal']} {rule['weekday']} of "
        "its month. Find out which of the two is meant."
    )
    return None, [("weekday-wrong", sentence)]


def _weekday_doubts(found: FoundDate, run: tuple[_Part, _Part], text: str) -> list[tuple[str, str]]:
    claims = [(found.start, run[0].weekday), (found.end, run[1].weekday)]
    after = words.WEEKDAY_AFTER.match(text, found.finish)
    if after:
        claims.append((found.end, words.WEEKDAYS[after["weekday"].rstrip(".").lower()]))
    wrong = {(on, weekday) for on, weekday in claims if weekday not in (None, on.weekday())}
    return [
        ("weekday-wrong", resolving.weekday_sentence(found.as_written, on, weekday))
        for on, weekday in sorted(wrong, key=str)
        if weekday is not None
    ]


def _year_doubts(found: FoundDate, said_on: date) -> list[tuple[str, str]]:
    doubts = [
        (
            "year-inferred",
            f"“{found.as_written}” names no year. {found.end.year} was taken: the first such "
            f"date on or after {said_on.day} {said_on:%B %Y}.",
        )
    ]
    recent = resolving.was_recent(found.end.month, found.end.day, said_on)
    if recent:
        doubts.append(
            (
                "date-ambiguous",
                f"“{found.as_written}” may also be {recent.day} {recent:%B %Y}, "
                f"{(said_on - recent).days} days before it was said. Find out which is meant.",
            )
        )
    return doubts


def _inexact_dates(
    text: str, said_on: date, meeting_days: Mapping[int, date]
) -> Iterator[FoundDate]:
    for match in words.MONTH_END.finditer(text):
        if words.is_month(match["month"].rstrip(".")):
            yield _end_of_month(match, said_on)
    for match in words.WEEKDAY_ALONE.finditer(text):
        yield _weekday_alone(match, said_on)
    for match in words.DAY_ALONE.finditer(text):
        on = resolving.first_day_number_after(int(match["day"] or match["day2"]), said_on)
        group = "written" if match["written"] else "written2"
        if on is not None:
            sentence = (
                f"“{match[group]}” names no month and no year. {on.day} {on:%B %Y} was taken: "
                f"the first such day after {said_on.day} {said_on:%B %Y}."
            )
            begin, finish = match.span(group)
            doubts = (("year-inferred", sentence),)
            yield FoundDate(on, on, match[group], begin, finish, DAY_ONLY, True, doubts=doubts)
    for match in words.MEETING_DAYS.finditer(text):
        first = meeting_days.get(int(match["first"]))
        last = meeting_days.get(int(match["last"] or match["first"]))
        if first is not None and last is not None and first <= last:
            yield FoundDate(first, last, match["written"], *match.span("written"), MEETING_DAY)


def _end_of_month(match: re.Match[str], said_on: date) -> FoundDate:
    month = words.MONTHS[match["month"].rstrip(".").lower()]
    year = int(match["year"]) if match["year"] else said_on.year
    if not match["year"] and resolving.month_end(year, month) < said_on:
        year += 1
    on = resolving.month_end(year, month)
    sentence = f"“{match[0]}” was taken as {on.day} {on:%B %Y}, the last day of the month."
    code = "date-ambiguous" if match["year"] else "year-inferred"
    return FoundDate(
        on, on, match[0], *match.span(), FULL, not match["year"], doubts=((code, sentence),)
    )


def _weekday_alone(match: re.Match[str], said_on: date) -> FoundDate:
    weekday = words.WEEKDAYS[match["weekday"].rstrip(".").lower()]
    on = resolving.first_weekday_after(weekday, said_on)
    sentence = (
        f"“{match[0]}” names only the weekday. {on.day} {on:%B %Y} was taken: the first "
        f"{words.WEEKDAY_NAMES[weekday]} after {said_on.day} {said_on:%B %Y}."
    )
    doubts = [("year-inferred", sentence)]
    week_later = on + timedelta(days=7)
    if said_on.weekday() == weekday or re.search(r"\bnext\b|prochain|pr[óo]xim", match[0], re.I):
        other = said_on if said_on.weekday() == weekday else week_later
        doubts.append(
            (
                "date-ambiguous",
                f"“{match[0]}” may also mean {other.day} {other:%B %Y}. Find out which is meant.",
            )
        )
    return FoundDate(on, on, match[0], *match.span(), WEEKDAY, True, doubts=tuple(doubts))


def _vague(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    for match in words.VAGUE.finditer(text):
        month = match["month"]
        is_taken = any(match.start() < finish and begin < match.end() for begin, finish in taken)
        if is_taken or (month and not words.is_month(month.rstrip("."))):
            continue
        yield (
            "date-vague",
            f"“{match[0]}” is no exact date, so nothing was put in the calendar. Enter the day "
            "once it is known.",
        )
