"""What a sheet of 10,000 people costs until its rows can be looked at, and until they are in."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.instance import Instance, migrate
from benchmarks.meeting import FAMILY, GIVEN
from benchmarks.rows import Row
from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.imports.jobs import work_on_imports
from eventsapp.imports.models import READ, SAVED
from eventsapp.imports.queries import plan_for
from eventsapp.imports.services import begin_saving, decide_rows, hand_over
from eventsapp.people.models import EmailAddress, Organization, OrganizationName, Person
from eventsapp.people.services import add_spelling
from eventsapp.sheets.reading import read_table
from eventsapp.sheets.writing import write_xlsx
from tests.factories import NOW, make_person, make_user

ROWS = 10_000
HELD = 10_000
# How many rows of the file are people of the registry.
KNOWN = 5_000
HEADER = ["Name", "Organisation", "Function", "E-mail"]


def imports(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure a sheet of 10,000 rows against a registry of 10,000 people, half of them the same."""
    app = Instance(folder, database_url).app()
    migrate(app)
    with app.app_context():
        _hold_people()
        officer = make_user(make_person("Ana Paula Bruno"), SECRETARIAT)
        db.session.commit()
        content = write_xlsx(
            HEADER, [_row(n) for n in range(HELD - KNOWN, HELD + ROWS - KNOWN)], title="People"
        )
        bare = _seconds(lambda: read_table(content, "people.xlsx"))
        begun = time.process_time()
        import_ = hand_over(content, "people.xlsx", now=NOW, by=officer)
        db.session.commit()
        work_on_imports(NOW)
        assert import_.state == READ
        plan = plan_for(import_)
        value = time.process_time() - begun
        work = f"{engine}: sheet of 10,000 people, to the preview"
        yield Row(work, value, "s CPU", "≤ 10 s", bare, "reading the sheet alone")
        decide_rows(import_, {one.number: {"do": "add"} for one in plan.waiting})
        begin_saving(import_, plan_for(import_).seal, by=officer)
        db.session.commit()
        value = _seconds(lambda: work_on_imports(NOW))
        assert import_.state == SAVED
        yield Row(f"{engine}: the same, imported", value, "s CPU", "", bare, "the same")


def _seconds(act: object) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _name(number: int) -> str:
    given, family = GIVEN[number % 10], FAMILY[number // 10 % 9]
    middle = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    return f"{given} {middle.title()} {family}{chr(97 + number % 26)}"


def _row(number: int) -> list[str]:
    return [_name(number), f"Office {number % 500}", "Planner", f"p{number}@example.test"]


def _hold_people() -> None:
    offices = [_office(number) for number in range(500)]
    for number in range(HELD):
        name, _office_name, function, address = _row(number)
        person = Person(printed_name=name, function=function, organization=offices[number % 500])
        add_spelling(person, name)
        key = EmailAddress(address=address, address_key=address, is_preferred=True)
        person.addresses.append(key)
        db.session.add(person)
    db.session.commit()


def _office(number: int) -> Organization:
    name = f"Office {number}"
    return Organization(name=name, names=[OrganizationName(text=name)])
