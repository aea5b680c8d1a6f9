from pathlib import Path

import pytest

from eventsapp.documents.reading_text import read_draft, read_pasted
from eventsapp.reading.structure import UnreadableFile

RECORD = Path(__file__).parents[1] / "data" / "egm2-minutes.txt"


def said(draft):
    return [(block.kind, block.level, block.label, block.text) for block in draft.blocks]


def test_typed_numbers_and_headings_are_how_a_text_is_cited():
    draft = read_pasted(
        "# Guidelines\n\n3.2 Scope of the text\n\n17. Cities differ:\n(a) in size;\n  - and age\n"
        "(b) in means.\n\n18. So do their duties.\n\n| Right | Duty |\n|---|---|\n| Water | Pipes |"
    )

    assert said(draft) == [
        ("heading", 1, "Guidelines", "Guidelines"),
        ("heading", 2, "3.2", "Scope of the text"),
        ("paragraph", None, "para. 17", "Cities differ:"),
        ("list item", 0, "para. 17 (a)", "in size;"),
        ("list item", 1, "3.2 para. 2", "and age"),
        ("list item", 0, "3.2 para. 2 (b)", "in means."),
        ("paragraph", None, "para. 18", "So do their duties."),
        ("cell", None, "3.2 table 1 row 1", "Right | Duty"),
        ("cell", None, "3.2 table 1 row 2", "Water | Pipes"),
    ]


def test_lines_that_were_broken_to_a_width_are_one_paragraph():
    wide = "The secretariat of the process invites the experts to read\n"
    draft = read_pasted("Scope\n\n" + wide * 3 + "the draft.\n\n" + wide * 2 + "it again.\n")

    assert [block.kind for block in draft.blocks] == ["heading", "paragraph", "paragraph"]
    assert draft.blocks[2].text.endswith("invites the experts to read it again.")


def test_texts_in_other_scripts_are_read_as_they_are():
    draft = read_pasted(
        "النطاق\n\nالماء حق لكل إنسان.\n(أ) في كل سنة.\n\n一、范围\n\n水是每个人的权利。\n"
    )

    assert [(block.kind, block.label, block.text) for block in draft.blocks] == [
        ("heading", "1", "النطاق"),
        ("paragraph", "1 para. 1", "الماء حق لكل إنسان."),
        ("list item", "1 para. 1 (أ)", "في كل سنة."),
        ("list item", "1 para. 1 一", "范围"),
        ("paragraph", "1 para. 2", "水是每个人的权利。"),
    ]


def test_the_real_record_is_read_whole():
    text = RECORD.read_text(encoding="utf-8")

    draft = read_pasted(text)

    words = [line.strip("-• \t") for line in text.splitlines()]
    kept = [" ".join(word.split()) for word in words if any(map(str.isalnum, word))]
    assert [block.text for block in draft.blocks] == kept
    assert len({block.label for block in draft.blocks}) == len(draft.blocks)


@pytest.mark.parametrize("text", ["", " \n\t\n", "----\n\n***"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(UnreadableFile, match="The text holds no words"):
        read_pasted(text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n", "a.txt is called .txt but is a picture"),
        (b"a\x00b\x00c\x01\x02", "a.txt is not text"),
        (b"\n" * 300_000, "a.txt has too many lines"),
        (b"Wasser " * 300_000, "a.txt holds more than two million letters"),
    ],
)
def test_a_file_that_is_no_text_is_refused(content, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        read_draft(content, "a.txt")
