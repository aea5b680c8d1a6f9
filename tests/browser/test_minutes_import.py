"""An officer hands minutes over, corrects what was read, saves it, and takes it back."""

import docx
import pytest

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
from tests.browser.checks import check_page, follow, records
from tests.factories import make_person, make_user
from tests.reading.understood_text import DATA

MINUTES = (DATA / "egm2-minutes.txt").read_text(encoding="utf-8")


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska", tz="Europe/Warsaw"), role="secretariat")


@pytest.fixture
def word_file(tmp_path):
    """The real record as a Word file with a list."""
    document = docx.Document()
    for line in MINUTES.split("\n"):
        style = "List Bullet" if line.startswith("- ") else None
        document.add_paragraph(line.removeprefix("- "), style=style)
    path = tmp_path / "egm2.docx"
    document.save(str(path))
    return path


def names():
    return set(db.session.scalars(db.select(Person.printed_name)))


@pytest.mark.parametrize("width", [360, 1280])
def test_minutes_are_handed_over_corrected_saved_and_undone(
    live, open_page, officer, word_file, width
):
    page = open_page(user=officer, width=width, script=width != 360)
    page.goto(live.url("/minutes/import"))
    check_page(page)

    page.get_by_label("File (.docx, .txt or .md)").set_input_files(word_file)
    page.get_by_role("button", name="Read the minutes").click()
    page.get_by_role("heading", name="Import: egm2.docx").wait_for()
    check_page(page)
    page.get_by_label("Printed as: Adbelkhalek Ibrahim").fill("Abdelkhalek Ibrahim")
    page.get_by_label("What to do: Huiwen").select_option("Leave out")
    page.get_by_role("button", name="Save the record").first.click()

    page.get_by_text("Saved as EGM 2").wait_for()
    live.settle()
    assert "Abdelkhalek Ibrahim" in names()
    assert names().isdisjoint({"Adbelkhalek Ibrahim", "Huiwen"})
    assert len(names()) == 31

    page.goto(live.url("/minutes/import"))
    follow(page, page.get_by_role("link", name="egm2.docx"))
    check_page(page)
    follow(page, page.get_by_role("link", name="Undo the import"))
    check_page(page)
    page.get_by_role("button", name="Undo the import").click()

    page.get_by_text("The import of egm2.docx is undone.").wait_for()
    live.settle()
    assert names() == {"Łucja Żółkiewska"}
    assert db.session.scalar(db.select(Meeting)) is None


def test_a_preview_with_mistakes_leads_to_them_and_keeps_what_was_typed(live, open_page, officer):
    page = open_page(user=officer)
    page.goto(live.url("/minutes/import"))
    page.get_by_label("Or paste the text").fill(MINUTES)
    page.get_by_role("button", name="Read the minutes").click()
    page.get_by_label("Title").first.fill("Second meeting")
    page.get_by_label("Date of day 2").fill("31 February 2024")

    page.get_by_role("button", name="Save the record").first.click()

    page.get_by_role("link", name="Date of day 2: “31 February 2024” is not a day.").wait_for()
    assert page.get_by_label("Title").first.input_value() == "Second meeting"
    # The browser itself notes that a page says 422; beyond that the page is like any other.
    assert "422" in records[page].complaints.pop()
    check_page(page)
