"""The verb of notes in a Word file: take them in as comments of somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.comments.models import (
    EDITORIAL,
    SENT,
    SUBSTANTIVE,
    WORD,
    Comment,
    Commenter,
    CommentGroup,
    CommentRound,
)
from eventsapp.documents.found import FoundDraft
from eventsapp.documents.models import Draft
from eventsapp.documents.reading_docx import read_word_draft
from eventsapp.documents.saving import matched
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.markup.models import MarkedCopy
from eventsapp.markup.notes import COMMENT, PUT_IN, FoundNote, Spot, words_of
from eventsapp.markup.queries import copy_with, taken_in
from eventsapp.people.models import Organization, Person


@dataclass(frozen=True)
class Whose:
    """Whose notes these are: a person's, an organization's, or only the name in the file."""

    person: Person | None = None
    organization: Organization | None = None


@dataclass(frozen=True)
class TakenIn:
    """How many notes became comments, and how many that were in already got another author."""

    new: int
    moved: int


def hand_over_copy(
    round_: CommentRound, content: bytes, file_name: str, *, by: User, now: datetime
) -> MarkedCopy:
    """Keep a commented copy of the draft, for a look; the same file once. Flushes.

    Raises UnreadableFile for what is no Word file.
    """
    read_word_draft(content, file_name)
    digits = sha256(content).hexdigest()
    known = copy_with(round_, digits)
    if known is not None:
        return known
    copy = MarkedCopy(
        round_id=round_.id,
        file_name=file_name[:300],
        content=content,
        sha256=digits,
        handed_by_id=by.id,
        handed_at=now,
    )
    db.session.add(copy)
    db.session.flush()
    record("handed over", copy, now=now, user_id=by.id)
    return copy


def spots_in_copy(draft: Draft, found: FoundDraft) -> dict[int, Spot]:
    """Return where notes of a commented copy stand in the draft, found by their words."""
    matches = matched(draft, found.blocks)
    return {
        block.position: Spot(
            match.passage or next(iter(match.candidates), None), block.label, block.text
        )
        for block, match in zip(found.blocks, matches, strict=True)
    }


def take_in(
    round_: CommentRound,
    draft: Draft,
    spots: Mapping[int, Spot],
    notes: Sequence[FoundNote],
    whose: Whose,
    *,
    by: User,
    now: datetime,
) -> TakenIn:
    """Take notes in as comments that were sent; of those in already only the author may change.
    Flushes. Twice is once."""
    before = taken_in(round_, [one.key for one in notes])
    author = _author(round_, whose)
    organization_id = _organization_of(whose, author)
    new = [one for one in notes if one.key not in before]
    comments = _comments(round_, draft, spots, new, now)
    moved = [
        one
        for one in before.values()
        if (one.commenter_id, one.organization_id)
        != (author.id if author else None, organization_id)
    ]
    for one in (*comments, *moved):
        one.commenter_id, one.organization_id = author.id if author else None, organization_id
    db.session.flush()
    if comments or moved:
        counts = {"new": len(comments), "moved": len(moved), "draft": draft.number}
        record("taken in from Word", round_, now=now, user_id=by.id, **counts)
    return TakenIn(len(comments), len(moved))


def _comments(
    round_: CommentRound,
    draft: Draft,
    spots: Mapping[int, Spot],
    notes: Sequence[FoundNote],
    now: datetime,
) -> list[Comment]:
    groups = [CommentGroup(round_id=round_.id) for _ in notes]
    db.session.add_all(groups)
    db.session.flush()
    made = []
    for note, group in zip(notes, groups, strict=True):
        block = spots.get(note.position)
        made.append(
            Comment(
                round_id=round_.id,
                draft_id=draft.id,
                passage_id=block.passage_id if block else None,
                kind=SUBSTANTIVE if note.kind == COMMENT else EDITORIAL,
                text=words_of(note),
                suggested=None if note.kind != PUT_IN or not block else _suggested(block.text),
                quoted=note.quoted or (block.text if block else None),
                state=SENT,
                source=WORD,
                source_key=note.key,
                author_words=note.author or None,
                group_id=group.id,
                created_at=now,
                changed_at=now,
                sent_at=now,
            )
        )
    db.session.add_all(made)
    return made


def _suggested(text: str) -> str | None:
    """Return the paragraph as it reads with the change: a short one only, it is a hint."""
    return text if len(text) <= 500 else None


def _author(round_: CommentRound, whose: Whose) -> Commenter | None:
    """Return the person as one of the round, who is entered there without being asked."""
    if whose.person is None:
        return None
    wanted = select(Commenter).where(
        Commenter.round_id == round_.id, Commenter.person_id == whose.person.id
    )
    found = db.session.scalar(wanted)
    if found is None:
        found = Commenter(
            round_id=round_.id,
            person_id=whose.person.id,
            organization_id=whose.person.organization_id,
        )
        found.round, found.person = round_, whose.person
        db.session.add(found)
        db.session.flush()
    return found


def _organization_of(whose: Whose, author: Commenter | None) -> int | None:
    if author is not None:
        return author.organization_id
    return whose.organization.id if whose.organization else None
