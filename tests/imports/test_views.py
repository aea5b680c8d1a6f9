import io
import re
from html import unescape

import pytest

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.models import DISCARDED, SAVED, UNDONE, SheetImport
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Person
from eventsapp.sheets.reading import read_table
from eventsapp.sheets.template import SAMPLE
from tests.factories import make_meeting, make_person, make_user
from tests.imports.rosters import sheet_of

UPLOAD, PREVIEW = "/people/import", "/people/imports/1"
HEADER = ["Name", "Organisation", "Function", "E-mail"]


@pytest.fixture
def officer(signed_in_as):
    """Somebody of the secretariat, with a browser."""
    person = make_person("Łucja Żółkiewska", tz="Europe/Warsaw")
    return signed_in_as(make_user(person, role="secretariat"))


def hand_over(visitor, rows, header=HEADER, name="people.xlsx", **form):
    return hand_over_file(visitor, sheet_of(rows, header), name, **form)


def hand_over_file(visitor, content, name="people.xlsx", **form):
    return visitor.post(UPLOAD, data={"file": (io.BytesIO(content), name), "meeting": 0, **form})


def words(page):
    """The text of a page as people read it."""
    text = page.text[page.text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def seal_of(page):
    return re.search(r'name="seal" value="(\w+)"', page.text)[1]


def names():
    db.session.expire_all()
    return set(db.session.scalars(db.select(Person.printed_name)))


def last_import():
    db.session.expire_all()
    return db.session.scalar(db.select(SheetImport).order_by(SheetImport.id.desc()).limit(1))


def test_rows_are_shown_before_anything_is_written_and_imported_with_one_click(officer):
    page = officer.get(hand_over(officer, [["Bo Li", "Shenzhen", "", ""], ["=1+1"]]).location)
    shown = words(page)
    assert "2 rows were read" in shown
    assert "Import 2 rows" in shown
    assert names() == {"Łucja Żółkiewska"}

    answer = officer.post(PREVIEW, data={"act": "import", "seal": seal_of(page)})

    assert "2 rows were imported." in words(officer.get(answer.location))
    assert names() == {"Łucja Żółkiewska", "Bo Li", "=1+1"}
    assert last_import().state == SAVED


def test_what_waits_holds_the_button_back_and_says_why(officer):
    bo = make_person("Bo Li", email="bo@example.test")
    hand_over(officer, [["Bo Li", "", "Mayor", ""]])

    page = officer.get(PREVIEW)
    refused = officer.post(PREVIEW, data={"act": "import", "seal": seal_of(page)})

    assert "1 row waits for you. Row 2: Keep what is held, or take what the file says?" in words(
        page
    )
    assert 'disabled aria-describedby="why-not"' in page.text
    assert "Row 2 waits for a decision" in words(officer.get(refused.location))

    officer.post(PREVIEW, data={"act": "keep", "do-2": f"take:{bo.id}"})
    page = officer.get(PREVIEW)
    officer.post(PREVIEW, data={"act": "import", "seal": seal_of(page), "do-2": f"take:{bo.id}"})

    db.session.expire_all()
    assert bo.function == "Mayor"


def test_all_that_differ_are_decided_at_once(officer):
    for name in ("Bo Li", "Petra Kovač"):
        make_person(name)
    hand_over(officer, [["Bo Li", "", "Mayor", ""], ["Petra Kovač", "", "Mayor", ""]])

    answer = officer.post(f"{PREVIEW}/decide", data={"kind": "differs", "word": "keep"})

    assert "2 rows were decided." in words(officer.get(answer.location))
    assert "2 left as they are" in words(officer.get(PREVIEW))


def test_a_decision_that_changes_the_numbers_is_shown_before_it_is_imported(officer):
    """Case 28: what the button said is what is done."""
    hand_over(officer, [["Bo Li", "", "", ""], ["Petra Kovač", "", "", ""]])
    page = officer.get(PREVIEW)

    answer = officer.post(
        PREVIEW, data={"act": "import", "seal": seal_of(page), "do-2": "add", "do-3": "skip"}
    )

    page = officer.get(answer.location)
    assert "Your decisions have changed the numbers. Look at them and import again." in words(page)
    assert "Import 1 row" in words(page)
    assert names() == {"Łucja Żółkiewska"}


def test_a_paste_is_read_like_a_file(officer):
    rows = "Name\tOrganisation\nليلى حداد\tبلدية عمان"

    page = officer.get(officer.post(UPLOAD, data={"text": rows, "meeting": 0}).location)

    assert "ليلى حداد بلدية عمان New" in words(page)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose a file, or paste the rows with their header."),
        ({"file": b"%PDF-1.7 a list"}, "list.pdf"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_sentence(officer, form, sentence):
    sent = {name: (io.BytesIO(content), "list.pdf") for name, content in form.items()}

    page = officer.post(UPLOAD, data={"meeting": 0, **sent})

    assert page.status_code == 422
    assert sentence in words(page)
    assert last_import() is None


def test_columns_with_other_names_are_corrected(officer):
    """Case 29: what cannot be guessed can be said."""
    hand_over(officer, [["Bo Li", "Shenzhen"]], ["Name", "Abc"])
    assert "Bo Li New" in words(officer.get(PREVIEW))
    reading = f"{PREVIEW}/reading"
    form = {"columns-0-key": 0, "columns-1-key": 1, "meeting": 0, "day_order": ""}

    wrong = officer.post(reading, data={**form, "columns-0-field": "organization",
                                        "columns-1-field": "organization"})  # fmt: skip
    officer.post(reading, data={**form, "columns-0-field": "printed_name",
                                "columns-1-field": "organization"})  # fmt: skip

    assert wrong.status_code == 422
    assert "Two columns are said to hold “Organisation”. Choose one of them." in words(wrong)
    assert "Bo Li Shenzhen New" in words(officer.get(PREVIEW))


def test_an_organisation_in_another_language_is_asked_once_and_remembered(officer):
    person = make_person("Karen Laßmann", organization="City of Cologne")
    asked = hand_over(officer, [["Karen Laßmann", "Stadt Köln", "", ""]])
    page = officer.get(asked.location)
    assert "Stadt Köln City of Cologne : Karen Laßmann is held with it." in words(page)
    number = person.organization_id
    form = {
        f"columns-{index}-{name}": value
        for index, field in enumerate(["printed_name", "organization", "function", "email"])
        for name, value in (("key", index), ("field", field))
    }
    means = {"organizations-0-key": 0, "organizations-0-means": f"same:{number}"}
    officer.post(asked.location, data={**form, **means, "meeting": 0, "sheet": "Experts"})
    page = officer.get(PREVIEW)
    officer.post(PREVIEW, data={"act": "import", "seal": seal_of(page)})

    again = hand_over(officer, [["Karen Laßmann", "Stadt Köln", ""]], name="again.xlsx")

    assert "Same" in words(officer.get(again.location))
    assert again.location == "/people/imports/2"


def test_people_of_the_file_take_part_in_the_meeting(officer):
    meeting = make_meeting()
    rows = [["Bo Li", "Chair"]]
    hand_over(officer, rows, ["Name", "Role"], meeting=meeting.id)
    page = officer.get(PREVIEW)
    assert "Everybody takes part in EGM 2." in words(page)

    officer.post(PREVIEW, data={"act": "import", "seal": seal_of(page)})

    part = db.session.scalars(db.select(Participation)).one()
    assert (part.meeting_id, part.role, part.route) == (meeting.id, "chair", "import")


def test_the_same_file_twice_is_said(officer):
    # A workbook says when it was written, so the same rows written again are another file.
    content = sheet_of([["Bo Li", "", "", ""]], HEADER)
    first = hand_over_file(officer, content)
    again = hand_over_file(officer, content)
    assert again.location == first.location
    assert "handed over before and still waits" in words(officer.get(again.location))

    page = officer.get(first.location)
    officer.post(PREVIEW, data={"act": "import", "seal": seal_of(page)})
    again = officer.get(hand_over_file(officer, content).location)

    assert "This very file was imported before, on" in words(again)
    assert "Import 1 row" in words(again)


def test_an_import_is_undone_from_its_page(officer):
    hand_over(officer, [["Bo Li", "", "", ""]])
    officer.post(PREVIEW, data={"act": "import", "seal": seal_of(officer.get(PREVIEW))})
    assert "1 new, 0 changed" in words(officer.get(f"{PREVIEW}/undo"))

    answer = officer.post(f"{PREVIEW}/undo")

    assert "The import of people.xlsx is undone." in words(officer.get(answer.location))
    assert names() == {"Łucja Żółkiewska"}
    assert last_import().state == UNDONE


def test_an_import_that_was_put_aside_wrote_nothing(officer):
    hand_over(officer, [["Bo Li", "", "", ""]])

    officer.post(f"{PREVIEW}/discard")

    assert last_import().state == DISCARDED
    assert names() == {"Łucja Żółkiewska"}
    assert "people.xlsx" in words(officer.get("/people/imports"))


def test_who_takes_the_original_file_is_written_down(officer):
    content = sheet_of([["Bo Li", "", "", ""]], HEADER)
    hand_over_file(officer, content)

    answer = officer.get(f"{PREVIEW}/file")

    assert (answer.data, answer.status_code) == (content, 200)
    assert db.session.scalar(db.select(Entry.verb).order_by(Entry.id.desc()).limit(1)) == "exported"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_can_be_filled_in_and_its_sample_row_is_never_imported(officer, kind):
    """Case 26, from the other side: the marks of the sample row come back as they were."""
    content = officer.get(f"/people/import/template.{kind}").data
    table = read_table(content, f"people.{kind}")
    filled = ["Çağlar", *[None] * (len(table.header) - 1)]

    hand_over(officer, [list(SAMPLE), filled], list(table.header))

    assert (table.rows, SAMPLE[0]) == ((), "Karen Laßmann")
    shown = words(officer.get(PREVIEW))
    assert "1 row was read" in shown
    assert "Çağlar New" in shown


def test_a_hundred_rows_are_a_page_and_figures_lead_to_their_rows(officer):
    rows = [[f"{chr(0x4E00 + n)}{chr(0x5E00 + 3 * n)}", "", "", ""] for n in range(130)]
    hand_over(officer, [*rows, ["", "Nowhere", "", ""]])

    first, second = officer.get(PREVIEW), officer.get(f"{PREVIEW}?page=2")
    unread = officer.get(f"{PREVIEW}?show=cannot-be-read")

    counted = [page.text.count('name="do-') for page in (first, second, unread)]
    assert counted == [100, 31, 1]
    assert "1–100 of 131" in words(first)
    assert "The row has no name." in words(unread)


def test_the_pages_of_a_preview_ask_as_much_however_many_rows_there_are(officer, questions):
    hand_over(officer, [["Bo Li", "", "", ""]])
    many = [[f"{chr(0x4E00 + n)}{chr(0x5E00 + 3 * n)}", "", "", ""] for n in range(90)]
    hand_over(officer, many, name="many.xlsx")

    few = questions(lambda: officer.get(PREVIEW))

    assert questions(lambda: officer.get("/people/imports/2")) == few


def test_a_file_with_needs_is_for_those_who_arrange_them(app, signed_in_as):
    arranging = make_user(make_person("Ayşe Çağlar"), role="secretariat", arranges_needs=True)
    other = signed_in_as(make_user(make_person("Bo Li"), role="secretariat"))
    visitor = signed_in_as(arranging)
    hand_over(visitor, [["Sione", "A ramp"]], ["Name", "Access needs"])

    assert visitor.get(f"{PREVIEW}/file").status_code == 200
    assert other.get(f"{PREVIEW}/file").status_code == 404
    for page in (PREVIEW, f"{PREVIEW}/reading"):
        assert "Sione" in other.get(page).text
        assert "A ramp" not in other.get(page).text
