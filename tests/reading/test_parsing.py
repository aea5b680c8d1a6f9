import json

import pytest

from tests.reading.understood_text import (
    DATA,
    as_word_file,
    codes,
    understood_file,
)

MINUTES = (DATA / "egm2-minutes.txt").read_text(encoding="utf-8")
GOLDEN = json.loads((DATA / "egm2-golden.json").read_text(encoding="utf-8"))

# What the golden file adds for its readers and no program prints.
FOR_READERS = {
    "meeting": {"series_expanded", "code_expanded", "date_format"},
    "day": {"weekday", "breakout_title"},
    "agenda": {"notes_heading", "notes_link"},
    "room": {"principles_raw", "note_count"},
    "person": {"roles", "days"},
}
DATED = ("kind", "start", "end", "audience", "mode", "place", "certainty", "as_written")
WHERE = ("source_day", "source_line", "source_sentence")


def without(entry, kind):
    return {key: value for key, value in entry.items() if key not in FOR_READERS[kind]}


def only(entry, like):
    return {key: entry.get(key) for key in like}


def golden_days():
    return [
        {
            **without(day, "day"),
            "agenda": [without(item, "agenda") for item in day["agenda"]],
            "rooms": [without(room, "room") for room in day["rooms"]],
        }
        for day in GOLDEN["days"]
    ]


def found_days(record):
    found = []
    for day, golden in zip(record["days"], golden_days(), strict=True):
        agenda = zip(day["agenda"], golden["agenda"], strict=True)
        rooms = zip(day["rooms"], golden["rooms"], strict=True)
        found.append(
            {
                **only(day, golden),
                "agenda": [only(item, like) for item, like in agenda],
                "rooms": [only(room, like) for room, like in rooms],
            }
        )
    return found


def headings_of(record):
    """Every heading of the record with its level, as a Word file would mark it."""
    levels = {}
    for day in record["days"]:
        levels[day["header_raw"]] = 1
        levels |= {section["heading"]: 2 for section in day["sections"]}
        for room in day["rooms"]:
            levels[f"Room {room['number']}: {room['title_raw']}"] = 3
            levels |= {group["heading_raw"]: 4 for group in room["groups"] if group["heading_raw"]}
    return levels


@pytest.fixture(params=["txt", "docx"])
def record(request):
    """The real record, read from the text and from a Word file with headings and lists."""
    if request.param == "txt":
        return understood_file(MINUTES.encode(), "egm2-minutes.txt")
    return understood_file(as_word_file(MINUTES, headings_of(GOLDEN)), "egm2.docx")


def test_the_real_record_names_its_meeting(record):
    assert only(record["meeting"], without(GOLDEN["meeting"], "meeting")) == without(
        GOLDEN["meeting"], "meeting"
    )


def test_days_agenda_sections_rooms_and_notes_are_those_of_the_real_record(record):
    assert found_days(record) == golden_days()


def test_the_people_of_the_real_record_are_found_and_none_is_altered(record):
    golden = [without(person, "person") for person in GOLDEN["people"]["list"]]

    found = record["people"]["list"]

    assert [only(person, golden[0]) for person in found] == golden


def test_every_dated_promise_of_the_real_record_is_found_with_its_source(record):
    keys = (*DATED, *WHERE)
    golden = [only(item, keys) for item in GOLDEN["dated_items"]]

    found = [only(item, keys) for item in record["dated_items"]]

    def order(item):
        return (item["start"], item["end"], item["source_line"])

    assert sorted(found, key=order) == sorted(golden, key=order)
    assert [
        i["certainty_words"] for i in record["dated_items"] if i["audience"] == "open online"
    ] == ["may be shared"]


def test_promises_without_a_date_are_found(record):
    keys = ("kind", "audience", *WHERE)
    golden = sorted(GOLDEN["undated_commitments"], key=lambda entry: entry["source_line"])

    found = [only(entry, keys) for entry in record["undated_commitments"]]

    assert found == [only(entry, keys) for entry in golden]


def test_consultations_that_were_held_are_found_without_dates(record):
    found = {
        (held["audience"], held["status"], held["source_line"])
        for held in record["consultations_held"]
    }

    assert found == {
        ("local and regional governments", "held", 179),
        ("internal", "held", 183),
        ("international organisations", "held", 183),
    }


def test_each_warning_of_the_real_record_is_given_as_often_as_expected(record):
    counted = {}
    for warning in GOLDEN["warnings_expected"]:
        code = warning.get("code") or warning["optional_code"]
        counted[code] = counted.get(code, 0) + warning.get("count", 1)

    found = codes(record)

    assert {code: found.count(code) for code in counted} == counted
    assert "same-person?" not in found
    assert "date-ambiguous" not in found
