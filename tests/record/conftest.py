"""How many questions a page asks the database."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from eventsapp.extensions import db


@pytest.fixture
def counted(app):
    """Count the statements of a block: `with counted() as statements: …; len(statements)`."""

    @contextmanager
    def count():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield statements
        event.remove(db.engine, "before_cursor_execute", note)

    return count
