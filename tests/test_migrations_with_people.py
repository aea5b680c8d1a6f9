"""Migrations of a database in which people are: nothing goes, and what is new is filled in."""

from datetime import UTC, datetime

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, insert, select

from eventsapp.extensions import db
from eventsapp.people.models import OrganizationName, Person, PersonTag
from eventsapp.people.queries import found_by
from tests.test_migrations import empty_app  # noqa: F401 - a fixture

BEFORE_THE_REGISTRY = "c3d2e5b4a603"
LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def old_app(empty_app):  # noqa: F811
    """An app whose database was last used before there was a registry; two people are in it."""
    upgrade(revision=BEFORE_THE_REGISTRY)
    with db.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        add_row(connection, old, "organization", id=7, name="Stadt Köln")
        for number, name, folded in (
            (31, "Prof. Dr. Jürgen Groß", "prof. dr. jurgen gross"),
            (32, "Huiwen", "huiwen"),
        ):
            add_row(connection, old, "person", id=number, printed_name=name, folded=folded,
                    organization_id=7, languages=["de", "zh-Hans"], is_invented=True,
                    created_at=LONG_AGO, version=3)  # fmt: skip
            add_row(connection, old, "email_address", id=number, person_id=number,
                    address=f"{number}@people.test", address_key=f"{number}@people.test",
                    is_preferred=True)  # fmt: skip
            add_row(connection, old, "spelling", id=number, person_id=number, text=name,
                    folded=folded)  # fmt: skip
            for word in folded.split():
                add_row(connection, old, "name_word", spelling_id=number, word=word)
    return empty_app


def add_row(connection, tables, table_name, **values):
    table = tables.tables[table_name]
    known = {key: value for key, value in values.items() if key in table.c}
    connection.execute(insert(table).values(known))


def names_found(typed):
    return list(db.session.scalars(select(Person.printed_name).where(*found_by(typed))))


def test_people_of_before_are_found_and_stand_in_order(old_app):
    upgrade()

    assert names_found("gross jur") == ["Prof. Dr. Jürgen Groß"]
    assert names_found("koeln huiwen") == ["Huiwen"]
    by_order = select(Person.printed_name, Person.sort_key).order_by(Person.sort_key)
    assert [tuple(row) for row in db.session.execute(by_order)] == [
        ("Huiwen", "huiwen"),
        ("Prof. Dr. Jürgen Groß", "jurgen gross"),
    ]
    assert db.session.scalars(select(OrganizationName.text)).all() == ["Stadt Köln"]
    tags = select(PersonTag.tag).where(PersonTag.person_id == 32).order_by(PersonTag.tag)
    assert db.session.scalars(tags).all() == ["de", "zh-hans"]


def test_going_up_and_back_down_loses_nobody(old_app):
    upgrade()
    downgrade(revision=BEFORE_THE_REGISTRY)

    with db.engine.connect() as connection:
        old = MetaData()
        old.reflect(connection)
        people = connection.execute(select(old.tables["person"]).order_by("id")).mappings().all()
        addresses = connection.execute(select(old.tables["email_address"].c.address)).scalars()

        assert [(row["id"], row["printed_name"], row["version"]) for row in people] == [
            (31, "Prof. Dr. Jürgen Groß", 3),
            (32, "Huiwen", 3),
        ]
        assert sorted(addresses) == ["31@people.test", "32@people.test"]


def test_the_number_of_a_person_who_went_is_never_given_again(app):
    first = Person(printed_name="Amina Bello", folded="amina bello")
    db.session.add(first)
    db.session.flush()
    gone = first.id
    db.session.delete(first)
    db.session.flush()

    second = Person(printed_name="Huiwen", folded="huiwen")
    db.session.add(second)
    db.session.flush()

    assert second.id > gone
