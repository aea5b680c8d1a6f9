"""The verbs: announce a meeting, confirm it, make it a draft again, and take that back."""

from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.announcing.queries import STATE_SET, last_change, people_told
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.meetings.models import CONFIRMED, DRAFT, Meeting

FIRM = "firm"


def set_state(meeting: Meeting, to: str, *, by: User, now: datetime) -> Entry | None:
    """Make a meeting a draft, announced or confirmed; return what was written down. Flushes.

    Twice is once. What is confirmed is firm in calendars and on the timeline. Raises RuleBroken for
    a meeting that is cancelled, and for a draft of what people were told of.
    """
    if meeting.state == to:
        return None
    if meeting.cancelled_at is not None:
        raise RuleBroken(f"{meeting.short_name} is cancelled. Reinstate it first.")
    if to == DRAFT:
        _check_untold(meeting)
    before = {"state": meeting.state, "certainty": meeting.certainty}
    _put(meeting, to, FIRM if to == CONFIRMED else meeting.certainty, now)
    entry = record("state set", meeting, now=now, user_id=by.id, before=before, to=to)
    db.session.flush()
    return entry


def take_back(meeting: Meeting, entry_id: int, *, by: User, now: datetime) -> bool:
    """Undo the last change of the state; return whether anything changed. Flushes.

    Raises RuleBroken if the state was changed again since, or people were told meanwhile.
    """
    entry = last_change(meeting)
    if entry is None or entry.id < entry_id:
        raise RuleBroken(f"There is nothing to undo. {meeting.short_name} is {meeting.state}.")
    if entry.id != entry_id or entry.verb != STATE_SET:
        if entry.detail.get("of") == entry_id:
            return False
        raise RuleBroken(
            f"The state of {meeting.short_name} was changed again since. Look at it as it is now."
        )
    before = entry.detail["before"]
    if before["state"] == DRAFT:
        _check_untold(meeting)
    _put(meeting, before["state"], before["certainty"], now)
    record("state taken back", meeting, now=now, user_id=by.id, of=entry_id, to=before["state"])
    db.session.flush()
    return True


def _put(meeting: Meeting, state: str, certainty: str, now: datetime) -> None:
    if certainty != meeting.certainty:  # calendars show it as tentative or confirmed
        meeting.touch(now, moved=True)
    meeting.state, meeting.certainty, meeting.changed_at = state, certainty, now


def _check_untold(meeting: Meeting) -> None:
    told = people_told(meeting)
    if told:
        were = "person was" if told == 1 else "people were"
        raise RuleBroken(
            f"{told} {were} invited to {meeting.short_name} or registered for it, so it cannot be "
            "a draft again. Cancel it if it does not take place."
        )
