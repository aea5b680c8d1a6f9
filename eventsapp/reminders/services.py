"""The verbs of deadlines: set, owe, discharge, release, move, close; and who is reminded when."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import Person
from eventsapp.reminders.emails import MISSED, TOO_LATE, Mailing, queue_reminder_mails
from eventsapp.reminders.models import Deadline, Obligation, Reminder
from eventsapp.reminders.planning import (
    due_rounds,
    end_of,
    has_passed_everywhere,
    known_zone,
)
from eventsapp.reminders.queries import (
    as_round,
    obligation_of,
    planned_rounds,
    readers,
)
from eventsapp.reminders.saving import finish_passed, plan_reminders, set_day

DAYS_BEFORE = (14, 7, 2, 0)
MOST_DAYS_BEFORE = 365
MOST_IN_ONE_STATEMENT = 10_000


def set_deadline(
    title: str,
    due_on: date,
    tz: str,
    *,
    now: datetime,
    page: tuple[str, dict[str, Any]] | None = None,
    days_before: Iterable[int] = DAYS_BEFORE,
    meeting_id: int | None = None,
    audience: str | None = None,
    mode: str | None = None,
    at_time: time | None = None,
    is_carried: bool = False,
    **from_record: Any,
) -> Deadline:
    """Set a deadline with its reminders. Flushes.

    `page` is an endpoint and its arguments: where the thing is done. `at_time` is the hour of the
    day, else it is the end of the day. `is_carried`: only what it belongs to moves it.
    `from_record` are the columns of `FromRecord`. Reminders whose moment has passed everywhere are
    kept as passed: they count again if the date moves. Raises RuleBroken for an unknown zone or
    nonsense days.
    """
    if known_zone(tz) is None:
        raise RuleBroken(f"There is no time zone “{tz}”. Choose one such as Africa/Nairobi.")
    endpoint, arguments = page or (None, {})
    deadline = Deadline(
        title=title,
        due_on=due_on,
        due_at_time=at_time,
        tz=tz,
        due_at=end_of(due_on, at_time, tz),
        is_carried=is_carried,
        days_before=_checked(days_before),
        page_endpoint=endpoint,
        page_arguments=arguments,
        meeting_id=meeting_id,
        audience=audience,
        mode=mode,
        created_at=now,
        changed_at=now,
        **from_record,
    )
    db.session.add(deadline)
    plan_reminders(deadline, now)
    db.session.flush()
    return deadline


def owe(
    deadline: Deadline,
    person: Person | int,
    *,
    now: datetime | None = None,
    by: User | None = None,
) -> Obligation:
    """Let a person owe this by the deadline; one who owed it before owes it again. Flushes.

    Nobody is reminded at moments that had passed by `now` (default: when the deadline was set).
    """
    person_id = person if isinstance(person, int) else person.id
    owed_at = now or deadline.created_at
    obligation = obligation_of(deadline, person_id)
    if obligation is None:
        obligation = Obligation(deadline_id=deadline.id, person_id=person_id, owed_at=owed_at)
        db.session.add(obligation)
    elif obligation.released_at is not None:
        obligation.released_at, obligation.owed_at = None, owed_at
    db.session.flush()
    if by is not None:
        record("owed", obligation, now=owed_at, user_id=by.id)
    return obligation


def discharge(
    deadline: Deadline, person: Person | int, now: datetime, *, by: User | None = None
) -> None:
    """Write down that a person has done it; the first time counts. They are not reminded again."""
    obligation = _owed(deadline, person)
    if obligation.done_at is not None:
        return
    obligation.done_at = now
    db.session.flush()
    record("done", obligation, now=now, user_id=by.id if by else None)


def reopen(
    deadline: Deadline, person: Person | int, now: datetime, *, by: User | None = None
) -> None:
    """Take back that a person has done it: they owe it again."""
    obligation = _owed(deadline, person)
    if obligation.done_at is None:
        return
    obligation.done_at = None
    db.session.flush()
    record("not done", obligation, now=now, user_id=by.id if by else None)


def release(
    deadline: Deadline, person: Person | int, now: datetime, *, by: User | None = None
) -> None:
    """Let a person owe it no more, because they left or it is not theirs."""
    obligation = _owed(deadline, person)
    if obligation.released_at is not None:
        return
    obligation.released_at = now
    db.session.flush()
    record("released", obligation, now=now, user_id=by.id if by else None)


def move_deadline(
    deadline: Deadline,
    due_on: date,
    *,
    now: datetime,
    by: User | None = None,
    tz: str | None = None,
    days_before: Iterable[int] | None = None,
    seen_version: int | None = None,
) -> bool:
    """Move a deadline, or choose other days for its reminders; return whether anything changed.

    Unsent reminders are planned again, sent ones stay. Flushes. Raises StaleDataError if the
    deadline has another version than `seen_version`, RuleBroken for nonsense.
    """
    if seen_version is not None and deadline.version != seen_version:
        raise StaleDataError(f"The deadline {deadline.id} has version {deadline.version}")
    tz = tz or deadline.tz
    if known_zone(tz) is None:
        raise RuleBroken(f"There is no time zone “{tz}”. Choose one such as Africa/Nairobi.")
    days = deadline.days_before if days_before is None else _checked(days_before)
    is_moved = (due_on, tz) != (deadline.due_on, deadline.tz)
    if not is_moved and days == deadline.days_before:
        return False
    before = {"due_on": deadline.due_on.isoformat(), "days_before": deadline.days_before}
    if is_moved and deadline.is_carried:
        raise RuleBroken(
            f"“{deadline.title}” moves with what it belongs to. Move it on the page of that."
        )
    set_day(deadline, due_on, deadline.due_at_time, tz, days=days, now=now)
    if is_moved:
        deadline.touch(now, moved=True)
    record(
        "moved" if is_moved else "reminders chosen", deadline, now=now, user_id=_id(by), **before
    )
    return True


def carry_deadline(
    deadline: Deadline,
    due_on: date,
    at_time: time | None,
    tz: str,
    *,
    now: datetime,
    by: User | None = None,
) -> bool:
    """Move a deadline with what it belongs to; return whether anything changed.

    Who owes it owes it still, and unsent reminders are planned again. Flushes.
    """
    if (due_on, at_time, tz) == (deadline.due_on, deadline.due_at_time, deadline.tz):
        return False
    before = deadline.due_on.isoformat()
    set_day(deadline, due_on, at_time, tz, days=deadline.days_before, now=now)
    deadline.touch(now, moved=True)
    record("moved", deadline, now=now, user_id=_id(by), due_on=before)
    return True


def close_deadline(
    deadline: Deadline, now: datetime, reason: str, *, by: User | None = None
) -> None:
    """Close a deadline: nobody is reminded any more. `reason` is a sentence. Twice is once."""
    if deadline.closed_at is not None:
        return
    deadline.closed_at, deadline.closed_reason = now, reason
    deadline.touch(now, moved=True)
    db.session.flush()
    record("closed", deadline, now=now, user_id=_id(by), reason=reason)


def close_deadlines_of_meeting(
    meeting_id: int, now: datetime, reason: str, *, by: User | None = None
) -> None:
    """Close every deadline of a meeting, as when it is cancelled."""
    rows = select(Deadline).where(Deadline.meeting_id == meeting_id, Deadline.closed_at.is_(None))
    for deadline in db.session.scalars(rows):
        close_deadline(deadline, now, reason, by=by)


def open_again(deadline: Deadline, now: datetime, *, by: User | None = None) -> None:
    """Open a closed deadline; reminders whose moment has passed meanwhile are not made up for."""
    if deadline.closed_at is None:
        return
    deadline.closed_at, deadline.closed_reason = None, None
    deadline.touch(now, moved=True)
    for reminder in deadline.reminders:
        if reminder.queued_at is None and reminder.finished_at is None:
            reminder.planned_at = now
    db.session.flush()
    record("opened again", deadline, now=now, user_id=_id(by))


def skip_reminder(reminder: Reminder, now: datetime, *, by: User) -> None:
    """Keep one reminder from going out to anybody it has not reached. Twice is once.

    Raises RuleBroken if it has gone out to everybody.
    """
    if reminder.skipped_at is not None:
        return
    if reminder.finished_at is not None:
        raise RuleBroken(
            f"The reminder of {reminder.remind_on:%-d %B %Y} is over; there is nothing to skip."
        )
    reminder.skipped_at, reminder.skipped_by_id = now, by.id
    db.session.flush()
    record("reminder skipped", reminder.deadline, now=now, user_id=by.id, days=reminder.days_before)


def plan_again(reminder: Reminder, now: datetime, *, by: User) -> None:
    """Take back that a reminder is skipped. Raises RuleBroken if its moment has passed."""
    if reminder.skipped_at is None:
        return
    if has_passed_everywhere(reminder.remind_on, reminder.remind_at_time, now):
        raise RuleBroken(
            f"{reminder.remind_on:%-d %B %Y}, 09:00 has passed. Choose another day instead."
        )
    reminder.skipped_at, reminder.skipped_by_id, reminder.planned_at = None, None, now
    db.session.flush()
    record("reminder planned", reminder.deadline, now=now, user_id=by.id, days=reminder.days_before)


def send_reminder_now(reminder: Reminder, now: datetime, *, by: User) -> int:
    """Queue a planned reminder at once for all who still owe; return for how many. Twice is once.

    Other reminders still go out on their days. Raises RuleBroken if this one is skipped, or the
    deadline is over or closed.
    """
    deadline = reminder.deadline
    if deadline.closed_at is not None:
        raise RuleBroken(f"“{deadline.title}” is closed. Open it again to remind people.")
    if deadline.due_at <= now:
        raise RuleBroken(f"“{deadline.title}” is over. Move it to a later day to remind people.")
    if reminder.skipped_at is not None:
        raise RuleBroken("This reminder is skipped. Plan it again first.")
    if reminder.finished_at is not None:
        return 0
    round_ = as_round(reminder)
    mailings = [
        Mailing(reader, round_)
        for reader in readers(deadline.id)
        if reader.address and (not reader.reminded_on or reader.reminded_on < round_.remind_on)
    ]
    _queue(deadline, mailings, now)
    reminder.finished_at = now
    db.session.flush()
    record("reminder sent now", deadline, now=now, user_id=by.id, days=reminder.days_before)
    return len(mailings)


def queue_due(deadline_id: int, now: datetime) -> int:
    """Queue the reminders of one deadline that are due for somebody; return how many mails.

    Nobody is reminded of what is over: the mail is noted as left out.
    Another worker that has this deadline in hand is not disturbed.
    """
    deadline = db.session.scalar(
        select(Deadline).where(Deadline.id == deadline_id).with_for_update(skip_locked=True)
    )
    if deadline is None:
        return 0
    rounds = planned_rounds(deadline)
    mailings = []
    for reader in readers(deadline_id):
        if reader.address is None:
            continue
        due = due_rounds(
            rounds,
            reader.tz or deadline.tz,
            now,
            owed_at=reader.owed_at,
            reminded_on=reader.reminded_on,
        )
        mailings += [Mailing(reader, missed, MISSED) for missed in due.missed]
        reason = TOO_LATE if deadline.due_at <= now else None
        mailings += [Mailing(reader, due.latest, reason)] if due.latest else []
    _queue(deadline, mailings, now)
    _note_reminded(mailings)
    finish_passed(deadline, now)
    db.session.flush()
    return sum(1 for mailing in mailings if mailing.reason is None)


def _queue(deadline: Deadline, mailings: list[Mailing], now: datetime) -> None:
    """Queue the mails, and note for each reminder that it has begun to go out."""
    queue_reminder_mails(deadline, mailings, now=now)
    begun = {mailing.round.reminder_id for mailing in mailings if mailing.reason is None}
    for reminder in deadline.reminders:
        if reminder.id in begun and reminder.queued_at is None:
            reminder.queued_at = now


def _note_reminded(mailings: list[Mailing]) -> None:
    """Note for each reader the day of the last reminder that was theirs, so that it is not due
    again."""
    reached: dict[date, list[int]] = {}
    for mailing in mailings:
        if mailing.reason != MISSED:
            reached.setdefault(mailing.round.remind_on, []).append(mailing.reader.obligation_id)
    for remind_on, numbers in reached.items():
        for start in range(0, len(numbers), MOST_IN_ONE_STATEMENT):
            some = numbers[start : start + MOST_IN_ONE_STATEMENT]
            db.session.execute(
                update(Obligation).where(Obligation.id.in_(some)).values(reminded_on=remind_on),
                execution_options={"synchronize_session": False},
            )


def _checked(days_before: Iterable[int]) -> list[int]:
    days = sorted(set(days_before), reverse=True)
    if days and (days[-1] < 0 or days[0] > MOST_DAYS_BEFORE):
        raise RuleBroken(
            f"People are reminded on the day or up to {MOST_DAYS_BEFORE} days before it. "
            "Choose other days."
        )
    return days


def _owed(deadline: Deadline, person: Person | int) -> Obligation:
    person_id = person if isinstance(person, int) else person.id
    obligation = obligation_of(deadline, person_id)
    if obligation is None:
        raise RuleBroken(f"This person owes nothing by the deadline “{deadline.title}”.")
    return obligation


def _id(by: User | None) -> int | None:
    return by.id if by else None
