"""The databases of the tests: each test finds them as if it were the first."""

import pytest

from eventsapp.extensions import db
from eventsapp.people.models import Organization


def add_one(name):
    organization = Organization(name=name)
    db.session.add(organization)
    db.session.flush()
    return organization.id


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_ids_begin_at_one_whatever_the_test_before_did(app, database, end):
    add_one("First")
    getattr(db.session, end)()
    db.session.remove()

    database.empty()

    assert add_one("Second") == 1
