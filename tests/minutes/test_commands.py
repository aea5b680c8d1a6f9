import json

import pytest

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.minutes.commands import group
from eventsapp.minutes.models import Import
from tests.reading.understood_text import DATA, understood_file

MINUTES = DATA / "egm2-minutes.txt"


@pytest.fixture
def run(app):
    """Run `eventsapp minutes import …` as on the command line."""

    def on_command_line(*arguments):
        db.session.commit()
        return app.test_cli_runner().invoke(group, ["import", *map(str, arguments)])

    return on_command_line


def test_a_dry_run_prints_what_was_understood_and_writes_nothing(run):
    result = run(MINUTES, "--dry-run", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == understood_file(MINUTES.read_bytes(), MINUTES.name)
    assert result.stderr == "Nothing was written.\n"
    assert db.session.scalar(db.select(Import)) is None


def test_an_import_says_what_it_wrote(run):
    result = run(MINUTES)

    assert result.output.splitlines()[:3] == [
        "UN-H EGM 2 | IG-PCSC: 2024-09-26 to 2024-09-27",
        "2 days, 7 rooms, 31 people, 158 notes",
        "  2024-09-26 to 2024-09-27  Document open to allow live additions and contributions "
        "(firm)",
    ]
    assert result.output.splitlines()[-1].startswith("Saved as EGM 2 (egm-2): ")
    assert db.session.scalar(db.select(Meeting.code).order_by(Meeting.id)) == "egm-2"


def test_the_same_file_again_says_that_nothing_changed(run):
    run(MINUTES)

    result = run(MINUTES)

    assert result.output.splitlines()[-1] == (
        "This file was saved before: nothing has changed in EGM 2."
    )


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_file_that_cannot_be_read_is_refused_with_its_sentence(run, tmp_path, options):
    file = tmp_path / "minutes.docx"
    file.write_bytes(b"no Word file")

    result = run(file, *options)

    assert result.exit_code == 1
    assert str(result.exception) == (
        "minutes.docx is called .docx but is not a Word file. Open it in the program that made it "
        "and save it as .docx or .txt."
    )


def test_a_record_that_cannot_be_saved_says_before_what_is_missing(run, tmp_path):
    file = tmp_path / "minutes.txt"
    file.write_text("EGM 7 | AB-CD\nAgenda\n- Opening\n")

    result = run(file, "--dry-run")

    assert "  Before it can be saved: Day 1 has no date. Enter it." in result.output.splitlines()
