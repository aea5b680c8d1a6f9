import docx

from tests.reading.understood_text import saved, understood, understood_file


def filled(document, rows):
    """Add a table with these texts to a Word document."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_rosters_and_agendas_in_tables_of_a_word_file_are_understood():
    document = docx.Document()
    document.add_heading("ACME | EGM 5 | ENERGY-GUIDE", 0)
    document.add_heading("Day 1 – 14/10/2025", 1)
    document.add_heading("Programme", 2)
    agenda = [
        ["Time", "Item", "Speaker"],
        ["09:00–09:30", "Opening", "Chair"],
        ["09:30 - 12.00", "Parallel sessions", ""],
        ["2:00 pm", "Wrap-up", ""],
    ]
    filled(document, agenda)
    document.add_heading("Opening", 2)
    document.add_paragraph("Welcomed all.", style="List Bullet")
    document.add_heading("Parallel sessions", 2)
    roster = [
        ["Room", "Title", "Facilitator", "Rapporteur", "Participants"],
        ["1", "Grids", "Yuki Sato", "Ali bin Omar", "Ana Costa\nPriya Nair"],
        ["2", "Storage", "Lars Ødegård", "", "Chipo Moyo; Tevita Fifita"],
    ]
    filled(document, roster)
    document.add_heading("Room C: Hydrogen", 3)
    labels = [
        ["Moderator", "Zainab Yusuf"],
        ["Members", "Ewa Nowak, Paul Oyelaran"],
        ["Principles covered", "Safety, Cost"],
    ]
    filled(document, labels)
    document.add_paragraph("Costs fall.", style="List Bullet")
    document.add_heading("Wrap-up", 2)
    document.add_paragraph("Agreed to meet again on 3 and 4 February in Oslo.", style="List Number")

    record = understood_file(saved(document), "minutes.docx")

    meeting, day = record["meeting"], record["days"][0]
    assert (meeting["organisation"], meeting["number"], meeting["code"]) == (
        "ACME",
        5,
        "ENERGY-GUIDE",
    )
    assert [(i["starts_at"], i["ends_at"], i["title"]) for i in day["agenda"]] == [
        ("09:00", "09:30", "Opening"),
        ("09:30", "12:00", "Parallel sessions"),
        ("14:00", None, "Wrap-up"),
    ]
    keys = ("number", "title", "moderator", "members", "note_taker", "principles")
    assert [tuple(room[key] for key in keys) for room in day["rooms"]] == [
        (1, "Grids", "Yuki Sato", ["Ana Costa", "Priya Nair"], "Ali bin Omar", []),
        (2, "Storage", "Lars Ødegård", ["Chipo Moyo", "Tevita Fifita"], None, []),
        ("C", "Hydrogen", "Zainab Yusuf", ["Ewa Nowak", "Paul Oyelaran"], None, ["Safety", "Cost"]),
    ]
    assert [(i["kind"], i["start"], i["end"], i["place"]) for i in record["dated_items"]] == [
        ("meeting", "2026-02-03", "2026-02-04", "Oslo")
    ]


def test_a_list_of_participants_in_a_table_names_people_with_where_they_are_from():
    record = understood(
        "EGM 1 | Day 1 – 14-05-2025\n\n| No. | Name | Organization |\n|---|---|---|\n"
        "| 1 | Aino Mäkelä | City of Turku |\n| 2 | Bo Li | |\n\nAgenda:\n- A talk\n"
    )

    assert [(p["canonical"], p["remark"]) for p in record["people"]["list"]] == [
        ("Aino Mäkelä", "City of Turku"),
        ("Bo Li", None),
    ]


def test_a_row_that_is_no_roster_is_kept_as_a_note():
    record = understood(
        "EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- A talk\n\nA talk\n\n| Rain | 3 mm | May |\n"
    )

    notes = record["days"][0]["sections"][0]["notes"]
    assert [note["text"] for note in notes] == ["Rain | 3 mm | May"]
