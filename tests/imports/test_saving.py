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
    PersonNeeds,
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


def test_the_numbers_of_the_preview_are_the_numbers_of_the_result(officer, import_of):
    """Case 28."""
    make_person("Karen Laßmann", email="karen@example.test", organization="City of Cologne")
    make_person("Yame Nkgowe", email=None)
    before = people()
    import_ = import_of(
        [
            ["Bo Li", "Shenzhen", "Planner", "bo@example.test"],
            ["karen lassmann", "City of Cologne", "", "karen@example.test"],
            ["Yame Nkgowe", "", "Mayor", ""],
            ["BO LI", "", "", "BO@example.test"],
            ["", "Nowhere", "", ""],
        ]
    )
    yame = named("Yame Nkgowe")
    decide_rows(import_, {4: {"do": f"take:{yame.id}"}})
    plan = plan_for(import_)
    assert dict(plan.actions) == {
        "added": 1, "left": 1, "changed": 1, "said twice": 1, "skipped": 1,
    }  # fmt: skip

    save(import_, officer)

    assert {word: import_.counts[word] for word in plan.actions} == plan.actions
    assert {kind: import_.counts[kind] for kind in plan.kinds} == plan.kinds
    assert people() == before + plan.actions["added"]
    assert yame.function == "Mayor"
    assert {one.text for one in named("Karen Laßmann").spellings} == {
        "Karen Laßmann", "karen lassmann",
    }  # fmt: skip
    assert {one.text for one in named("Bo Li").spellings} == {"Bo Li", "BO LI"}


def test_a_name_that_begins_with_an_equals_sign_is_a_text(officer, import_of):
    """Case 32."""
    save(import_of([["=1+1", "", "", ""], ["+49 Society", "", "", ""]]), officer)

    assert named("=1+1").printed_name == "=1+1"


def test_an_unknown_role_in_row_7_is_shown_there_and_nothing_is_lost(officer, import_of):
    """Case 27."""
    meeting = make_meeting()
    names = ("Bo Li", "Huiwen", "ليلى حداد", "Yame Nkgowe", "Petra Kovač", "Sione", "王芳")
    roles = ("chair", "", "", "", "", "Keynoter", "")
    rows = [list(pair) for pair in zip(names, roles, strict=True)]
    import_ = import_of(rows, ["Name", "Role"], meeting)
    assert waiting(import_) == {7: "“Keynoter” is not known (role). Say what it means."}
    assert import_.read["words"] == [{"field": "role", "word": "Keynoter", "rows": [7]}]

    read_again(import_, {"values": {"role:Keynoter": "as:speaker"}}, meeting_id=meeting.id)
    save(import_, officer)

    parts = db.session.scalars(db.select(Participation).order_by(Participation.id))
    assert [(part.role, part.route) for part in parts] == [
        ("chair", "import"), *[(None, "import")] * 4, ("speaker", "import"), (None, "import"),
    ]  # fmt: skip


def test_whom_a_government_nominated_is_kept_with_the_country(officer, import_of):
    meeting = make_meeting()
    import_ = import_of([["Bo Li", "Kenya"]], ["Name", "Nominated by"], meeting)

    save(import_, officer)

    nomination = db.session.scalars(db.select(Nomination)).one()
    assert (nomination.country, nomination.process_id) == ("KE", meeting.process_id)


def test_a_country_that_is_none_of_the_list_is_kept_as_stated(officer, import_of):
    import_ = import_of([["Bo Li", "Atlantis"]], ["Name", "Country"])
    assert list(waiting(import_)) == [2]

    read_again(import_, {"values": {"country:Atlantis": "stated"}}, meeting_id=None)
    save(import_, officer)

    assert (named("Bo Li").country, named("Bo Li").country_as_stated) == (None, "Atlantis")


def test_an_address_that_belongs_to_somebody_stays_with_them(officer, import_of):
    make_person("Karen Laßmann", email="office@example.test")
    import_ = import_of([["王芳", "", "", "office@example.test"]])
    assert waiting(import_) == {2: "The same person, or two?"}

    decide_rows(import_, {2: {"do": "add"}})
    save(import_, officer)

    assert named("王芳").addresses == []
    assert named("Karen Laßmann").email == "office@example.test"


def test_nothing_that_is_held_is_overwritten_without_a_choice(officer, import_of):
    make_person("Bo Li", email="bo@example.test", organization="Shenzhen")
    before = facts_of(named("Bo Li"))
    import_ = import_of([["Bo Li", "Guangzhou", "Mayor", ""]])
    with pytest.raises(RuleBroken, match="Row 2 waits for a decision"):
        save(import_, officer)

    read_again(import_, {"organizations": {"Guangzhou": "new"}}, meeting_id=None)
    decide_rows(import_, {2: {"do": f"keep:{named('Bo Li').id}"}})
    save(import_, officer)

    assert facts_of(named("Bo Li")) == before
    assert (
        db.session.scalar(db.select(Organization).where(Organization.name == "Guangzhou")) is None
    )


def test_when_the_registry_has_changed_since_nothing_is_written_and_it_is_asked_again(
    officer, import_of
):
    import_ = import_of([["Bo Li", "", "", ""]])
    seal = plan_for(import_).seal
    make_person("Bo Li", email="another@example.test")

    with pytest.raises(ReadAnew):
        save_import(import_, seal, now=NOW, by=officer)

    assert import_.state == READ
    read_again(import_, {}, meeting_id=None)
    assert plan_for(import_).kinds == {"same": 1}


def test_saving_twice_saves_once(officer, import_of):
    import_ = import_of([["Bo Li", "", "", ""]])
    seal = plan_for(import_).seal

    save_import(import_, seal, now=NOW, by=officer)
    save_import(import_, seal, now=NOW, by=officer)

    assert (import_.state, people()) == (SAVED, 2)


def test_undoing_brings_back_byte_for_byte_what_was_there(officer, import_of):
    meeting = hold_roster()
    meeting_before, before = meeting.id, snapshot()
    take_part(make_meeting("egm-3", number=3), named("Huiwen"))
    before = snapshot()
    rows = [
        ["Karen Laßmann", "Stadt Köln", "Mayor", "karen@example.test"],
        ["HUIWEN", "", "", ""],
        ["Somebody New", "An Office", "Clerk", "new@example.test"],
    ]
    import_ = import_of(rows, meeting=meeting)
    asked = import_.read["organizations"][0]["candidates"][0]["id"]
    read_again(import_, {"organizations": {"Stadt Köln": f"same:{asked}"}}, meeting_id=meeting.id)
    decide_all(import_, "differs", "take")
    save(import_, officer)
    assert (people(), named("Karen Laßmann").function) == (33, "Mayor")

    undo_import(import_, now=NOW, by=officer)
    db.session.expire_all()

    versions = list(Person.__table__.c.keys()).index("version")
    assert import_.state == UNDONE
    assert meeting_before == meeting.id
    after = snapshot()
    # The version of a person counts their changes, and an undoing is one more.
    for table in (before, after):
        table["person"] = [row[:versions] + row[versions + 1 :] for row in table["person"]]
    assert after == before


def test_what_somebody_built_on_stands_against_an_undoing(officer, import_of):
    import_ = import_of([["Bo Li", "", "", ""], ["Petra Kovač", "", "", ""]])
    save(import_, officer)
    take_part(make_meeting(), named("Bo Li"))
    petra = named("Petra Kovač")
    facts = facts_of(petra)
    change_person(petra, type(facts)(**{**vars(facts), "function": "Mayor"}), now=NOW, user_id=1)

    with pytest.raises(RuleBroken) as refusal:
        undo_import(import_, now=NOW, by=officer)

    assert str(refusal.value) == (
        "The import cannot be undone, since this was changed or used after it: Petra Kovač was "
        "changed; Bo Li is used by: participation. Take that back first."
    )
    assert people() == 3


def test_the_import_stands_in_the_history_with_its_numbers(officer, import_of):
    save(import_of([["Bo Li", "", "", ""]]), officer)

    entry = db.session.scalar(
        db.select(Entry).where(Entry.subject_table == "sheet_import").limit(1)
    )
    assert (entry.verb, entry.user_id) == ("imported", officer.id)
    assert entry.detail == {"file": "people.xlsx", "added": 1}


def test_needs_are_taken_over_only_by_those_who_arrange_them(officer, import_of):
    header, rows = ["Name", "Access needs", "Dietary needs"], [["Bo Li", "A ramp", "No nuts"]]

    import_ = import_of(rows, header)
    assert import_.read["notes"][-1].startswith(
        "A column with access or dietary needs was left out"
    )
    assert plan_for(import_).decisions[0].row.line.said == {"printed_name": "Bo Li"}

    officer.arranges_needs = True
    import_ = import_of([*rows, ["王芳", "", ""]], header)
    save(import_, officer)

    needs = db.session.scalars(db.select(PersonNeeds)).one()
    assert (needs.person_id, needs.details) == (
        named("Bo Li").id, {"access": "A ramp", "dietary": "No nuts"},
    )  # fmt: skip
    undo_import(import_, now=NOW, by=officer)
    assert db.session.scalar(db.select(PersonNeeds)) is None


def test_a_participation_that_was_changed_since_stands_against_an_undoing(officer, import_of):
    meeting = make_meeting()
    make_person("Bo Li", email=None)
    import_ = import_of([["Bo Li"]], ["Name", "Role"], meeting)
    save(import_, officer)
    db.session.scalars(db.select(Participation)).one().role = "chair"
    db.session.flush()

    with pytest.raises(RuleBroken, match="the participation of Bo Li was changed"):
        undo_import(import_, now=NOW, by=officer)
