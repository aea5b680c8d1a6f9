"""Reads of papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.papers.models import PRESENTATION, Paper, PaperFile
from eventsapp.papers.order import missing, read_first


@dataclass(frozen=True)
class ShownPaper:
    """A paper as it is read: its files, the reader's language first, and the languages missing."""

    paper: Paper
    files: list[PaperFile]
    missing: list[str]


def papers_of(
    meeting: Meeting, audiences: Collection[str], preferred: Iterable[str]
) -> list[ShownPaper]:
    """Return the papers for these audiences, in order. Places without a file count as papers."""
    found = db.session.scalars(
        select(Paper)
        .where(
            Paper.meeting_id == meeting.id,
            Paper.audience.in_(audiences),
            Paper.removed_at.is_(None),
        )
        .order_by(Paper.position, Paper.id)
    )
    papers = list(found)
    files = _files_in_use([paper.id for paper in papers])
    wanted = list(preferred)
    return [_shown(paper, files.get(paper.id, []), wanted, meeting) for paper in papers]


def _files_in_use(paper_ids: list[int]) -> dict[int, list[PaperFile]]:
    files: dict[int, list[PaperFile]] = {}
    rows = (
        select(PaperFile)
        .where(PaperFile.paper_id.in_(paper_ids), PaperFile.removed_at.is_(None))
        .options(joinedload(PaperFile.uploaded_by).joinedload(User.person))
        .order_by(PaperFile.id)
    )
    for file in db.session.scalars(rows):
        files.setdefault(file.paper_id, []).append(file)
    return files


def _shown(
    paper: Paper, files: list[PaperFile], preferred: list[str], meeting: Meeting
) -> ShownPaper:
    by_language = {file.language: file for file in files}
    order = read_first(list(by_language), preferred)
    # A presentation is given in one language.
    is_expected = paper.kind != PRESENTATION
    lacking = missing(by_language, meeting.languages) if is_expected else []
    return ShownPaper(paper, [by_language[tag] for tag in order], lacking)


def removed_papers(meeting: Meeting) -> list[Paper]:
    """Return the papers that were removed, the last one first."""
    rows = select(Paper).where(Paper.meeting_id == meeting.id, Paper.removed_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Paper.removed_at.desc(), Paper.id.desc())))


def earlier_files(meeting: Meeting) -> list[PaperFile]:
    """Return the files that were replaced or removed, of papers that stand, the last one first."""
    rows = (
        select(PaperFile)
        .join(Paper)
        .where(
            Paper.meeting_id == meeting.id,
            Paper.removed_at.is_(None),
            PaperFile.removed_at.is_not(None),
        )
        .options(selectinload(PaperFile.paper))
        .order_by(PaperFile.removed_at.desc(), PaperFile.id.desc())
    )
    return list(db.session.scalars(rows))


def in_use(paper_id: int, language: str) -> PaperFile | None:
    """Return the file of a paper in this language, or None."""
    return db.session.scalar(
        select(PaperFile).where(
            PaperFile.paper_id == paper_id,
            PaperFile.language == language,
            PaperFile.removed_at.is_(None),
        )
    )


def same_paper(meeting_id: int, kind: str, title: str | None) -> Paper | None:
    """Return the paper of this kind and title that stands already, or None."""
    named = Paper.title.is_(None) if title is None else func.lower(Paper.title) == title.lower()
    return db.session.scalar(
        select(Paper).where(
            Paper.meeting_id == meeting_id, Paper.kind == kind, Paper.removed_at.is_(None), named
        )
    )


def last_position(meeting_id: int) -> int:
    """Return the position of the last paper, 0 where there is none."""
    last = select(func.max(Paper.position)).where(Paper.meeting_id == meeting_id)
    return db.session.scalar(last) or 0
