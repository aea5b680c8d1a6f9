"""Reads for taking notes of a Word file in: where they stand, whose they may be, which are in."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, undefer

from eventsapp.comments.models import Comment, Commenter, CommentRound
from eventsapp.documents.models import Block, Draft
from eventsapp.extensions import db
from eventsapp.markup.models import MarkedCopy
from eventsapp.markup.notes import Spot
from eventsapp.mediatypes import DOCX
from eventsapp.people.models import Organization, Person
from eventsapp.people.names import fold_name

MOST_AT_ONCE = 10_000


def word_drafts(round_: CommentRound) -> list[Draft]:
    """Return the drafts of the document that came as Word files, the last first."""
    rows = select(Draft).where(
        Draft.document_id == round_.document_id,
        or_(Draft.media_type == DOCX, Draft.file_name.ilike("%.docx")),
    )
    return list(db.session.scalars(rows.order_by(Draft.number.desc())))


def file_of(draft: Draft) -> bytes:
    """Return the bytes of a draft."""
    rows = select(Draft).where(Draft.id == draft.id).options(undefer(Draft.file))
    return db.session.scalars(rows.execution_options(populate_existing=True)).one().file or b""


def spots_of(draft: Draft) -> dict[int, Spot]:
    """Return where notes of the file of a draft may stand, by the place in it."""
    rows = select(Block).where(Block.draft_id == draft.id)
    found = db.session.scalars(rows)
    return {one.position: Spot(one.passage_id, one.label, one.text) for one in found}


def copies_of(round_: CommentRound) -> list[MarkedCopy]:
    """Return the commented copies that were handed over, the last first."""
    rows = select(MarkedCopy).where(MarkedCopy.round_id == round_.id)
    return list(db.session.scalars(rows.order_by(MarkedCopy.id.desc())))


def copy_with(round_: CommentRound, sha256: str) -> MarkedCopy | None:
    """Return the copy with these bytes."""
    return db.session.scalar(
        select(MarkedCopy).where(MarkedCopy.round_id == round_.id, MarkedCopy.sha256 == sha256)
    )


def taken_in(round_: CommentRound, keys: Collection[str]) -> dict[str, Comment]:
    """Return the comments that were taken in, by the key of what was found."""
    found: dict[str, Comment] = {}
    wanted = list(keys)
    whole = joinedload(Comment.commenter).joinedload(Commenter.person)
    for start in range(0, len(wanted), MOST_AT_ONCE):
        rows = select(Comment).where(
            Comment.round_id == round_.id,
            Comment.source_key.in_(wanted[start : start + MOST_AT_ONCE]),
        )
        rows = rows.options(whole, joinedload(Comment.organization))
        found |= {one.source_key: one for one in db.session.scalars(rows) if one.source_key}
    return found


def people_for(round_: CommentRound, author: str | None, typed: Collection[int]) -> list[Person]:
    """Return whose the notes may be: those asked, and those of the registry with this name."""
    asked = select(Commenter.person_id).where(Commenter.round_id == round_.id)
    fitting = Person.folded == fold_name(author or "")
    rows = select(Person).where(or_(Person.id.in_(asked), fitting, Person.id.in_(list(typed))))
    rows = rows.options(joinedload(Person.organization)).where(Person.left_at.is_(None))
    return list(db.session.scalars(rows.order_by(Person.sort_key, Person.id).limit(500)))


def organizations_for(round_: CommentRound) -> list[Organization]:
    """Return the organizations whose the notes may be: those of the people asked, and those of
    comments that were taken in."""
    asked = select(Commenter.organization_id).where(Commenter.round_id == round_.id)
    said = select(Comment.organization_id).where(Comment.round_id == round_.id)
    rows = select(Organization).where(or_(Organization.id.in_(asked), Organization.id.in_(said)))
    return list(db.session.scalars(rows.order_by(Organization.name, Organization.id)))
