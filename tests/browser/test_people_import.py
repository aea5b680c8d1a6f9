"""An officer imports people: a file by keyboard alone, and a paste on a phone without script."""

import pytest

from eventsapp.extensions import db
from eventsapp.people.models import Person
from tests.browser.checks import check_page, follow
from tests.factories import make_person, make_user
from tests.imports.rosters import sheet_of

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska", tz="Europe/Warsaw"), role="secretariat")


def names():
    return set(db.session.scalars(db.select(Person.printed_name)))


@on_one_engine
def test_a_file_is_imported_and_undone_by_keyboard(live, open_page, officer, tmp_path):
    make_person("Adbelkhalek Ibrahim", email=None)
    file = tmp_path / "experts.xlsx"
    rows = [["Abdelkhalek Ibrahim", ""], ["ليلى حداد", "بلدية عمان"], ["", "Nowhere"]]
    file.write_bytes(sheet_of(rows, ["Name", "Organisation"]))
    page = open_page(user=officer)
    page.goto(live.url("/people/import"))
    check_page(page)

    page.get_by_label("File (.xlsx, .xls, .ods, .csv)").set_input_files(file)
    page.get_by_role("button", name="Read the rows").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check_page(page)
    assert page.get_by_role("button", name="Import 1 row").is_disabled()
    page.get_by_label("What to do with row 2, Abdelkhalek Ibrahim").focus()
    page.keyboard.type("Two")
    page.get_by_role("button", name="Keep these decisions").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Import 2 rows").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.get_by_text("2 rows were imported.").wait_for()
    check_page(page)
    live.settle()
    assert names() == {
        "Łucja Żółkiewska", "Adbelkhalek Ibrahim", "Abdelkhalek Ibrahim", "ليلى حداد",
    }  # fmt: skip
    follow(page, page.get_by_role("link", name="Undo the import"))
    check_page(page)
    page.get_by_role("button", name="Undo the import").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    live.settle()
    assert names() == {"Łucja Żółkiewska", "Adbelkhalek Ibrahim"}


@on_one_engine
def test_rows_are_pasted_on_a_phone_without_script(live, open_page, officer):
    make_person("Karen Laßmann", email=None, organization="City of Cologne")
    page = open_page(user=officer, width=360, script=False)
    page.goto(live.url("/people/import"))

    page.get_by_label("Or paste the rows").fill(
        "Name\tOrganisation\nKaren Laßmann\tStadt Köln\nSione\t"
    )
    follow(page, page.get_by_role("button", name="Read the rows"))
    check_page(page)
    page.get_by_label("Stadt Köln: what it is").select_option("another name of City of Cologne")
    follow(page, page.get_by_role("button", name="Compare the rows").first)
    check_page(page)
    follow(page, page.get_by_role("button", name="Import 2 rows"))

    page.get_by_text("2 rows were imported.").wait_for()
    check_page(page)
    live.settle()
    assert names() == {"Łucja Żółkiewska", "Karen Laßmann", "Sione"}
