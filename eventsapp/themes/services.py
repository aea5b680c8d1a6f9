"""The verbs of themes: ask the experts for them, and keep what somebody said."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import delete

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import ThemeWish
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import DRAFT, Meeting
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.queries import obligation_of
from eventsapp.reminders.services import close_deadline, discharge, owe, set_deadline
from eventsapp.themes.queries import PAGE, deadline_of, themes_of
from eventsapp.themes.ranking import RANKS, to_keep

DAYS_BEFORE = (3, 1, 0)


def ask(
    meeting: Meeting, people: Collection[int], due_on: date, *, by: User, now: datetime
) -> Deadline:
    """Ask these people for their themes until the end of a day; who was asked is not asked again.

    Flushes. Raises RuleBroken where there is nothing to ask for, or the day is over.
    """
    if meeting.state == DRAFT or meeting.cancelled_at is not None:
        raise RuleBroken(f"{meeting.short_name} is not announced. Announce it before you ask.")
    if not themes_of(meeting):
        raise RuleBroken("No room of a draft has a theme yet. Enter the themes with the rooms.")
    deadline = deadline_of(meeting)
    if deadline is None or deadline.closed_at is not None or deadline.due_at <= now:
        deadline = set_deadline(
            f"Themes you would like to work on at {meeting.short_name}"[:300],
            due_on,
            meeting.tz,
            now=now,
            page=(PAGE, {"code": meeting.code}),
            days_before=DAYS_BEFORE,
            meeting_id=meeting.id,
            audience="experts",
        )
        record("asked for themes", meeting, now=now, user_id=by.id)
    if deadline.due_at <= now:
        raise RuleBroken("That day is over. Choose a later one.")
    for person_id in people:
        owe(deadline, person_id, now=now)
    return deadline


def keep_wishes(
    meeting: Meeting, person_id: int, ranks: Mapping[str, int], *, by: User, now: datetime
) -> None:
    """Keep how much somebody wants these themes, in place of what they said before. Flushes.

    What they said of themes that are not asked any more stays. They owe no answer any more.
    """
    there = set(themes_of(meeting))
    if not ranks.keys() <= there:
        raise RuleBroken("These rooms have changed. Load the page again and look at the themes.")
    if not set(ranks.values()) <= set(RANKS):
        raise RuleBroken("Choose one of the five for each theme.")
    old = delete(ThemeWish).where(
        ThemeWish.meeting_id == meeting.id,
        ThemeWish.person_id == person_id,
        ThemeWish.theme.in_(ranks),
    )
    db.session.execute(old)
    for theme, rank in to_keep(ranks).items():
        one = ThemeWish(
            meeting_id=meeting.id, person_id=person_id, theme=theme, rank=rank, said_at=now
        )
        db.session.add(one)
    db.session.flush()
    deadline = deadline_of(meeting)
    if deadline is not None and obligation_of(deadline, person_id) is not None:
        discharge(deadline, person_id, now, by=by)


def close_told(deadline: Deadline, *, now: datetime) -> None:
    """Close the question for themes: the rooms were told, so nobody is reminded any more."""
    close_deadline(deadline, now, "The rooms were told.")
