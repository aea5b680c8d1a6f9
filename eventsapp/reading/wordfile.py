"""Reading .docx: every paragraph, list item and table row of the body, in order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from eventsapp.numbers import number_in
from eventsapp.reading.linetext import clean, line_from_text
from eventsapp.reading.structure import (
    HEADING,
    ITEM,
    PLAIN,
    ROW,
    Doubt,
    Line,
    Source,
    UnreadableFile,
)

MOST_UNPACKED_BYTES = 120 * 1024 * 1024
MOST_TEXT_BYTES = 40 * 1024 * 1024
MOST_PARTS = 3_000
MOST_TIMES_PACKED = 200
_SMALL_PART = 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_word_file(content: bytes, file_name: str) -> Source:
    """Return the lines of a .docx; a paragraph, or a row of a table, counts as one line.

    Raises UnreadableFile for what is not a readable .docx, before anything of it is unpacked.
    """
    if content.startswith(_OLE_START):
        raise UnreadableFile(
            f"{file_name} is protected by a password, or is an old .doc under a new name. Open it, "
            "save it without a password as .docx and hand that over."
        )
    # Loaded here and below: a start must not pay for Word files.
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    parts = checked_parts(content, file_name)
    try:
        document = docx.Document(io.BytesIO(content))
        lines = tuple(_lines(document))
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise _not_a_word_file(file_name) from error
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{file_name} is damaged. Open it in a word processor and save it anew as .docx."
        ) from error
    return Source(lines=lines, encoding="docx", doubts=tuple(_parts_not_read(parts)))


def qn(name: str) -> str:
    """Return a name of Word's language as its elements carry it: `w:p` in its namespace."""
    return _WORD + name.removeprefix("w:")


def _not_a_word_file(file_name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{file_name} is called .docx but is not a Word file. Open it in the program that made it "
        "and save it as .docx or .txt."
    )


def checked_parts(content: bytes, file_name: str) -> dict[str, int]:
    """Return the sizes of the parts by name; refuse packed files that would not end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _not_a_word_file(file_name) from error
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(
            f"{file_name} is protected by a password. Save it without one and hand that over."
        )
    if "word/document.xml" not in {part.filename for part in parts}:
        raise _not_a_word_file(file_name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise _too_much(file_name)
    for part in parts:
        times = part.file_size / max(part.compress_size, 1)
        if part.file_size > _SMALL_PART and times > MOST_TIMES_PACKED:
            raise _too_much(file_name)
        if part.filename.endswith(".xml") and part.file_size > MOST_TEXT_BYTES:
            raise _too_much(file_name)
    return {part.filename: part.file_size for part in parts}


def _too_much(file_name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{file_name} unpacks to far more than a text needs, so it was not opened. Copy its text "
        "into a new Word file and hand that over."
    )


def _parts_not_read(parts: dict[str, int]) -> Iterator[Doubt]:
    # A footnotes part always holds two separators of some 1.5 kB.
    for name, least, what in (
        ("word/footnotes.xml", 3_000, "footnotes"),
        ("word/comments.xml", 1, "comments in the margin"),
    ):
        if parts.get(name, 0) > least:
            yield Doubt(
                "part-not-read",
                f"The file has {what}, which are not read. Look whether one of them matters.",
            )


class _StyleFacts(NamedTuple):
    """What a paragraph style makes of its paragraphs: the level of a heading, an item of a list."""

    level: int | None
    is_list: bool


_Styles = dict[str | None, _StyleFacts]


def _lines(document: Any) -> Iterator[Line]:
    styles = _style_facts(document)
    after_blank = True
    number = 0
    for element in _blocks(document.element.body):
        for line in _lines_of_block(element, styles, number + 1, after_blank):
            number += 1
            after_blank = line is None
            if line is not None:
                yield line


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, also those in content controls and text boxes."""
    for element in parent.iterchildren():
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
            for box in element.iter(qn("w:txbxContent")) if element.tag == qn("w:p") else ():
                # Boxes inside this box come with it; to go into them twice doubles each level.
                if not _in_box(box, element) and not _is_inside(box, _FALLBACK):
                    yield from _blocks(box)
        elif element.tag in _WRAPPERS:
            yield from _blocks(element)


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = tuple(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:smartTag")))


def _is_inside(element: Any, tag: str) -> bool:
    return any(ancestor.tag == tag for ancestor in element.iterancestors())


def _unwrapped(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children with a tag, also those wrapped in content controls or changes."""
    for element in parent.iterchildren():
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _unwrapped(element, tag)


def _lines_of_block(
    element: Any, styles: _Styles, number: int, after_blank: bool
) -> Iterator[Line | None]:
    if element.tag == qn("w:tbl"):
        for offset, row in enumerate(_unwrapped(element, qn("w:tr"))):
            cells = tuple(_cell_text(cell) for cell in _unwrapped(row, qn("w:tc")))
            if any(cells):
                text = " | ".join(cells)
                yield Line(number + offset, text, ROW, cells=cells, after_blank=after_blank)
            else:
                yield None
        return
    facts = _facts_of(element, styles)
    for offset, text in enumerate(_paragraph_text(element).split("\n")):
        # A paragraph of its own begins as after a blank line; a break within one does not.
        yield _line(facts, text, number + offset, after_blank or offset == 0)


def _cell_text(cell: Any) -> str:
    paragraphs = [p for p in cell.iter(qn("w:p")) if not _is_inside(p, _FALLBACK)]
    texts = [_paragraph_text(paragraph).strip() for paragraph in paragraphs]
    return "\n".join(text for text in texts if text)


def _line(facts: _StyleFacts, raw: str, number: int, after_blank: bool) -> Line | None:
    from_text = line_from_text(raw, number, after_blank)
    if from_text is None or from_text.kind == ROW:
        return from_text
    if facts.level is not None:
        return Line(number, clean(raw), HEADING, facts.level, after_blank=after_blank)
    if facts.is_list and from_text.kind == PLAIN:
        return Line(number, from_text.text, ITEM, after_blank=after_blank)
    return from_text


def _paragraph_text(element: Any) -> str:
    """Return the text as it reads with all changes accepted: inserted text in, deleted out."""
    pieces: list[str] = []
    for node in element.iter(*map(qn, ("w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen"))):
        if _in_box(node, element):
            continue
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.getparent().tag == qn("w:r"):
            pieces.append("\t" if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _in_box(node: Any, paragraph: Any) -> bool:
    for ancestor in node.iterancestors():
        if ancestor is paragraph:
            return False
        if ancestor.tag in (qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom"), _FALLBACK):
            return True
    return False


def _style_facts(document: Any) -> _Styles:
    """Return what each paragraph style means, by its id; None is the style of plain paragraphs."""
    from docx.enum.style import WD_STYLE_TYPE

    facts: _Styles = {None: _StyleFacts(None, False)}
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            facts[style.style_id] = _facts_of_style(style)
    return facts


def _facts_of_style(style: Any) -> _StyleFacts:
    is_list = False
    level: int | None = None
    seen = 0
    while style is not None and seen < 20:
        name = (style.name or "").lower()
        if level is None:
            level = _level_of_name(name)
        if level is None:
            level = _outline_level(style.element)
        numbering = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if name != "list paragraph":
            is_list = is_list or name.startswith("list") or numbering is not None
        style, seen = style.base_style, seen + 1
    return _StyleFacts(level, is_list)


def _level_of_name(name: str) -> int | None:
    if name == "title":
        return 0
    is_heading = name.startswith("heading ") and name[8:].isdigit()
    return int(name[8:]) if is_heading else None


def _outline_level(element: Any) -> int | None:
    level = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = level.get(qn("w:val"), "") if level is not None else ""
    number = number_in(value)
    return number + 1 if number is not None and number < 9 else None


def _facts_of(paragraph: Any, styles: _Styles) -> _StyleFacts:
    """Return what a paragraph is by its style and by what it states itself."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    by_style = styles.get(style.get(qn("w:val")) if style is not None else None, styles[None])
    level = _outline_level(paragraph)
    numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    is_list = by_style.is_list if numbering is None else numbering.get(qn("w:val")) != "0"
    return _StyleFacts(by_style.level if level is None else level, is_list)
