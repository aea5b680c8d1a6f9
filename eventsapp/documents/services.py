"""The verbs of documents: enter one, say when a draft is released or open for edits, move that,
cancel it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.documents.models import EDITING_WINDOW, RELEASE, Document, Draft, Release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import Meeting, Process


@dataclass(frozen=True)
class DocumentFacts:
    """What staff state of a document."""

    title: str
    language: str
    symbol: str | None = None
    meeting_id: int | None = None


def add_document(facts: DocumentFacts, process: Process, *, now: datetime, by: User) -> Document:
    """Enter a document of a process, still without a draft. Flushes.

    Raises RuleBroken where the process has one of this title, so that to send a form twice enters
    it once.
    """
    db.session.refresh(process, ["code", "id"], with_for_update=True)
    _check_facts(facts, process.id, None)
    document = Document(process_id=process.id, created_at=now, **asdict(facts))
    db.session.add(document)
    db.session.flush()
    record("added", document, now=now, user_id=by.id)
    return document


def change_document(document: Document, facts: DocumentFacts, *, now: datetime, by: User) -> None:
    """Correct the facts of a document. The same facts change nothing."""
    _check_facts(facts, document.process_id, document.id)
    changed = [name for name, value in asdict(facts).items() if getattr(document, name) != value]
    for name in changed:
        setattr(document, name, getattr(facts, name))
    if changed:
        record("changed", document, now=now, user_id=by.id, changed=changed)


def _check_facts(facts: DocumentFacts, process_id: int, own_id: int | None) -> None:
    same = select(Document.id).where(
        Document.process_id == process_id, func.lower(Document.title) == facts.title.lower()
    )
    if any(found != own_id for found in db.session.scalars(same)):
        raise RuleBroken(
            f"The process has a document called “{facts.title}” already. Give this one another "
            "title, or add a draft to that one."
        )
    meeting = db.session.get(Meeting, facts.meeting_id) if facts.meeting_id else None
    if meeting is not None and meeting.process_id != process_id:
        raise RuleBroken(f"{meeting.short_name} belongs to another process. Choose one of this.")


def add_release(
    title: str,
    *,
    meeting_id: int,
    starts_on: date,
    tz: str,
    now: datetime,
    by: User | None = None,
    ends_on: date | None = None,
    starts_at_time: time | None = None,
    kind: str = RELEASE,
    draft: Draft | None = None,
    consultation_id: int | None = None,
    audience: str | None = None,
    mode: str | None = None,
    **from_record: Any,
) -> Release:
    """Enter a release, or the days on which a draft is open for edits. Flushes.

    `consultation_id` is the consultation that the release opens; `from_record` the columns of
    `FromRecord`. Raises RuleBroken when the last day is before the first, a release takes several
    days, or passages of the draft are still doubtful.
    """
    last = ends_on or starts_on
    _check_days(kind, starts_on, last)
    _check_draft(draft, kind, starts_on, audience)
    release = Release(
        title=title,
        meeting_id=meeting_id,
        consultation_id=consultation_id,
        draft_id=draft.id if draft else None,
        kind=kind,
        starts_on=starts_on,
        starts_at_time=starts_at_time,
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


def _check_draft(draft: Draft | None, kind: str, starts_on: date, audience: str | None) -> None:
    if draft is None:
        return
    if draft.settled_at is None:
        raise RuleBroken(
            f"Draft {draft.number} has doubtful passages. Say first what they are, so that "
            "comments stand with the right ones."
        )
    same = select(Release.id).where(
        Release.draft_id == draft.id,
        Release.kind == kind,
        Release.starts_on == starts_on,
        Release.audience == audience,
        Release.cancelled_at.is_(None),
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise RuleBroken("There is a release of this draft to the same people on this day.")


def move_release(
    release: Release,
    starts_on: date,
    ends_on: date | None = None,
    *,
    now: datetime,
    by: User,
    starts_at_time: time | None = None,
) -> None:
    """Move a release to other days; calendars see a new sequence. The same days change nothing."""
    last = ends_on or starts_on
    _check_days(release.kind, starts_on, last)
    moment = (starts_on, last, starts_at_time)
    if (release.starts_on, release.ends_on, release.starts_at_time) == moment:
        return
    release.starts_on, release.ends_on, release.starts_at_time = moment
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
