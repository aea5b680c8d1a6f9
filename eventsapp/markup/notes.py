"""What stands in the margin and between the words of a Word file, as one list. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from eventsapp.documents.found import INSERT, FoundComment, FoundDraft

COMMENT, PUT_IN, TAKEN_OUT = "comment", "put in", "taken out"
KINDS = (COMMENT, PUT_IN, TAKEN_OUT)
LONGEST = 10_000


@dataclass(frozen=True)
class Spot:
    """Where a note stands: the passage of the draft, how it is cited, and its words in the file.

    `passage_id` is None for words that the draft does not have.
    """

    passage_id: int | None
    label: str
    text: str


@dataclass(frozen=True)
class FoundNote:
    """A comment or a tracked change of a file.

    `position` is the block it stands at; 0 is the whole text, or what no block has any more.
    `key` tells it apart from all others of the file, also when the file is read again.
    """

    key: str
    kind: str
    author: str
    date: datetime | None
    position: int
    quoted: str
    text: str
    is_reply: bool = False
    is_resolved: bool = False


def notes_of(found: FoundDraft) -> list[FoundNote]:
    """Return everything that was found, in the order of the text; replies below their comment."""
    comments = [_of_comment(one, found.comments) for one in found.comments]
    changes = [
        (one.block_position, PUT_IN if one.kind == INSERT else TAKEN_OUT, one.author, one.date, "",
         one.text, False, False)
        for one in found.changes
    ]  # fmt: skip
    seen: Counter[str] = Counter()
    notes = []
    for position, kind, author, date, quoted, text, is_reply, is_resolved in (*comments, *changes):
        name = " ".join(author.split())[:300]
        said = f"{kind}|{name}|{date}|{position}|{text}"
        seen[said] += 1
        key = sha256(f"{said}|{seen[said]}".encode()).hexdigest()
        notes.append(
            FoundNote(key, kind, name, date, position, quoted, text, is_reply, is_resolved)
        )
    return sorted(notes, key=lambda one: one.position)


def _of_comment(
    one: FoundComment, all_of_them: Sequence[FoundComment]
) -> tuple[int, str, str, datetime | None, str, str, bool, bool]:
    position = one.block_position or 0
    text, is_reply = one.text, one.answers is not None
    if one.answers is not None and one.answers < len(all_of_them):
        first = all_of_them[one.answers]
        position = position or first.block_position or 0
        text = f"In reply to {first.author}: {text}"
    return position, COMMENT, one.author, one.date, one.quoted, text, is_reply, one.is_resolved


def words_of(note: FoundNote) -> str:
    """Return the text that a note has as a comment."""
    text = note.text.strip()
    if note.kind == PUT_IN:
        text = f"Put in: “{text}”"
    elif note.kind == TAKEN_OUT:
        text = f"Take out: “{text}”"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def authors_of(notes: Iterable[FoundNote]) -> dict[str, int]:
    """Return how many notes each author has, the most first."""
    return dict(Counter(one.author for one in notes).most_common())


def passing(notes: Iterable[FoundNote], author: str | None, kind: str | None) -> list[FoundNote]:
    """Return the notes of an author and of a kind; without either, all of them."""
    return [
        one
        for one in notes
        if (author is None or one.author == author) and (not kind or one.kind == kind)
    ]
