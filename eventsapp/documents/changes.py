"""What changed between two drafts: a row for each passage that is not as it was, in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eventsapp.documents.matching import JOINED, MOVED, NEW, REWORDED, SAME, SPLIT, UNSURE
from eventsapp.documents.wording import IN, KEPT, Piece, compared

GONE = "gone"
# In the order in which they are told.
KINDS = (REWORDED, MOVED, SPLIT, JOINED, NEW, GONE, UNSURE)


@dataclass(frozen=True)
class Stood:
    """A passage as it stands in one draft."""

    passage: int
    label: str
    kind: str
    level: int | None
    text: str
    match: str = NEW
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """One change; `before` and `after` are the blocks concerned, `pieces` what was put in and
    taken out."""

    kind: str
    before: tuple[Stood, ...]
    after: tuple[Stood, ...]
    pieces: tuple[Piece, ...]


def changes_between(last: Sequence[Stood], new: Sequence[Stood]) -> list[Row]:
    """Return a row for each block or run of blocks, unchanged ones too (`same`), in the order of
    the new draft; what went away stands behind what it followed."""
    rows = list(_rows(last, new))
    place = {block.passage: index for index, row in enumerate(rows) for block in row.before}
    done: list[list[Row]] = [[row] for row in rows]
    first: list[Row] = []
    behind = -1
    # What a doubtful block may be has not gone away yet.
    asked = {number for block in new if block.match == UNSURE for number in block.candidates}
    for block in last:
        if block.passage in asked and block.passage not in place:
            continue
        if block.passage in place:
            behind = place[block.passage]
            continue
        gone = Row(GONE, (block,), (), tuple(compared(block.text, "")))
        (done[behind] if behind >= 0 else first).append(gone)
    return [*first, *(row for group in done for row in group)]


def _rows(last: Sequence[Stood], new: Sequence[Stood]) -> list[Row]:
    before = {block.passage: block for block in last}
    rows: list[Row] = []
    for run in _runs(new):
        old = tuple(before[passage] for passage in _passages(run) if passage in before)
        texts = " ".join(block.text for block in old), " ".join(block.text for block in run)
        kind = _kind(run, old, *texts)
        rows.append(Row(kind, old, run, tuple(_pieces(kind, *texts))))
    return rows


def _pieces(kind: str, before: str, after: str) -> list[Piece]:
    if kind in (SAME, MOVED):
        return [Piece(KEPT, after)]
    if kind in (NEW, UNSURE) or not before:
        return [Piece(IN, after)]
    return compared(before, after)


def _runs(new: Sequence[Stood]) -> list[tuple[Stood, ...]]:
    """Return the blocks one by one, the parts of a split passage together where they are
    neighbours."""
    runs: list[list[Stood]] = []
    for block in new:
        if runs and block.match == SPLIT and _whole(runs[-1][-1]) == _whole(block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [tuple(run) for run in runs]


def _whole(block: Stood) -> int | None:
    """Return the passage of which a block is a part."""
    if block.match != SPLIT:
        return None
    is_whole = not block.candidates or block.passage in block.candidates
    return block.passage if is_whole else block.candidates[0]


def _passages(run: tuple[Stood, ...]) -> list[int]:
    joined = [passage for block in run if block.match == JOINED for passage in block.candidates]
    return sorted({block.passage for block in run} | set(joined))


def _kind(run: tuple[Stood, ...], old: tuple[Stood, ...], before: str, after: str) -> str:
    match = run[0].match
    if not old and match not in (UNSURE, SPLIT):
        return NEW
    return REWORDED if match == SAME and before != after else match


def counted(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many changes there are of each kind, in the order in which they are told."""
    found = Counter(row.kind for row in rows)
    return {kind: found[kind] for kind in KINDS if found[kind]}
