"""Reading a draft that was pasted, or handed over as .txt or .md.

The rule: a line is a block; where the lines were broken to a width, those that follow one another
are one. A heading is a Markdown heading, a short line with a number such as "3.2", or a short line
without a full stop that stands alone between blank lines. A row of a table is a line in bars.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from eventsapp.documents.citing import (
    depth_of,
    labelled,
    number_of,
    typed_mark,
    without_bullet,
)
from eventsapp.documents.found import CELL, HEADING, LIST_ITEM, PARAGRAPH, FoundBlock, FoundDraft
from eventsapp.documents.reading_docx import MOST_BLOCKS, MOST_LETTERS, read_word_draft
from eventsapp.reading.files import MOST_BYTES, ending_of, text_of
from eventsapp.reading.linetext import clean
from eventsapp.reading.structure import UnreadableFile

_LONGEST_HEADING = 100
_WIDEST_BROKEN, _LEAST_BROKEN = 100, 55
_ENDS = tuple(".;:,!?…。；：，！？؟؛،")
_MARKDOWN = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|?[\s:|=_*-]*[-=_*][\s:|=_*-]*\|?")


def read_draft(content: bytes, file_name: str) -> FoundDraft:
    """Return what is read of a .docx, .txt or .md file.

    Raises UnreadableFile with a sentence that names the file and the next step.
    """
    if not content:
        raise UnreadableFile(f"{file_name} is empty. Choose the file that holds the draft.")
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            f"{file_name} is larger than 20 MB. Make its pictures smaller, or save it without them."
        )
    if ending_of(content, file_name) == ".docx":
        return _not_empty(read_word_draft(content, file_name), file_name)
    text, encoding, is_guessed = text_of(content, file_name)
    doubts = (
        (f"The file does not say how its letters are coded; it was read as {encoding}.",)
        if is_guessed
        else ()
    )
    return _not_empty(FoundDraft(_blocks(text, file_name), doubts=doubts), file_name)


def read_pasted(text: str) -> FoundDraft:
    """Return what is read of a text that was pasted. Raises UnreadableFile when there is none."""
    return _not_empty(FoundDraft(_blocks(text, "The text")), "The text")


def _not_empty(draft: FoundDraft, name: str) -> FoundDraft:
    if not draft.blocks:
        raise UnreadableFile(f"{name} holds no words. Choose the file that holds the draft.")
    return draft


def _blocks(text: str, name: str) -> tuple[FoundBlock, ...]:
    if len(text) > MOST_LETTERS:
        raise UnreadableFile(
            f"{name} holds more than two million letters. Hand over one document, without its "
            "annexes."
        )
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) > 10 * MOST_BLOCKS:
        raise UnreadableFile(f"{name} has too many lines for one document. Hand over one of them.")
    groups = list(_grouped(lines))
    blocks: list[FoundBlock] = []
    for place, (raw, stands_alone) in enumerate(groups):
        is_last = place == len(groups) - 1
        block = _block(raw, len(blocks) + 1, stands_alone and not is_last)
        if block is not None:
            blocks.append(block)
    if len(blocks) > MOST_BLOCKS:
        raise UnreadableFile(
            f"{name} has more than {MOST_BLOCKS:,} paragraphs. Hand over one document, without "
            "its annexes."
        )
    return labelled(blocks)


def _grouped(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield what makes a block, and whether it stands between blank lines."""
    lines = [line.expandtabs(4).rstrip() for line in lines]
    is_broken = _is_broken(lines)
    before, group = True, ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not line.strip():
            before = True
            continue
        group = f"{group} {line.strip()}" if group else line
        if is_broken and following.strip() and not _begins_anew(following):
            continue
        yield group, before and not following.strip()
        before, group = False, ""


def _is_broken(lines: list[str]) -> bool:
    """Return whether the lines were broken to a width, so that a paragraph takes several."""
    if max(map(len, lines), default=0) > _WIDEST_BROKEN:
        return False
    followed = [
        line
        for line, following in pairwise(lines)
        if line.strip() and following.strip() and not _begins_anew(following)
    ]
    wide = sum(len(line) >= _LEAST_BROKEN for line in followed)
    return len(followed) >= 3 and wide * 3 >= len(followed) * 2


def _begins_anew(line: str) -> bool:
    text = line.strip()
    return bool(
        typed_mark(text)[0] or without_bullet(text) or _MARKDOWN.fullmatch(text) or _ROW.match(text)
    )


def _block(raw: str, position: int, stands_alone: bool) -> FoundBlock | None:
    text = " ".join(clean(raw).split())
    if _RULE.fullmatch(text) or not any(map(str.isalnum, text)):
        return None
    if _ROW.fullmatch(text) and text.count("|") > 2:
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        return FoundBlock(position, CELL, " | ".join(cells))
    level: int | None = None
    markdown = _MARKDOWN.fullmatch(text)
    if markdown and markdown[2]:
        level, text = len(markdown[1]), markdown[2]
    pointed = without_bullet(text) if level is None else None
    mark, words = typed_mark(pointed or text)
    if level is None and pointed is None and _is_heading(words, mark, stands_alone):
        level = depth_of(mark) or 1
    if level is not None:
        return FoundBlock(position, HEADING, words, level, mark=mark)
    if pointed is not None or (mark and number_of(mark) is None):
        indent = len(raw) - len(raw.lstrip())
        return FoundBlock(position, LIST_ITEM, words, min(indent // 2, 8), mark=mark)
    return FoundBlock(position, PARAGRAPH, words, mark=mark)


def _is_heading(words: str, mark: str, stands_alone: bool) -> bool:
    if len(words) > _LONGEST_HEADING or (mark and number_of(mark) is None):
        return False
    if words.endswith(":") and stands_alone:
        return True
    return (stands_alone or "." in mark) and not words.endswith(_ENDS)
