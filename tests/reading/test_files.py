import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from eventsapp.reading.files import read_file, read_text
from eventsapp.reading.structure import UnreadableFile
from tests.reading.understood_text import saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(**parts):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return memory.getvalue()


def texts(content, file_name="minutes.docx"):
    return [(line.kind, line.text) for line in read_file(content, file_name).lines]


@pytest.mark.parametrize(
    ("content", "file_name", "sentence"),
    [
        (b"", "a.txt", "a.txt is empty. Choose the file that holds the minutes."),
        (b" \n\n", "a.txt", "a.txt holds no words. Choose the file that holds the minutes."),
        (
            bytes(20 * 1024 * 1024 + 1),
            "a.txt",
            "a.txt is larger than 20 MB. Take out the pictures, or save only the minutes.",
        ),
        (
            b"%PDF-1.7 x",
            "a.txt",
            "a.txt is called .txt but is a PDF. Save its text as .txt, or hand over the .docx.",
        ),
        (
            b"ab\x00\x01\x02cd\x03",
            "a.md",
            "a.md is not text: it holds bytes that no text has. Open it in the program that made "
            "it "
            "and save it as .docx or .txt.",
        ),
        (
            b"x",
            "a.doc",
            "a.doc is in the old Word format. Open it in a word processor, save it as .docx and "
            "hand "
            "that over.",
        ),
        (b"x", "a.odt", "a.odt is not a .docx, .txt or .md file. Save it as one of these."),
        (
            OLE,
            "a.docx",
            "a.docx is protected by a password, or is an old .doc under a new name. Open it, "
            "save it "
            "without a password as .docx and hand that over.",
        ),
        (
            b"just text",
            "a.docx",
            "a.docx is called .docx but is not a Word file. Open it in the program that made it "
            "and "
            "save it as .docx or .txt.",
        ),
        (
            packed(hello="x"),
            "a.docx",
            "a.docx is called .docx but is not a Word file. Open it in the program that made it "
            "and "
            "save it as .docx or .txt.",
        ),
        (
            packed(word__document_xml="<w/>" + " " * 3_000_000),
            "a.docx",
            "a.docx unpacks to far more than a text needs, so it was not opened. Copy its text "
            "into a "
            "new Word file and hand that over.",
        ),
    ],
)
def test_a_file_that_cannot_be_minutes_is_refused_with_the_next_step(content, file_name, sentence):
    with pytest.raises(UnreadableFile) as refusal:
        read_file(content, file_name)

    assert str(refusal.value) == sentence


def test_a_word_file_that_is_cut_short_is_refused():
    document = docx.Document()
    document.add_paragraph("Agenda")

    with pytest.raises(UnreadableFile):
        read_file(saved(document)[:-200], "a.docx")


def test_every_paragraph_list_item_heading_and_table_row_is_a_line_in_order():
    document = docx.Document()
    document.add_heading("Minutes", 0)
    document.add_heading("Day 1", 1)
    document.add_paragraph("")
    document.add_paragraph("Opening", style="List Bullet")
    document.add_paragraph("Closing", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Moderator", "Ana Li"
    document.add_paragraph("• Typed bullet")
    document.add_paragraph("first\nsecond")

    lines = read_file(saved(document), "minutes.docx").lines

    assert [(line.number, line.kind, line.text) for line in lines] == [
        (1, "heading", "Minutes"),
        (2, "heading", "Day 1"),
        (4, "item", "Opening"),
        (5, "item", "Closing"),
        (6, "row", "Moderator | Ana Li"),
        (7, "item", "Typed bullet"),
        (8, "plain", "first"),
        (9, "plain", "second"),
    ]


def test_text_that_was_inserted_is_read_and_text_that_was_deleted_is_not():
    document = docx.Document()
    paragraph = document.add_paragraph("kept ")
    for tag, text_tag, text in (("w:ins", "w:t", "added"), ("w:del", "w:delText", "gone")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)

    assert texts(saved(document)) == [("plain", "kept added")]


def test_text_in_a_content_control_is_read():
    document = docx.Document()
    document.add_paragraph("before")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph = document.add_paragraph("inside")._p
    content.append(paragraph)
    control.append(content)
    document.element.body.insert(1, control)

    assert texts(saved(document)) == [("plain", "before"), ("plain", "inside")]
    assert control.tag == qn("w:sdt")


@pytest.mark.parametrize(
    ("encoding", "named", "codes"),
    [
        ("utf-8", "utf-8", []),
        ("utf-8-sig", "utf-8", []),
        ("utf-16", "utf-16", []),
        ("utf-16-le", "utf-16-le", ["encoding-guessed"]),
        ("cp1252", "Windows-1252", ["encoding-guessed"]),
    ],
)
def test_letters_are_read_in_the_encoding_of_the_file(encoding, named, codes):
    source = read_file("Agenda\nÉlodie “Müller” – x\n".encode(encoding), "a.txt")

    assert [line.text for line in source.lines] == ["Agenda", "Élodie “Müller” – x"]
    assert source.encoding == named
    assert [(doubt.code, doubt.line) for doubt in source.doubts] == [(code, 2) for code in codes]


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("- Noted.", "item", "Noted."),
        ("-Noted.", "item", "Noted."),
        ("• Noted.", "item", "Noted."),
        ("– Noted.", "item", "Noted."),
        ("* Noted.", "item", "Noted."),
        ("1. Noted.", "item", "Noted."),
        ("a) Noted.", "item", "Noted."),
        ("o\tNoted.", "item", "Noted."),
        ("# Day 1", "heading", "Day 1"),
        ("**Moderator:** Ana", "plain", "Moderator: Ana"),
        ("| a | b |", "row", "a | b"),
        ("Mariol-Mathais came", "plain", "Mariol-Mathais came"),
        ("09.30 Opening", "plain", "09.30 Opening"),
        ("o bien", "plain", "o bien"),
        ("2024 was dry", "plain", "2024 was dry"),
    ],
)
def test_a_line_of_text_is_what_its_beginning_says(raw, kind, text):
    assert [(line.kind, line.text) for line in read_text(raw).lines] == [(kind, text)]


def test_text_boxes_inside_text_boxes_are_read_once_however_deep():
    # Going into each box from every level above it would double the work with each level.
    document = docx.Document()
    paragraph = document.add_paragraph("The outermost")._p
    for level in range(40):
        box = OxmlElement("w:txbxContent")
        inner = OxmlElement("w:p")
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = f"Level {level}"
        run.append(text)
        inner.append(run)
        box.append(inner)
        paragraph.append(box)
        paragraph = inner

    source = read_file(saved(document), "boxes.docx")

    assert [line.text for line in source.lines] == [
        "The outermost", *(f"Level {level}" for level in range(40)),
    ]  # fmt: skip


def test_a_heading_right_after_a_list_is_a_heading_and_bullets_keep_order():
    """Word lists lose depth, and a heading right after one becomes an item: python-mammoth #164."""
    document = docx.Document()
    for text, style in (
        ("Rooms", "Heading 1"),
        ("Data", "List Bullet"),
        ("Who owns it", "List Bullet 2"),
        ("Streets", "List Bullet"),
        ("Findings", "Heading 2"),
        ("First", "List Number"),
    ):
        document.add_paragraph(text, style=style)

    assert texts(saved(document)) == [
        ("heading", "Rooms"),
        ("item", "Data"),
        ("item", "Who owns it"),
        ("item", "Streets"),
        ("heading", "Findings"),
        ("item", "First"),
    ]
