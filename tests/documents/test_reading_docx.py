import io
import tracemalloc
import zipfile
from datetime import datetime

import pytest

from eventsapp.documents.found import FoundChange, FoundComment
from eventsapp.documents.reading_text import read_draft
from eventsapp.reading.structure import UnreadableFile
from tests.documents.wordfiles import (
    about,
    comment,
    p,
    packed,
    put_in,
    run,
    table,
    taken_out,
    word_file,
)

WHEN = datetime.fromisoformat("2024-10-08T09:30")
GONE = '<w:del w:author="Huiwen" w:date="2024-10-08T09:30:00Z"/>'


def read(*paragraphs, **more):
    return read_draft(word_file(*paragraphs, **more), "draft.docx")


def said(draft):
    return [(block.kind, block.level, block.label, block.text) for block in draft.blocks]


def test_numbers_that_word_puts_itself_are_what_people_cite():
    draft = read(
        p("Guidelines on people-centred smart cities", style="T"),
        p("Scope", style="Toc"),
        p("Scope", style="H1"),
        p("Purpose", style="H2"),
        p("Cities differ.", number=2),
        p("in size;", number=2, level=1),
        p("in means:", number=2, level=1),
        p("money,", number=2, level=2),
        p("skills.", number=2, level=2),
        p("So do their duties.", number=2),
        p("Duties", style="H2"),
        p("Nobody is left behind."),
        p("Trust", style="Bullet"),
        p("Annex", style="H1"),
        table(("Right", "Duty"), ("Water", "Supply")),
    )

    assert said(draft) == [
        ("heading", 0, "Title", "Guidelines on people-centred smart cities"),
        ("heading", 1, "1", "Scope"),
        ("heading", 2, "1.1", "Purpose"),
        ("paragraph", None, "para. 1", "Cities differ."),
        ("list item", 1, "para. 1 (a)", "in size;"),
        ("list item", 1, "para. 1 (b)", "in means:"),
        ("list item", 2, "para. 1 (b) (i)", "money,"),
        ("list item", 2, "para. 1 (b) (ii)", "skills."),
        ("paragraph", None, "para. 2", "So do their duties."),
        ("heading", 2, "1.2", "Duties"),
        ("paragraph", None, "1.2 para. 1", "Nobody is left behind."),
        ("list item", 0, "1.2 para. 2", "Trust"),
        ("heading", 1, "2", "Annex"),
        ("cell", None, "2 table 1 row 1", "Right | Duty"),
        ("cell", None, "2 table 1 row 2", "Water | Supply"),
    ]


def test_tracked_changes_are_accepted_in_the_text_and_listed_beside_it():
    draft = read(
        p("Water is ", taken_out("a good", "Łucja Żółkiewska"), put_in("a "), put_in("right"), "."),
        p(taken_out("Nobody reads this."), end=GONE),
        p("Cities ", end=GONE),
        p("have duties."),
    )

    assert [block.text for block in draft.blocks] == ["Water is a right.", "Cities have duties."]
    assert draft.changes == (
        FoundChange(1, "Łucja Żółkiewska", WHEN, "delete", "a good"),
        FoundChange(1, "Huiwen", WHEN, "insert", "a right"),
        FoundChange(1, "Huiwen", WHEN, "delete", "Nobody reads this."),
    )
    assert draft.changes_total == 6


def test_comments_keep_their_words_their_author_and_their_paragraph():
    threads = '<w15:commentEx w15:paraId="00000001" w15:done="1"/>' + (
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>'
    )
    draft = read(
        p("Water is ", about(7, run("a right")), "."),
        p("Rivers ", taken_out("know borders"), about(9, taken_out("and lakes"))),
        p(about(11)),
        p("The last one."),
        comments=[
            comment(7, "Whose right?"),
            comment(8, "Everybody's.", author="Huiwen", paragraph="00000002"),
            comment(9, "Why are lakes out?", author="王芳", paragraph="00000003"),
            comment(11, "An empty line.", paragraph="00000004"),
            comment(12, "", paragraph="00000005"),
        ],
        threads=threads,
    )

    rini = "Rini Rachmawati"
    assert draft.comments == (
        FoundComment(1, rini, WHEN, "a right", "Whose right?", is_resolved=True),
        FoundComment(1, "Huiwen", WHEN, "a right", "Everybody's.", answers=0),
        FoundComment(2, "王芳", WHEN, "and lakes", "Why are lakes out?"),
        FoundComment(2, rini, WHEN, "", "An empty line."),
    )


def test_the_file_says_its_pages_and_its_language():
    stated = read(p("Water"), pages=46, language="fr-FR")
    arabic, chinese = read(p("الماء حق لكل إنسان")), read(p("水是每个人的权利"))

    assert (stated.page_count, stated.language) == (46, "fr-FR")
    assert (arabic.page_count, arabic.language, chinese.language) == (None, "ar-SA", "zh-CN")


def test_five_thousand_tracked_changes_are_read_and_counted_in_bounded_memory():
    paragraphs = [
        p(
            f"Paragraph {number} says ",
            taken_out(f"what was {number}"),
            put_in(f"what is {number}"),
            put_in(" and more", "王芳"),
            ".",
        )
        for number in range(1_700)
    ]
    content = word_file(*paragraphs)

    tracemalloc.start()
    draft = read_draft(content, "draft.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (draft.changes_total, len(draft.changes), len(draft.blocks)) == (5_100, 5_100, 1_700)
    assert draft.blocks[-1].text == "Paragraph 1699 says what is 1699 and more."
    assert draft.changes[-1] == FoundChange(1700, "王芳", WHEN, "insert", " and more")
    assert peak < 20_000_000


def bomb():
    return packed({"word/document.xml": "0" * 60_000_000})


def protected():
    content = bytearray(word_file(p("Water")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + offset] |= 1
    return bytes(content)


LONG = word_file(*[p(f"Water {number * number}") for number in range(20_001)])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docx", b"", "a.docx is empty."),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + bytes(100), "a.docx is called .docx but is not a Word"),
        ("a.docx", packed({"xl/workbook.xml": "<a/>"}), "a.docx is called .docx but is not a Word"),
        ("a.docx", word_file(p("Water"))[:-30], "a.docx is called .docx but is not a Word file."),
        ("a.docx", packed({"word/document.xml": "<w:document"}), "a.docx is damaged."),
        ("a.docx", word_file(p("")), "a.docx holds no words."),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx is protected by a password, or"),
        ("a.docx", protected(), "a.docx is protected by a password."),
        ("a.docx", bomb(), "a.docx unpacks to far more than a text needs"),
        ("a.docx", bytes(21 * 1024 * 1024), "a.docx is larger than 20 MB."),
        (
            "a.docx",
            LONG,
            "a.docx has more than 20,000 paragraphs",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0", "a.doc is in the old Word format."),
        ("a.pdf", b"%PDF", "a.pdf is not a .docx, .txt or .md file."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_no_draft_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(UnreadableFile) as refusal:
        read_draft(content, name)

    assert str(refusal.value).startswith(sentence)


def test_a_part_that_lies_about_its_size_is_called_damaged():
    content = word_file(p("Water " * 1_000))
    start = content.rindex(b"word/document.xml") - 46
    lying = content[: start + 24] + (100).to_bytes(4, "little") + content[start + 28 :]

    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert archive.getinfo("word/document.xml").file_size == 100
    with pytest.raises(UnreadableFile, match="damaged"):
        read_draft(lying, "a.docx")


def test_entities_of_a_file_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the keys of this machine")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><w:document xmlns:w="{space}">'
        "<w:body><w:p><w:r><w:t>Water &x; is a right.</w:t></w:r></w:p></w:body></w:document>"
    )

    draft = read_draft(packed({"word/document.xml": text}), "a.docx")

    assert "keys" not in " ".join(block.text for block in draft.blocks)
    assert len(draft.blocks) == 1
