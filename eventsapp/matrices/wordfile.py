"""The matrix as a Word file: one landscape table with a heading that repeats. Pure.

Rows are put together as XML: python-docx looks for each cell anew, which takes minutes for a matrix
of thousands.
"""

import io
import unicodedata
from collections.abc import Sequence
from typing import Any

from eventsapp.matrices.columns import DECISION_WORDS, NOBODY, Line

# In twentieths of a point; together the width of A4 landscape without its margins.
_WIDTHS = {"No.": 650, "Commenter": 1600, "Paragraph": 1350, "Type": 1350, "Comment": 3100,
           "Proposed change": 2750, "Secretariat's response": 3050, "Decision": 1350}  # fmt: skip


def write_matrix_docx(
    lines: Sequence[Line], *, title: str, facts: str, attribution: str, language: str = "en"
) -> bytes:
    """Return the matrix as a Word file; without `attribution` it names no commenter."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(15))
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Normal"].font.name = "Times New Roman"
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:255], "", ""
    properties.language = language
    document.add_heading(_clean(title), level=1)
    document.add_paragraph(_clean(facts))
    heads = [head for head in _WIDTHS if head != "Commenter" or attribution != NOBODY]
    document.element.body.insert(len(document.element.body) - 1, _table(heads, lines))
    _number_pages(section)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def _table(heads: Sequence[str], lines: Sequence[Line]) -> Any:
    table = _element("w:tbl")
    properties = _element("w:tblPr")
    properties.append(_element("w:tblStyle", val="TableGrid"))
    properties.append(_element("w:tblW", w="5000", type="pct"))
    properties.append(_borders())
    properties.append(_element("w:tblLayout", type="fixed"))
    table.append(properties)
    grid = _element("w:tblGrid")
    widths = _fitted(heads)
    for width in widths:
        grid.append(_element("w:gridCol", w=str(width)))
    table.append(grid)
    table.append(_row(heads, widths, is_head=True))
    for number, line in enumerate(lines, start=1):
        who = [line.who] if "Commenter" in heads else []
        decision = DECISION_WORDS.get(line.decision, "")
        cells = [str(number), *who, line.paragraph, line.kind, line.text, line.proposed,
                 line.response, decision]  # fmt: skip
        table.append(_row(cells, widths))
    return table


def _fitted(heads: Sequence[str]) -> list[int]:
    whole = sum(_WIDTHS.values())
    shown = sum(_WIDTHS[head] for head in heads)
    return [round(_WIDTHS[head] * whole / shown) for head in heads]


def _row(cells: Sequence[str], widths: Sequence[int], *, is_head: bool = False) -> Any:
    row = _element("w:tr")
    if is_head:
        properties = _element("w:trPr")
        properties.append(_element("w:tblHeader"))
        row.append(properties)
    for text, width in zip(cells, widths, strict=True):
        cell = _element("w:tc")
        about = _element("w:tcPr")
        about.append(_element("w:tcW", w=str(width), type="dxa"))
        if is_head:
            about.append(_element("w:shd", val="clear", color="auto", fill="E8E4DA"))
        cell.append(about)
        for line in _clean(text).split("\n"):
            cell.append(_paragraph(line, is_bold=is_head))
        row.append(cell)
    return row


def _paragraph(text: str, *, is_bold: bool) -> Any:
    paragraph = _element("w:p")
    is_rtl = _runs_from_right(text)
    if is_rtl:
        properties = _element("w:pPr")
        properties.append(_element("w:bidi"))
        paragraph.append(properties)
    if text:
        run = _element("w:r")
        looks = _element("w:rPr")
        if is_bold:
            looks.append(_element("w:b"))
        if is_rtl:
            looks.append(_element("w:rtl"))
        if len(looks):
            run.append(looks)
        words = _element("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph


def _runs_from_right(text: str) -> bool:
    """Return whether the first letter of a text runs from right to left."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _borders() -> Any:
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="999999"))
    return borders


def _number_pages(section: Any) -> None:
    footer = section.footer.paragraphs[0]
    for text in ("PAGE", "NUMPAGES"):
        field = _element("w:fldSimple", instr=f" {text} ")
        run = _element("w:r")
        words = _element("w:t")
        words.text = "1"
        run.append(words)
        field.append(run)
        footer._p.append(field)
        if text == "PAGE":
            footer.add_run(" / ")


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _clean(text: str) -> str:
    """Return a text without the signs that no XML may hold."""
    return "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
