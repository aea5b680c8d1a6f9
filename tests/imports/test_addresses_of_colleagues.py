"""An import never gives a colleague an address to sign in with, unless an administrator does it."""

import pytest

from eventsapp.accounts.services import ask_for_link
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.imports.jobs import work_on_imports
from eventsapp.imports.models import READ, SAVED, SAVING
from eventsapp.imports.queries import plan_for
from eventsapp.imports.saving import save_import, undo_import
from eventsapp.imports.services import begin_saving, decide_rows, hand_over
from tests.factories import NOW, make_person, make_user
from tests.imports.rosters import sheet_of

ROWS = [["Nomsa Dube", "nomsa@un.test, other@example.test"], ["Huiwen", "huiwen@example.test"]]


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ", email="grace@un.test"), role="secretariat")


@pytest.fixture
def boss(app):
    person = make_person("Nomsa Dube", email="nomsa@un.test")
    return make_user(person, role="administrator")


@pytest.fixture
def import_(officer, boss):
    """A file with another address of a colleague, which somebody chose to take."""
    handed = hand_over(sheet_of(ROWS, ["Name", "E-mail"]), "people.xlsx", now=NOW, by=officer)
    decide_rows(handed, {2: {"do": f"take:{boss.person_id}"}})
    return handed


def addresses(user):
    return [one.address for one in user.person.addresses]


def test_an_officer_is_told_the_row_and_that_an_administrator_does_it(import_, officer, boss):
    with pytest.raises(RuleBroken, match=r"held in row 2 \(Nomsa Dube\)"):
        save_import(import_, plan_for(import_).seal, now=NOW, by=officer)

    assert addresses(boss) == ["nomsa@un.test"]
    assert ask_for_link("other@example.test", next_page=None, real_now=NOW) is None


def test_with_the_address_left_as_it_is_an_officer_imports_the_rest(import_, officer, boss):
    decide_rows(import_, {2: {"do": f"keep:{boss.person_id}"}})

    save_import(import_, plan_for(import_).seal, now=NOW, by=officer)

    assert (import_.state, addresses(boss)) == (SAVED, ["nomsa@un.test"])


def test_the_worker_saves_as_whoever_pressed_the_button(import_, officer, boss):
    begin_saving(import_, plan_for(import_).seal, by=officer)
    assert import_.state == SAVING
    db.session.commit()

    work_on_imports(NOW)

    assert (import_.state, addresses(boss)) == (READ, ["nomsa@un.test"])
    assert "row 2 (Nomsa Dube)" in import_.choices["refused"]


def test_what_an_administrator_imported_only_an_administrator_undoes(import_, officer, boss):
    save_import(import_, plan_for(import_).seal, now=NOW, by=boss)
    assert addresses(boss) == ["nomsa@un.test", "other@example.test"]

    with pytest.raises(RuleBroken, match="colleagues sign in: Nomsa Dube"):
        undo_import(import_, now=NOW, by=officer)
    undo_import(import_, now=NOW, by=boss)

    assert addresses(boss) == ["nomsa@un.test"]
