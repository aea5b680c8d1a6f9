"""`eventsapp people purge`: what is due, and deleting it now."""

from datetime import date

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import PersonNeeds
from eventsapp.people.services import set_needs
from eventsapp.rights.commands import group
from eventsapp.rights.models import Purge
from tests.factories import NOW, make_person

LINE = "     1  access and meals (the day that stands with them: 30 days after the meeting)\n"


@pytest.fixture
def run(app):
    set_needs(
        make_person("Huiwen"),
        {"access": "a ramp"},
        purpose="EGM 2",
        delete_on=date(2024, 10, 27),
        now=NOW,
    )
    db.session.commit()
    return lambda *words: app.test_cli_runner().invoke(group, ["purge", *words])


def test_a_dry_run_says_what_is_due_and_deletes_nothing(run):
    assert run("--dry-run").output == LINE + "Nothing was deleted.\n"
    assert db.session.scalar(select(PersonNeeds.id)) is not None


def test_what_is_due_is_deleted_and_a_second_time_nothing_is(run):
    assert [run().output, run().output] == [LINE, "Nothing was deleted.\n"]
    db.session.rollback()
    assert db.session.scalars(select(PersonNeeds)).all() == []
    assert db.session.scalars(select(Purge.count)).all() == [1]
