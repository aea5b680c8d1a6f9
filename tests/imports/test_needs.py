"""Files with needs: whoever does not arrange needs learns none from them, whatever they try."""

import io

import pytest
import xlsxwriter

from eventsapp.extensions import db
from eventsapp.imports.models import SheetImport
from eventsapp.imports.services import hand_over, read_again
from tests.factories import make_person, make_user

PASTE = "Name\tE-mail\tAccess needs\nSione\tsione@example.test\tA ramp\n"
PREVIEW = "/people/imports/1"
READING, FILE = f"{PREVIEW}/reading", f"{PREVIEW}/file"


@pytest.fixture
def arranging(signed_in_as):
    """Somebody of the secretariat who arranges what people need."""
    person = make_person("Ayşe Çağlar")
    return signed_in_as(make_user(person, role="secretariat", arranges_needs=True))


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Bo Li"), role="secretariat"))


def said(*fields, places=None):
    """What the page of a reading sends."""
    sent = {"meeting": 0, "day_order": ""}
    for index, field in enumerate(fields):
        place = places[index] if places else index
        sent |= {f"columns-{index}-key": place, f"columns-{index}-field": field}
    return sent


def seen(visitor):
    return "".join(visitor.get(page).text for page in (PREVIEW, READING))


@pytest.mark.parametrize("places", [(0, 1, 2), (0, 1, "02"), (0, 2, 1)])
def test_a_column_of_needs_is_read_as_nothing_else_by_who_does_not_arrange_them(
    arranging, officer, places
):
    arranging.post("/people/import", data={"text": PASTE, "meeting": 0})

    officer.post(READING, data=said("printed_name", "email", "function", places=places))
    officer.post(READING, data=said("printed_name", "email", "", places=places))

    assert officer.get(FILE).status_code == 404
    assert "Sione" in seen(officer)
    assert "A ramp" not in seen(officer)
    assert db.session.get(SheetImport, 1).choices["columns"]["2"] == "access_needs"


def test_the_other_columns_are_corrected_beside_a_column_of_needs(arranging, officer):
    arranging.post("/people/import", data={"text": PASTE, "meeting": 0})

    answer = officer.post(READING, data=said("printed_name", "organization", "access_needs"))

    assert answer.status_code == 302
    assert "sione@example.test" in officer.get(PREVIEW).text
    assert db.session.get(SheetImport, 1).choices["columns"]["1"] == "organization"


def test_what_was_once_read_as_needs_stays_closed(arranging, officer):
    """Who arranges needs may leave their column out; what stands in it is still needs."""
    arranging.post("/people/import", data={"text": PASTE, "meeting": 0})

    arranging.post(READING, data=said("printed_name", "email", ""))
    officer.post(READING, data=said("printed_name", "email", "function"))

    assert officer.get(FILE).status_code == 404
    assert "A ramp" not in seen(officer)
    assert arranging.get(FILE).status_code == 200


def test_an_officer_finds_no_needs_in_a_file_that_another_officer_handed_over(
    officer, signed_in_as
):
    another = signed_in_as(make_user(make_person("Petra Kovač"), role="secretariat"))
    another.post("/people/import", data={"text": PASTE, "meeting": 0})

    officer.post(READING, data=said("printed_name", "email", "function"))

    assert officer.get(FILE).status_code == 404
    assert "A ramp" not in seen(officer)


def workbook():
    """A sheet of people, and a second one that says what they need."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheets = {
        "Experts": (["Name", "E-mail"], ["Sione", "sione@example.test"]),
        "Arrangements": (["Name", "Remark", "Access needs"], ["Sione", "Halal", "A ramp"]),
    }
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def test_needs_on_a_sheet_that_was_not_read_close_the_file(arranging, officer):
    sent = {"file": (io.BytesIO(workbook()), "people.xlsx"), "meeting": 0}
    arranging.post("/people/import", data=sent)

    assert officer.get(FILE).status_code == 404
    assert arranging.get(FILE).status_code == 200


def test_reading_another_sheet_and_coming_back_uncovers_nothing(app, NOW):
    by = make_user(make_person("Ayşe Çağlar"), role="secretariat", arranges_needs=True)
    other = make_user(make_person("Bo Li"), role="secretariat")
    import_ = hand_over(workbook(), "people.xlsx", now=NOW, by=by)
    told = {"columns": {"0": "printed_name", "1": "dietary_needs", "2": "access_needs"}}
    read_again(import_, {"sheet": "Arrangements"}, meeting_id=None, by=other)
    read_again(import_, told, meeting_id=None, by=by)

    read_again(import_, {"sheet": "Experts"}, meeting_id=None, by=other)
    read_again(import_, {"sheet": "Arrangements"}, meeting_id=None, by=other)

    assert import_.read["samples"] == ["Sione", "…", "…"]
    assert import_.read["rows"][0]["said"] == {"printed_name": "Sione", "access_needs": "A ramp"}


def test_who_arranges_needs_gets_the_needs_of_a_file_that_an_officer_handed_over_first(
    arranging, officer
):
    """The page tells the officer to let one of them hand the file over."""
    first = officer.post("/people/import", data={"text": PASTE, "meeting": 0})
    assert "Let one of them hand the file over" in officer.get(first.location).text

    second = arranging.post("/people/import", data={"text": PASTE, "meeting": 0})
    again = arranging.post("/people/import", data={"text": PASTE, "meeting": 0})

    assert second.location == again.location != first.location
    taken = db.session.get(SheetImport, int(second.location.rpartition("/")[2]))
    assert taken.choices["columns"]["2"] == "access_needs"
    assert taken.choices["same_as"] is None
    assert officer.get(f"{second.location}/file").status_code == 404
