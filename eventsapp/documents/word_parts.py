"""The parts of a .docx beside its text: its styles, its comments, what it says of itself.

Each part is parsed by itself, and without following anything that points out of the file.
"""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from eventsapp.numbers import number_in
from eventsapp.reading.wordfile import qn

MOST_COMMENTS = 5_000
MOST_PAGES = 20_000
LONGEST_COMMENT = 10_000
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Style(NamedTuple):
    """What a paragraph style makes of its paragraphs."""

    level: int | None = None
    is_list: bool = False
    list_number: str | None = None
    list_level: int | None = None
    is_contents: bool = False


class WordComment(NamedTuple):
    """A comment as `word/comments.xml` has it; `answers` is the id of the one it replies to."""

    author: str
    date: datetime | None
    text: str
    answers: str | None
    is_resolved: bool


def parsed(packed: zipfile.ZipFile, name: str) -> Any:
    """Return the root of a part, or None where the file has no such part."""
    from lxml import etree  # type: ignore[import-untyped]

    if name not in packed.NameToInfo:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with packed.open(name) as part:
        return etree.parse(part, parser).getroot()


def styles_of(root: Any) -> dict[str | None, Style]:
    """Return what each paragraph style means, by its id; None is the style of plain paragraphs."""
    found: dict[str | None, Style] = {None: Style()}
    elements = {
        one.get(qn("w:styleId")): one
        for one in (root.iter(qn("w:style")) if root is not None else ())
        if one.get(qn("w:type")) == "paragraph"
    }
    for name, element in elements.items():
        found[name] = _style(element, elements)
        if element.get(qn("w:default")) in ("1", "true"):
            found[None] = found[name]
    return found


def _style(element: Any, elements: dict[str | None, Any]) -> Style:
    level: int | None = None
    number: str | None = None
    list_level: int | None = None
    is_list = is_contents = False
    seen = 0
    while element is not None and seen < 20:
        name = value_of(element, "w:name").lower()
        level = _first(level, _level_of_name(name), outline_level(element))
        own, at = numbering_of(element)
        number, list_level = number or own, _first(list_level, at)
        is_list = is_list or (name.startswith("list ") and name != "list paragraph")
        is_contents = is_contents or name.startswith("toc ")
        element, seen = elements.get(value_of(element, "w:basedOn") or ""), seen + 1
    return Style(level, is_list or number not in (None, "0"), number, list_level, is_contents)


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def value_of(element: Any, name: str) -> str:
    """Return what the child of this name says, or nothing."""
    found = element.find(qn(name))
    return "" if found is None else found.get(qn("w:val"), "")


def _level_of_name(name: str) -> int | None:
    if name == "title":
        return 0
    is_heading = name.startswith("heading ")
    level = number_in(name[8:]) if is_heading else None
    return level if level is not None and 0 < level < 10 else None


def outline_level(element: Any) -> int | None:
    """Return the level of a heading that a style or paragraph states for itself."""
    properties = element.find(qn("w:pPr"))
    value = number_in(value_of(properties, "w:outlineLvl")) if properties is not None else None
    return value + 1 if value is not None and value < 9 else None


def numbering_of(element: Any) -> tuple[str | None, int | None]:
    """Return the list that a style or paragraph states for itself, and the level in it."""
    numbering = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is None:
        return None, None
    return value_of(numbering, "w:numId") or None, number_in(value_of(numbering, "w:ilvl"))


def moment_of(text: str | None) -> datetime | None:
    """Return the moment at which a comment or change was made, as its author's clock showed it.

    Word writes the wall time and puts a Z behind it, so the zone that it states is no zone.
    """
    try:
        return datetime.fromisoformat((text or "")[:19])
    except ValueError:
        return None


def comments_of(packed: zipfile.ZipFile) -> dict[str, WordComment]:
    """Return the comments of a file by their ids."""
    root = parsed(packed, "word/comments.xml")
    if root is None:
        return {}
    threads = dict(_threads(parsed(packed, "word/commentsExtended.xml")))
    elements = list(root.iter(qn("w:comment")))[:MOST_COMMENTS]
    by_paragraph = {
        paragraph.get(f"{_W14}paraId"): one.get(qn("w:id"))
        for one in elements
        for paragraph in one.iter(qn("w:p"))
    }
    found = {}
    for one in elements:
        last = [p.get(f"{_W14}paraId") for p in one.iter(qn("w:p"))][-1:]
        above, is_resolved = threads.get(last[0] if last else None, (None, False))
        found[one.get(qn("w:id"))] = WordComment(
            author=" ".join(one.get(qn("w:author"), "").split())[:200],
            date=moment_of(one.get(qn("w:date"))),
            text=_text(one)[:LONGEST_COMMENT],
            answers=by_paragraph.get(above) if above else None,
            is_resolved=is_resolved,
        )
    return found


def _threads(root: Any) -> Iterator[tuple[str | None, tuple[str | None, bool]]]:
    for one in root.iter(f"{_W15}commentEx") if root is not None else ():
        is_resolved = one.get(f"{_W15}done") in ("1", "true")
        yield one.get(f"{_W15}paraId"), (one.get(f"{_W15}paraIdParent"), is_resolved)


def _text(comment: Any) -> str:
    paragraphs = (
        "".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))).strip()
        for paragraph in comment.iter(qn("w:p"))
    )
    return "\n".join(text for text in paragraphs if text)


def pages_of(packed: zipfile.ZipFile) -> int | None:
    """Return how many pages the program that saved the file counted."""
    root = parsed(packed, "docProps/app.xml")
    said = root.findtext(f"{_PROPERTIES}Pages") if root is not None else None
    pages = number_in((said or "").strip())
    return pages if pages is not None and 0 < pages <= MOST_PAGES else None


def language_of(packed: zipfile.ZipFile, styles: Any, text: str) -> str | None:
    """Return the language that the file states for letters such as those of its text."""
    core = parsed(packed, "docProps/core.xml")
    said = core.findtext(f"{_DUBLIN}language") if core is not None else None
    if said and said.strip():
        return said.strip()[:35]
    stated = None if styles is None else next(styles.iter(qn("w:lang")), None)
    if stated is None:
        return None
    kinds = [("bidi", "\u0590", "\u08ff"), ("eastAsia", "\u3040", "\u9fff")]
    letters = [letter for letter in text[:20_000] if letter.isalpha()]
    for kind, first, last in kinds:
        if sum(first <= letter <= last for letter in letters) * 2 > len(letters):
            tag = stated.get(qn(f"w:{kind}"), "")
            is_bidi = kind != "bidi" or tag.split("-")[0] in _RIGHT_TO_LEFT
            return tag if tag and is_bidi else None
    return stated.get(qn("w:val")) or None
