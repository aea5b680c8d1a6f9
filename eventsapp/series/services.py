"""The verbs of a series: repeat by a rule, change the rule from a day on, stop."""

from datetime import date, datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.columns import new_uid
from eventsapp.consultations.models import Consultation
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_day
from eventsapp.history.services import record
from eventsapp.sessions.dates import Part, moments_of
from eventsapp.sessions.models import SessionRule
from eventsapp.sessions.queries import Plan, plan_of
from eventsapp.sessions.recurrence import (
    Rule,
    days_of,
    ending,
    falls_on,
    first_from,
    monthly_rule,
    read_rule,
)
from eventsapp.sessions.services import Hours

# A date each week for three years.
MOST_OCCURRENCES = 160


def repeat_monthly(
    consultation: Consultation, until: date, *, now: datetime, by: User
) -> list[date]:
    """Make the series that is offered of a consultation and return all its days.

    The rule is the one that the record suggests, else it follows from the first day. Raises
    RuleBroken as `repeat_by` does.
    """
    start = consultation.starts_on
    offered = consultation.offered_rrule or (monthly_rule(start) if start else None)
    if offered is None:
        raise RuleBroken(_no_day(consultation))
    return repeat_by(consultation, read_rule(ending(offered, until)), now=now, by=by)


def repeat_by(
    consultation: Consultation,
    rule: Rule,
    hours: Hours | None = None,
    *,
    now: datetime,
    by: User,
) -> list[date]:
    """Repeat a consultation by a rule from its first day on; return all its days.

    Its hours stay where none are given. Another rule from a later day on, entered before, goes.
    The same rule again changes nothing. Raises RuleBroken when there is no first day, when it is
    cancelled or lasts several days, and when `check_rule` does.
    """
    start = consultation.starts_on
    if start is None:
        raise RuleBroken(_no_day(consultation))
    if consultation.cancelled_at is not None:
        raise RuleBroken(f"“{consultation.title}” is cancelled. Reinstate it, then repeat it.")
    if consultation.ends_on not in {None, start}:
        raise RuleBroken("Only a consultation of one day is repeated, and this one lasts several.")
    if consultation.takes_submissions:
        raise RuleBroken(
            f"People send submissions to “{consultation.title}” until its window closes, and a "
            "series has none. Enter the calls as a consultation of their own."
        )
    days = check_rule(rule, start)
    later = _rules_from(consultation, start)
    stated = Hours(consultation.starts_at_time, consultation.ends_at_time)
    hours = hours or stated
    if (str(rule), hours) != (consultation.rrule, stated) or later:
        consultation.rrule = str(rule)
        consultation.starts_at_time, consultation.ends_at_time = hours.starts, hours.ends
        consultation.start_at, consultation.end_at = moments_of(
            start, hours.starts, hours.ends, consultation.tz
        )
        for one in later:
            db.session.delete(one)
        consultation.touch(now, moved=True)
        record("repeated", consultation, now=now, user_id=by.id, rule=str(rule))
    return days


def check_rule(rule: Rule, start: date) -> list[date]:
    """Return the days of a series that begins on `start`. Raises RuleBroken when the rule has no
    end, does not fall on its first day, or gives one date or too many."""
    if not rule.has_end:
        raise RuleBroken(
            "A series needs an end. Enter its last day, or how many times it takes place."
        )
    if not falls_on(str(rule), start):
        raise RuleBroken(
            f"{_say(start)}, the first day, is none of the days that you chose. Choose days that "
            "include it, or begin on another day."
        )
    if rule.until is not None and rule.until < start:
        raise RuleBroken(f"The last day is before the first, {_say(start)}. Choose a later day.")
    days = days_of(str(rule), start, date.max)
    if len(days) < 2:
        raise RuleBroken("The next one would be after the last day you chose. Choose a later day.")
    if len(days) > MOST_OCCURRENCES:
        raise RuleBroken(
            f"That makes {len(days)} dates. A series has {MOST_OCCURRENCES} at most: end it "
            "earlier, and repeat it again when the time has come."
        )
    return list(days)


def change_rule(
    consultation: Consultation, start: date, rule: Rule, hours: Hours, *, now: datetime, by: User
) -> list[date]:
    """Repeat a consultation by another rule from a day on; what was before stays as it was.

    Returns the days from then on. A rule that had been entered for a later day goes; single dates
    that the new rule does not give wait, unseen, until a rule gives them again. Raises RuleBroken
    when there is no series, when the day is not behind its first, and when `check_rule` does.
    """
    if consultation.rrule is None or consultation.starts_on is None:
        raise RuleBroken(f"“{consultation.title}” is not repeated. Repeat it first.")
    if start <= consultation.starts_on:
        raise RuleBroken(
            f"Choose a day after the first one, {_say(consultation.starts_on)}. To change all "
            "dates, repeat it anew."
        )
    days = check_rule(rule, start)
    found = _rules_from(consultation, start)
    one = next((one for one in found if one.starts_on == start), None)
    others = [other for other in found if other is not one]
    wanted = (str(rule), hours.starts, hours.ends)
    if (
        one is not None
        and not others
        and wanted == (one.rrule, one.starts_at_time, one.ends_at_time)
    ):
        return days
    if one is None:
        one = SessionRule(
            uid=new_uid(), consultation_id=consultation.id, starts_on=start, created_at=now
        )
        db.session.add(one)
    one.rrule, one.starts_at_time, one.ends_at_time = wanted
    one.sequence = one.sequence or 0
    one.touch(now, moved=True)
    for other in others:
        db.session.delete(other)
    _shorten_before(consultation, start, now)
    record(
        "changed the rule",
        consultation,
        now=now,
        user_id=by.id,
        on_date=start.isoformat(),
        rule=str(rule),
    )
    return days


def begin_of(consultation: Consultation, start: date, rule: Rule) -> date:
    """Return on which day a series by a rule begins: its first day, which stands, or the first
    from a later day on that the rule gives. Raises RuleBroken where there is none."""
    if start == consultation.starts_on:
        return start
    found = first_from(str(rule), start)
    if found is None or (rule.until is not None and found > rule.until):
        raise RuleBroken(f"From {_say(start)} on this rule gives no day. Choose other days.")
    return found


def plan_with(consultation: Consultation, start: date, rule: Rule, hours: Hours) -> Plan:
    """Return how the series would be by another rule from a day on, before it is saved."""
    plan = plan_of(consultation)
    before = tuple(part for part in plan.parts if part.starts_on < start)
    part = Part(start, str(rule), hours.starts, hours.ends)
    return Plan((*before, part), plan.singles)


def take_back_rule(consultation: Consultation, start: date, *, now: datetime, by: User) -> None:
    """Let what was before go on from a day at which the rule had been changed. Twice changes
    nothing more."""
    found = [one for one in _rules_from(consultation, start) if one.starts_on == start]
    if not found:
        return
    db.session.delete(found[0])
    _shorten_before(consultation, start, now)
    record("rule taken back", consultation, now=now, user_id=by.id, on_date=start.isoformat())


def stop_repeating(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Make a series one consultation again, on its first day. Twice changes nothing more."""
    if consultation.rrule is None:
        return
    consultation.rrule = None
    for rule in _rules_from(consultation, date.min):
        db.session.delete(rule)
    consultation.touch(now, moved=True)
    record("repeated no more", consultation, now=now, user_id=by.id)


def decline_series(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Put aside a repetition that the record suggests; it is offered no more."""
    if consultation.offered_rrule is None:
        return
    consultation.offered_rrule = None
    record("repetition declined", consultation, now=now, user_id=by.id)


def _rules_from(consultation: Consultation, day: date) -> list[SessionRule]:
    return list(
        db.session.scalars(
            select(SessionRule)
            .where(SessionRule.consultation_id == consultation.id, SessionRule.starts_on >= day)
            .order_by(SessionRule.starts_on)
        )
    )


def _shorten_before(consultation: Consultation, day: date, now: datetime) -> None:
    """Note that the stretch before a day ends otherwise now: calendars see that of its entry."""
    earlier = db.session.scalar(
        select(SessionRule)
        .where(SessionRule.consultation_id == consultation.id, SessionRule.starts_on < day)
        .order_by(SessionRule.starts_on.desc())
        .limit(1)
    )
    (earlier or consultation).touch(now, moved=True)


def _no_day(consultation: Consultation) -> str:
    return f"“{consultation.title}” has no day yet. Enter its first day, then repeat it."


def _say(day: date) -> str:
    return say_day(day, "plain")
