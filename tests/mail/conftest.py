"""What the tests of mail may ask for besides."""

import pytest
from sqlalchemy import event

from eventsapp.extensions import db


@pytest.fixture
def questions(app):
    """Count what is asked of the database: `questions(lambda: …)`."""

    def count(act):
        asked = []

        def note(*facts):
            asked.append(facts[2])

        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", note)
        act()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    return count
