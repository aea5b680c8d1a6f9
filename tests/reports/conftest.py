"""`count_queries(act)`: how many statements the database was asked while something was done."""

import pytest
from sqlalchemy import event

from eventsapp.extensions import db


@pytest.fixture
def count_queries(app):
    """Return a function that does something and gives the number of statements it took."""

    def count(act):
        statements = []
        db.session.commit()

        def note(connection, cursor, statement, *rest):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    return count
