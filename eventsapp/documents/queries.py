"""Reads of documents: their drafts, where their passages stand, when they are released."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventsapp.documents.changes import Row, Stood, changes_between, counted
from eventsapp.documents.models import (
    JOINED,
    SPLIT,
    UNSURE,
    Block,
    Document,
    Draft,
    HandedDraft,
    Release,
)
from eventsapp.extensions import db
from eventsapp.meetings.models import DRAFT, Meeting, Participation, Process
from eventsapp.walltime import moment_at

OPEN_ONLINE = "open online"
EXPERTS, ALL_EXPERTS = "experts", "experts of all meetings"


@dataclass(frozen=True)
class Where:
    """Where a passage stands in a draft.

    `block` is the block that holds it there, its own or the one into which it was joined; None
    where it went away. `last` is the block with the words that it had last.
    """

    block: Block | None
    is_joined: bool
    last: Block


def releases_by_day() -> list[Release]:
    """Return every release and editing window, earliest first."""
    return list(
        db.session.scalars(
            select(Release)
            .options(joinedload(Release.meeting))
            .order_by(Release.starts_on, Release.ends_on, Release.title, Release.id)
        )
    )


def documents_by_title() -> list[Document]:
    """Return every document with its drafts, without their text."""
    return list(
        db.session.scalars(
            select(Document)
            .options(joinedload(Document.drafts), joinedload(Document.meeting))
            .order_by(func.lower(Document.title), Document.id)
        ).unique()
    )


def releases_of(drafts: Iterable[Draft]) -> list[Release]:
    """Return the releases of these drafts, earliest first."""
    numbers = [draft.id for draft in drafts]
    return list(
        db.session.scalars(
            select(Release)
            .options(joinedload(Release.meeting))
            .where(Release.draft_id.in_(numbers))
            .order_by(Release.starts_on, Release.id)
        )
    )


def processes_by_code() -> list[Process]:
    """Return every process."""
    return list(db.session.scalars(select(Process).order_by(Process.code)))


def meetings_by_day(process_id: int | None = None) -> list[Meeting]:
    """Return the meetings, of one process or of all, the latest first."""
    wanted = select(Meeting).order_by(Meeting.starts_on.desc(), Meeting.id)
    if process_id is not None:
        wanted = wanted.where(Meeting.process_id == process_id)
    return list(db.session.scalars(wanted))


def draft_numbered(document: Document, number: int) -> Draft | None:
    """Return one draft of a document."""
    return db.session.scalar(
        select(Draft).where(Draft.document_id == document.id, Draft.number == number)
    )


def draft_before(draft: Draft) -> Draft | None:
    """Return the draft with which a draft is compared: the last one in its language."""
    return last_draft(draft.document, draft.language, draft.number)


def last_draft(document: Document, language: str, before: int | None = None) -> Draft | None:
    """Return the last draft in a language, or the last before a number."""
    wanted = select(Draft).where(Draft.document_id == document.id, Draft.language == language)
    if before is not None:
        wanted = wanted.where(Draft.number < before)
    return db.session.scalar(wanted.order_by(Draft.number.desc()).limit(1))


def blocks_until(draft: Draft) -> list[Block]:
    """Return the last block that each passage had, in this draft or before it in its language."""
    until = (
        Draft.document_id == draft.document_id,
        Draft.language == draft.language,
        Draft.number <= draft.number,
    )
    last = (
        select(Block.passage_id, func.max(Draft.number).label("number"))
        .join(Draft)
        .where(*until)
        .group_by(Block.passage_id)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(Block)
            .join(Draft)
            .join(last, (last.c.passage_id == Block.passage_id) & (last.c.number == Draft.number))
            .where(*until)
            .order_by(Draft.number, Block.position)
            .options(contains_eager(Block.draft))
        )
    )


def whereabouts(draft: Draft) -> dict[int, Where]:
    """Return where each passage stands in a draft, by its number; also those that went away."""
    blocks = blocks_until(draft)
    here = {block.passage_id: block for block in blocks if block.draft_id == draft.id}
    into = _joined_into(draft)
    found = {}
    for last in blocks:
        passage, seen = last.passage_id, set[int]()
        while passage not in here and passage in into and passage not in seen:
            seen.add(passage)
            passage = into[passage]
        is_joined = passage != last.passage_id
        found[last.passage_id] = Where(here.get(passage), is_joined, last)
    return found


def _joined_into(draft: Draft) -> dict[int, int]:
    """Return for each passage that was joined to another which one that is."""
    rows = db.session.execute(
        select(Block.passage_id, Block.candidates)
        .join(Draft)
        .where(
            Draft.document_id == draft.document_id,
            Draft.language == draft.language,
            Draft.number <= draft.number,
            Block.match == JOINED,
        )
        .order_by(Draft.number)
    )
    return {part: passage for passage, parts in rows for part in parts}


def asked_of(draft: Draft) -> list[Block]:
    """Return the blocks about which somebody is asked or was, in order: doubtful ones, and the
    lesser parts of split passages."""
    decided = {block.passage_id for block in draft.blocks if block.confirmed_at is not None}
    return [
        block
        for block in draft.blocks
        if block.match == UNSURE
        or block.confirmed_at is not None
        or (block.match == SPLIT and set(block.candidates) - decided)
    ]


def doubtful_counts(drafts: Iterable[Draft]) -> dict[int, int]:
    """Return how many doubtful blocks each draft has that is not settled."""
    numbers = [draft.id for draft in drafts if draft.settled_at is None]
    rows = db.session.execute(
        select(Block.draft_id, func.count().label("number"))
        .where(Block.draft_id.in_(numbers), Block.match == UNSURE)
        .group_by(Block.draft_id)
    )
    return {row.draft_id: row.number for row in rows}


def changes_of(draft: Draft) -> list[Row]:
    """Return what changed in a draft since the one before it in its language."""
    before = draft_before(draft)
    last = [stood(block) for block in before.blocks] if before else []
    return changes_between(last, [stood(block) for block in draft.blocks])


def counts_of(drafts: Iterable[Draft]) -> dict[int, dict[str, int]]:
    """Return for each draft that follows another in its language how much changed in it.

    In two statements, and without comparing words: those that were moved, reworded, split and so
    on are counted as they were found, and what has no block any more went away.
    """
    numbers = [draft.id for draft in drafts]
    rows = db.session.execute(
        select(Block.draft_id, Block.match, Block.passage_id, Block.candidates)
        .where(Block.draft_id.in_(numbers))
        .order_by(Block.draft_id, Block.position)
    )
    found: dict[int, list[Stood]] = {number: [] for number in numbers}
    for draft_id, match, passage, candidates in rows:
        found[draft_id].append(Stood(passage, "", "", None, "", match, tuple(candidates)))
    last: dict[str, list[Stood]] = {}
    counts = {}
    for draft in sorted(drafts, key=lambda one: one.number):
        if draft.language in last:
            counts[draft.id] = counted(changes_between(last[draft.language], found[draft.id]))
        last[draft.language] = found[draft.id]
    return counts


def candidates_of(draft: Draft) -> dict[int, Block]:
    """Return the last words, before a draft, of the passages that its doubtful blocks may be."""
    before = draft_before(draft)
    return {block.passage_id: block for block in blocks_until(before)} if before else {}


def waiting_for(document: Document) -> list[HandedDraft]:
    """Return what was handed over for a document and not kept yet, the latest first."""
    return list(
        db.session.scalars(
            select(HandedDraft)
            .where(HandedDraft.document_id == document.id, HandedDraft.draft_id.is_(None))
            .order_by(HandedDraft.handed_at.desc())
        )
    )


def stood(block: Block) -> Stood:
    """Return a block as a plain value."""
    return Stood(
        block.passage_id,
        block.label,
        block.kind,
        block.level,
        block.text,
        block.match,
        tuple(block.candidates),
    )


def handed_before(document: Document, sha256: str) -> HandedDraft | None:
    """Return what was handed over already with the same content and still waits."""
    return db.session.scalar(
        select(HandedDraft)
        .where(
            HandedDraft.document_id == document.id,
            HandedDraft.sha256 == sha256,
            HandedDraft.draft_id.is_(None),
            HandedDraft.content.is_not(None),
        )
        .limit(1)
    )


def opens_at(release: Release) -> datetime:
    """Return the moment from which a release opens its draft."""
    return moment_at(release.starts_on, release.starts_at_time or time.min, release.tz)


def open_drafts(person_id: int, now: datetime) -> set[int]:
    """Return the drafts that somebody who is not staff may read: released to them, and the moment
    has come. Audiences that no list of people stands behind open nothing."""
    taking_part = (
        select(Participation.meeting_id, Meeting.process_id)
        .join(Meeting, Meeting.id == Participation.meeting_id)
        .where(
            Participation.person_id == person_id,
            Participation.left_at.is_(None),
            Meeting.state != DRAFT,  # of a draft, staff alone know who will take part
        )
    )
    own = db.session.execute(taking_part).all()
    meetings, processes = {row.meeting_id for row in own}, {row.process_id for row in own}
    releases = db.session.scalars(
        select(Release)
        .options(joinedload(Release.meeting))
        .where(Release.draft_id.is_not(None), Release.cancelled_at.is_(None))
    )
    return {
        release.draft_id
        for release in releases
        if release.draft_id and _is_for(release, meetings, processes) and opens_at(release) <= now
    }


def _is_for(release: Release, meetings: set[int], processes: set[int]) -> bool:
    if release.audience == OPEN_ONLINE:
        return True
    if release.audience == ALL_EXPERTS:
        return release.meeting.process_id in processes
    return release.audience == EXPERTS and release.meeting_id in meetings
