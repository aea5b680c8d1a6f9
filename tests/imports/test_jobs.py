from datetime import timedelta

import pytest

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports import services
from eventsapp.imports.jobs import work_on_imports
from eventsapp.imports.models import READ, READING, SAVED, SAVING
from eventsapp.imports.queries import due_to_forget, plan_for
from eventsapp.imports.services import begin_saving, hand_over
from eventsapp.people.models import Person
from tests.factories import NOW, make_person, make_user
from tests.imports.rosters import sheet_of

SYLLABLES = ("ba", "do", "fe", "gi", "hu", "ka", "lo", "me", "ni", "pu", "ra", "so", "te", "vi")


def name(number):
    """A name that is like no other: its letters are the number in another script."""
    return " ".join(
        "".join(SYLLABLES[number // 14**place % 14] for place in places).title()
        for places in ((0, 1, 2), (2, 0, 1, 2), (1, 2, 0))
    )


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def large(officer):
    rows = [[name(number)] for number in range(services.MOST_AT_ONCE + 1)]
    return hand_over(sheet_of(rows, ["Name", "Organisation"]), "many.xlsx", now=NOW, by=officer)


def people():
    return db.session.scalar(db.select(db.func.count(Person.id)))


def test_a_large_file_is_read_and_saved_by_the_worker(officer, large):
    rows = services.MOST_AT_ONCE + 1
    assert (large.state, large.rows_done, large.rows_total) == (READING, 0, rows)

    work_on_imports(NOW)
    assert (large.state, large.rows_done) == (READ, rows)
    for one in plan_for(large).waiting:
        services.decide_rows(large, {one.number: {"do": "add"}})
    begin_saving(large, plan_for(large).seal, by=officer)
    assert (large.state, people()) == (SAVING, 1)
    work_on_imports(NOW)
    work_on_imports(NOW)

    assert (large.state, people()) == (SAVED, 1 + rows)
    assert large.counts["added"] == rows


def test_what_changed_before_the_worker_came_is_asked_again(officer, large):
    work_on_imports(NOW)
    for one in plan_for(large).waiting:
        services.decide_rows(large, {one.number: {"do": "add"}})
    begin_saving(large, plan_for(large).seal, by=officer)
    make_person(name(7))
    db.session.commit()

    work_on_imports(NOW)

    assert (large.state, people()) == (READ, 2)
    assert large.choices["refused"] == services.CHANGED_MEANWHILE


def test_a_file_whose_time_is_over_is_deleted_and_the_people_stay(officer):
    import_ = hand_over(
        sheet_of([["Bo Li", ""]], ["Name", "E-mail"]), "a.xlsx", now=NOW, by=officer
    )
    waiting = hand_over(sheet_of([["王芳", ""]], ["Name", "E-mail"]), "b.xlsx", now=NOW, by=officer)
    waiting.delete_on = (NOW + timedelta(days=90)).date()

    days = [NOW + timedelta(days=30), NOW + timedelta(days=31)]
    services.forget_files(due_to_forget(days[0].date()), now=days[0])
    assert import_.content is not None
    services.forget_files(due_to_forget(days[1].date()), now=days[1])

    assert [import_.content, import_.read, import_.choices, import_.journal] == [None] * 4
    assert waiting.content is not None
    assert db.session.scalar(db.select(Entry.verb).order_by(Entry.id.desc()).limit(1)) == "purged"
