"""How Alembic reaches the tables of the running application."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from eventsapp.extensions import db


def run() -> None:
    """Run the migrations on the database of the application, each in its own transaction."""
    if context.is_offline_mode():
        context.configure(url=str(db.engine.url), target_metadata=db.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        _without_foreign_keys(connection, on=False)
        context.configure(
            connection=connection, target_metadata=db.metadata, render_item=plain_type, **options
        )
        with context.begin_transaction():
            context.run_migrations()
        _without_foreign_keys(connection, on=True)


def plain_type(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration outlives our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _without_foreign_keys(connection: Connection, *, on: bool) -> None:
    # SQLite changes a table by copying it; with foreign keys on, dropping the old copy would
    # delete the rows that point at it.
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]


run()
