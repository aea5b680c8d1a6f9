"""When people are reminded of a deadline: a day and 09:00 on each reader's own clock. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from eventsapp.walltime import moment_at

NINE = time(9, 0)
# Where a day begins first and ends last on the inhabited Earth and its ships.
FIRST_TZ, LAST_TZ = "Etc/GMT-14", "Etc/GMT+12"


@dataclass(frozen=True)
class Round:
    """One planned round of reminders, as `due_rounds` needs it; `planned_at` may be unknown."""

    reminder_id: int
    remind_on: date
    at_time: time = NINE
    planned_at: datetime | None = None


@dataclass(frozen=True)
class DueRounds:
    """What is due for one reader: the round to send, and earlier ones that nobody sent in time."""

    latest: Round | None
    missed: tuple[Round, ...]


@dataclass(frozen=True)
class Reader:
    """One person who owes something, as a reminder needs them. `tz` is None where not stated."""

    obligation_id: int
    person_id: int
    name: str
    tz: str | None
    languages: tuple[str, ...]
    address: str | None
    owed_at: datetime | None
    reminded_on: date | None


@dataclass(frozen=True)
class PlannedReminder:
    """A reminder that will leave, from `at` on (09:00 in `first_tz`), to how many people."""

    reminder_id: int
    deadline_id: int
    title: str
    days_before: int
    at: datetime
    first_tz: str
    recipients: int
    zones: int
    unreachable: int


def reminder_times(due_on: date, days_before: Iterable[int], tz: ZoneInfo) -> list[datetime]:
    """Return the moments at which to remind people of a deadline, earliest first, in UTC.

    Each moment is 09:00 wall time in `tz`, `days_before` calendar days before `due_on` (0: the day
    itself), so a change to summer time moves the UTC hour and not the hour people see. Repeated
    numbers count once. An empty list means no reminder.

    Raises ValueError if a number is negative: nobody is reminded after the day; overdue notices
    are another thing.
    """
    return [moment_at(day, NINE, tz.key) for day in reminder_days(due_on, days_before).values()]


def reminder_days(due_on: date, days_before: Iterable[int]) -> dict[int, date]:
    """Return on which day each number of `days_before` falls, earliest day first.

    Raises ValueError if a number is negative.
    """
    numbers = sorted(set(days_before), reverse=True)
    if numbers and numbers[-1] < 0:
        raise ValueError(f"Nobody is reminded {-numbers[-1]} days after a deadline")
    return {number: due_on - timedelta(days=number) for number in numbers}


def end_of_day(day: date, tz: str) -> datetime:
    """Return the moment in UTC at which `day` ends in `tz`: midnight, or when clocks next exist."""
    return moment_at(day + timedelta(days=1), time(0), tz)


def end_of(due_on: date, at_time: time | None, tz: str) -> datetime:
    """Return the moment in UTC by which something is due: at its hour, else as the day ends."""
    return end_of_day(due_on, tz) if at_time is None else moment_at(due_on, at_time, tz)


def latest_day(now: datetime) -> date:
    """Return the day that it is where days begin first: nowhere on Earth is it later."""
    return now.astimezone(ZoneInfo(FIRST_TZ)).date()


def has_passed_everywhere(day: date, at_time: time, now: datetime) -> bool:
    """Return whether nobody can any more be reminded at `at_time` on `day`."""
    return moment_at(day, at_time, LAST_TZ) < now


def due_rounds(
    rounds: Iterable[Round],
    tz: str,
    now: datetime,
    *,
    owed_at: datetime | None = None,
    reminded_on: date | None = None,
) -> DueRounds:
    """Return what is due at `now` for one reader in `tz`.

    Only the latest goes out; earlier ones that are due too, because nothing ran when their moment
    came, are `missed`. What the reader got already (`reminded_on`) is not due again, and neither
    is a round whose moment had passed when it was planned or when the reader came to owe it.
    """
    due = []
    for one in sorted(rounds, key=lambda one: one.remind_on):
        moment = moment_at(one.remind_on, one.at_time, tz)
        begun = max((start for start in (owed_at, one.planned_at) if start), default=None)
        is_new = reminded_on is None or one.remind_on > reminded_on
        if is_new and moment <= now and (begun is None or begun <= moment):
            due.append(one)
    return DueRounds(due[-1], tuple(due[:-1])) if due else DueRounds(None, ())


def next_moment(
    rounds_and_zones: Iterable[tuple[date, time, str]], after: datetime
) -> datetime | None:
    """Return the first moment after `after` at which somebody is reminded, or None."""
    moments = (moment_at(day, at_time, tz) for day, at_time, tz in rounds_and_zones)
    return min((moment for moment in moments if moment > after), default=None)


@lru_cache(maxsize=2000)
def known_zone(tz: str | None) -> str | None:
    """Return the zone if there is one of this name, else None: then it counts as not stated."""
    return tz if tz and tz in available_timezones() else None


def due_in_zone(
    due_on: date, deadline_tz: str, tz: str | None, at_time: time | None = None
) -> tuple[datetime, str] | None:
    """Return the end of `due_on`, or its hour, as the reader's clock shows it, with their zone.

    None if the reader's zone is not known or is the deadline's own.
    """
    if tz is None or tz == deadline_tz:
        return None
    return end_of(due_on, at_time, deadline_tz).astimezone(ZoneInfo(tz)), tz
