"""How the day of a deadline is saved, and its reminders with it."""

from datetime import date, datetime, time

from eventsapp.extensions import db
from eventsapp.reminders.models import Deadline, Reminder
from eventsapp.reminders.planning import NINE, end_of, has_passed_everywhere, reminder_days


def set_day(
    deadline: Deadline,
    due_on: date,
    at_time: time | None,
    tz: str,
    *,
    days: list[int],
    now: datetime,
) -> None:
    """Write down when something is due, and plan its unsent reminders for that. Flushes."""
    deadline.due_on, deadline.due_at_time, deadline.tz = due_on, at_time, tz
    deadline.days_before = days
    deadline.due_at = end_of(due_on, at_time, tz)
    plan_reminders(deadline, now)
    db.session.flush()


def plan_reminders(deadline: Deadline, now: datetime) -> None:
    """Make the reminders fit the date and the chosen days: unsent ones anew, sent ones stay."""
    wanted = reminder_days(deadline.due_on, deadline.days_before)
    kept = set()
    for reminder in list(deadline.reminders):
        is_wanted = wanted.get(reminder.days_before) == reminder.remind_on
        if is_wanted:
            kept.add(reminder.days_before)
        elif reminder.queued_at is None:
            deadline.reminders.remove(reminder)
        elif reminder.finished_at is None:
            reminder.finished_at = now
    for days, remind_on in wanted.items():
        if days not in kept:
            deadline.reminders.append(_planned(deadline, days, remind_on, now))


def _planned(deadline: Deadline, days: int, remind_on: date, now: datetime) -> Reminder:
    reminder = Reminder(days_before=days, remind_on=remind_on, remind_at_time=NINE, planned_at=now)
    if has_passed_everywhere(remind_on, reminder.remind_at_time, now):
        reminder.finished_at = now
    return reminder


def finish_passed(deadline: Deadline, now: datetime) -> None:
    """Note which reminders nobody can get any more, so that they are not looked at again."""
    for reminder in deadline.reminders:
        is_past = has_passed_everywhere(reminder.remind_on, reminder.remind_at_time, now)
        if reminder.finished_at is None and is_past:
            reminder.finished_at = now
