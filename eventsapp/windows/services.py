"""The verb of a window: extend or move it, with all that follows, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.consultations.models import Consultation, WindowMove
from eventsapp.consultations.services import work_out_moments
from eventsapp.consultations.window import Window
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.hearings.services import ask_anew
from eventsapp.history.services import record
from eventsapp.mail.services import skip_message
from eventsapp.reminders.services import carry_deadline
from eventsapp.windows.emails import queue_moved_mails
from eventsapp.windows.queries import concerned, last_told, unsent_moves
from eventsapp.windows.telling import is_news

SUPERSEDED = "The window was moved again before this left."


@dataclass(frozen=True)
class Moved:
    """What a move did: its row, and how many mails tell of it. None where nothing changed."""

    move: WindowMove
    mails: int


def move_window(
    consultation: Consultation,
    window: Window,
    reason: str,
    *,
    now: datetime,
    by: User,
    tell_meeting: bool = False,
    leave_at: datetime | None = None,
    seen_version: int | None = None,
) -> Moved | None:
    """Extend or move the window of a consultation; None where it is so already. Flushes.

    History keeps the window before with the reason; the deadline of those asked moves along with
    its unsent reminders; calendars see a new sequence; each person concerned gets one mail, which
    does not leave before `leave_at`. Mails of earlier moves that have not left are superseded: who
    gets the window that holds in the end is told it once. Raises StaleDataError if the
    consultation has another version than `seen_version`, RuleBroken where it cannot be moved.
    """
    if consultation.window == window:
        return None
    if seen_version is not None and consultation.version != seen_version:
        raise StaleDataError(f"The consultation {consultation.id} is at {consultation.version}")
    check_movable(consultation)
    check_window(window)
    move = _written(consultation, window, reason, now=now, by=by)
    if consultation.deadline is not None:
        carry_deadline(
            consultation.deadline, window.ends_on, window.ends_at_time, window.tz, now=now, by=by
        )
    mails = _tell(consultation, move, with_meeting=tell_meeting, now=now, leave_at=leave_at)
    return Moved(move, mails)


def check_movable(consultation: Consultation) -> None:
    """Raise RuleBroken where there is no window to move."""
    title = consultation.title
    if consultation.window is None:
        raise RuleBroken(f"“{title}” has no day yet. Enter one by correcting it.")
    if consultation.cancelled_at is not None:
        raise RuleBroken(f"“{title}” is cancelled. Reinstate it, then move it.")
    if consultation.rrule is not None:
        raise RuleBroken(f"“{title}” is a series. Move a single date on its page.")


def check_window(window: Window) -> None:
    """Raise RuleBroken where a window ends before it begins."""
    if window.ends_on < window.starts_on:
        raise RuleBroken("The last day is before the first. Correct one of the two.")
    if window.closes_at <= window.opens_at:
        raise RuleBroken("It closes before it opens. Correct one of the two hours.")


def _written(
    consultation: Consultation, window: Window, reason: str, *, now: datetime, by: User
) -> WindowMove:
    before = consultation.window
    assert before is not None  # noqa: S101 - checked by `check_movable`
    move = WindowMove(
        from_starts_on=before.starts_on,
        from_ends_on=before.ends_on,
        from_starts_at_time=before.starts_at_time,
        from_ends_at_time=before.ends_at_time,
        from_tz=before.tz,
        to_starts_on=window.starts_on,
        to_ends_on=window.ends_on,
        to_starts_at_time=window.starts_at_time,
        to_ends_at_time=window.ends_at_time,
        to_tz=window.tz,
        reason=reason,
        moved_by_id=by.id,
        moved_at=now,
    )
    consultation.moves.append(move)
    consultation.starts_on, consultation.ends_on = window.starts_on, window.ends_on
    consultation.starts_at_time = window.starts_at_time
    consultation.ends_at_time = window.ends_at_time
    consultation.tz = window.tz
    work_out_moments(consultation)
    consultation.touch(now, moved=True)
    db.session.flush()
    record("moved", consultation, now=now, user_id=by.id, reason=reason)
    return move


def _tell(
    consultation: Consultation,
    move: WindowMove,
    *,
    with_meeting: bool,
    now: datetime,
    leave_at: datetime | None,
) -> int:
    """Tell each person concerned once what holds now, and return how many mails that is."""
    people_told = _supersede(consultation)
    with_meeting = with_meeting or people_told
    to, _unreached = concerned(consultation, with_meeting=with_meeting)
    heard = [one.hearing for one in to if one.hearing is not None]
    anew = ask_anew(consultation, heard, now=now, again=f":moved{move.id}", leave_at=leave_at)
    told = last_told(consultation, to)
    news = [
        one
        for one in to
        if is_news(told[one.who], move.after)
        and not (one.hearing is not None and one.hearing.id in anew)
    ]
    told_now = queue_moved_mails(consultation, move, news, told, now=now, leave_at=leave_at)
    return told_now + len(anew)


def _supersede(consultation: Consultation) -> bool:
    """Skip the mails of earlier moves that have not left; return whether people of the meeting,
    who are not heard themselves, were among those."""
    has_people = False
    for message in unsent_moves(consultation):
        try:
            skip_message(message, SUPERSEDED)
        except RuleBroken:  # a worker was faster: it is leaving
            continue
        has_people |= ":person:" in message.dedupe_key
    return has_people
