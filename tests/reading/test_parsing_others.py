"""Records of other secretariats: other words, languages, codings, bullets, names and tables."""

from datetime import date

import pytest

from eventsapp.reading.files import read_text
from eventsapp.reading.parsing import parse
from tests.reading.understood_text import TEXTS, codes, understood, understood_file

DATED = ("kind", "start", "end", "audience", "mode", "place", "certainty", "as_written")


def only(entry, like):
    return {key: entry.get(key) for key in like}


def test_an_english_record_with_facilitators_and_lettered_groups_is_understood():
    record = understood_file(
        (TEXTS / "english_facilitators.txt").read_bytes(), "english_facilitators.txt"
    )

    meeting = record["meeting"]
    assert only(meeting, ("series", "number", "place", "mode", "start", "end")) == {
        "series": "EGM",
        "number": 3,
        "place": "Geneva",
        "mode": "in person",
        "start": "2025-03-04",
        "end": "2025-03-05",
    }
    assert meeting["people"] == [
        {
            "name": "Amina Diallo",
            "role": "chair",
            "title": "Dr.",
            "remark": "Ministry of Water, Senegal",
            "line": 3,
        }
    ]
    rooms = record["days"][0]["rooms"]
    keys = ("number", "title", "moderator", "co_moderators", "members", "note_taker")
    assert [only(room, keys) for room in rooms] == [
        {
            "number": "A",
            "title": "Standards",
            "moderator": "Bo Svensson",
            "co_moderators": [],
            "members": ["Nguyễn Thị Minh Khai", "O'Brien, Siobhán", "José Ortega y Gasset"],
            "note_taker": "Tāne Mahuta",
        },
        {
            "number": "B",
            "title": "Finance",
            "moderator": "Fatima Zahra",
            "co_moderators": ["Li Wei"],
            "members": ["Aino Mäkelä", "John Okafor", "Ravi"],
            "note_taker": None,
        },
    ]
    assert [
        (section["heading"], section["agenda_order"], [note["text"] for note in section["notes"]])
        for section in record["days"][0]["sections"]
    ] == [
        (
            "Opening of the meeting",
            1,
            [
                "The Chair opened the meeting at 09:00. She thanked the hosts.",
                "The agenda was adopted without changes.",
            ],
        ),
        (
            "Review of the draft chapters",
            2,
            [
                "Suggested that chapter 2 be shortened.",
                "Asked who will edit the annex, e.g. the tables.",
            ],
        ),
        ("Working groups", 3, []),
        ("Closing of the day", 4, ["Comments on chapter 2 are due by Friday 21 March."]),
    ]
    assert [only(item, DATED) for item in record["dated_items"]] == [
        only_dated("deadline", "2025-03-21", as_written="Friday 21 March"),
        only_dated(
            "meeting", "2025-04-03", as_written="3 April 2025", mode="online", place="Geneva"
        ),
        only_dated("deadline", "2025-04-30", as_written="30 April 2025", audience="members"),
        only_dated(
            "meeting",
            "2025-09-08",
            "2025-09-10",
            as_written="8 to 10 September",
            audience="experts",
            mode="in person",
            place="Lima",
            certainty="tentative",
        ),
    ]
    assert codes(record) == [
        "name-order",
        "one-name-person",
        "nobody-named",
        "year-inferred",
        "year-inferred",
        "number-inferred",
    ]


def only_dated(kind, start, end=None, **changes):
    """A dated promise of which nothing is stated but what is given."""
    unstated = {"audience": None, "mode": None, "place": None, "certainty": "firm"}
    return {"kind": kind, "start": start, "end": end or start, **unstated, **changes}


@pytest.mark.parametrize(
    ("encoding", "more_codes"), [("utf-8", []), ("utf-16", []), ("cp1252", ["encoding-guessed"])]
)
def test_a_french_record_is_understood_in_any_encoding(encoding, more_codes):
    content = (TEXTS / "french.txt").read_text(encoding="utf-8").encode(encoding)

    record = understood_file(content, "compte-rendu.txt")

    day = record["days"][0]
    assert only(record["meeting"], ("series", "number", "code", "start")) == {
        "series": "EGM",
        "number": 4,
        "code": "DL-VI",
        "start": "2025-05-12",
    }
    assert [item["title"] for item in day["agenda"]] == [
        "Ouverture",
        "Groupes de travail : données et logement",
        "Clôture",
    ]
    keys = ("number", "title", "moderator", "members", "note_taker", "principles")
    assert [only(room, keys) for room in day["rooms"]] == [
        {
            "number": "A",
            "title": "Données ouvertes",
            "moderator": "Zoé Lefèvre",
            "members": ["Jean-Baptiste N'Guessan", "Élodie Dupont", "Mamadou Ba"],
            "note_taker": "Hélène Müller",
            "principles": ["Transparence", "Confiance, durable"],
        },
        {
            "number": "B",
            "title": "Logement",
            "moderator": "Koffi Annan-Mensah",
            "members": ["Inès Ben Ali"],
            "note_taker": None,
            "principles": [],
        },
    ]
    assert [only(item, DATED) for item in record["dated_items"]] == [
        only_dated("deadline", "2025-05-23", as_written="vendredi 23 mai"),
        only_dated(
            "consultation",
            "2025-06-18",
            "2025-06-20",
            as_written="18 au 20 juin",
            audience="regional",
            mode="in person",
            place="Dakar",
            certainty="intended",
        ),
        only_dated("meeting", "2025-11-03", as_written="le 3 novembre 2025", certainty="tentative"),
    ]
    assert codes(record) == [
        *more_codes,
        "date-ambiguous",
        "nobody-named",
        "year-inferred",
        "year-inferred",
    ]


def test_a_spanish_record_is_understood():
    record = understood_file((TEXTS / "spanish.txt").read_bytes(), "acta.md")

    room = record["days"][0]["rooms"][0]
    keys = ("number", "title", "moderator", "members", "note_taker", "principles")
    assert only(room, keys) == {
        "number": 1,
        "title": "Vivienda",
        "moderator": "Ana María Núñez",
        "members": ["Íñigo López", "José Peña", "Lucía Fernández"],
        "note_taker": "Óscar Añón",
        "principles": ["Participación", "Equidad"],
    }
    assert [only(item, DATED) for item in record["dated_items"]] == [
        only_dated("deadline", "2025-06-30", as_written="30 de junio de 2025"),
        only_dated(
            "consultation",
            "2025-07-01",
            "2025-07-03",
            as_written="1 al 3 de julio",
            audience="jóvenes",
            mode="online",
        ),
    ]


def test_a_record_without_bullets_or_day_heading_and_with_family_names_first_is_understood():
    record = understood_file((TEXTS / "plain_family_first.txt").read_bytes(), "air.txt")

    day = record["days"][0]
    assert (day["number"], day["date"]) == (1, "2025-11-10")
    assert [item["title"] for item in day["agenda"]] == ["Opening", "Breakout groups", "Closing"]
    assert [
        (room["number"], room["title"], room["moderator"], room["members"]) for room in day["rooms"]
    ] == [
        (1, "Air quality", "WAN Biyu", ["TANAKA Yukiko", "Biyu Wan", "Müller Jürgen"]),
        (1, "Water quality", "Grace Wanjiru", ["Peter Kimani"]),
    ]
    assert [person["canonical"] for person in record["people"]["list"]] == [
        "WAN Biyu",
        "TANAKA Yukiko",
        "Biyu Wan",
        "Müller Jürgen",
        "Sipho Dlamini",
        "Grace Wanjiru",
        "Peter Kimani",
    ]
    assert codes(record) == [
        "day-assumed",
        "name-order",
        "name-order",
        "same-person?",
        "room-twice",
        "no-such-date",
        "date-ambiguous",
    ]


def test_a_record_without_any_date_is_read_and_asks_for_the_day():
    record = understood("Agenda\n- Opening\n\nOpening\n\n- Welcomed all by Friday.\n")

    assert [day["date"] for day in record["days"]] == [None]
    assert record["days"][0]["sections"][0]["notes"][0]["text"] == "Welcomed all by Friday."
    assert codes(record) == ["no-day"]


def test_a_day_that_comes_twice_is_kept_and_asked_about():
    record = understood(
        "EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- A talk\n"
        "EGM 1 | Day 1 – 15-05-2025\nAgenda:\n- Another talk\n"
    )

    assert [(day["number"], day["date"]) for day in record["days"]] == [
        (1, "2025-05-14"),
        (1, "2025-05-15"),
    ]
    assert "day-twice" in codes(record)


def test_a_heading_repeated_on_the_next_page_begins_no_new_day():
    heading = "EGM 1 | Day 1 – 14-05-2025"

    record = understood(f"{heading}\nAgenda:\n- A talk\n\nA talk\n\n- One.\n{heading}\n- Two.\n")

    assert [note["text"] for note in record["days"][0]["sections"][0]["notes"]] == ["One.", "Two."]
    assert [w["line"] for w in record["warnings"] if w["code"] == "day-twice"] == [8]


def test_a_day_without_a_date_follows_the_day_before():
    record = understood(
        "EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- A talk\n\nDay 2\n\nAgenda:\n- More\n"
    )

    assert [day["date"] for day in record["days"]] == ["2025-05-14", "2025-05-15"]
    assert "day-date-inferred" in codes(record)


def test_rooms_of_two_break_outs_of_one_day_are_two_rounds():
    record = understood(
        "EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- Break-out 1\n- Break-out 2\n\n"
        "Break-out 1\n\nRoom 1: Air\nModerator: Bo Li\n\nBreak-out 2\n\nRoom 1: Sea\nModerator: "
        "Al Ba\n"
    )

    rooms = record["days"][0]["rooms"]
    assert [(room["round"], room["number"], room["title"]) for room in rooms] == [
        (1, 1, "Air"),
        (2, 1, "Sea"),
    ]
    assert "room-twice" not in codes(record)


def test_a_name_with_markup_or_a_formula_is_kept_and_asked_about():
    record = understood(
        "EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- Groups\n\nGroups\n\nRoom 1: Air\n"
        "Members: <script>alert(1)</script> Ana Li, =1+1, Bo Li\n"
    )

    assert record["days"][0]["rooms"][0]["members"] == [
        "<script>alert(1)</script> Ana Li".replace("(1)", " "),
        "=1+1",
        "Bo Li",
    ]
    assert codes(record).count("name-unusual") == 2


def test_parsing_gives_back_frozen_values_with_dates():
    day = parse(read_text("EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- 09:30–10:15 A talk\n")).days[0]

    assert day.on_date == date(2025, 5, 14)
    assert [(str(item.starts_at), str(item.ends_at), item.title) for item in day.agenda] == [
        ("09:30:00", "10:15:00", "A talk")
    ]


def test_a_summary_record_with_paragraphs_and_words_for_numbers_is_understood():
    record = understood_file((TEXTS / "summary_record.md").read_bytes(), "summary_record.md")

    meeting, first, second = record["meeting"], *record["days"]
    assert (meeting["start"], meeting["end"], meeting["place"]) == (
        "2026-03-10",
        "2026-03-12",
        "Nairobi, Kenya",
    )
    assert [(s["heading"], s["agenda_order"], len(s["notes"])) for s in first["sections"]] == [
        ("WELCOME", 1, 1),
        ("STATE OF PLAY", 2, 10),
        ("WORKING GROUPS", 3, 0),
        ("CLOSING", 4, 1),
    ]
    keys = ("number", "title", "moderator", "members", "note_taker")
    assert [tuple(room[key] for key in keys) for room in first["rooms"]] == [
        (1, "Shade", "Wanjiku Kamau", ["Hiroshi Sato", "Li Na", "Kwame Mensah"], "Ingrid Olsen"),
        (2, "Water", "Ana Souza", [], None),
    ]
    assert [note["text"] for note in second["sections"][0]["notes"]] == [
        "No agenda was distributed. The group continued its work."
    ]
    assert [(i["kind"], i["start"], i["end"], i["audience"]) for i in record["dated_items"]] == [
        ("deadline", "2026-03-27", "2026-03-27", None),
        ("consultation", "2026-04-01", "2026-04-30", "youth"),
        ("meeting", "2026-04-06", "2026-04-06", None),
        ("deadline", "2026-04-15", "2026-04-15", "member states"),
        ("meeting", "2026-04-15", "2026-04-16", None),
        ("meeting", "2026-05-04", "2026-05-06", None),
        ("release", "2026-06-01", "2026-06-01", None),
    ]
