import json

import pytest

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.commands import group
from eventsapp.imports.models import READ, SheetImport
from eventsapp.people.models import Person
from eventsapp.sheets.reading import read_table
from tests.factories import make_person
from tests.imports.rosters import sheet_of

HEADER = ["Name", "Function", "E-mail"]


@pytest.fixture
def run(app):
    """Run `eventsapp people …` as on the command line."""

    def on_command_line(*arguments):
        db.session.commit()
        return app.test_cli_runner().invoke(group, [str(one) for one in arguments])

    return on_command_line


@pytest.fixture
def file_of(tmp_path):
    def write(*rows):
        file = tmp_path / "people.xlsx"
        file.write_bytes(sheet_of(rows, HEADER))
        return file

    return write


def names():
    return set(db.session.scalars(db.select(Person.printed_name)))


def test_a_dry_run_says_what_would_happen_and_writes_nothing(run, file_of):
    result = run("import", file_of(["Bo Li"], ["", "Mayor"]), "--dry-run")

    assert result.output.splitlines() == [
        "2 rows: 1 new, 1 cannot be read",
        "  row 3: The row has no name. Enter it in the file; one name is enough.",
        "Nothing was written.",
    ]
    assert names() == set()
    assert db.session.scalar(db.select(SheetImport)) is None


def test_each_row_can_be_had_as_json(run, file_of):
    result = run("import", file_of(["Bo Li", "Mayor"]), "--dry-run", "--json")

    assert json.loads(result.stdout) == {
        "rows": [
            {
                "row": 2,
                "result": "new",
                "said": {"printed_name": "Bo Li", "function": "Mayor"},
                "why": [],
                "differs": [],
                "waits": None,
            }
        ]
    }


def test_an_import_says_what_it_did(run, file_of):
    result = run("import", file_of(["Bo Li"], ["王芳"]))

    assert result.output.splitlines()[-1] == (
        "Imported: 2 added, 0 changed, 0 left, 0 said twice, 0 skipped."
    )
    assert names() == {"Bo Li", "王芳"}


def test_where_a_row_waits_nothing_is_written_and_the_file_waits_in_the_browser(run, file_of):
    make_person("Bo Li")

    result = run("import", file_of(["Bo Li", "Mayor"], ["王芳"]))

    assert result.exit_code == 1
    assert str(result.exception).startswith(
        "Row 2 waits for a decision: Keep what is held, or take what the file says? In the browser:"
    )
    assert names() == {"Bo Li"}
    assert db.session.scalars(db.select(SheetImport)).one().state == READ


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_exported_can_be_imported_and_changes_nothing(run, tmp_path, kind):
    make_person("Karen Laßmann", organization="City of Cologne", languages=["de", "en"])
    make_person("李明", tz="Asia/Shanghai")
    make_person("Çağlar", email=None)
    file = tmp_path / f"people.{kind}"

    exported = run("export", "--format", kind, "-o", file)
    again = run("import", file)

    assert exported.exit_code == 0
    rows = read_table(file.read_bytes(), file.name).rows
    assert [row.cells[0] for row in rows] == ["Çağlar", "Karen Laßmann", "李明"]
    assert again.output.splitlines()[-1] == (
        "Imported: 0 added, 0 changed, 3 left, 0 said twice, 0 skipped."
    )
    assert "exported" in set(db.session.scalars(db.select(Entry.verb)))


def test_the_registry_is_no_list_of_participants(run):
    result = run("export", "--format", "pdf")

    assert str(result.exception) == (
        "The registry is written as xlsx or csv. A list of participants as pdf is on the page of "
        "its meeting."
    )


def test_an_export_goes_to_the_standard_output_where_no_file_is_named(run):
    make_person("Bo Li")

    result = run("export", "--format", "xlsx")

    assert result.exception is None
    assert read_table(result.stdout_bytes, "p.xlsx").rows[0].cells[0] == "Bo Li"
