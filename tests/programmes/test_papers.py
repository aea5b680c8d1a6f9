"""The agenda as a paper, in Word and as PDF: numbers, annotations, organization of work."""

import io
from datetime import date, time

import docx
import pytest

from eventsapp.agendas.content import Agenda, Day, Item, Speaker
from eventsapp.programmes.paper import Words, paper_of
from eventsapp.programmes.printing import agenda_pdf
from eventsapp.programmes.wordfile import write_docx

ITEMS = (
    Item(1, "Opening", "plenary", time(9), 30, time(9, 30), True),
    Item(
        2,
        "Water = rivers, and <coasts>",
        "presentation",
        time(9, 30),
        60,
        time(10, 30),
        track="Hall A",
        annotation="The paper is presented.\n\nIts questions are put.",
        speakers=(Speaker("moderator", 7), Speaker("speaker", None, "ليلى حداد")),
    ),
    Item(3, "Lunch", "break", time(12), 60, time(13)),
    Item(4, "الماء والمدينة"),
)


def words(language="en", **changes):
    given = {
        "language": language, "title": "Provisional agenda",
        "annotated_title": "Provisional annotated agenda", "meeting": "EGM on water",
        "facts": "Nairobi", "state": "Agenda no. 2", "items": "Items",
        "annotations": "Annotations", "work": "Organization of work", "time": "Time",
        "item": "Item", "room": "Room", "who": "Who speaks", "no_time": "no time",
        "days": {1: "Day 1, Thursday"}, "names": {7: "Siosaia Tupou"},
        "roles": {"moderator": "Moderator", "speaker": "Speaker"},
    }  # fmt: skip
    return Words(**{**given, **changes})


def paper(*items, language="en"):
    day = Day(1, date(2024, 9, 26), time(9), time(17), items)
    empty = Day(2, date(2024, 9, 27))
    return paper_of(Agenda("Africa/Nairobi", (day, empty)), words(language))


def test_items_are_numbered_and_breaks_are_not():
    lines = paper(*ITEMS).days[0].lines

    assert [(line.numbered, line.hours) for line in lines] == [
        ("1. Opening", "09:00–09:30"),
        ("2. Water = rivers, and <coasts>", "09:30–10:30"),
        ("Lunch", "12:00–13:00"),
        ("3. الماء والمدينة", "no time"),
    ]


def test_a_paper_is_annotated_where_there_is_something_to_say():
    plain, whole = paper(ITEMS[0], ITEMS[2]), paper(*ITEMS)

    assert (plain.title, plain.has_rooms, plain.has_speakers) == (
        "Provisional agenda",
        False,
        False,
    )
    assert whole.title == "Provisional annotated agenda"
    assert [line.number for line in whole.annotated] == [2]
    assert whole.annotated[0].annotation == ("The paper is presented.", "Its questions are put.")
    assert whole.annotated[0].speakers == "Siosaia Tupou (Moderator), ليلى حداد (Speaker)"


def test_the_word_file_has_headings_numbers_and_a_table_for_each_day():
    document = docx.Document(io.BytesIO(write_docx(paper(*ITEMS))))

    heads = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert heads == [
        "Items",
        "Annotations",
        "2.\tWater = rivers, and <coasts>",
        "Organization of work",
        "Day 1, Thursday",
    ]
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Time", "Item", "Room", "Who speaks"]
    assert [cell.text for cell in table.rows[3].cells] == ["12:00–13:00", "Lunch", "", ""]
    assert "Agenda no. 2" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_is_made_in_both_directions_and_is_the_same_each_time(language):
    made = [agenda_pdf(paper(*ITEMS, language=language), today=date(2024, 9, 28)) for _ in "12"]

    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


def test_an_arabic_paper_begins_on_the_right_in_word():
    document = docx.Document(io.BytesIO(write_docx(paper(*ITEMS, language="ar"))))

    assert all("<w:bidi/>" in one._p.xml for one in document.paragraphs if one.text)
    assert "<w:bidiVisual" in document.tables[0]._tbl.xml
