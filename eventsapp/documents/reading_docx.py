"""Reading a draft in .docx: its blocks as they read with all tracked changes accepted, and the
comments and tracked changes themselves.

The text is read block by block and each is let go of, so that a long file takes little memory.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from eventsapp.documents.citing import labelled, number_of, typed_mark, without_bullet
from eventsapp.documents.found import (
    CELL,
    DELETE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    FoundBlock,
    FoundDraft,
)
from eventsapp.documents.word_notes import Notes
from eventsapp.documents.word_numbers import Numbers
from eventsapp.documents.word_parts import (
    Style,
    comments_of,
    language_of,
    numbering_of,
    outline_level,
    pages_of,
    parsed,
    styles_of,
)
from eventsapp.documents.word_text import Words, boxes_in, changes_in, mark_change, pieces_of
from eventsapp.reading.linetext import clean
from eventsapp.reading.structure import UnreadableFile
from eventsapp.reading.wordfile import checked_parts, qn

MOST_BLOCKS = 20_000
MOST_LETTERS = 2_000_000
_LONGEST_HEADING = 300
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARAGRAPH, _TABLE, _ROW, _CELL = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc"))
_MARKS = tuple(map(qn, ("w:commentRangeStart", "w:commentRangeEnd")))
_WRAPPERS = tuple(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml",
                           "w:smartTag")))  # fmt: skip


def read_word_draft(content: bytes, file_name: str) -> FoundDraft:
    """Return everything that is read of a .docx.

    Raises UnreadableFile for what is no readable .docx, before anything of it is unpacked, and for
    a text of more than 20,000 paragraphs or two million letters.
    """
    if content.startswith(_OLE_START):
        raise UnreadableFile(
            f"{file_name} is protected by a password, or is an old .doc under a new name. Open it, "
            "save it without a password as .docx and hand that over."
        )
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    parts = checked_parts(content, file_name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _draft(packed, parts, file_name)
    except (LxmlError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError,
            NotImplementedError, AssertionError) as error:  # fmt: skip
        raise UnreadableFile(
            f"{file_name} is damaged. Open it in a word processor and save it anew as .docx."
        ) from error


def _draft(packed: zipfile.ZipFile, parts: dict[str, int], file_name: str) -> FoundDraft:
    styles = parsed(packed, "word/styles.xml")
    reader = _Reader(styles_of(styles), Numbers(parsed(packed, "word/numbering.xml")), file_name)
    for element in _body(packed):
        reader.take(element)
    blocks = labelled(reader.blocks)
    notes = reader.notes
    return FoundDraft(
        blocks=blocks,
        comments=notes.comments(comments_of(packed), len(blocks)),
        changes=tuple(notes.changes),
        changes_total=notes.total,
        page_count=pages_of(packed),
        language=language_of(packed, styles, " ".join(block.text for block in blocks[:200])),
        doubts=tuple(_not_read(parts)),
    )


def _body(packed: zipfile.ZipFile) -> Iterator[Any]:
    """Yield what stands directly in the body, each let go of when the next is asked for."""
    from lxml import etree  # type: ignore[import-untyped]

    with packed.open("word/document.xml") as part:
        wanted = (_PARAGRAPH, _TABLE, *_MARKS, *_WRAPPERS)
        reading = etree.iterparse(
            part, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False
        )
        for _event, element in reading:
            above = element.getparent()
            if above is None or above.tag != qn("w:body"):
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                del above[0]


def _not_read(parts: dict[str, int]) -> Iterator[str]:
    # A footnotes part always holds two separators of some 1.5 kB.
    for name, what in (("word/footnotes.xml", "footnotes"), ("word/endnotes.xml", "endnotes")):
        if parts.get(name, 0) > 3_000:
            yield f"The file has {what}, which are not read. Look whether one of them matters."


class _Reader:
    """Goes through the text once, and keeps what it found."""

    def __init__(self, styles: dict[str | None, Style], numbers: Numbers, file_name: str) -> None:
        self.blocks: list[FoundBlock] = []
        self.notes = Notes()
        self._styles, self._numbers, self._file_name = styles, numbers, file_name
        # Words of paragraphs whose end was taken out: they go on in the next one.
        self._before = ""
        self._letters = 0

    def take(self, element: Any) -> None:
        """Read one element of the body, and what stands in it."""
        if element.tag == _PARAGRAPH:
            self._paragraph(element)
        elif element.tag == _TABLE:
            self._table(element)
        elif element.tag in _MARKS:
            for mark in pieces_of([element]):
                self.notes.see(mark, len(self.blocks) + 1)
        elif element.tag in _WRAPPERS:
            for child in element.iterchildren():
                self.take(child)

    def _paragraph(self, element: Any) -> None:
        style = self._style(element)
        if style.is_contents:
            return
        text = self._words(element)
        end = mark_change(element)
        if end is not None and end.kind == DELETE:
            self._before += text
        else:
            self._block(element, style, self._before + text, is_gone=not text and end is not None)
            self._before = ""
        self.notes.settle(len(self.blocks), is_carried=bool(self._before))
        for box in boxes_in(element):
            for child in box.iterchildren():
                self.take(child)

    def _words(self, element: Any) -> str:
        """Return the words that stay, and keep its changes and the marks of comments."""
        self.notes.count(changes_in(element))
        stay = []
        for piece in pieces_of(element):
            self.notes.see(piece, len(self.blocks) + 1)
            if isinstance(piece, Words) and (piece.change is None or piece.change.kind != DELETE):
                stay.append(piece.text)
        return "".join(stay)

    def _style(self, element: Any) -> Style:
        named = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = named.get(qn("w:val")) if named is not None else None
        style = self._styles.get(name, self._styles[None])
        number, level = numbering_of(element)
        if number is None:
            number = style.list_number
            at = self._numbers.level_of_style(number, name) if number else None
            level = style.list_level if at is None else at
        own = outline_level(element)
        return style._replace(
            level=style.level if own is None else own, list_number=number, list_level=level or 0
        )

    def _block(self, element: Any, style: Style, raw: str, *, is_gone: bool) -> None:
        number = style.list_number if style.list_number != "0" else None
        mark = ""
        if number and not is_gone:
            mark = self._numbers.next(number, style.list_level or 0)
        text = _on_one_line(raw)
        if not any(map(str.isalnum, text)):
            return
        typed = "" if mark else typed_mark(text)[0]
        if typed:
            mark, text = typed_mark(text)
        if style.level is not None and len(text) <= _LONGEST_HEADING:
            self._add(HEADING, text, style.level, mark)
            return
        pointed = None if mark else without_bullet(text)
        counts = number_of(mark) is not None
        if (number or style.is_list or pointed is not None or mark) and not counts:
            self._add(LIST_ITEM, pointed or text, style.list_level or 0, mark)
        else:
            self._add(PARAGRAPH, text, None, mark)

    def _table(self, table: Any) -> None:
        rows = [(row, list(_unwrapped(row, _CELL))) for row in _unwrapped(table, _ROW)]
        if all(len(cells) == 1 for _row, cells in rows):
            # A frame around text, and not a table.
            for _row, cells in rows:
                for child in cells[0].iterchildren():
                    self.take(child)
            return
        for row, cells in rows:
            texts = [
                _on_one_line(" ".join(self._words(p) for p in cell.iter(_PARAGRAPH)))
                for cell in cells
            ]
            is_out = row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None
            if any(texts) and not is_out:
                self._add(CELL, " | ".join(texts), None, "")
            self.notes.settle(len(self.blocks))

    def _add(self, kind: str, text: str, level: int | None, mark: str) -> None:
        self._letters += len(text)
        if len(self.blocks) >= MOST_BLOCKS or self._letters > MOST_LETTERS:
            raise UnreadableFile(
                f"{self._file_name} has more than {MOST_BLOCKS:,} paragraphs or two million "
                "letters. Hand over one document, without its annexes."
            )
        self.blocks.append(FoundBlock(len(self.blocks) + 1, kind, text, level, mark=mark[:20]))


def _unwrapped(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children with a tag, also those wrapped in content controls or changes."""
    for element in parent.iterchildren():
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _unwrapped(element, tag)


def _on_one_line(text: str) -> str:
    return " ".join(clean(text).split())
