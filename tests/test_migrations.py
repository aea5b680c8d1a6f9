"""One history of migrations: up, down and up again on both engines, and equal to the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from eventsapp import create_app
from eventsapp.extensions import db


@pytest.fixture
def empty_app(engine, new_database, tmp_path):
    """An app on a database without a single table."""
    app = create_app(
        TESTING=True,
        INSTANCE_DIR=tmp_path,
        SQLALCHEMY_DATABASE_URI=new_database(engine).address,
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def table_names():
    return set(inspect(db.engine).get_table_names())


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_the_tables_are_those_of_the_models(empty_app):
    upgrade()

    assert table_names() == {*db.metadata.tables, "alembic_version"}
    assert differences() == []


def test_the_history_goes_up_down_and_up_again(empty_app):
    upgrade()
    downgrade(revision="base")
    left = table_names()
    upgrade()

    assert left == {"alembic_version"}
    assert differences() == []


def test_each_migration_can_be_taken_back_by_itself(empty_app):
    upgrade()
    revisions = list(history(empty_app).walk_revisions())

    for _ in revisions:
        downgrade(revision="-1")
        upgrade(revision="+1")
        downgrade(revision="-1")

    assert table_names() == {"alembic_version"}


def test_the_history_is_one_line(app):
    revisions = list(history(app).walk_revisions())

    assert revisions != []
    assert [script.doc for script in revisions if script.is_branch_point] == []
    assert len(history(app).get_heads()) == 1


def history(app):
    return ScriptDirectory(app.extensions["migrate"].directory)
