"""The verbs of papers: add, change, order, remove one; put in, replace, remove its files; undo."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import Meeting
from eventsapp.papers.content import kind_of, name_of
from eventsapp.papers.models import OTHER, PARTICIPANTS, PRESENTATION, Paper, PaperFile
from eventsapp.papers.queries import in_use, last_position, same_paper


@dataclass(frozen=True)
class PaperFacts:
    """What a paper is and who may read it."""

    kind: str
    title: str | None = None
    audience: str = PARTICIPANTS


@dataclass(frozen=True)
class Upload:
    """A file as it was handed over, in a language (BCP 47), with the paper's title in it."""

    content: bytes
    file_name: str
    language: str
    title: str | None = None


def add_paper(meeting: Meeting, facts: PaperFacts, *, by: User, now: datetime) -> Paper:
    """Add a paper without a file at the end. Flushes.

    Raises RuleBroken if the meeting has it already, or several of its kind need a title.
    """
    _check(meeting.id, facts, None)
    position = last_position(meeting.id) + 1
    paper = Paper(meeting_id=meeting.id, position=position, created_at=now, **asdict(facts))
    db.session.add(paper)
    db.session.flush()
    record("added", paper, now=now, user_id=by.id, kind=paper.kind)
    return paper


def change_paper(paper: Paper, facts: PaperFacts, *, by: User, now: datetime) -> bool:
    """Change what a paper is and who may read it; return whether anything changed. Flushes."""
    _check(paper.meeting_id, facts, paper)
    changed = [name for name, value in asdict(facts).items() if getattr(paper, name) != value]
    for name in changed:
        setattr(paper, name, getattr(facts, name))
    if changed:
        db.session.flush()
        record("changed", paper, now=now, user_id=by.id, fields=changed)
    return bool(changed)


def _check(meeting_id: int, facts: PaperFacts, own: Paper | None) -> None:
    if facts.kind in {PRESENTATION, OTHER} and not facts.title:
        raise RuleBroken("Enter a title: several papers of this kind are told apart by it.")
    there = same_paper(meeting_id, facts.kind, facts.title)
    if there is not None and there is not own:
        name = f"“{facts.title}”" if facts.title else f"the {facts.kind}"
        raise RuleBroken(f"This meeting has {name} already. Add a file to it instead.")


def put_file(paper: Paper, upload: Upload, *, by: User, now: datetime) -> PaperFile:
    """Put in a file, in place of the one in the same language, which is kept as removed. Flushes.

    The same file sent twice is put in once. Raises RuleBroken for what is no whole document.
    """
    kind = kind_of(upload.content, upload.file_name)
    digest = hashlib.sha256(upload.content).hexdigest()
    before = in_use(paper.id, upload.language)
    if before is not None and (before.sha256, before.title) == (digest, upload.title):
        return before
    if before is not None:
        before.removed_at = now
        db.session.flush()  # one file is in use in each language
    file = PaperFile(
        paper_id=paper.id,
        language=upload.language,
        title=upload.title,
        file_name=name_of(upload.file_name, kind),
        media_type=kind,
        size=len(upload.content),
        sha256=digest,
        content=upload.content,
        uploaded_at=now,
        uploaded_by_id=by.id,
    )
    db.session.add(file)
    db.session.flush()
    verb = "replaced" if before is not None else "added"
    record(verb, file, now=now, user_id=by.id, language=upload.language)
    return file


def remove_file(file: PaperFile, *, by: User, now: datetime) -> None:
    """Take a file out of use; it is kept and can be brought back. Twice is once. Flushes."""
    if file.removed_at is not None:
        return
    file.removed_at = now
    db.session.flush()
    record("removed", file, now=now, user_id=by.id, language=file.language)


def bring_file_back(file: PaperFile, *, by: User, now: datetime) -> None:
    """Put an earlier file into use again, in place of the one there is. Twice is once. Flushes."""
    if file.removed_at is None:
        return
    there = in_use(file.paper_id, file.language)
    if there is not None:
        there.removed_at = now
        db.session.flush()
    file.removed_at = None
    db.session.flush()
    record("brought back", file, now=now, user_id=by.id, language=file.language)


def remove_paper(paper: Paper, *, by: User, now: datetime) -> None:
    """Remove a paper with its files; it can be brought back. Twice is once. Flushes."""
    if paper.removed_at is not None:
        return
    paper.removed_at = now
    db.session.flush()
    record("removed", paper, now=now, user_id=by.id)


def bring_paper_back(paper: Paper, *, by: User, now: datetime) -> None:
    """Bring a paper back with its files. Raises RuleBroken if another took its place. Flushes."""
    if paper.removed_at is None:
        return
    _check(paper.meeting_id, PaperFacts(paper.kind, paper.title, paper.audience), paper)
    paper.removed_at = None
    db.session.flush()
    record("brought back", paper, now=now, user_id=by.id)


def move_paper(paper: Paper, steps: int, *, by: User, now: datetime) -> None:
    """Move a paper up (-1) or down (1) among those that stand. Flushes."""
    rows = select(Paper).where(Paper.meeting_id == paper.meeting_id, Paper.removed_at.is_(None))
    order = list(db.session.scalars(rows.order_by(Paper.position, Paper.id)))
    if paper not in order:
        return
    index = order.index(paper)
    wanted = min(max(index + steps, 0), len(order) - 1)
    if wanted == index:
        return
    order.insert(wanted, order.pop(index))
    for position, one in enumerate(order, start=1):
        one.position = position
    db.session.flush()
    record("moved", paper, now=now, user_id=by.id)
