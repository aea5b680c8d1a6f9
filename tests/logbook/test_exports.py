"""Every file that is taken away stands in the log and is kept by no browser, whatever page it comes
from."""

import pytest
from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.logbook.words import CHANGED, kind_of
from tests.scenes import make_scene
from tests.test_access import table

# Files that hold nothing of anybody.
# An empty form, and papers that are written for those who take part.
OF_NOBODY = {"imports.template", "papers.download"}


@pytest.fixture
def engine():
    """What is written down is the same on both engines."""
    return "sqlite"


def last_act():
    return db.session.scalar(select(func.max(Entry.id))) or 0


def test_every_file_that_staff_take_is_in_the_log_and_in_no_cache(app, signed_in_as):
    scene = make_scene()
    browser = signed_in_as(scene.users["administrator"])
    files, silent, kept = set(), set(), set()

    for row in table(scene):
        before = last_act()
        answer = browser.open(row.path, method=row.method, data=row.form)
        if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
            continue
        files.add(row.endpoint)
        new = db.session.scalars(select(Entry.verb).where(Entry.id > before)).all()
        if not any(kind_of(verb) != CHANGED for verb in new):
            silent.add(row.endpoint)
        if not answer.cache_control.no_store:
            kept.add(row.endpoint)

    assert len(files) > 12
    assert silent == OF_NOBODY
    assert kept == set()
