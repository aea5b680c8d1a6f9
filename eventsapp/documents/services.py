"""The verbs of drafts: say when they are released or open for edits, move that, cancel it."""

from datetime import date, datetime
from typing import Any

from eventsapp.accounts.models import User
from eventsapp.documents.models import EDITING_WINDOW, RELEASE, Release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record


def add_release(
    title: str,
    *,
    meeting_id: int,
    starts_on: date,
    tz: str,
    now: datetime,
    by: User | None = None,
    ends_on: date | None = None,
    kind: str = RELEASE,
    consultation_id: int | None = None,
    audience: str | None = None,
    mode: str | None = None,
    **from_record: Any,
) -> Release:
    """Enter a release, or the days on which a draft is open for edits. Flushes.

    `consultation_id` is the consultation that the release opens; `from_record` the columns of
    `FromRecord`. Raises RuleBroken when the last day is before the first, or a release takes
    several days.
    """
    last = ends_on or starts_on
    _check_days(kind, starts_on, last)
    release = Release(
        title=title,
        meeting_id=meeting_id,
        consultation_id=consultation_id,
        kind=kind,
        starts_on=starts_on,
        ends_on=last,
        tz=tz,
        audience=audience,
        mode=mode,
        created_at=now,
        changed_at=now,
        **from_record,
    )
    db.session.add(release)
    db.session.flush()
    record("added", release, now=now, user_id=by.id if by else None)
    return release


def move_release(
    release: Release, starts_on: date, ends_on: date | None = None, *, now: datetime, by: User
) -> None:
    """Move a release to other days; calendars see a new sequence. The same days change nothing."""
    last = ends_on or starts_on
    _check_days(release.kind, starts_on, last)
    if (release.starts_on, release.ends_on) == (starts_on, last):
        return
    release.starts_on, release.ends_on = starts_on, last
    release.touch(now, moved=True)
    record("moved", release, now=now, user_id=by.id)


def cancel_release(release: Release, *, now: datetime, by: User) -> None:
    """Cancel a release; it stays visible, struck through. A second time changes nothing."""
    if release.cancelled_at is None:
        release.cancelled_at = now
        release.touch(now, moved=True)
        record("cancelled", release, now=now, user_id=by.id)


def reinstate_release(release: Release, *, now: datetime, by: User) -> None:
    """Take back a cancellation. A second time changes nothing."""
    if release.cancelled_at is not None:
        release.cancelled_at = None
        release.touch(now, moved=True)
        record("reinstated", release, now=now, user_id=by.id)


def _check_days(kind: str, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise RuleBroken("The last day is before the first. Correct one of the two.")
    if kind == RELEASE and ends_on != starts_on:
        raise RuleBroken(
            f"A release happens on one day. For several days, enter an {EDITING_WINDOW}."
        )
