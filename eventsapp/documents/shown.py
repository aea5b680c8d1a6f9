"""A draft as its pages show it: headings that skip no level, rows in tables, questions beside what
a passage may be. Plain values in and out; a block is anything with kind, level, label and text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventsapp.documents.found import CELL, HEADING, LIST_ITEM
from eventsapp.documents.wording import Piece, compared
from eventsapp.paging import Paged, nearest

TABLE, LIST = "table", "list"
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_LOWEST = 6


@dataclass(frozen=True)
class Part:
    """One block, or the rows of a table, or the items of a list that follow one another; `depth`
    is that of a heading on the page, whose own title is the first."""

    kind: str
    blocks: tuple[Any, ...]
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Page(Paged):
    """Some blocks of a long text."""

    blocks: tuple[Any, ...]


@dataclass(frozen=True)
class Candidate:
    """A passage that a block may be, with its last words and how they differ."""

    passage: int
    block: Any
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Question:
    """A block that somebody is asked about; `answer` is the passage that it was said to be."""

    block: Any
    candidates: tuple[Candidate, ...]
    is_answered: bool
    is_part: bool
    answer: Candidate | None


def page_of(blocks: Sequence[Any], number: int, size: int) -> Page:
    """Return one page of a text; a number beyond the last page is the last page."""
    number = nearest(number, len(blocks), size)
    some = tuple(blocks[(number - 1) * size : number * size])
    return Page(number=number, total=len(blocks), per_page=size, blocks=some)


def page_with(blocks: Sequence[Any], passage: int, size: int) -> int:
    """Return the number of the page on which a passage stands; 1 for one that is not there."""
    places = (place for place, block in enumerate(blocks) if block.passage_id == passage)
    return next(places, 0) // size + 1


def parts_of(blocks: Sequence[Any]) -> list[Part]:
    """Return the blocks as parts of a page."""
    parts: list[Part] = []
    levels: list[int] = []
    for block in blocks:
        kind = {CELL: TABLE, LIST_ITEM: LIST}.get(block.kind, block.kind)
        if kind in (TABLE, LIST) and parts and parts[-1].kind == kind:
            parts[-1] = Part(kind, (*parts[-1].blocks, block))
        elif kind == HEADING:
            level = block.level or 0
            while levels and levels[-1] >= level:
                levels.pop()
            levels.append(level)
            parts.append(Part(kind, (block,), min(len(levels) + 1, _LOWEST)))
        else:
            parts.append(Part(kind, (block,)))
    return parts


def headings_of(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that stand in the list of contents."""
    return [part for part in parts if part.kind == HEADING and part.depth <= 3]


def cells_of(block: Any) -> list[str]:
    """Return the cells of a row."""
    return str(block.text).split(" | ")


def direction_of(language: str) -> str:
    """Return `rtl` or `ltr` for a text in a language."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def questions(asked: Sequence[Any], last_words: Mapping[int, Any]) -> list[Question]:
    """Return what is asked of each block, with the last words of the passages that it may be."""
    return [_question(block, last_words) for block in asked]


def _question(block: Any, last_words: Mapping[int, Any]) -> Question:
    candidates = tuple(
        Candidate(number, last, tuple(compared(last.text, block.text)))
        for number in block.candidates
        if (last := last_words.get(number)) is not None
    )
    answer = next((one for one in candidates if one.passage == block.passage_id), None)
    return Question(
        block,
        candidates,
        is_answered=block.confirmed_at is not None,
        is_part=block.match == "split",
        answer=answer,
    )
