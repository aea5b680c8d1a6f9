"""Which comment and which change of a Word file belongs to which block, found on the way."""

from dataclasses import dataclass, field

from eventsapp.documents.found import DELETE, FoundChange, FoundComment
from eventsapp.documents.word_parts import WordComment
from eventsapp.documents.word_text import END, REFERENCE, START, Change, Mark, Words

MOST_CHANGES = 20_000
MOST_OPEN = 500
LONGEST_QUOTED = 500
LONGEST_CHANGE = 2_000


@dataclass
class _Range:
    """The words that a comment is about: those that stay, those that were taken out, and the
    block at which they begin."""

    stay: str = ""
    out: str = ""
    block: int | None = None


@dataclass
class Notes:
    """Everything in the margin, as far as the text was read."""

    changes: list[FoundChange] = field(default_factory=list)
    total: int = 0
    _ranges: dict[str, _Range] = field(default_factory=dict)
    _open: dict[str, None] = field(default_factory=dict)
    _referred: dict[str, int] = field(default_factory=dict)
    _here: list[str] = field(default_factory=list)
    _fresh: list[tuple[Change, str]] = field(default_factory=list)
    _goes_on: bool = False

    def count(self, changes: int) -> None:
        """Count the tracked changes of an element."""
        self.total += changes

    def see(self, piece: Words | Mark, block: int) -> None:
        """Take the next piece of the text; `block` is the block that its words will be part of."""
        if isinstance(piece, Words):
            self._see_words(piece, block)
        elif piece.kind == START and len(self._open) < MOST_OPEN:
            self._ranges[piece.comment] = _Range()
            self._open[piece.comment] = None
        elif piece.kind == END:
            self._open.pop(piece.comment, None)
        elif piece.kind == REFERENCE:
            self._here.append(piece.comment)

    def _see_words(self, words: Words, block: int) -> None:
        is_out = words.change is not None and words.change.kind == DELETE
        for comment in list(self._open):
            found = self._ranges[comment]
            if is_out:
                found.out = (found.out + words.text)[:LONGEST_QUOTED]
            else:
                found.stay = (found.stay + words.text)[:LONGEST_QUOTED]
                if found.block is None and words.text.strip():
                    found.block = block
                if len(found.stay) == LONGEST_QUOTED:
                    del self._open[comment]
        if words.change is None:
            self._goes_on = False
            return
        same = self._goes_on and self._fresh and _is_same(self._fresh[-1][0], words.change)
        if same:
            change, text = self._fresh.pop()
            self._fresh.append((change, (text + words.text)[:LONGEST_CHANGE]))
        else:
            self._fresh.append((words.change, words.text[:LONGEST_CHANGE]))
        self._goes_on = True

    def settle(self, block: int, *, is_carried: bool = False) -> None:
        """End a paragraph: `block` is the last one so far; `is_carried` where its words go on in
        the next."""
        at = block + 1 if is_carried else block
        for comment in self._here:
            self._referred[comment] = at
        for change, text in self._fresh:
            if text.strip() and len(self.changes) < MOST_CHANGES:
                self.changes.append(FoundChange(at, change.author, change.date, change.kind, text))
        self._here, self._fresh, self._goes_on = [], [], False

    def comments(self, said: dict[str, WordComment], last: int) -> tuple[FoundComment, ...]:
        """Return the comments that say something, in the order of the file."""
        kept = [(name, one) for name, one in said.items() if one.text]
        places = {name: place for place, (name, _) in enumerate(kept)}
        return tuple(
            FoundComment(
                block_position=self._block_of(name, one, last),
                author=one.author,
                date=one.date,
                quoted=self._quoted(name, one),
                text=one.text,
                answers=places.get(one.answers or ""),
                is_resolved=one.is_resolved,
            )
            for name, one in kept
        )

    def _block_of(self, name: str, one: WordComment, last: int) -> int | None:
        for comment in (name, one.answers or ""):
            found = self._ranges.get(comment)
            at = found.block if found and found.block else self._referred.get(comment)
            if at is not None and last:
                return min(max(at, 1), last)
        return None

    def _quoted(self, name: str, one: WordComment) -> str:
        found = self._ranges.get(name) or self._ranges.get(one.answers or "") or _Range()
        return " ".join((found.stay if found.stay.strip() else found.out).split())


def _is_same(one: Change, other: Change) -> bool:
    return (one.kind, one.author) == (other.kind, other.author)
