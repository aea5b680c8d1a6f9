"""A list as a Word file: real styles and headings, languages and directions told. Pure.

Word sets a piece of Arabic right only if it is told that the piece runs from right to left, and a
piece of Chinese in the font of the style only if it is told that it is East Asian.
"""

import io
from typing import Any

from eventsapp.lists.content import Content, Group, Line, Section, details
from eventsapp.lists.scripts import ARABIC, COMPLEX, EAST_ASIAN, LATIN, plain, runs, steadied

# What every word processor has, or puts another of the same kind in its place.
LATIN_FONT, ARABIC_FONT, EAST_ASIAN_FONT = "Times New Roman", "Times New Roman", "SimSun"
PERSON, DETAIL, NOTE = "Participant", "Participant details", "Note on the list"
_TAGS = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA"}


def write_docx(content: Content) -> bytes:
    """Return the list as a Word file."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document, content)
    properties = document.core_properties
    properties.title = f"{content.title}, {content.meeting}"[:255]
    properties.language = _TAGS[content.language]
    properties.author, properties.comments = "", ""
    _write(document, content, content.title, "Title")
    _write(document, content, content.meeting, "Subtitle")
    _write(document, content, content.facts, "Normal")
    for section in content.sections:
        _section(document, content, section)
    if content.others_words:
        _write(document, content, content.others_words, PERSON)
    _write(document, content, content.disclaimer, NOTE)
    _footer(document, content)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def _section(document: Any, content: Content, section: Section) -> None:
    if section.title:
        _write(document, content, section.title, "Heading 1")
    for group in section.groups:
        if group.part:
            _write(document, content, group.part, "Heading 2")
        if group.title:
            style = "Heading 3" if section.has_parts else "Heading 2"
            _write(document, content, group.title, style)
        _people(document, content, group)


def _people(document: Any, content: Content, group: Group) -> None:
    for line in group.lines:
        below = details(line, group.title)
        who = _paragraph(document, content, PERSON)
        _name(who, line, content)
        who.paragraph_format.keep_with_next = bool(below)
        for number, text in enumerate(below, start=1):
            paragraph = _write(document, content, text, DETAIL)
            paragraph.paragraph_format.keep_with_next = number < len(below)


def _name(paragraph: Any, line: Line, content: Content) -> None:
    """Write title and name; the space between them runs with both, or else with the line."""
    if line.salutation:
        is_turned = content.direction == "rtl"
        title = steadied(plain(line.salutation)) if is_turned else plain(line.salutation)
        whole = runs(f"{title} {plain(line.name)}", content.direction)
        _pieces(paragraph, _first(whole, len(title) + 1), content, is_bold=False)
    _add(paragraph, line.name, content, is_bold=True)


def _first(pieces: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    """Return the first letters of pieces, as pieces."""
    found = []
    for script, piece in pieces:
        found.append((script, piece[:length]))
        length -= len(piece)
        if length <= 0:
            break
    return found


def _write(document: Any, content: Content, text: str, style: str) -> Any:
    paragraph = _paragraph(document, content, style)
    _add(paragraph, text, content)
    return paragraph


def _paragraph(document: Any, content: Content, style: str) -> Any:
    paragraph = document.add_paragraph()
    # The number of a style is its name without spaces. To look each up by its name takes seconds
    # for a list of 500 people.
    paragraph._p.style = style.replace(" ", "")
    _turn(paragraph, content)
    return paragraph


def _turn(paragraph: Any, content: Content) -> None:
    """Let a paragraph begin on the right where the list runs from right to left."""
    from docx.oxml import OxmlElement

    if content.direction == "rtl":
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"),
            "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
            "w:jc", "w:rPr",
        )  # fmt: skip


def _add(paragraph: Any, text: str, content: Content, *, is_bold: bool = False) -> None:
    pieces = runs(plain(text), content.direction)
    if content.direction == "rtl" and len(pieces) == 1:
        pieces = [(script, steadied(piece)) for script, piece in pieces]
    _pieces(paragraph, pieces, content, is_bold=is_bold)


def _pieces(
    paragraph: Any, pieces: list[tuple[str, str]], content: Content, *, is_bold: bool
) -> None:
    for script, piece in pieces:
        run = paragraph.add_run(piece)
        if is_bold:
            run.bold = True
            run.font.cs_bold = True
        if script == ARABIC:
            run.font.rtl = True
        if script == COMPLEX:
            run.font.complex_script = True
        _tell(run, script, content.language)


def _tell(run: Any, script: str, lang: str) -> None:
    """Say in which language a piece is, as far as its script says it, and which font it takes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()
    if script == EAST_ASIAN:
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:hint"), "eastAsia")
    known = {ARABIC: ("w:bidi", "ar-SA"), EAST_ASIAN: ("w:eastAsia", "zh-CN")}
    is_own = script == LATIN and lang not in ("ar", "zh")
    tag = known.get(script) or (("w:val", _TAGS[lang]) if is_own else None)
    if tag:
        element = OxmlElement("w:lang")
        element.set(qn(tag[0]), tag[1])
        properties.append(element)


def _page(document: Any) -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(22)


def _styles(document: Any, content: Content) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    styles = document.styles
    for name in (PERSON, DETAIL, NOTE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    sizes = {"Normal": 11, "Title": 20, "Subtitle": 13, "Heading 1": 15, "Heading 2": 12.5,
             "Heading 3": 11.5, PERSON: 11, DETAIL: 11, NOTE: 9}  # fmt: skip
    for name, size in sizes.items():
        _style(styles[name], size, is_head=name.startswith(("Title", "Heading")))
    for name, before, after in ((PERSON, 6, 0), (DETAIL, 0, 0), (NOTE, 18, 0), ("Normal", 0, 6)):
        shape = styles[name].paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
    styles[DETAIL].paragraph_format.left_indent = Mm(6)
    _default_language(styles, content.language)


def _style(style: Any, size: float, *, is_head: bool) -> None:
    """Give a style one size and one ink in every script; the template has a theme of its own."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style.font
    font.name, font.size = LATIN_FONT, Pt(size)
    font.italic = font.cs_italic = False
    font.bold = font.cs_bold = is_head
    font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), ARABIC_FONT)
    fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)
    # Wider letters and kerning are of the template's theme, and spoil Chinese and Arabic.
    for name in ("w:szCs", "w:kern", "w:spacing"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    larger = properties.makeelement(qn("w:szCs"), {qn("w:val"): str(int(size * 2))})
    properties.find(qn("w:sz")).addnext(larger)


def _default_language(styles: Any, lang: str) -> None:
    from docx.oxml.ns import qn

    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), _TAGS[lang] if lang not in ("ar", "zh") else "en-GB")
        element.set(qn("w:eastAsia"), "zh-CN")
        element.set(qn("w:bidi"), "ar-SA")


def _footer(document: Any, content: Content) -> None:
    """Write the day of the list at the foot, and the number of the page at its other end."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    foot = document.sections[0].footer.paragraphs[0]
    foot.style = document.styles[NOTE]
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    _turn(foot, content)
    _add(foot, content.as_at, content)
    foot.add_run("\t")
    _field(foot, "PAGE")


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if text:
            element = OxmlElement("w:instrText")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
