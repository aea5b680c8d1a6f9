import io

import docx
from docx.oxml.ns import qn

from eventsapp.lists.wordfile import write_docx
from tests.lists.people import list_of, listed


def people():
    """Names in Arabic, Chinese, Cyrillic, with ß and with one word (issue: done, line 5)."""
    return [
        listed(1, "ليلى حداد", "حداد", category="member-state", country="JO", salutation="Ms.",
               function="مهندسة", organization="وزارة الإدارة المحلية"),
        listed(2, "李明", "李", category="member-state", country="CN", function="司长"),
        listed(3, "Анна Иванова", "Иванова", category="member-state", country="RU"),
        listed(4, "Karen Laßmann", "Laßmann", category="academia", organization="TU Berlin",
               languages=("de",)),
        listed(5, "Huiwen", category="academia", organization="Institute of Cities"),
    ]  # fmt: skip


def opened(content):
    return docx.Document(io.BytesIO(write_docx(content)))


def test_a_list_is_written_with_the_headings_and_styles_of_a_document():
    document = opened(list_of(*people(), others=3))

    assert [(one.style.name, one.text) for one in document.paragraphs][:-1] == [
        ("Title", "List of participants"),
        ("Subtitle", "EGM 3: Water"),
        ("Normal", "Baku, 22–24 January 2025"),
        ("Heading 1", "Member States"),
        ("Heading 2", "China"),
        ("Participant", "李明"),
        ("Participant details", "司长"),
        ("Heading 2", "Jordan"),
        ("Participant", "Ms. ليلى حداد"),
        ("Participant details", "مهندسة"),
        ("Participant details", "وزارة الإدارة المحلية"),
        ("Heading 2", "Russian Federation"),
        ("Participant", "Анна ИВАНОВА"),
        ("Heading 1", "Non-governmental organizations and others"),
        ("Heading 2", "Research and academia"),
        ("Heading 3", "Institute of Cities"),
        ("Participant", "Huiwen"),
        ("Heading 3", "TU Berlin"),
        ("Participant", "Karen LAẞMANN"),
        ("Participant", "and 3 others"),
    ]
    assert document.paragraphs[-1].text.startswith("The designations employed")
    assert document.core_properties.title == "List of participants, EGM 3: Water"


def told(document, name):
    """What Word is told of a piece: does it run from right to left, its language, its font hint."""
    run = next(run for one in document.paragraphs for run in one.runs if run.text.strip() == name)
    properties = run._r.rPr
    language = properties.find(qn("w:lang"))
    fonts = properties.find(qn("w:rFonts"))
    return (
        bool(run.font.rtl),
        dict(language.attrib) if language is not None else {},
        fonts.get(qn("w:hint")) if fonts is not None else None,
    )


def test_word_is_told_the_direction_and_the_language_of_every_piece():
    document = opened(list_of(*people()))

    assert told(document, "ليلى حداد") == (True, {qn("w:bidi"): "ar-SA"}, None)
    assert told(document, "李明") == (False, {qn("w:eastAsia"): "zh-CN"}, "eastAsia")
    assert told(document, "Huiwen") == (False, {qn("w:val"): "en-GB"}, None)


def test_a_list_in_arabic_runs_from_right_to_left():
    arabic = opened(list_of(*people(), language="ar"))
    english = opened(list_of(*people()))

    def turned(document):
        return {one._p.pPr.find(qn("w:bidi")) is not None for one in document.paragraphs}

    assert turned(arabic) == {True}
    assert turned(english) == {False}
    assert [one.text for one in arabic.paragraphs if one.style.name == "Heading 1"] == [
        "الدول الأعضاء",
        "المنظمات غير الحكومية وجهات أخرى",
    ]
    assert told(arabic, "الدول الأعضاء") == (True, {qn("w:bidi"): "ar-SA"}, None)


def test_a_title_keeps_its_full_stop_behind_it_in_a_list_from_right_to_left():
    arabic = opened(list_of(*people(), language="ar"))

    [layla] = [one for one in arabic.paragraphs if "حداد" in one.text]
    assert [(run.text, bool(run.font.rtl), bool(run.bold)) for run in layla.runs] == [
        ("Ms.\u200e", False, False),
        (" ", True, False),
        ("ليلى حداد", True, True),
    ]


def test_control_characters_do_not_spoil_the_file():
    one = listed(1, "Hui\x00wen\x0b\x1b", salutation="Ms.\n", function="Head\tof unit")

    document = opened(list_of(one, names="supplied"))

    assert [one.text for one in document.paragraphs if one.style.name.startswith("Partic")] == [
        "Ms.  Huiwen ",
        "Head of unit",
    ]
