"""The verbs of the single dates of a series: move one, call it off, add one, take it back.

What the rules give stays untouched, and so does the row of the series: two people who change two
dates are not in each other's way.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from eventsapp.accounts.models import User
from eventsapp.columns import new_uid
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_day
from eventsapp.history.services import record
from eventsapp.sessions.dates import Occurrence
from eventsapp.sessions.models import SessionDate
from eventsapp.sessions.queries import Plan, Series, plan_of, single_of


@dataclass(frozen=True)
class Hours:
    """Hours on the wall in the zone of the series; empty where nobody stated them."""

    starts: time | None = None
    ends: time | None = None


def move_date(
    series: Series,
    original_on: date,
    on_date: date,
    hours: Hours,
    *,
    reason: str | None,
    now: datetime,
    by: User,
) -> SessionDate | None:
    """Move one date of a series; it stays the one of `original_on`.

    Hours that are empty or those of the series are not its own: they change with the series.

    Returns what is otherwise about it now, or None if nothing is and nothing changed. Raises
    RuleBroken when the series has no such date, or another one on the new day.
    """
    plan = plan_of(series)
    one = date_of(series, plan, original_on)
    other = _on_day(series, plan, on_date)
    if other is not None and other.original_on != original_on:
        raise RuleBroken(
            f"{_say(on_date)} is a date of this series already. Choose another day, or call that "
            "one off first."
        )
    usual = plan.parts[-1 if one.part is None else one.part]
    if hours == Hours(usual.starts_at_time, usual.ends_at_time):
        hours = Hours()
    single = single_of(series, original_on)
    if on_date == original_on and hours == Hours() and single is None:
        return None
    if single is not None and _is_so(single, on_date, hours, reason):
        return single
    was_cancelled = one.is_cancelled
    single = single or _new_single(series, original_on, now)
    single.on_date, single.reason, single.cancelled_at = on_date, reason, None
    single.starts_at_time, single.ends_at_time = hours.starts, hours.ends
    single.touch(now, moved=True)
    if was_cancelled:
        _note_in_series(single, now)
    _write_down("moved a date", series, single, now, by)
    return single


def cancel_date(
    series: Series, original_on: date, *, reason: str | None, now: datetime, by: User
) -> SessionDate:
    """Call off one date of a series; the others stay. A second time changes nothing.

    Raises RuleBroken when the series has no such date, or no other one.
    """
    plan = plan_of(series)
    one = date_of(series, plan, original_on)
    single = single_of(series, original_on)
    if single is not None and single.cancelled_at is not None:
        return single
    last = plan.ends_on
    if last is not None:
        left = [other for other in plan.dates(series.tz, last) if not other.is_cancelled]
        if left == [one]:
            raise RuleBroken("This is the only date left. Cancel the consultation as a whole.")
    single = single or _new_single(series, original_on, now)
    single.cancelled_at, single.reason = now, reason
    single.touch(now, moved=True)
    _note_in_series(single, now)
    _write_down("called off a date", series, single, now, by)
    return single


def take_back(series: Series, original_on: date, *, now: datetime, by: User) -> SessionDate | None:
    """Let a date be again as the rule says, or an added one take place again. A second time
    changes nothing. Raises RuleBroken when another date stands on its day by now."""
    single = single_of(series, original_on)
    if single is None:
        return None
    plan = plan_of(series)
    one = date_of(series, plan, original_on)
    if not (one.is_cancelled or one.is_moved):
        return single
    other = _on_day(series, plan, original_on)
    if other is not None and other.original_on != original_on:
        raise RuleBroken(
            f"Another date was moved to {_say(original_on)}. Move that one elsewhere first."
        )
    was_cancelled = single.cancelled_at is not None
    single.cancelled_at, single.reason = None, None
    single.on_date, single.starts_at_time, single.ends_at_time = (
        (single.on_date, single.starts_at_time, single.ends_at_time)
        if single.is_added
        else (original_on, None, None)
    )
    single.touch(now, moved=True)
    if was_cancelled:
        _note_in_series(single, now)
    _write_down("took back a date", series, single, now, by)
    return single


def add_date(
    series: Series,
    on_date: date,
    hours: Hours,
    *,
    reason: str | None,
    now: datetime,
    by: User,
) -> SessionDate:
    """Add a date to a series. The same day again returns the one that is there.

    Raises RuleBroken when nothing is repeated, or when the series knows the day already.
    """
    if series.rrule is None:
        raise RuleBroken(f"“{series.title}” is not repeated. Repeat it first.")
    single = single_of(series, on_date)
    if single is not None and single.is_added and single.cancelled_at is None:
        return single
    if single is not None or _on_day(series, plan_of(series), on_date) is not None:
        raise RuleBroken(
            f"{_say(on_date)} is a date of this series already. Open it there to move it, or to "
            "let it take place again."
        )
    single = _new_single(series, on_date, now)
    single.is_added, single.reason = True, reason
    single.starts_at_time, single.ends_at_time = hours.starts, hours.ends
    single.touch(now, moved=True)
    _write_down("added a date", series, single, now, by)
    return single


def date_of(series: Series, plan: Plan, original_on: date) -> Occurrence:
    """Return the date of a series that is known by this day. Raises RuleBroken if none is."""
    for one in plan.dates(series.tz, original_on):
        if one.original_on == original_on:
            return one
    raise RuleBroken(f"{_say(original_on)} is no date of “{series.title}” any more.")


def _on_day(series: Series, plan: Plan, day: date) -> Occurrence | None:
    """Return the date that takes place on a day, whichever it was first."""
    until = max(day, plan.ends_on or day)
    dates = plan.dates(series.tz, until)
    return next((one for one in dates if one.on_date == day and not one.is_cancelled), None)


def _new_single(series: Series, original_on: date, now: datetime) -> SessionDate:
    single = SessionDate(
        uid=new_uid(),
        consultation_id=series.id,
        original_on=original_on,
        on_date=original_on,
        sequence=0,
        series_sequence=0,
        is_added=False,
        created_at=now,
    )
    db.session.add(single)
    return single


def _note_in_series(single: SessionDate, now: datetime) -> None:
    """Note that the series leaves a date out, or has it again; an added one is none of its own."""
    if not single.is_added:
        single.series_sequence += 1
        single.series_changed_at = now


def _is_so(single: SessionDate, on_date: date, hours: Hours, reason: str | None) -> bool:
    stands = (single.on_date, Hours(single.starts_at_time, single.ends_at_time), single.reason)
    return single.cancelled_at is None and stands == (on_date, hours, reason)


def _write_down(verb: str, series: Series, single: SessionDate, now: datetime, by: User) -> None:
    db.session.flush()
    record(
        verb,  # one of four, each named by its caller
        series,
        now=now,
        user_id=by.id,
        date=single.original_on.isoformat(),
        on_date=single.on_date.isoformat(),
        reason=single.reason,
    )


def _say(day: date) -> str:
    return say_day(day, "plain")
