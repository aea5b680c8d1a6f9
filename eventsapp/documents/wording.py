"""What was put in and what was taken out between two wordings, word by word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from eventsapp.documents.likeness import Signs

KEPT, IN, OUT = "kept", "in", "out"
# The comparison takes a bit for each pair of words: 4 MB for two texts as long as this.
MOST_TOKENS = 6_000
_TOKENS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_]+(?:['’][^\W_]+)*|\s+|."
)


class Piece(NamedTuple):
    """Words that were kept, put in or taken out; together the pieces make both wordings."""

    kind: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """Return the pieces of two wordings of a text, what was taken out before what was put in.

    A single word that stayed between longer changes counts as changed, so that a sentence can be
    read. Texts of more than 6,000 words are compared at their beginnings and ends only.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle = slice(head, len(old) - tail), slice(head, len(new) - tail)
    pieces = [Piece(KEPT, "".join(old[:head]))]
    pieces += _changed(old[middle[0]], new[middle[1]])
    pieces.append(Piece(KEPT, "".join(old[len(old) - tail :])))
    return list(_together(pieces))


def _same(old: list[str], new: list[str]) -> int:
    """Return how many tokens are the same from the start."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _changed(old: list[str], new: list[str]) -> list[Piece]:
    if not old or not new or max(len(old), len(new)) > MOST_TOKENS:
        return [Piece(OUT, "".join(old)), Piece(IN, "".join(new))]
    signs = Signs()
    steps = []
    for step in LCSseq.opcodes(signs.of(old), signs.of(new)):
        out, put_in = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        steps.append((step.tag == "equal", out, put_in))
    return [
        piece
        for is_kept, out, put_in in _readable(steps)
        for piece in (
            [Piece(KEPT, "".join(out))]
            if is_kept
            else [Piece(OUT, "".join(out)), Piece(IN, "".join(put_in))]
        )
    ]


_Step = tuple[bool, list[str], list[str]]


def _readable(steps: list[_Step]) -> list[_Step]:
    """Count what stayed between two changes as changed, where it is a gap or one word only."""
    done: list[_Step] = []
    for place, (is_kept, out, put_in) in enumerate(steps):
        is_between = bool(done) and not done[-1][0] and place < len(steps) - 1
        words = sum(1 for token in out if token[0].isalnum())
        if is_kept and is_between and (words == 0 or (words == 1 and _is_long(done[-1]))):
            is_kept = False
        if done and done[-1][0] == is_kept:
            done[-1] = (is_kept, done[-1][1] + out, done[-1][2] + put_in)
        else:
            done.append((is_kept, out, put_in))
    return done


def _is_long(step: _Step) -> bool:
    return max(sum(1 for token in side if token[0].isalnum()) for side in step[1:]) > 3


def _together(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces that say something, neighbours of one kind as one."""
    texts = {OUT: "", IN: ""}
    kept = ""
    for kind, text in pieces:
        if not text:
            continue
        if kind == KEPT:
            yield from (Piece(one, texts[one]) for one in (OUT, IN) if texts[one])
            texts = {OUT: "", IN: ""}
            kept += text
        else:
            if kept:
                yield Piece(KEPT, kept)
                kept = ""
            texts[kind] += text
    if kept:
        yield Piece(KEPT, kept)
    yield from (Piece(one, texts[one]) for one in (OUT, IN) if texts[one])
