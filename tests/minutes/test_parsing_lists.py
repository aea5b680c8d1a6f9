"""Records in which names, lines and lists are laid out in other ways."""

from tests.reading.understood_text import TEXTS, codes, understood_file


def test_cut_lines_names_on_lines_of_their_own_and_two_sessions_of_rooms_are_understood():
    record = understood_file((TEXTS / "lettered_agenda.txt").read_bytes(), "lettered_agenda.txt")

    day = record["days"][0]
    assert (day["date"], [item["title"] for item in day["agenda"]]) == (
        "2025-06-02",
        [
            "Opening of the session",
            "Breakout session I",
            "Breakout session II",
            "Any other business",
        ],
    )
    assert [note["text"] for note in day["sections"][0]["notes"]] == [
        "The Chair, Ms. Ana Silva, welcomed participants and thanked the Government of Kenya."
    ]
    keys = ("round", "number", "title", "moderator", "members")
    assert [tuple(room[key] for key in keys) for room in day["rooms"]] == [
        (1, "A", "Rivers", "Ana Silva", ["Kofi Mensah", "Aïcha Traoré", "王芳"]),
        (1, "B", "Lakes", "John Smith", ["Peter Pan", "Wendy Darling"]),
        (2, "A", "Rivers again", "Ana Silva", []),
    ]
    assert [(i["kind"], i["start"], i["end"], i["place"]) for i in record["dated_items"]] == [
        ("meeting", "2025-06-19", "2025-06-19", None),
        ("deadline", "2025-07-01", "2025-07-01", None),
        ("deadline", "2025-07-15", "2025-07-15", None),
        ("meeting", "2025-08-12", "2025-08-13", "Bangkok"),
        ("meeting", "2025-12-03", "2025-12-04", "Geneva"),
    ]
    assert codes(record) == [
        "heading-not-on-agenda",
        "placed-twice",
        "year-inferred",
        "date-vague",
    ]


def test_a_french_record_of_two_days_with_numbered_headings_is_understood():
    record = understood_file((TEXTS / "compte_rendu.txt").read_bytes(), "compte_rendu.txt")

    meeting, first, second = record["meeting"], *record["days"]
    assert (meeting["number"], meeting["code"], meeting["place"], meeting["end"]) == (
        2,
        "CLIM-URB",
        "Dakar",
        "2025-10-07",
    )
    assert [(s["heading"], s["agenda_order"], len(s["notes"])) for s in first["sections"]] == [
        ("Ouverture", 1, 2),
        ("Ateliers", 2, 0),
        ("Questions diverses", 3, 4),
    ]
    keys = ("number", "title", "moderator", "co_moderators", "members", "principles")
    assert [tuple(room[key] for key in keys) for room in first["rooms"]] == [
        (
            1,
            "Chaleur",
            "Claire Dubois",
            [],
            ["Paul Mbarga", "Léa N'Diaye", "Marc-Antoine Roy"],
            ["Ombre", "Eau"],
        ),
        (2, "Eau", "Youssef Amrani", ["Sofia Rossi"], ["Jean Dupont", "Mai Trần", "Ali"], []),
    ]
    assert [note["text"] for note in second["sections"][0]["notes"]] == [
        "Il a été convenu de publier le rapport le 30 novembre 2025."
    ]
    assert [
        (i["kind"], i["start"], i["end"], i["audience"], i["certainty"])
        for i in record["dated_items"]
    ] == [
        ("deadline", "2025-10-31", "2025-10-31", None, "firm"),
        ("consultation", "2025-11-01", "2025-11-15", "open online", "proposed"),
        ("release", "2025-11-30", "2025-11-30", None, "firm"),
        ("meeting", "2026-02-10", "2026-02-12", None, "firm"),
    ]
    assert codes(record) == ["one-name-person", "year-inferred", "date-vague"]
