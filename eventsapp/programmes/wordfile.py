"""The paper of an agenda as a Word file, with real headings and a table for each day. Pure."""

import io
from typing import Any

from eventsapp.lists.scripts import ARABIC, EAST_ASIAN, plain, runs, steadied
from eventsapp.programmes.paper import DayPart, Line, Paper

_TAGS = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA"}
_SIZES = {"Normal": 11, "Title": 20, "Subtitle": 13, "Heading 1": 15, "Heading 2": 12.5}
_FONT = "Times New Roman"


def write_docx(paper: Paper) -> bytes:
    """Return the paper as a Word file."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document, paper)
    words = paper.words
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title[:255], "", ""
    properties.language = _TAGS.get(words.language, "en-GB")
    for text, style in (
        (paper.title, "Title"),
        (words.meeting, "Subtitle"),
        (words.facts, "Normal"),
        (words.items, "Heading 1"),
    ):
        _write(document, paper, text, style)
    for line in paper.items:
        _numbered(_write(document, paper, f"{line.number}.\t{line.title}", "Normal"))
    if paper.annotated:
        _write(document, paper, words.annotations, "Heading 1")
        for line in paper.annotated:
            _annotation(document, paper, line)
    _write(document, paper, words.work, "Heading 1")
    for day in paper.days:
        _day(document, paper, day)
    _footer(document, paper)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def _annotation(document: Any, paper: Paper, line: Line) -> None:
    head = _write(document, paper, f"{line.number}.\t{line.title}", "Heading 2")
    _numbered(head)
    about = " · ".join(part for part in (line.hours, line.track, line.speakers) if part)
    below = _write(document, paper, about, "Normal")
    below.paragraph_format.keep_with_next = bool(line.annotation)
    for run in below.runs:
        run.italic = run.font.cs_italic = True
    for text in line.annotation:
        _write(document, paper, text, "Normal")


def _numbered(paragraph: Any) -> None:
    """Let the number stand before the text, and the lines below begin under the text."""
    from docx.shared import Mm

    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Mm(10), Mm(-10)
    shape.tab_stops.add_tab_stop(Mm(10))


def _day(document: Any, paper: Paper, day: DayPart) -> None:
    from docx.shared import Mm

    _write(document, paper, day.heading, "Heading 2")
    words = paper.words
    heads = [words.time, words.item]
    heads += [words.room] if paper.has_rooms else []
    heads += [words.who] if paper.has_speakers else []
    widths = {2: (32, 128), 3: (32, 83, 45), 4: (32, 61, 27, 40)}[len(heads)]
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    _turn_table(table, paper)
    _fill(table.rows[0].cells, heads, paper, is_head=True)
    _repeat(table.rows[0])
    for line in day.lines:
        cells = [line.hours, line.numbered]
        cells += [line.track] if paper.has_rooms else []
        cells += [line.speakers] if paper.has_speakers else []
        _fill(table.add_row().cells, cells, paper)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _fill(cells: Any, texts: list[str], paper: Paper, *, is_head: bool = False) -> None:
    from docx.shared import Pt

    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        _turn(paragraph, paper)
        _add(paragraph, text, paper)
        for run in paragraph.runs:
            run.bold = run.font.cs_bold = is_head


def _keep_whole(row: Any) -> None:
    """Let a row not be cut by the end of a page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    """Let the head of a table stand on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _turn_table(table: Any, paper: Paper) -> None:
    from docx.enum.table import WD_TABLE_DIRECTION

    if paper.direction == "rtl":
        table.table_direction = WD_TABLE_DIRECTION.RTL


def _write(document: Any, paper: Paper, text: str, style: str) -> Any:
    paragraph = document.add_paragraph(style=style)
    _turn(paragraph, paper)
    head, tab, rest = text.partition("\t")
    _add(paragraph, head, paper)
    if tab:
        paragraph.add_run("\t")
        _add(paragraph, rest, paper)
    return paragraph


def _turn(paragraph: Any, paper: Paper) -> None:
    """Let a paragraph begin on the right where the paper runs from right to left."""
    from docx.oxml import OxmlElement

    if paper.direction == "rtl":
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"),
            "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
            "w:jc", "w:rPr",
        )  # fmt: skip


def _add(paragraph: Any, text: str, paper: Paper) -> None:
    """Write a text in pieces of one script each: Word asks to be told which runs the other way."""
    from docx.oxml.ns import qn

    pieces = runs(plain(text), paper.direction)
    if paper.direction == "rtl" and len(pieces) == 1:
        pieces = [(script, steadied(piece)) for script, piece in pieces]
    for script, piece in pieces:
        run = paragraph.add_run(piece)
        if script == ARABIC:
            run.font.rtl = True
        if script == EAST_ASIAN:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _page(document: Any) -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(22)


def _styles(document: Any, paper: Paper) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in _SIZES.items():
        style = document.styles[name]
        font, is_head = style.font, name.startswith(("Title", "Heading"))
        font.name, font.size, font.bold, font.cs_bold = _FONT, Pt(size), is_head, is_head
        font.italic = font.cs_italic = False
        font.color.rgb = RGBColor(0, 0, 0)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), _FONT)
        fonts.set(qn("w:eastAsia"), "SimSun")
        for old in [one for kind in ("w:szCs", "w:kern", "w:spacing")
                    for one in properties.findall(qn(kind))]:  # fmt: skip
            properties.remove(old)
        larger = properties.makeelement(qn("w:szCs"), {qn("w:val"): str(int(size * 2))})
        properties.find(qn("w:sz")).addnext(larger)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)


def _footer(document: Any, paper: Paper) -> None:
    """Write which agenda it is at the foot, and the number of the page at its other end."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    foot = document.sections[0].footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    _turn(foot, paper)
    _add(foot, paper.words.state, paper)
    foot.add_run("\t")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = foot.add_run()
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
