"""The verbs of drafts: hand one over, keep it, say what a doubtful passage is, take that back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select

from eventsapp.accounts.models import User
from eventsapp.documents.changes import Stood, changes_between, counted
from eventsapp.documents.found import FoundBlock, FoundDraft, without_region
from eventsapp.documents.likeness import plain, words_of
from eventsapp.documents.matching import Given, Known, Match, match_drafts
from eventsapp.documents.models import (
    NEW,
    REWORDED,
    SAME,
    SPLIT,
    UNSURE,
    Block,
    Document,
    Draft,
    HandedDraft,
    Passage,
    Release,
)
from eventsapp.documents.queries import blocks_until, handed_before, last_draft, stood
from eventsapp.documents.reading_text import read_draft, read_pasted
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.mediatypes import DOCX

DAYS_TO_WAIT = 14
MEDIA_TYPES = {
    ".docx": DOCX,
    ".txt": "text/plain",
    ".md": "text/markdown",
}


def hand_over(
    document: Document,
    content: bytes,
    file_name: str | None,
    *,
    now: datetime,
    by: User,
    label: str | None = None,
    language: str | None = None,
) -> HandedDraft:
    """Take a file, or pasted text (without a name), to be looked at. Flushes.

    The same content that still waits is not taken twice. What nobody kept in two weeks goes.
    Raises UnreadableFile for what cannot be read.
    """
    found = read_handed(content, file_name)
    old = now - timedelta(days=DAYS_TO_WAIT)
    db.session.execute(delete(HandedDraft).where(HandedDraft.handed_at < old))
    sha256 = hashlib.sha256(content).hexdigest()
    handed = handed_before(document, sha256) or HandedDraft(
        document_id=document.id, sha256=sha256, content=content, handed_at=now
    )
    handed.file_name, handed.label = file_name, label
    handed.language = without_region(language or found.language or document.language)
    handed.handed_by_id = by.id
    db.session.add(handed)
    db.session.flush()
    return handed


def read_handed(content: bytes, file_name: str | None) -> FoundDraft:
    """Return what is read of a file, or of pasted text. Raises UnreadableFile."""
    if file_name is None:
        return read_pasted(content.decode("utf-8", "replace"))
    return read_draft(content, file_name)


@dataclass(frozen=True)
class LookedAt:
    """What would be kept: the text, the draft before, how much changed since it, how many
    passages are doubtful, and why it cannot be kept, if it cannot."""

    found: FoundDraft
    last: Draft | None
    counts: dict[str, int]
    refusal: str | None

    @property
    def doubtful(self) -> int:
        """How many blocks will be asked about."""
        return self.counts.get(UNSURE, 0)


def look_at(handed: HandedDraft) -> LookedAt:
    """Return what would be kept of what was handed over; nothing is written."""
    found = read_handed(handed.content or b"", handed.file_name)
    last = last_draft(handed.document, handed.language or handed.document.language)
    matches = matched(last, found.blocks)
    new = [
        Stood(one.passage or -place, block.label, block.kind, block.level, block.text, one.how,
              one.candidates)
        for place, (block, one) in enumerate(zip(found.blocks, matches, strict=True), start=1)
    ]  # fmt: skip
    rows = changes_between([stood(block) for block in last.blocks], new) if last else []
    refusal = None
    try:
        refuse_as_next(last, hash_of(found.blocks))
    except RuleBroken as broken:
        refusal = str(broken)
    return LookedAt(found, last, counted(rows), refusal)


def keep(handed: HandedDraft, *, now: datetime, by: User) -> Draft:
    """Make a draft of what was handed over. A second time gives the same draft."""
    db.session.refresh(handed, ["draft_id"], with_for_update=True)
    kept = db.session.get(Draft, handed.draft_id) if handed.draft_id else None
    if kept is not None:
        return kept
    if handed.content is None:
        raise RuleBroken("This draft waited too long and is gone. Hand it over once more.")
    is_file = handed.file_name is not None
    draft = add_draft(
        handed.document,
        read_handed(handed.content, handed.file_name),
        now=now,
        by=by,
        label=handed.label,
        language=handed.language,
        file=handed.content if is_file else None,
        file_name=handed.file_name,
    )
    handed.draft_id, handed.content = draft.id, None
    db.session.flush()
    return draft


def discard(handed: HandedDraft) -> None:
    """Let go of what was handed over and not kept."""
    if handed.draft_id is None:
        db.session.delete(handed)


def add_draft(
    document: Document,
    found: FoundDraft,
    *,
    now: datetime,
    by: User | None = None,
    label: str | None = None,
    language: str | None = None,
    file: bytes | None = None,
    file_name: str | None = None,
) -> Draft:
    """Keep the next draft of a document, its passages found again from the last one. Flushes.

    Raises RuleBroken where it is word for word the last draft in its language, or where passages
    of that one are still doubtful.
    """
    db.session.refresh(document, ["version"], with_for_update=True)
    language = without_region(language or found.language or document.language)
    last = last_draft(document, language)
    text_hash = hash_of(found.blocks)
    refuse_as_next(last, text_hash)
    ending = file_name[file_name.rfind(".") :].lower() if file_name else ""
    draft = Draft(
        document_id=document.id,
        number=1 + (db.session.scalar(_highest_number(document)) or 0),
        label=label,
        language=language,
        file=file,
        file_name=file_name,
        media_type=MEDIA_TYPES.get(ending),
        page_count=found.page_count,
        word_count=sum(len(words_of(plain(block.text))) for block in found.blocks),
        text_hash=text_hash,
        uploaded_by_id=by.id if by else None,
        uploaded_at=now,
    )
    matches = matched(last, found.blocks)
    draft.blocks = _blocks(document, found.blocks, matches)
    draft.settled_at = None if any(one.how == UNSURE for one in matches) else now
    document.drafts.append(draft)
    db.session.flush()
    record(
        "added", draft, now=now, user_id=by.id if by else None,
        document=document.title, number=draft.number,
    )  # fmt: skip
    return draft


def _highest_number(document: Document) -> Select[int]:
    return select(func.max(Draft.number)).where(Draft.document_id == document.id)


def refuse_as_next(last: Draft | None, text_hash: str) -> None:
    """Raise RuleBroken where a text cannot be the next draft after this one."""
    if last is None:
        return
    if last.text_hash == text_hash:
        raise RuleBroken(
            f"This is word for word draft {last.number}, so it is not kept a second time."
        )
    if last.settled_at is None:
        raise RuleBroken(
            f"Draft {last.number} has doubtful passages. Say first what they are, so that the "
            "comments on them are found again."
        )


def hash_of(blocks: Sequence[FoundBlock]) -> str:
    """Return the hash of a text: the same words in the same order give the same."""
    text = "\n".join(f"{block.kind}\t{block.level}\t{block.text}" for block in blocks)
    return hashlib.sha256(text.encode()).hexdigest()


def matched(last: Draft | None, blocks: Sequence[FoundBlock]) -> list[Match]:
    """Return what each block is, compared with the last draft and with what went away earlier."""
    known = blocks_until(last) if last else []
    here = [block for block in known if last and block.draft_id == last.id]
    gone = [block for block in known if last and block.draft_id != last.id]
    matches, _ = match_drafts(
        [Known(block.passage_id, block.kind, block.text) for block in here],
        [Given(block.kind, block.text) for block in blocks],
        [Known(block.passage_id, block.kind, block.text) for block in gone],
    )
    return matches


def _blocks(
    document: Document, found: Sequence[FoundBlock], matches: Sequence[Match]
) -> list[Block]:
    fresh = [Passage(document_id=document.id) for one in matches if one.passage is None]
    db.session.add_all(fresh)
    db.session.flush()
    unused = iter(fresh)
    return [
        Block(
            passage_id=one.passage or next(unused).id,
            position=block.position,
            kind=block.kind,
            level=block.level,
            label=block.label,
            text=block.text,
            match=one.how,
            candidates=list(one.candidates),
        )
        for block, one in zip(found, matches, strict=True)
    ]


def confirm_passage(block: Block, passage_id: int | None, *, now: datetime, by: User) -> None:
    """Say which passage a doubtful block is; None for a new one. Said again, it changes nothing.

    A block that was taken for that passage before becomes the lesser part of it. The lesser part
    of a split passage stays that where it is called new. When the last doubtful block is settled,
    so is the draft. Raises RuleBroken for a passage that is no candidate, one that somebody gave
    to another block, and a draft that is in use.
    """
    draft = _opened(block.draft)
    db.session.refresh(block, ["match", "passage_id", "confirmed_at"])
    if block.confirmed_at is not None:
        if answer_of(block) != passage_id:
            raise RuleBroken(f"{block.label} is confirmed already. Undo that first.")
        return
    if block.match not in (UNSURE, SPLIT) or not block.candidates:
        raise RuleBroken(f"{block.label} is not doubtful, so there is nothing to confirm.")
    if passage_id is not None:
        _give(block, passage_id)
    elif block.match == UNSURE:
        block.match = NEW
    block.confirmed_by_id, block.confirmed_at = by.id, now
    _settle_if_sure(draft, now)
    record("placed", draft, now=now, user_id=by.id, label=block.label, is_new=not passage_id)


def answer_of(block: Block) -> int | None:
    """Return the passage that somebody said a block is, or None for a new one."""
    return block.passage_id if block.passage_id in block.candidates else None


def _give(block: Block, passage_id: int) -> None:
    if passage_id not in block.candidates:
        raise RuleBroken(f"{block.label} cannot be that passage. Choose one of those shown.")
    holder = _holder(block, passage_id)
    if holder is None:
        block.passage_id = passage_id
        is_same = _is_same(_last_words(block, passage_id), block)
        block.match = SAME if is_same else REWORDED
        return
    if holder.confirmed_at is not None:
        raise RuleBroken(f"{holder.label} is confirmed as that passage. Undo that first.")
    holder.passage_id, block.passage_id = block.passage_id, passage_id
    holder.match = block.match = SPLIT
    holder.candidates = [passage_id]


def _holder(block: Block, passage_id: int) -> Block | None:
    return db.session.scalar(
        select(Block).where(
            Block.draft_id == block.draft_id,
            Block.passage_id == passage_id,
            Block.id != block.id,
        )
    )


def _last_words(block: Block, passage_id: int) -> Block | None:
    return db.session.scalar(
        select(Block)
        .join(Draft)
        .where(Block.passage_id == passage_id, Draft.number < block.draft.number)
        .order_by(Draft.number.desc())
        .limit(1)
    )


def _is_same(last: Block | None, block: Block) -> bool:
    return last is not None and plain(last.text) == plain(block.text)


def undo_confirmation(block: Block, *, now: datetime, by: User) -> None:
    """Take back what was said of a doubtful block: it is asked again. A second time changes
    nothing."""
    draft = _opened(block.draft)
    db.session.refresh(block, ["match", "passage_id", "confirmed_at"])
    if block.confirmed_at is None:
        return
    answer = answer_of(block)
    if answer is not None:
        _give_back(block, answer)
    if block.match != SPLIT:
        block.match, draft.settled_at = UNSURE, None
    block.confirmed_by_id = block.confirmed_at = None
    record("asked again", draft, now=now, user_id=by.id, label=block.label)


def _give_back(block: Block, passage_id: int) -> None:
    """Give a passage back to the block from which it was taken, or leave it to nobody."""
    parts = (
        one
        for one in block.draft.blocks
        if one.match == SPLIT and one.candidates == [passage_id] and one.confirmed_at is None
    )
    holder = next(parts, None) if block.match == SPLIT else None
    if holder is not None:
        block.passage_id, holder.passage_id = holder.passage_id, passage_id
        holder.candidates = []
        return
    fresh = Passage(document_id=block.draft.document_id)
    db.session.add(fresh)
    db.session.flush()
    block.passage_id = fresh.id


def settle(draft: Draft, *, now: datetime, by: User) -> int:
    """Call everything that is still doubtful new, and return how many blocks that were."""
    draft = _opened(draft)
    left = [block for block in draft.blocks if block.match == UNSURE]
    for block in left:
        block.match, block.confirmed_by_id, block.confirmed_at = NEW, by.id, now
    if left:
        _settle_if_sure(draft, now)
        record("settled", draft, now=now, user_id=by.id, count=len(left))
    return len(left)


def _settle_if_sure(draft: Draft, now: datetime) -> None:
    db.session.flush()
    left = select(Block.id).where(Block.draft_id == draft.id, Block.match == UNSURE)
    if draft.settled_at is None and db.session.scalar(left.limit(1)) is None:
        draft.settled_at = now


def _opened(draft: Draft) -> Draft:
    """Return the draft, locked. Raises RuleBroken where others rely on its passages already."""
    db.session.flush()
    db.session.refresh(draft, ["settled_at", "version"], with_for_update=True)
    following = last_draft(draft.document, draft.language)
    if following is not None and following.number > draft.number:
        raise RuleBroken(
            f"Draft {following.number} follows on this one, so its passages stay as they are."
        )
    released = select(Release.id).where(
        Release.draft_id == draft.id, Release.cancelled_at.is_(None)
    )
    if db.session.scalar(released.limit(1)) is not None:
        raise RuleBroken(
            "This draft is released, or has a date for it. Cancel the release to change what its "
            "passages are."
        )
    return draft
