import io
import zipfile

import pytest

from eventsapp.errors import RuleBroken
from eventsapp.papers import content
from eventsapp.papers.content import kind_of, name_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


WORD = packed(word__document_xml="<w/>", _Content_Types_xml="<t/>")
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


@pytest.mark.parametrize(
    ("file", "ending"),
    [
        (PDF, "pdf"),
        (WORD, "docx"),
        (packed(ppt__presentation_xml="<p/>"), "pptx"),
        (packed(xl__workbook_xml="<x/>"), "xlsx"),
        (packed(mimetype="application/vnd.oasis.opendocument.text", content_xml="<o/>"), "odt"),
    ],
)
def test_a_paper_is_known_by_what_is_in_it(file, ending):
    assert content.ENDINGS[kind_of(file, "whatever.bin")] == ending


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "“note.pdf” is empty. Save it anew and choose it again."),
        (PDF[:12], "“note.pdf” breaks off before its end. Save it anew and choose it again."),
        (WORD[:60], "“note.pdf” is damaged and cannot be opened. Save it anew and try again."),
        (WORD.replace(b"word", b"Word"), "whatever its name says. Choose another file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
            "locked with a password. Save it as PDF, or anew",
        ),
        (packed(word__document_xml="<w/>", word__vbaProject_bin="x"), "holds macros."),
        (b"MZ\x90 a program", "whatever its name says. Choose another file."),
        (packed(a_txt="only text"), "whatever its name says. Choose another file."),
    ],
)
def test_what_is_no_whole_document_is_refused_with_a_sentence(file, sentence):
    with pytest.raises(RuleBroken) as refusal:
        kind_of(file, "note.pdf")

    assert sentence in str(refusal.value)


def test_a_damaged_part_of_a_document_is_found():
    whole = bytearray(packed(word__document_xml="<w>" + "text " * 200 + "</w>"))
    whole[60] ^= 0xFF

    with pytest.raises(RuleBroken, match="is damaged"):
        kind_of(bytes(whole), "note.docx")


def test_a_file_that_unpacks_to_too_much_or_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(content, "LARGEST_UNPACKED", 10)
    with pytest.raises(RuleBroken, match="unpacks to too much"):
        kind_of(packed(word__document_xml="<w>more than ten</w>"), "note.docx")

    monkeypatch.setattr(content, "LARGEST", 5)
    with pytest.raises(RuleBroken, match="larger than 20 MB"):
        kind_of(PDF, "note.pdf")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Papers\\Note conceptuelle.PDF", "Note conceptuelle.PDF"),
        ("../../note", "note.pdf"),
        ("مذكرة.docx", "مذكرة.docx.pdf"),
        ("", "paper.pdf"),
    ],
)
def test_a_file_keeps_its_name_and_gets_the_ending_of_what_it_is(typed, kept):
    assert name_of(typed, content.PDF) == kept
