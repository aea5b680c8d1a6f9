"""What the worker cannot read or save says so, and holds up nobody."""

from datetime import timedelta

import pytest

from eventsapp.clock import real_utcnow
from eventsapp.erasing.services import erase_person, why_not_erase
from eventsapp.extensions import db
from eventsapp.imports import jobs, services
from eventsapp.imports.jobs import work_on_imports
from eventsapp.imports.models import READ, REFUSED, SAVING, SheetImport
from eventsapp.imports.queries import plan_for
from eventsapp.imports.services import begin_saving, discard_import, hand_over
from eventsapp.people.models import Person
from tests.factories import NOW, make_person, make_user
from tests.imports.rosters import sheet_of
from tests.imports.test_jobs import name


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


def large(officer, first=0):
    rows = [[name(first + number)] for number in range(services.MOST_AT_ONCE + 1)]
    file = sheet_of(rows, ["Name", "Organisation"])
    import_ = hand_over(file, "many.xlsx", now=NOW, by=officer)
    db.session.commit()
    return import_


def test_a_file_that_cannot_be_read_says_why_and_the_next_one_is_read(officer, signed_in_as):
    import_, other = large(officer), large(officer, first=2000)
    import_.content = b"%PDF-1.7"
    db.session.commit()

    work_on_imports(NOW)

    assert (import_.state, other.state) == (REFUSED, READ)
    page = signed_in_as(officer).get(f"/people/imports/{import_.id}")
    assert page.status_code == 200
    assert "many.xlsx is a PDF and not a table." in page.text
    assert "Hand the file over again to import it." in page.text
    assert why_not_erase(make_person("Huiwen"), officer) is None
    discard_import(import_, now=NOW, by=officer)


def test_a_failure_of_the_program_holds_up_no_other_file(officer):
    import_, other = large(officer), large(officer, first=2000)
    # No version of the program writes a column like this.
    import_.choices = {**import_.choices, "columns": {"a": "printed_name"}}
    db.session.commit()

    work_on_imports(NOW)

    assert (import_.state, other.state) == (REFUSED, READ)
    assert import_.choices["refused"] == jobs.NOT_READ


def test_a_file_that_was_lost_before_it_was_saved_waits_for_the_worker_no_longer(officer):
    import_ = large(officer)
    work_on_imports(NOW)
    for one in plan_for(import_).waiting:
        services.decide_rows(import_, {one.number: {"do": "add"}})
    begin_saving(import_, plan_for(import_).seal, by=officer)
    import_.content = None
    db.session.commit()
    assert import_.state == SAVING

    work_on_imports(NOW)

    assert import_.state == REFUSED
    assert "no longer kept" in import_.choices["refused"]
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 1


def test_a_file_that_waits_for_an_hour_in_vain_keeps_nobody_from_being_erased(officer):
    import_, person = large(officer), make_person("Huiwen")
    assert "being read" in why_not_erase(person, officer)

    import_.touched_at = real_utcnow() - timedelta(minutes=61)
    db.session.commit()

    assert why_not_erase(person, officer) is None


def test_what_was_forgotten_while_the_worker_read_it_does_not_come_back(officer):
    import_ = large(officer)
    person = make_person(name(3))
    import_.touched_at = real_utcnow() - timedelta(minutes=61)
    db.session.commit()
    reading = services.understand(import_)
    next(reading)
    db.session.commit()

    erase_person(person, by=officer, now=NOW)
    db.session.commit()
    list(reading)
    db.session.commit()

    row = db.session.get(SheetImport, import_.id)
    assert (row.state, row.read, row.content) == ("discarded", None, None)
